from hypothesis import given
from hypothesis import strategies as st

from tellings.text.lines import plain, split_lines, words_of


def test_lines_whatever_ends_them() -> None:
    text = " one \r\n\ntwo\u2028three\r four\x85five"

    assert [text[line.start : line.end] for line in split_lines(text)] == ["one", "two", "three", "four\x85five"]


def test_words_keep_their_apostrophes() -> None:
    assert words_of("Don’t touch Ana's 2½ boats!") == ["Don’t", "touch", "Ana's", "2½", "boats"]


def test_lines_that_say_the_same_are_equal() -> None:
    assert plain("READ  more:") == plain("Read More")


@given(st.text())
def test_lines_hold_every_word(text: str) -> None:
    assert [word for line in split_lines(text) for word in text[line.start : line.end].split()] == text.split()
