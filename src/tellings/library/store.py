"""The store: one ``Library`` for a file or a server; every method is one transaction."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import partial
from threading import local
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from tellings.errors import LibraryError, LostTaskError
from tellings.library import check, codec, desk, locks, months, removal, reports, rounds, search, titles
from tellings.library import moves as log
from tellings.library import stories as shelf
from tellings.library.accounts import Register
from tellings.library.again import Trouble, is_lost, is_overtaken, persist
from tellings.library.connect import Turn, look, reading, take_turn, write, writing
from tellings.library.faults import told_plainly
from tellings.library.letters import LetterBox
from tellings.library.near import Near
from tellings.library.place import Place
from tellings.library.shown import index_shown
from tellings.library.standing import find_standing
from tellings.library.upgrade import need_version
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.library import (
    Arrival,
    Counts,
    FetchOutcome,
    Hit,
    HitKind,
    HitOrder,
    LoggedFetch,
    LoggedMove,
    Membership,
    Original,
    Query,
    Report,
    Review,
    Seen,
    Source,
    StoryLine,
    StoryOrder,
    Watchlist,
)
from tellings.model.reading import Reading
from tellings.model.service import Standing
from tellings.model.story import Fingerprint, Move, Story

P = ParamSpec("P")
T = TypeVar("T")


def _stay(given: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is given, so that it can be gone through again."""
    return tuple(tuple(each) if isinstance(each, Iterator) else each for each in given)


