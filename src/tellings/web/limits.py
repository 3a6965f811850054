"""How often somebody may ask: a bucket for each, which fills up again with time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from tellings.errors import LibraryError

BACKLOG_SECONDS = 60
"""Seconds after which somebody who found too much waiting may come again: a batch of 64 reports takes a few."""

KEPT = 20_000
"""Askers remembered at once; those that were quiet longest are forgotten, whose buckets are full again by then."""


class BusyError(LibraryError):
    """More is waiting than is worked off: come again after ``wait`` seconds."""

    def __init__(self, words: str, wait: int) -> None:
        super().__init__(words)
        self.wait = wait


class Buckets:
    """So many asks at once (``size``), and ``per_minute`` more as time goes by; safe between threads."""

    def __init__(self, per_minute: float, size: float, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._size, self._timer = per_minute / 60, size, timer
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, asker: str) -> float:
        """Seconds until the asker may ask again; 0 when now. Takes nothing."""
        with self._lock:
            level = self._level(asker, self._timer())
        return 0.0 if level >= 1 else (1 - level) / self._rate

    def take(self, asker: str) -> float:
        """As ``wait``; when it is 0 the ask is counted."""
        now = self._timer()
        with self._lock:
            level = self._level(asker, now)
            if level >= 1:
                self._levels[asker] = (level - 1, now)
                self._levels.move_to_end(asker)
                while len(self._levels) > KEPT:
                    self._levels.popitem(last=False)
                return 0.0
        return (1 - level) / self._rate

    def give_back(self, asker: str) -> None:
        """What was taken last is not counted."""
        now = self._timer()
        with self._lock:
            self._levels[asker] = (min(self._size, self._level(asker, now) + 1), now)

    def _level(self, asker: str, now: float) -> float:
        level, at = self._levels.get(asker, (self._size, now))
        return min(self._size, level + (now - at) * self._rate)
