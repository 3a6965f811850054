from collections.abc import Sequence

import pytest

from tellings.engines.batches import Named, cut_to_fit, signal_names
from tests.unit.engines.models import report


def test_each_different_sentence_is_asked_once_and_answered_everywhere() -> None:
    asked: list[str] = []

    def find(texts: Sequence[str]) -> list[list[Named]]:
        asked.extend(texts)
        return [
            [(text.index("Tarn"), text.index("Tarn") + 4, "person", 0.5)] if "Tarn" in text else [] for text in texts
        ]

    one, two = report("Tarn left.", "Rain fell."), report("Rain fell.", "Tarn left.", name="d2")
    told = signal_names([one, two], find)

    assert asked == ["Tarn left.", "Rain fell."]
    assert [[len(s.entities) for s in row] for row in told] == [[1, 0], [0, 1]]
    for (doc, _), row in zip((one, two), told, strict=True):
        [named] = [e for s in row for e in s.entities]
        assert doc.text[named.span.start : named.span.end] == "Tarn"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (" Orlan.", "Orlan"),
        ("“Tarn,”", "Tarn"),
        ("U.S.", "U.S."),
        ("Marek’s", "Marek’s"),
        ("...", ""),
        ("A. B.", "A. B."),
    ],
)
def test_a_name_has_no_ragged_edge(words: str, name: str) -> None:
    doc, sentences = report(f"x {words} y")
    [[signals]] = signal_names([(doc, sentences)], lambda texts: [[(2, 2 + len(words), "other", 2.0)]])

    assert [(doc.text[e.span.start : e.span.end], e.score) for e in signals.entities] == ([(name, 1.0)] if name else [])


def test_a_long_text_is_cut_between_words_and_nothing_is_lost() -> None:
    text = "Marek met Tarn in Orlan " * 9 + "x" * 50
    pieces = list(cut_to_fit(text, lambda piece: len(piece) <= 30))

    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    assert all(len(piece) <= 30 for _, piece in pieces)
    assert "Orlan" in "|".join(piece for _, piece in pieces)


def test_what_never_fits_comes_to_an_end() -> None:
    assert [piece for _, piece in cut_to_fit("abcd", lambda piece: False)] == list("abcd")


def test_no_sentences_ask_nothing() -> None:
    doc, _ = report("Rain fell.")

    assert signal_names([(doc, ())], lambda texts: pytest.fail("asked")) == [()]
