"""Watchlists on the desk: shown with their newest hits and feed, made and removed."""

import pytest
from starlette.testclient import TestClient

from tellings.model.library import Watchlist
from tellings.ports import Store
from tests.unit.web.conftest import NOW, token_in


def _post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    data = {"csrf": token_in(client), **fields}
    answer = client.post(path, data=data, headers={"origin": str(client.base_url)}, follow_redirects=True)
    return answer.status_code, answer.text


def test_a_watchlist_is_made_shown_and_removed(client: TestClient, store: Store) -> None:
    status, page = _post(client, "/watchlists/add", name="The dam & gate", query="siren")

    assert status == 200
    assert "Added: The dam &amp; gate" in page
    assert "<mark>siren" in page
    assert 'href="/watchlists/The%20dam%20%26%20gate/feed.atom"' in page
    assert store.list_watchlists() == (Watchlist("The dam & gate", "siren", (), NOW),)
    assert client.get("/watchlists/The%20dam%20%26%20gate/feed.atom").status_code == 200
    assert "Removed" in _post(client, "/watchlists/remove", name="The dam & gate")[1]
    assert store.list_watchlists() == ()


def test_a_query_comes_along_from_search(client: TestClient) -> None:
    page = client.get("/watchlists", params={"query": 'said:"Onda <Sivel>"'}).text

    assert 'value="said:&#34;Onda &lt;Sivel&gt;&#34;"' in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "gate", "query": '"gate'}, "not closed"),
        ({"name": " ", "query": "gate"}, "no name for a watchlist"),
        ({"name": "gate", "query": ""}, "asks for nothing"),
        ({"name": "taken", "query": "gate"}, "already"),
        ({"name": "gate", "query": "gate", "notify": "command:rm x"}, "Webhooks are addresses"),
        ({"name": "gate", "query": "gate", "notify": "atom:/etc/passwd"}, "Webhooks are addresses"),
        ({"name": "gate", "query": "gate", "notify": "https://a.example " * 3 + "ftp://b.example"}, "Webhooks are"),
    ],
)
def test_what_cannot_be_is_told_and_kept_in_the_form(
    client: TestClient, store: Store, fields: dict[str, str], said: str
) -> None:
    store.keep_watchlist(Watchlist("taken", "dam", (), NOW))
    status, page = _post(client, "/watchlists/add", **fields)

    assert status == 400
    assert said in page
    assert [one.name for one in store.list_watchlists()] == ["taken"]


def test_one_that_is_gone_cannot_be_removed(client: TestClient) -> None:
    assert _post(client, "/watchlists/remove", name="<b>gone")[0] == 400


def test_readers_see_neither_targets_nor_forms(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tellings.web import guard
    from tellings.web.state import Visitor

    store.keep_watchlist(Watchlist("gate", "gate", ("https://secret.example/hook",), NOW))
    monkeypatch.setattr(guard, "identify", lambda *_, **__: Visitor("ann", "reader"))
    page = client.get("/watchlists").text

    assert "gate" in page
    assert "secret.example" not in page
    assert "/watchlists/add" not in page
    assert _post(client, "/watchlists/add", name="x", query="gate")[0] == 403


def test_an_editor_adds_no_webhook(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from tellings.web import guard
    from tellings.web.state import Visitor

    monkeypatch.setattr(guard, "identify", lambda *_, **__: Visitor("eve", "editor"))
    status, page = _post(client, "/watchlists/add", name="x", query="gate", notify="https://desk.example/hook")

    assert (status, "needs an admin" in page, store.list_watchlists()) == (400, True, ())
