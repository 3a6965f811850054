"""How long and how often: durations ("2½ years", "three-day"), stretches ("the past two months"), sets ("daily")."""

from functools import cache
from typing import NamedTuple

from tellings.find.time_parts import (
    DASHES,
    Found,
    Tokens,
    daypart_at,
    is_capital,
    number_in,
    table,
    touches,
    unit_at,
)
from tellings.model.when import Base, Part, Unit, When
from tellings.text.numbers import ORDINALS, read_number
from tellings.text.tokens import stands_at, word_at

# Words that bound a number, and which side they leave open; "about" and the like leave none.
_BOUNDS = {
    "over": "more than|over|at least|longer than|upwards of|above",
    "under": "less than|fewer than|up to|at most|almost|nearly|under|no more than|not quite|as long as",
    "about": "about|around|roughly|some|approximately|exactly|just|only|an estimated|a mere|another|a further|barely",
}
_VAGUE_COUNTS = "several|a few|few|many|some|the few|recent|a number of|countless"
_BARE = frozenset("for in after within of over took lasted lasting last past spent into during".split())
_BETWEEN = frozenset(
    "full whole long straight consecutive more calendar working business solid short other additional entire".split()
)
_SIDES = {"past": -1, "last": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}
_ENDS: dict[str, Part] = {"first": "start", "opening": "start", "last": "end", "final": "end"}
_AGES = frozenset(("old", "age", "olds"))


class Length(NamedTuple):
    """A length of time: ``low`` to ``high`` of ``unit`` (``None`` where open), and the token after it."""

    low: float | None
    high: float | None
    unit: Unit
    end: int
    vague: bool = False

    def when(self) -> When:
        return When("length", unit=self.unit, low=self.low, high=self.high)


def bound_at(ts: Tokens, at: int) -> tuple[str, int]:
    """Which side of a number the words at ``at`` leave open ("over", "under", "about", ""); the token after them."""
    for words, side in _phrases().get(word_at(ts, at), ()):
        if stands_at(ts, at, words):
            return side, at + len(words)
    return "", at


def length_at(ts: Tokens, at: int) -> Length | None:
    """The length of time at ``at``, with its bound words: "over two years", "three-day", "a year and a half"."""
    side, here = bound_at(ts, at)
    vague = _vague_at(ts, at)
    if vague:
        return vague
    if word_at(ts, here) in ("a", "an", "half"):
        found = _after_article(ts, here, side)
        if found:
            return found
    number = read_number(ts, here)
    if number is None or (number.fraction and number.low < 0.5):
        return None
    low: float | None = number.low
    high, here = number.high, number.end
    if word_at(ts, here) in DASHES | {"to", "or"}:
        second = read_number(ts, here + 1)
        if second and second.high >= number.low and not second.fraction:
            high, here = second.high, second.end
    hyphen = word_at(ts, here) in DASHES and touches(ts, here)
    here += hyphen
    here += not hyphen and word_at(ts, here) in _BETWEEN
    unit = unit_at(ts, here)
    if unit is None or (unit == "second" and not word_at(ts, here - 1).isdecimal()):
        return None
    if word_at(ts, here) == "fortnight":
        return None
    return _bounded(side, low, high, unit, here + 1)


def _vague_at(ts: Tokens, at: int) -> Length | None:
    """A length of no told number: "several weeks", "a few days"."""
    for words in _vague_counts().get(word_at(ts, at), ()):
        unit = unit_at(ts, at + len(words))
        if unit and stands_at(ts, at, words):
            return Length(None, None, unit, at + len(words) + 1, vague=True)
    return None


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for side, phrases in _BOUNDS.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, side))
    return {first: tuple(sorted(many, key=lambda m: -len(m[0]))) for first, many in by_first.items()}


@cache
def _vague_counts() -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _VAGUE_COUNTS.split("|"):
        words = tuple(phrase.split())
        by_first.setdefault(words[0], []).append(words)
    return {first: tuple(many) for first, many in by_first.items()}


def _bounded(side: str, low: float | None, high: float | None, unit: Unit, end: int) -> Length:
    if side == "over":
        high = None
    elif side == "under":
        low = None
    return Length(low, high, unit, end)


def _after_article(ts: Tokens, at: int, side: str) -> Length | None:
    """A length without figures: "a year", "half an hour", "a year and a half", "a full week"."""
    if word_at(ts, at) == "half":
        article = word_at(ts, at + 1) in ("a", "an", "-")
        unit = unit_at(ts, at + 1 + article)
        return _bounded(side, 0.5, 0.5, unit, at + 2 + article) if unit and article else None
    here = at + 1 + (word_at(ts, at + 1) in _BETWEEN)
    if word_at(ts, here) == "half" and word_at(ts, here + 1) == "-":
        unit = unit_at(ts, here + 2)
        return _bounded(side, 0.5, 0.5, unit, here + 3) if unit else None
    unit = unit_at(ts, here)
    if unit is None or word_at(ts, here).endswith("s") or unit == "quarter":
        return None
    value, end = (2.0 if word_at(ts, here) == "fortnight" else 1.0), here + 1
    if word_at(ts, end) == "and" and word_at(ts, end + 1) == "a" and word_at(ts, end + 2) == "half":
        value, end = 1.5, end + 3
    return _bounded(side, value, value, unit, end)


