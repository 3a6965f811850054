"""Events: what happened, with a few fields; whoever looks after the program reads them in its log and as figures.

An event never carries words of a report, a title or a secret: ids, counts, seconds, and messages of our own.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Literal

LOG = logging.getLogger("tellings.events")

Level = Literal["debug", "info", "warning", "error"]

EVENTS: Mapping[str, str] = {
    "started": "A command began: command, version.",
    "stopping": "It was told to stop: signal.",
    "ended": "It ended: command, code (the exit code), seconds.",
    "message": "Words for a person: message.",
    "error": "The command ends with this error: message; kind and frames where it is a fault of tellings.",
    "warning": "A package warned: message, logger.",
    "fault": "Something failed that was not foreseen: logger, kind, frames.",
    "request": "The desk answered: route, method, status, seconds.",
    "refused": "The desk sent a request away for now: reason (backlog, busy), wait (seconds).",
    "tool": "A language model's tool was called: tool, outcome, seconds.",
    "fetched": "An address was asked: host, outcome (kept, unchanged, known, refused, failed), status, bytes.",
    "read": "Reports were read and kept: reports, known, left_out, seconds.",
    "grouped": "Reports were sorted into stories: moves, seconds.",
    "briefed": "A brief was made: story, reports (how many), seconds.",
    "story": "A story changed: kind (new, join, merge ...), story, other, reports (ids).",
    "told": "A watchlist told somebody: watchlist, target (its kind), hits.",
    "not_told": "A watchlist could not tell somebody: watchlist, target (its kind), reason.",
    "dead_letter": "Something failed to be read: id, kind, reason, tries, aside (whether it is left alone now).",
    "round": "A round over sources or an addition ended: reports, known, left_out, followed, stories, briefs, seconds.",
    "standing": "How the library stands after a round: unread, ungrouped, stale, failed, aside (counts), free (bytes).",
    "partition": "A partition of an archive is done: stage, part, reports, bytes, seconds.",
}
"""Every event and its fields; a name that was given once keeps its meaning."""

LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def is_heard(level: Level = "debug") -> bool:
    """Whether anybody listens: what takes time to find out is found out for them alone."""
    return LOG.isEnabledFor(LEVELS[level])


def note(event: str, level: Level = "info", **fields: Any) -> None:
    """Writes an event down; costs next to nothing where nobody listens."""
    number = LEVELS[level]
    if LOG.isEnabledFor(number):
        LOG.log(number, event, extra={"fields": fields})


@contextmanager
def timed(event: str, level: Level = "info", **fields: Any) -> Iterator[dict[str, Any]]:
    """Notes the event with its ``seconds`` when the work in it is done; fields may be added meanwhile."""
    begun = perf_counter()
    yield fields
    note(event, level, **fields, seconds=round(perf_counter() - begun, 3))


def fields_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """The fields of an event; of what other packages log, none."""
    return getattr(record, "fields", {})


class Listener(logging.Handler):
    """Hands each event on to a function: to count it, or to tell another process."""

    def __init__(self, tell: Callable[[str, str, Mapping[str, Any]], None]) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """As logging has it."""
        self._tell(record.getMessage(), record.levelname.lower(), fields_of(record))


@contextmanager
def listening(tell: Callable[[str, str, Mapping[str, Any]], None]) -> Iterator[None]:
    """``tell`` gets every event (name, level, fields) until the end, whatever of them is logged."""
    listener = Listener(tell)
    level = LOG.level
    LOG.addHandler(listener)
    LOG.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        LOG.removeHandler(listener)
        LOG.setLevel(level)
