"""The day each report was written."""

from collections.abc import Sequence
from datetime import date, timedelta

from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.model.story import Anchor
from tellings.story.dating import infer_dates
from tellings.story.stated import find_in_address, find_stated, latest_told

# News pages older than this are scans at best; such dates beside a page are placeholders (1 January 1970).
_FIRST_YEAR = 1980
_LAST_YEAR = 2100
# A report may tell a day ahead of a zone's midnight, not days ahead.
_SLACK = timedelta(days=2)


def infer_anchors(readings: Sequence[Reading]) -> tuple[Anchor, ...]:
    """One anchor for each report, in the order given: given beside the text, stated in it, inferred, or unknown.

    Dates given beside the text win unless they cannot be true (the reason is kept in ``why``). What is inferred is an
    interval of few days with the words it rests on; where the signs do not agree on a few days the date stays unknown.
    """
    known = {reading.document.id: _known(reading) for reading in readings}
    hints = {reading.document.id: day for reading in readings if (day := find_in_address(reading.document))}
    inferred = infer_dates(readings, {doc: p for doc, p in known.items() if p.earliest}, hints)
    anchors = []
    for reading in readings:
        doc = reading.document.id
        published = known[doc]
        if published.earliest is None:
            found = inferred[doc]
            if found.earliest is None and doc in hints:
                found = Published(hints[doc], hints[doc], "metadata", why="the page's address holds the day")
            why = "; ".join(part for part in (published.why, found.why) if part)
            published = Published(found.earliest, found.latest, found.basis, found.at, found.evidence, why)
        anchors.append(Anchor(doc, published))
    return tuple(anchors)


def _known(reading: Reading) -> Published:
    """The date given or stated; ``unknown`` with a reason where the one given cannot be true."""
    given = reading.document.published
    fault = _fault(given.latest, reading) if given.earliest else ""
    if given.earliest and not fault:
        return given
    stated = find_stated(reading)
    if stated.earliest and not _fault(stated.latest, reading):
        why = "; ".join(part for part in (fault, stated.why) if part)
        return Published(stated.earliest, stated.latest, stated.basis, stated.at, stated.evidence, why)
    return Published(why=fault)


def _fault(day: date | None, reading: Reading) -> str:
    """Why a publication date cannot be true; the empty string where it can."""
    if day is None:
        return ""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return f"the date given, {day.isoformat()}, is no date of a news page"
    told = latest_told(reading)
    if told and told > day + _SLACK and told.year <= _LAST_YEAR:
        return f"the date given, {day.isoformat()}, lies before {told.isoformat()}, which the report tells as past"
    return ""
