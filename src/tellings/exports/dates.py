"""Days and stretches of days in words."""

from datetime import date, datetime, timedelta

from tellings.exports.characters import show_line
from tellings.model.document import CORRECTED_BY, Published
from tellings.model.when import Grain

_MONTHS = "January February March April May June July August September October November December".split()
_BASIS = {
    "stated": "stated in the report",
    "metadata": "given beside the text",
    "inferred": "worked out",
    "unknown": "",
}


def say_day(day: date) -> str:
    """ "13 September 2022"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_days(start: date | None, end: date | None, grain: Grain = "day") -> str:
    """The days in as few words as are true: "13 September 2022", "15–16 September 2022", "October 2022", "undated"."""
    start, end = start or end, end or start
    if start is None or end is None:
        return "undated"
    whole = _say_whole(start, end)
    if whole and (grain not in ("day", "time") or start != end):
        return whole
    if start == end:
        return say_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {_MONTHS[end.month - 1]} {end.year}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {say_day(end)}"
    return f"{say_day(start)} – {say_day(end)}"


def _say_whole(start: date, end: date) -> str | None:
    """Whole months or years by their names; ``None`` when the stretch does not begin and end with one."""
    if start.day != 1 or (end.month == (end + timedelta(days=1)).month if end < date.max else False):
        return None
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if start.year == end.year:
        return f"{_MONTHS[start.month - 1]}–{_MONTHS[end.month - 1]} {end.year}"
    return f"{_MONTHS[start.month - 1]} {start.year} – {_MONTHS[end.month - 1]} {end.year}"


def say_ago(moment: datetime, now: datetime) -> str:
    """How long ago it was, or how soon it will be: "just now", "12 minutes ago", "in 3 hours", "5 days ago"."""
    seconds = (now - moment).total_seconds()
    for size, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        number = int(abs(seconds) // size)
        if number:
            words = f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now" if seconds >= 0 else "in a moment"


def say_iso_days(value: str) -> str:
    """ "9–11 May 2031" for "2031-05-09/2031-05-11"; what is no such day or stretch of days as it is."""
    start, _, end = value.partition("/")
    try:
        return say_days(date.fromisoformat(start), date.fromisoformat(end or start))
    except ValueError:
        return value


def is_corrected(published: Published) -> bool:
    """Whether a person gave the day; ``why`` says who and when."""
    return published.why.startswith(CORRECTED_BY)


def say_published(published: Published) -> str:
    """When a report came out and how that is known."""
    if published.earliest is None or published.latest is None:
        return "publication date not known"
    if published.earliest == published.latest:
        basis = show_line(published.why) if is_corrected(published) else _BASIS[published.basis]
        return f"{say_day(published.earliest)}, {basis}"
    first = say_day(published.earliest)
    if (published.earliest.year, published.earliest.month) == (published.latest.year, published.latest.month):
        first = str(published.earliest.day)
    return f"between {first} and {say_day(published.latest)}, {_BASIS[published.basis]}"