class Library:
    """A library that is open; the docstrings of ``ports.Store`` say what holds of each method.

    On a server each method is done again when the server was away for a while, or another writer stood in the way.
    """

    def __init__(self, engine: sa.Engine, place: Place) -> None:
        self.engine, self.place = engine, place
        self._trouble = Trouble()
        self._months: set[date] = set()
        self._near = Near()
        self._sessions = local()

    @property
    def where(self) -> str:
        return self.place.shown

    @property
    def accounts(self) -> Register:
        return Register(self._read, partial(self._write, "alone"))

    @property
    def letters(self) -> LetterBox:
        return LetterBox(self._read, partial(self._write, "beside"))

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """One state of the library to look into."""
        return reading(self.engine, self.where)

    @contextmanager
    def writing(self, turn: Turn = "alone") -> Iterator[sa.Connection]:
        """One transaction, which has its turn among those who write."""
        with writing(self.engine, self.where, turn) as connection:
            need_version(connection, self.place)
            yield connection

    def _read(self, do: Callable[Concatenate[sa.Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        asked: Any = _stay(given)

        def attempt() -> T:
            with look(self.engine) as connection:
                return do(connection, *asked, **named)

        return self._persist(attempt)

    def _write(
        self, turn: Turn, do: Callable[Concatenate[sa.Connection, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        asked: Any = _stay(given)

        def attempt() -> T:
            with write(self.engine, turn) as connection:
                need_version(connection, self.place)
                return do(connection, *asked, **named)

        return self._persist(attempt)

    def _persist(self, attempt: Callable[[], T]) -> T:
        with told_plainly(self.where):
            return attempt() if self.place.file is not None else persist(attempt, self._trouble)

    @contextmanager
    def alone(self, task: str, *, wait: float = 60.0) -> Iterator[None]:
        with locks.alone(self.engine, self.place, task, wait, self._trouble) as session:
            before = getattr(self._sessions, "held", {})
            self._sessions.held = before | {task: session}
            try:
                yield
            finally:
                self._sessions.held = before

    def taking_part(self, task: str) -> AbstractContextManager[None]:
        return locks.taking_part(self.engine, self.place, task, self._trouble)

    def await_others(self, task: str, *, wait: float) -> bool:
        until = time.monotonic() + wait
        while not self._trouble.settled or self._persist(lambda: locks.has_others(self.engine, self.place, task)):
            if time.monotonic() >= until:
                return False
            time.sleep(locks.LOOK_AGAIN)
        return True

    def need_months(self, moments: Iterable[date]) -> None:
        """Makes the partitions for what is kept at these times, and for the month after the last; a file has none."""
        if self.place.file is not None:
            return
        wanted = {months.month_of(moment) for moment in moments}
        if wanted - self._months:
            ahead = wanted | {months.after(max(wanted))}
            if self._read(months.find_lacking, ahead):
                self._write("alone", months.make_months, ahead)
            self._months |= ahead

    # Reports and their bytes

    def keep(self, arrivals: Sequence[Arrival], *, now: datetime) -> tuple[str, ...]:
        prepared = [reports.prepare_document(arrival, now) for arrival in arrivals]
        readings = [a.reading for a in arrivals if a.reading is not None]
        bodies = [codec.encode_reading(reading) for reading in readings]
        fingerprints = [a.fingerprint for a in arrivals if a.fingerprint is not None]

        def do(connection: sa.Connection) -> tuple[str, ...]:
            new = reports.keep(connection, arrivals, prepared, now)
            reports.keep_readings(connection, readings, bodies, now)
            reports.keep_fingerprints(connection, fingerprints, now)
            return new

        self.need_months([now])
        return self._write("beside", do)

    def find_kept(self, docs: Iterable[str]) -> frozenset[str]:
        return self._read(reports.find_kept, docs)

    def find_removed(self, marks: Iterable[str] | None) -> Mapping[str, datetime]:
        return self._read(removal.find_removed, marks)

    def find_page(self, address: str, data: bytes | None = None) -> tuple[str, ...]:
        return self._read(reports.find_page, address, data)

    def load_documents(self, docs: Iterable[str]) -> tuple[Document, ...]:
        return self._read(reports.load_documents, docs)

    def load_original(self, doc: str) -> Original | None:
        return self._read(reports.load_original, doc)

    def list_reports(
        self, *, story: str | None = None, since: date | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[Report]:
        def do(connection: sa.Connection) -> Iterator[Report]:
            home = shelf.resolve_story(connection, story) or story if story is not None else None
            return reports.list_reports(connection, story=home, since=since, limit=limit, offset=offset)

        if story is not None or limit is not None:
            yield from self._read(lambda connection: tuple(do(connection)))
            return
        with self.reading() as connection:
            yield from do(connection)

    # Readings and fingerprints

    def keep_readings(self, readings: Sequence[Reading], *, now: datetime) -> None:
        bodies = [codec.encode_reading(reading) for reading in readings]
        self._write("beside", reports.keep_readings, readings, bodies, now)

    def load_readings(self, docs: Iterable[str], *, made_by: str | None = None) -> tuple[Reading, ...]:
        return self._read(reports.load_readings, docs, made_by)

    def find_unread(self, made_by: str, *, limit: int | None = None) -> tuple[str, ...]:
        return self._read(reports.find_unread, made_by, limit)

    def keep_fingerprints(self, fingerprints: Sequence[Fingerprint], *, now: datetime) -> None:
        self._write("beside", reports.keep_fingerprints, fingerprints, now)

    def load_fingerprints(
        self, docs: Iterable[str] | None = None, *, since: date | None = None
    ) -> Iterator[Fingerprint]:
        if docs is not None:
            wanted = tuple(docs)
            yield from self._read(lambda connection: tuple(reports.load_fingerprints(connection, wanted, since)))
            return
        with self.reading() as connection:
            yield from reports.load_fingerprints(connection, None, since)

    # Stories

    def find_ungrouped(self, *, limit: int | None = None) -> tuple[str, ...]:
        return self._read(reports.find_ungrouped, limit)

    def apply_moves(
        self, moves: Sequence[Move], stories: Sequence[Story] = (), *, now: datetime
    ) -> tuple[LoggedMove, ...]:
        session = getattr(self._sessions, "held", {}).get("grouping")
        if session is None:
            return self._write("moves", log.apply_moves, moves, stories, now)
        # In the session that holds the lock: when it is gone, so is the right to move anything.
        try:
            with told_plainly(self.where), session.begin():
                take_turn(session, "moves")
                need_version(session, self.place)
                return log.apply_moves(session, moves, stories, now)
        except LibraryError as err:
            if err.__cause__ is not None and (is_lost(err.__cause__) or is_overtaken(err.__cause__)):
                self._trouble.note()
                raise LostTaskError(f"{err}\nThe stories were left as they were.") from err
            raise

    def undo_move(self, *, now: datetime) -> LoggedMove | None:
        # Done twice it would take back two.
        with self.writing("moves") as connection:
            return log.undo_move(connection, now)

    def list_moves(
        self,
        *,
        story: str | None = None,
        limit: int | None = None,
        undone: bool = False,
        before: int | None = None,
    ) -> tuple[LoggedMove, ...]:
        return self._read(log.list_moves, story, limit, undone=undone, before=before)

    def resolve_story(self, story: str) -> str | None:
        return self._read(shelf.resolve_story, story)

    def match_stories(self, prefix: str, *, limit: int = 10) -> tuple[str, ...]:
        return self._read(shelf.match_stories, prefix, limit)

    def load_stories(self, stories: Iterable[str] | None = None) -> tuple[Story, ...]:
        return self._read(shelf.load_stories, stories)

    def find_stories(self, docs: Iterable[str]) -> Mapping[str, str]:
        return self._read(shelf.find_stories, docs)

    def list_stories(
        self, order: StoryOrder = "newest", *, limit: int | None = None, offset: int = 0
    ) -> tuple[StoryLine, ...]:
        return self._read(shelf.list_stories, order, limit, offset)

    def list_members(self, story: str) -> tuple[Membership, ...]:
        return self._read(shelf.list_members, story)

    def list_days(self, stories: Iterable[str]) -> Mapping[str, tuple[date | None, ...]]:
        return self._read(shelf.list_days, stories)

    # Briefs, and what readers saw

    def keep_brief(self, brief: Brief, *, made_by: str, now: datetime) -> None:
        body = codec.encode(brief)
        self._write("alone", desk.keep_brief, brief, body, made_by, now)

    def index_shown(self, made: Brief, shown: Brief, *, again: Iterable[str]) -> None:
        self._write("alone", index_shown, made, shown, frozenset(again))

    def load_brief(self, story: str, *, on: date | None = None) -> Brief | None:
        return self._read(desk.load_brief, story, on)

    def list_briefs(self, story: str) -> tuple[date, ...]:
        return self._read(desk.list_briefs, story)

    def find_stale(self, *, limit: int | None = None) -> tuple[str, ...]:
        return self._read(desk.find_stale, limit)

    def find_briefed(self, stories: Iterable[str]) -> Mapping[str, datetime]:
        return self._read(desk.find_briefed, stories)

    def mark_seen(self, reader: str, docs: Iterable[str], *, now: datetime) -> None:
        self._write("beside", desk.mark_seen, reader, docs, now)

    def load_seen(self, reader: str, story: str) -> Seen | None:
        return self._read(desk.load_seen, reader, story)

    def count_unseen(self, reader: str, stories: Iterable[str]) -> Mapping[str, int]:
        return self._read(desk.count_unseen, reader, stories)

    def keep_reviews(self, reviews: Sequence[Review]) -> None:
        self._write("alone", desk.keep_reviews, reviews)

    def list_reviews(self, *, story: str | None = None, statement: str | None = None) -> tuple[Review, ...]:
        return self._read(desk.list_reviews, story, statement)

    def count_reviews(self, stories: Iterable[str]) -> Mapping[str, int]:
        return self._read(titles.count_reviews, stories)

    # Sources, fetches, watchlists

    def keep_sources(self, sources: Sequence[Source]) -> None:
        self._write("alone", rounds.keep_sources, sources)

    def list_sources(self, *, due: datetime | None = None) -> tuple[Source, ...]:
        return self._read(rounds.list_sources, due)

    def drop_source(self, address: str) -> bool:
        return self._write("alone", rounds.drop_source, address)

    def log_fetches(self, fetches: Sequence[LoggedFetch]) -> None:
        self.need_months(fetch.at for fetch in fetches)
        self._write("alone", rounds.log_fetches, fetches)

    def list_fetches(
        self,
        *,
        url: str | None = None,
        source: str | None = None,
        outcomes: Iterable[FetchOutcome] = (),
        limit: int | None = None,
    ) -> tuple[LoggedFetch, ...]:
        return self._read(rounds.list_fetches, url, source, outcomes, limit)

    def count_given(self) -> Mapping[str, int]:
        return self._read(rounds.count_given)

    def keep_watchlist(self, watchlist: Watchlist) -> None:
        self._write("alone", rounds.keep_watchlist, watchlist)

    def list_watchlists(self) -> tuple[Watchlist, ...]:
        return self._read(rounds.list_watchlists)

    def drop_watchlist(self, name: str) -> bool:
        return self._write("alone", rounds.drop_watchlist, name)

    def find_told(self, watchlist: str, keys: Iterable[str]) -> frozenset[str]:
        return self._read(rounds.find_told, watchlist, keys)

    def note_told(self, watchlist: str, keys: Iterable[str], *, now: datetime) -> tuple[str, ...]:
        return self._write("alone", rounds.note_told, watchlist, keys, now)

    # Search, counts

    def search(
        self,
        query: Query,
        *,
        kinds: Iterable[HitKind] = (),
        order: HitOrder = "newest",
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[Hit, ...]:
        return self._read(search.search, query, kinds, order, limit, offset)

    def find_named(self, name: str, *, kinds: Iterable[str] = ()) -> Mapping[str, Mapping[str, int]]:
        return self._read(search.find_named, name, kinds)

    def find_near(self, vector: bytes, *, limit: int = 20) -> tuple[tuple[str, float], ...]:
        return self._read(self._near.find, vector, limit)

    def count(self) -> Counts:
        return self._read(check.count, self.place)

    def find_standing(self, *, most: int) -> Standing:
        return self._read(find_standing, self.place, most)
