"""The page to search on: what it finds, how it pages, and what it says of a bad query."""

import re

import pytest
from starlette.testclient import TestClient


def test_words_are_found_and_marked(client: TestClient) -> None:
    page = client.get("/search", params={"q": "siren"})

    assert page.status_code == 200
    assert re.search(r"<mark>sirens?</mark>", page.text)
    assert re.search(r'href="/reports/d\w+\?words=\d+-\d+#w\d+-\d+"', page.text)


def test_kinds_and_order_are_kept_from_page_to_page(client: TestClient) -> None:
    page = client.get("/search", params={"q": "the dam", "kind": "statement", "order": "best"})

    assert 'class="hit statement"' in page.text
    assert 'class="hit report"' not in page.text
    assert "kind=statement&amp;order=best&amp;page=2" in page.text
    second = client.get("/search?q=the+dam&kind=statement&order=best&page=2").text
    assert 'start="21"' in second
    assert 'rel="prev"' in second


def test_who_said_it_leads_to_their_page(client: TestClient) -> None:
    page = client.get("/search", params={"q": 'said:"Onda Sivel" telephone'})

    assert 'href="/people/onda-sivel"' in page.text
    assert "<mark>telephone</mark>" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("who:Marek", "There is no field"),
        ('"gate', "not closed"),
        ("-gate", "asks for nothing"),
        ("since:soon", "is no day"),
        ("x" * 501, "at most 500"),
    ],
)
def test_a_bad_query_is_told_in_words_beside_the_form(client: TestClient, query: str, said: str) -> None:
    page = client.get("/search", params={"q": query})

    assert page.status_code == 400
    assert said in page.text
    assert 'aria-describedby="fault"' in page.text


@pytest.mark.parametrize("query", ["", "   "])
def test_no_query_gives_the_form_and_examples(client: TestClient, query: str) -> None:
    page = client.get("/search", params={"q": query})

    assert page.status_code == 200
    assert "How to ask" in page.text
    assert "<mark>" not in page.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "٣", ""])
def test_odd_pages_are_the_first_or_an_empty_one(client: TestClient, number: str) -> None:
    assert client.get("/search", params={"q": "dam", "page": number}).status_code == 200


def test_hostile_words_stay_words(client: TestClient) -> None:
    page = client.get("/search", params={"q": '<script>alert(1)</script> \'"><img src=x> "'})

    assert "<script>alert" not in page.text
    assert "<img" not in page.text


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    assert "Nothing meets all of this" in client.get("/search", params={"q": "xylophone"}).text
