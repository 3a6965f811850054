"""Batches read and kept, one transaction each, with counts of what came of it."""

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing import get_context, parent_process
from threading import Thread

from tellings.daily.local import Piece
from tellings.daily.reading import Batch, Reader, gather_batches, read_batch
from tellings.errors import TellingsError
from tellings.model.daily import Progress
from tellings.model.document import Skipped
from tellings.model.library import Arrival
from tellings.ports import Recogniser, Store

LISTED = 1000
"""What was left out that is listed one by one; the rest is counted by its reason."""


@dataclass(slots=True)
class Tally:
    """What has come of a run so far; ``standing`` counts sources that are followed and brought nothing to read."""

    reports: int = 0
    standing: int = 0
    known: int = 0
    left_out: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    stopped: bool = False

    def leave_out(self, items: Iterable[Skipped]) -> None:
        """Counts what could not be read, and lists the first of it."""
        for item in items:
            self.left_out += 1
            self.reasons[item.reason[:200]] += 1
            if len(self.skipped) < LISTED:
                self.skipped.append(item)

    def keep(self, store: Store, arrivals: Sequence[Arrival], now: datetime) -> tuple[str, ...]:
        """The ids of the reports that are new to the library; all are kept when it returns."""
        new = store.keep(arrivals, now=now) if arrivals else ()
        self.reports += len(new)
        self.known += len(arrivals) - len(new)
        return new

    def progress(self, task: str, done: int, total: int | None = None) -> Progress:
        """The counts as they stand."""
        return Progress(task, done, total, self.reports, self.known, self.left_out)


def keep_pieces(
    pieces: Iterable[Piece | Skipped],
    store: Store,
    tally: Tally,
    *,
    reader: Reader,
    load: Callable[[], Recogniser],
    clock: Callable[[], datetime],
    jobs: int = 1,
    watch: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> None:
    """Reads and keeps all pieces that are not kept yet, a batch a transaction; what comes of it is in ``tally``.

    ``stop`` is asked between two batches; what was kept by then stays, and the next run goes on behind it.
    """

    def known(piece: Piece) -> int:
        return len(store.find_page(piece.address, piece.part.data)) if piece.address else 0

    batches = gather_batches(pieces, known)
    with closing(_read_all(batches, reader, load, jobs)) as read:
        for batch, skipped, seen in read:
            tally.keep(store, batch.arrivals, clock())
            tally.known += seen
            tally.leave_out((*skipped, *batch.skipped))
            if watch:
                watch(tally.progress("reports", tally.reports + tally.known + tally.left_out))
            if stop and stop():
                tally.stopped = True
                break


_Waiting = tuple[tuple[Piece, ...], tuple[Skipped, ...], int]
_Done = tuple[Batch, tuple[Skipped, ...], int]


def _read_all(
    batches: Iterator[_Waiting], reader: Reader, load: Callable[[], Recogniser], jobs: int
) -> Generator[_Done, None, None]:
    if jobs > 1:
        yield from _read_in_processes(batches, reader, jobs)
        return
    for parts, skipped, seen in batches:
        yield read_batch(parts, reader, load()) if parts else Batch((), ()), skipped, seen


def _read_in_processes(batches: Iterator[_Waiting], reader: Reader, jobs: int) -> Generator[_Done, None, None]:
    """As one process would, in the same order; two batches for each process are under way at most."""
    threads = reader.threads or max(1, (os.cpu_count() or 1) // jobs)
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(replace(reader, threads=threads),)
    )
    waiting: deque[tuple[Future[Batch], tuple[Skipped, ...], int]] = deque()
    try:
        for parts, skipped, seen in batches:
            with _keyboard_held_off():
                waiting.append((pool.submit(_read_here, parts), skipped, seen))
            if len(waiting) > 2 * jobs:
                yield _wait(waiting.popleft())
        while waiting:
            yield _wait(waiting.popleft())
    except BrokenProcessPool as err:
        raise TellingsError(
            "A reading process ended before its work was done: it ran out of memory, or was killed.\n"
            "What was read before is kept. Run the same command again, with fewer --jobs."
        ) from err
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _wait(
    item: tuple[Future[Batch], tuple[Skipped, ...], int],
) -> tuple[Batch, tuple[Skipped, ...], int]:
    future, skipped, seen = item
    return future.result(), skipped, seen


_loaded: list[tuple[Reader, Recogniser]] = []


@contextmanager
def _keyboard_held_off() -> Iterator[None]:
    """Meanwhile Ctrl-C waits; a process that is begun now never hears it, not even before it runs our code."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_with_parent() -> None:
    """Ends this process when the one that gives out the work is gone: killed, it cannot say so."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin(reader: Reader) -> None:
    Thread(target=_leave_with_parent, daemon=True).start()
    # The keyboard stops the process that gives out the work; this one finishes its batch.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _loaded[:] = [(reader, reader.load())]


def _read_here(parts: tuple[Piece, ...]) -> Batch:
    reader, recogniser = _loaded[0]
    return read_batch(parts, reader, recogniser) if parts else Batch((), ())
