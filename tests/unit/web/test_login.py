"""Token, accounts, roles, and one's own account."""

import base64
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from tellings.daily import accounts as people
from tellings.errors import UsageError
from tellings.model.accounts import Account
from tellings.ports import Store
from tellings.web import visits
from tellings.web.server import make_app
from tellings.web.settings import Settings
from tests.newsroom import Clock
from tests.unit.web.conftest import ADDRESS, NOW, token_in
from tests.unit.web.test_guard import FORM, add_trials

TOKEN = "a token of some length"
WORDS = "harsk velmark ferry tow"
GUARDED = Settings(token=TOKEN, secret=b"for tests")
HERE = {"origin": ADDRESS}


def _client(store: Store, settings: Settings, clock: Clock | None = None) -> TestClient:
    app = add_trials(make_app(store, settings, clock=clock or (lambda: NOW)))
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def token_client(store: Store) -> TestClient:
    """The desk under a token."""
    return _client(store, GUARDED)


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords hashed with little: what they cost is argon2's business."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(people, "_hasher", lambda: hasher)
        people._nobody.cache_clear()
        yield
    people._nobody.cache_clear()


@pytest.fixture
def account_client(store: Store) -> TestClient:
    """The desk with accounts for Marek, who reads, and Brul, who edits."""
    people.add_account(store, "marek", "reader", WORDS, now=NOW)
    people.add_account(store, "brul", "editor", WORDS, now=NOW)
    return _client(store, Settings(accounts=True, secret=b"for tests"))


def _log_in(client: TestClient, name: str = "", password: str = WORDS, onward: str = "/") -> int:
    data = {"csrf": token_in(client), "name": name, "password": password, "next": onward}
    answer = client.post("/login", data=data, headers=HERE)
    return answer.status_code


def test_a_stranger_is_sent_to_log_in_and_led_back(token_client: TestClient) -> None:
    answer = token_client.get("/search?q=dam")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/search%3Fq%3Ddam"
    page = token_client.get(answer.headers["location"]).text
    assert 'value="/search?q=dam"' in page
    assert "Watchlists" not in page


def test_a_stranger_gets_nothing(token_client: TestClient) -> None:
    for path in ("/api/stories", "/metrics", "/events", "/docs", "/account"):
        answer = token_client.get(path)
        assert answer.status_code in (303, 401), path
        assert "harsk" not in answer.text.lower()
    assert token_client.post(FORM, data={}, headers=HERE).status_code == 401
    assert token_client.get("/static/desk.css").status_code == 200
    assert token_client.get("/health").status_code == 200


def test_the_token_begins_a_visit(token_client: TestClient) -> None:
    assert _log_in(token_client, password="not the token at all") == 401
    assert _log_in(token_client, password=TOKEN) == 303
    assert token_client.get("/").status_code == 200
    cookie = token_client.cookies["tellings"]
    assert TOKEN not in cookie
    token_client.post("/logout", data={"csrf": token_in(token_client)}, headers=HERE)
    assert token_client.get("/").status_code == 303


def test_a_visit_that_ended_does_not_begin_again(store: Store, token_client: TestClient) -> None:
    other = TestClient(token_client.app, base_url=ADDRESS, follow_redirects=False)
    assert (_log_in(token_client, password=TOKEN), _log_in(other, password=TOKEN)) == (303, 303)
    copied = {"cookie": f"tellings={token_client.cookies['tellings']}"}
    token_client.post("/logout", data={"csrf": token_in(token_client)}, headers=HERE)

    assert token_client.get("/", headers=copied).status_code == 303
    assert other.get("/").status_code == 200


def test_a_visit_that_ended_stays_so_when_the_server_starts_again(store: Store, token_client: TestClient) -> None:
    assert _log_in(token_client, password=TOKEN) == 303
    copied = {"cookie": f"tellings={token_client.cookies['tellings']}"}
    token_client.post("/logout", data={"csrf": token_in(token_client)}, headers=HERE)
    settings = token_client.app.state.web.settings  # type: ignore[attr-defined]
    again = TestClient(make_app(store, settings, clock=lambda: NOW), base_url=ADDRESS, follow_redirects=False)

    assert again.get("/", headers=copied).status_code == 303


def test_ended_visits_are_kept_until_they_would_have_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "KEPT", 2)
    ended = visits.Ended()
    for number in range(3):
        ended.add(str(number), NOW + timedelta(hours=number + 1), now=NOW)
    assert [ended.holds(str(number)) for number in range(3)] == [False, True, True]

    ended.add("3", NOW + timedelta(hours=9), now=NOW + timedelta(hours=2))
    assert [ended.holds(str(number)) for number in range(4)] == [False, False, True, True]


