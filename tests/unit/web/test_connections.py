"""Real connections: requests that are malformed, never come to their end, or go on when the desk ends."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from tellings.ports import Store
from tellings.web import server
from tellings.web.api import events
from tellings.web.settings import Settings
from tests.desk import served
from tests.unit.web.conftest import NOW

PATIENCE = 0.4
SLACK = 3.0


@pytest.fixture
def address(store: Store) -> Iterator[tuple[str, int]]:
    """Where an impatient desk listens."""
    settings = Settings(secret=b"for tests", patience=PATIENCE, slowest=1000, largest_upload=5000)
    with served(store, settings, clock=lambda: NOW) as where:
        parts = urlsplit(where)
        yield parts.hostname or "", parts.port or 0


def _send(address: tuple[str, int], *pieces: bytes, gap: float = 0.0, source: str = "") -> bytes:
    """All that comes back when the pieces are sent with a gap between them, until the other side closes."""
    with socket.create_connection(address, timeout=SLACK, source_address=(source, 0) if source else None) as line:
        got = b""
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                line.sendall(piece)
                time.sleep(gap)
        with suppress(ConnectionResetError):
            while data := line.recv(65536):
                got += data
        return got


def _status(got: bytes) -> bytes:
    return got.partition(b" ")[2][:3]


@pytest.mark.parametrize(
    "sent",
    [
        b"\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"GET http://attacker.example/ HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n",
    ],
)
def test_a_malformed_request_is_refused(address: tuple[str, int], sent: bytes) -> None:
    got = _send(address, sent)

    assert _status(got) in (b"400", b"408", b"421", b"501"), got[:200]
    assert b"Traceback" not in got


def test_a_head_without_end_is_hung_up_on(address: tuple[str, int]) -> None:
    begun = time.monotonic()
    got = _send(address, b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 40, gap=0.05)

    assert got == b""
    assert PATIENCE <= time.monotonic() - begun < SLACK


def test_a_line_on_which_nothing_is_said_is_hung_up_on(address: tuple[str, int]) -> None:
    assert _send(address) == b""


def test_a_next_request_without_end_is_hung_up_on(address: tuple[str, int]) -> None:
    first = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(address, timeout=SLACK) as line:
        line.sendall(first)
        assert _status(line.recv(65536)) == b"200"
        begun = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012
            for _ in range(100):
                line.sendall(b"G")
                time.sleep(0.02)

    assert time.monotonic() - begun < SLACK


def test_a_body_without_end_is_hung_up_on(address: tuple[str, int]) -> None:
    head = (
        b"POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n"
    )
    got = _send(address, head, *[b"a"] * 12, gap=0.05)

    assert _status(got) == b"408"


def test_a_body_that_is_too_large_is_not_read(address: tuple[str, int]) -> None:
    head = b"POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"

    assert _status(_send(address, head)) == b"413"


def test_a_head_that_is_too_large_is_refused(address: tuple[str, int]) -> None:
    got = _send(address, b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X: " + b"a" * 70_000, gap=0.02)

    assert _status(got) in (b"431", b"400", b"")


def test_the_desk_ends_while_somebody_listens(store: Store) -> None:
    with served(store, clock=lambda: NOW) as where:
        parts = urlsplit(where)
        line = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=SLACK)
        line.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in line.recv(65536)
        begun = time.monotonic()
    line.close()

    assert time.monotonic() - begun < SLACK


@pytest.mark.parametrize(("public", "statuses"), [("https://desk.example", [200, 429, 200]), ("", [200, 429, 429])])
def test_only_a_server_in_front_is_believed_when_it_says_who_asks(
    store: Store, public: str, statuses: list[int]
) -> None:
    settings = Settings(secret=b"for tests", token="a token of some length", public=public, per_minute=1)
    got = []
    with served(store, settings, clock=lambda: NOW) as where:
        for client in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
            head = f"GET /login HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\nConnection: close\r\n\r\n"
            parts = urlsplit(where)
            got.append(int(_status(_send((parts.hostname or "", parts.port or 0), head.encode()))))

    assert got == statuses


HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not this machine")
def test_silent_lines_of_one_address_leave_room_for_others(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OF_ONE", 3)
    with served(store, Settings(secret=b"for tests"), clock=lambda: NOW) as where, ExitStack() as stack:
        parts = urlsplit(where)
        address = (parts.hostname or "", parts.port or 0)
        silent = [stack.enter_context(socket.create_connection(address, timeout=SLACK)) for _ in range(3)]

        assert _send(address, HEALTH) == b""
        assert _status(_send(address, HEALTH, source="127.0.0.2")) == b"200"
        silent[0].close()
        assert _comes_true(lambda: _status(_send(address, HEALTH)) == b"200")


def test_a_server_in_front_has_as_many_lines_as_it_needs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OF_ONE", 0)
    settings = Settings(secret=b"for tests", token="a token of some length", public="https://desk.example")
    with served(store, settings, clock=lambda: NOW) as where:
        parts = urlsplit(where)

        assert _status(_send((parts.hostname or "", parts.port or 0), HEALTH)) == b"200"


def test_one_who_listens_often_leaves_room_for_others(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_OF_ONE", 2)
    token = "a token of some length"
    settings = Settings(secret=b"for tests", token=token, public="https://desk.example")
    with served(store, settings, clock=lambda: NOW) as where, ExitStack() as stack:
        parts = urlsplit(where)
        address = (parts.hostname or "", parts.port or 0)

        def listen(client: str) -> tuple[socket.socket, bytes]:
            line = stack.enter_context(socket.create_connection(address, timeout=SLACK))
            head = f"Host: localhost\r\nAuthorization: Bearer {token}\r\nX-Forwarded-For: {client}"
            line.sendall(f"GET /events HTTP/1.1\r\n{head}\r\n\r\n".encode())
            got = line.recv(65536)
            # The stream counts once it has begun.
            return line, got if b"200 OK" not in got or b"hello" in got else got + line.recv(65536)

        lines = [listen(client) for client in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")]
        lines[0][0].close()

        assert [_status(got) for _, got in lines] == [b"200", b"200", b"429", b"200"]
        assert _comes_true(lambda: _status(listen("192.0.2.1")[1]) == b"200")


def _comes_true(ask: Callable[[], bool]) -> bool:
    end = time.monotonic() + SLACK
    while time.monotonic() < end:
        if ask():
            return True
        time.sleep(0.02)
    return False
