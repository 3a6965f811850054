"""Numbers as figures and words: "1,700", "2½", "seventy-two", "half a million", "hundreds of thousands"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tellings.text.tokens import Token, word_at

ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {
    "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9,
    "trillion": 1e12,
}  # fmt: skip
_ORDINAL_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_ONES.split(), 1)} | {
    word[:-1] + "ieth": value for word, value in TENS.items()
}
_FRACTION_SIGNS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_FRACTION_WORDS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRACTION_WORDS |= {word + "s": parts for word, parts in _FRACTION_WORDS.items() if word != "half"} | {"halves": 2}
# "Dozens" is two dozen or more, and fewer than the next word that would have been used.
_VAGUE = {
    "dozens": (24.0, 99.0),
    "scores": (40.0, 99.0),
    "hundreds": (200.0, 999.0),
    "thousands": (2e3, 9999.0),
    "millions": (2e6, 1e7 - 1),
    "billions": (2e9, 1e10 - 1),
    "trillions": (2e12, 1e13 - 1),
}
_OPENERS = frozenset((*_VAGUE, *ONES, *TENS, *_FRACTION_SIGNS, "tens", "a", "an", "half"))
_JOINERS = frozenset((*SCALES, "and"))
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?[¼½¾⅓⅔]?\Z")
_PLAIN = re.compile(r"\d+(?:\.\d+)?[¼½¾⅓⅔]?\Z")


class Number(NamedTuple):
    """A number from ``low`` to ``high`` (equal unless the words are vague) that ends before token ``end``."""

    low: float
    high: float
    end: int
    fraction: bool = False


def read_figures(figures: str) -> float | None:
    """The value of a run of figures ("1,700", "2.5", "2½"); ``None`` for what is no plain number ("1.2.3", "8,9")."""
    if len(figures) > 40 or (not figures.isascii() and figures[-1] not in _FRACTION_SIGNS):
        return None
    if figures in _FRACTION_SIGNS:
        return _FRACTION_SIGNS[figures]
    if not (_GROUPED.match(figures) or _PLAIN.match(figures)):
        return None
    extra = _FRACTION_SIGNS.get(figures[-1], 0.0)
    return float(figures.rstrip("¼½¾⅓⅔").replace(",", "")) + extra


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """The number whose first token is ``tokens[at]``, as long as it goes; ``None`` where none begins."""
    low = word_at(tokens, at)
    if low not in _OPENERS and not low[:1].isdigit() and low[:1] not in _FRACTION_SIGNS:
        return None
    if low in _VAGUE or (low == "tens" and word_at(tokens, at + 1) == "of"):
        return _read_vague(tokens, at)
    if low in ("a", "an"):
        return _read_after_article(tokens, at)
    if low == "half":
        return _read_half(tokens, at)
    if low[:1].isdigit() or low[:1] in _FRACTION_SIGNS:
        value = read_figures(low)
        if value is None:
            return None
        if low.isdigit() and word_at(tokens, at + 1) in _FRACTION_SIGNS and tokens[at + 1].start - tokens[at].end <= 1:
            return _scale(value + _FRACTION_SIGNS[word_at(tokens, at + 1)], tokens, at + 2)
        if low.isdigit() and word_at(tokens, at + 2) == "/" and tokens[at + 1].start - tokens[at].end == 1:
            return _read_mixed(value, tokens, at)
        return _scale(value, tokens, at + 1)
    return _read_words(tokens, at)


def _read_mixed(value: float, tokens: Sequence[Token], at: int) -> Number:
    """A whole number and a fraction in figures: "2 1/2"."""
    over, under = word_at(tokens, at + 1), word_at(tokens, at + 3)
    touching = (
        at + 3 < len(tokens)
        and tokens[at + 1].end == tokens[at + 2].start
        and tokens[at + 2].end == tokens[at + 3].start
    )
    if touching and over.isdecimal() and under.isdecimal() and 0 < int(over[:3]) < int(under[:3]) <= 16:
        return _scale(value + int(over) / int(under), tokens, at + 4)
    return _scale(value, tokens, at + 1)


def _scale(value: float, tokens: Sequence[Token], at: int) -> Number:
    """``value`` times the scale words that follow ("2.5 million", "40 thousand")."""
    hyphen = word_at(tokens, at) == "-" and word_at(tokens, at + 1) in SCALES
    while word_at(tokens, at + hyphen) in SCALES and value < 1e15:
        value *= SCALES[word_at(tokens, at + hyphen)]
        at += 1 + hyphen
        hyphen = False
    return Number(value, value, at)


def _read_words(tokens: Sequence[Token], at: int) -> Number | None:
    """A number in words: "seventy-two", "two hundred and fifty thousand", "three quarters", "two and a half"."""
    total, group, here, seen = 0.0, 0.0, at, False
    while True:
        word = word_at(tokens, here)
        if word in TENS and group % 100 == 0 and (not seen or word_at(tokens, here - 1) in _JOINERS):
            group, here = group + TENS[word], here + 1
            step = 1 if word_at(tokens, here) == "-" else 0
            unit = ONES.get(word_at(tokens, here + step), 0)
            if 0 < unit < 10:
                group, here = group + unit, here + step + 1
        elif word in ONES and group % 100 == 0 and (not seen or word_at(tokens, here - 1) in _JOINERS):
            group, here = group + ONES[word], here + 1
        elif word in SCALES and seen and group:
            if word in ("dozen", "hundred"):
                group *= SCALES[word]
            else:
                total, group = total + group * SCALES[word], 0.0
            here += 1
        elif word == "and" and seen and _joins(tokens, here, group):
            here += 1
            continue
        else:
            break
        seen = True
        if here - at > 16:
            break
    if not seen:
        return None
    return _add_fraction(total + group, tokens, here)


def _joins(tokens: Sequence[Token], at: int, group: float) -> bool:
    """Whether the "and" at ``at`` stands inside a number: after a hundred or more, before a smaller number word."""
    after = word_at(tokens, at + 1)
    return word_at(tokens, at - 1) in SCALES and (group % 100 == 0) and (after in ONES or after in TENS)


def _add_fraction(value: float, tokens: Sequence[Token], at: int) -> Number:
    words = [word_at(tokens, at + k) for k in range(3)]
    if words == ["and", "a", "half"] or words == ["and", "a", "quarter"]:
        return _scale(value + (0.5 if words[2] == "half" else 0.25), tokens, at + 3)
    step = 1 if words[0] == "-" else 0
    parts = _FRACTION_WORDS.get(words[step])
    if parts and 0 < value < parts and words[step].endswith("s" if value > 1 else words[step][-1]):
        return Number(value / parts, value / parts, at + step + 1, fraction=True)
    return Number(value, value, at)


def _read_after_article(tokens: Sequence[Token], at: int) -> Number | None:
    word = word_at(tokens, at + 1)
    if word in SCALES:
        return _scale(SCALES[word], tokens, at + 2)
    if word == "quarter" and word_at(tokens, at + 2) in ("million", "billion"):
        return _scale(0.25, tokens, at + 2)
    if word == "couple":
        return Number(2.0, 2.0, at + 2 + (word_at(tokens, at + 2) == "of"))
    if word in ("third", "quarter", "fifth", "tenth") and word_at(tokens, at + 2) == "of":
        share = 1 / _FRACTION_WORDS[word]
        return Number(share, share, at + 2, fraction=True)
    if word == "half" and word_at(tokens, at + 2) in SCALES:
        return _scale(0.5, tokens, at + 2)
    return None


def _read_half(tokens: Sequence[Token], at: int) -> Number | None:
    here = at + 1 + (word_at(tokens, at + 1) in ("a", "-"))
    word = word_at(tokens, here)
    if word in SCALES and word != "hundred":
        return Number(SCALES[word] / 2, SCALES[word] / 2, here + 1)
    return Number(0.5, 0.5, at + 1, fraction=True)


def _read_vague(tokens: Sequence[Token], at: int) -> Number:
    """A vague number as the interval from twice its word to just below the next one: "dozens"."""
    word = word_at(tokens, at)
    low, high = _VAGUE.get(word, (20.0, 99.0))
    here = at + 1
    if word_at(tokens, here) == "of" and word_at(tokens, here + 1) in (
        "thousands",
        "millions",
        "billions",
        "trillions",
    ):
        scale = SCALES[word_at(tokens, here + 1)[:-1]]
        return Number(low * scale, (high + 1) * scale - 1, here + 2)
    return Number(low, high, here)
