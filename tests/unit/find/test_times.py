import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Sentence, TimeExpression
from tellings.model.span import Span
from tellings.model.when import When

_WORDS = (
    "on in since the late early mid last next this May March Sept. Monday Friday 13 15-16 2031 1950s first half of "
    "year week two weeks ago later days every daily at 10:30 p.m. noon tonight 9/11 century Christmas Eve between and "
    "to from until "
    "'80s half an hour BC over 2½ quarter weekend Q 3 2022-09-13 the end - – ’s"
).split()


def read(text: str) -> tuple[TimeExpression, ...]:
    return find_times(Document("d1", "page", text), (Sentence(Span(0, len(text)), 0),))


def words(text: str) -> list[str]:
    return [text[t.span.start : t.span.end] for t in read(text)]


def test_the_finder_gives_symbols() -> None:
    (found,) = read("It rained late last month.")

    assert found.when == When("part", part="late", of=(When("unit", unit="month", count=-1),))
    assert (found.kind, found.tense) == ("date", "past")


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Voss said Wednesday that talks will go on.", "past"),
        ("The two are expected to meet on Thursday.", "future"),
        ("On Thursday, the two are expected to meet.", "future"),
        ("Delays caused it to miss a deadline of early February for the clearing.", "past"),
        ("The ministry spoke after missing a February deadline.", "past"),
        ("Harsk is likely to miss the deadline of early February.", "future"),
        ("The vote was held Sunday.", "past"),
        ("It will be held Sunday.", "future"),
        ("Bel heads to Tarn on Friday.", "present"),
        ("Leaders to meet on Friday", "future"),
        ("He has not slept since Friday.", "past"),
        ("She agreed to sell the mill in May.", "future"),
        ("The armed men, who fled Monday, will be tried.", "past"),
    ],
)
def test_the_tense_is_that_of_the_clause(text: str, tense: str) -> None:
    assert [t.tense for t in read(text)] == [tense]


@pytest.mark.parametrize(
    "text",
    [
        "You may go, and they march on.",
        "Rolf Sun said nothing.",
        "The second man came first.",
        "It cost $2022, and 1984 people came by flight 2013.",
        "The Tarn Sunday Times and USA Today wrote of it.",
        "A 31-year-old man won 3-1 on Route 1990.",
        "It scored 4:3.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert words(text) == []


def test_only_sentences_are_searched() -> None:
    text = "Copyright 2019. It rained on Monday."
    found = find_times(Document("d1", "page", text), (Sentence(Span(16, len(text)), 0),))

    assert [text[t.span.start : t.span.end] for t in found] == ["Monday"]


@given(st.lists(st.sampled_from(_WORDS), max_size=25))
def test_times_stand_in_order_inside_the_text(row: list[str]) -> None:
    text = " ".join(row) or "x"
    found = read(text)

    assert all(t.span.end <= len(text) for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_is_read(text: str) -> None:
    try:
        Document("d1", "page", text)
    except ValueError:
        return
    read(text)


@pytest.mark.parametrize("piece", ["the ", "last ", "Monday ", "12 ", "between 1 and ", "more than a ", "May, "])
def test_a_very_long_line_takes_time_in_line_with_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    seconds(100)
    short, long = (min(seconds(times) for _ in range(3)) for times in (2_000, 20_000))
    assert long < 40 * max(short, 0.005)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The visit was moved from 8 to 9 May.", ["8", "9 May"]),
        ("The council moved the hearing from 12 May to 14 May.", ["12 May", "14 May"]),
        ("The vote was put back from Monday to Tuesday.", ["Monday", "Tuesday"]),
        ("The fair runs from 20 to 22 May.", ["20 to 22 May"]),
        ("The stall was moved and is open from 21 to 24 May.", ["21 to 24 May"]),
        ("The club moved from 2014 to 2016.", ["2014 to 2016"]),
    ],
)
def test_what_is_moved_leaves_one_day_for_another(text: str, said: list[str]) -> None:
    assert words(text) == said
