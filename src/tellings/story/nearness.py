"""How likely two stories, or a report and a story, are one: features of their profiles, weighed by a fitted model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tellings.story.fingerprint import NAME
from tellings.story.kept import Hashes
from tellings.story.profile import KIND, KINDS, RARITIES, ROW, TITLES, Floats, Profile

FEATURES = ("words_root", "names", "names_root", "title", "title_told", "gap", "undated")
"""Of two profiles: the cosine of their words (its root), of their names (plain and its root), of their titles; the
share of one's title that the other tells, the greater of the two; the days between them (log1p); whether a day is
missing. Cosines of words and names are about the means over the pairs of reports: large stories draw no more than small
ones."""

# Fitted on the scorings met while grouping the development pool: train/grouping.py says how, and how well.
WEIGHTS = (12.177, -5.742, 2.95, 3.114, 1.784, -0.795, -2.061)
BIAS = -5.206
_SLOPES = np.array(WEIGHTS, np.float32)

LONG, RESTED = 90, 2.0
"""After so many silent days a story must be named far more plainly to be meant, by so much in log-odds: the next dam
that breaks is told in the same words. Few stories of the pool rest that long, so this is set by hand."""

BACKGROUND = 3450
"""Documents of background news that rarity was counted in (lexicon/stem_frequency.txt)."""

BITS = 20
"""Terms are looked up by so many bits of their hash."""

LEAST_RARITY = np.float32(0.05)

_MASK = np.uint32((1 << BITS) - 1)
_LOW = np.uint32(0xFFFF)
_BACKGROUND = BACKGROUND * np.exp(-RARITIES)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A profile with its terms weighed by how rare they are now.

    The rows of ``columns`` are the weights as words, as names, in titles, and by which a title is told; ``lengths`` are
    those of the first three as vectors, and the sum of the last.
    """

    profile: Profile
    terms: Hashes
    weights: Floats
    columns: Floats
    lengths: Floats


class Frequencies:
    """In how many of the stories held each term stands, and how near two profiles are by that."""

    def __init__(self) -> None:
        self._held = np.zeros(1 << BITS, np.int32)
        self._mine = np.zeros(1 << 16, np.bool_)
        self._stories = 0

    def add(self, terms: Hashes, count: int = 1) -> None:
        """Counts a story that holds ``terms``; with ``count`` -1 it is no longer held."""
        # Two terms of one story that meet in a bucket count once: += does that, and its undoing too.
        self._held[terms & _MASK] += count
        self._stories += count

    def weigh(self, profiles: Sequence[Profile]) -> list[Weighed]:
        """The profiles weighed by how rare their terms are among background news and the stories held together."""
        table = np.frombuffer(b"".join([p.rows for p in profiles]), ROW)
        terms, place = np.ascontiguousarray(table["term"]), np.ascontiguousarray(table["place"])
        held = _BACKGROUND[table["rarity"]] + self._held[terms & _MASK].astype(np.float32)
        rarity: Floats = np.maximum(np.log(np.float32(BACKGROUND + self._stories) / held), LEAST_RARITY)
        weights, kind = table["body"].astype(np.float32) * rarity, place & KIND
        sizes = [len(p.rows) // ROW.itemsize for p in profiles]
        share = np.repeat(np.array([1 / p.heard for p in profiles], np.float32), sizes)
        titles = rarity * (place & TITLES) * share
        columns = np.empty((4, len(terms)), np.float32)
        np.multiply(weights, kind == KINDS[0], out=columns[0])
        np.multiply(weights, kind == KINDS[NAME], out=columns[1])
        columns[2], columns[3] = titles, titles * rarity
        made, start = [], 0
        for profile, size in zip(profiles, sizes, strict=True):
            mine = columns[:, start : start + size]
            lengths = np.array([*np.sqrt(np.einsum("ij,ij->i", mine[:3], mine[:3])), mine[3].sum()], np.float32)
            made.append(Weighed(profile, terms[start : start + size], weights[start : start + size], mine, lengths))
            start += size
        return made

    def measure(self, one: Weighed, others: Sequence[Weighed]) -> Floats:
        """The ``FEATURES`` of ``one`` with each of ``others``: an array of ``(len(others), len(FEATURES))``."""
        count = len(others)
        if not count:
            return np.zeros((0, len(FEATURES)), np.float32)
        here, there = self._meet(one.terms, np.concatenate([o.terms for o in others]))
        of = np.repeat(np.arange(count), [len(o.terms) for o in others])[there]
        mine, theirs = one.columns[:, here], np.concatenate([o.columns for o in others], axis=1)[:, there]
        lengths = np.array([o.lengths for o in others])
        dots = mine[:3] * theirs[:3]
        words, names, titles = (
            np.bincount(of, dots[row], count) / (one.lengths[row] * lengths[:, row] + 1e-9) for row in range(3)
        )
        told = np.bincount(of, mine[3], count) / (one.lengths[3] + 1e-9)
        tells = np.bincount(of, theirs[3], count) / (lengths[:, 3] + 1e-9)
        bound = one.profile.coherence * np.array([o.profile.coherence for o in others])
        days = _gaps(one.profile, [o.profile for o in others])
        features = np.empty((count, len(FEATURES)), np.float32)
        columns = (np.sqrt(words * bound), names * bound, np.sqrt(names * bound), titles, np.maximum(told, tells))
        for number, column in enumerate((*columns, np.log1p(np.maximum(days, 0)), days < 0)):
            features[:, number] = column
        return features

    def _meet(self, mine: Hashes, theirs: Hashes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Where the terms of ``theirs`` that are in ``mine`` stand in both."""
        if not len(mine):
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        # Most are not there: a table of the low bits says so sooner than a search would.
        at = mine & _LOW
        self._mine[at] = True
        there = np.flatnonzero(self._mine[theirs & _LOW])
        self._mine[at] = False
        here = np.minimum(np.searchsorted(mine, theirs[there]), len(mine) - 1)
        same = mine[here] == theirs[there]
        return here[same], there[same]


def _gaps(one: Profile, others: Sequence[Profile]) -> npt.NDArray[np.int64]:
    """Days between the last report of the earlier and the first of the later; 0 where they overlap, -1 unknown."""
    first, last = np.array([o.first for o in others]), np.array([o.last for o in others])
    days = np.maximum(0, np.maximum(first - one.last, one.first - last))
    return np.where((first == 0) | (one.first == 0), -1, days)


def weigh(features: Floats) -> Floats:
    """The log-odds that two profiles are one story, for each row of features."""
    rested = features[:, FEATURES.index("gap")] > np.log1p(LONG)
    odds: Floats = features @ _SLOPES + np.float32(BIAS) - np.float32(RESTED) * rested
    return odds
