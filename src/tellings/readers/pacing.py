"""Whose turn it is: at most one request to a host at a time and in a while, and none while it asks to be left alone."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from tellings.readers.refusals import RefusedError

GAP = 1.0
"""Seconds between two requests to one host, where its robots.txt names no other. What polite crawlers keep."""

LONGEST_GAP = 3600.0
"""Seconds of a pause that is believed: a host that asks for more is asked once an hour."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 3600.0
"""Seconds of pause after the first failure of a host; doubled with each further one, up to the second number."""

_MOST_HOSTS = 10_000


@dataclass(slots=True)
class _Host:
    free_at: float = 0.0
    failures: int = 0


class Pacer:
    """Keeps the pace of requests to each host; may be shared by threads.

    ``clock`` counts seconds, ``now`` tells the time of day, ``sleep`` waits.
    """

    def __init__(
        self, *, clock: Callable[[], float], now: Callable[[], datetime], sleep: Callable[[float], None]
    ) -> None:
        self._clock, self._now, self._sleep = clock, now, sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def wait_turn(self, host: str, *, gap: float, patience: float) -> None:
        """Returns when ``host`` may be asked; the next one then waits ``gap`` seconds longer.

        Raises:
            RefusedError: when that would take more than ``patience`` seconds.
        """
        with self._lock:
            moment = self._clock()
            state = self._state(host, moment)
            wait = max(0.0, state.free_at - moment)
            if wait > patience:
                until = self._now() + timedelta(seconds=wait)
                raise RefusedError("later", host=host, wait=f"{wait:.0f}", not_before=until)
            state.free_at = max(moment, state.free_at) + min(max(gap, 0.0), LONGEST_GAP)
        if wait > 0:
            self._sleep(wait)

    def failed(self, host: str, *, asked: float = 0.0) -> datetime:
        """Notes a failure of ``host``, which asked for ``asked`` seconds of rest; when it may be asked again."""
        with self._lock:
            moment = self._clock()
            state = self._state(host, moment)
            state.failures += 1
            pause = min(FIRST_PAUSE * 2.0 ** min(state.failures - 1, 20), LONGEST_PAUSE)
            # What the host asks for is believed for a day at most: longer is a mistake or a trick.
            pause = max(pause, min(asked, 86400.0))
            state.free_at = max(state.free_at, moment + pause)
            return self._now() + timedelta(seconds=state.free_at - moment)

    def succeeded(self, host: str) -> None:
        """Forgets the failures of ``host``."""
        with self._lock:
            if host in self._hosts:
                self._hosts[host].failures = 0

    def _state(self, host: str, moment: float) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _MOST_HOSTS:
            self._hosts = {
                name: state for name, state in self._hosts.items() if state.free_at > moment or state.failures
            }
        return self._hosts.setdefault(host, _Host())


def read_retry_after(value: str, now: datetime) -> float:
    """Seconds named by a Retry-After header, as a number or a date (RFC 9110, 10.2.3); 0.0 where it says neither."""
    value = value.strip()[:64]
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - now).total_seconds()) if moment.tzinfo else 0.0
    except (TypeError, ValueError, OverflowError):
        return 0.0
