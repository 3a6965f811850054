"""Labels of a page's interface: share bars, player bars, menus."""

import re
from functools import cache

from tellings.lexicon import load_words
from tellings.text.lines import words_of

_SMALL = frozenset("on in to this the story you your a an and or of for by from with up via all here now top".split())
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@cache
def _labels() -> frozenset[str]:
    return load_words("interface_words")


def is_label(word: str) -> bool:
    """Whether a word labels a control: a word of the list, a number, or several of the list run together ("ArrowRight")."""
    low = word.casefold()
    if low in _labels() or word.isdigit():
        return True
    pieces = _PIECES.findall(word)
    return len(pieces) > 1 and "".join(pieces) == word and all(piece.casefold() in _labels() for piece in pieces)


def is_bar(words: str) -> bool:
    """Whether a line holds nothing but labels: a share bar, a player's clock, a menu."""
    if len(words) > 200:
        return False
    bare = _CLOCK.sub(" 0 ", words)
    parts = words_of(bare)
    if not parts or _END.search(words) and len(parts) > 3:
        return False
    strong = [p for p in parts if p.casefold() not in _SMALL and is_label(p)]
    if not strong or all(p.isdigit() for p in parts) and bare == words:
        return False
    return all(is_label(p) for p in parts) and (parts[0][:1].isupper() or parts[0].isdigit())
