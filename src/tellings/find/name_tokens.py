"""Words and signs of a sentence as the search for names sees them."""

import re
from functools import lru_cache
from typing import NamedTuple

from tellings.text.name_words import GRAMMAR, ORGANISATION, PEOPLE, PLACE, flags_of, word_class
from tellings.text.names import fold

_LONGEST = 60
"""Characters of a word; what is longer is no name."""

# An abbreviation keeps its point where a word follows in the sentence; "'s" is a token of its own. Most words
# are plain: they come first.
_TOKEN = re.compile(
    r"[A-Za-z]++(?![^\W_]|[-‐‑’'ʼ`&.])"
    r"|(?:[^\W\d_]\.){2,12}"
    r"|[A-Z]{1,4}(?:&[A-Z]{1,4})+(?![^\W_])"
    r"|[^\W_]\.(?=\s?[A-Z\u00c0-\u00de])"
    r"|(?:Mr|Mrs|Ms|Dr|Sr|Jr|St|Ste|Ft|Mt|Gen|Lt|Col|Maj|Capt|Cmdr|Cpl|Sgt|Pvt|Adm|Brig|Gov|Sen|Sens|Rep|Reps|Rev|Hon|Prof|Pres|"
    r"Supt|Det|Insp|Fr|Msgr|Engr|Barr|Mme|Mlle|Inc|Ltd|Corp|Co|Bros|No|Spc|Pfc)\."
    r"|[’'`‘]s(?![^\W_])"
    r"|[^\W_]+(?:[-‐‑’'ʼ`](?!s(?![^\W_]))[^\W_]+|\.(?=com(?![^\W_]))[^\W_]+){0,6}"
    r"|[^\w\s]"
)
# A quotation mark whose UTF-8 bytes were read as Latin letters and never mended: "â" and two control characters.
_MANGLED = "\u00e2\u0080"
_MANGLED_TOKEN = re.compile(
    r"\u00e2\u0080\u0099s(?![^\W_])|\u00e2\u0080[\u0080-\u00bf]|"
    + _TOKEN.pattern.replace(r"[^\W_]+(?:", r"(?:(?!\u00e2\u0080)[^\W_])+(?:", 1)
)
_ARTICLES = frozenset(
    {
        "al",
        "el",
        "as",
        "ash",
        "ad",
        "an",
        "ar",
        "at",
        "az",
        "ul",
        "bin",
        "ibn",
        "abu",
        "d",
        "l",
        "de",
        "du",
        "von",
        "van",
    }
)


class NameToken(NamedTuple):
    """A word or sign: its place in the text, how it is printed, and its flags. ``shape`` is "" for a sign,

    "a" for a small word, "A" for a capitalised one, "AA" for one in capitals only, "1" for a number.
    """

    start: int
    end: int
    text: str
    shape: str
    flags: int


def split_names(text: str, start: int, end: int) -> list[NameToken]:
    """The tokens of ``text[start:end]``; a hyphenated word is one token, or several where it joins names."""
    tokens: list[NameToken] = []
    add, new, known = tokens.append, tuple.__new__, _known_word
    mangled = text.find(_MANGLED, start, end) >= 0
    for match in (_MANGLED_TOKEN if mangled else _TOKEN).finditer(text, start, end):
        word = match.group()
        if mangled and word.startswith(_MANGLED):
            word = "’s" if word.endswith("s") else "’"
        at, end = match.span()
        shape, flags, cuts = known(word) if end - at <= _LONGEST else ("a", 0, ())
        if cuts:
            for first, last, part_shape, part_flags in cuts:
                add(NameToken(at + first, at + last, word[first:last], part_shape, part_flags))
        else:
            # The constructor of a named tuple checks what is known to be right; a report has a thousand of these.
            add(new(NameToken, (at, end, word, shape, flags)))
    return tokens


@lru_cache(maxsize=1 << 16)
def _known_word(word: str) -> tuple[str, int, tuple[tuple[int, int, str, int], ...]]:
    shape = _shape(word)
    if len(word) == 2 and word[1] == "." and shape == "A":
        return shape, 0, ()
    cuts = _cut_hyphens(word) if "-" in word[1:-1] or "\u2011" in word else ()
    return shape, flags_of(word), cuts


def _shape(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return "1"
    if not first.isalpha():
        return ""
    if first.islower() or not first.isupper():
        # "al-Rashid", "d'Arlane": the article is small, the name is not.
        head, _, tail = (
            word.partition("-") if "-" in word else word.partition("’") if "’" in word else word.partition("'")
        )
        return "A" if tail and tail[0].isupper() and head in _ARTICLES else "a"
    letters = [c for c in word if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "AA"
    if len(letters) > 2 and word[-1] == "s" and all(c.isupper() for c in letters[:-1]) and "'" not in word:
        return "AA"
    return "A"


def _cut_hyphens(word: str) -> tuple[tuple[int, int, str, int], ...]:
    """Where a hyphenated word falls into pieces: "anti-Chinese", "Chinese-made", "US-China", but not "Nur-Sultan"."""
    if flags_of(word) or _shape(word) == "1":
        return ()
    pieces: list[tuple[int, int]] = []
    at = 0
    for part in word.split("-"):
        pieces.append((at, at + len(part)))
        at += len(part) + 1
    parts = [word[a:b] for a, b in pieces]
    if not all(parts):
        return ()
    capital = [p[0].isupper() for p in parts]
    if not any(capital) or (parts[0] in _ARTICLES and capital[1]):
        return ()
    if all(capital):
        known = all(flags_of(p) & (PEOPLE | PLACE | ORGANISATION) for p in parts)
        # "HARSK-The dam": a dateline without its spaces.
        dateline = len(parts) == 2 and flags_of(parts[1]) & GRAMMAR and not parts[1].isupper()
        return _cuts(word, pieces) if known or dateline else ()
    if all(
        p in _ARTICLES or p in {"e", "o", "i", "la", "le", "sur", "en", "on", "upon", "les", "y", "da", "do"}
        for p, c in zip(parts, capital, strict=True)
        if not c
    ):
        return () if capital[0] else _cuts(word, pieces)
    if capital[0] and not any(capital[1:]):
        # A given name may go on small after its hyphen: "Jong-un", "Myung-bak".
        small = all(len(p) <= 4 and (not flags_of(p) or _is_syllable(parts[0], p)) for p in parts[1:])
        if small and not flags_of(parts[0]) & (PEOPLE | PLACE):
            return ()
        return _cuts(word, pieces)
    return _cuts(word, pieces)


def _is_syllable(first: str, small: str) -> bool:
    """Whether an everyday word can be the second half of a given name whose first half no lexicon knows."""
    return not flags_of(first) and small in word_class("name_syllables")


def _cuts(word: str, pieces: list[tuple[int, int]]) -> tuple[tuple[int, int, str, int], ...]:
    """The parts of a hyphenated word and the hyphens between, each with its shape and flags."""
    cuts = []
    for a, b in pieces:
        if a:
            cuts.append((a - 1, a, "", 0))
        cuts.append((a, b, _shape(word[a:b]), flags_of(word[a:b])))
    return tuple(cuts)


def folded(tokens: list[NameToken]) -> list[str]:
    """The tokens folded for comparison with the lexicon."""
    return [fold(token.text) for token in tokens]
