"""The timeline drawn to scale: where each dated entry stands between the first day shown and the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tellings.model.brief import TimelineEntry

# Days a window may span. The narrowest that holds most entries is drawn: one event of long ago must not squeeze
# the days that matter into one point.
_WINDOWS = (14, 31, 62, 124, 366, 1100, 3660, 11000)
_ENOUGH = 0.6
_WORTHWHILE = 3
# Percent of the strip a mark needs beside it on a phone, and how many may stand above each other: few marks are large
# and bear their number, many are dots.
_GAP, _LANES = 7.0, 8
_DOT_GAP, _DOT_LANES = 3.3, 14
_CROWD = 16
_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class StripMark:
    """One entry: ``number`` as in the list, ``x`` and ``width`` in percent of the strip, ``lane`` from the axis up."""

    number: int
    entry: TimelineEntry
    x: float
    width: float
    lane: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """What is drawn; ``before`` and ``after`` count the entries outside, ``as_of`` is the place of the last report.

    ``crowded`` when there are too many marks to bear their numbers.
    """

    first: date
    last: date
    marks: tuple[StripMark, ...]
    ticks: tuple[Tick, ...]
    lanes: int
    crowded: bool
    before: int
    after: int
    as_of: float | None


def draw_strip(entries: Sequence[TimelineEntry], as_of: date | None) -> Strip | None:
    """The strip for the entries in list order; ``None`` when fewer than two of them are dated."""
    dated = [(number, e, *days) for number, e in enumerate(entries, start=1) if (days := _days(e))]
    if len(dated) < 2:
        return None
    centre = as_of or dated[len(dated) // 2][2]
    first, last = _window([(start, end) for _, _, start, end in dated], centre)
    inside = [d for d in dated if first <= d[2] <= last or first <= d[3] <= last]
    crowded = len(inside) > _CROWD
    marks = _place(inside, first, last, crowded)
    return Strip(
        first=first,
        last=last,
        marks=marks,
        ticks=tuple(Tick(_at(day, first, last), label) for day, label in _ticks(first, last)),
        lanes=max(m.lane for m in marks) + 1,
        crowded=crowded,
        before=sum(end < first for _, _, _, end in dated),
        after=sum(start > last for _, _, start, _ in dated),
        as_of=_at(as_of, first, last) if as_of and first <= as_of <= last else None,
    )


def _days(entry: TimelineEntry) -> tuple[date, date] | None:
    start, end = entry.start or entry.end, entry.end or entry.start
    return (start, end) if start and end else None


def _window(days: Sequence[tuple[date, date]], centre: date) -> tuple[date, date]:
    first, last = min(s for s, _ in days), max(e for _, e in days)
    for span in _WINDOWS:
        if (last - first).days <= _WORTHWHILE * span:
            break
        low, high = _shift(centre, -span // 2), _shift(centre, span // 2)
        near = [(s, e) for s, e in days if low <= s and e <= high]
        if len(near) >= max(2, _ENOUGH * len(days)):
            first, last = min(s for s, _ in near), max(e for _, e in near)
            break
    room = max(1, (last - first).days // 20)
    return _shift(first, -room), _shift(last, room)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _at(day: date, first: date, last: date) -> float:
    whole = max(1, (last - first).days)
    return round(100 * min(max((day - first).days, 0), whole) / whole, 2)


def _place(
    dated: Sequence[tuple[int, TimelineEntry, date, date]], first: date, last: date, crowded: bool
) -> tuple[StripMark, ...]:
    """Marks in the lowest lane where they touch no other; in a crowd the stretches may pass behind other marks."""
    gap, lanes = (_DOT_GAP, _DOT_LANES) if crowded else (_GAP, _LANES)
    taken: list[float] = []
    marks = []
    for number, entry, start, end in sorted(dated, key=lambda d: (d[2], d[3], d[0])):
        x = _at(start, first, last)
        width = round(_at(_shift(end, 1), first, last) - x, 2) if end > start else 0.0
        lane = next((i for i, until in enumerate(taken) if until <= x), len(taken))
        lane = lane if lane < lanes else min(range(len(taken)), key=lambda i: taken[i])
        if lane == len(taken):
            taken.append(0.0)
        taken[lane] = x + gap if crowded else max(x + gap, x + width + 1)
        marks.append(StripMark(number, entry, x, width, lane))
    return tuple(sorted(marks, key=lambda m: m.number))


def _ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    span = (last - first).days
    if span <= 62:
        step = next(s for s in (1, 2, 3, 5, 7, 14) if span / s <= 6 or s == 14)
        for days in range(0, span + 1, step):
            day = _shift(first, days)
            yield day, f"{day.day} {_SHORT[day.month - 1]}"
    elif span <= 1100:
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next(s for s in (1, 2, 3, 6, 12) if months / s <= 6 or s == 12)
        for month in range(first.year * 12 + first.month, last.year * 12 + last.month, 1):
            if month % step == 0 and month // 12 <= date.max.year:
                day = date(month // 12, month % 12 + 1, 1)
                yield day, f"{_SHORT[day.month - 1]} {day.year}"
    else:
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if (last.year - first.year) / s <= 6)
        for year in range(first.year + 1, last.year + 1):
            if year % step == 0:
                yield date(year, 1, 1), str(year)
