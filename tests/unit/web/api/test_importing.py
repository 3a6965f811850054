"""Marks made elsewhere, sent to the desk: reviews with their names, once, by those who may give names."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tellings.web.state import Visitor

PATH = "/api/reviews/import"


@pytest.fixture
def marks(client: TestClient, story: str) -> list[dict[str, Any]]:
    """A note by somebody else on a report of the story, and one on a report that is not there."""
    report = client.get(f"/api/stories/{story}/reports").json()["reports"][0]["id"]
    return [
        {
            "type": "Annotation",
            "creator": {"type": "Person", "name": "Ilse Marek"},
            "created": "2031-05-08T10:00:00Z",
            "body": {"type": "TextualBody", "value": "Ask Tarn about this."},
            "target": {"source": f"urn:tellings:report:{name}"},
        }
        for name in (report, "no-such-report")
    ]


@pytest.mark.parametrize("way", ["json", "lines", "file"])
def test_what_was_marked_becomes_reviews_once_and_the_rest_is_listed(
    client: TestClient, story: str, marks: list[dict[str, Any]], way: str
) -> None:
    lines = "\n".join(map(json.dumps, marks))
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": {"annotations": marks}},
        "lines": {"content": lines, "headers": {"content-type": "application/x-ndjson"}},
        "file": {"files": [("files", ("marks.json", json.dumps(marks)))]},
    }
    made = client.post(PATH, **ways[way])
    again = client.post(PATH, **ways[way]).json()
    [review] = client.get("/api/reviews", params={"story": story}).json()["reviews"]

    assert made.status_code == 200, made.text
    assert [one["id"] for one in made.json()["reviews"]] == [review["judgement"]["id"]]
    assert (review["judgement"]["by"], review["judgement"]["note"]) == ("Ilse Marek", "Ask Tarn about this.")
    assert "No report of" in made.json()["left_out"][0]["reason"]
    assert (again["reviews"], again["known"]) == ([], 1)


def test_nothing_and_two_files_at_once_are_refused(client: TestClient) -> None:
    two = [("files", (f"{n}.json", "[]")) for n in "ab"]

    assert client.post(PATH, json={}).status_code == 422
    assert client.post(PATH, files=two).status_code == 422
    assert client.post(PATH, json={"annotations": ["a"]}).status_code == 422
    assert client.post(PATH, content="[]", headers={"content-type": "text/plain"}).status_code == 415


def test_what_is_no_annotation_is_listed_and_not_a_fault(client: TestClient) -> None:
    answer = client.post(PATH, files=[("files", ("odd.json", b"\xff\x00{{{[" * 50))])

    assert answer.status_code == 200
    assert answer.json()["reviews"] == []
    assert len(answer.json()["left_out"]) == 1


def test_an_editor_may_not_decide_in_the_name_of_others(
    client: TestClient, marks: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.web.guard.identify", lambda *_, **__: Visitor("ana", "editor"))

    assert client.post(PATH, json={"annotations": marks}).status_code == 403
