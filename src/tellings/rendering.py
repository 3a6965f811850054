"""What the use cases hand back, written in a format."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from tellings.errors import UsageError
from tellings.exports.as_changes import record_changes, to_changes_markdown, to_changes_text
from tellings.exports.as_checkup import to_checkup_json, to_checkup_text
from tellings.exports.as_html import to_html
from tellings.exports.as_json import to_changes_json, to_check_json, to_json, to_readings_json, to_stories_json
from tellings.exports.as_listing import to_readings_text, to_stories_text
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_terminal, to_text
from tellings.exports.check_html import to_check_html
from tellings.exports.check_markdown import to_check_markdown
from tellings.exports.check_terminal import to_check_terminal, to_check_text
from tellings.exports.formats.as_annotations import NOWHERE, Places
from tellings.exports.formats.check_jsonld import to_check_jsonld
from tellings.exports.formats.table import FORMATS as EXPORTS
from tellings.exports.formats.table import TLP, name_of, write_as
from tellings.exports.records import record_reading, record_stories
from tellings.model.check import Check
from tellings.model.checkup import Checkup
from tellings.ports import Exporter
from tellings.results import Briefed, Grouped, ReadReports

__all__ = [
    "EXPORTS",
    "FORMATS",
    "SUFFIXES",
    "TLP",
    "export",
    "name_format",
    "render",
    "render_changes",
    "render_check",
    "render_check_terminal",
    "render_checkup",
    "render_grouped",
    "render_read",
    "render_terminal",
]

T = TypeVar("T")

FORMATS: Mapping[str, Exporter] = {"html": to_html, "md": to_markdown, "json": to_json, "txt": to_text}
"""What a brief can be written as, by the suffix of the file."""

SUFFIXES = tuple(form.suffix for form in EXPORTS.values())
"""How the names of files end that a brief can be written to."""


def render(briefed: Briefed, to: str) -> str:
    """The briefing in one of ``FORMATS``.

    Raises:
        UsageError: when there is no such format.
    """
    return _choose(FORMATS, to)(briefed.briefing, briefed.documents)


def render_terminal(briefed: Briefed, *, width: int, colour: bool, full: bool) -> str:
    """The briefing to be read in a terminal of ``width`` columns."""
    return to_terminal(briefed.briefing, briefed.documents, width=width, colour=colour, full=full)


def export(briefed: Briefed, to: str, *, tlp: str = "clear", places: Places = NOWHERE) -> bytes:
    """The briefing in one of ``EXPORTS``; ``tlp``, one of ``TLP``, marks the formats that carry such a mark.

    ``places`` say where cited words stand on the pages that reports were read from, for formats that can tell.

    Raises:
        MissingPart: when a package that the format needs is not installed.
        UsageError: when there is no such format or mark.
    """
    from tellings.engines.installed import load_optional

    form = _choose(EXPORTS, to)
    if tlp not in TLP:
        raise UsageError(
            f"There is no mark {tlp[:60]!r} of the Traffic Light Protocol. Choose one of: {', '.join(TLP)}."
        )
    written = write_as(form, briefed.briefing, briefed.documents, load=load_optional, tlp=tlp, places=places)
    return written.encode() if isinstance(written, str) else written


def name_format(filename: str) -> str:
    """Which of ``EXPORTS`` the end of a file's name picks.

    Raises:
        UsageError: when it picks none.
    """
    name = name_of(filename)
    if name is None:
        raise UsageError(f"{filename[:200]!r} names no format. Let it end with one of: {' '.join(SUFFIXES)}")
    return name


def render_changes(briefed: Briefed, to: str, *, width: int = 80, full: bool = True) -> str:
    """What is new as ``html``, ``md``, ``json`` or ``txt``; ``width`` and ``full`` are for ``txt`` alone."""
    briefing, documents = briefed.briefing, briefed.documents
    writers: dict[str, Callable[[], str]] = {
        "html": lambda: to_html(briefing, documents),
        "md": lambda: to_changes_markdown(briefing),
        "json": lambda: to_changes_json(record_changes(briefing)),
        "txt": lambda: to_changes_text(briefing, width=width, full=full),
    }
    return _choose(writers, to)()


def render_check(check: Check, to: str) -> str:
    """The checked draft as ``html``, ``md``, ``json``, ``jsonld`` (schema.org ClaimReview) or ``txt``."""
    writers: dict[str, Callable[[Check], str]] = {
        "html": to_check_html,
        "md": to_check_markdown,
        "json": to_check_json,
        "jsonld": to_check_jsonld,
        "txt": to_check_text,
    }
    return _choose(writers, to)(check)


def render_check_terminal(check: Check, *, width: int, colour: bool, full: bool) -> str:
    """The checked draft to be read in a terminal of ``width`` columns."""
    return to_check_terminal(check, width=width, colour=colour, full=full)


def render_read(found: ReadReports, to: str) -> str:
    """The readings as ``json`` (one object a line) or ``txt``."""
    records = [record_reading(reading) for reading in found.readings]
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: to_readings_json(records),
        "jsonl": lambda: to_readings_json(records),
        "txt": lambda: to_readings_text(records, found.skipped),
    }
    return _choose(writers, to)()


def render_grouped(found: Grouped, to: str) -> str:
    """The stories as ``json`` or ``txt``."""
    stories = record_stories(found.stories, found.documents, found.skipped)
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: to_stories_json(stories),
        "txt": lambda: to_stories_text(stories),
    }
    return _choose(writers, to)()


def render_checkup(checkup: Checkup, to: str) -> str:
    """The checkup as ``json`` or ``txt``."""
    writers: dict[str, Callable[[Checkup], str]] = {"json": to_checkup_json, "txt": to_checkup_text}
    return _choose(writers, to)(checkup)


def _choose(choices: Mapping[str, T], name: str) -> T:
    if name not in choices:
        raise UsageError(f"There is no format {name[:60]!r}. Choose one of: {', '.join(choices)}.")
    return choices[name]
