"""What PostgreSQL has besides: tables in partitions by month, and numbers that writers take side by side.

``readings``, ``passages`` and ``passage_terms`` grow without bound and are asked for by report: their rows lie with the
month the report came in, which ``documents`` holds and the database compares, so that a reading is there once although
no index spans the months. ``fetches`` lie with the month of the fetch. ``documents`` stays one table: one index says
that the id of a report is there once in all of the library. ``originals`` stays one, because reports of several
months may have come in the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tellings.errors import UsageError
from tellings.library import schema

UNPLACED = date(1, 1, 1)
"""The month of reports that an older version kept, until they are brought to theirs."""

BY_REPORT = ("readings", "passages", "passage_terms")
MONTHLY = (*BY_REPORT, "fetches")

COUNTED = frozenset({"documents", "names", "passages"})
"""Tables whose rows are numbered by a sequence there; those of the others are written by one at a time."""


def _with_month(table: sa.Table) -> sa.TableClause:
    return sa.table(table.name, *(sa.column(c.name, c.type) for c in table.columns), sa.column("month", sa.Date))


documents = _with_month(schema.documents)
readings = _with_month(schema.readings)
passages = _with_month(schema.passages)


def month_of(moment: date) -> date:
    """The first day of the month, in UTC."""
    day = moment.astimezone(UTC) if isinstance(moment, datetime) else moment
    return date(day.year, day.month, 1)


def after(month: date) -> date:
    """The month that follows."""
    return month_of(month + timedelta(days=31))


def place_rows(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the month of the report that each names as its ``document``."""
    ids = sorted({row["document"] for row in rows})
    query = sa.select(documents.c.id, documents.c.month).where(documents.c.id == sa.any_(sa.bindparam("ids", ids)))
    found = {row.id: row.month for row in connection.execute(query)}
    return [{**row, "month": found[row["document"]]} for row in rows]


def take_numbers(connection: sa.Connection, table: str, count: int) -> list[int]:
    """So many numbers that no other row has or will have."""
    query = sa.text(f"SELECT nextval('{table}_number') FROM generate_series(1, :count)")
    return list(connection.execute(query, {"count": count}).scalars())


def find_lacking(connection: sa.Connection, wanted: Iterable[date]) -> list[date]:
    """Those of the months that have no partition of their own yet, rising."""
    named = {month: f"readings_{month:%Y_%m}" for month in sorted(set(wanted))}
    query = sa.text("SELECT to_regclass(:name) IS NULL")
    return [month for month, name in named.items() if connection.execute(query, {"name": name}).scalar_one()]


def make_months(connection: sa.Connection, wanted: Iterable[date]) -> None:
    """Makes the partitions of these months, where they are lacking; nobody else may be writing.

    They are made apart and put in when they are whole, and there is none for all other rows, which would be locked
    then: so those who read are not held up.
    """
    for month in find_lacking(connection, wanted):
        for table in MONTHLY:
            _make(connection, table, month)


def _make(connection: sa.Connection, table: str, month: date) -> None:
    name, until = f"{table}_{month:%Y_%m}", after(month)
    ends = [f"'{day:%Y-%m-%d} 00:00+00'" if table == "fetches" else f"'{day:%Y-%m-%d}'" for day in (month, until)]
    if table == "fetches" and _lies_before(connection, month):
        return
    connection.execute(sa.text(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)"))
    connection.execute(
        sa.text(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({ends[0]}) TO ({ends[1]})")
    )


def _lies_before(connection: sa.Connection, month: date) -> bool:
    """Whether the fetches of the month lie in the partition that an older version's log became."""
    query = "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = to_regclass('fetches_before')"
    bound = connection.execute(sa.text(query)).scalar()
    ends = str(bound or "").rpartition("TO ('")[2][:10]
    return bool(ends) and f"{month:%Y-%m-%d}" < ends


def list_months(connection: sa.Connection) -> dict[date, int]:
    """The months that have partitions, rising, each with the bytes they take on the disk."""
    query = sa.text(
        "SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "JOIN pg_class p ON p.oid = i.inhparent WHERE p.relkind = 'p' AND p.relname = ANY(:tables)"
    )
    found: dict[date, int] = {}
    for name, size in connection.execute(query, {"tables": list(MONTHLY)}):
        year, _, number = name.rpartition("_")
        year = year.rpartition("_")[2]
        if year.isdigit() and number.isdigit():
            month = date(int(year), int(number), 1)
            found[month] = found.get(month, 0) + int(size)
    return dict(sorted(found.items()))


def detach_month(connection: sa.Connection, month: date) -> tuple[str, ...]:
    """Takes a month out of the library; nobody else may be writing. Gives the names of the tables that now stand apart.

    Its reports stay in lists and stories, with their text; their readings are gone from the library, search does not
    find them, and the log knows nothing of the fetches of the month.

    Raises:
        UsageError: when the month has no partitions.
    """
    there = list_months(connection)
    if month not in there:
        months = ", ".join(f"{each:%Y-%m}" for each in there) or "none"
        raise UsageError(f"The library has no partition of {month:%Y-%m}.\nThere are: {months}.")
    names = []
    # What refers to others goes first.
    for table in sorted(MONTHLY, key=lambda name: name != "passage_terms"):
        name = f"{table}_{month:%Y_%m}"
        if connection.execute(sa.text("SELECT to_regclass(:name)"), {"name": name}).scalar() is None:
            continue
        connection.execute(sa.text(f"ALTER TABLE {table} DETACH PARTITION {name}"))
        if table == "passage_terms":
            _let_go(connection, name)
        connection.execute(sa.text(f"ALTER TABLE {name} RENAME TO apart_{name}"))
        names.append(f"apart_{name}")
    # What comes of its reports from now on, when they are read again for instance, has its place.
    make_months(connection, [month])
    return tuple(sorted(names))


def _let_go(connection: sa.Connection, name: str) -> None:
    """Drops what ties the terms to the passages of the library: these leave it too."""
    query = (
        "SELECT conname FROM pg_constraint "
        "WHERE contype = 'f' AND conparentid = 0 AND conrelid = CAST(:name AS regclass)"
    )
    for constraint in connection.execute(sa.text(query), {"name": name}).scalars().all():
        connection.execute(sa.text(f'ALTER TABLE {name} DROP CONSTRAINT "{constraint}"'))
