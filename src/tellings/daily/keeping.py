"""Batches read and kept, one transaction each, with counts of what came of it."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import perf_counter

from tellings.daily.careful import read_carefully
from tellings.daily.letters import Letters
from tellings.daily.local import Piece
from tellings.daily.reading import Batch, Reader, gather_batches
from tellings.engines.local import LocalMapper, share_of_cores
from tellings.errors import TellingsError
from tellings.model.daily import Progress
from tellings.model.document import Skipped
from tellings.model.library import Arrival
from tellings.ports import Recogniser, Store
from tellings.service.events import note
from tellings.text.marks import marks_of

LISTED = 1000
"""What was left out that is listed one by one; the rest is counted by its reason."""

_Waiting = tuple[tuple[Piece, ...], tuple[Skipped, ...], int]
_Done = tuple[Batch, tuple[Skipped, ...], int]


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
    begun: float = field(default_factory=perf_counter)

    def leave_out(self, items: Iterable[Skipped]) -> None:
        """Counts what could not be read, and lists the first of it."""
        for item in items:
            self.left_out += 1
            self.reasons[item.reason[:200]] += 1
            if len(self.skipped) < LISTED:
                self.skipped.append(item)

    def keep(self, store: Store, arrivals: Sequence[Arrival], now: datetime) -> tuple[str, ...]:
        """The ids of the reports that are new to the library; all are kept when it returns."""
        arrivals = self._leave_removed(store, arrivals)
        new = store.keep(arrivals, now=now) if arrivals else ()
        self.reports += len(new)
        self.known += len(arrivals) - len(new)
        return new

    def _leave_removed(self, store: Store, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        """Those that nobody took out of the library for good; the others are left out, with the day."""
        marks = {
            id(each): marks_of(each.document.id, (each.document.location, each.document.url or "")) for each in arrivals
        }
        gone = store.find_removed({mark for found in marks.values() for mark in found}) if arrivals else {}
        if not gone:
            return arrivals
        left = []
        files = set()
        for each in arrivals:
            at = next((gone[mark] for mark in marks[id(each)] if mark in gone), None)
            if at is None:
                left.append(each)
            else:
                self.leave_out([Skipped(each.document.location, f"was removed on {at:%Y-%m-%d}")])
                files.add(each.original.data if each.original else b"")
        # The bytes of a file that holds a removed report are not kept for its other reports either.
        return [
            replace(each, original=None) if each.original and each.original.data in files else each for each in left
        ]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Reports that are new, that were known, and what was left out, so far."""
        return self.reports, self.known, self.left_out

    def note_read(self, before: tuple[int, int, int], seconds: float) -> None:
        """Notes what a batch brought, which began at these counts and took so many seconds."""
        reports, known, left_out = (now - then for now, then in zip(self.counts, before, strict=True))
        note("read", reports=reports, known=known, left_out=left_out, seconds=round(seconds, 3))

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

    def begin() -> _Reading:
        return _Reading(reader, load)

    mapper = LocalMapper(jobs)
    threads = reader.threads or share_of_cores(jobs)
    begin_there = partial(_begin_reading, replace(reader, threads=threads))
    letters = Letters(store, clock, reader)
    waiting = gather_batches(letters.sift(pieces), known)

    def read_all() -> Iterator[_Done]:
        with closing(mapper.map(begin if jobs == 1 else begin_there, letters.begin(waiting))) as read:
            yield from read

    begun = perf_counter()
    with closing(_rescued(read_all, letters)) as read:
        for read_now, skipped, seen in read:
            batch = letters.end(read_now)
            before = tally.counts
            tally.keep(store, batch.arrivals, clock())
            tally.known += seen
            tally.leave_out((*skipped, *batch.skipped))
            tally.note_read(before, perf_counter() - begun)
            begun = perf_counter()
            if watch:
                watch(tally.progress("reports", tally.reports + tally.known + tally.left_out))
            if stop and stop():
                tally.stopped = True
                break


def _rescued(read_all: Callable[[], Iterator[_Done]], letters: Letters) -> Generator[_Done, None, None]:
    """What was read, in order; where processes were lost over a batch its pieces are read one by one, then the rest."""
    try:
        while True:
            try:
                yield from read_all()
                return
            except TellingsError as err:
                # Of the errors of the tree it is the one without a kind: workers were lost again and again.
                if type(err) is not TellingsError:
                    raise
            yield letters.rescue()
    finally:
        letters.forget()


@dataclass(slots=True)
class _Reading:
    """Reads batches with a recogniser that is loaded when there is something to read."""

    reader: Reader
    load: Callable[[], Recogniser]
    loaded: Recogniser | None = None

    def __call__(self, waiting: _Waiting) -> _Done:
        parts, skipped, seen = waiting
        if not parts:
            return Batch((), ()), skipped, seen
        self.loaded = self.loaded or self.load()
        return read_carefully(parts, self.reader, self.loaded), skipped, seen


def _begin_reading(reader: Reader) -> _Reading:
    """What a process of its own does; it has a recogniser of its own too."""
    return _Reading(reader, reader.load)
