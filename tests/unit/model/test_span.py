import dataclasses

import pytest

from tellings.model.span import Evidence, Span


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (-4, -1)])
def test_a_span_is_a_place_in_a_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no place in a text"):
        Span(start, end)


def test_spans_stand_in_text_order() -> None:
    assert sorted([Span(4, 9), Span(0, 7), Span(4, 6)]) == [Span(0, 7), Span(4, 6), Span(4, 9)]


def test_a_span_cannot_be_moved() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 4).end = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("doc", "start", "end", "text", "why"),
    [
        ("", 0, 4, "dyke", "id of the document"),
        ("d1", 4, 4, "", "does not fit"),
        ("d1", 4, 0, "dyke", "does not fit"),
        ("d1", -1, 3, "dyke", "does not fit"),
        ("d1", 0, 5, "dyke", "does not fit"),
        ("d1", 0, 2, " \n", "blank"),
    ],
)
def test_evidence_is_words_at_their_place(doc: str, start: int, end: int, text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Evidence(doc, start, end, text)


def test_evidence_counts_code_points() -> None:
    assert Evidence("d1", 2, 6, "a𝄞é!").end == 6
