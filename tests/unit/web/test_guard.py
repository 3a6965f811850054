"""Who may ask, from where, and how much: requests that are refused, and those beside them that are not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from tellings.errors import UsageError
from tellings.ports import Store
from tellings.web.guard import client_of
from tellings.web.limits import Buckets
from tellings.web.server import make_app
from tellings.web.settings import Settings, read_public
from tellings.web.state import form_of, visitor_of
from tests.unit.web.conftest import ADDRESS, NOW, token_in

FORM = "/try"
SMALL = Settings(secret=b"for tests", largest_body=2000, largest_upload=5000, patience=0.2)


def _try(request: Request) -> Response:
    return PlainTextResponse(f"took {sorted(form_of(request))} of {visitor_of(request).name}")


async def _read(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())}")


def add_trials(app: FastAPI) -> FastAPI:
    """A form and a call to try the guard on."""
    from fastapi import APIRouter, Depends

    from tellings.web.forms import check_form

    pages = APIRouter(include_in_schema=False)
    pages.add_api_route(FORM, _try, methods=["POST"], response_model=None)
    app.include_router(pages, dependencies=[Depends(check_form)])
    app.add_api_route("/api/try", _read, methods=["POST"], response_model=None)
    return app


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The desk on loopback, with small limits."""
    with TestClient(add_trials(make_app(store, SMALL, clock=lambda: NOW)), base_url=ADDRESS) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1:8377", "localhost:8377", "localhost", "[::1]:8377", "10.0.0.7:9000"])
def test_a_number_or_a_name_of_ours_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["attacker.example", "attacker.example:8377", "127.0.0.1.attacker.example", "localhost.attacker.example",
             "localhost@attacker.example", "127.0.0.1:8377@attacker.example", "", "a b", "[::1", "localhost:x", "/"]
)  # fmt: skip
def test_a_name_that_leads_here_without_being_ours_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})

    assert answer.status_code == 421
    assert "Stories" not in answer.text


def test_two_hosts_are_none(client: TestClient) -> None:
    assert client.get("/", headers=[("host", "localhost"), ("host", "localhost")]).status_code == 421


def test_the_public_name_is_ours(store: Store) -> None:
    settings = replace(SMALL, public="https://desk.example", token="a token of some length")
    client = TestClient(make_app(store, settings, clock=lambda: NOW), base_url="http://desk.example")

    assert client.get("/health").status_code == 200
    assert client.get("/health").headers["strict-transport-security"]
    assert client.get("/health", headers={"host": "other.example"}).status_code == 421


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/nowhere"), client.get("/static/desk.js"), client.get("/health")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers


def test_a_form_of_the_desk_is_taken(client: TestClient) -> None:
    answer = client.post(FORM, data={"csrf": token_in(client), "note": "x"}, headers={"origin": ADDRESS})

    assert answer.text == "took ['csrf', 'note'] of me"


@pytest.mark.parametrize("given", [{}, {"csrf": ""}, {"csrf": "é"}, {"csrf": "0" * 64}])
def test_a_form_without_our_token_is_refused(client: TestClient, given: dict[str, str]) -> None:
    assert client.post(FORM, data=given).status_code == 403
    assert client.post(FORM, files={"csrf": b"0"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://attacker.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8377"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    ],
)
def test_a_page_of_somebody_else_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    form = client.post(FORM, data={"csrf": token_in(client)}, headers=headers)
    call = client.post("/api/try", content=b"{}", headers=headers)

    assert form.status_code == 403
    assert call.status_code == 403
    assert call.headers["content-type"] == "application/problem+json"


def test_a_link_from_elsewhere_is_followed_and_nothing_else_is_lent(client: TestClient) -> None:
    elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}

    assert client.get("/", headers=elsewhere).status_code == 200
    assert client.get("/", headers=elsewhere | {"sec-fetch-dest": "iframe"}).status_code == 403
    assert client.get("/static/desk.js", headers=elsewhere | {"sec-fetch-mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X"])
def test_methods_nobody_needs_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_body_is_as_large_as_allowed_and_no_larger(client: TestClient) -> None:
    assert client.post("/api/try", content=b"x" * 5000).text == "5000"
    assert client.post("/api/try", content=b"x" * 5001).status_code == 413
    assert client.post(FORM, data={"csrf": token_in(client), "note": "x" * 2000}).status_code == 413


def test_a_body_that_does_not_say_its_length_is_counted(client: TestClient) -> None:
    assert client.post("/api/try", content=iter([b"x" * 3000, b"x" * 2000])).text == "5000"
    assert client.post("/api/try", content=iter([b"x" * 3000, b"x" * 2001])).status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "x"])
