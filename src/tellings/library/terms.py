"""What search compares: the words of a text without case, accents and endings, each with its place.

The same terms go to both databases, so that both find the same; neither of them stems or folds by itself.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tellings.text.names import fold
from tellings.text.words import stem

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")


LONGEST_NAME = 200
"""Characters of a name that are compared; what is longer is a sentence taken for one."""


class Term(NamedTuple):
    """A word as it is compared, and the half-open interval of code points it stands at."""

    word: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """The terms of the text, in order."""
    for found in _WORD.finditer(text):
        for word in _fold(found.group()):
            yield Term(word, found.start(), found.end())


def words(text: str) -> tuple[str, ...]:
    """The words of the terms of the text, in order."""
    return tuple(word for found in _WORD.findall(text) for word in _fold(found))


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> tuple[str, ...]:
    # A database takes no word of any length; nobody looks for one of more than 100 letters.
    return tuple(stem(part)[:100] for part in fold(_POSSESSIVE.sub("", word)).split())


def fold_name(name: str) -> str:
    """The name as it is compared, a space at both ends: one name is part of another word by word. "" for no words."""
    folded = fold(name[:LONGEST_NAME])
    return f" {folded} " if folded else ""


def fold_outlet(name: str) -> str:
    """The name of an outlet or of its host as it is compared; the parts of "news.tarn.example" are words."""
    return fold_name(name.replace(".", " "))
