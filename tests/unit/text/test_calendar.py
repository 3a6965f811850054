from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.when import Part, Period, Unit, When
from tellings.text.calendar import Scene, resolve
from tellings.text.periods import add_months, days_in, easter, period_of

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WEDNESDAY = date(2031, 3, 5)


def days(when: When, scene: Scene) -> tuple[str, str] | None:
    period = resolve(when, scene)
    return (period.start.isoformat(), period.end.isoformat()) if period else None


@given(DAYS, st.integers(0, 6))
def test_a_past_weekday_lies_within_the_last_week(day: date, weekday: int) -> None:
    period = resolve(When("weekday", weekday=weekday), Scene(day, "past"))

    assert period is not None
    assert period.start.weekday() == weekday
    assert timedelta(0) <= day - period.start < timedelta(7)


@given(DAYS, st.integers(0, 6))
def test_a_coming_weekday_lies_within_the_next_week(day: date, weekday: int) -> None:
    period = resolve(When("weekday", weekday=weekday), Scene(day, "future"))

    assert period is not None
    assert period.start.weekday() == weekday
    assert timedelta(0) <= period.start - day < timedelta(7)


@given(DAYS, st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade"]), st.integers(-20, 20))
def test_units_follow_each_other_without_gap(day: date, unit: Unit, count: int) -> None:
    one, after = period_of(unit, day, count), period_of(unit, day, count + 1)

    assert one is not None
    assert after is not None
    if unit == "weekend":
        assert days_in(one) == 2
    else:
        assert after.start - one.end == timedelta(1)
    if count == 0 and unit != "weekend":
        assert one.start <= day <= one.end


@given(DAYS, st.sampled_from(["early", "mid", "late", "first_half", "second_half", "end"]))
def test_a_part_lies_in_its_whole(day: date, part: Part) -> None:
    for unit in ("month", "year", "week"):
        whole = period_of(unit, day, 0)
        piece = resolve(When("part", part=part, of=(When("unit", unit=unit, count=0),)), Scene(day))
        assert whole is not None
        assert piece is None or (whole.start <= piece.start and piece.end <= whole.end)


@given(st.integers(1, 12), st.integers(1, 28), DAYS)
def test_a_date_without_its_year_is_at_most_a_year_off(month: int, day_of_month: int, day: date) -> None:
    for tense in ("past", "future", "present", None):
        period = resolve(When("calendar", unit="day", month=month, day=day_of_month), Scene(day, tense))
        assert period is not None
        assert abs(period.start - day) <= timedelta(366)
        assert (period.start.month, period.start.day) == (month, day_of_month)


@pytest.mark.parametrize(
    ("month", "tense", "want"),
    [(2, "past", "2031-02-01"), (8, "past", "2030-08-01"), (8, "future", "2031-08-01"), (3, "past", "2031-03-01")],
)
def test_a_month_lies_on_the_side_its_tense_says(month: int, tense: str, want: str) -> None:
    found = days(When("calendar", unit="month", month=month), Scene(WEDNESDAY, tense))  # type: ignore[arg-type]

    assert (found or ("",))[0] == want


def test_a_near_day_beats_one_a_year_off_whatever_the_tense() -> None:
    found = days(When("calendar", unit="day", month=3, day=16), Scene(WEDNESDAY, "past"))

    assert found == ("2031-03-16", "2031-03-16")


def test_an_open_time_stays_open() -> None:
    for when in (
        When("length", unit="year", low=2.0),
        When("every", unit="day"),
        When("vague", vagueness="past"),
    ):
        assert resolve(when, Scene(WEDNESDAY)) is None


def test_nothing_relative_is_known_without_a_day() -> None:
    assert resolve(When("unit", unit="day", count=0), Scene(None)) is None
    assert days(When("calendar", unit="year", year=2030), Scene(None)) == ("2030-01-01", "2030-12-31")


def test_the_day_after_counts_from_the_date_before() -> None:
    said = Period(date(2028, 12, 21), date(2028, 12, 21), "day")
    after = When("unit", unit="day", count=1, base="previous")

    assert days(after, Scene(WEDNESDAY, "past", said)) == ("2028-12-22", "2028-12-22")


def test_a_day_after_a_whole_month_is_no_day() -> None:
    said = Period(date(2028, 12, 1), date(2028, 12, 31), "month")

    assert resolve(When("unit", unit="day", count=1, base="previous"), Scene(WEDNESDAY, "past", said)) is None


def test_a_range_over_new_year_begins_in_the_year_before() -> None:
    first, second = When("calendar", unit="month", month=11), When("calendar", unit="month", month=2, year=2031)

    assert days(When("range", of=(first, second)), Scene(None)) == ("2030-11-01", "2031-02-28")


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "2000-04-23"), (2019, "2019-04-21"), (2024, "2024-03-31"), (2030, "2030-04-21")]
)
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


def test_the_fourth_thursday_of_november() -> None:
    assert days(When("nth", weekday=3, count=4, month=11, year=2030), Scene(None)) == ("2030-11-28", "2030-11-28")


@given(DAYS, st.integers(-600, 600))
def test_months_are_added_and_taken_away(day: date, count: int) -> None:
    moved = add_months(day, count)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day <= day.day


def test_the_end_of_the_calendar_is_no_crash() -> None:
    assert resolve(When("unit", unit="century", count=200), Scene(WEDNESDAY)) is None
    assert resolve(When("unit", unit="day", count=-(10**8)), Scene(WEDNESDAY)) is None
