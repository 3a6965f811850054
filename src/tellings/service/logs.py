"""The log: a line of JSON for each event on stderr, or nothing but what talks to people."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from tellings.errors import TellingsError
from tellings.service.events import LEVELS, LOG, Level, fields_of, note

Format = Literal["text", "json"]
FORMATS: tuple[Format, ...] = ("text", "json")

LONGEST = 2000
"""Characters of one value; what is longer is cut: a line stays one that every collector takes."""

MOST = 50
"""Values of a list, and frames of a fault."""

_OURS = "tellings_log"


@contextmanager
def logging_to(stream: TextIO | None, form: Format, level: Level | None) -> Iterator[None]:
    """Meanwhile events from ``level`` on go to the stream (``None``: stderr), a line each.

    As JSON also what other packages have to say: then nothing else stands there. As text, nothing unless ``level`` is
    given: people are talked to in words of their own.
    """
    if form == "text" and level is None:
        yield
        return
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    setattr(handler, _OURS, form)
    number = LEVELS[level or "info"]
    handler.setLevel(number)
    place = logging.getLogger() if form == "json" else LOG
    kept = LOG.level
    place.addHandler(handler)
    LOG.setLevel(number)
    if form == "json":
        logging.captureWarnings(True)
    try:
        yield
    finally:
        place.removeHandler(handler)
        LOG.setLevel(kept)
        if form == "json":
            logging.captureWarnings(False)


def is_json() -> bool:
    """Whether stderr belongs to the log: what is said to people is an event of it then."""
    return any(getattr(handler, _OURS, "") == "json" for handler in logging.getLogger().handlers)


def note_error(err: BaseException) -> None:
    """The error a command ends with: in our own words, or by its kind and place. Its message may hold a report."""
    if isinstance(err, TellingsError):
        note("error", "error", kind=type(err).__name__, message=str(err))
    else:
        note("error", "error", kind=type(err).__name__, frames=list_frames(err))


def list_frames(err: BaseException) -> list[str]:
    """Where it was raised, innermost last: ``file.py:12 in function``."""
    frames = traceback.extract_tb(err.__traceback__)[-MOST:]
    return [f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} in {frame.name}" for frame in frames]


class JsonLines(logging.Formatter):
    """One object a line, ASCII alone: nothing in it can move a cursor or look like another line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **_read_record(record),
        }
        return json.dumps(_cut(line), default=_cut_text, allow_nan=False)


class TextLines(logging.Formatter):
    """The same for a person at a terminal: ``tellings: warning: not_told watchlist=Dams reason="..."``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line = _read_record(record)
        event = line.pop("event")
        words = " ".join(f"{name}={json.dumps(value, default=_cut_text)}" for name, value in _cut(line).items())
        return f"tellings: {record.levelname.lower()}: {event} {words}".rstrip()


def _read_record(record: logging.LogRecord) -> dict[str, Any]:
    if record.name == LOG.name:
        return {"event": record.getMessage(), **fields_of(record)}
    # Of another package: its words are its own, those of an exception may be a report's.
    if record.exc_info and record.exc_info[1]:
        err = record.exc_info[1]
        return {"event": "fault", "logger": record.name, "kind": type(err).__name__, "frames": list_frames(err)}
    return {"event": "warning", "logger": record.name, "message": record.getMessage()}


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(one) for one in value[:MOST]]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    return _cut_text(value) if not isinstance(value, int | float | None) else value


def _cut_text(value: Any) -> str:
    words = str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"
