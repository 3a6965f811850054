"""The library's feeds watched by a process beside the one that serves: pages must not wait for the work of reading."""

import contextlib
import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from tellings import app
from tellings.daily.add import Desk, watch
from tellings.daily.desk import open_store
from tellings.daily.polling import EVERY
from tellings.daily.reading import Reader
from tellings.errors import TellingsError
from tellings.model.daily import Added, StoryChange
from tellings.service.events import listening

AGAIN = 60.0
"""Seconds before a process that ended by itself is begun anew: another one may be watching, or the disk be full."""

ENDS_IN = 20.0
"""Seconds a process has to finish what it began; a batch of reports takes a few. After that it is killed."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What to watch, and how: the library, how often a feed is asked, who asks, how reports are read."""

    library: str | None
    every: timedelta = EVERY
    contact: str = ""
    model: bool = True
    allow_private: bool = False


@dataclass(slots=True)
class Watcher:
    """Keeps a process at it until ``stop``; ``tell`` gets the changes, ``say`` lines for whoever runs the server.

    ``hear`` gets the events of the process (name, level, fields): its log and its figures are those of the server.
    """

    watched: Watched
    tell: Callable[[tuple[StoryChange, ...]], None]
    say: Callable[[str], None]
    again: float = AGAIN
    hear: Callable[..., None] | None = None
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _said: str = field(default="", init=False)

    def start(self) -> None:
        """Begins, and comes back at once."""
        self._thread = threading.Thread(target=self._keep_at_it, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends it; comes back when the process is gone."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(ENDS_IN + 5)

    def _keep_at_it(self) -> None:
        # A fresh interpreter: a copy of this one would hold the server's threads and connections halfway.
        context = multiprocessing.get_context("spawn")
        while not self._stopping.is_set():
            ours, theirs = context.Pipe()
            process = context.Process(target=_watch, args=(theirs, self.watched), name="tellings watch")
            process.start()
            theirs.close()
            self._listen(ours, process)
            if self._stopping.is_set():
                _end(process)
            process.join()
            ours.close()
            self._stopping.wait(0 if self._stopping.is_set() else self.again)

    def _listen(self, ours: Connection, process: BaseProcess) -> None:
        while not self._stopping.is_set():
            if not wait([ours], timeout=0.2):
                continue
            try:
                said = ours.recv()
            except (EOFError, OSError):
                return
            if isinstance(said, _Event):
                if self.hear:
                    self.hear(said.name, said.level, **said.fields)
            elif not isinstance(said, str):
                self.tell(said)
            elif said != self._said:
                # What stays in the way is said once, not every minute.
                self._said = said
                self.say(said)


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    level: str
    fields: Mapping[str, Any]


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(ENDS_IN)
    if process.is_alive():
        process.kill()


def _watch(pipe: Connection, watched: Watched) -> None:
    """What the process does. It ends when it is told to, and when the one that began it is gone."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    # Ctrl-C reaches the whole group: the server ends, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(pipe, stopped), daemon=True).start()

    one_at_a_time = threading.Lock()

    def show(added: Added, changes: tuple[StoryChange, ...]) -> None:
        if changes:
            with one_at_a_time:
                pipe.send(changes)

    def pass_on(name: str, level: str, fields: Mapping[str, Any]) -> None:
        # A server that ends does not listen any more: a full pipe would hold us up.
        if not stopped.is_set():
            with one_at_a_time, contextlib.suppress(OSError):
                pipe.send(_Event(name, level, dict(fields)))

    try:
        with listening(pass_on):
            _poll(watched, stopped, show)
    except TellingsError as err:
        pipe.send(f"the feeds are not watched now: {err}\nIt is tried again every {AGAIN:g} s.")
    except BrokenPipeError:
        pass
    except Exception:
        pipe.send(f"watching the feeds ended by a fault and is begun anew in {AGAIN:g} s:\n{traceback.format_exc()}")


def _poll(watched: Watched, stopped: threading.Event, show: Callable[[Added, tuple[StoryChange, ...]], None]) -> None:
    store = open_store(watched.library, now=_now())
    try:
        fetch = app.load_fetch(
            contact=watched.contact, allow_private=watched.allow_private, robots=True, timeout=app.TIMEOUT
        )
        reader = Reader(today=date.today(), model=watched.model)
        desk = Desk(store, fetch, _now, reader=reader, every=watched.every, stop=stopped.is_set)
        watch(desk, show, wait=lambda seconds: (stopped.wait(seconds), None)[1])
    finally:
        store.close()


def _leave_with_parent(pipe: Connection, stopped: threading.Event) -> None:
    """The server never says anything: what comes through the pipe is its end."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        stopped.set()


def _now() -> datetime:
    return datetime.now(UTC)
