"""Rows in and out: many at a time, in the same way for SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

AT_ONCE = 500
"""Ids asked for in one statement: far below the 32,766 variables SQLite takes."""


def chunks(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of ``size``, in order."""
    walk = iter(values)
    while part := list(islice(walk, size)):
        yield part


def insert_missing(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows whose key is not there yet."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows; one whose key is there takes its place. All rows name the same columns."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))


def insert_numbered(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Inserts the rows and gives their numbers, in order; the table counts up by itself."""
    if not rows:
        return []
    # The one writer may say the numbers itself, which is faster than asking for each.
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one()
    numbers = list(range(last + 1, last + 1 + len(rows)))
    connection.execute(sa.insert(table), [{**row, "number": n} for row, n in zip(rows, numbers, strict=True)])
    return numbers


def select_in(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterator[Any]:
    """The rows of the query whose ``column`` is one of the values; each value is asked for once."""
    for part in chunks(dict.fromkeys(values)):
        yield from connection.execute(query.where(column.in_(part)))


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
