"""Language of a stretch of text, from its script and its short words."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
_WINDOW = 2000
"""Characters that are read: the short words of two thousand tell as much as those of all."""
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


def language_of(text: str, short_words: Mapping[str, frozenset[str]]) -> str | None:
    """The BCP 47 code of the language most of ``text`` is written in; ``None`` when it is too short to tell.

    ``short_words`` gives the frequent short words of each language in Latin script (the lexicon's ``languages``). A script
    used by several languages stands for the largest of them ("ru" for Cyrillic).
    """
    sample = text[:_WINDOW]
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return None
    foreign = [c for c in letters if c > "\u036f"]
    if len(foreign) > len(letters) / 2:
        counts = [(sum(low <= c <= high for c in foreign), code) for code, low, high in _SCRIPTS]
        if counts[0][0] > len(foreign) / 10:
            return "ja"
        count, code = max(counts)
        return code if count > len(foreign) / 2 else None
    words = _WORD.findall(sample.casefold())
    hits = sorted(((sum(word in own for word in words), code) for code, own in short_words.items()), reverse=True)
    if not hits or hits[0][0] < 2 or hits[0][0] < len(words) / 8:
        return None
    if len(hits) > 1 and hits[0][0] < 1.3 * hits[1][0]:
        return None
    return hits[0][1]
