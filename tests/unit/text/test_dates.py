from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.dates import find_full_dates


@pytest.mark.parametrize(
    "line",
    [
        "September 13, 2031 GMT",
        "Published 13 Sept. 2031 at 10:00",
        "2031-09-13T08:00:00Z",
        "13/09/2031",
        "09/13/2031",
        "13th of September 2031",
    ],
)
def test_a_full_date_is_read(line: str) -> None:
    assert [found.day for found in find_full_dates(line)] == [date(2031, 9, 13)]


@pytest.mark.parametrize("line", ["05/06/2031", "September 2031", "31 June 2031", "1.2.3.2031", "May 5"])
def test_what_is_no_full_date_is_left(line: str) -> None:
    assert list(find_full_dates(line)) == []


@given(st.text(alphabet="0123456789-/., SeptMay", max_size=80))
def test_places_are_right(text: str) -> None:
    for found in find_full_dates(text):
        assert 0 <= found.start < found.end <= len(text)
