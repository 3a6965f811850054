"""How the server ends: at the end of its input, on a signal, and with a client that hears no more."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
import pytest

from tellings.mcp.aside import GRACE, Aside
from tests.unit.mcp.conftest import Shelf

SECONDS = 90
"""Long enough on a busy machine; what must be quick is measured in the log of the process."""

posix = pytest.mark.skipif(os.name != "posix", reason="ended by signals")

INITIALIZE = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}


class Talk:
    """The server as a process, spoken to line by line."""

    def __init__(self, library: Path) -> None:
        command = [sys.executable, "-m", "tellings", "mcp", "--allow-writes", "--log-format", "json"]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen([*command, "--library", str(library)], **pipes)  # type: ignore[call-overload]

    def say(self, method: str, number: int | None = None, **params: Any) -> None:
        """One line; with a number it is a question."""
        line = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number is not None else {})
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """The next answer."""
        line = self.process.stdout.readline()
        assert line, f"it ended with {self.process.wait(SECONDS)}: {self.process.stderr.read()!r}"
        found: dict[str, Any] = json.loads(line)
        return found

    def greet(self) -> None:
        """Opens the conversation."""
        self.say("initialize", 1, **INITIALIZE)
        assert self.hear()["id"] == 1
        self.say("notifications/initialized")

    def call(self, number: int, tool: str, **arguments: Any) -> None:
        """Asks a tool."""
        self.say("tools/call", number, name=tool, arguments=arguments)

    def ping(self, number: int) -> None:
        """Comes back when everything said before has reached the server."""
        self.say("ping", number)
        assert self.hear()["id"] == number

    def wait_for(self, event: str) -> None:
        """Until the process has written the event down."""
        for line in self.process.stderr:
            if json.loads(line)["event"] == event:
                return
        raise AssertionError(f"{event} was not told: it ended with {self.process.wait(SECONDS)}")

    def leave(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Ends the input: the rest of the answers, and the rest of the log."""
        out, err = self.process.communicate(timeout=SECONDS)
        return [json.loads(line) for line in out.splitlines()], [json.loads(line) for line in err.splitlines()]

    def rest(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The same, with the input open until the process has ended by itself."""
        self.process.wait(SECONDS)
        out, err = self.process.stdout.read(), self.process.stderr.read()
        return [json.loads(line) for line in out.splitlines()], [json.loads(line) for line in err.splitlines()]


@contextmanager
def talking(library: Path) -> Iterator[Talk]:
    """A conversation that was opened; nothing of it is left at the end."""
    talk = Talk(library)
    try:
        talk.greet()
        yield talk
    finally:
        talk.process.kill()
        talk.process.wait()
        for pipe in (talk.process.stdin, talk.process.stdout, talk.process.stderr):
            with suppress(BrokenPipeError):
                pipe.close()


@pytest.fixture
def library(shelf: Shelf, tmp_path: Path) -> Path:
    """A library of its own, to be written to."""
    return Path(copyfile(shelf.file, tmp_path / "library.db"))


@contextmanager
def locked(library: Path) -> Iterator[sqlite3.Connection]:
    """Whoever wants to write waits until the connection rolls back."""
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_what_was_asked_is_answered_when_the_input_ends(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk, locked(library) as lock:
        talk.call(2, "mark_seen", story=shelf.dam)
        talk.call(3, "list_stories")
        assert talk.hear()["id"] == 3
        talk.process.stdin.close()
        with pytest.raises(subprocess.TimeoutExpired):
            talk.process.wait(1)
        lock.rollback()
        answers, log = talk.rest()

    assert [answer["id"] for answer in answers] == [2]
    assert not answers[0]["result"].get("isError")
    assert talk.process.returncode == 0
    assert log[-1]["event"] == "ended"


def test_a_question_taken_back_holds_nothing_up(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk, locked(library):
        talk.call(2, "mark_seen", story=shelf.dam)
        talk.say("notifications/cancelled", requestId=2)
        talk.ping(3)
        answers, log = talk.leave()

    assert answers == []
    assert talk.process.returncode == 0
    assert [line["outcome"] for line in log if line["event"] == "tool"] == ["cancelled"]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_when_nothing_is_asked(library: Path, number: signal.Signals) -> None:
    with talking(library) as talk:
        talk.process.send_signal(number)
        talk.wait_for("stopping")
        begun = time.monotonic()
        talk.process.wait(SECONDS)
        seconds = time.monotonic() - begun
        answers, log = talk.rest()

    assert (answers, talk.process.returncode) == ([], 0)
    assert (log[-1]["event"], log[-1]["code"]) == ("ended", 0)
    assert seconds < 2


@posix
def test_a_call_under_way_is_answered_after_a_signal(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk, locked(library) as lock:
        talk.call(2, "mark_seen", story=shelf.dam)
        talk.ping(3)
        talk.process.send_signal(signal.SIGTERM)
        talk.wait_for("stopping")
        lock.rollback()
        answers, log = talk.rest()

    assert [answer["id"] for answer in answers] == [2]
    assert "count as seen" in json.dumps(answers[0]["result"])
    assert talk.process.returncode == 0
    assert [line["outcome"] for line in log if line["event"] == "tool"] == ["answered"]


@posix
def test_a_call_that_takes_longer_is_cut_off_and_says_so(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk, locked(library):
        talk.call(2, "mark_seen", story=shelf.dam)
        talk.ping(3)
        talk.process.send_signal(signal.SIGTERM)
        talk.wait_for("stopping")
        begun = time.monotonic()
        answers, log = talk.rest()
        seconds = time.monotonic() - begun

    assert [answer["id"] for answer in answers] == [2]
    assert "error" in answers[0]
    assert talk.process.returncode == 0
    assert [line["outcome"] for line in log if line["event"] == "tool"] == ["cancelled"]
    # Writers wait 30 s for each other: the end did not wait for the call.
    assert GRACE - 1 < seconds < GRACE + 15


@posix
def test_a_second_signal_ends_it_whatever_is_under_way(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk, locked(library):
        talk.call(2, "mark_seen", story=shelf.dam)
        talk.ping(3)
        talk.process.send_signal(signal.SIGTERM)
        talk.wait_for("stopping")
        talk.process.send_signal(signal.SIGTERM)

        assert talk.process.wait(SECONDS) == -signal.SIGTERM


@posix
def test_a_client_that_hears_no_more_ends_it(library: Path) -> None:
    with talking(library) as talk:
        talk.process.stdout.close()
        talk.call(2, "list_stories")

        assert talk.process.wait(SECONDS) == 141


@posix
def test_a_client_that_does_not_read_its_answers_cannot_hold_up_the_end(shelf: Shelf, library: Path) -> None:
    with talking(library) as talk:
        talk.say("resources/read", 2, uri=f"tellings://stories/{shelf.dam}")
        assert talk.process.stdout.read(1) == b"{"  # the rest is more than a pipe takes
        talk.process.send_signal(signal.SIGTERM)
        talk.wait_for("stopping")
        begun = time.monotonic()

        assert talk.process.wait(SECONDS) == 0
        assert time.monotonic() - begun < GRACE + 15
        assert not talk.process.stdout.read().endswith(b"\n")


@posix
def test_over_http_a_signal_ends_it_with_0(library: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tellings", "mcp", "--http", "--port", str(port), "--library", str(library)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + SECONDS
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/mcp")
                break
            except httpx.TransportError:
                assert time.monotonic() < until
                time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)

    assert process.returncode == 0


def test_only_the_wire_is_on_the_standard_streams() -> None:
    script = (
        "import sys\n"
        "from mcp import types\n"
        "from mcp.server import Server\n"
        "from tellings.mcp.stdio import run_stdio\n"
        "async def list_all(ctx, params):\n"
        "    print('printed', sys.stdin.read() == '', flush=True)\n"
        "    return types.ListToolsResult(tools=[])\n"
        "run_stdio(Server('t', on_list_tools=list_all))\n"
    )
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": INITIALIZE},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    # The last line has no end, and is one all the same.
    asked = "not a message\n" + "\n".join(json.dumps(line) for line in lines)
    done = subprocess.run(
        [sys.executable, "-c", script], input=asked, capture_output=True, text=True, timeout=SECONDS, check=True
    )

    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]
    assert "printed True" in done.stderr


def test_calls_that_were_left_keep_their_place_until_they_are_done() -> None:
    async def run() -> None:
        aside, go = Aside(1), threading.Event()
        first = asyncio.create_task(aside.run(go.wait))
        await asyncio.sleep(0)
        first.cancel()
        second = asyncio.create_task(aside.run(str, 7))
        done, _ = await asyncio.wait({second}, timeout=0.2)
        assert not done
        go.set()
        assert await second == "7"

    asyncio.run(run())


def test_what_goes_wrong_aside_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Aside(1).run(divmod, 1, 0))
