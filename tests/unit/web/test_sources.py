"""What is followed, how it stands, and changing it."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tellings.model.library import LoggedFetch, Source
from tellings.ports import RulesOnly, Store
from tellings.web import guard
from tellings.web.state import Visitor
from tests.unit.web.conftest import NOW, token_in

WELL, SICK, REST, LATE = (f"https://{name}.example/feed" for name in ("courier", "post", "rest", "late"))
HOUR = timedelta(hours=1)


@pytest.fixture
def followed(store: Store) -> Store:
    """One source of each state."""
    store.keep_sources(
        [
            Source(WELL, "feed", "Orlan <Courier>", added_at=NOW, polled_at=NOW - HOUR, next_poll=NOW + HOUR),
            Source(SICK, "sitemap", polled_at=NOW, next_poll=NOW + HOUR, failures=3, fault="it does <not> answer"),
            Source(REST, "feed", paused=True),
            Source(LATE, "feed", polled_at=NOW - 9 * HOUR, next_poll=NOW - 8 * HOUR),
            Source("javascript:alert(1)", "feed"),
        ]
    )
    store.log_fetches(
        [
            LoggedFetch(WELL, NOW, "kept", status=200, source=WELL, documents=("d1", "d2")),
            LoggedFetch(SICK, NOW, "failed", "it does <not> answer", source=SICK),
        ]
    )
    return store


def _post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    data = {"csrf": token_in(client), **fields}
    answer = client.post(path, data=data, headers={"origin": str(client.base_url)}, follow_redirects=True)
    return answer.status_code, answer.text


def test_every_source_says_how_it_stands(client: TestClient, followed: Store) -> None:
    page = client.get("/sources").text

    order = [page.index(f">{address}<") for address in (SICK, LATE, REST, WELL)]
    assert order == sorted(order), "what needs a person comes first"
    for words in (
        "3 failures",
        "it does &lt;not&gt; answer",
        "1 hour ago",
        "overdue",
        "tellings watch",
        "Orlan &lt;Courier&gt;",
    ):
        assert words in page
    assert 'href="javascript:' not in page


def test_nothing_followed_says_how_to_begin(client: TestClient) -> None:
    assert "Nothing is followed yet" in client.get("/sources").text


def test_a_source_can_be_added_paused_resumed_and_removed(client: TestClient, store: Store) -> None:
    assert "Added: " + WELL in _post(client, "/sources/add", address=WELL)[1]
    assert "Paused: " in _post(client, "/sources/change", address=WELL, do="pause")[1]
    assert store.list_sources()[0].paused
    assert "Resumed: " in _post(client, "/sources/change", address=WELL, do="resume")[1]
    assert not store.list_sources()[0].paused
    assert "Removed: " in _post(client, "/sources/change", address=WELL, do="remove")[1]
    assert store.list_sources() == ()


def test_reports_are_added_from_files(client: TestClient, app: FastAPI, store: Store) -> None:
    app.state.web.language._loaded = RulesOnly()
    before = store.count().reports
    text = b"Ferry runs late\n\nThe ferry of Orlan was late on Monday, 5 May 2031, said Tovan Brul, the harbour master."
    sent = [("reports", ("ferry.txt", text)), ("reports", ("empty.txt", b" "))]
    answer = client.post(
        "/sources/reports", data={"csrf": token_in(client)}, files=sent, headers={"origin": str(client.base_url)}
    )

    assert answer.status_code == 200
    assert "1 new report" in answer.text
    assert store.count().reports == before + 1


@pytest.mark.parametrize(
    ("files", "said"), [([("reports", ("", b""))], "No file"), ([("reports", ("x.txt", b" "))], "could be read")]
)
def test_files_that_hold_nothing_are_refused(
    client: TestClient, app: FastAPI, store: Store, files: list[tuple[str, tuple[str, bytes]]], said: str
) -> None:
    app.state.web.language._loaded = RulesOnly()
    answer = client.post(
        "/sources/reports", data={"csrf": token_in(client)}, files=files, headers={"origin": str(client.base_url)}
    )

    assert (answer.status_code, said in answer.text) == (400, True)


def test_a_bad_address_is_told_beside_the_form_and_kept_in_it(client: TestClient, store: Store) -> None:
    status, page = _post(client, "/sources/add", address='ftp://"><script>x</script>')

    assert status == 400
    assert "no address to follow" in page
    assert "<script>x" not in page
    assert store.list_sources() == ()


@pytest.mark.parametrize(
    ("address", "do"), [(WELL, "burn"), ("https://", "remove"), ("courier", "pause"), ("", "resume")]
)
def test_what_is_not_followed_is_not_changed(client: TestClient, followed: Store, address: str, do: str) -> None:
    before = followed.list_sources()

    assert _post(client, "/sources/change", address=address, do=do)[0] == 400
    assert followed.list_sources() == before


def test_the_log_is_of_everything_or_of_one(client: TestClient, followed: Store) -> None:
    everything = client.get("/sources/log").text
    refused = client.get("/sources/log", params={"refused": "1"}).text
    one = client.get("/sources/log", params={"address": WELL}).text

    assert (WELL in everything, SICK in everything, "it does &lt;not&gt; answer" in everything) == (True, True, True)
    assert (f">{WELL}<" in refused, f">{SICK}<" in refused) == (False, True)
    assert (f">{WELL}<" in one, f">{SICK}<" in one) == (True, False)
    assert 'href="/reports/d1"' in one


def test_the_log_of_what_was_never_asked_says_so(client: TestClient) -> None:
    page = client.get("/sources/log", params={"address": "<b>nowhere"})

    assert page.status_code == 404
    assert "Nothing was ever fetched from &lt;b&gt;nowhere" in page.text


def test_readers_see_and_do_not_change(
    client: TestClient, followed: Store, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "identify", lambda *_, **__: Visitor("ann", "reader"))

    assert 'action="/sources/add"' not in client.get("/sources").text
    assert _post(client, "/sources/change", address=WELL, do="remove")[0] == 403
    assert len(followed.list_sources()) == 5


def test_editors_pause_a_source_and_do_not_remove_it(
    client: TestClient, followed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "identify", lambda *_, **__: Visitor("ann", "editor"))
    page = client.get("/sources").text

    assert ('value="pause"' in page, 'value="remove"' in page) == (True, False)
    assert _post(client, "/sources/change", address=WELL, do="pause")[0] == 200
    assert _post(client, "/sources/change", address=WELL, do="remove")[0] == 403
    assert len(followed.list_sources()) == 5
