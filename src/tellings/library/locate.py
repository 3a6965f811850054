"""Where in a report the words stand that were searched for."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from tellings.library.terms import find_places
from tellings.model.span import Span

_SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"”’)\]]*(?=\s)|$)", re.M)

MOST = 3
"""Places shown of one report: a reader who wants more opens it."""

LONGEST = 400
"""Characters of one place; a longer sentence is cut to what stands around the words."""


def locate(text: str, wanted: Sequence[tuple[str, ...]]) -> tuple[Span, ...]:
    """The fewest and earliest sentences that hold all of ``wanted``, at most ``MOST``, in the order of the text.

    Each of ``wanted`` is one term or the terms of a phrase. Where none stands in the text (it stood in the title, or
    nothing was wanted), the first sentence.
    """
    places = find_places(text, wanted)
    bounds = [match.span() for match in _SENTENCE.finditer(text)]
    inside: dict[int, dict[tuple[str, ...], int]] = {}
    ends = [end for _, end in bounds]
    for group, starts in places.items():
        for start in starts:
            inside.setdefault(_which(ends, start), {}).setdefault(group, start)
    chosen: list[tuple[int, int]] = []
    missing = set(places)
    while missing and len(chosen) < MOST:
        best = min(inside, key=lambda k: (-len(missing & inside[k].keys()), k))
        groups = missing & inside[best].keys()
        chosen.append((best, min(inside[best][group] for group in groups)))
        missing -= groups
    if not chosen:
        return (_cut(text, Span(*bounds[0]), bounds[0][0]),) if bounds else ()
    return tuple(_cut(text, Span(*bounds[k]), start) for k, start in sorted(chosen))


def _which(ends: Sequence[int], start: int) -> int:
    return min(bisect_right(ends, start), len(ends) - 1)


def _cut(text: str, sentence: Span, around: int) -> Span:
    """The sentence, or the part of a long one that stands around a place, from word to word."""
    if sentence.end - sentence.start <= LONGEST:
        return sentence
    start = max(sentence.start, min(around - LONGEST // 4, sentence.end - LONGEST))
    end = min(sentence.end, start + LONGEST)
    if start > sentence.start:
        start = max(text.find(" ", start, around) + 1, start)
    if end < sentence.end:
        gap = text.rfind(" ", around + 1, end)
        end = gap if gap > around else end
    return Span(start, end)
