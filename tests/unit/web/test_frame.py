"""The frame every page stands in."""

from starlette.testclient import TestClient

from tests.unit.web.conftest import Example


def test_the_first_page_lists_the_stories(client: TestClient, example: Example) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert f'href="/stories/{example.story}"' in answer.text


def test_static_files_are_served(client: TestClient) -> None:
    assert client.get("/static/desk.css").headers["content-type"].startswith("text/css")
