"""Words found again in a text by themselves and what stood around them, or nothing where that leaves a doubt.

White space does not count and typographic quotes and dashes are plain ones, so that the text of a page finds what was
quoted from a file. First the very words are looked for, of several those with the context; then words and contexts
that were edited a little, near places that share pieces with them. Time grows with the text: what repeats too often is
not followed up.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tellings.model.span import Span
from tellings.text.numbers import ONES, TENS

ENOUGH = 0.7
"""The share of the characters of words and context that must stand at a place. Chosen by ``bench.anchors --sweep``: of
1,605 places in 60 reports, edited thrice, .6 found 98.4 % and .75 % in a wrong place, .7 97.2 and .44, .8 92.3 and
.44."""

CERTAIN = 0.9
"""From this share on words with some context, or many, may begin or end in the middle of what looks like a word."""

ALIKE = 0.7
"""The share of the characters of the words themselves that must stand there."""

MARGIN = 0.05
"""So much better a place must fit than the next best, or else the nearest to where the words stood must be clear."""

ALONE = 32
"""Characters, without white space, from which on words that stand in a text just as they are, once, need no context."""

AROUND = 64
"""Characters of context that are compared on each side, without white space."""

LONGEST_EDITED = 1000
"""Characters of words, without white space: longer ones are found as they are or not at all."""

REST = 30
"""Characters of a word that a place would part and that it may take in; what runs on longer is no such word."""

PLACES = 100
"""Places where the very words stand that are compared; of words that stand more often only those in their context."""

SEED, SEEDS, HITS, WINDOWS = 8, 48, 12, 8
"""Pieces looked for: their length, how many, how often one may stand in the text, and how many places are compared."""

EFFORT = 20_000_000
"""Steps of comparing that one file of annotations may cost: a step is a character put beside the words, and took .8 to
1.1 µs of one core with words of 64 to 1,000 characters, so that this is about 20 s. Words that stand where they stood,
or in one place only, cost none."""

SCAN = 1024
"""Characters of text that are looked through for a piece in the time of a step: each took .7 ns."""

_PLAIN = str.maketrans("“”„‟«»″‘’‚‛‹›′`´‐‑‒–—―−", "\"\"\"\"\"\"\"''''''''" + "'" + "-------")
_KEPT = re.compile(r"[^\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+")
_TURNS = re.compile(
    rf"\d+|\b(?:{'|'.join((*ONES, *TENS, 'no', 'not', 'never', 'none', 'nobody', 'nor'))})\b|n['’]t\b", re.I
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words with what stood before and after them (W3C TextQuoteSelector), and where they began, where that is known.

    ``start`` counts code points of the text that the words are of, or of an earlier state of it.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    score: float


class EffortSpentError(Exception):
    """Words that stand in no one place as they are were not looked for: others had cost all the effort there is."""


@dataclass(slots=True)
class Effort:
    """Steps that are left for comparing; several grounds may share one. A search that is begun is finished."""

    left: int

    def begin(self) -> None:
        """Asks for another search.

        Raises:
            EffortSpentError: when no step is left.
        """
        if self.left <= 0:
            raise EffortSpentError


@dataclass(frozen=True, slots=True)
class Ground:
    """A text made ready to find words in; one for all words of a text. Without ``effort`` no bound is kept."""

    text: str
    effort: Effort | None = field(default=None, compare=False)
    _folded: str = field(init=False)
    _runs: tuple[list[int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        runs = [(match.start(), match[0]) for match in _KEPT.finditer(self.text)]
        starts, at = [], 0
        for _, run in runs:
            starts.append(at)
            at += len(run)
        object.__setattr__(self, "_folded", "".join(run for _, run in runs).translate(_PLAIN))
        object.__setattr__(self, "_runs", (starts, [start for start, _ in runs]))

    def find(self, quote: Quote) -> Span | None:
        """Where the words stand now; ``None`` where they are not found, or might be in one of several places.

        Numbers in the words must be the same. A quotation of white space is nowhere.

        Raises:
            EffortSpentError: when the ``effort`` is spent and the words stand in no one place as they are.
        """
        exact, before, after = (
            fold_words(quote.exact),
            fold_words(quote.prefix)[-AROUND:],
            fold_words(quote.suffix)[:AROUND],
        )
        if not exact:
            return None
        if self._is_there(quote):
            return Span(quote.start or 0, (quote.start or 0) + len(quote.exact))
        places = self._very_words(quote, exact, before, after)
        found = self._choose(quote, places)
        if found and (found.score >= ENOUGH or (len(places) == 1 and len(exact) >= ALONE)):
            return self._span(found)
        if len(exact) > LONGEST_EDITED or len(before + exact + after) < 2 * SEED:
            return None
        nearly = [p for p in self._nearly(exact, before, after) if not any(_overlap(p, q) for q in places)]
        nearly = [p for p in nearly if find_turns(self._words(p)) == find_turns(quote.exact)]
        found = self._choose(quote, [p for p in (*places, *nearly) if p.score >= ENOUGH])
        return self._span(found, whole_words=True) if found else None

    def _is_there(self, quote: Quote) -> bool:
        """Whether the words and all that stood around them are where they were."""
        if quote.start is None or quote.start < len(quote.prefix):
            return False
        whole = quote.prefix + quote.exact + quote.suffix
        return bool(quote.prefix or quote.suffix) and self.text.startswith(whole, quote.start - len(quote.prefix))

    def _very_words(self, quote: Quote, exact: str, before: str, after: str) -> list[_Place]:
        """The places of the very words; where there are too many, those that stand in their context."""
        found = _find_all(self._folded, exact, PLACES)
        if len(found) > PLACES:
            whole = before + exact + after
            found = [at + len(before) for at in _find_all(self._folded, whole, PLACES)]
            found = found if len(found) <= PLACES and len(whole) > len(exact) else []
        if len(found) > 1:
            self._begin()
            self._spend(len(found) * 5 * (len(before) + len(after)) // 4)
        places = [self._rate(at, at + len(exact), 0, exact, before, after) for at in found]
        # Of a page "Dam holdsThe dam ..." may be two blocks; without the context it is no "The".
        certain = CERTAIN if len(exact) >= ALONE or len(before + after) >= SEED else 2.0
        places = [place for place in places if not self._parts_figure(place)]
        return [place for place in places if place.score >= certain or not self._parts_words(place, quote)]

    def _parts_figure(self, place: _Place) -> bool:
        """Whether a figure goes on beyond the place: "17" is no part of "178"."""
        span = self._span(place)
        return any(self.text[at - 1 : at + 1].isdigit() for at in (span.start, span.end) if 0 < at < len(self.text))

    def _parts_words(self, place: _Place, quote: Quote) -> bool:
        """Whether the place begins or ends inside of a word, and the words that are looked for do not."""
        span = self._span(place)
        begins = _joins(self.text, span.start) and not _joins(quote.prefix[-1:] + quote.exact[:1], 1)
        return begins or (_joins(self.text, span.end) and not _joins(quote.exact[-1:] + quote.suffix[:1], 1))

    def _rate(self, start: int, end: int, edits: int, exact: str, before: str, after: str) -> _Place:
        left = self._folded[max(0, start - len(before) * 5 // 4 - 2) : start][::-1]
        right = self._folded[end : end + len(after) * 5 // 4 + 2]
        lost = edits + count_edits(before[::-1], left)[0] + count_edits(after, right)[0]
        whole = len(exact) + len(before) + len(after)
        return _Place(start, end, 1 - lost / whole)

    def _nearly(self, exact: str, before: str, after: str) -> list[_Place]:
        """Places, none inside of another, that hold something like the words."""
        whole = before + exact + after
        slack = len(whole) // 5 + 8
        most = int(len(exact) * (1 - ALIKE))
        places: list[_Place] = []
        for at in self._lines_up(whole, slack):
            first = max(0, at + len(before) - slack)
            window = self._folded[first : at + len(before) + len(exact) + slack]
            self._spend(len(window))
            edits, end = count_edits(exact, window, anywhere=True)
            if edits > most or not end:
                continue
            self._spend(end + 5 * (len(before) + len(after)) // 4)
            _, length = count_edits(exact[::-1], window[:end][::-1])
            start, end = first + end - length, first + end
            if length:
                place = self._rate(start, end, edits, exact, before, after)
                if not any(_overlap(place, other) for other in places):
                    places.append(place)
        return places

    def _lines_up(self, whole: str, slack: int) -> list[int]:
        """Where the whole would begin, by the pieces of it that stand in the text; the most pieces first."""
        votes: Counter[int] = Counter()
        last = max(1, len(whole) - SEED + 1)
        self._begin()
        self._spend(1 + min(last, SEEDS) * len(self._folded) // SCAN)
        for at in range(0, last, max(1, -(-last // SEEDS))):
            hits = _find_all(self._folded, whole[at : at + SEED], HITS)
            if len(hits) <= HITS:
                votes.update((hit - at) // slack for hit in hits)
        # What lies across the border of two stretches counts for both.
        near = {each: votes[each] + max(votes[each - 1], votes[each + 1]) for each in tuple(votes)}
        best = sorted(near, key=lambda each: (-near[each], each))[:WINDOWS]
        return [each * slack for each in best]

    def _begin(self) -> None:
        if self.effort is not None:
            self.effort.begin()

    def _spend(self, steps: int) -> None:
        if self.effort is not None:
            self.effort.left -= steps

    def _choose(self, quote: Quote, places: list[_Place]) -> _Place | None:
        """The place that fits best; of some that fit alike the one clearly nearest to where the words stood."""
        ranked = sorted(places, key=lambda place: -place.score)
        alike = [place for place in ranked if place.score > ranked[0].score - MARGIN]
        if len(alike) <= 1:
            return next(iter(alike), None)
        if quote.start is None:
            return None
        at = quote.start
        far = sorted((abs(self._span(place).start - at), number) for number, place in enumerate(alike))
        return alike[far[0][1]] if far[0][0] * 4 < far[1][0] else None

    def _span(self, place: _Place, *, whole_words: bool = False) -> Span:
        """The place in the text as it is; ``whole_words`` takes in the rest of words that it would part."""
        start, end = self._at(place.start), self._at(place.end - 1) + 1
        if whole_words:
            first, last = start - REST, end + REST
            while start > first and _joins(self.text, start):
                start -= 1
            while end < last and _joins(self.text, end):
                end += 1
        return Span(start, end)

    def _words(self, place: _Place) -> str:
        span = self._span(place, whole_words=True)
        return self.text[span.start : span.end]

    def _at(self, folded: int) -> int:
        starts, origins = self._runs
        run = bisect_right(starts, folded) - 1
        return origins[run] + folded - starts[run]


def fold_words(words: str) -> str:
    """The words as they are compared: without white space and what is not seen, with plain quotes and dashes."""
    return "".join(_KEPT.findall(words)).translate(_PLAIN)


def find_turns(words: str) -> list[str]:
    """What must be the same for words to say the same: figures, number words, "no" and "not", in their order."""
    found = (turn.casefold().replace("\u2019", "'") for turn in _TURNS.findall(words))
    return ["not" if turn == "n't" else turn for turn in found]


def _joins(text: str, at: int) -> bool:
    """Whether there is one word on both sides of the place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _overlap(one: _Place, other: _Place) -> bool:
    return one.start < other.end and other.start < one.end


