"""Dates, counts and characters in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.characters import shorten, show, show_around, show_line
from tellings.exports.dates import say_days, say_iso_days, say_published
from tellings.model.document import Published
from tellings.model.when import Grain


@pytest.mark.parametrize(
    ("start", "end", "grain", "words"),
    [
        (date(2031, 5, 5), date(2031, 5, 5), "day", "5 May 2031"),
        (date(2031, 5, 5), date(2031, 5, 6), "day", "5–6 May 2031"),
        (date(2031, 4, 30), date(2031, 5, 2), "day", "30 April – 2 May 2031"),
        (date(2030, 12, 30), date(2031, 1, 2), "week", "30 December 2030 – 2 January 2031"),
        (date(2031, 5, 1), date(2031, 5, 31), "month", "May 2031"),
        (date(2031, 2, 1), date(2031, 2, 28), "month", "February 2031"),
        (date(2031, 7, 1), date(2031, 9, 30), "quarter", "July–September 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "year", "2031"),
        (date(2030, 1, 1), date(2039, 12, 31), "decade", "2030–2039"),
        (date(2030, 11, 1), date(2031, 1, 31), "other", "November 2030 – January 2031"),
        (date(2031, 1, 1), date(2031, 1, 1), "day", "1 January 2031"),
        (date(9999, 12, 31), date(9999, 12, 31), "day", "31 December 9999"),
        (date(2031, 5, 5), None, "day", "5 May 2031"),
        (None, None, "other", "undated"),
    ],
)
def test_days_in_words(start: date | None, end: date | None, grain: Grain, words: str) -> None:
    assert say_days(start, end, grain) == words


@given(st.dates(), st.dates())
def test_any_days_have_words(one: date, other: date) -> None:
    assert say_days(min(one, other), max(one, other))


def test_publication_says_how_it_is_known() -> None:
    day = date(2031, 5, 5)
    assert say_published(Published()) == "publication date not known"
    assert say_published(Published(day, day, "stated")) == "5 May 2031, stated in the report"
    assert say_published(Published(day, date(2031, 5, 7), "inferred")) == "between 5 and 7 May 2031, worked out"
    corrected = Published(day, day, "metadata", why="corrected by Mara Ilk, 9 May 2031 (before: 4 May 2031)")
    assert say_published(corrected) == "5 May 2031, corrected by Mara Ilk, 9 May 2031 (before: 4 May 2031)"
    assert (
        say_published(Published(day, day, "metadata", why="the page's address")) == "5 May 2031, given beside the text"
    )


def test_days_as_a_review_keeps_them_are_said_in_words() -> None:
    assert say_iso_days("2031-05-09/2031-05-11") == "9–11 May 2031"
    assert say_iso_days("2031-05-09") == "9 May 2031"
    assert say_iso_days("some day") == "some day"


@given(st.text())
def test_shown_text_holds_nothing_that_acts(text: str) -> None:
    assert not set(show(text)) & set("\x00\x07\x08\r\x1b\x7f\x9b\u202e\u2066")
    assert "\n" not in show_line(text)


@given(st.text(max_size=200), st.integers(2, 60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_words_are_shown_in_their_paragraph() -> None:
    text = "Another line.\nThe dyke at Orlen held through the night, and nobody slept.\nMore."
    start = text.index("held")
    assert show_around(text, start, start + 4) == "The dyke at Orlen held through the night, and nobody slept."
    assert show_around(text, start, start + 4, limit=30) == "…at Orlen held through the…"
    assert show_around(text, start, start + 4, limit=2) == "held"


@given(st.text(min_size=1), st.data())
def test_words_around_a_place_hold_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert show_line(text[start:end]) in show_around(text, start, end, limit=4 * len(text))


def test_text_is_cut_between_words() -> None:
    assert shorten("The dyke at Orlen held through the night.", 24) == "The dyke at Orlen held…"
    assert shorten("The dyke at Orlenburgharbour", 24) == "The dyke at…"
    assert shorten("A Rindfleischetikettierung", 12) == "A…"
    assert shorten("Rindfleischetikettierung", 12) == "Rindfleisch…"
    assert shorten("short", 24) == "short"
