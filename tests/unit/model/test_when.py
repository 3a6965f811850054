from datetime import date

import pytest

from tellings.model.when import Period


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Period(date(2031, 3, 4), date(2031, 3, 3), "week")


def test_a_day_is_a_period_of_one_day() -> None:
    assert Period(date(2031, 3, 4), date(2031, 3, 4), "day").start == date(2031, 3, 4)
