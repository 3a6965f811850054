"""The two ways in, with the real client: a subprocess on standard input and output, and HTTP on the loopback."""

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from tellings.library.open import open_library
from tellings.mcp.server import make_http_app, make_server
from tests.unit.mcp.conftest import NOW, Shelf, make_served
from tests.unit.mcp.driving import check_answers, drive

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


def test_every_tool_over_standard_input_and_output(shelf: Shelf) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "tellings", "mcp", "--library", str(shelf.file)]
    )

    async def run() -> None:
        async with Client(command, read_timeout_seconds=60) as client:
            check_answers(await drive(client, shelf), shelf)

    asyncio.run(run())


@contextmanager
def serving(shelf: Shelf, token: str | None = None) -> Iterator[str]:
    """The address of the server, on a port that was free."""
    with open_library(shelf.file, now=NOW) as store, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = make_http_app(make_server(make_served(store)), token=token)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(shelf: Shelf) -> Iterator[str]:
    """A server without a token."""
    with serving(shelf) as found:
        yield found


def test_every_tool_over_http(shelf: Shelf, address: str) -> None:
    async def run() -> None:
        async with Client(f"{address}/mcp", read_timeout_seconds=60) as client:
            check_answers(await drive(client, shelf), shelf)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8378"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example:8378"}, 421),
        ({"host": "127.0.0.1:8378@evil.example"}, 421),
        ({"host": "localhost:8378", "origin": "http://localhost:8378"}, 200),
        ({"host": "127.0.0.1", "origin": "https://localhost:443"}, 200),
        ({"host": "localhost:8378", "origin": "http://localhost:3000"}, 403),
        ({"host": "localhost:8378", "origin": "http://localhost"}, 403),
        ({"host": "localhost:80", "origin": "https://localhost"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost.evil.example"}, 403),
        ({"origin": "http://localhost:80@evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_pages_of_others_may_not_ask(address: str, headers: dict[str, str], status: int) -> None:
    got = httpx.post(f"{address}/mcp", json=HELLO, headers=JSON | headers)

    assert got.status_code == status


def test_a_huge_body_is_refused(address: str) -> None:
    assert httpx.post(f"{address}/mcp", content=b" " * (2 << 20), headers=JSON).status_code == 413


def test_a_token_is_asked_for(shelf: Shelf) -> None:
    with serving(shelf, token="opens sesame") as address:
        for given in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic opens sesame"}):
            got = httpx.post(f"{address}/mcp", json=HELLO, headers=JSON | given)
            assert got.status_code == 401
            assert got.headers["www-authenticate"].startswith("Bearer")

        async def run() -> int:
            own = create_mcp_http_client(headers={"authorization": "Bearer opens sesame"})
            async with own, Client(streamable_http_client(f"{address}/mcp", http_client=own)) as client:
                return len((await client.list_tools()).tools)

        assert asyncio.run(run()) == 8