def test_a_visit_cannot_be_made_up_and_runs_out(store: Store) -> None:
    clock = Clock()
    client = _client(store, GUARDED, clock)
    assert _log_in(client, password=TOKEN) == 303
    until, _, signature = client.cookies["tellings"].partition(".")

    for made_up in ("", ".", f"{until}9.{signature}", f"{until}.{'0' * 64}", f"{until}.é", TOKEN, "x" * 5000):
        assert client.get("/", headers={b"cookie": f"tellings={made_up}".encode()}).status_code == 303
    assert _client(store, replace(GUARDED, token="another token, also long")).get("/").status_code == 303
    clock.now += people.VISIT + timedelta(seconds=1)
    assert client.get("/").status_code == 303


def test_programs_send_the_token(token_client: TestClient) -> None:
    basic = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()

    assert token_client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert token_client.get("/", headers={"authorization": f"basic {basic}"}).status_code == 200
    for wrong in ("Bearer", "Bearer x", "Basic", "Basic x", "Basic é", f"Bearer {TOKEN}x"):
        assert token_client.get("/", headers={b"authorization": wrong.encode()}).status_code == 401, wrong


def test_guessing_tokens_is_slow(token_client: TestClient) -> None:
    statuses = [token_client.get("/", headers={"authorization": f"Bearer {n}"}).status_code for n in range(12)]

    assert statuses == [401] * 10 + [429] * 2
    assert token_client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_guessing_passwords_is_slow_and_locks_nobody_else_out(account_client: TestClient) -> None:
    statuses = [_log_in(account_client, "marek", f"guess number {n}") for n in range(11)]
    elsewhere = TestClient(account_client.app, base_url=ADDRESS, follow_redirects=False, client=("192.0.2.9", 1))

    assert statuses == [401] * 10 + [429]
    assert _log_in(account_client, "marek") == 429
    assert _log_in(elsewhere, "marek") == 303


@pytest.mark.parametrize(
    "onward", ["//attacker.example", "https://attacker.example", "/\\attacker.example", "x", "/\n"]
)
def test_nobody_is_led_elsewhere(token_client: TestClient, onward: str) -> None:
    data = {"csrf": token_in(token_client), "password": TOKEN, "next": onward}
    answer = token_client.post("/login", data=data, headers=HERE)

    assert answer.headers["location"] == "/"


def test_the_cookie_is_for_us_alone(store: Store) -> None:
    settings = replace(GUARDED, public="https://desk.example")
    client = TestClient(make_app(store, settings, clock=lambda: NOW), base_url="https://desk.example")
    data = {"csrf": token_in(client), "password": TOKEN}
    answer = client.post("/login", data=data, headers={"origin": "https://desk.example"}, follow_redirects=False)

    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "secure" in flags
    assert "samesite=lax" in flags


def test_a_form_belongs_to_its_visit(account_client: TestClient) -> None:
    before = token_in(account_client)
    assert _log_in(account_client, "brul") == 303

    assert account_client.post(FORM, data={"csrf": before}, headers=HERE).status_code == 403
    data = {"csrf": token_in(account_client)}
    assert account_client.post(FORM, data=data, headers=HERE).status_code == 200
    # With a cookie alone, from nobody knows where: refused.
    assert account_client.post(FORM, data=data).status_code == 403


def test_a_reader_changes_nothing(account_client: TestClient) -> None:
    assert _log_in(account_client, "marek") == 303
    data = {"csrf": token_in(account_client)}

    assert account_client.get("/").status_code == 200
    assert account_client.post(FORM, data=data, headers=HERE).status_code == 403
    assert account_client.post("/api/try", content=b"{}", headers=HERE).status_code == 403


def test_a_role_and_a_removal_count_at_once(account_client: TestClient, store: Store) -> None:
    _log_in(account_client, "brul")
    data = {"csrf": token_in(account_client)}
    people.change_role(store, "brul", "reader")

    assert account_client.post(FORM, data=data, headers=HERE).status_code == 403
    people.remove_account(store, "brul")
    assert account_client.get("/").status_code == 303


