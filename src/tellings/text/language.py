"""Language of a stretch of text, from its script and its short words."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from tellings.lexicon import load_table

_WORD = re.compile(r"[^\W\d_]+")
_BEYOND = re.compile(r"[\u0370-\U0010ffff]")
_WINDOW = 2000
"""Characters that are read: the short words of two thousand tell as much as those of all."""
_SHARE = 8
"""One word in so many must be a short word of the language; running text has one in three."""
_CLEAR = 1.3
"""How many times more short words than the next language's a language must have."""
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("ru", "\u0400", "\u04ff"),
    ("ar", "\u0600", "\u06ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
)


@cache
def short_words() -> Mapping[str, frozenset[str]]:
    """The frequent short words of each language in Latin script, by its code."""
    return {code: frozenset(words) for code, words in load_table("languages").items()}


@cache
def _by_word() -> Mapping[str, list[str]]:
    """The languages each short word belongs to."""
    languages: dict[str, list[str]] = {}
    for code, words in short_words().items():
        for word in words:
            languages.setdefault(word, []).append(code)
    return languages


def language_of(text: str) -> str | None:
    """The BCP 47 code of the language most of ``text`` is written in; ``None`` when it is too short to tell.

    A script used by several languages stands for the largest of them ("ru" for Cyrillic).
    """
    sample = text[:_WINDOW]
    beyond = [char for char in _BEYOND.findall(sample) if char.isalpha()]
    if 4 * len(beyond) > len(sample) and 2 * len(beyond) > sum(map(str.isalpha, sample)):
        return _script_of(beyond)
    counts = Counter(_WORD.findall(sample.casefold()))
    languages = _by_word()
    found = dict.fromkeys(short_words(), 0)
    for word in languages.keys() & counts.keys():
        for code in languages[word]:
            found[code] += counts[word]
    hits = sorted(((count, code) for code, count in found.items()), reverse=True)
    if not hits or hits[0][0] < 2 or _SHARE * hits[0][0] < counts.total():
        return None
    if len(hits) > 1 and hits[0][0] < _CLEAR * hits[1][0]:
        return None
    return hits[0][1]


def _script_of(letters: list[str]) -> str | None:
    """The language of a script beyond Latin; one kana in ten letters is Japanese, which has Chinese letters too."""
    counts = [(sum(low <= char <= high for char in letters), code) for code, low, high in _SCRIPTS]
    if 10 * counts[0][0] > len(letters):
        return "ja"
    count, code = max(counts)
    return code if 2 * count > len(letters) else None
