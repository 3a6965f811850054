"""The calendar: what a ``When`` means to somebody who writes on a given day."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from tellings.model.reading import Tense
from tellings.model.when import Grain, Part, Period, Unit, When

# A date without its year that lies this near ahead (or back) beats one most of a year away, whatever the tense.
_NEAR, _FAR = 45, 270
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "decade": 120, "century": 1200}
_QUARTERS = {"q1": 0, "q2": 3, "q3": 6, "q4": 9}
# Which thirds of a stretch its parts are.
_THIRDS = {"start": 0, "early": 0, "mid": 1, "late": 2}


class Scene(NamedTuple):
    """What a time is told from: the day of writing, the tense of its clause, the date spoken of before."""

    day: date | None
    tense: Tense | None = None
    previous: Period | None = None


def resolve(when: When, scene: Scene) -> Period | None:
    """The days ``when`` means in ``scene``; ``None`` where that stays open (no day known, lengths, sets, "recently").

    Conventions: weeks run from Monday to Sunday; "early", "mid" and "late" are the 1st to 10th, 11th to 20th and the
    rest of a month, and thirds of longer stretches; "the end of April" is 30 April; winter begins in December.
    """
    try:
        return _RESOLVERS[when.op](when, scene)
    except (OverflowError, ValueError):
        # Past the ends of the calendar (year 1, year 9999): nothing to name.
        return None


def days_in(period: Period) -> int:
    """How many days a period has."""
    return (period.end - period.start).days + 1


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months on, or the month's last day where there is none."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year, by the anonymous (Meeus, Jones and Butcher) rule."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _calendar(when: When, scene: Scene) -> Period | None:
    if when.year is not None:
        return _on_calendar(when, when.year)
    if when.of:
        whole = resolve(when.of[0], scene)
        return _on_calendar(when, whole.start.year) if whole else None
    if scene.day is None or when.month is None:
        return None
    here = scene.day.year
    candidates = [
        _on_calendar(when, year) for year in range(max(1, here - 4 if when.day == 29 else here - 1), here + 2)
    ]
    known = [c for c in candidates if c]
    if when.count is None:
        return _pick(known, scene)
    month = scene.day.replace(day=1)
    if when.count < 0:
        return max((c for c in known if c.end < month), default=None)
    if when.count == 0:
        return next((c for c in known if c.start.year == here), None)
    return min((c for c in known if c.start > scene.day), default=None)


def _on_calendar(when: When, year: int) -> Period | None:
    if when.unit == "century":
        first = (year // 100) * 100
        return Period(date(max(1, first), 1, 1), date(first + 99, 12, 31), "century")
    if when.unit == "decade":
        return Period(date(year, 1, 1), date(year + 9, 12, 31), "decade")
    if when.month is None:
        return Period(date(year, 1, 1), date(year, 12, 31), "year")
    last = monthrange(year, when.month)[1]
    if when.day is None:
        return Period(date(year, when.month, 1), date(year, when.month, last), "month")
    if when.day > last:
        return None
    day = date(year, when.month, when.day)
    return Period(day, day, "day")


def _pick(candidates: list[Period], scene: Scene) -> Period | None:
    """Of a date's occurrences the one the tense asks for, unless it is most of a year off and another very near."""
    day = scene.day
    if day is None:
        return None
    past = max((c for c in candidates if c.start <= day), default=None)
    coming = min((c for c in candidates if c.end >= day), default=None)
    if past is None or coming is None or past == coming:
        return past or coming
    back, ahead = (day - past.end).days, (coming.start - day).days
    if scene.tense == "past":
        return coming if ahead <= _NEAR and back >= _FAR else past
    if scene.tense == "future":
        return past if back <= _NEAR and ahead >= _FAR else coming
    # No verb tells: what has been is spoken of more often than what will be.
    return coming if ahead * 3 < back else past


def _weekday(when: When, scene: Scene) -> Period | None:
    if when.weekday is None:
        return None
    day, tense = scene.day, scene.tense
    if when.of:
        week = resolve(when.of[0], scene)
        return _one_day(week.start + timedelta((when.weekday - week.start.weekday()) % 7)) if week else None
    count = when.count
    if when.base == "previous" and scene.previous:
        day = scene.previous.end if count == 1 else scene.previous.start
    if day is None:
        return None
    back = (day.weekday() - when.weekday) % 7
    if count == -1:
        return _one_day(day - timedelta(back or 7))
    if count == 1:
        return _one_day(day + timedelta(7 - back))
    ahead = tense in ("future", "present") if count is None else tense != "past"
    return _one_day(day + timedelta((7 - back) % 7) if ahead else day - timedelta(back))


