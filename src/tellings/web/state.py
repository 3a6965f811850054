"""What every page and call is handed: the library, the clock, what is kept in memory, and who asks."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any, TypeVar, cast

from starlette.datastructures import FormData
from starlette.requests import HTTPConnection

from tellings.model.accounts import ROLES as ROLES
from tellings.model.accounts import Role as Role
from tellings.ports import Store
from tellings.web.language import Language
from tellings.web.limits import Buckets
from tellings.web.metrics import Metrics
from tellings.web.settings import PER_MINUTE, Settings
from tellings.web.visits import Ended, Visits

CACHED = 64
"""Briefs kept laid out: one of 20 reports takes about 2 MB."""

PIECES = 64 << 20
"""Bytes of rendered pieces kept, made small: the page of a story of 20 reports takes about 15 KB, so those of a
thousand stories stay where eight decoded briefs would."""

EVENTS = 500
"""Events without a number kept for who comes back: as many as changes are told to one who was away."""

GISTS = 5_000
"""Lines of the list of stories, and heads of their pages, kept: 1 to 4 KB each."""

LOGINS, LOGINS_PER_MINUTE = 10, 2
"""Wrong passwords from one address, or in changing that of one account, at once and by the minute."""

T = TypeVar("T")
E = TypeVar("E", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``name`` is also the reader whose visits are remembered."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the visitor has at least this role."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Cache:
    """What was made last, up to ``size`` pieces, or to pieces that ``weigh`` as much; safe between threads.

    A piece that several want at once is made by the first of them while the others wait: a story that changed while
    fifty look at it is laid out once. What makes a piece may ask for other pieces, never for the same one.
    """

    def __init__(self, size: int = CACHED, weigh: Callable[[Any], int] = lambda piece: 1) -> None:
        self._size, self._weigh, self._lock = size, weigh, threading.Lock()
        self._weight = 0
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Event] = {}

    def holds(self, key: Hashable) -> bool:
        """Whether the piece is kept now."""
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The piece kept under ``key``, made where it is not; what is raised while making it is raised here."""
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return cast(T, self._kept[key])
                making = self._making.get(key)
                if making is None:
                    done = self._making[key] = threading.Event()
                    break
            making.wait()
        try:
            made = make()
            with self._lock:
                self._kept[key] = made
                self._weight += self._weigh(made)
                while self._weight > self._size:
                    self._weight -= self._weigh(self._kept.popitem(last=False)[1])
            return made
        finally:
            with self._lock:
                del self._making[key]
            done.set()


class Events:
    """What happened, told to everybody who listens; ``publish`` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: set[Callable[[Any], None]] = set()
        self._kept: deque[Any] = deque(maxlen=EVENTS)
        self.place = 0
        self._lock = threading.Lock()
        self.closed = False

    def listen(self, tell: Callable[[Any], None]) -> Callable[[], None]:
        """Has ``tell`` called with each event, in the publisher's thread; what is handed back ends it."""
        with self._lock:
            self._listeners.add(tell)
        return lambda: self._listeners.discard(tell)

    def publish(self, event: Any) -> None:
        """Tells everybody; what has no number of its own gets its place among these, and is kept for who comes back."""
        with self._lock:
            if event is not None and getattr(event, "number", 0) is None:
                self.place += 1
                event = replace(event, place=self.place)
                self._kept.append(event)
            listeners = tuple(self._listeners)
        for tell in listeners:
            tell(event)

    def find_kept(self, place: int) -> tuple[Any, ...]:
        """What was published after this place; everything that is kept where the place is of another run."""
        with self._lock:
            return tuple(event for event in self._kept if event.place > place or place > self.place)

    def close(self) -> None:
        """Tells everybody ``None``: the server ends, streams must too."""
        self.closed = True
        self.publish(None)


@dataclass(frozen=True, slots=True)
class Web:
    """The desk as it runs."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    events: Events = field(default_factory=Events)
    cache: Cache = field(default_factory=Cache)
    pieces: Cache = field(default_factory=lambda: Cache(PIECES, len))
    gists: Cache = field(default_factory=lambda: Cache(GISTS))
    visits: Visits = field(default_factory=Visits)
    ended: Ended = field(default_factory=Ended)
    metrics: Metrics = field(default_factory=Metrics)
    requests: Buckets = field(default_factory=lambda: Buckets(PER_MINUTE, PER_MINUTE))
    logins: Buckets = field(default_factory=lambda: Buckets(LOGINS_PER_MINUTE, LOGINS))
    language: Language = field(default_factory=Language)


def web_of(request: HTTPConnection) -> Web:
    """The desk this request came to."""
    return cast(Web, request.app.state.web)


def visitor_of(request: HTTPConnection) -> Visitor:
    """Who asks; the guard let nobody through unnamed."""
    return cast(Visitor, request.scope["visitor"])


def form_of(request: HTTPConnection) -> FormData:
    """The fields of the form that was sent; read and checked before the endpoint was called."""
    return cast(FormData, request.scope.get("form", FormData()))


def without_place(web: Web, visitor: Visitor | None, words: str) -> str:
    """The words as this visitor may read them: where the library is, is for admins; others are told its name."""
    if visitor is not None and visitor.may("admin"):
        return words
    return words.replace(web.store.where, PurePath(web.store.where).name)


def allow(role: Role) -> Callable[[E], E]:
    """Who may call the endpoint. Without it GET is open to readers, and what changes something to editors."""

    def mark(endpoint: E) -> E:
        endpoint.allowed = role  # type: ignore[attr-defined]
        return endpoint

    return mark


def open_to_all(endpoint: E) -> E:
    """Marks an endpoint that somebody who is not logged in may call; ``guard.OPEN`` must name its path too."""
    endpoint.allowed = None  # type: ignore[attr-defined]
    return endpoint
