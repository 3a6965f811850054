"""Times of publication as pages and records write them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from tellings.model.document import Published

EARLIEST = date(1990, 1, 1)
"""No page is older: an earlier stamp is a default value of the machine that wrote it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, and the exact moment where the stamp has a clock and a zone."""

    day: date
    at: datetime | None = None


MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_PARTED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?,? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})\b")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_CLOCK = re.compile(r"[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?", re.I)


def read_stamp(value: object) -> Stamp:
    """The moment or day ``value`` states: ISO 8601, RFC 822, seconds since 1970, or a date in English words.

    "5/6/2026" can be two days and is refused; "25/6/2026" can be one only.

    Raises:
        ValueError: when no single day is stated; the message quotes the value.
    """
    if isinstance(value, datetime):
        return _from_datetime(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"not a date: {str(value)[:60]!r}")
    text = str(value).strip()[:80]
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            return _from_datetime(datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC))
        return _from_text(text)
    except (ValueError, OverflowError, OSError, TypeError, IndexError) as err:
        raise ValueError(f"not a date: {text[:60]!r}") from err


def _from_text(text: str) -> Stamp:
    iso = _ISO.match(text)
    if iso:
        return _with_clock(date(*map(int, iso.groups())), text[iso.end() :])
    compact = _COMPACT.fullmatch(text)
    if compact:
        compact_day = date(*map(int, compact.groups()[:3]))
        clock = f"T{compact[4]}:{compact[5]}:{compact[6] or '00'}{compact[7]}" if compact[7] else ""
        return _with_clock(compact_day, clock)
    slashed = _SLASHED.match(text)
    if slashed:
        return _with_clock(date(*map(int, slashed.groups())), text[slashed.end() :])
    parted = _PARTED.match(text)
    if parted:
        return _with_clock(_day_of_parts(parted), text[parted.end() :])
    for pattern, month, day in ((_MONTH_DAY, 1, 2), (_DAY_MONTH, 2, 1)):
        words = pattern.search(text)
        number = MONTHS.get(words[month].lower()) if words else None
        if words and number:
            return _rfc822(text) or Stamp(date(int(words[3]), number, int(words[day])))
    return _rfc822(text) or _refuse(text)


def _day_of_parts(parted: re.Match[str]) -> date:
    first, second, year = int(parted[1]), int(parted[3]), int(parted[4])
    if parted[2] == "." or first > 12:
        return date(year, second, first)
    if second > 12 or first == second:
        return date(year, first, second)
    raise ValueError(f"{parted[0]} may be two days")


def _with_clock(day: date, rest: str) -> Stamp:
    clock = _CLOCK.match(rest)
    if not clock or not clock[4]:
        return Stamp(day)
    zone = clock[4].upper()
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone if ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    at = datetime.fromisoformat(f"{day.isoformat()}T{hour % 24:02}:{minute:02}:{min(second, 59):02}{zone}")
    return Stamp(day, at)


def _rfc822(text: str) -> Stamp | None:
    try:
        return _from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _refuse(text: str) -> Stamp:
    raise ValueError(f"not a date: {text!r}")


def _from_datetime(moment: datetime) -> Stamp:
    return Stamp(moment.date(), moment if moment.tzinfo else None)


def publish(stamp: Stamp, *, why: str, today: date | None) -> Published:
    """The stamp as a document's date of publication, taken from metadata (``why`` names the field).

    Raises:
        ValueError: the day is before 1990 or more than a day after ``today``; the message says so.
    """
    if stamp.day < EARLIEST:
        raise ValueError(f"{stamp.day} is before {EARLIEST.year}")
    if today is not None and stamp.day > today + timedelta(days=1):
        raise ValueError(f"{stamp.day} is in the future")
    return Published(stamp.day, stamp.day, "metadata", at=stamp.at, why=why)


def moment_of(published: Published) -> datetime | None:
    """The exact moment, else the first one of the day; ``None`` where the day is not known."""
    if published.at or not published.earliest:
        return published.at
    return datetime.combine(published.earliest, time())