def _one_day(day: date) -> Period:
    return Period(day, day, "day")


def _unit(when: When, scene: Scene) -> Period | None:
    if when.count is None or when.unit is None:
        return None
    day = scene.day
    if when.base == "previous" and scene.previous:
        day = scene.previous.end if when.count > 0 else scene.previous.start
        coarse = {"week": 7, "weekend": 7, "month": 31, "year": 366}.get(when.unit, 1)
        if when.count and days_in(scene.previous) > coarse:
            return None
    return period_of(when.unit, day, when.count, scene.tense) if day else None


def period_of(unit: Unit, day: date, count: int, tense: Tense | None = None) -> Period | None:
    """The ``unit`` that lies ``count`` units from the one ``day`` is in: a day, a week from Monday, a month ..."""
    if unit == "day":
        return _one_day(day + timedelta(count))
    if unit == "week":
        monday = day - timedelta(day.weekday()) + timedelta(7 * count)
        return Period(monday, monday + timedelta(6), "week")
    if unit == "weekend":
        saturday = day - timedelta((day.weekday() - 5) % 7)
        # On a Monday or Tuesday the weekend just gone is meant unless the clause looks ahead.
        ahead = tense in ("future", "present") or (tense is None and day.weekday() > 1)
        if day.weekday() < 5 and (count > 0 or (count == 0 and ahead)):
            saturday += timedelta(7)
        saturday += timedelta(7 * (count if day.weekday() >= 5 else max(count - 1, 0) + min(count + 1, 0)))
        return Period(saturday, saturday + timedelta(1), "weekend")
    size = _MONTHS.get(unit)
    if size is None:
        return None
    index = (day.year * 12 + day.month - 1) // size * size + count * size
    return Period(_month(index), _month(index + size) - timedelta(1), _GRAINS[unit])


def _month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


_GRAINS: dict[str, Grain] = {
    "month": "month", "quarter": "quarter", "half_year": "half_year", "year": "year", "decade": "decade",
    "century": "century",
}  # fmt: skip


def _part(when: When, scene: Scene) -> Period | None:
    whole = resolve(when.of[0], scene)
    if whole is None or when.part is None:
        return None
    if days_in(whole) == 1:
        if when.part == "overnight":
            return Period(whole.start - timedelta(1), whole.end, "time")
        time = when.part in ("morning", "afternoon", "evening", "night")
        return Period(whole.start, whole.end, "time" if time else "day", whole.clock)
    return _cut(whole, when.part)


