"""Standard input and output as a wire that is put down in order: at the end of input, or on a signal.

The transport of the protocol's own package cannot be told to stop while it waits for a line, and drops what is being
answered when the input ends.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from mcp import types
from mcp.server import Server
from mcp.shared.memory import create_client_server_memory_streams
from mcp.shared.message import SessionMessage

from tellings.mcp.aside import GRACE, Aside
from tellings.service.events import note

AHEAD = 16
"""Lines that are read before the server takes them."""

_CHUNK = 1 << 16

_LAST_WORDS = 1.0
"""Seconds for the answers that say that a call was cut off: a client that reads no more must not hold up the end."""


def run_stdio(server: Server[Any]) -> None:
    """Serves one client until it leaves or the process is told to stop (SIGINT, SIGTERM).

    When the input ends, everything that was asked is still answered. Told to stop, no more is read, and calls under
    way have ``GRACE`` seconds; those that take longer are answered with an error. A second signal ends it at once.
    The standard streams are taken for good: the process has no other use for them.

    Raises:
        BrokenPipeError: when the client reads no more.
    """
    inlet, outlet = _take_streams()
    asyncio.run(_serve(server, inlet, outlet))


def _take_streams() -> tuple[int, int]:
    """Input and output for the wire alone: whatever else prints goes to stderr, and whatever else reads has nothing."""
    inlet, outlet = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return inlet, outlet


async def _serve(server: Server[Any], inlet: int, outlet: int) -> None:
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    room = threading.Semaphore(AHEAD)
    unanswered, writer = _Unanswered(), Aside(1)
    faults: list[OSError] = []

    def stop(name: str) -> None:
        note("stopping", signal=name)
        lines.put_nowait(None)
        loop.call_later(GRACE, unanswered.forget)

    async with create_client_server_memory_streams() as ((said, asks), (heard, tells)):

        async def ask() -> None:
            while (line := await lines.get()) is not None:
                room.release()
                message = _read(line)
                unanswered.hear(message)
                await asks.send(message)
            await unanswered.none.wait()
            await asks.aclose()

        async def tell() -> None:
            async for message in said:
                if isinstance(message, SessionMessage) and not faults:
                    try:
                        await writer.run(_write, outlet, _to_line(message))
                    except OSError as err:
                        faults.append(err)
                        lines.put_nowait(None)
                        unanswered.forget()
                    unanswered.answer(message)

        threading.Thread(target=_copy, args=(inlet, lines, room, loop), name="stdin", daemon=True).start()
        async with asyncio.TaskGroup() as group:
            group.create_task(ask())
            telling = group.create_task(tell())
            with _heeding(lambda name: loop.call_soon_threadsafe(stop, name)):
                await server.run(heard, tells, server.create_initialization_options())
                await asyncio.wait({telling}, timeout=_LAST_WORDS)
            telling.cancel()
    if faults:
        raise BrokenPipeError(str(faults[0])) from faults[0]


class _Unanswered:
    """What the client asked and has no answer to yet; ``none`` is set while that is nothing."""

    def __init__(self) -> None:
        # As text: a client may take back as "7" what it asked as 7.
        self._ids: set[str] = set()
        self._forgotten = False
        self.none = asyncio.Event()
        self.none.set()

    def hear(self, message: SessionMessage | Exception) -> None:
        """One more question, or one taken back: that one is never answered."""
        if not isinstance(message, SessionMessage):
            return
        said = message.message
        if isinstance(said, types.JSONRPCRequest):
            self._ids.add(str(said.id))
        elif isinstance(said, types.JSONRPCNotification) and said.method == "notifications/cancelled":
            self._ids.discard(str((said.params or {}).get("requestId")))
        self._look()

    def answer(self, message: SessionMessage) -> None:
        """The answer has gone out."""
        if isinstance(message.message, types.JSONRPCResponse | types.JSONRPCError):
            self._ids.discard(str(message.message.id))
            self._look()

    def forget(self) -> None:
        """Nobody waits for answers any more."""
        self._forgotten = True
        self._look()

    def _look(self) -> None:
        if self._forgotten or not self._ids:
            self.none.set()
        else:
            self.none.clear()


@contextmanager
def _heeding(stop: Callable[[str], object]) -> Iterator[None]:
    """The first SIGINT or SIGTERM is heeded; the second one ends the process as ever."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def heed(number: int, frame: FrameType | None) -> None:
        for each, handler in kept.items():
            signal.signal(each, handler)
        stop(signal.Signals(number).name)

    for number in kept:
        signal.signal(number, heed)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _copy(
    inlet: int, lines: asyncio.Queue[bytes | None], room: threading.Semaphore, loop: asyncio.AbstractEventLoop
) -> None:
    """Hands on the lines of the input and then ``None``; the process can end while it waits for one.

    It reads the bare descriptor: Python's own reader would be locked when the process ends.
    """
    with suppress(RuntimeError):  # the loop is closed: nobody hears any more
        for line in _split_lines(inlet):
            room.acquire()
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)


def _split_lines(inlet: int) -> Iterator[bytes]:
    parts: list[bytes] = []
    while chunk := _read_some(inlet):
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            yield b"".join((*parts, line))
            parts.clear()
        parts.append(rest)
    if last := b"".join(parts):
        yield last


def _read_some(inlet: int) -> bytes:
    try:
        return os.read(inlet, _CHUNK)
    except OSError:  # a terminal or a socket that is gone
        return b""


def _read(line: bytes) -> SessionMessage | Exception:
    """The message, or why it is none: the server says so."""
    try:
        return SessionMessage(
            types.jsonrpc_message_adapter.validate_json(line.decode("utf-8", "replace"), by_name=False)
        )
    except ValueError as err:
        return err


def _to_line(message: SessionMessage) -> bytes:
    return message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"


def _write(outlet: int, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(outlet, rest) :]
