"""What has been said before, sentence by sentence: how much of a sentence is known already, and from where."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.text.words import rarity

# Of the known sentences that share a stem, so many of the last are looked at: what recurs in all says little.
NEAREST = 300
# Stems rarer than this (nats) are what a sentence is looked up by.
TELLING = 4.0
# Numbers of a sentence weigh this much of the rarest stem: a figure that differs is not known.
RAREST = 8.0


@dataclass(frozen=True, slots=True)
class Known:
    """How a sentence stands to what was said before.

    ``share`` (0 to 1) is the part of its weight that one known sentence has, ``at`` the key of that sentence (``None``
    where nothing is shared), ``fresh`` the part of its weight that no known sentence at all has.
    """

    share: float
    at: int | None
    fresh: float


class Heard:
    """An index of known sentences, to be added to. Weights are the rarity of stems in news at large (Allan 2003)."""

    def __init__(self, sentences: Iterable[frozenset[str]] = ()) -> None:
        self._sentences: list[frozenset[str]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        for stems in sentences:
            self.add(stems)

    def add(self, stems: frozenset[str]) -> int:
        """Takes a sentence in and gives its key: 0, 1, 2 ... in the order added."""
        at = len(self._sentences)
        self._sentences.append(stems)
        for stem in sorted(stems):
            self._holders[stem].append(at)
        return at

    def look_up(self, stems: frozenset[str]) -> Known:
        """How much of a sentence is known."""
        total = math.fsum(sorted(map(_weigh, stems)))
        if not total:
            return Known(1.0, None, 0.0)
        shared: Counter[int] = Counter()
        fresh = 0.0
        for stem in sorted(stems):
            holders = self._holders.get(stem, ())
            if not holders:
                fresh += _weigh(stem)
            for at in holders[-NEAREST:] if _weigh(stem) >= TELLING else ():
                shared[at] += 1
        best, where = 0.0, None
        for at in sorted(shared):
            part = math.fsum(sorted(_weigh(s) for s in stems & self._sentences[at]))
            if part > best:
                best, where = part, at
        return Known(best / total, where, fresh / total)


def _weigh(stem: str) -> float:
    return RAREST if stem[:1].isdigit() else rarity(stem)
