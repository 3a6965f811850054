"""What search compares: the words of a text without case, accents and endings, each with its place.

The same terms go to both databases, so that both find the same; neither of them stems or folds by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tellings.text.names import fold
from tellings.text.words import stem

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_OTHER_LETTER = re.compile(r"[^\W_\x00-\x7f]")
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


def find_places(text: str, groups: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """Where the terms of each group begin to stand side by side, rising; groups that stand nowhere are left out.

    As from ``terms``, which takes four times as long: most words of a text are none of those looked for.
    """
    wanted = list(dict.fromkeys(groups))
    if not wanted:
        return {}
    if all(len(group) == 1 and group[0].isascii() for group in wanted):
        return _find_words(text, [group[0] for group in wanted])
    row = list(terms(text))
    found = {group: [row[at].start for at in range(len(row)) if _stands(row, at, group)] for group in wanted}
    return {group: starts for group, starts in found.items() if starts}


def _find_words(text: str, wanted: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """The same for single terms."""
    found: dict[tuple[str, ...], list[int]] = {}
    letters = frozenset(letter for word in wanted for letter in (word[0], word[0].upper()))
    # A word of plain letters is one term that begins as it does; one of others may be several that begin otherwise.
    likely = _WORD if _OTHER_LETTER.search(text) else _beginning_with(letters)
    for match in likely.finditer(text):
        word = match.group()
        if word[0] in letters or not word.isascii():
            for term in _fold(word):
                if term in wanted:
                    found.setdefault((term,), []).append(match.start())
    return found


@lru_cache(maxsize=1 << 10)
def _beginning_with(letters: frozenset[str]) -> re.Pattern[str]:
    """Words, as ``_WORD`` has them, that begin with one of these letters."""
    # What stands before is looked at last: a pattern that begins with letters is found much faster.
    return re.compile(rf"[{''.join(sorted(letters))}](?<![^\W_].)(?<![^\W_]['’ʼ].)[^\W_]*(?:['’ʼ][^\W_]+)*")


def _stands(row: Sequence[Term], at: int, group: tuple[str, ...]) -> bool:
    return row[at].word == group[0] and tuple(term.word for term in row[at : at + len(group)]) == group


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
