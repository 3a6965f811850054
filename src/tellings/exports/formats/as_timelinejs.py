"""A story as the JSON that TimelineJS draws a timeline from."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days
from tellings.exports.formats.plain import sources_of, to_lines, web_address, without_empty
from tellings.exports.outline import Outline, outline, say_status, title_of
from tellings.model.brief import Briefing, TimelineEntry
from tellings.model.document import Document

_HEADING = 90


def to_timelinejs(briefing: Briefing, documents: Sequence[Document]) -> str:
    """``{"title", "events", "eras"}`` of all stories; each event with its status, its days in words and its sources.

    TimelineJS reads headlines and texts as HTML: words of reports are escaped. Things of no known day are left out.
    """
    laid = [outline(brief, documents) for brief in briefing.stories]
    record: dict[str, Any] = {"events": [event for told in laid for event in _events(told, several=len(laid) > 1)]}
    if laid:
        said = " ".join(show_line(statement.text) for statement in laid[0].brief.summary) if len(laid) == 1 else ""
        heading = "; ".join(title_of(told.brief) for told in laid)
        record = {"title": {"text": {"headline": escape(shorten(heading, 200)), "text": escape(said)}}, **record}
    return to_lines(record)


def _events(told: Outline, *, several: bool) -> list[dict[str, Any]]:
    return [
        _event(entry, start, entry.end or start, told, title_of(told.brief) if several else None)
        for entry in told.timeline
        if (start := entry.start or entry.end) is not None
    ]


def _event(entry: TimelineEntry, start: date, end: date, told: Outline, group: str | None) -> dict[str, Any]:
    days = say_days(entry.start, entry.end, entry.grain)
    return without_empty(
        {
            "unique_id": f"{told.brief.id}-{entry.id}",
            "start_date": _day(start, entry),
            "end_date": _day(end, entry) if end != start else None,
            "display_date": f"{days} ({say_status(entry)})",
            "group": escape(group) if group else None,
            "text": {"headline": escape(shorten(entry.what, _HEADING)), "text": _say(entry, told)},
        }
    )


def _day(day: date, entry: TimelineEntry) -> dict[str, int]:
    if entry.grain in ("year", "decade", "century"):
        return {"year": day.year}
    if entry.grain in ("month", "quarter", "half_year", "season"):
        return {"year": day.year, "month": day.month}
    return {"year": day.year, "month": day.month, "day": day.day}


def _say(entry: TimelineEntry, told: Outline) -> str:
    lines = [f"<p>{escape(show_line(entry.what))}</p>"] if len(entry.what) > _HEADING else []
    for source, place in sources_of(entry.evidence, told.sources):
        name = escape(source.label)
        address = web_address(source.document.url)
        link = f'<a href="{escape(address)}">{name}</a>' if address else name
        lines.append(f"<p>{link}: “{escape(shorten(place.text, 400))}”</p>")
    return "".join(lines)
