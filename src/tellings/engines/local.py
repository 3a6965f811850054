"""Work on the cores of this machine: in this process, or in several of its own."""

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from tellings.engines.faults import pack_fault
from tellings.errors import TellingsError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items for each worker that are taken and not done: one is worked on, one waits so that no worker does."""
HELD = 16
"""Items for each worker that are taken and not given back: so many may be done while one before them takes long."""
LOSSES = 3
"""Workers that may be lost over one item: one may be an accident, three are the item's own doing."""
_LEAVING = 5.0
"""Seconds a process has to end by itself before it is killed."""


class LocalMapper:
    """A ``ports.Mapper`` on this machine; one worker is this process itself, more are processes of their own.

    A process that is lost (killed, out of memory) is replaced, and its item is done again. Ctrl-C reaches the process
    that gives out the work alone, and the others leave when that one is gone.
    """

    name = "local"

    def __init__(self, workers: int = 1) -> None:
        if workers < 1:
            raise UsageError(f"work needs one worker at least, not {workers}.")
        self.workers = workers

    def map(
        self, begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item]
    ) -> Generator[Result, None, None]:
        """See ``ports.Mapper``.

        Raises:
            TellingsError: when processes are lost over one item again and again.
        """
        return _map_here(begin, items) if self.workers == 1 else _map_in_processes(begin, items, self.workers)


def share_of_cores(workers: int) -> int:
    """Threads each of so many workers on this machine may compute with, so that together they take all cores."""
    return max(1, (os.cpu_count() or 1) // workers)


def _map_here(begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item]) -> Generator[Result, None, None]:
    work = None
    for item in items:
        work = work or begin()
        yield work(item)


def _map_in_processes(
    begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item], workers: int
) -> Generator[Result, None, None]:
    crew = _Crew(pickle.dumps(begin), workers)
    faults: list[Exception] = []
    under_way: deque[Future[Result]] = deque()
    try:
        for item in _until_fault(items, faults):
            under_way.append(crew.give(item))
            yield from _make_room(under_way, workers)
        while under_way:
            yield under_way.popleft().result()
        if faults:
            raise faults[0]
    finally:
        crew.stop()


def _make_room(under_way: deque[Future[Result]], workers: int) -> Iterator[Result]:
    """What is done of the first items, until another one may be taken."""
    while under_way:
        waiting = [future for future in under_way if not future.done()]
        if under_way[0].done() or len(under_way) >= HELD * workers:
            yield under_way.popleft().result()
        elif len(waiting) >= AHEAD * workers:
            wait(waiting, return_when=FIRST_COMPLETED)
        else:
            return


def _until_fault(items: Iterable[Item], faults: list[Exception]) -> Iterator[Item]:
    """The items; where they break off, what is under way can be finished before that is told."""
    try:
        yield from items
    except Exception as err:
        faults.append(err)


class _Crew:
    """Processes that take items from one queue; for each a thread here hands them over and takes the answers.

    With threads the processes go on while the caller is busy with what it got.
    """

    def __init__(self, begin: bytes, workers: int) -> None:
        self._begin = begin
        self._waiting: SimpleQueue[tuple[Future[Any], Any] | None] = SimpleQueue()
        self._lock = Lock()
        self._stopped = False
        self._processes: set[SpawnProcess] = set()
        # Daemons: an iterator that nobody closed must not keep the interpreter from ending.
        self._threads = [Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def give(self, item: Any) -> Future[Any]:
        """What will have come of the item."""
        future: Future[Any] = Future()
        self._waiting.put((future, item))
        return future

    def stop(self) -> None:
        """Ends all processes; those at work are cut off."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                process.terminate()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        hold_keyboard_off()
        worker: _Worker | None = None
        for future, item in iter(self._waiting.get, None):
            for lost in range(1, LOSSES + 1):
                if self._stopped:
                    break
                try:
                    worker = worker or self._start()
                    future.set_result(worker.ask(item))
                except _LostError as err:
                    self._bury(worker)
                    worker = None
                    if lost == LOSSES:
                        future.set_exception(_tell_lost(err))
                    continue
                except Exception as err:
                    future.set_exception(err)
                break
        self._bury(worker)

    def _start(self) -> "_Worker":
        with self._lock:
            if self._stopped:
                raise _LostError("stopped")
            worker = _Worker(self._begin)
            self._processes.add(worker.process)
            return worker

    def _bury(self, worker: "_Worker | None") -> None:
        if worker:
            with self._lock:
                self._processes.discard(worker.process)
            worker.close()


class _LostError(Exception):
    """A process ended, or its line broke, before it answered."""


def _tell_lost(err: _LostError) -> TellingsError:
    return TellingsError(
        f"A worker process was lost {LOSSES} times over the same piece of work ({err}): it ran out of memory, or was "
        "killed.\nWhat was done before stands. Run it again with fewer --jobs, or without the input that takes so much."
    )


class _Worker:
    """One process and the line to it."""

    def __init__(self, begin: bytes) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), name="tellings worker", daemon=True)
        # What is handed over at the start is written while this end still holds both ends of that pipe: were it more
        # than the pipe takes, and the process dead by then, nothing would ever end the writing. So it goes by the line.
        self._begin = begin
        try:
            self.process.start()
        finally:
            theirs.close()

    def ask(self, item: Any) -> Any:
        """What came of the item there; raises what the work raised, or ``_LostError``."""
        packed = pickle.dumps(item)
        try:
            if self._begin:
                self._line.send_bytes(self._begin)
                self._begin = b""
            self._line.send_bytes(packed)
            answer = self._line.recv_bytes()
        except (EOFError, OSError) as err:
            self.process.join(_LEAVING)
            code = self.process.exitcode
            raise _LostError(f"signal {-code}" if code and code < 0 else f"exit code {code}") from err
        done, value = pickle.loads(answer)
        if not done:
            raise value
        return value

    def close(self) -> None:
        """Hangs up and frees what the process held; ends it where it does not leave by itself."""
        self._line.close()
        self.process.join(_LEAVING)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _work(line: Connection) -> None:
    """What a process does: answers item by item until the other end hangs up."""
    Thread(target=_leave_with_parent, daemon=True).start()
    # The keyboard stops the process that gives out the work, and that one stops this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work: Callable[[Any], Any] | None = None
    begin = b""
    while True:
        try:
            begin = begin or line.recv_bytes()
            packed = line.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            work = work or pickle.loads(begin)()
            answer = pickle.dumps((True, work(pickle.loads(packed))))
        except Exception as err:
            answer = pack_fault(err)
        with suppress(OSError):
            line.send_bytes(answer)


def hold_keyboard_off() -> None:
    """This thread, and a process that it begins, never hear Ctrl-C, not even before it runs our code."""
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _leave_with_parent() -> None:
    """Ends this process when the one that gives out the work is gone: killed, it cannot say so."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
