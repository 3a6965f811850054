"""Times of publication: what is read, what can be two days, what is not believed."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.document import Published
from tellings.readers.stamps import Stamp, moment_of, publish, read_stamp

DAY = date(2031, 3, 4)
NOON = datetime(2031, 3, 4, 12, 30, tzinfo=UTC)
EAST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("value", "stamp"),
    [
        ("2031-03-04", Stamp(DAY)),
        ("20310304", Stamp(DAY)),
        ("2031/3/4", Stamp(DAY)),
        ("2031-03-04 12:30:00", Stamp(DAY)),
        ("2031-03-04T12:30:00Z", Stamp(DAY, NOON)),
        ("2031-03-04T12:30:00.123456789+00:00", Stamp(DAY, NOON)),
        ("2031-03-04 12:30 +0530", Stamp(DAY, NOON.replace(tzinfo=EAST))),
        ("2031-03-04T12:30:00+05", Stamp(DAY, datetime(2031, 3, 4, 12, 30, tzinfo=timezone(timedelta(hours=5))))),
        ("Tue, 04 Mar 2031 12:30:00 GMT", Stamp(DAY, NOON)),
        ("March 4, 2031", Stamp(DAY)),
        ("Tuesday, 4 March 2031", Stamp(DAY)),
        ("4th Sept. 2031", Stamp(date(2031, 9, 4))),
        ("14.3.2031", Stamp(date(2031, 3, 14))),
        ("14/03/2031", Stamp(date(2031, 3, 14))),
        ("03/14/2031", Stamp(date(2031, 3, 14))),
        (1930393800, Stamp(DAY, NOON)),
        (1930393800000, Stamp(DAY, NOON)),
        ("1930393800", Stamp(DAY, NOON)),
    ],
)
def test_usual_ways_to_write_a_date(value: object, stamp: Stamp) -> None:
    assert read_stamp(value) == stamp


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "5/6/2031", "2031-13-01", "31", "2031", True, None, [], {}, "٢٠٣١", "May", 1e300, float("nan")],
)
def test_what_is_no_single_day_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read_stamp(value)


def test_a_day_of_the_future_or_before_the_web_is_not_believed() -> None:
    assert publish(Stamp(DAY), why="x", today=date(2031, 3, 3)).latest == DAY
    with pytest.raises(ValueError, match="future"):
        publish(Stamp(DAY), why="x", today=date(2031, 3, 2))
    with pytest.raises(ValueError, match="before 1990"):
        publish(Stamp(date(1970, 1, 1)), why="x", today=None)


def test_the_day_is_the_one_written_and_the_moment_needs_a_zone() -> None:
    late = publish(read_stamp("2031-03-04T23:50:00-08:00"), why="x", today=None)

    assert (late.earliest, late.basis, late.why) == (DAY, "metadata", "x")
    assert moment_of(late) == datetime(2031, 3, 5, 7, 50, tzinfo=UTC)
    assert moment_of(publish(read_stamp("2031-03-04 23:50"), why="x", today=None)) == datetime(2031, 3, 4)
    assert moment_of(Published()) is None


@given(st.text(max_size=60) | st.floats() | st.integers())
def test_any_value_is_a_stamp_or_refused(value: object) -> None:
    with suppress(ValueError):
        assert isinstance(read_stamp(value), Stamp)
