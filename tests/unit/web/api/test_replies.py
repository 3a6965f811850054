"""Every reply is what its schema says, and what the command of the same name prints."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from starlette.testclient import TestClient

from tellings import app as use
from tellings.daily import desk
from tellings.daily.notify import add_watchlist
from tellings.ports import Store
from tellings.web.api.families import OPERATIONS, describe_api
from tellings.web.api.openapi import list_parameters
from tests.unit.web.conftest import NOW

DOCUMENT = describe_api()
ONE = {"text": "Harbour reopens\n\nThe harbour of Orlan reopened on Monday, 5 May 2031, Ilse Marek said."}
GIVEN = [one for one in OPERATIONS if one.method == "GET" and one.gives is not None]


def fits(name: str, value: Any) -> None:
    """Nothing, where the value is what the schema of this name says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)


@pytest.fixture
def filled(client: TestClient, store: Store, story: str) -> dict[str, str]:
    """What stands for the variables of the paths and the parameters that are needed."""
    add_watchlist(store, "dam", "dam", [], now=NOW)
    doc = next(iter(store.list_reports(story=story))).id
    return {"story": story, "doc": doc, "name": "dam", "q": "dam"}


@pytest.mark.parametrize("operation", GIVEN, ids=lambda one: one.name)
def test_what_is_got_is_what_the_schema_says(operation: Any, client: TestClient, filled: dict[str, str]) -> None:
    path = operation.shown_path.format(**filled)
    needed = [one["name"] for one in list_parameters(operation) if one["required"] and one["in"] == "query"]
    answer = client.get(path, params={name: filled[name] for name in needed})

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    fits(operation.gives.__name__, answer.json())


@pytest.mark.parametrize("call", ["read", "group", "brief", "new?since=2031-05-01", "check", "add"])
def test_what_is_made_of_posted_reports_is_what_the_schema_says(call: str, client: TestClient) -> None:
    body = {"reports": [ONE], **({"draft": "The harbour is closed."} if call == "check" else {})}
    answer = client.post(f"/api/{call}{'&' if '?' in call else '?'}model=false", json=body)
    operation = next(one for one in OPERATIONS if one.name == call.partition("?")[0])

    assert answer.status_code == 200, answer.text
    fits(operation.gives.__name__, answer.json())


def test_a_story_is_what_the_command_shows(client: TestClient, store: Store, story: str) -> None:
    for form in ("json", "md", "txt", "html"):
        assert client.get(f"/api/stories/{story}?format={form}").text == use.render(desk.show_story(store, story), form)


def test_a_list_of_stories_is_what_the_command_prints(client: TestClient, store: Store) -> None:
    assert client.get("/api/stories").text == desk.to_stories_json(desk.list_stories(store)[0])


def test_a_search_is_what_the_command_prints(client: TestClient, store: Store) -> None:
    found = desk.search(store, "said:Venn dam", now=NOW)

    assert client.get("/api/search", params={"q": "said:Venn dam"}).text == desk.to_hits_json(found)


def test_a_report_cites_its_own_text(client: TestClient, filled: dict[str, str]) -> None:
    found = client.get(f"/api/reports/{filled['doc']}").json()
    text = found["document"]["text"]

    assert found["mentions"]
    assert all(0 <= one["start"] < one["end"] <= len(text) for one in found["mentions"])


def test_the_untouched_bytes_are_saved_and_not_shown(client: TestClient, store: Store, filled: dict[str, str]) -> None:
    answer = client.get(f"/api/reports/{filled['doc']}/original")
    original = store.load_original(filled["doc"])

    assert original is not None
    assert answer.content == original.data
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_whole_page_is_saved_and_not_shown(client: TestClient, story: str) -> None:
    answer = client.get(f"/api/stories/{story}?format=html")

    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_report_that_came_since_is_told_of(client: TestClient, story: str) -> None:
    assert client.get(f"/api/stories/{story}").headers["tellings-behind"] == "0"


def test_what_is_marked_as_seen_is_no_news(client: TestClient, story: str) -> None:
    before = client.get(f"/api/stories/{story}/new").json()
    seen = client.post(f"/api/stories/{story}/seen").json()
    after = client.get(f"/api/stories/{story}/new").json()

    assert before["new"]
    assert len(seen["documents"]) == 10
    assert not after["new"]


def test_a_report_that_is_added_is_in_the_library_and_can_be_taken_out_of_its_story(client: TestClient) -> None:
    before = client.get("/api/library").json()
    added = client.post("/api/add?model=false", json={"reports": [ONE]}).json()
    moves = client.get("/api/moves?limit=1").json()["moves"]
    undone = client.post("/api/moves/undo", json={"number": moves[0]["number"]}).json()

    assert added["reports"] == added["stories_begun"] == 1
    assert client.get("/api/library").json()["reports"] == before["reports"] + 1
    assert undone["move"]["number"] == moves[0]["number"]
    assert client.get("/api/moves?limit=1").json()["moves"][0]["undone_at"]


def test_files_and_lines_are_read_as_reports_are(client: TestClient) -> None:
    page = (
        b"<html><body><article><h1>Harbour</h1><p>The harbour of Orlan reopened on Monday.</p></article></body></html>"
    )
    sent = client.post("/api/read?model=false", files=[("files", ("../../etc/page.html", page, "text/html"))]).json()
    lines = json.dumps(ONE) + "\n" + json.dumps({"txt": 1}) + "\n"
    read = client.post("/api/read?model=false", content=lines, headers={"content-type": "application/x-ndjson"}).json()

    assert [one["document"]["location"] for one in sent["readings"]] == ["page.html"]
    assert len(read["readings"]) == len(read["skipped"]) == 1
    assert read["skipped"][0]["location"] == "posted.jsonl:2"


