"""Visits: what counts as new stays the same while somebody reads, though the page is loaded again."""

import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from tellings.ports import Accounts

PAUSE = timedelta(minutes=30)
"""Without a look at the story for so long, the next look is a new visit: what web analytics count as one, too."""

KEPT = 20_000
"""Visits remembered: of 50 readers and their stories of a day. One that is forgotten begins anew, nothing is lost."""

ENDED = "ended visits"
"""Under this name the library keeps the digests of ended visits among its secrets."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What the reader had seen of the story when the visit began, and when that was (``None``: never before)."""

    seen: frozenset[str]
    before: datetime | None
    last: datetime


class Visits:
    """The visits that go on, by reader and story; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._going: OrderedDict[tuple[str, str], Visit] = OrderedDict()

    def look(self, reader: str, story: str, seen: frozenset[str], before: datetime | None, *, now: datetime) -> Visit:
        """The same as ``come`` gives, for a look that is no visit: of a browser that looks ahead, of a program."""
        with self._lock:
            going = self._going.get((reader, story))
        return Visit(seen, before, now) if going is None or now - going.last > PAUSE else going

    def come(self, reader: str, story: str, seen: frozenset[str], before: datetime | None, *, now: datetime) -> Visit:
        """The visit that goes on, or one that begins with what was ``seen``, last at ``before``."""
        with self._lock:
            going = self._going.pop((reader, story), None)
            if going is None or now - going.last > PAUSE:
                going = Visit(seen, before, now)
            visit = Visit(going.seen, going.before, now)
            self._going[reader, story] = visit
            while len(self._going) > KEPT:
                self._going.popitem(last=False)
        return visit

    def end(self, reader: str, story: str) -> None:
        """What comes next is a new visit: the reader said that all is read."""
        with self._lock:
            self._going.pop((reader, story), None)


class Ended:
    """The signed visits that somebody logged out of, until they would have run out; safe between threads.

    With ``secrets``, those of the library, they are kept there too: a cookie that was copied counts no more after the
    server was started again. The library has their digests, not the visits.
    """

    def __init__(self, secrets: Accounts | None = None) -> None:
        self._lock = threading.Lock()
        self._secrets = secrets
        self._until: OrderedDict[str, datetime] | None = None

    def add(self, secret: str, until: datetime, *, now: datetime) -> None:
        """Ends a visit that would have lasted ``until`` then; over ``KEPT`` the one that ended first is forgotten."""
        with self._lock:
            ended = self._load()
            for old in [old for old, end in ended.items() if end <= now]:
                del ended[old]
            ended[_digest(secret)] = until
            while len(ended) > KEPT:
                ended.popitem(last=False)
            if self._secrets is not None:
                self._secrets.drop_secret(ENDED)
                self._secrets.share_secret(ENDED, json.dumps({d: u.isoformat() for d, u in ended.items()}).encode())

    def holds(self, secret: str) -> bool:
        """Whether the visit was ended."""
        with self._lock:
            return _digest(secret) in self._load()

    def _load(self) -> OrderedDict[str, datetime]:
        if self._until is None:
            kept = json.loads(self._secrets.share_secret(ENDED, b"{}")) if self._secrets is not None else {}
            self._until = OrderedDict((digest, datetime.fromisoformat(until)) for digest, until in kept.items())
        return self._until


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
