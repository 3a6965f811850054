"""One process at a time at one task: a lock that the system takes back when its holder dies."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from tellings.errors import LibraryError
from tellings.library.faults import told_plainly
from tellings.library.place import Place

LOOK_AGAIN = 0.05
"""Seconds between two looks at a lock that another process holds."""


@contextmanager
def alone(engine: sa.Engine, place: Place, task: str, wait: float) -> Iterator[None]:
    """While it is held no other process holds the same task of this library.

    Raises:
        LibraryError: when it is not free within ``wait`` seconds.
    """
    held = _lock_file(place, task, wait) if place.file is not None else _lock_server(engine, place, task, wait)
    with ExitStack() as stack:
        with told_plainly(place.shown):
            stack.enter_context(held)
        yield


def _wait_for(take: Callable[[], bool], place: Place, task: str, wait: float) -> None:
    until = time.monotonic() + wait
    while not take():
        if time.monotonic() >= until:
            raise LibraryError(
                f"another process is busy with {task} in the library {place.shown}, and was not done in {wait:g} s.\n"
                "Try again when it is done, or end it."
            )
        time.sleep(LOOK_AGAIN)


@contextmanager
def _lock_file(place: Place, task: str, wait: float) -> Iterator[None]:
    path = place.file or Path()
    handle = os.open(
        path.with_name(f"{path.name}.{re.sub(r'[^a-z0-9]+', '-', task)}.lock"), os.O_CREAT | os.O_RDWR, 0o600
    )
    try:
        _wait_for(lambda: _take(handle), place, task, wait)
        yield
    finally:
        # Closing lets go. The file stays: to remove it would let a third process lock another file of its name.
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


@contextmanager
def _lock_server(engine: sa.Engine, place: Place, task: str, wait: float) -> Iterator[None]:
    key = int.from_bytes(hashlib.sha256(task.encode()).digest()[:8], "big", signed=True)
    ask = sa.text("SELECT pg_try_advisory_lock(:key)")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _wait_for(lambda: bool(connection.execute(ask, {"key": key}).scalar()), place, task, wait)
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": key})
