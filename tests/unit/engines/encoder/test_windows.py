"""Packing sentences into windows: nothing lost, nothing twice, offsets that point at the words."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.engines.encoder.pieces import read_pieces
from tellings.engines.encoder.windows import LONGEST, MARK, STEP, Window, pack, shape_of

TOKENIZER = read_pieces(Path(str(files("tellings.engines.encoder"))) / "shipped" / "tokenizer.json")


def packed(*sentences: str, longest: int = LONGEST) -> tuple[str, list[Window]]:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return text, list(pack(TOKENIZER, 0, text, spans, longest=longest))


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("harsk", 1),
        ("Harsk", 2),
        ("HARSK", 3),
        ("O", 2),
        ("McTarn", 4),
        ("3rd", 5),
        ("42", 5),
        ("“", 0),
        ("éa", 1),
        ("", 0),
    ],
)
def test_the_shape_of_a_word(word: str, shape: int) -> None:
    assert shape_of(word) == shape


def test_sentences_share_a_window_and_keep_their_numbers() -> None:
    text, [window] = packed("Marek spoke.", "Orlan's port reopened.")
    inside = window.sentences >= 0
    words = [text[s:e] for s, e in zip(window.starts[inside], window.ends[inside], strict=True)]
    assert words[:3] == ["Mare", "k", "spoke"] or words[0] == "Marek"
    assert sorted({int(n) for n in window.sentences}) == [MARK, 0, 1]
    assert (window.ends[~inside] == 0).all()


def test_a_possessive_ending_is_a_word_of_its_own() -> None:
    text, [window] = packed("Harsk's mayor")
    heads = [text[s] for s in window.starts[window.heads]]
    assert heads == ["H", "'", "s", "m"]


def test_every_piece_of_a_word_has_its_shape() -> None:
    _, [window] = packed("Velmarkisation")
    assert len(window.pieces) > 3
    assert set(window.shapes[window.sentences == 0]) == {2}
    assert window.heads.sum() == 1


def test_a_sentence_too_long_for_a_window_is_cut_and_not_lost() -> None:
    text, windows = packed("so " * 400 + "end")
    assert len(windows) == 3
    assert all(len(w.pieces) <= LONGEST for w in windows)
    last = windows[-1]
    assert text[last.starts[-2] : last.ends[-2]] == "end"


def test_what_is_no_sentence_is_left_out() -> None:
    text = "so " * 400 + "\nMarek spoke."
    [window] = pack(TOKENIZER, 0, text, [(0, 1200), (1201, len(text))], readable=1000)
    assert set(window.sentences) == {MARK, 1}


def test_nothing_makes_no_window() -> None:
    assert packed()[1] == []


@given(
    st.lists(st.text(max_size=80).filter(lambda s: "\n" not in s), max_size=12),
    st.integers(min_value=8, max_value=60),
)
def test_windows_hold_every_sentence_once_in_order(sentences: list[str], longest: int) -> None:
    text, windows = packed(*sentences, longest=longest)
    assert all(len(w.pieces) <= longest for w in windows)
    assert all(w.padded() % STEP == 0 and w.padded() >= len(w.pieces) for w in windows)
    starts = [int(s) for w in windows for s, n in zip(w.starts, w.sentences, strict=True) if n >= 0]
    numbers = [int(n) for w in windows for n in w.sentences if n >= 0]
    assert numbers == sorted(numbers)
    assert starts == sorted(starts)
    pieces = sum(len(TOKENIZER.cut(s).ids) for s in sentences)
    assert len(numbers) == pieces
    for window in windows:
        inside = window.sentences >= 0
        assert (window.ends[inside] <= len(text)).all()
        assert (np.asarray(window.ends[inside]) > window.starts[inside]).all()
