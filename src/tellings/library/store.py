"""The store: one ``Library`` for a file or a server; every method is one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

import sqlalchemy as sa

from tellings.library import check, codec, desk, locks, reports, rounds, search, titles
from tellings.library import moves as log
from tellings.library import stories as shelf
from tellings.library.accounts import Register
from tellings.library.connect import reading, writing
from tellings.library.place import Place
from tellings.library.shown import index_shown
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
from tellings.model.story import Fingerprint, Move, Story


class Library:
    """A library that is open; the docstrings of ``ports.Store`` say what holds of each method."""

    def __init__(self, engine: sa.Engine, place: Place) -> None:
        self.engine = engine
        self.place = place

    @property
    def where(self) -> str:
        return self.place.shown

    @property
    def accounts(self) -> Register:
        return Register(self.reading, self.writing)

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """One state of the library to look into."""
        return reading(self.engine, self.where)

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """One transaction."""
        return writing(self.engine, self.where)

    def alone(self, task: str, *, wait: float = 60.0) -> AbstractContextManager[None]:
        return locks.alone(self.engine, self.place, task, wait)

    # Reports and their bytes

    def keep(self, arrivals: Sequence[Arrival], *, now: datetime) -> tuple[str, ...]:
        prepared = [reports.prepare_document(arrival, now) for arrival in arrivals]
        readings = [a.reading for a in arrivals if a.reading is not None]
        bodies = [codec.encode_reading(reading) for reading in readings]
        fingerprints = [a.fingerprint for a in arrivals if a.fingerprint is not None]
        with self.writing() as connection:
            new = reports.keep(connection, arrivals, prepared, now)
            reports.keep_readings(connection, readings, bodies, now)
            reports.keep_fingerprints(connection, fingerprints, now)
        return new

    def find_kept(self, docs: Iterable[str]) -> frozenset[str]:
        with self.reading() as connection:
            return reports.find_kept(connection, docs)

    def find_page(self, address: str, data: bytes | None = None) -> tuple[str, ...]:
        with self.reading() as connection:
            return reports.find_page(connection, address, data)

    def load_documents(self, docs: Iterable[str]) -> tuple[Document, ...]:
        with self.reading() as connection:
            return reports.load_documents(connection, docs)

    def load_original(self, doc: str) -> Original | None:
        with self.reading() as connection:
            return reports.load_original(connection, doc)

    def list_reports(
        self, *, story: str | None = None, since: date | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[Report]:
        with self.reading() as connection:
            home = shelf.resolve_story(connection, story) or story if story is not None else None
            yield from reports.list_reports(connection, story=home, since=since, limit=limit, offset=offset)

    # Readings and fingerprints

    def keep_readings(self, readings: Sequence[Reading], *, now: datetime) -> None:
        bodies = [codec.encode_reading(reading) for reading in readings]
        with self.writing() as connection:
            reports.keep_readings(connection, readings, bodies, now)

    def load_readings(self, docs: Iterable[str], *, made_by: str | None = None) -> tuple[Reading, ...]:
        with self.reading() as connection:
            return reports.load_readings(connection, docs, made_by)

    def find_unread(self, made_by: str, *, limit: int | None = None) -> tuple[str, ...]:
        with self.reading() as connection:
            return reports.find_unread(connection, made_by, limit)

    def keep_fingerprints(self, fingerprints: Sequence[Fingerprint], *, now: datetime) -> None:
        with self.writing() as connection:
            reports.keep_fingerprints(connection, fingerprints, now)

    def load_fingerprints(
        self, docs: Iterable[str] | None = None, *, since: date | None = None
    ) -> Iterator[Fingerprint]:
        with self.reading() as connection:
            yield from reports.load_fingerprints(connection, docs, since)

    # Stories

    def find_ungrouped(self, *, limit: int | None = None) -> tuple[str, ...]:
        with self.reading() as connection:
            return reports.find_ungrouped(connection, limit)

    def apply_moves(
        self, moves: Sequence[Move], stories: Sequence[Story] = (), *, now: datetime
    ) -> tuple[LoggedMove, ...]:
        with self.writing() as connection:
            return log.apply_moves(connection, moves, stories, now)

    def undo_move(self, *, now: datetime) -> LoggedMove | None:
        with self.writing() as connection:
            return log.undo_move(connection, now)

    def list_moves(
        self,
        *,
        story: str | None = None,
        limit: int | None = None,
        undone: bool = False,
        before: int | None = None,
    ) -> tuple[LoggedMove, ...]:
        with self.reading() as connection:
            return log.list_moves(connection, story, limit, undone=undone, before=before)

    def resolve_story(self, story: str) -> str | None:
        with self.reading() as connection:
            return shelf.resolve_story(connection, story)

    def match_stories(self, prefix: str, *, limit: int = 10) -> tuple[str, ...]:
        with self.reading() as connection:
            return shelf.match_stories(connection, prefix, limit)

    def load_stories(self, stories: Iterable[str] | None = None) -> tuple[Story, ...]:
        with self.reading() as connection:
            return shelf.load_stories(connection, stories)

    def find_stories(self, docs: Iterable[str]) -> Mapping[str, str]:
        with self.reading() as connection:
            return shelf.find_stories(connection, docs)

    def list_stories(
        self, order: StoryOrder = "newest", *, limit: int | None = None, offset: int = 0
    ) -> tuple[StoryLine, ...]:
        with self.reading() as connection:
            return shelf.list_stories(connection, order, limit, offset)

    def list_members(self, story: str) -> tuple[Membership, ...]:
        with self.reading() as connection:
            return shelf.list_members(connection, story)

    def list_days(self, stories: Iterable[str]) -> Mapping[str, tuple[date | None, ...]]:
        with self.reading() as connection:
            return shelf.list_days(connection, stories)

    # Briefs, and what readers saw

    def keep_brief(self, brief: Brief, *, made_by: str, now: datetime) -> None:
        body = codec.encode(brief)
        with self.writing() as connection:
            desk.keep_brief(connection, brief, body, made_by, now)

    def index_shown(self, made: Brief, shown: Brief, *, again: Iterable[str]) -> None:
        with self.writing() as connection:
            index_shown(connection, made, shown, frozenset(again))

    def load_brief(self, story: str, *, on: date | None = None) -> Brief | None:
        with self.reading() as connection:
            return desk.load_brief(connection, story, on)

    def list_briefs(self, story: str) -> tuple[date, ...]:
        with self.reading() as connection:
            return desk.list_briefs(connection, story)

    def find_stale(self, *, limit: int | None = None) -> tuple[str, ...]:
        with self.reading() as connection:
            return desk.find_stale(connection, limit)

    def find_briefed(self, stories: Iterable[str]) -> Mapping[str, datetime]:
        with self.reading() as connection:
            return desk.find_briefed(connection, stories)

    def mark_seen(self, reader: str, docs: Iterable[str], *, now: datetime) -> None:
        with self.writing() as connection:
            desk.mark_seen(connection, reader, docs, now)

    def load_seen(self, reader: str, story: str) -> Seen | None:
        with self.reading() as connection:
            return desk.load_seen(connection, reader, story)

    def count_unseen(self, reader: str, stories: Iterable[str]) -> Mapping[str, int]:
        with self.reading() as connection:
            return desk.count_unseen(connection, reader, stories)

    def keep_reviews(self, reviews: Sequence[Review]) -> None:
        with self.writing() as connection:
            desk.keep_reviews(connection, reviews)

    def list_reviews(self, *, story: str | None = None, statement: str | None = None) -> tuple[Review, ...]:
        with self.reading() as connection:
            return desk.list_reviews(connection, story, statement)

    def count_reviews(self, stories: Iterable[str]) -> Mapping[str, int]:
        with self.reading() as connection:
            return titles.count_reviews(connection, stories)

    # Sources, fetches, watchlists

    def keep_sources(self, sources: Sequence[Source]) -> None:
        with self.writing() as connection:
            rounds.keep_sources(connection, sources)

    def list_sources(self, *, due: datetime | None = None) -> tuple[Source, ...]:
        with self.reading() as connection:
            return rounds.list_sources(connection, due)

    def drop_source(self, address: str) -> bool:
        with self.writing() as connection:
            return rounds.drop_source(connection, address)

    def log_fetches(self, fetches: Sequence[LoggedFetch]) -> None:
        with self.writing() as connection:
            rounds.log_fetches(connection, fetches)

    def list_fetches(
        self,
        *,
        url: str | None = None,
        source: str | None = None,
        outcomes: Iterable[FetchOutcome] = (),
        limit: int | None = None,
    ) -> tuple[LoggedFetch, ...]:
        with self.reading() as connection:
            return rounds.list_fetches(connection, url, source, outcomes, limit)

    def count_given(self) -> Mapping[str, int]:
        with self.reading() as connection:
            return rounds.count_given(connection)

    def keep_watchlist(self, watchlist: Watchlist) -> None:
        with self.writing() as connection:
            rounds.keep_watchlist(connection, watchlist)

    def list_watchlists(self) -> tuple[Watchlist, ...]:
        with self.reading() as connection:
            return rounds.list_watchlists(connection)

    def drop_watchlist(self, name: str) -> bool:
        with self.writing() as connection:
            return rounds.drop_watchlist(connection, name)

    def find_told(self, watchlist: str, keys: Iterable[str]) -> frozenset[str]:
        with self.reading() as connection:
            return rounds.find_told(connection, watchlist, keys)

    def note_told(self, watchlist: str, keys: Iterable[str], *, now: datetime) -> tuple[str, ...]:
        with self.writing() as connection:
            return rounds.note_told(connection, watchlist, keys, now)

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
        with self.reading() as connection:
            return search.search(connection, query, kinds, order, limit, offset)

    def find_named(self, name: str, *, kinds: Iterable[str] = ()) -> Mapping[str, Mapping[str, int]]:
        with self.reading() as connection:
            return search.find_named(connection, name, kinds)

    def find_near(self, vector: bytes, *, limit: int = 20) -> tuple[tuple[str, float], ...]:
        with self.reading() as connection:
            return search.find_near(connection, vector, limit)

    def count(self) -> Counts:
        with self.reading() as connection:
            return check.count(connection, self.place)
