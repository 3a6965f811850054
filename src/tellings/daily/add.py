"""Adding to the library and watching its feeds: what comes in is kept, sorted into stories, briefed and told of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from time import perf_counter
from typing import BinaryIO

from tellings.daily.health import MOST
from tellings.daily.keeping import Tally, keep_pieces
from tellings.daily.letters import find_letter, retry_letter
from tellings.daily.local import Piece, Posted, find_pieces, split_posted
from tellings.daily.notify import Send, send_notice, tell_watchlists
from tellings.daily.polling import EVERY, Round, follow, is_due, poll, poll_listings
from tellings.daily.reading import Reader
from tellings.daily.upkeep import ADDING, Sorter, make_stale_briefs, tell_changes
from tellings.errors import InputError
from tellings.model.daily import Added, Progress, ReasonCount, StoryChange
from tellings.model.document import Skipped
from tellings.model.library import LoggedMove
from tellings.ports import Fetch, Recogniser, Store
from tellings.readers.listing import Listing
from tellings.service.events import is_heard, note, timed

STRETCH = 60.0
"""Seconds ``watch`` sleeps at most before it looks again whether something is due or was added by others."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class Desk:
    """All that adding and watching need; ``stop`` is asked between two steps, ``watch`` hears how far they are.

    ``recogniser`` is one that is loaded already; without it ``reader`` loads its own when there is something to read.
    """

    store: Store
    fetch: Fetch
    clock: Callable[[], datetime]
    reader: Reader = field(default_factory=Reader)
    send: Send = send_notice
    every: timedelta = EVERY
    jobs: int = 1
    watch: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] = _never
    recogniser: Recogniser | None = None
    _loaded: list[Recogniser] = field(default_factory=list, init=False)
    _sorters: list[Sorter] = field(default_factory=list, init=False)

    def load(self) -> Recogniser:
        """The recogniser, loaded once and only where there is something to read."""
        if not self._loaded:
            self._loaded.append(self.recogniser or self.reader.load())
        return self._loaded[0]

    def sorter(self) -> Sorter:
        """What sorts reports into stories; it remembers them between two rounds."""
        if not self._sorters:
            self._sorters.append(Sorter(self.store, self.clock))
        return self._sorters[0]

    def begin_round(self, tally: Tally) -> Round:
        """What polling needs of all this."""
        return Round(
            self.store, self.fetch, self.reader, self.load, self.clock, tally, self.every, self.watch, self.stop
        )


def add(sources: Sequence[str], desk: Desk, *, stdin: BinaryIO | None = None, posted: Sequence[Posted] = ()) -> Added:
    """Counts of what came of keeping the sources: files, folders, globs, "-", and addresses of pages, feeds and lists.

    ``posted`` are files that were sent along; nothing is known of where they came from but what they say themselves.

    What is kept already is not read again, so that a run that was stopped can be begun again and goes on.

    Raises:
        InputError: when nothing could be read, nothing was known and nothing is followed.
    """
    tally = Tally()
    addresses = [source for source in sources if "://" in source]
    paths = [source for source in sources if "://" not in source]
    listings: list[Listing] = []
    with desk.store.taking_part(ADDING):
        keep_pieces(
            _set_aside(chain(find_pieces(paths, stdin), split_posted(posted)), listings),
            desk.store,
            tally,
            reader=desk.reader,
            load=desk.load,
            clock=desk.clock,
            jobs=desk.jobs,
            watch=desk.watch,
            stop=desk.stop,
        )
        if listings and not desk.stop():
            poll_listings(listings, desk.begin_round(tally))
        if addresses and not desk.stop():
            _poll_named(addresses, desk, tally)
    done, _ = _finish(desk, tally)
    if not (done.reports or done.known or done.followed or tally.standing or done.stopped):
        reasons = [f"{s.location[:200]}: {s.reason[:200]}" for s in done.skipped[:3]]
        raise InputError("\n".join(["nothing could be read.", *reasons, "Give files, folders or addresses."]))
    return done


def retry(ids: Sequence[str], desk: Desk) -> Added:
    """What came of reading dead letters again, each by a process of its own: these, or all of them without ``ids``.

    Raises:
        UsageError: when one is not there, or its bytes are not kept; what was read before that stays.
    """
    tally = Tally()
    named = [find_letter(desk.store, id_) for id_ in ids]
    for letter in named or desk.store.letters.list_all():
        if desk.stop():
            tally.stopped = True
            break
        batch = retry_letter(desk.store, letter, desk.reader, now=desk.clock())
        tally.keep(desk.store, batch.arrivals, desk.clock())
        tally.leave_out(batch.skipped)
        if not batch.failed:
            desk.store.letters.drop([letter.id])
    return _finish(desk, tally)[0]


