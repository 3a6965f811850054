"""Times: as a report says them (``When``), and as days of the calendar (``Period``)."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Grain = Literal["time", "day", "weekend", "week", "month", "quarter", "half_year", "season", "year", "decade", "century", "other"]
Unit = Literal["day", "weekend", "week", "month", "quarter", "half_year", "season", "year", "decade", "century"]
Part = Literal["start", "early", "mid", "late", "end", "first_half", "second_half", "morning", "afternoon", "evening", "night"]


@dataclass(frozen=True, slots=True)
class When:
    """A point or stretch of time relative to an unknown day of writing, or absolute.

    To be settled by the finder of times: the fields below are what a relative phrase can say.
    ``offset`` counts ``unit`` from the day of writing ("last month": -1 month).
    """

    unit: Unit = "day"
    offset: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: Part | None = None
    clock: time | None = None


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