def test_a_malformed_form_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post(FORM, content=b"--x\r\n\0\0", headers={"content-type": kind})

    assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/%00",
        "/static/..\\server.py",
        "/reports/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_too_many_requests_wait(store: Store) -> None:
    app = make_app(store, replace(SMALL, token="a token of some length", per_minute=5), clock=lambda: NOW)
    bearer = {"authorization": "Bearer a token of some length"}
    client = TestClient(app, base_url=ADDRESS)
    statuses = [client.get("/", headers=bearer).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]
    assert 0 < int(client.get("/", headers=bearer).headers["retry-after"]) <= 12


def test_a_bucket_fills_up_again() -> None:
    now = 0.0
    buckets = Buckets(60, 2, timer=lambda: now)

    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]
    assert buckets.take("b") == 0
    now = 1.0
    assert [buckets.take("a") for _ in range(2)] == [0, 1]
    buckets.give_back("a")
    assert [buckets.take("a") for _ in range(2)] == [0, 1]


def test_a_fault_is_told_without_its_details(store: Store) -> None:
    app = make_app(store, SMALL, clock=lambda: NOW)
    app.add_api_route("/broken", lambda: 1 / 0)
    client = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
    answer = client.get("/broken")

    assert answer.status_code == 500
    assert "fault in tellings" in answer.text
    assert "division" not in answer.text
    assert answer.headers["content-security-policy"]


def test_what_is_not_there_is_told_to_people_and_to_programs(client: TestClient) -> None:
    assert "<h1>There is nothing here</h1>" in client.get("/<script>alert(1)</script>").text
    assert client.get("/api/nowhere").headers["content-type"] == "application/problem+json"
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])
def test_others_are_let_in_only_by_token_or_account(host: str) -> None:
    with pytest.raises(UsageError, match="--token"):
        Settings(host=host)
    Settings(host=host, accounts=True)


def test_settings_that_make_no_sense_are_refused() -> None:
    for given in ({"token": "short"}, {"token": "a token of some length", "accounts": True}):
        with pytest.raises(UsageError):
            Settings(**given)
    with pytest.raises(UsageError, match="--token"):
        Settings(public="https://desk.example")


@pytest.mark.parametrize("address", ["desk.example", "https://", "https://a/b", "ftp://a", "https://a@b", "https://[a"])
def test_a_public_address_is_an_origin(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a desk"):
        read_public(address)


def test_a_public_address_is_kept_as_browsers_say_it() -> None:
    assert read_public("https://Desk.Example:443/") == "https://desk.example"
    assert read_public("http://[::1]:81") == "http://[::1]:81"


def test_metrics_count_what_was_asked(client: TestClient) -> None:
    client.get("/")
    client.get("/nowhere")
    text = client.get("/metrics").text

    assert 'tellings_requests_total{method="GET",route="/",status="200"} 1.0' in text
    assert 'tellings_requests_total{method="GET",route="other",status="404"} 1.0' in text
    assert 'tellings_request_seconds_bucket{le="+Inf",route="/"} 1.0' in text
    assert 'tellings_library{kind="reports"}' in text
    assert "nowhere" not in text


def test_health_is_told_to_anybody(client: TestClient, store: Store) -> None:
    told = client.get("/health/ready").json()

    assert client.get("/health").json() == told
    assert (told["status"], [look["name"] for look in told["looks"]]) == ("ok", ["database", "schema", "disk", "watch"])
    assert client.get("/health/live").json() == {"status": "ok"}


def test_websockets_are_closed_before_they_open(client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/events"):
        pass


def test_what_can_be_looked_at_can_be_asked_about(client: TestClient) -> None:
    shown, asked = client.get("/"), client.head("/")

    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-length"] == shown.headers["content-length"]
    assert client.head("/nowhere").status_code == 404
    assert 'method="HEAD",route="/",status="200"' in client.get("/metrics").text


def test_a_network_of_addresses_is_one_asker() -> None:
    def ask(host: str) -> str:
        return client_of(Request({"type": "http", "headers": [], "client": (host, 1)}))

    assert ask("2001:db8::1") == ask("2001:db8::ffff") != ask("2001:db8:0:1::1")
    assert ask("192.0.2.1") != ask("192.0.2.2")
    assert ask("::ffff:192.0.2.1") == ask("192.0.2.1")
    assert client_of(Request({"type": "http", "headers": [], "client": None})) == ""
