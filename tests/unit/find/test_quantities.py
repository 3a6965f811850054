import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.quantities import find_quantities
from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Quantity, Sentence
from tellings.model.span import Span

_WORDS = (
    "about over at least 84 1,700 km people between 3 and 40 $ 10 billion % per cent a third of dozens one in seven "
    "No. 3 "
    "2½ half million - – two dozen seventy soldiers 31 - year - old the US$ £ m bn Rs Ada , Monday 2031 aged 5 minus"
).split()


def read(text: str) -> tuple[Quantity, ...]:
    doc = Document("d1", "page", text)
    sentences = (Sentence(Span(0, len(text)), 0),)
    return find_quantities(doc, sentences, find_times(doc, sentences))


def test_a_time_is_no_quantity() -> None:
    assert read("They met on 5 March 2031 for three days.") == ()


def test_a_quantity_ends_where_a_time_begins() -> None:
    (found,) = read("It sent 67 boats 5 March.")

    assert (found.value, found.span) == (67, Span(8, 16))


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("more than 40 boats", "over"),
        ("at least 40 boats", "at_least"),
        ("up to 40 boats", "at_most"),
        ("almost 40 boats", "almost"),
        ("fewer than 40 boats", "under"),
        ("about 40 boats", "about"),
        ("just over 40 boats", "over"),
        ("40 boats", "exact"),
    ],
)
def test_bound_words_belong_to_the_quantity(text: str, approx: str) -> None:
    (found,) = read(text)

    assert (found.approx, found.span) == (approx, Span(0, len(text)))


@given(st.lists(st.sampled_from(_WORDS), max_size=25))
def test_quantities_stand_in_order_inside_the_text(row: list[str]) -> None:
    text = " ".join(row) or "x"
    found = read(text)

    assert all(q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_is_read(text: str) -> None:
    try:
        Document("d1", "page", text)
    except ValueError:
        return
    read(text)


@pytest.mark.parametrize("piece", ["12 ", "a third of ", "one in ", "hundred and ", "$1-"])
def test_a_very_long_line_takes_time_in_line_with_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    seconds(100)
    # Of a quadratic one the least of two is a hundred times longer; a busy machine makes single runs several times so.
    assert min(seconds(20_000) for _ in range(2)) < 40 * max(seconds(2_000), seconds(2_000), 0.005)
