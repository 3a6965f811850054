"""Reports and stories drawn together: the likeliest two first, each union weighed anew, until none is likely enough."""

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tellings.story.kept import Hashes, Kept
from tellings.story.nearness import Frequencies, Weighed, weigh
from tellings.story.postings import Postings
from tellings.story.profile import RARITIES, Floats, Profile, find_profile, weightiest

JOIN = 0.4
"""The log-odds from which two are drawn together where there are many reports (train/grouping.py prints the others)."""
FEW = 200
EASE = 0.76
MOST_EASE = 2.15
"""Among fewer than ``FEW`` reports any two are likelier one story, by ``EASE`` for each time fewer (log): who hands
over twelve mostly means one story. All hand-read stories hold together from -1.75 down; two reports of different ones
that nothing ties come up to -2.3."""


def likely_enough(reports: int) -> float:
    """The log-odds from which two are drawn together among so many reports."""
    return JOIN - min(MOST_EASE, EASE * max(0.0, math.log(FEW / max(1, reports))))


UNDER = 20
"""A story is found under so many of its weightiest terms."""
ASKED = 32
"""So many of the weightiest terms of a report or story are looked up, and so many candidates are weighed."""
CANDIDATES = 12
WEIGHED = 4096
"""So many weighed profiles are kept at hand while gathering, about 5 KB each."""

Weigh = Callable[[Floats], Floats]
Odds = tuple[float, tuple[str, ...]]
"""Log-odds and the documents they were found for."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports taken for one story: ``known`` is the id of the story that was there before, if one was.

    ``under`` says in which rows of the profile the terms stand under which it is found.
    ``came`` holds the documents that came to it and how likely they belonged, ``merged`` the same for other stories
    that were there before. ``ties`` are all ids by which it may have to be kept apart from others.
    """

    key: str
    prints: tuple[Kept, ...]
    profile: Profile
    under: bytes
    known: str | None = None
    came: tuple[Odds, ...] = ()
    merged: tuple[tuple[str, float], ...] = ()
    ties: frozenset[str] = frozenset()