def test_names_are_folded_and_nobody_is_told_which_there_are(account_client: TestClient) -> None:
    assert _log_in(account_client, " Marek ") == 303
    account_client.cookies.clear()
    data = {"csrf": token_in(account_client), "password": "wrong"}
    there = account_client.post("/login", data=data | {"name": "marek"}, headers=HERE)
    missing = account_client.post("/login", data=data | {"name": "tarn"}, headers=HERE)

    assert there.status_code == missing.status_code == 401
    assert there.text.replace("marek", "") == missing.text.replace("tarn", "")


def test_a_key_is_shown_once_and_acts_as_its_account(account_client: TestClient, store: Store) -> None:
    _log_in(account_client, "marek")
    data = {"csrf": token_in(account_client), "note": "<b>wall</b>"}
    page = account_client.post("/account/keys", data=data, headers=HERE).text
    key = page.partition("<code>")[2].partition("</code>")[0]
    account_client.cookies.clear()
    bearer = {"authorization": f"Bearer {key}"}

    assert key.startswith("tk_")
    assert "&lt;b&gt;wall" in page
    assert account_client.get("/", headers=bearer).status_code == 200
    assert account_client.post("/api/try", content=b"", headers=bearer).status_code == 403
    assert key not in account_client.get("/account", headers=bearer).text
    people.end_passes(store, "marek")
    assert account_client.get("/", headers=bearer).status_code == 401


def test_another_password_ends_other_visits(account_client: TestClient, store: Store) -> None:
    elsewhere = _client(store, Settings(accounts=True, secret=b"for tests"))
    _log_in(account_client, "marek")
    _log_in(elsewhere, "marek")
    change = {"csrf": token_in(account_client), "password": WORDS}
    twice = {"new": "orlan barley eight weeks", "again": "orlan barley eight weeks"}

    assert (
        account_client.post("/account/password", data=change | twice | {"password": "x"}, headers=HERE).status_code
        == 401
    )
    assert (
        account_client.post("/account/password", data=change | twice | {"again": "y"}, headers=HERE).status_code == 422
    )
    assert (
        account_client.post("/account/password", data=change | {"new": "a", "again": "a"}, headers=HERE).status_code
        == 422
    )
    assert account_client.post("/account/password", data=change | twice, headers=HERE).status_code == 200
    assert account_client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    assert _log_in(elsewhere, "marek") == 401
    assert _log_in(elsewhere, "marek", "orlan barley eight weeks") == 303


@pytest.mark.parametrize(
    "password", ["", "short", "a" * 11, "a" * 40, "abababababababab", "x" * 1025, "marek-brul-tarn"]
)
def test_a_password_that_would_be_guessed_is_refused(store: Store, password: str) -> None:
    with pytest.raises(UsageError, match="password"):
        people.add_account(store, "marek-brul-tarn", "reader", password, now=NOW)


def test_the_last_admin_stays(store: Store) -> None:
    people.add_account(store, "brul", "admin", WORDS, now=NOW)
    people.add_account(store, "marek", "reader", WORDS, now=NOW)

    for change in (lambda: people.change_role(store, "brul", "editor"), lambda: people.remove_account(store, "brul")):
        with pytest.raises(UsageError, match="only admin"):
            change()
    people.change_role(store, "marek", "admin")
    people.remove_account(store, "brul")
    people.remove_account(store, "marek")
    assert store.accounts.list_all() == ()


def test_a_password_is_kept_as_argon2_alone(store: Store) -> None:
    account = people.add_account(store, "marek", "reader", WORDS, now=NOW)

    assert account.password.startswith("$argon2id$")
    assert WORDS not in repr(account)
    assert account.password not in repr(account)


def test_a_broken_hash_lets_nobody_in(store: Store) -> None:
    store.accounts.keep(Account("marek", "admin", "not a hash", NOW))

    assert people.check_password(store, "marek", "not a hash") is None


def test_what_goes_on_ends_with_the_account(store: Store) -> None:
    people.add_account(store, "marek", "reader", WORDS, now=NOW)
    key = people.make_key(store, "marek", "wall", now=NOW)
    app = make_app(store, Settings(accounts=True, secret=b"for tests", recheck=0), clock=lambda: NOW)

    async def tell() -> AsyncIterator[str]:
        yield "one "
        await run_in_threadpool(people.remove_account, store, "marek")
        for _ in range(1000):
            yield "more "

    app.add_api_route("/told", lambda: StreamingResponse(tell()), response_model=None)
    with TestClient(app, base_url=ADDRESS) as client:
        assert client.get("/told", headers={"authorization": f"Bearer {key}"}).text == "one "
