"""Stories and briefs brought up to date with the reports that came in."""

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from tellings import flow
from tellings.daily.judgements import GROUPED, find_ties, index_reviews, redate
from tellings.errors import LostTaskError
from tellings.model.daily import Progress, StoryChange
from tellings.model.library import LoggedMove
from tellings.model.story import Fingerprint, Known
from tellings.ports import Store
from tellings.service.events import timed
from tellings.story.fingerprint import SCHEME, find_fingerprint
from tellings.story.stream import DAYS, Stream

PATIENCE = 600.0
"""Seconds to wait while another process sorts in: a large archive takes minutes."""

ADDING = "adding"
"""The task that all take part in who bring reports into a library."""

TOGETHER = 120
"""Seconds in which others who add may finish before what is there is sorted in. Which story a report begins or joins
depends on what came with it and before it: so eight who add at once come to the stories of one."""

TRIES = 5
"""Times in a row that the server may go away while the same day is sorted in."""

RESTING = 4
"""Reports of a story that rested long by which it can be found again."""

MADE_AT_ONCE = 256

SPREAD = 7919
"""By which the numbers of processes, which follow each other, are spread over a list."""

SHARED = 8
"""Briefs after which a process looks again which of the next ones others have made meanwhile."""

Clock = Callable[[], datetime]
Watch = Callable[[Progress], None]