def _cut(whole: Period, part: Part) -> Period | None:
    """The ``part`` of a period longer than a day."""
    if part == "end":
        return (
            Period(max(whole.start, whole.end - timedelta(2)), whole.end, "day")
            if whole.grain == "week"
            else _one_day(whole.end)
        )
    if part in _QUARTERS:
        start = add_months(whole.start, _QUARTERS[part])
        return Period(start, add_months(start, 3) - timedelta(1), "quarter")
    months = round(days_in(whole) / 30.44)
    if part in ("first_half", "second_half"):
        short = timedelta(3 if whole.grain == "week" else max(1, days_in(whole) // 2))
        middle = add_months(whole.start, months // 2) if months > 1 else whole.start + short
        grain: Grain = "half_year" if whole.grain == "year" else "other"
        if part == "first_half":
            return Period(whole.start, middle - timedelta(1), grain)
        return Period(middle, whole.end, grain)
    third = _THIRDS.get(part)
    if third is None:
        return None
    if whole.grain == "week":
        first, last = ((0, 1), (2, 2), (3, 6))[third]
        return Period(
            whole.start + timedelta(first), whole.start + timedelta(last), "day" if first == last else "other"
        )
    if whole.grain == "month":
        first, last = ((1, 10), (11, 20), (21, whole.end.day))[third]
        return Period(whole.start.replace(day=first), whole.start.replace(day=last), "other")
    if months < 3:
        return None
    starts = [add_months(whole.start, months * k // 3) for k in range(3)]
    ends = [starts[1] - timedelta(1), starts[2] - timedelta(1), whole.end]
    return Period(starts[third], ends[third], "other")


def _range(when: When, scene: Scene) -> Period | None:
    """From the first to the second; a year said once holds for both, and the second never comes before the first."""
    first, second = when.of
    if (
        second.year is not None
        and first.op == second.op == "calendar"
        and first.year is None
        and second.month is not None
    ):
        start = _on_calendar(first, second.year)
        if start and first.month and second.month and first.month > second.month:
            start = _on_calendar(first, second.year - 1)
    else:
        start = resolve(first, scene)
    if start is None:
        return None
    end = resolve(second, scene)
    if end is None or end.start < start.start:
        # "From Friday to Sunday": the Sunday after that Friday.
        end = resolve(second, Scene(start.end, "future", start))
    if end is None or end.start < start.start:
        return None
    if second.op == "weekday" and second.count is None and (end.start - start.start).days > 6:
        end = Period(end.start - timedelta(7), end.end - timedelta(7), end.grain)
    return Period(start.start, end.end, start.grain if start.grain == end.grain == "time" else "other")


def _clock(when: When, scene: Scene) -> Period | None:
    day = resolve(when.of[0], scene) if when.of else scene.previous
    if not when.of and (day is None or days_in(day) > 1):
        day = _one_day(scene.day) if scene.day else None
    return Period(day.start, day.end, "time", when.clock) if day else None


def _season(when: When, scene: Scene) -> Period | None:
    if when.season is None:
        return None
    month = _SEASONS[when.season]
    if when.year is not None:
        return _season_of(when.year, month)
    if scene.day is None:
        return None
    candidates = [_season_of(year, month) for year in range(scene.day.year - 2, scene.day.year + 2)]
    if when.count == -1:
        return max((c for c in candidates if c.end < scene.day), default=None)
    if when.count == 1:
        return min((c for c in candidates if c.start > scene.day), default=None)
    if when.count == 0:
        running = [c for c in candidates if c.start <= scene.day <= c.end]
        year = [c for c in candidates if c.start.year == scene.day.year]
        return (running or year)[0]
    return _pick(candidates, scene)


def _season_of(year: int, month: int) -> Period:
    start = date(year, month, 1)
    return Period(start, add_months(start, 3) - timedelta(1), "season")


def _easter(when: When, scene: Scene) -> Period | None:
    return _feast(lambda year: easter(year) + timedelta(when.count or 0), when.year, scene)


def _nth(when: When, scene: Scene) -> Period | None:
    def find(year: int) -> date:
        month, count, weekday = when.month or 1, when.count or 1, when.weekday or 0
        if count > 0:
            first = date(year, month, 1)
            return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1))
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7 + 7 * (-count - 1))

    return _feast(find, when.year, scene)


def _feast(find: Callable[[int], date], year: int | None, scene: Scene) -> Period | None:
    if year is not None:
        return _one_day(find(year))
    if scene.day is None:
        return None
    return _pick([_one_day(find(scene.day.year + k)) for k in (-1, 0, 1)], scene)


def _stretch(when: When, scene: Scene) -> Period | None:
    """A length laid back or ahead from the day spoken of, or taken from an end of a period."""
    length, count = when.of[0], when.count or 0
    size = length.high if length.high is not None else length.low
    if size is None or length.unit is None:
        return None
    if len(when.of) > 1:
        return _taken(when, length.unit, int(size), scene)
    day = scene.day
    if when.base == "previous" and scene.previous:
        day = scene.previous.start if count < 0 else scene.previous.end
    if day is None:
        return None
    other = _move(day, length.unit, size * count)
    return Period(min(day, other), max(day, other), "other") if other else None


def _taken(when: When, unit: Unit, size: int, scene: Scene) -> Period | None:
    whole = resolve(when.of[1], scene)
    if whole is None:
        return None
    if when.part == "start":
        other = _move(whole.start, unit, size)
        return Period(whole.start, min(whole.end, other - timedelta(1)), "other") if other and size else None
    after = whole.end + timedelta(1)
    other = _move(after, unit, -size)
    return Period(max(whole.start, other), whole.end, "other") if other and size else None


def _move(day: date, unit: Unit, size: float) -> date | None:
    if unit in _MONTHS:
        return add_months(day, round(size * _MONTHS[unit]))
    days = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "weekend": 7}.get(unit)
    return day + timedelta(round(size * days)) if days else None


def _open(_when: When, _scene: Scene) -> Period | None:
    """Lengths, sets and vague words have no days of their own."""
    return None


_RESOLVERS: dict[str, Callable[[When, Scene], Period | None]] = {
    "calendar": _calendar,
    "weekday": _weekday,
    "unit": _unit,
    "part": _part,
    "range": _range,
    "clock": _clock,
    "season": _season,
    "easter": _easter,
    "nth": _nth,
    "length": _open,
    "stretch": _stretch,
    "every": _open,
    "vague": _open,
}
