"""Untrusted words made safe: the short way for words that are printable is the same as the long one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.characters import show, show_line

_ACTING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
_LETTERS = st.sampled_from("a“ \u00a0\u2009\u3000\t\n\r\x0b\x1c\x85\u2028\u202e\u2066\ufeff\U000e0041\ud800é.")


@given(st.one_of(st.text(), st.text(alphabet=_LETTERS)))
def test_words_are_shown_without_what_acts(text: str) -> None:
    shown = re.sub(r"\r\n?|[\x0b\x0c]", "\n", text)

    assert show(text) == _ACTING.sub("\ufffd", shown)


@given(st.one_of(st.text(), st.text(alphabet=_LETTERS)))
def test_a_line_is_the_words_with_single_spaces(text: str) -> None:
    line = re.sub(r"\s+", " ", text)

    assert show_line(text) == show(line).strip()


def test_every_character_that_acts_is_unprintable() -> None:
    every = map(chr, range(0x110000))

    assert [hex(ord(c)) for c in every if c.isprintable() and (_ACTING.match(c) or (c != " " and c.isspace()))] == []