def read_length(ts: Tokens, at: int) -> Found | None:
    """A duration that begins at ``at``; ages ("31-year-old") and rates ("a year" for each year) are none."""
    the = at + (word_at(ts, at) == "the") * (1 + (word_at(ts, at + 1) in ("first", "last", "final", "full", "whole")))
    found = length_at(ts, the)
    if found is None or (the > at and not word_at(ts, found.end - 1).endswith("s")):
        return _read_bare(ts, at)
    end = found.end
    if _is_age(ts, at, end):
        return None
    if word_at(ts, at) in ("a", "an") and word_at(ts, at - 1) not in _BARE | {"than", "about", "almost", "nearly"}:
        # "Twice a year", "$5 a week": how often, not how long.
        half = word_at(ts, end - 1) == "half"
        if not half and word_at(ts, at + 1) not in ("decade", "century", "few", "couple", "half", "full", "whole"):
            return None
    return Found(found.when(), "duration", at, end)


def _is_age(ts: Tokens, start: int, end: int) -> bool:
    step = end + (word_at(ts, end) in DASHES)
    if word_at(ts, step) in _AGES or (word_at(ts, step) == "of" and word_at(ts, step + 1) == "age"):
        return True
    return word_at(ts, start - 1) == "aged"


def _read_bare(ts: Tokens, at: int) -> Found | None:
    """Units alone: "for years", "after months of talks"."""
    unit = unit_at(ts, at)
    plural = word_at(ts, at).endswith("s") and unit not in ("second", "quarter", "weekend", "minute")
    if unit and plural and word_at(ts, at - 1) in _BARE and not is_capital(ts, at):
        return Found(When("length", unit=unit), "duration", at, at + 1)
    return None


def read_stretch(ts: Tokens, at: int) -> Found | None:
    """A length laid out from the day of writing: "the past two months", "the next five days", "the last decade"."""
    here = at + (word_at(ts, at) in ("the", "these", "this", "his", "her", "their", "its"))
    side = _SIDES.get(word_at(ts, here))
    if side is None or (here == at and word_at(ts, at) not in ("past", "last", "next", "coming", "recent")):
        return None
    length = length_at(ts, here + 1)
    if (length is None and here > at) or word_at(ts, here) in ("coming", "past"):
        unit = unit_at(ts, here + 1)
        if length is None and unit and unit not in ("weekend", "second", "quarter"):
            plural = word_at(ts, here + 1).endswith("s")
            if plural or (word_at(ts, here) in ("past", "last", "coming") and word_at(ts, at) != "his"):
                count = None if plural else 1.0
                length = Length(count, count, unit, here + 2, vague=plural)
    if length is None or _is_age(ts, here + 1, length.end) or bound_at(ts, here + 1)[0]:
        # "It may last over a week" is no stretch.
        return None
    base: Base = "previous" if word_at(ts, here) in ("previous", "preceding", "following") else "report"
    when = When("stretch", count=side, base=base, of=(length.when(),))
    return Found(when, "duration", at, length.end)


def ordinal_stretch_at(ts: Tokens, at: int) -> tuple[When, Part, int] | None:
    """The length in "the first two months", which end of a whole it is taken from, and the token after it."""
    here = at + (word_at(ts, at) == "the")
    part = _ENDS.get(word_at(ts, here))
    if part is None:
        return None
    length = length_at(ts, here + 1)
    if length is None:
        unit = unit_at(ts, here + 1)
        if unit is None or word_at(ts, here + 1).endswith("s"):
            return None
        length = Length(1.0, 1.0, unit, here + 2)
    return (length.when(), part, length.end) if length.low is not None else None


def read_set(ts: Tokens, at: int) -> Found | None:
    """What comes again and again: "daily", "every week", "each Monday", "twice a year", "Sundays"."""
    word = word_at(ts, at)
    unit = table("sets").get(word)
    if isinstance(unit, str):
        return Found(When("every", unit=unit), "set", at, at + 1) if not is_capital(ts, at) or at == 0 else None  # type: ignore[arg-type]
    if word in ("every", "each"):
        return _read_every(ts, at)
    if word in ("once", "twice", "times") and word_at(ts, at + 1) in ("a", "an", "per", "each", "every"):
        each = unit_at(ts, at + 2)
        if each:
            return Found(When("every", unit=each), "set", at, at + 3)
    if word.endswith("days") and is_capital(ts, at) and number_in("weekdays", word[:-1]) is not None:
        monday = When("weekday", weekday=number_in("weekdays", word[:-1]))
        return Found(When("every", unit="week", of=(monday,)), "set", at, at + 1)
    return None


def _read_every(ts: Tokens, at: int) -> Found | None:
    here = at + 1 + (word_at(ts, at + 1) in ("other", "single", "few"))
    number = read_number(ts, here)
    if number:
        here = number.end
    elif ORDINALS.get(word_at(ts, here)):
        here += 1
    unit = unit_at(ts, here)
    if unit:
        return Found(When("every", unit=unit), "set", at, here + 1)
    weekday = number_in("weekdays", word_at(ts, here))
    if weekday is not None:
        day = When("weekday", weekday=weekday)
        return Found(When("every", unit="week", of=(day,)), "set", at, here + 1)
    if daypart_at(ts, here):
        return Found(When("every", unit="day"), "set", at, here + 1)
    return None
