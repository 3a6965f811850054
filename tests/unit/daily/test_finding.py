"""Hits with the words that were asked for marked."""

import pytest

from tellings.daily.finding import Piece, find_page
from tellings.errors import UsageError
from tellings.library.store import Library
from tests.shelf import NOON, make_arrivals


@pytest.fixture
def library(store: Library) -> Library:
    """Five reports, read."""
    store.keep(make_arrivals(), now=NOON)
    return store


def _marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def test_the_words_of_the_query_are_marked_in_every_form(library: Library) -> None:
    page = find_page(library, "pump", now=NOON)
    (passage,) = page.found[0].passages

    assert _marked(passage.pieces) == ["pumps"]
    assert "".join(piece.text for piece in passage.pieces) == passage.place.text


def test_phrases_and_names_are_marked_whole(library: Library) -> None:
    page = find_page(library, '"Harsk dam" person:"Ilse Marek"', now=NOON, kinds=["report"])

    assert [_marked(p.pieces) for found in page.found for p in found.passages] == [["Harsk dam", "Ilse Marek"]]


def test_quotations_have_their_own_words(library: Library) -> None:
    page = find_page(library, "said:Brul guests", now=NOON)

    assert [(found.hit.kind, _marked(found.passages[0].pieces)) for found in page.found] == [("quotation", ["guests"])]


def test_pages_say_whether_there_is_more(library: Library) -> None:
    first, last = (find_page(library, "dam", now=NOON, kinds=["report"], limit=2, offset=at) for at in (0, 2))

    assert ([len(page.found) for page in (first, last)], [page.more for page in (first, last)]) == (
        [2, 1],
        [True, False],
    )


def test_a_query_that_says_nothing_is_refused_in_words(library: Library) -> None:
    with pytest.raises(UsageError, match="asks for nothing"):
        find_page(library, "-dam", now=NOON)
