"""A web server on 127.0.0.1 that misbehaves as it is told, byte for byte."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

Script = Callable[[socket.socket], None]
"""What is done with a connection whose request was read."""


def answer(
    body: bytes = b"", *, status: str = "200 OK", headers: tuple[str, ...] = (), length: int | None = None
) -> bytes:
    """A whole answer; ``length`` is what its Content-Length claims, the truth where none is given."""
    claimed = f"Content-Length: {len(body) if length is None else length}"
    lines = [f"HTTP/1.1 {status}", *headers, claimed, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("utf-8") + body


def page(words: str, *, head: str = "", status: str = "200 OK", headers: tuple[str, ...] = ()) -> bytes:
    """An HTML page that says ``words``."""
    html = f"<!doctype html><html><head>{head}</head><body><p>{words}</p></body></html>"
    return answer(html.encode(), status=status, headers=("Content-Type: text/html; charset=utf-8", *headers))


class BadServer:
    """Serves ``paths`` (bytes are sent, scripts run) and notes every request as it came in."""

    def __init__(self) -> None:
        self.paths: dict[str, bytes | Script | list[bytes]] = {}
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._closing = False
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", host: str = "tarn.example") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def asked(self) -> list[str]:
        """The paths asked for, without robots.txt, in order."""
        found = [request.split(b" ", 2)[1].decode() for request in self.requests]
        return [path for path in found if path != "/robots.txt"]

    def close(self) -> None:
        """Stops."""
        self._closing = True
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing:
            with contextlib.suppress(OSError):
                connection, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            self.requests.append(request)
            path = request.split(b" ", 2)[1].decode()
            script = self.paths.get(path, answer(b"nothing here", status="404 Not Found"))
            if isinstance(script, list):
                script = script.pop(0) if len(script) > 1 else script[0]
            if isinstance(script, bytes):
                connection.sendall(script)
                # A close with unread bytes would reset the connection under what was sent.
                connection.shutdown(socket.SHUT_WR)
                return
            script(connection)


def drip(piece: bytes, *, before: bytes = b"", every: float = 0.02) -> Script:
    """Sends ``before``, and then ``piece`` again and again until the other side has had enough."""

    def run(connection: socket.socket) -> None:
        connection.sendall(before)
        while True:
            connection.sendall(piece)
            time.sleep(every)

    return run


class Clock:
    """A clock that only moves when someone sleeps on it; ``slept`` keeps how long."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """The time of day it shows."""
        return datetime(2031, 5, 9, 8, 0, tzinfo=UTC) + timedelta(seconds=self.seconds - 1000.0)

    def sleep(self, seconds: float) -> None:
        """Moves on."""
        self.slept.append(round(seconds, 3))
        self.seconds += seconds


@contextlib.contextmanager
def serving() -> Iterator[BadServer]:
    """A server while the block runs."""
    server = BadServer()
    try:
        yield server
    finally:
        server.close()
