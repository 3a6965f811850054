"""Whether a rephrased sentence says what the printed one says and nothing else: pure rules, no model.

A rewriter is not believed. Its sentence passes when its words are those of the printed sentence, in their order, where
articles may come and go, a word may stand for one that means the same, one piece may move from an end to the other, and
phrases such as "in a statement" may be left out: never a name, a number, a date, a negation or what makes a thing
expected, possible or denied. Without a parser nothing looser holds: in a sentence made of the right words in the wrong
order somebody else does the deed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tellings.lexicon import load_table, load_words
from tellings.model.rewriting import KeptBecause
from tellings.text.numbers import ONES, ORDINALS, SCALES, TENS

# Share of the words which may be left out. A rewriter shortens; more than this would be a choice of what matters, and
# that is the summary's.
LEFT_OUT = 0.3
# Sentences beyond this are not aligned; the summary takes none so long.
LONGEST = 120
_DATE = r"\[\d{1,2} [A-Z][a-z]+ \d{1,4}\]"
_TOKEN = re.compile(rf"{_DATE}|[^\W_]+(?:[.,:/][0-9]+)*(?:[.][^\W\d_]\b)*(?:['\-][^\W_]+)*|[£$€¥%°§&@#+=<>/\\^*~|_]")
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " "})
_BREAKS = '.;:?!—–()[]{}"“”…'


@dataclass(frozen=True, slots=True)
class Departure:
    """How a rephrased sentence departs from the printed one."""

    because: KeptBecause
    why: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it is compared: ``low`` folded, ``kind`` what may become of it, ``after`` the marks that follow it."""

    text: str
    low: str
    kind: str
    first: bool
    after: str

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def find_departure(rephrased: str, printed: str) -> Departure | None:
    """The first way in which ``rephrased`` says something else than ``printed``; ``None`` when it does not."""
    rephrased, printed = (" ".join(text.translate(_PLAIN).split()) for text in (rephrased, printed))
    if sorted(_quotes(rephrased)) != sorted(_quotes(printed)):
        return Departure("quotation", "what stands in quotation marks was changed")
    if fault := _find_fault_of_form(rephrased, printed):
        return fault
    old, new = _words(printed), _words(rephrased)
    if not new or len(old) > LONGEST:
        return Departure("form", "the sentence cannot be compared")
    fault = _find_missing(new, old, {"negation"}) or _find_new(new, old) or _find_missing(new, old, set(_CALLED))
    if fault:
        return fault
    if not _aligns(new, old):
        return Departure("order", "the words stand in another order, or too many were left out")
    return None


_NEVER = float("inf")
# States of an alignment: nothing is being left out; a phrase was opened and must lose a word; a phrase lost one.
_WHOLE, _OPENED, _INSIDE = range(3)
_LOOSE = frozenset({"speech", "name", "number", "date", "content", "small"})


def _find_fault_of_form(rephrased: str, printed: str) -> Departure | None:
    if len(rephrased) > 1.3 * len(printed) + 20:
        return Departure("form", "it is far longer than what the report says")
    marks = set(rephrased) - set(printed) - set(",.'- £$€¥%")
    if odd := sorted(c for c in marks if not c.isalnum()):
        return Departure("form", f"it has marks that the report does not have here: {' '.join(odd[:5])}")
    more = [c for c in _BREAKS if rephrased.count(c) > printed.count(c)]
    if more or rephrased[-1:] != printed[-1:] or (rephrased[:1].islower() and not printed[:1].islower()):
        return Departure("form", "it is not one sentence that ends as the report's does")
    return None


def _find_new(new: Sequence[_Word], old: Sequence[_Word]) -> Departure | None:
    """A word that does not stand in the cited words, and in no listed way for one of them."""
    for word in new:
        if not any(_stands_for(word, other) for other in old):
            because, what = _CALLED[word.kind]
            return Departure(because, f"{what} is not in the cited words: {word.text[:30]}")
    return None


def _find_missing(new: Sequence[_Word], old: Sequence[_Word], kinds: set[str]) -> Departure | None:
    """A word of these kinds that was left out: a name, a number, a date, a negation, a status."""
    for word in old:
        if word.kind in kinds - {"content", "small"}:
            alike = sum(_stands_for(other, word) for other in new)
            if alike < sum(_stands_for(other, word) for other in old):
                because, what = _CALLED[word.kind]
                return Departure(because, f"{what} was left out or changed: {word.text[:30]}")
    return None


_CALLED: dict[str, tuple[KeptBecause, str]] = {
    "name": ("name", "a name"),
    "number": ("number", "a number"),
    "date": ("date", "a date"),
    "negation": ("negation", "a negation"),
    "status": ("status", "a word that says whether it is so"),
    "measure": ("status", "a word that bounds what is said"),
    "voice": ("status", "a word that says who does it, or when"),
    "speech": ("status", "a word that says whose word it is"),
    "content": ("word", "a word"),
    "small": ("word", "a word"),
}


def _aligns(new: Sequence[_Word], old: Sequence[_Word]) -> bool:
    """True when ``new`` is ``old`` in its order, or with its beginning moved to its end, and little left out."""
    budget = int(LEFT_OUT * len(old))
    starts = [k for k, word in enumerate(old) if _stands_for(new[0], word)]
    return any(_Alignment(new, (*old[k:], *old[:k]), len(old) - k).holds(budget) for k in dict.fromkeys([0, *starts]))


