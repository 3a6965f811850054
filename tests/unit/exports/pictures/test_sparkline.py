"""Reports over time as a line of bars: what is drawn, what is said, and what odd days do to it."""

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.pictures.sparkline import HEIGHT, WIDTH, draw_sparkline

MONDAY = date(2031, 5, 5)


def _bars(svg: str) -> list[dict[str, str]]:
    return [dict(e.attrib) for e in ElementTree.fromstring(svg).iter("rect")]


def test_the_day_with_most_reports_has_the_highest_bar() -> None:
    picture = draw_sparkline([MONDAY, MONDAY + timedelta(2), MONDAY + timedelta(2), MONDAY + timedelta(3)])

    assert picture is not None
    assert [bar["class"] for bar in _bars(picture.svg)] == ["bar", "bar most", "bar"]
    assert picture.words == "4 reports, 5–8 May 2031, busiest 7 May 2031 (2)"


def test_a_line_says_its_words_to_whoever_cannot_see_it() -> None:
    picture = draw_sparkline([MONDAY])

    assert picture is not None
    root = ElementTree.fromstring(picture.svg)
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", "1 report, 5 May 2031")
    assert root.findtext("title") == picture.words


def test_reports_without_a_day_are_counted_apart() -> None:
    picture = draw_sparkline([None, MONDAY, None])

    assert picture is not None
    assert picture.words == "1 report, 5 May 2031; 2 without a day"
    assert draw_sparkline([None]) is None


def test_a_story_that_rests_ends_empty() -> None:
    picture = draw_sparkline([MONDAY, MONDAY], until=MONDAY + timedelta(9))

    assert picture is not None
    assert [float(bar["x"]) < WIDTH / 9 for bar in _bars(picture.svg)] == [True]


def test_long_times_are_counted_in_stretches() -> None:
    picture = draw_sparkline([date(1990, 1, 1), date(2031, 1, 1), date(2031, 5, 1)])

    assert picture is not None
    assert len(_bars(picture.svg)) == 2
    assert "busiest" in picture.words


@given(st.lists(st.dates(), min_size=1, max_size=40), st.none() | st.dates())
def test_every_bar_stays_inside(days: list[date], until: date | None) -> None:
    picture = draw_sparkline(days, until=until)

    assert picture is not None
    for bar in _bars(picture.svg):
        x, y, width, height = (float(bar[name]) for name in ("x", "y", "width", "height"))
        assert -0.01 <= x <= x + width <= WIDTH + 0.02
        assert 0 <= y <= y + height <= HEIGHT
    assert "style=" not in picture.svg
