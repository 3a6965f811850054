"""The calendar: what a ``When`` means to somebody who writes on a given day."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from tellings.model.reading import Tense
from tellings.model.when import Period, Unit, When
from tellings.text.periods import days_in, easter, moved, named_period, one_day, part_of, period_of, season_of

# A date without its year that lies this near ahead (or back) beats one most of a year away, whatever the tense.
_NEAR, _FAR = 45, 270


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


def _calendar(when: When, scene: Scene) -> Period | None:
    if when.year is not None:
        return named_period(when, when.year)
    if when.of:
        whole = resolve(when.of[0], scene)
        return named_period(when, whole.start.year) if whole else None
    if scene.day is None or when.month is None:
        return None
    here = scene.day.year
    candidates = [
        named_period(when, year) for year in range(max(1, here - 4 if when.day == 29 else here - 1), here + 2)
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
        return one_day(week.start + timedelta((when.weekday - week.start.weekday()) % 7)) if week else None
    count = when.count
    if when.base == "previous" and scene.previous:
        day = scene.previous.end if count == 1 else scene.previous.start
    if day is None:
        return None
    back = (day.weekday() - when.weekday) % 7
    if count == -1:
        return one_day(day - timedelta(back or 7))
    if count == 1:
        return one_day(day + timedelta(7 - back))
    ahead = tense in ("future", "present") if count is None else tense != "past"
    return one_day(day + timedelta((7 - back) % 7) if ahead else day - timedelta(back))


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


def _part(when: When, scene: Scene) -> Period | None:
    whole = resolve(when.of[0], scene)
    if whole is None or when.part is None:
        return None
    if days_in(whole) == 1:
        if when.part == "overnight":
            return Period(whole.start - timedelta(1), whole.end, "time")
        time = when.part in ("morning", "afternoon", "evening", "night")
        return Period(whole.start, whole.end, "time" if time else "day", whole.clock)
    return part_of(whole, when.part)


def _range(when: When, scene: Scene) -> Period | None:
    """From the first to the second; a year said once holds for both, and the second never comes before the first."""
    first, second = when.of
    if (
        second.year is not None
        and first.op == second.op == "calendar"
        and first.year is None
        and second.month is not None
    ):
        start = named_period(first, second.year)
        if start and first.month and second.month and first.month > second.month:
            start = named_period(first, second.year - 1)
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
        day = one_day(scene.day) if scene.day else None
    return Period(day.start, day.end, "time", when.clock) if day else None


def _season(when: When, scene: Scene) -> Period | None:
    if when.season is None:
        return None
    season = when.season
    if when.year is not None:
        return season_of(when.year, season)
    if scene.day is None:
        return None
    candidates = [season_of(year, season) for year in range(scene.day.year - 2, scene.day.year + 2)]
    if when.count == -1:
        return max((c for c in candidates if c.end < scene.day), default=None)
    if when.count == 1:
        return min((c for c in candidates if c.start > scene.day), default=None)
    if when.count == 0:
        running = [c for c in candidates if c.start <= scene.day <= c.end]
        year = [c for c in candidates if c.start.year == scene.day.year]
        return (running or year)[0]
    return _pick(candidates, scene)


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
        return one_day(find(year))
    if scene.day is None:
        return None
    return _pick([one_day(find(scene.day.year + k)) for k in (-1, 0, 1)], scene)


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
    other = moved(day, length.unit, size * count)
    return Period(min(day, other), max(day, other), "other") if other else None


def _taken(when: When, unit: Unit, size: int, scene: Scene) -> Period | None:
    whole = resolve(when.of[1], scene)
    if whole is None:
        return None
    if when.part == "start":
        other = moved(whole.start, unit, size)
        return Period(whole.start, min(whole.end, other - timedelta(1)), "other") if other and size else None
    after = whole.end + timedelta(1)
    other = moved(after, unit, -size)
    return Period(max(whole.start, other), whole.end, "other") if other and size else None


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
