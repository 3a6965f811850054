"""Full dates with their year, as lines of a page print them: "September 13, 2022", "13 Sept 2022", "2022-09-13"."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from tellings.lexicon import load_table


class FullDate(NamedTuple):
    """A day named with its year at ``text[start:end]``."""

    start: int
    end: int
    day: date


def find_full_dates(text: str) -> Iterator[FullDate]:
    """The full dates in ``text`` in order; figures that could be read two ways ("05/06/2016") are none."""
    for match in _pattern().finditer(text):
        day = _read(match)
        if day:
            yield FullDate(match.start(), match.end(), day)


@cache
def _pattern() -> re.Pattern[str]:
    times = load_table("times")
    names = sorted({*times["months"], *times["short_months"]}, key=lambda name: (-len(name), name))
    month = "(?:" + "|".join(names) + r")\b\.?"
    return re.compile(
        rf"\b(?P<m1>{month})\s{{0,2}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s?|\s{{1,2}})(?P<y1>\d{{4}})\b"
        rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?:of\s)?(?P<m2>{month})\s?,?\s{{0,2}}(?P<y2>\d{{4}})\b"
        r"|(?<![\d/.-])(?P<y3>\d{4})(?P<s3>[-/.])(?P<n3>\d{1,2})(?P=s3)(?P<d3>\d{1,2})(?!\d)"
        r"|(?<![\d/.-])(?P<a4>\d{1,2})(?P<s4>[-/.])(?P<b4>\d{1,2})(?P=s4)(?P<y4>\d{4})(?!\d)",
        re.IGNORECASE,
    )


def _read(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["y1"] or part["y2"]:
        name = (part["m1"] or part["m2"]).lower().rstrip(".")
        times = load_table("times")
        month = times["months"].get(name) or times["short_months"][name]
        return make_date(int(part["y1"] or part["y2"]), month, int(part["d1"] or part["d2"]))
    if part["y3"]:
        return make_date(int(part["y3"]), int(part["n3"]), int(part["d3"]))
    first, second, year = int(part["a4"]), int(part["b4"]), int(part["y4"])
    if first > 12 >= second:
        return make_date(year, second, first)
    if first <= 12 < second or first == second:
        return make_date(year, first, second)
    return None


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or ``None`` where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
