"""What is expected as a calendar (RFC 5545): each with its status and sources; what was called off is called off."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tellings.exports.characters import shorten, show, show_line
from tellings.exports.dates import say_days
from tellings.exports.formats.plain import last_day, sources_of, urn, web_address
from tellings.exports.outline import STEP_WORDS, Outline, outline, title_of
from tellings.exports.venue import Venues
from tellings.model.brief import Briefing, TimelineEntry
from tellings.model.document import Document

_LINE = 75
"""Octets of a line at most, its end left out (RFC 5545, 3.1)."""
_EXACT = ("time", "day")


def to_icalendar(briefing: Briefing, documents: Sequence[Document]) -> str:
    """One event for each thing that is still to come, or was called off, and whose day is known at least roughly.

    A thing of no known day has no place in a calendar and is left out. What is only dated to a week, a month or more
    takes all of it and leaves the reader free.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tellings//brief//EN", "CALSCALE:GREGORIAN"]
    if briefing.stories:
        name = "; ".join(title_of(brief) for brief in briefing.stories)
        lines.append(f"X-WR-CALNAME:{_escape(shorten(name, 200))}")
    for brief in briefing.stories:
        told, venues = outline(brief, documents), Venues(brief)
        for entry in told.timeline:
            if entry in told.upcoming or _is_called_off(entry, told):
                lines += _event(entry, told, venues)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _fold(line))


def _is_called_off(entry: TimelineEntry, told: Outline) -> bool:
    """Whether it was expected, is not any more, and its days have not passed."""
    day = entry.end or entry.start
    if entry.status not in ("cancelled", "denied") or day is None:
        return False
    return told.brief.as_of is None or day >= told.brief.as_of


def _event(entry: TimelineEntry, told: Outline, venues: Venues) -> Iterator[str]:
    start, end = entry.start or entry.end, entry.end or entry.start
    if start is None or end is None or end == date.max:
        return
    made = last_day(told.brief) or date(1970, 1, 1)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escape(urn('event', told.brief.id, entry.id))}"
    yield f"DTSTAMP:{made:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{max(0, len(entry.history) - 1)}"
    yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{end + timedelta(days=1):%Y%m%d}"
    yield f"STATUS:{_status(entry)}"
    yield f"TRANSP:{'OPAQUE' if entry.grain in _EXACT and start == end else 'TRANSPARENT'}"
    yield f"SUMMARY:{_escape(_heading(entry, start, end))}"
    yield f"DESCRIPTION:{_escape(_describe(entry, told))}"
    place = venues.of(entry)
    if place:
        yield f"LOCATION:{_escape(show_line(place.name))}"
    address = next((a for s, _ in sources_of(entry.evidence, told.sources) if (a := web_address(s.document.url))), None)
    if address:
        yield f"URL:{address}"
    yield "END:VEVENT"


def _status(entry: TimelineEntry) -> str:
    """As RFC 5545 names it; confirmed is what somebody confirmed, tentative all else that is expected."""
    if entry.status in ("cancelled", "denied"):
        return "CANCELLED"
    return "CONFIRMED" if entry.history and entry.history[-1].step == "confirmed" else "TENTATIVE"


def _heading(entry: TimelineEntry, start: date, end: date) -> str:
    what = shorten(entry.what, 160)
    if entry.grain in _EXACT and start == end:
        return what
    return f"{what} ({say_days(start, end, entry.grain)})"


def _describe(entry: TimelineEntry, told: Outline) -> str:
    step = entry.history[-1] if entry.history else None
    status = STEP_WORDS[step.step] if step else entry.status
    lines = [f"Status: {status}{f', by {step.by}' if step and step.by else ''}"]
    lines.append(f"Story: {title_of(told.brief)}")
    for source, place in sources_of(entry.evidence, told.sources):
        address = web_address(source.document.url)
        lines.append(f"{source.label}: “{shorten(place.text, 300)}”{f' {address}' if address else ''}")
    return "\n".join(lines)


def _escape(text: str) -> str:
    """The text as a value of kind TEXT."""
    inert = show(text).replace("\t", " ")
    return inert.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """The line in parts of 75 octets at most, cut between characters; each but the first begins with a space."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
