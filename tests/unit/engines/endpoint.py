"""A chat endpoint on this machine for the tests: it answers what it is told to, and remembers what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes, dict[str, str]]
Respond = Callable[[dict[str, Any]], Answer]


def completion(content: object) -> Answer:
    """A chat completion with this content."""
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]}
    return 200, json.dumps(body).encode(), {}


class Endpoint:
    """Where it listens, and every request as (path, headers, body)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def sentences(self) -> list[str]:
        """The statements that were sent, in order."""
        return [body["messages"][-1]["content"] for _, _, body in self.asked]


@contextmanager
def endpoint(respond: Respond) -> Iterator[Endpoint]:
    """An endpoint that answers each body with what ``respond`` makes of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            status, raw, headers = respond(body)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)
            except OSError:
                pass  # who asked has gone

        def do_GET(self) -> None:
            told.asked.append((self.path, {}, {}))
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
