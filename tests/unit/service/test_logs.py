"""The log: one event a line, nothing that is not ours to tell, and nothing that could move a cursor."""

import io
import json
import logging
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from tellings.errors import InputError
from tellings.service.events import EVENTS, LEVELS, Level, listening, note, timed
from tellings.service.logs import LONGEST, MOST, Format, logging_to, note_error

ROOT = Path(__file__).parents[3]
_NOTED = re.compile(r'\b(?:note|timed)\(\s*"(\w+)"(?:,\s*"(\w+)")?')


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """What stands in the stream, a line each."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json() -> None:
    with logging_to(stream := io.StringIO(), "json", None):
        note("read", reports=3, known=0, left_out=1, seconds=0.25)
    (line,) = lines(stream)

    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "info", "event": "read", "reports": 3, "known": 0, "left_out": 1, "seconds": 0.25}


def test_nothing_in_an_event_can_move_a_cursor_or_begin_a_line() -> None:
    with logging_to(stream := io.StringIO(), "json", None):
        note("message", message="\x1b[2J\r\n\u202eforged\x9b1m\ud800", count=float("nan"), path=Path("a"))
    text = stream.getvalue()

    assert text.count("\n") == 1
    assert text.isascii()
    assert text.rstrip("\n").isprintable()
    assert lines(stream)[0]["path"] == "a"


def test_what_is_too_long_is_cut() -> None:
    with logging_to(stream := io.StringIO(), "json", None):
        note("story", reports=["r"] * 500, why="x" * 10_000)
    (line,) = lines(stream)

    assert len(line["reports"]) == MOST
    assert len(line["why"]) < LONGEST + 5


@pytest.mark.parametrize(("form", "level", "told"), [("json", None, 2), ("json", "debug", 3), ("json", "error", 1)])
def test_the_level_says_what_is_written(form: Format, level: Level | None, told: int) -> None:
    with logging_to(stream := io.StringIO(), form, level):
        note("briefed", "debug")
        note("read")
        note("error", "error")
    note("read")

    assert len(lines(stream)) == told


def test_as_text_events_are_for_who_asks() -> None:
    with logging_to(silent := io.StringIO(), "text", None):
        note("not_told", "warning", reason="no")
    with logging_to(asked := io.StringIO(), "text", "info"):
        note("not_told", "warning", watchlist="Dams", reason="\x1b[31mno")

    assert silent.getvalue() == ""
    assert asked.getvalue() == 'tellings: warning: not_told watchlist="Dams" reason="\\u001b[31mno"\n'


def test_the_words_of_a_fault_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError("The warden of Harsk said")

    # A server that ran in this process before may have kept its log to itself.
    for name in ("uvicorn", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)

    with logging_to(stream := io.StringIO(), "json", None):
        try:
            fail()
        except ValueError as err:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
            note_error(err)
        note_error(InputError("nothing could be read."))
    fault, ours, told = lines(stream)

    assert "Harsk" not in stream.getvalue()
    assert (fault["event"], fault["kind"], ours["kind"]) == ("fault", "ValueError", "ValueError")
    assert any(frame.endswith("in fail") for frame in ours["frames"])
    assert told["message"] == "nothing could be read."


def test_what_packages_say_is_part_of_it() -> None:
    with logging_to(stream := io.StringIO(), "json", None), warnings.catch_warnings():
        warnings.simplefilter("default")
        logging.getLogger("elsewhere").warning("slow %s", "disk")
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    first, second = lines(stream)

    assert (first["event"], first["message"], first["logger"]) == ("warning", "slow disk", "elsewhere")
    assert "old way" in second["message"]


def test_a_listener_hears_what_is_not_written() -> None:
    heard: list[tuple[str, str]] = []
    tell = lambda event, level, fields: heard.append((event, level))  # noqa: E731
    with listening(tell), timed("briefed", "debug", story="s1") as fields:
        fields["reports"] = 2
    note("read")

    assert heard == [("briefed", "debug")]


def test_every_event_that_is_noted_is_in_the_table() -> None:
    noted: dict[str, str] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        for event, level in _NOTED.findall(path.read_text(encoding="utf-8")):
            noted[event] = path.name
            assert level in ("", *LEVELS), path.name

    assert {event: place for event, place in noted.items() if event not in EVENTS} == {}
    assert set(EVENTS) - set(noted) <= {"warning", "fault"}, "events that nobody notes"
