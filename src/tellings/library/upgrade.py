"""A library brought to the schema of this version when it is opened: one transaction, and a copy before.

On a server what takes long is done before and after that transaction, beside those who use the library.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from tellings.errors import LibraryError
from tellings.library.connect import reading, writing
from tellings.library.copies import copy_file
from tellings.library.faults import told_plainly
from tellings.library.locks import LOOK_AGAIN
from tellings.library.moving import hold_tables, place_reports, prepare
from tellings.library.place import Place
from tellings.library.schema import VERSION

EXCHANGE = 60.0
"""Seconds in which the tables are asked for again and again, each time for a moment, before readers are held up."""

STEPS = Path(__file__).parent / "migrations"

UPGRADE = 0x7E111267
"""The advisory lock of the process that brings a library on a server up to date; others wait, or read on."""


def bring_up_to_date(engine: sa.Engine, place: Place, *, now: datetime, steps: Path = STEPS, to: str = VERSION) -> str:
    """The version the library had ("" for a new one); it has ``to`` afterwards, made by the Alembic ``steps``.

    A SQLite file of an older version is copied first, to ``FILE.VERSION-DAY.backup`` beside it.

    Raises:
        LibraryError: when the library is of a newer version, is of something else, or cannot be changed.
    """
    found = _find_version(engine, place, to)
    if found != to:
        with _turn_to_upgrade(engine, place):
            found = _upgrade(engine, place, now, steps, to)
    if place.url and to >= "0003":
        place_reports(engine, place)
    return found


@contextmanager
def _turn_to_upgrade(engine: sa.Engine, place: Place) -> Iterator[None]:
    """On a server one process at a time prepares; to wait for it may take as long as that."""
    if not place.url:
        yield
        return
    with told_plainly(place.shown), engine.connect() as connection:
        # Asked for again and again: one that waits inside a transaction would be waited for by the making of indices.
        while not connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": UPGRADE}).scalar():
            connection.commit()
            time.sleep(LOOK_AGAIN)
        connection.commit()
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": UPGRADE})
            connection.commit()


def _upgrade(engine: sa.Engine, place: Place, now: datetime, steps: Path, to: str) -> str:
    # Another process may have done it while we waited for our turn.
    found = _find_version(engine, place, to)
    if found == to:
        return found
    if found and place.file is not None:
        _keep_copy(place, found, now)
    if place.url:
        with told_plainly(place.shown):
            prepare(engine, found)
    until = time.monotonic() + EXCHANGE
    while True:
        with writing(engine, place.shown) as connection:
            found = _read_version(connection, place, to)  # a file is waited for here
            if found == to:
                return found
            if not (place.url and found) or hold_tables(connection, found, last=time.monotonic() > until):
                with _explained(place):
                    _run(connection, steps, to)
                return found
        time.sleep(4 * LOOK_AGAIN)


def _find_version(engine: sa.Engine, place: Place, known: str) -> str:
    with reading(engine, place.shown) as connection:
        return _read_version(connection, place, known)


def _read_version(connection: sa.Connection, place: Place, known: str) -> str:
    there = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in there:
        if there:
            some = ", ".join(sorted(there)[:5])
            raise LibraryError(
                f"the library {place.shown} is a database of something else: it holds {some}.\n"
                "Give another path with --library, or an empty database."
            )
        return ""
    version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version > known:
        raise LibraryError(_say_newer(place, version, known))
    return version or ""


def need_version(connection: sa.Connection, place: Place, known: str = VERSION) -> None:
    """Makes sure that nobody brought the library to another version since it was opened.

    Raises:
        LibraryError: when it is of a newer version now.
    """
    if connection.dialect.name == "sqlite":
        return
    version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version > known:
        raise LibraryError(_say_newer(place, version, known))


def _say_newer(place: Place, version: str, known: str) -> str:
    return (
        f"the library {place.shown} was written by a newer version of tellings "
        f"(schema {version}; this version knows {known}).\n"
        "Bring tellings up to date (pip install --upgrade tellings), or give another library."
    )


def _keep_copy(place: Place, version: str, now: datetime) -> None:
    path = place.file or Path()
    copy_file(path, path.with_name(f"{path.name}.{version}-{now:%Y%m%d}.backup"), replace=True)


def _run(connection: sa.Connection, steps: Path, to: str) -> None:
    # Alembic takes a moment to load and is needed once in the life of a schema.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@contextmanager
def _explained(place: Place) -> Iterator[None]:
    from alembic.util import CommandError

    try:
        yield
    except CommandError as err:
        raise LibraryError(
            f"the library {place.shown} could not be brought up to date: {err}.\nNothing of it was changed."
        ) from err