def _find_all(text: str, words: str, most: int) -> list[int]:
    """Where the words stand, of more than ``most`` places one more."""
    return [at for _, at in zip(range(most + 1), _places(text, words), strict=False)]


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def count_edits(pattern: str, text: str, *, anywhere: bool = False) -> tuple[int, int]:
    """The fewest characters put in, left out or replaced that make the pattern a beginning of the text, and its end.

    With ``anywhere`` it may begin anywhere. Bits of one number stand for the characters of the pattern (Myers 1999,
    "A fast bit-vector algorithm for approximate string matching"; Hyyrö 2003).
    """
    if not pattern:
        return 0, 0
    size = len(pattern)
    full, top = (1 << size) - 1, 1 << (size - 1)
    stands: dict[str, int] = {}
    for number, character in enumerate(pattern):
        stands[character] = stands.get(character, 0) | 1 << number
    more, fewer, edits = full, 0, size
    best, end = size, 0
    for number, character in enumerate(text, 1):
        same = stands.get(character, 0)
        down = same | fewer
        across = (((same & more) + more) ^ more) | same
        right_more = fewer | (full & ~(across | more))
        right_fewer = more & across
        edits += bool(right_more & top) - bool(right_fewer & top)
        right_more = (right_more << 1 | (not anywhere)) & full
        right_fewer = (right_fewer << 1) & full
        more = right_fewer | (full & ~(down | right_more))
        fewer = right_more & down
        if edits < best:
            best, end = edits, number
    return best, end
