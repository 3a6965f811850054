"""The timeline drawn to scale."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.strip import draw_strip
from tellings.model.brief import TimelineEntry
from tellings.model.span import Evidence

WORDS = (Evidence("d1", 0, 4, "dyke"),)


def entry(start: date | None, end: date | None = None) -> TimelineEntry:
    return TimelineEntry("t", start, end or start, "day", "The dyke holds", "happened", (), (), None, WORDS)


def test_places_are_to_scale() -> None:
    strip = draw_strip([entry(date(2031, 5, 1)), entry(date(2031, 5, 2)), entry(date(2031, 5, 5))], date(2031, 5, 5))
    assert strip
    first, second, third = (mark.x for mark in strip.marks)
    assert abs((third - second) - 3 * (second - first)) < 0.1
    assert strip.as_of == third


def test_one_old_entry_does_not_squeeze_the_rest() -> None:
    days = [entry(date(2031, 5, day)) for day in (1, 3, 5, 8)]
    strip = draw_strip([entry(date(1984, 1, 1)), *days], date(2031, 5, 5))
    assert strip
    assert (strip.before, strip.after) == (1, 0)
    assert [mark.number for mark in strip.marks] == [2, 3, 4, 5]
    assert strip.marks[-1].x - strip.marks[0].x > 60


def test_marks_of_one_day_stand_above_each_other() -> None:
    strip = draw_strip([entry(date(2031, 5, 1))] * 3 + [entry(date(2031, 5, 9))], None)
    assert strip
    assert [mark.lane for mark in strip.marks] == [0, 1, 2, 0]
    assert strip.lanes == 3


def test_a_stretch_has_a_width() -> None:
    strip = draw_strip([entry(date(2031, 5, 1), date(2031, 5, 5)), entry(date(2031, 5, 9))], None)
    assert strip
    assert strip.marks[0].width > 0
    assert strip.marks[1].width == 0


def test_one_dated_entry_is_no_strip() -> None:
    assert draw_strip([entry(date(2031, 5, 1)), entry(None)], None) is None


@given(st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=2, max_size=30), st.none() | st.dates())
def test_everything_lies_inside(days: list[tuple[date, int]], as_of: date | None) -> None:
    entries = [entry(day, day + timedelta(days=min(length, (date.max - day).days))) for day, length in days]
    strip = draw_strip(entries, as_of)
    assert strip
    assert len(strip.marks) + strip.before + strip.after == len(entries)
    assert all(0 <= mark.x <= 100 and 0 <= mark.width <= 100.01 for mark in strip.marks)
    assert len(strip.ticks) <= 40
    assert all(0 <= tick.x <= 100 for tick in strip.ticks)