class _Alignment:
    """The words of ``new`` laid on those of ``old``, whose beginning stands from ``seam`` on."""

    def __init__(self, new: Sequence[_Word], old: Sequence[_Word], seam: int) -> None:
        self.new, self.old, self.seam = new, old, seam
        self.cost = lru_cache(maxsize=None)(self._cost)

    def holds(self, budget: int) -> bool:
        """True when at most ``budget`` words are left out."""
        return self.cost(0, 0, _WHOLE) <= budget

    def _cost(self, i: int, j: int, state: int) -> float:
        """Fewest words left out of ``old[i:]`` when what is left is ``new[j:]``."""
        if i == self.seam or i == len(self.old):
            if state == _OPENED:
                return _NEVER
            state = _WHOLE
        if i == len(self.old):
            return 0.0 if j == len(self.new) else _NEVER
        word = self.old[i]
        best = _NEVER
        if j < len(self.new) and self._may_stay(i, state) and _stands_for(self.new[j], word) and self._binds(i, j):
            best = self.cost(i + 1, j + 1, _WHOLE)
        if word.kind == "small" and (state == _OPENED or word.low in _phrase_openers()):
            best = min(best, 1 + self.cost(i + 1, j, _OPENED))
        elif word.kind == "content" and state != _WHOLE:
            best = min(best, 1 + self.cost(i + 1, j, _INSIDE))
        return best

    def _may_stay(self, i: int, state: int) -> bool:
        """A phrase is left out as a whole, with its "of", and not from before what may bound it ("in public only")."""
        word = self.old[i]
        ends = word.kind not in ("content", "negation", "status", "measure") and word.low != "of"
        return state == _WHOLE or (state == _INSIDE and (ends or "," in self.old[i - 1].after))

    def _binds(self, i: int, j: int) -> bool:
        """A guarded word, a number or part of a name stands before the same word, with the same comma or none."""
        word = self.old[i]
        if i + 1 in (self.seam, len(self.old)):
            # At the end of a piece that was moved: what tells whose words follow may stand alone, a negation may not.
            return word.kind in _LOOSE or i + 1 == len(self.old) == j + 1
        follows = self.old[i + 1]
        if word.kind in ("content", "small"):
            bound = follows.text.startswith("[")
        elif word.kind == "number" and "," in word.after and follows.kind not in ("number", "date"):
            # "on 5 May 2031, in heavy rain": what the number counts does not stand behind a comma.
            return j + 1 == len(self.new) or "," in self.new[j].after
        else:
            bound = word.kind not in ("name", "date") or follows.kind == word.kind
        if not bound:
            return True
        return j + 1 < len(self.new) and _stands_for(self.new[j + 1], follows) and _marks(self.new[j]) == _marks(word)


def _marks(word: _Word) -> str:
    return "".join(word.after.split())


def _stands_for(new: _Word, old: _Word) -> bool:
    if new.low == old.low:
        return new.capital == old.capital or new.first or old.first
    if {new.kind, old.kind} & {"name", "number", "date"}:
        return False
    if new.kind == old.kind == "content" and (new.low == old.low + "s" or old.low == new.low + "s"):
        return True
    return bool(_families(new.low) & _families(old.low))


def _quotes(text: str) -> list[str]:
    return [a or b for a, b in _QUOTED.findall(text)]


def _words(text: str) -> tuple[_Word, ...]:
    """The words that count, in order: all but those that may come and go."""
    free = frozenset(load_table("rewording")["free"])
    found: list[_Word] = []
    matches = list(_TOKEN.finditer(text))
    for n, match in enumerate(matches):
        word, low = match.group(), match.group().casefold()
        after = text[match.end() : matches[n + 1].start() if n + 1 < len(matches) else len(text)]
        if low not in free or (word[0].isupper() and n):
            found.append(_Word(word, low, _kind(word, low, n == 0), n == 0, after))
        elif found:
            found[-1] = replace(found[-1], after=found[-1].after + after)
    return tuple(found)


def _kind(text: str, low: str, first: bool) -> str:
    """What a word is: ``first`` ones have a capital for another reason."""
    if text.startswith("[") or low in _calendar():
        return "date"
    if any(c.isdigit() for c in text) or text in "£$€¥%°" or low in _number_words():
        return "number"
    guard = _guards().get(low.removesuffix("'s"))
    if low.endswith("n't"):
        return "negation"
    if guard and (first or not text[:1].isupper()):
        return guard
    small = low in load_words("function_words")
    if text[:1].isupper() and not (first and (small or low in load_words("common_words"))):
        return "name"
    return "small" if small else "content"


@cache
def _guards() -> dict[str, str]:
    table = load_table("rewording")["guard"]
    return {word: kind for kind in reversed(list(table)) for word in table[kind]}


@cache
def _families(low: str) -> frozenset[int]:
    return frozenset(n for n, line in enumerate(load_table("rewording")["same"]["lines"]) if low in line.split())


@cache
def _phrase_openers() -> frozenset[str]:
    return frozenset(load_table("rewording")["openers"])


@cache
def _calendar() -> frozenset[str]:
    times = load_table("times")
    # "May" and "March" are told by their capital like names.
    return frozenset((*times["months"], *times["weekdays"])) - {"may", "march"} | {
        "today", "yesterday", "tomorrow", "tonight", "overnight", "morning", "afternoon", "evening", "night", "noon",
        "midnight", "week", "month", "year", "day", "weeks", "months", "years", "days", "hour", "hours",
    }  # fmt: skip


@cache
def _number_words() -> frozenset[str]:
    vague = ("dozens", "scores", "hundreds", "thousands", "millions", "billions", "once", "twice")
    return frozenset((*ONES, *TENS, *SCALES, *ORDINALS, *vague))
