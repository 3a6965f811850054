"""What a lost server or another writer upset, done again: a server that restarts is waited for, within a bound."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import sqlalchemy as sa

T = TypeVar("T")

BACK_WITHIN = 60.0
"""Seconds that a server which was there is waited for: one that was killed repairs itself in less."""

SOONEST, LATEST = 0.1, 1.0
"""Seconds between two tries: the first, and the longest, to which each pause doubles."""

SETTLED = 8.0
"""Seconds after which all who lost the server have found it again: they look every ``LATEST``, and a process that has
no share of a busy machine looks late."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOST = ("57P01", "57P02", "57P03", "08006", "08003", "53300")
# What the driver says by itself.
_SAYS = ("network error", "connection is closed")
_OVERTAKEN = ("40001", "40P01")


class Trouble:
    """Remembers when this process last lost its server."""

    def __init__(self) -> None:
        self._lock, self._lost_at = Lock(), float("-inf")

    def note(self) -> None:
        """The server was lost just now."""
        with self._lock:
            self._lost_at = time.monotonic()

    @property
    def settled(self) -> bool:
        """Whether all who lost the server then have found it again."""
        with self._lock:
            return time.monotonic() - self._lost_at > SETTLED


def is_lost(err: BaseException) -> bool:
    """Whether the connection to the server is gone, or it takes no connections for the moment."""
    if isinstance(err, ConnectionError | TimeoutError):
        return True
    if not isinstance(err, sa.exc.DBAPIError):
        return False
    said = str(err.orig)
    return err.connection_invalidated or any(sign in said for sign in _SAYS) or _code(err) in _LOST


def is_overtaken(err: BaseException) -> bool:
    """Whether another transaction stood in the way of this one, which changed nothing."""
    return isinstance(err, sa.exc.DBAPIError) and _code(err) in _OVERTAKEN


def _code(err: sa.exc.DBAPIError) -> str:
    first = err.orig.args[0] if err.orig and err.orig.args else ""
    return str(first.get("C", "")) if isinstance(first, dict) else ""


def persist(
    attempt: Callable[[], T],
    trouble: Trouble,
    *,
    within: float = BACK_WITHIN,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """What ``attempt`` comes to, tried again while the server is away or another transaction stands in the way.

    ``attempt`` is one transaction, or none, and comes to the same when it is done twice. After ``within`` seconds
    without success the last fault is raised as it is.
    """
    begun, pause = clock(), SOONEST
    while True:
        try:
            return attempt()
        except (sa.exc.DBAPIError, OSError) as err:
            lost = is_lost(err)
            if lost:
                trouble.note()
            if not (lost or is_overtaken(err)) or clock() - begun > within:
                raise
        sleep(pause)
        pause = min(2 * pause, LATEST)
