"""How likely two stories, or a report and a story, are one: features of their profiles, weighed by a fitted model."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tellings.story.fingerprint import NAME
from tellings.story.profile import Floats, Hashes, Profile

FEATURES = ("words_root", "names", "names_root", "title", "title_told", "gap", "undated")
"""Of two profiles: the cosine of their words (its root), of their names (plain and its root), of their titles; the
share of one's title that the other tells, the greater of the two; the days between them (log1p); whether a day is
missing. Cosines of words and names are about the means over the pairs of reports: large stories draw no more than small
ones."""

# Fitted on the scorings met while grouping the development pool: train/grouping.py says how, and how well.
WEIGHTS = (12.177, -5.742, 2.95, 3.114, 1.784, -0.795, -2.061)
BIAS = -5.206

LONG, RESTED = 90, 2.0
"""After so many silent days a story must be named far more plainly to be meant, by so much in log-odds: the next dam
that breaks is told in the same words. Few stories of the pool rest that long, so this is set by hand."""

BACKGROUND = 3450
"""Documents of background news that rarity was counted in (lexicon/stem_frequency.txt)."""

BITS = 20
"""Terms are looked up by so many bits of their hash."""

LEAST_RARITY = np.float32(0.05)


class Frequencies:
    """In how many of the stories held each term stands, and how near two profiles are by that."""

    def __init__(self) -> None:
        self._held = np.zeros(1 << BITS, np.int32)
        self._at = np.zeros(1 << BITS, np.int16)
        self._stories = 0

    def add(self, terms: Hashes, count: int = 1) -> None:
        """Counts a story that holds ``terms``; with ``count`` -1 it is no longer held."""
        # Two terms of one story that meet in a bucket count once: += does that, and its undoing too.
        self._held[terms & _MASK] += count
        self._stories += count

    def rarity(self, profile: Profile) -> Floats:
        """How rare each term of ``profile`` is, in nats, among background news and the stories held together."""
        return self._rarity(profile.rarity, profile.terms)

    def _rarity(self, background: Floats, terms: Hashes) -> Floats:
        held = BACKGROUND * np.exp(-background) + self._held[terms & _MASK]
        rarity: Floats = np.maximum(np.log(np.float32(BACKGROUND + self._stories) / held), LEAST_RARITY)
        return rarity

    def measure(self, one: Profile, others: Sequence[Profile]) -> Floats:
        """The ``FEATURES`` of ``one`` with each of ``others``: an array of ``(len(others), len(FEATURES))``."""
        count = len(others)
        if not count:
            return np.zeros((0, len(FEATURES)), np.float32)
        of = np.repeat(np.arange(count), [len(o.terms) for o in others])
        terms = np.concatenate([o.terms for o in others])
        rare, my_rare = self._rarity(np.concatenate([o.rarity for o in others]), terms), self.rarity(one)
        body, my_body = np.concatenate([o.body for o in others]) * rare, one.body * my_rare
        title, my_title = np.concatenate([o.title for o in others]) * rare, one.title * my_rare
        kind = np.concatenate([o.kind for o in others])
        mine, theirs = self._meet(one.terms, terms)
        met = of[theirs]

        def cosine(a: Floats, b: Floats, wanted: int | None) -> npt.NDArray[np.float64]:
            if wanted is not None:
                a, b = np.where(one.kind == wanted, a, 0), np.where(kind == wanted, b, 0)
            dots = np.bincount(met, a[mine] * b[theirs], count)
            lengths: npt.NDArray[np.float64] = np.sqrt((a @ a) * np.bincount(of, b * b, count))
            return dots / (lengths + 1e-9)

        bound = one.coherence * np.array([o.coherence for o in others])

        words, names, titles = cosine(my_body, body, 0), cosine(my_body, body, NAME), cosine(my_title, title, None)
        told = np.bincount(met, (my_title * my_rare)[mine], count) / (my_title @ my_rare + 1e-9)
        tells = np.bincount(met, (title * rare)[theirs], count) / (np.bincount(of, title * rare, count) + 1e-9)
        days = _gaps(one, others)
        return np.stack(
            [
                np.sqrt(words * bound),
                names * bound,
                np.sqrt(names * bound),
                titles,
                np.maximum(told, tells),
                np.log1p(np.maximum(days, 0)),
                days < 0,
            ],
            axis=1,
        ).astype(np.float32)

    def _meet(self, mine: Hashes, theirs: Hashes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Where the terms of ``theirs`` that are in ``mine`` stand in both."""
        at = mine & _MASK
        self._at[at] = np.arange(1, len(at) + 1)
        found = self._at[theirs & _MASK]
        self._at[at] = 0
        there = np.flatnonzero(found)
        here = found[there].astype(np.intp) - 1
        same = mine[here] == theirs[there]
        return here[same], there[same]


_MASK = np.uint32((1 << BITS) - 1)


def _gaps(one: Profile, others: Sequence[Profile]) -> npt.NDArray[np.int64]:
    """Days between the last report of the earlier and the first of the later; 0 where they overlap, -1 unknown."""
    first, last = np.array([o.first for o in others]), np.array([o.last for o in others])
    days = np.maximum(0, np.maximum(first - one.last, one.first - last))
    return np.where((first == 0) | (one.first == 0), -1, days)


def weigh(features: Floats) -> Floats:
    """The log-odds that two profiles are one story, for each row of features."""
    rested = features[:, FEATURES.index("gap")] > np.log1p(LONG)
    odds: Floats = features @ np.array(WEIGHTS, np.float32) + np.float32(BIAS) - np.float32(RESTED) * rested
    return odds