def test_what_is_seen_before_can_be_sent_along(client: TestClient) -> None:
    before = client.post("/api/brief?model=false", json={"reports": [ONE]}).json()
    later = {"text": "The harbour of Orlan closed again on Tuesday, 6 May 2031, Ilse Marek said."}
    found = client.post("/api/new?model=false", json={"reports": [ONE, later], "before": before}).json()

    assert found["format"] == "tellings-changes/1"


def test_the_library_is_written_out_and_backed_up(client: TestClient) -> None:
    lines = client.get("/api/library/export").text.splitlines()
    copy = client.get("/api/library/backup").content

    assert [bool(json.loads(line)["text"]) for line in lines] == [True] * 10
    assert copy.startswith(b"SQLite format 3\x00")


def test_a_library_is_looked_after(client: TestClient) -> None:
    assert client.post("/api/library/prune", json={"dry_run": True}).json()["readings"] == 0
    assert client.post("/api/library/reindex").json()["reports"] == 10
    assert client.get("/api/library/check").json()["faults"] == []
    assert client.get("/api/doctor").json()["works"]


def test_the_schemas_are_those_of_the_command(client: TestClient) -> None:
    for name in use.SCHEMAS:
        assert client.get(f"/api/schemas/{name}").text == use.to_schema(name)


def test_a_source_is_paused_resumed_and_removed(client: TestClient, store: Store) -> None:
    from tellings.model.library import Source

    store.keep_sources([Source("https://courier.example/feed", "feed", added_at=datetime(2031, 5, 1, tzinfo=UTC))])
    body = {"addresses": ["courier.example"]}

    assert client.post("/api/sources/pause", json=body).json()["sources"][0]["paused"]
    assert not client.post("/api/sources/resume", json=body).json()["sources"][0]["paused"]
    assert "courier.example/feed" in client.get("/api/sources/export").text
    assert client.post("/api/sources/remove", json=body).json()["sources"] == []
    assert client.post("/api/sources/remove", json=body).status_code == 404


def test_a_decision_stays_and_can_be_taken_back(client: TestClient, story: str) -> None:
    def speaker() -> tuple[str, str]:
        first = client.get(f"/api/stories/{story}").json()["stories"][0]["quotations"][0]
        return first["id"], first["speaker_name"]

    item, before = speaker()
    body = {"verb": "correct", "layer": "quotations", "item": item, "field": "speaker", "value": "Onda Merek"}
    made = client.post(f"/api/stories/{story}/reviews", json=body)
    after = speaker()
    listed = client.get(f"/api/reviews?story={story}").json()["reviews"]
    undone = client.post(f"/api/reviews/{made.json()['id']}/undo", json={})
    again = client.post(f"/api/reviews/{made.json()['id']}/undo", json={})

    fits("Judgement", made.json())
    assert after[1] == "Onda Merek" != before
    assert [one["judgement"]["id"] for one in listed] == [made.json()["id"]]
    assert undone.json()["undoes"] == made.json()["id"]
    assert speaker()[1] == before
    assert again.status_code == 409
    assert [json.loads(line)["label"] for line in client.get("/api/reviews/export").text.splitlines()] == ["corrected"]


def test_a_story_is_renamed_split_and_put_together_again(client: TestClient, story: str) -> None:
    docs = [one["id"] for one in client.get(f"/api/stories/{story}/reports").json()["reports"]]
    post = f"/api/stories/{story}/reviews"
    renamed = client.post(post, json={"verb": "rename", "value": "The dam"})
    split = client.post(post, json={"verb": "split", "documents": docs[:2], "value": "The talks"})
    titles = {one["title"] for one in client.get("/api/stories").json()["stories"]}
    merged = client.post(post, json={"verb": "merge", "value": split.json()["now"]})

    assert [answer.status_code for answer in (renamed, split, merged)] == [200, 200, 200], split.text
    assert titles == {"The dam", "The talks"}
    assert len(client.get("/api/stories").json()["stories"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"verb": "confirm"}, 422),
        ({"verb": "confirm", "item": "nothing-there"}, 422),
        ({"verb": "rename", "value": " "}, 422),
        ({"verb": "merge", "value": "s000"}, 422),
        ({"verb": "delete"}, 422),
    ],
)
def test_what_does_not_fit_is_not_decided(body: dict[str, str], status: int, client: TestClient, story: str) -> None:
    assert client.post(f"/api/stories/{story}/reviews", json=body).status_code == status
    assert client.get("/api/reviews").json()["reviews"] == []


def test_there_is_nothing_to_take_back_of_a_review_that_is_not_there(client: TestClient) -> None:
    assert client.post("/api/reviews/r00000/undo", json={}).status_code == 404


def test_a_story_that_lost_its_last_report_is_not_there_any_more(client: TestClient) -> None:
    client.post("/api/add?model=false", json={"reports": [ONE]})
    (move,) = client.get("/api/moves?limit=1").json()["moves"]
    client.post("/api/moves/undo", json={})

    for path in ("", "/new", "/moves", "/reports"):
        answer = client.get(f"/api/stories/{move['move']['story']}{path}")
        assert answer.status_code == 404
        assert "no report any more" in answer.json()["detail"]
    assert client.get(f"/stories/{move['move']['story']}").status_code in (400, 404)


def test_what_the_pages_link_to_is_there(client: TestClient, story: str, filled: dict[str, str]) -> None:
    for page in (f"/stories/{story}", f"/reports/{filled['doc']}", "/watchlists", "/docs"):
        links = set(re.findall(r'href="([^"]*(?:/api/|feed\.atom)[^"]*)"', client.get(page).text))

        assert links, page
        for link in links:
            assert client.get(link).status_code == 200, link
