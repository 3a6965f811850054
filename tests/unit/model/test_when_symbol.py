from datetime import time

import pytest

from tellings.model.when import When


def test_a_symbol_holds_what_its_words_say() -> None:
    late = When("part", part="late", of=(When("unit", unit="month", count=-1),))

    assert late.of[0].count == -1


@pytest.mark.parametrize(
    ("op", "fields"),
    [
        ("calendar", {"unit": "day"}),
        ("calendar", {"unit": "month", "month": 13}),
        ("calendar", {"unit": "day", "month": 2, "day": 30}),
        ("calendar", {"unit": "day", "year": 2031, "month": 2, "day": 29}),
        ("calendar", {"unit": "year", "year": 0}),
        ("weekday", {"weekday": 7}),
        ("weekday", {}),
        ("unit", {"unit": "week"}),
        ("clock", {"clock": time(9), "month": 3}),
        ("part", {"part": "late"}),
        ("range", {"of": (When("weekday", weekday=0),)}),
        ("length", {"unit": "day", "low": 3.0, "high": 2.0}),
    ],
)
def test_a_symbol_that_means_nothing_cannot_be_built(op: str, fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        When(op, **fields)  # type: ignore[arg-type]


def test_a_day_in_february_without_its_year_may_be_the_29th() -> None:
    assert When("calendar", unit="day", month=2, day=29).day == 29
