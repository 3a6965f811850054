"""The daily round: sources, the fetch log, watchlists and what was told, in a transaction that is open already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.codec import from_json, shorten, to_json
from tellings.library.rows import insert_missing, insert_numbered, put, select_in
from tellings.model.library import FetchOutcome, LoggedFetch, Source, Watchlist

_SOURCE = tuple(field.name for field in fields(Source))
_FETCH = tuple(field.name for field in fields(LoggedFetch))


def keep_sources(connection: sa.Connection, sources: Sequence[Source]) -> None:
    """Adds sources, or brings those of the same address up to date."""
    rows = {source.address: {name: getattr(source, name) for name in _SOURCE} for source in sources}
    put(connection, schema.sources, list(rows.values()))


def list_sources(connection: sa.Connection, due: datetime | None) -> tuple[Source, ...]:
    """Sources by address, or those that are due, the longest due first."""
    table = schema.sources
    query = sa.select(*(table.c[name] for name in _SOURCE))
    if due is None:
        query = query.order_by(table.c.address)
    else:
        waiting = sa.or_(table.c.next_poll.is_(None), table.c.next_poll <= due)
        query = query.where(table.c.paused.is_(False), waiting)
        query = query.order_by(sa.nulls_first(table.c.next_poll), table.c.address)
    return tuple(Source(*row) for row in connection.execute(query))


def drop_source(connection: sa.Connection, address: str) -> bool:
    """Whether there was such a source."""
    return connection.execute(sa.delete(schema.sources).where(schema.sources.c.address == address)).rowcount > 0


def log_fetches(connection: sa.Connection, fetches: Sequence[LoggedFetch]) -> None:
    """Writes fetches and refusals down, each once."""
    table = schema.fetches
    query = sa.select(table.c.url, table.c.at, table.c.outcome)
    keyed = {(shorten(f.url), f.at, f.outcome): f for f in reversed(fetches)}
    there = {tuple(row) for row in select_in(connection, query, table.c.url, (url for url, _, _ in keyed))}
    rows = [
        {name: getattr(f, name) for name in _FETCH} | {"url": url, "documents": to_json(f.documents)}
        for (url, at, outcome), f in reversed(keyed.items())
        if (url, at, outcome) not in there
    ]
    insert_numbered(connection, table, rows)


def list_fetches(
    connection: sa.Connection,
    url: str | None,
    source: str | None,
    outcomes: Iterable[FetchOutcome],
    limit: int | None,
) -> tuple[LoggedFetch, ...]:
    """The fetch log, the latest first; of these outcomes, or all."""
    table = schema.fetches
    query = sa.select(*(table.c[name] for name in _FETCH)).order_by(table.c.at.desc(), table.c.number.desc())
    if url is not None:
        query = query.where(table.c.url == shorten(url))
    if source is not None:
        query = query.where(table.c.source == source)
    if wanted := sorted(set(outcomes)):
        query = query.where(table.c.outcome.in_(wanted))
    rows = connection.execute(query.limit(limit))
    return tuple(LoggedFetch(**{**row._mapping, "documents": from_json(row.documents)}) for row in rows)


def count_given(connection: sa.Connection) -> Mapping[str, int]:
    """How many different reports the logged fetches of each source brought."""
    table = schema.fetches
    query = sa.select(table.c.source, table.c.documents).where(table.c.outcome == "kept", table.c.documents != "[]")
    given: dict[str, set[str]] = {}
    for row in connection.execute(query):
        given.setdefault(row.source, set()).update(from_json(row.documents))
    return {source: len(docs) for source, docs in sorted(given.items())}


def keep_watchlist(connection: sa.Connection, watchlist: Watchlist) -> None:
    """Adds a watchlist, or takes the place of the one of the same name."""
    row = {"name": watchlist.name, "query": watchlist.query, "notify": to_json(watchlist.notify)}
    put(connection, schema.watchlists, [row | {"created_at": watchlist.created_at}])


def list_watchlists(connection: sa.Connection) -> tuple[Watchlist, ...]:
    """Watchlists by name."""
    table = schema.watchlists
    rows = connection.execute(sa.select(table).order_by(table.c.name))
    return tuple(Watchlist(row.name, row.query, from_json(row.notify), row.created_at) for row in rows)


def drop_watchlist(connection: sa.Connection, name: str) -> bool:
    """Whether there was such a watchlist; what was told of it is forgotten too."""
    connection.execute(sa.delete(schema.told).where(schema.told.c.watchlist == name))
    return connection.execute(sa.delete(schema.watchlists).where(schema.watchlists.c.name == name)).rowcount > 0


def find_told(connection: sa.Connection, watchlist: str, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that were told already."""
    table = schema.told
    query = sa.select(table.c.key).where(table.c.watchlist == watchlist)
    return frozenset(row.key for row in select_in(connection, query, table.c.key, sorted(set(keys))))


def note_told(connection: sa.Connection, watchlist: str, keys: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Those of the keys that were not told yet, sorted; from now on they are."""
    table = schema.told
    wanted = sorted(set(keys))
    there = find_told(connection, watchlist, wanted)
    new = [key for key in wanted if key not in there]
    insert_missing(connection, table, [{"watchlist": watchlist, "key": key, "at": now} for key in new])
    return tuple(new)