class Sorter:
    """Sorts reports into the stories of a library; keeps what it knows of them between two calls.

    What it knows is taken up anew from the library when somebody else changed the stories meanwhile.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._stream: Stream | None = None
        self._last = (-1, -1, -1, -1)

    def sort_in(self, stop: Callable[[], bool] = bool) -> tuple[LoggedMove, ...]:
        """The changes that the reports not yet in a story bring about, a transaction a day, one process at a time.

        Others who are adding may finish first: what comes in together is sorted in together, as one process would.
        ``stop`` is asked between two days; what is left is sorted in the next time.

        Raises:
            LibraryError: when the server went away ``TRIES`` times without a day sorted in between.
        """
        done: list[LoggedMove] = []
        if not self._store.find_ungrouped(limit=1):
            return ()
        for _ in range(TOGETHER):
            if stop() or self._store.await_others(ADDING, wait=1.0):
                break
        lost = 0
        while True:
            before = len(done)
            try:
                with self._store.alone("grouping", wait=PATIENCE):
                    self._sort(stop, done)
                return tuple(done)
            except LostTaskError:
                self._stream = None
                lost = 1 if len(done) > before else lost + 1
                if lost >= TRIES:
                    raise

    def _sort(self, stop: Callable[[], bool], done: list[LoggedMove]) -> None:
        fresh = self._store.find_ungrouped()
        if not fresh:
            return
        stream = self._take_up()
        self._stream = None
        for _, prints in groupby(sorted(_load_prints(self._store, fresh, self._clock), key=_by_day), key=_day):
            if stop():
                break
            step = stream.take(prints)
            done += self._store.apply_moves(step.moves, step.stories, now=self._clock())
        self._stream, self._last = stream, self._last_move()

    def _take_up(self) -> Stream:
        if self._stream is not None and self._last == self._last_move():
            return self._stream
        stories = self._store.load_stories()
        newest = max((story.last for story in stories if story.last), default=None)
        since = newest - timedelta(days=DAYS) if newest else None
        docs = [
            doc
            for story in stories
            for doc in (story.documents[:RESTING] if since and story.last and story.last < since else story.documents)
        ]
        apart, together = find_ties(self._store)
        prints = tuple(_load_prints(self._store, docs, self._clock))
        return Stream(Known(stories, prints, tuple(sorted({*apart, *self._find_apart()})), together))

    def _find_apart(self) -> tuple[tuple[str, str], ...]:
        """What was put together and taken apart again by a person: it is not put together anew."""
        pairs: set[tuple[str, str]] = set()
        for one in self._store.list_moves(undone=True):
            move = one.move
            if move.kind == "merge" and move.other:
                pairs.add((move.story, move.other))
            elif move.kind == "join":
                pairs |= {(move.story, doc) for doc in move.documents}
        return tuple(sorted(pairs))

    def _last_move(self) -> tuple[int, int, int, int]:
        """The last move, the last taken back, how often people decided and removed: where the library stands."""
        done, undone = (self._store.list_moves(limit=1, undone=taken_back) for taken_back in (False, True))
        decided = len(self._store.list_reviews(statement=GROUPED))
        return (
            next((one.number for one in done), 0),
            next((one.number for one in undone), 0),
            decided,
            len(self._store.find_removed(None)),
        )


def _load_prints(store: Store, docs: Iterable[str], clock: Clock) -> list[Fingerprint]:
    """The fingerprints of the reports; those that are missing or of another version are made anew."""
    wanted = set(docs)
    prints = {each.doc: each for each in store.load_fingerprints(wanted) if each.scheme == SCHEME}
    missing = sorted(wanted - prints.keys())
    for start in range(0, len(missing), MADE_AT_ONCE):
        readings = store.load_readings(missing[start : start + MADE_AT_ONCE])
        made = [find_fingerprint(reading) for reading in readings]
        store.keep_fingerprints(made, now=clock())
        prints |= {each.doc: each for each in made}
    return [prints[doc] for doc in sorted(prints)]


def _day(fingerprint: Fingerprint) -> date:
    return fingerprint.latest or date.min


def _by_day(fingerprint: Fingerprint) -> tuple[date, str]:
    return _day(fingerprint), fingerprint.doc


def make_briefs(
    store: Store,
    stories: Iterable[str],
    clock: Clock,
    *,
    watch: Watch | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """How many briefs were made: of these stories, as they stand now; ``stop`` is asked between two."""
    waiting = sorted(set(stories))
    made = 0
    for story_id in waiting:
        if stop and stop():
            break
        for story in store.load_stories([story_id]):
            readings = store.load_readings(story.documents)
            if readings:
                with timed("briefed", "debug", story=story.id, reports=len(readings)):
                    brief = flow.brief_story(story, redate(store, story.id, readings))
                    store.keep_brief(brief, made_by=readings[-1].made_by, now=clock())
                index_reviews(store, story.id)
                made += 1
        if watch:
            watch(Progress("briefs", made, len(waiting)))
    return made


def make_stale_briefs(
    store: Store, clock: Clock, *, watch: Watch | None = None, stop: Callable[[], bool] | None = None
) -> int:
    """How many briefs this process made of those that were out of date; several processes share them out.

    Each begins at another place of the list, and passes over what others have made since.
    """
    waiting = sorted(store.find_stale())
    if waiting and not store.await_others("briefs", wait=0):
        begin = os.getpid() * SPREAD % len(waiting)
        waiting = waiting[begin:] + waiting[:begin]
    made, then = 0, store.find_briefed(waiting)
    with store.taking_part("briefs"):
        for start in range(0, len(waiting), SHARED):
            if stop and stop():
                break
            part = waiting[start : start + SHARED]
            now = store.find_briefed(part)
            left = [story for story in part if now.get(story) == then.get(story)]
            made += make_briefs(store, left, clock, stop=stop)
            if watch:
                watch(Progress("briefs", min(start + SHARED, len(waiting)), len(waiting)))
    return made


def tell_changes(store: Store, moves: Iterable[LoggedMove]) -> tuple[StoryChange, ...]:
    """The moves with the titles of the stories they concern."""
    logged = list(moves)
    titles = {story.id: story.title for story in store.load_stories({one.move.story for one in logged})}
    return tuple(
        StoryChange(
            at=one.at,
            kind=one.move.kind,
            story=one.move.story,
            title=titles.get(store.resolve_story(one.move.story) or one.move.story, ""),
            documents=one.move.documents,
            why=one.move.why,
            other=one.move.other,
        )
        for one in logged
    )
