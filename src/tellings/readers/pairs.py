"""The words of a line, and its pairs of neighbouring words, to compare it with a title or another line."""

import re
from itertools import pairwise

_WORD = re.compile(r"\w+")

Pair = tuple[str, ...]
"""Two neighbouring words, or the only one."""


def fold(text: str) -> str:
    """The words in lower case, parted by single spaces."""
    return " ".join(_WORD.findall(text.lower()))


def pairs_of(text: str) -> list[Pair]:
    """The pairs of neighbouring words; a line of one word has that alone."""
    words = _WORD.findall(text.lower())
    return list(pairwise(words)) if len(words) > 1 else [tuple(words)]


def share_of(text: str, seen: set[Pair]) -> float:
    """The share of its pairs of words that were seen."""
    pairs = pairs_of(text)
    return sum(pair in seen for pair in pairs) / len(pairs)
