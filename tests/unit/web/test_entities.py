"""Pages on people, organisations and places."""

import pytest
from starlette.testclient import TestClient


def test_a_person_is_told_with_roles_words_and_stories(client: TestClient, story: str) -> None:
    page = client.get("/people/onda-sivel")

    assert page.status_code == 200
    for words in (
        "<h1>Onda Sivel</h1>",
        "water minister",
        "Nobody upstream picked up a telephone",
        f"/stories/{story}",
    ):
        assert words in page.text
    assert f"/stories/{story}/statements/q" in page.text
    assert "?words=" in page.text


def test_a_place_tells_what_happened_there(client: TestClient) -> None:
    page = client.get("/places/tolvash")

    assert page.status_code == 200
    assert "What happened there" in page.text


@pytest.mark.parametrize("path", ["/people/nobody-here", "/places/..etc", "/organisations/%00", "/people/%E2%80%A6"])
def test_who_is_not_named_is_not_found(client: TestClient, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 404
    assert "No story names" in page.text


def test_a_name_written_otherwise_leads_to_its_page(client: TestClient) -> None:
    answer = client.get("/people/Onda%20SIVEL", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (308, "/people/onda-sivel")


def test_a_person_asked_for_as_a_place_leads_on(client: TestClient) -> None:
    assert '"/people/onda-sivel"' in client.get("/places/onda-sivel").text


def test_pages_out_of_range_are_empty_but_there(client: TestClient) -> None:
    assert client.get("/people/onda-sivel?start=99999").status_code == 200
    assert client.get("/people/onda-sivel?start=-3").status_code == 200
    assert client.get("/people/onda-sivel?start=x").status_code == 422
