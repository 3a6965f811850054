"""The publication date a report's own page states: a date line, a "Published" line, an edition line, its address."""

import re
from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.text.dates import FullDate, find_full_dates, make_date
from tellings.text.spans import cite

# Characters at either end of a page in which its own date may stand.
_HEAD, _TAIL = 3000, 800
_LONGEST_LINE = 160
_CUE = re.compile(
    r"\b(?:first published|published|posted|created|issued|date|publication date|filed|aired|broadcast)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated|modified|revised|edited)\b", re.IGNORECASE)
_RIGHTS = re.compile(r"copyright|\(c\)|©|rights reserved|founded|since", re.IGNORECASE)
_EDITION = re.compile(r"\(.{2,60}\bpage\s?[A-Z]?\d+\s?\)$", re.IGNORECASE)
# What may stand beside a date on a line of its own.
_BESIDE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b\d{1,2}(?:[:.]\d{2}){0,2}\s?(?:[ap]\.?m\.?)?"
    r"|\b(?:gmt|utc|[ecmp][sd]?t|bst|cest|ist|jst|local time|eastern time|h(?:rs|ours)?|am|pm)\b"
    r"|\b(?:first|last|on|at|by|and|the|ago|minutes?|hours?|date|time|read|mins?|from)\b"
    r"|\b(?:published|posted|created|updated|modified|revised|issued|filed|aired|heard)\b|[^\w]+",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|from)\s+[A-Z]\w+(?:[ .'-]+[A-Z]\w*){0,4}\W*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[/=-](?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?:[/_.-]|$)", re.IGNORECASE
)
_COMPACT = re.compile(r"[/=_-](?P<y>20[0-4]\d)(?P<m>0\d|1[0-2])(?P<d>[0-2]\d|3[01])(?:[/_.-]|$)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def find_stated(reading: Reading) -> Published:
    """The date the page states for itself; ``unknown`` where it states none.

    Only lines that say little else count: dates in the body, in rights notices and in captions are none.
    """
    doc = reading.document
    updated: Published | None = None
    for line in _lines(doc.text):
        words = doc.text[line.start : line.end]
        if _RIGHTS.search(words):
            continue
        found = list(find_full_dates(words))
        if not found or not _is_own(words, found, line.start):
            continue
        first = found[0]
        evidence = (cite(doc, line.start + first.start, line.start + first.end),)
        if _UPDATED.search(words) and not _CUE.search(words):
            updated = updated or Published(
                first.day, first.day, "stated", None, evidence, "the page states when it was updated"
            )
            continue
        return Published(first.day, first.day, "stated", None, evidence, "the page states it in a line of its own")
    return updated or Published()


def find_in_address(doc: Document) -> date | None:
    """The day in the page's address ("/2016/07/15/"): the day it came out, or of the print edition a day later."""
    for pattern in (_ADDRESS, _COMPACT):
        match = pattern.search(doc.url or "")
        if match:
            name = match["m"].lower()
            month = int(name) if name.isdigit() else _MONTHS.index(name) + 1 if name in _MONTHS else 0
            day = make_date(int(match["y"]), month, int(match["d"]))
            if day:
                return day
    return None


def latest_told(reading: Reading) -> date | None:
    """The latest day that the report tells as past with its full date: it cannot have been written before."""
    days = []
    for time in reading.times:
        when = time.when
        if (
            when.op == "calendar"
            and when.unit == "day"
            and when.year
            and when.month
            and when.day
            and time.tense == "past"
        ):
            day = make_date(when.year, when.month, when.day)
            if day:
                days.append(day)
    return max(days, default=None)


def _lines(text: str) -> Iterator[Span]:
    """The short lines near both ends of the page, in order."""
    tail = max(_HEAD, len(text) - _TAIL)
    for low, high in ((0, min(_HEAD, len(text))), (tail, len(text))):
        start = low
        while start < high:
            stop = text.find("\n", start, high)
            stop = high if stop < 0 else stop
            if start < stop <= start + _LONGEST_LINE and text[start:stop].strip():
                yield Span(start, stop)
            start = stop + 1


def _is_own(words: str, found: list[FullDate], offset: int) -> bool:
    """Whether the line says when the page came out: nothing but the date, or a word for publishing, or an edition."""
    if _EDITION.search(words.strip()):
        return True
    rest = words
    for full in reversed(found):
        rest = rest[: full.start] + " " + rest[full.end :]
    if _BESIDE.sub("", rest).strip() == "":
        return True
    cue = _CUE.search(words) or _UPDATED.search(words)
    if cue and cue.start() < found[0].start and found[0].start - cue.end() < 40:
        return True
    return offset < _HEAD and _BESIDE.sub("", _BYLINE.sub("", rest, count=1)).strip() == ""
