"""Periods: days, weeks, months and longer stretches of the calendar, and their parts."""

from calendar import monthrange
from datetime import date, timedelta

from tellings.model.reading import Tense
from tellings.model.when import Grain, Part, Period, Season, Unit, When

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "decade": 120, "century": 1200}
_GRAINS: dict[str, Grain] = {
    "month": "month", "quarter": "quarter", "half_year": "half_year", "year": "year", "decade": "decade",
    "century": "century",
}  # fmt: skip
_QUARTERS = {"q1": 0, "q2": 3, "q3": 6, "q4": 9}
# Which thirds of a stretch its parts are.
_THIRDS = {"start": 0, "early": 0, "mid": 1, "late": 2}


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


def one_day(day: date) -> Period:
    """A single day as a period."""
    return Period(day, day, "day")


def named_period(when: When, year: int) -> Period | None:
    """The day, month, year, decade or century that a calendar ``when`` names in ``year``; ``None`` for 29 February."""
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


def period_of(unit: Unit, day: date, count: int, tense: Tense | None = None) -> Period | None:
    """The ``unit`` that lies ``count`` units from the one ``day`` is in: a day, a week from Monday, a month ..."""
    if unit == "day":
        return one_day(day + timedelta(count))
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


def season_of(year: int, season: Season) -> Period:
    """The three months of a northern season; winter is named by the year of its December."""
    month = _SEASONS[season]
    start = date(year, month, 1)
    return Period(start, add_months(start, 3) - timedelta(1), "season")


def part_of(whole: Period, part: Part) -> Period | None:
    """The ``part`` of a period longer than a day."""
    if part == "end":
        return (
            Period(max(whole.start, whole.end - timedelta(2)), whole.end, "day")
            if whole.grain == "week"
            else one_day(whole.end)
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


def moved(day: date, unit: Unit, size: float) -> date | None:
    """The day ``size`` units on, to the nearest day."""
    if unit in _MONTHS:
        return add_months(day, round(size * _MONTHS[unit]))
    days = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "weekend": 7}.get(unit)
    return day + timedelta(round(size * days)) if days else None
