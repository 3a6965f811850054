"""Tokens: words, runs of digits and signs, each with its place in the text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tellings.model.reading import Sentence

# Digits and letters part ("1950s", "10pm", "13th"); a dot or comma stays in a number only between digits.
# Plain words are most of a text, so they come first.
_TOKEN = re.compile(r"[A-Za-z]++(?![^\W\d_])|\d+(?:[.,]\d+)*[¼½¾⅓⅔]?|[¼½¾⅓⅔]|[^\W\d_]+|[^\w\s]|_")
# The same where a dash or quotation mark was decoded wrongly ("Mondayâ\x80\x99s"): three characters, one sign.
_GARBLED = re.compile(r"â\x80[\x80-\xbf]|\d+(?:[.,]\d+)*[¼½¾⅓⅔]?|[¼½¾⅓⅔]|(?:(?!â\x80)[^\W\d_])+|[^\w\s]|_")
# Longer sentences are cut between words: nothing that is looked for is longer, and memory stays small.
_WINDOW = 4000


class Token(NamedTuple):
    """A token: ``text`` as printed, ``low`` folded to lower case, ``text[start:end]`` of the document."""

    text: str
    low: str
    start: int
    end: int


@lru_cache(maxsize=1)
def sentence_tokens(text: str, sentences: tuple[Sentence, ...]) -> tuple[list[Token], ...]:
    """The tokens of each sentence in order; a very long sentence has several lists.

    Two finders ask for them one after the other, so those of the last report are remembered, and no more.
    """
    return tuple(tokens for s in sentences for tokens in tokenize(text, s.span.start, s.span.end))


def tokenize(text: str, start: int, end: int) -> Iterator[list[Token]]:
    """The tokens of ``text[start:end]`` in order, in one list, or in several where the stretch is very long."""
    new = tuple.__new__
    pattern = _GARBLED if text.find("â\x80", start, end) >= 0 else _TOKEN
    while start < end:
        stop = end
        if end - start > _WINDOW:
            cut = text.rfind(" ", start + 1, start + _WINDOW)
            stop = cut if cut > start else start + _WINDOW
        # The constructor of a named tuple checks what is known to be right; a report has a thousand of these.
        yield [
            new(Token, (word := m.group(), word.lower(), m.start(), m.end()))
            for m in pattern.finditer(text, start, stop)
        ]
        start = stop


def stands_at(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    """Whether the folded tokens from ``at`` on are these words."""
    return [token.low for token in tokens[at : at + len(words)]] == list(words)


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The folded token at ``at``, the empty string before the first and after the last."""
    return tokens[at].low if 0 <= at < len(tokens) else ""