def _set_aside(found: Iterable[Piece | Listing | Skipped], listings: list[Listing]) -> Iterator[Piece | Skipped]:
    for item in found:
        if isinstance(item, Listing):
            listings.append(item)
        else:
            yield item


def _poll_named(addresses: Sequence[str], desk: Desk, tally: Tally) -> None:
    kept = {source.address: source for source in desk.store.list_sources()}
    named = [replace(kept.get(source.address, source), paused=False) for source in follow(addresses, desk.clock())]
    # Who names a source wants it: one that was paused is followed again.
    desk.store.keep_sources([source for source in named if source.address in kept])
    poll(named, desk.begin_round(tally))


def poll_due(desk: Desk, *, everything: bool = False) -> tuple[Added, tuple[StoryChange, ...]]:
    """One round: asks the sources that are due, and says what changed.

    With ``everything`` also those that are not due yet, but none that failed and has to wait.
    """
    tally, now = Tally(), desk.clock()
    due = desk.store.list_sources(due=now)
    if everything:
        due = tuple(s for s in desk.store.list_sources() if not s.paused and (not s.failures or is_due(s, now)))
    with desk.store.taking_part(ADDING):
        poll(due, desk.begin_round(tally))
    return _finish(desk, tally)


def watch(
    desk: Desk,
    show: Callable[[Added, tuple[StoryChange, ...]], None],
    *,
    wait: Callable[[float], None],
    once: bool = False,
) -> None:
    """Asks the library's feeds as they fall due until ``stop``; one process at a time does it for a library.

    ``show`` gets what each round brought; ``wait`` sleeps so many seconds, or shorter when it is time to stop.
    """
    with desk.store.alone("watch", wait=5.0):
        while not desk.stop():
            show(*poll_due(desk, everything=once))
            if is_heard():
                note("standing", "debug", **asdict(desk.store.find_standing(most=MOST)))
            if once:
                return
            now = desk.clock()
            waiting = [s.next_poll for s in desk.store.list_sources() if not s.paused and s.next_poll]
            left = min(((at - now).total_seconds() for at in waiting), default=STRETCH)
            if not desk.stop():
                wait(min(max(left, 1.0), STRETCH))


def _finish(desk: Desk, tally: Tally) -> tuple[Added, tuple[StoryChange, ...]]:
    """Stories, briefs and watchlists brought up to date; after a stop what is left is done by the next run."""
    with timed("grouped", "debug") as told_of:
        moves = desk.sorter().sort_in(desk.stop)
        told_of["moves"] = len(moves)
    briefs = make_stale_briefs(desk.store, desk.clock, watch=desk.watch, stop=desk.stop)
    told, faults = tell_watchlists(desk.store, desk.clock, desk.send)
    tally.leave_out(faults)
    for one in moves:
        note("story", kind=one.move.kind, story=one.move.story, other=one.move.other, reports=one.move.documents)
    added = _sum_up(desk, tally, moves, briefs, told)
    note(
        "round",
        reports=added.reports,
        known=added.known,
        left_out=added.left_out,
        followed=len(added.followed),
        stories=added.stories_begun + added.stories_changed,
        briefs=added.briefs,
        seconds=round(perf_counter() - tally.begun, 3),
    )
    return added, tell_changes(desk.store, moves)


def _sum_up(desk: Desk, tally: Tally, moves: Sequence[LoggedMove], briefs: int, told: int) -> Added:
    kinds = [one.move.kind for one in moves]
    begun = {one.move.story for one in moves if one.move.kind == "new"}
    changed = {one.move.story for one in moves if one.move.kind in ("join", "reopen")} - begun
    return Added(
        library=desk.store.where,
        reports=tally.reports,
        known=tally.known,
        followed=tuple(dict.fromkeys(tally.followed)),
        stories_begun=len(begun),
        stories_changed=len(changed),
        stories_merged=kinds.count("merge"),
        stories_split=kinds.count("split"),
        briefs=briefs,
        told=told,
        left_out=tally.left_out,
        reasons=tuple(
            ReasonCount(reason, count)
            for reason, count in sorted(tally.reasons.items(), key=lambda item: (-item[1], item[0]))
        ),
        skipped=tuple(tally.skipped),
        stopped=tally.stopped or desk.stop(),
    )
