"""Tasks that one process does at a time, or that several take part in: locks taken back when their holder dies."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import sqlalchemy as sa

from tellings.errors import LibraryError
from tellings.library.again import LATEST, Trouble, is_lost, persist
from tellings.library.faults import told_plainly
from tellings.library.place import Place

LOOK_AGAIN = 0.05
"""Seconds between two looks at a lock that another process holds."""


@contextmanager
def alone(engine: sa.Engine, place: Place, task: str, wait: float, trouble: Trouble) -> Iterator[sa.Connection | None]:
    """While it is held no other process holds the same task of this library; on a server, the session that holds it.

    The lock goes with the session: what must not be written without the lock is written in that session.

    Raises:
        LibraryError: when it is not free within ``wait`` seconds.
    """
    handle, connection = -1, None
    with told_plainly(place.shown):
        if place.file is not None:
            handle = _open_lock(place, task)
        else:
            connection = persist(engine.connect, trouble)
    try:
        with told_plainly(place.shown):
            if connection is None:
                _wait_for(lambda: _take(handle, shared=False), place, task, wait)
            else:
                connection = _wait_in_session(engine, connection, place, task, wait, trouble)
        yield connection
    finally:
        if connection is None:
            # Closing lets go. The file stays: to remove it would let a third process lock another file of its name.
            os.close(handle)
        else:
            _let_go(connection, task)


@contextmanager
def taking_part(engine: sa.Engine, place: Place, task: str, trouble: Trouble) -> Iterator[None]:
    """While it is held ``has_others`` is true for other processes; any number may hold it.

    On a server it is taken again by itself when the server was away.
    """
    if place.file is not None:
        with told_plainly(place.shown):
            handle = _open_lock(place, task)
        try:
            with suppress(LibraryError):  # Windows knows no shared locks: there nobody is waited for
                _wait_for(lambda: _take(handle, shared=True), place, task, LATEST)
            yield
        finally:
            os.close(handle)
        return
    stop, begun = Event(), Event()
    keeper = Thread(target=_keep_part, args=(engine, task, trouble, begun, stop), daemon=True)
    keeper.start()
    begun.wait(LATEST * 10)
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def has_others(engine: sa.Engine, place: Place, task: str) -> bool:
    """Whether any process takes part in the task just now."""
    if place.file is not None:
        handle = _open_lock(place, task)
        try:
            return not _take(handle, shared=False)
        finally:
            os.close(handle)
    with engine.connect() as connection:
        free = connection.execute(sa.text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _key(task)}).scalar()
        connection.rollback()
        return not free


def _wait_for(take: Callable[[], bool], place: Place, task: str, wait: float) -> None:
    until = time.monotonic() + wait
    while not take():
        if time.monotonic() >= until:
            raise LibraryError(
                f"another process is busy with {task} in the library {place.shown}, and was not done in {wait:g} s.\n"
                "Try again when it is done, or end it."
            )
        time.sleep(LOOK_AGAIN)


def _open_lock(place: Place, task: str) -> int:
    path = place.file or Path()
    name = f"{path.name}.{re.sub(r'[^a-z0-9]+', '-', task)}.lock"
    return os.open(path.with_name(name), os.O_CREAT | os.O_RDWR, 0o600)


def _take(handle: int, *, shared: bool) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            if shared:
                return False
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _key(task: str) -> int:
    return int.from_bytes(hashlib.sha256(task.encode()).digest()[:8], "big", signed=True)


def _try(connection: sa.Connection, task: str, *, shared: bool = False) -> bool:
    kind = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
    taken = bool(connection.execute(sa.text(f"SELECT {kind}(:key)"), {"key": _key(task)}).scalar())
    connection.commit()  # the lock stays with the session
    return taken


def _wait_in_session(
    engine: sa.Engine, connection: sa.Connection, place: Place, task: str, wait: float, trouble: Trouble
) -> sa.Connection:
    """The session that has the lock: the one given, or another where that one was lost while it waited."""
    held = [connection]

    def take() -> bool:
        try:
            return _try(held[0], task)
        except (sa.exc.DBAPIError, OSError) as err:
            if not is_lost(err):
                raise
            trouble.note()
            _throw_away(held[0])
            held[0] = persist(engine.connect, trouble)
            return False

    try:
        _wait_for(take, place, task, wait)
    except BaseException:
        _throw_away(held[0])
        raise
    return held[0]


def _let_go(connection: sa.Connection, task: str, *, shared: bool = False) -> None:
    kind = "pg_advisory_unlock_shared" if shared else "pg_advisory_unlock"
    try:
        connection.rollback()
        connection.execute(sa.text(f"SELECT {kind}(:key)"), {"key": _key(task)})
        connection.commit()
    except (sa.exc.SQLAlchemyError, OSError):
        _throw_away(connection)  # and the lock with it
    else:
        connection.close()


def _throw_away(connection: sa.Connection) -> None:
    with suppress(sa.exc.SQLAlchemyError, OSError):
        connection.invalidate()
    with suppress(sa.exc.SQLAlchemyError, OSError):
        connection.close()


def _keep_part(engine: sa.Engine, task: str, trouble: Trouble, begun: Event, stop: Event) -> None:
    """Holds the shared lock until ``stop``, in whatever session it takes."""
    connection: sa.Connection | None = None
    try:
        while True:
            try:
                if connection is None:
                    connection = engine.connect()
                    if not _try(connection, task, shared=True):  # somebody looks whether there are others
                        _throw_away(connection)
                        connection = None
                else:
                    connection.execute(sa.text("SELECT 1"))
                    connection.commit()
            except (sa.exc.SQLAlchemyError, OSError) as err:
                if is_lost(err):
                    trouble.note()
                if connection is not None:
                    _throw_away(connection)
                connection = None
            if connection is not None:
                begun.set()
            if stop.wait(LATEST if connection is not None else LOOK_AGAIN):
                return
    finally:
        if connection is not None:
            _let_go(connection, task, shared=True)
