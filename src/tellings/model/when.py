"""Times: as a report says them (``When``), and as days of the calendar (``Period``)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Grain = Literal[
    "time", "day", "weekend", "week", "month", "quarter", "half_year", "season", "year", "decade", "century", "other"
]
Unit = Literal[
    "second", "minute", "hour", "day", "weekend", "week", "month", "quarter", "half_year", "season", "year", "decade",
    "century",
]  # fmt: skip
Part = Literal[
    "start", "early", "mid", "late", "end",
    "first_half", "second_half", "q1", "q2", "q3", "q4",
    "morning", "afternoon", "evening", "night", "overnight",
]  # fmt: skip
Op = Literal[
    "calendar", "weekday", "unit", "part", "range", "clock", "season", "easter", "nth", "length", "stretch", "every",
    "vague",
]  # fmt: skip
Season = Literal["winter", "spring", "summer", "autumn"]
Base = Literal["report", "previous"]
Vagueness = Literal["past", "present", "future", "before_christ"]

# What each operation needs, and what it may have besides.
_NEEDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    op: (frozenset(need.split()), frozenset(may.split()))
    for op, need, may in (
        ("calendar", "unit", "year month day count of"),
        ("weekday", "weekday", "count of"),
        ("unit", "unit count", ""),
        ("part", "part of", "count"),
        ("range", "of", ""),
        ("clock", "clock", "of"),
        ("season", "season", "year count"),
        ("easter", "count", "year"),
        ("nth", "weekday count month", "year"),
        ("length", "unit", "low high"),
        ("stretch", "count of", "part"),
        ("every", "unit", "of"),
        ("vague", "vagueness", ""),
    )
}


@dataclass(frozen=True, slots=True)
class When:
    """A time as words say it, before anyone knows the day they were written: one node of a small algebra.

    ==========  ===================================================================================================
    ``op``      means
    ==========  ===================================================================================================
    calendar    what the calendar names, as far as it is said: "13 September 2022", "July 14", "2013", "the 1950s"
                (``unit`` decade, ``year`` 1950), "the 19th century" (``unit`` century, ``year`` 1800);
                "last November" has ``count`` -1, "January last year" its year in ``of``
    weekday     "Wednesday" (Monday is 0); ``count`` -1 for "last", 0 for "this", 1 for "next"; ``of`` a week
    unit        the day, week, month ... ``count`` away: "yesterday" (-1 day), "this year", "three weeks ago"
    part        a part of ``of``: "late last month", "the first half of 2020", "Thursday night"
    range       from the first to the second of ``of``, both included: "April 8-10", "between 2014 and 2016"
    clock       a time of day, on ``of`` or on the day spoken of
    season      "last summer", "the winter of 2014"
    easter      ``count`` days from Easter Sunday: "Good Friday" is -2
    nth         the ``count``-th ``weekday`` of ``month``, -1 the last: "Thanksgiving"
    length      how long: ``low`` to ``high`` of ``unit``; both ``None`` for "weeks"
    stretch     a length laid out: -1 before, 1 after the day spoken of ("the past two months"); with a second ``of``
                its ``part`` start or end ("the first two months of the year")
    every       again and again: "daily", "every Monday"
    vague       "recently", "now", "soon"; dates before Christ, which this calendar does not have
    ==========  ===================================================================================================

    ``base`` says where counting starts: at the report's own day, or at the date spoken of before ("two days later").

    Raises:
        ValueError: when a field is missing, does not belong to the operation, or is no date.
    """

    op: Op
    unit: Unit | None = None
    count: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: Part | None = None
    season: Season | None = None
    clock: time | None = None
    low: float | None = None
    high: float | None = None
    vagueness: Vagueness | None = None
    base: Base = "report"
    of: "tuple[When, ...]" = ()

    def __post_init__(self) -> None:
        needed, allowed = _NEEDS[self.op]
        given = {
            name
            for name in (
                "unit", "count", "year", "month", "day", "weekday", "part", "season", "clock", "low", "high",
                "vagueness",
            )
            if getattr(self, name) is not None
        }  # fmt: skip
        if self.of:
            given.add("of")
        if needed - given or given - needed - allowed:
            raise ValueError(
                f"When {self.op!r} needs {sorted(needed)} and may have {sorted(allowed)}; it was given {sorted(given)}."
            )
        self._check_calendar()
        if len(self.of) != (2 if self.op == "range" else len(self.of[:1])) and self.op != "stretch":
            raise ValueError(f"When {self.op!r} takes {2 if self.op == 'range' else 1} of `of`, not {len(self.of)}.")
        if self.low is not None and self.high is not None and not 0 <= self.low <= self.high:
            raise ValueError(f"A length runs from low to high, not {self.low} to {self.high}.")

    def _check_calendar(self) -> None:
        if self.op == "calendar" and self.year is None and self.month is None and self.day is None:
            raise ValueError("A calendar date names at least a year, a month or a day.")
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError(f"Year {self.year} is outside 1 to 9999.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"Month {self.month} is outside 1 to 12.")
        if self.weekday is not None and not 0 <= self.weekday <= 6:
            raise ValueError(f"Weekday {self.weekday} is outside 0 (Monday) to 6.")
        if self.day is not None:
            # Without its year a month may be a leap year's February.
            last = monthrange(self.year or 2000, self.month)[1] if self.month else 31
            if not 1 <= self.day <= last:
                raise ValueError(f"Day {self.day} is outside 1 to {last}.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days ``start`` to ``end`` (inclusive) an expression means, with its ``grain``; ``clock`` is a time of day."""

    start: date
    end: date
    grain: Grain
    clock: time | None = None

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"Period runs backwards: {self.start} is after {self.end}.")
