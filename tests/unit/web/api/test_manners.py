"""How the API behaves, whatever it is asked: pages, tags, problems, roles and limits."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.datastructures import URL
from starlette.testclient import TestClient

from tellings.daily.notify import add_watchlist
from tellings.daily.reviews import rename_story
from tellings.ports import Store
from tellings.web.api.etags import is_known, make_etag
from tellings.web.api.families import OPERATIONS, describe_api
from tellings.web.api.operations import Operation
from tellings.web.api.paging import cut_page, link_pages
from tellings.web.server import make_app
from tellings.web.settings import Settings
from tellings.web.state import ROLES, Visitor
from tests.unit.web.conftest import ADDRESS, NOW, token_in

READ = "/api/read?model=false"
ONE = {"text": "The harbour of Orlan reopened on Monday, 5 May 2031."}


def follow(client: TestClient, path: str, name: str) -> Iterator[Any]:
    """Everything in a list, page after page."""
    while path:
        answer = client.get(path)
        yield from answer.json()[name]
        path = answer.links.get("next", {}).get("url", "")


def test_the_pages_of_a_list_are_the_list(client: TestClient, story: str) -> None:
    whole = client.get(f"/api/stories/{story}/reports").json()["reports"]

    assert len(whole) == 10
    assert list(follow(client, f"/api/stories/{story}/reports?limit=3", "reports")) == whole
    assert list(follow(client, "/api/reports?limit=4", "reports")) == client.get("/api/reports").json()["reports"]


def test_the_pages_of_the_log_are_the_log(client: TestClient) -> None:
    whole = client.get("/api/moves").json()["moves"]

    assert len(whole) > 2
    assert list(follow(client, "/api/moves?limit=2", "moves")) == whole


def test_the_pages_of_a_search_are_its_hits(client: TestClient) -> None:
    whole = client.get("/api/search?q=dam&limit=200").json()["hits"]

    assert len(whole) > 20
    assert list(follow(client, "/api/search?q=dam&limit=7", "hits")) == whole


def test_a_link_keeps_what_was_asked_besides() -> None:
    url = URL("http://desk.example/api/search?q=a%26b&kind=report&kind=quotation&limit=5&offset=10")

    assert link_pages(url, limit=5, offset=10, more=True)["Link"].split(", ") == [
        '</api/search?q=a%26b&kind=report&kind=quotation&limit=5&offset=0>; rel="first"',
        '</api/search?q=a%26b&kind=report&kind=quotation&limit=5&offset=5>; rel="prev"',
        '</api/search?q=a%26b&kind=report&kind=quotation&limit=5&offset=15>; rel="next"',
    ]
    assert link_pages(url, limit=5, offset=0, more=False) == {}
    assert cut_page([1, 2, 3], 2) == ((1, 2), True)
    assert cut_page([1, 2], 2) == ((1, 2), False)


def test_what_has_not_changed_is_not_sent_again(client: TestClient, store: Store) -> None:
    first = client.get("/api/watchlists")
    again = client.get("/api/watchlists", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    add_watchlist(store, "dam", "dam", [], now=NOW)
    later = client.get("/api/watchlists", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert later.status_code == 200
    assert later.headers["etag"] != first.headers["etag"]


def test_a_brief_is_sent_again_when_somebody_decided_on_it(client: TestClient, store: Store, story: str) -> None:
    path = f"/api/stories/{story}"
    first, second = client.get(path), client.get(path)
    known = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    rename_story(store, story, "Harsk dam", by="ed", now=NOW)
    later = client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert second.content == first.content
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", first.headers["etag"])
    assert known.headers["tellings-behind"] == "0"
    assert (later.status_code, later.json()["stories"][0]["title"]) == (200, "Harsk dam")


def test_a_tag_is_of_the_bytes_and_of_the_form() -> None:
    tag = make_etag(b"a", "application/json")

    assert tag == make_etag(b"a", "application/json")
    assert len({tag, make_etag(b"b", "application/json"), make_etag(b"a", "text/html"), make_etag(b"a")}) == 4


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (None, False),
        ("", False),
        ("*", True),
        ('"x"', True),
        ('W/"x"', True),
        ('"a", W/"x"', True),
        ('"xx"', False),
        ("x", False),
    ],
)
def test_tags_are_compared_weakly(asked: str | None, known: bool) -> None:
    assert is_known('W/"x"', asked) is known


def test_the_head_of_a_reply_is_as_if_it_had_a_body(client: TestClient) -> None:
    whole, head = client.get("/api/stories"), client.head("/api/stories")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "words"),
    [
        ("GET", "/api/nothing", {}, 404, ""),
        ("GET", "/api/stories/nothing", {}, 404, "no story 'nothing'"),
        ("GET", "/api/stories/s?as_of=2031-02-30", {}, 422, "as_of"),
        ("GET", "/api/stories?limit=0", {}, 422, "limit"),
        ("GET", "/api/stories?limit=201", {}, 422, "limit"),
        ("GET", "/api/stories?limit=null", {}, 422, "limit"),
        ("GET", "/api/stories?limit=1&limit=2", {}, 422, "2 times"),
        ("GET", "/api/stories?order=odd", {}, 422, "order"),
        ("GET", "/api/stories?colour=red", {}, 422, "The call takes: limit, offset, order"),
        ("GET", "/api/moves?before=null", {}, 422, "leave it out"),
        ("GET", "/api/search", {}, 422, "parameter q"),
        ("GET", "/api/search?q=%22", {}, 422, "not closed"),
        ("GET", "/api/search?q=colour:red", {}, 422, "no field 'colour'"),
        ("GET", "/api/reports/nothing", {}, 404, "no report 'nothing'"),
        ("GET", "/api/reports/..%2f..%2fetc%2fpasswd", {}, 404, ""),
        ("GET", "/api/watchlists/nothing", {}, 404, "no watchlist"),
        ("GET", "/stories/nothing/feed.atom", {}, 404, ""),
        ("GET", "/events?after=-1", {}, 422, "not the number"),
        ("DELETE", "/api/library", {}, 405, ""),
        ("POST", READ, {"content": b"{"}, 415, "application/json"),
        ("POST", READ, {"content": b"{", "headers": {"content-type": "application/json"}}, 400, "not JSON"),
        ("POST", READ, {"content": b"\xff", "headers": {"content-type": "application/json"}}, 400, "not JSON"),
        ("POST", READ, {"content": b"[" * 9999, "headers": {"content-type": "application/json"}}, 422, ""),
        ("POST", READ, {"json": {}}, 422, "nothing was sent"),
        ("POST", READ, {"json": {"reports": [{"text": ""}]}}, 422, "body $.reports[0].text"),
        ("POST", READ, {"json": {"reports": [{"text": "\0"}]}}, 422, "nothing could be read"),
        ("POST", READ, {"json": {"reports": [{"title": "x"}]}}, 422, "It is missing"),
        ("POST", READ, {"json": {"reports": [ONE] * 101}}, 422, "<= 100"),
        ("POST", READ, {"json": {"reports": [ONE], "path": "/etc"}}, 422, "unknown field `path`"),
        ("POST", READ, {"data": {"files": "x"}, "files": [("a", b"")]}, 422, "as a file"),
        ("POST", "/api/add", {"json": {"addresses": ["file:///etc/passwd"]}}, 422, "addresses"),
        ("POST", "/api/add", {"json": {"addresses": ["/etc/passwd"]}}, 422, "addresses"),
        ("POST", "/api/new", {"json": {"reports": [ONE]}}, 422, "either since or before"),
        ("POST", "/api/moves/undo", {"json": {"number": 9999}}, 409, "nothing was taken back"),
        ("PUT", "/api/watchlists/w", {"json": {"query": "dam", "notify": ["command:rm"]}}, 422, "notify"),
        ("PUT", "/api/watchlists/w", {"json": {"query": "dam", "notify": ["atom:/tmp/x"]}}, 422, "notify"),
    ],
)  # fmt: skip
def test_every_error_says_what_is_wrong_and_what_to_do(
    method: str, path: str, sent: dict[str, Any], status: int, words: str, client: TestClient
) -> None:
    answer = client.request(method, path, **sent)
    found = answer.json()

    assert (answer.status_code, found["status"]) == (status, status), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in found["detail"]
    assert found["title"]
    assert f'id="{found["type"].removeprefix("/docs#")}"' in client.get("/docs").text


def test_more_than_is_taken_is_refused_before_it_is_read(store: Store) -> None:
    small = make_app(store, Settings(secret=b"for tests", largest_body=2000, largest_upload=4000), clock=lambda: NOW)
    with TestClient(small, base_url=ADDRESS) as client:
        large = client.post("/api/library/prune", content=b" " * 3000, headers={"content-type": "application/json"})
        file = client.post(READ, files=[("files", ("a.txt", b"a" * 5000))])
        pieces = client.post(READ, content=iter([b"a" * 1000] * 9), headers={"content-type": "application/x-ndjson"})

    assert [answer.status_code for answer in (large, file, pieces)] == [413, 413, 413]
    assert {answer.headers["content-type"] for answer in (large, file, pieces)} == {"application/problem+json"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_nobody_may_do_more_than_their_role(
    operation: Operation, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = operation.shown_path.replace("{", "").replace("}", "")
    for role in ROLES[: ROLES.index(operation.role)]:
        monkeypatch.setattr("tellings.web.guard.identify", lambda *_, role=role, **__: Visitor("ana", role))
        answer = client.request(operation.method, path)

        assert answer.status_code == 403, f"{role} {answer.text}"
        assert operation.role in answer.json()["detail"]


def test_only_reading_is_for_readers() -> None:
    open_to_all = {one.name for one in OPERATIONS if one.method != "GET" and one.role == "reader"}

    assert open_to_all == {"read", "group", "brief", "new", "check", "check_draft", "mark_seen"}


def test_readers_are_not_shown_whom_a_watchlist_tells(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_watchlist(store, "dam", "dam", ["https://desk.example/hook-with-key"], now=NOW)
    shown = client.get("/api/watchlists/dam").json()["notify"]
    monkeypatch.setattr("tellings.web.guard.identify", lambda *_, **__: Visitor("ana", "reader"))

    assert shown == ["https://desk.example/hook-with-key"]
    assert "hook-with-key" not in client.get("/api/watchlists").text + client.get("/api/watchlists/dam").text


def test_only_admins_are_told_where_the_library_is(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = json.dumps(store.where).strip('"')
    shown = ("/api/sources", "/api/sources/log", "/api/reviews", "/api/sources/log?address=none", "/api/stories/none")
    assert all(where in client.get(path).text for path in shown)

    monkeypatch.setattr("tellings.web.guard.identify", lambda *_, **__: Visitor("ana", "editor"))
    answers = [client.get(path).text for path in (*shown, "/stories/none", "/drafts?story=none")]
    answers += [client.post("/api/add?model=false", json={"reports": [ONE]}).text]
    draft = {"csrf": token_in(client), "story": "none", "text": "Words."}
    answers += [client.post("/drafts", data=draft, headers={"origin": ADDRESS}).text]
    assert [answer for answer in answers if where in answer] == []
    assert client.get("/api/sources").json()["library"] == "library.db"


def test_an_editor_may_keep_a_webhook_but_not_give_another(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_watchlist(store, "dam", "dam", ["https://desk.example/hook", "command:true"], now=NOW)
    monkeypatch.setattr("tellings.web.guard.identify", lambda *_, **__: Visitor("ana", "editor"))
    same = {"query": "spillway", "notify": ["https://desk.example/hook"]}
    kept = client.put("/api/watchlists/dam", json=same)
    other = client.put("/api/watchlists/dam", json={"query": "dam", "notify": ["http://127.0.0.1:5432/"]})

    assert kept.json()["notify"] == ["https://desk.example/hook", "command:true"]
    assert other.status_code == 403


def test_the_description_is_openapi_and_stays_the_same(client: TestClient) -> None:
    given = client.get("/api/openapi.json").json()

    assert given == json.loads(json.dumps(describe_api()))
    assert given["openapi"].startswith("3.1.")
    assert {one["operationId"] for path in given["paths"].values() for one in path.values()} == {
        "listen",
        *(one.name for one in OPERATIONS),
    }
    assert all(one["summary"].endswith(".") for path in given["paths"].values() for one in path.values())


def test_every_route_of_the_api_is_described(app: FastAPI) -> None:
    listed = [route for one in app.routes for route in getattr(getattr(one, "original_router", None), "routes", [])]
    routes = {
        (method, route.path)
        for route in listed
        for method in route.methods
        if route.path.startswith("/api") and method != "HEAD"
    }

    assert len(routes) > 30
    assert routes <= {(one.method, one.shown_path) for one in OPERATIONS}


def test_the_page_that_describes_it_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")

    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert page.text.count("<script") == 1  # the desk's own
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in page.text
