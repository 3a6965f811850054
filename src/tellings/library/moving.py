"""A library of an older version on PostgreSQL brought to this one beside those who use it."""

from datetime import date
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from tellings.library import months
from tellings.library.connect import writing
from tellings.library.faults import told_plainly
from tellings.library.place import Place

AT_ONCE = 250
"""Reports that are brought to their month in one transaction, with what was found in them. Others write after it."""

MOVER = 0x7E111266
"""The advisory lock of the process that brings reports to their months."""


def prepare(engine: sa.Engine, found: str) -> None:
    """Makes the large indices that version 0003 needs while others read and write; may be called again."""
    if found != "0002":
        return
    step: Any = import_module("tellings.library.migrations.versions.0003_many_writers")
    with engine.connect() as plain:
        plain.connection.rollback()  # testing whether it is alive began a transaction
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        for name in connection.execute(sa.text(_BROKEN)).scalars().all():
            connection.execute(sa.text(f'DROP INDEX "{name}"'))
        for statement in step.PREPARE:
            connection.execute(sa.text(statement))
        for table, name, what in step.CONSTRAIN:
            there = sa.text("SELECT 1 FROM pg_constraint WHERE conname = :name AND conrelid = CAST(:of AS regclass)")
            if connection.execute(there, {"name": name, "of": table}).first() is None:
                connection.execute(sa.text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {what} NOT VALID"))
            connection.execute(sa.text(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"))


def hold_tables(connection: sa.Connection, found: str, *, last: bool) -> bool:
    """Whether the tables that version 0003 exchanges are ours alone now; ``last``: wait for them in any case.

    They are waited for so shortly that, where we and a reader wait for each other, we give up, not the reader.
    """
    if found >= "0003":
        return True
    if not last:
        connection.execute(sa.text("SAVEPOINT held"))
        connection.execute(sa.text("SET LOCAL lock_timeout = 200"))
    try:
        connection.execute(sa.text(f"LOCK TABLE {_EXCHANGED} IN ACCESS EXCLUSIVE MODE"))
    except sa.exc.DBAPIError as err:
        if last or "55P03" not in str(err.orig):
            raise
        connection.execute(sa.text("ROLLBACK TO SAVEPOINT held"))
        return False
    if not last:
        connection.execute(sa.text("RELEASE SAVEPOINT held"))
        connection.execute(sa.text("SET LOCAL lock_timeout = 30000"))
    return True


_EXCHANGED = "documents, readings, fingerprints, passages, passage_terms, fetches, names"


# An index whose making was killed is there and no good.
_BROKEN = (
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid "
    "AND pg_table_is_visible(c.oid) AND c.relkind = 'i'"
)


def place_reports(engine: sa.Engine, place: Place) -> int:
    """How many reports of an older version were brought to their months; one process does it, in small transactions.

    What a killed process left is done by the next that opens the library.
    """
    done = 0
    left = sa.select(months.documents.c.id).where(months.documents.c.month == months.UNPLACED).limit(1)
    with told_plainly(place.shown), engine.connect() as holder:
        if holder.execute(left).first() is None:
            return 0
        if not holder.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": MOVER}).scalar():
            return 0
        holder.commit()
        try:
            while moved := _place_some(engine, place):
                done += moved
        finally:
            holder.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": MOVER})
            holder.commit()
    return done


def _place_some(engine: sa.Engine, place: Place) -> int:
    with writing(engine, place.shown) as connection:
        waiting = connection.execute(
            sa.text(
                "SELECT number, CAST(date_trunc('month', kept_at AT TIME ZONE 'UTC') AS date) AS month FROM documents "
                "WHERE month = :unplaced ORDER BY number LIMIT :count"
            ),
            {"unplaced": months.UNPLACED, "count": AT_ONCE},
        ).all()
        by_month: dict[date, list[int]] = {}
        for row in waiting:
            by_month.setdefault(row.month, []).append(row.number)
        months.make_months(connection, by_month)
        for month, numbers in by_month.items():
            # What refers to the report goes with it: the foreign keys say ON UPDATE CASCADE.
            update = sa.text("UPDATE documents SET month = :month WHERE number = ANY(:numbers)")
            connection.execute(update, {"month": month, "numbers": numbers})
        return len(waiting)