class Gathering:
    """Clusters by number. Which are drawn together depends on them alone, not on the order they were put in.

    With ``settled`` two stories that were there before are never drawn together.
    """

    def __init__(
        self,
        frequencies: Frequencies,
        *,
        weigh: Weigh = weigh,
        apart: Mapping[str, frozenset[str]] | None = None,
        room: int = 1024,
        settled: bool = False,
    ) -> None:
        self.frequencies = frequencies
        self.clusters: dict[int, Cluster] = {}
        self._weigh, self._apart = weigh, apart or {}
        self._join, self._settled = JOIN, settled
        self._postings = Postings(room)
        self._last = 0
        self._weighed: dict[int, Weighed] = {}

    def make(self, prints: Iterable[Kept], known: str | None = None, **given: object) -> Cluster:
        """A cluster of these reports, not put in yet."""
        held = tuple(prints)
        profile = find_profile(held)
        table = profile.table
        best = weightiest(table["term"], table["body"] * RARITIES[table["rarity"]], UNDER)
        under = best.astype(np.uint8).tobytes()
        return Cluster(min(p.doc for p in held), held, profile, under, known, **given)  # type: ignore[arg-type]

    def put(self, cluster: Cluster) -> int:
        """Its number among the clusters."""
        if len(self.clusters) >= self._postings.room:
            self._postings = Postings(2 * self._postings.room)
            for number, held in self.clusters.items():
                self._postings.add(number, _terms_of(held))
        self._last += 1
        self.clusters[self._last] = cluster
        self._postings.add(self._last, _terms_of(cluster))
        return self._last

    def drop(self, number: int) -> Cluster:
        """The cluster of that number, which is no longer held."""
        cluster = self.clusters.pop(number)
        self._postings.remove(number, _terms_of(cluster))
        return cluster

    def gather(self, fresh: Sequence[int], join: float = JOIN) -> list[int]:
        """Draws the ``fresh`` clusters together, and with what is there, from the log-odds ``join`` on.

        Given back are the numbers of the clusters made by it, and of fresh ones left alone.
        """
        self._join = join
        heap: list[tuple[float, str, str, int, int]] = []
        left = dict.fromkeys(fresh)
        for number in fresh:
            self._push(heap, number)
        bereft: set[int] = set()
        while heap or bereft:
            if not heap:
                # What one was near has gone into something larger, which looked at its own nearest alone.
                again = sorted(number for number in bereft if number in left)
                bereft.clear()
                for number in again:
                    self._push(heap, number)
                continue
            minus, _, _, one, other = heapq.heappop(heap)
            if one not in self.clusters or other not in self.clusters:
                bereft |= {number for number in (one, other) if number in self.clusters}
                continue
            number = self.put(self._unite(self.drop(one), self.drop(other), -minus))
            left.pop(one, None)
            left.pop(other, None)
            left[number] = None
            self._push(heap, number)
        self._weighed.clear()
        return list(left)

    def _push(self, heap: list[tuple[float, str, str, int, int]], number: int) -> None:
        mine = self.clusters[number]
        for odds, other in self._near(number, mine):
            theirs = self.clusters[other]
            if not self._kept_apart(mine, theirs):
                keys = sorted(((mine.key, number), (theirs.key, other)))
                heapq.heappush(heap, (-odds, keys[0][0], keys[1][0], keys[0][1], keys[1][1]))

    def _near(self, number: int, cluster: Cluster) -> list[tuple[float, int]]:
        """The clusters that are likely the same story, with their log-odds."""
        others, features = self.measure(number, cluster)
        odds = self._weigh(features).tolist() if others else []
        return [(round(x, 4), other) for x, other in zip(odds, others, strict=True) if x >= self._join]

    def measure(self, number: int, cluster: Cluster) -> tuple[list[int], Floats]:
        """The clusters that share most with this one, and their features with it (see ``nearness.FEATURES``)."""
        (mine,) = self._weighed_of([number])
        best = weightiest(mine.terms, mine.weights, ASKED)
        found = self._postings.find(mine.terms[best], mine.weights[best] ** 2, CANDIDATES + 1)
        others = [other for other in found if other != number][:CANDIDATES]
        return others, self.frequencies.measure(mine, self._weighed_of(others))

    def _weighed_of(self, numbers: Sequence[int]) -> list[Weighed]:
        """The clusters' profiles weighed; while gathering no story comes or goes, so each is weighed once."""
        missing = [number for number in numbers if number not in self._weighed]
        if missing:
            if len(self._weighed) > WEIGHED:
                self._weighed.clear()
                missing = list(numbers)
            made = self.frequencies.weigh([self.clusters[number].profile for number in missing])
            self._weighed.update(zip(missing, made, strict=True))
        return [self._weighed[number] for number in numbers]

    def _kept_apart(self, one: Cluster, other: Cluster) -> bool:
        if self._settled and one.known and other.known:
            return True
        if not self._apart:
            return False
        return any(not self._apart.get(tie, _NONE).isdisjoint(other.ties) for tie in one.ties)

    def _unite(self, one: Cluster, other: Cluster, odds: float) -> Cluster:
        """Both as one; of two stories that were there before the one that began earlier goes on."""
        if other.known and (not one.known or _age(other) < _age(one)):
            one, other = other, one
        came, merged = (*one.came, *other.came), (*one.merged, *other.merged)
        if other.known:
            merged = (*merged, (other.known, odds))
        elif one.known:
            came = (*one.came, (odds, tuple(p.doc for p in other.prints)))
        else:
            came = ((min([odds, *(x for x, _ in came)]), ()),)
        return self.make(one.prints + other.prints, one.known, came=came, merged=merged, ties=one.ties | other.ties)


_NONE: frozenset[str] = frozenset()


def _terms_of(cluster: Cluster) -> Hashes:
    terms: Hashes = cluster.profile.table["term"][np.frombuffer(cluster.under, np.uint8)]
    return terms


def _age(cluster: Cluster) -> tuple[bool, int, str]:
    return (cluster.profile.first == 0, cluster.profile.first, cluster.known or "")
