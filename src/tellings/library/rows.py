"""Rows in and out: many at a time, in the same way for SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tellings.library import months

T = TypeVar("T")

AT_ONCE = 500
"""Ids asked for in one statement: far below the 32,766 variables SQLite takes."""


def chunks(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of ``size``, in order."""
    walk = iter(values)
    while part := list(islice(walk, size)):
        yield part


def insert_missing(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows whose key is not there yet; in the order of their keys, so that no writers wait in a circle."""
    if rows:
        keys = [column.name for column in table.primary_key]
        ordered = sorted(rows, key=lambda row: [str(row[key]) for key in keys])
        target, placed = _on_server(connection, table, ordered)
        connection.execute(_insert(connection, target).on_conflict_do_nothing(), placed)


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
    numbers = _take_numbers(connection, table, len(rows))
    numbered = [{**row, "number": n} for row, n in zip(rows, numbers, strict=True)]
    target, placed = _on_server(connection, table, numbered)
    connection.execute(sa.insert(target), placed)
    return numbers


def insert_new(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], key: str
) -> frozenset[Any]:
    """Inserts and numbers the rows whose ``key``, by which they are sorted, is not there; gives the keys of these.

    Where another writer is about to insert the same, it is waited for.
    """
    if connection.dialect.name == "sqlite" or not rows:  # the one writer has seen that they are not there
        insert_numbered(connection, table, rows)
        return frozenset(row[key] for row in rows)
    numbers = _take_numbers(connection, table, len(rows))
    numbered = [{**row, "number": n} for row, n in zip(rows, numbers, strict=True)]
    target, placed = _on_server(connection, table, numbered)
    statement = postgresql.insert(target).on_conflict_do_nothing().returning(target.c[key])
    return frozenset(connection.execute(statement, placed).scalars())


def _take_numbers(connection: sa.Connection, table: sa.Table, count: int) -> list[int]:
    if connection.dialect.name == "postgresql" and table.name in months.COUNTED:
        return months.take_numbers(connection, table.name, count)
    # The one writer may say the numbers itself, which is faster than asking for each.
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one()
    return list(range(last + 1, last + 1 + count))


def _on_server(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
) -> tuple[sa.TableClause, list[Mapping[str, Any]]]:
    """The table and the rows as they are there: on PostgreSQL some have a month besides."""
    if connection.dialect.name == "sqlite":
        return table, list(rows)
    if table.name == "documents":
        return months.documents, [{**row, "month": months.month_of(row["kept_at"])} for row in rows]
    if table.name in ("readings", "passages"):
        return getattr(months, table.name), list(months.place_rows(connection, rows))
    return table, list(rows)


def select_in(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterator[Any]:
    """The rows of the query whose ``column`` is one of the values; each value is asked for once."""
    for part in chunks(dict.fromkeys(values)):
        yield from connection.execute(query.where(column.in_(part)))


def _insert(connection: sa.Connection, table: sa.TableClause) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
