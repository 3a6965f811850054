"""Fits what makes two stories one: the weights of ``tellings.story.nearness``.

    python -m train.grouping [FILE] [--rounds 3] [--parts 5]

FILE is a pool of grouped reports as bench/grouping.py reads it. The examples are the scorings met on the way: the pool
is grouped with the weights found so far, and each time a report or story is compared with another, their features are
written down with whether most pairs of their reports belong together. A logistic regression over these examples gives
the next weights. So it learns from its own mistakes and from stories half grown, which pairs of reports would not show
(Ross, Gordon and Bagnell 2011). Printed are the weights, and BCubed with weights fitted without the stories scored:
the stories are parted by a hash of their names, and no example touches a story of the part that is scored.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bench.grouping import DATA, read_pool, score
from tellings.flow import read_documents
from tellings.model.story import Fingerprint
from tellings.ports import RulesOnly
from tellings.story.fingerprint import find_fingerprint
from tellings.story.gathering import JOIN, Cluster, Gathering
from tellings.story.group import in_days
from tellings.story.kept import keep
from tellings.story.nearness import FEATURES, LONG, RESTED, Frequencies
from tellings.story.profile import Floats
from tellings.story.stream import Stream

FIRST_GUESS = ((12.0, -5.0, 3.0, 3.3, 1.6, -0.8, -2.1), -5.5)
JOINS = (0.0, 0.2, JOIN, 0.6)

Weights = tuple[Sequence[float], float]
Examples = tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_], npt.NDArray[np.int64]]


def to_weigh(weights: Weights) -> Callable[[Floats], Floats]:
    """The weights as a function of features; what is set by hand stays."""
    slopes, bias = np.array(weights[0], np.float32), np.float32(weights[1])
    gap = FEATURES.index("gap")
    return lambda features: features @ slopes + bias - np.float32(RESTED) * (features[:, gap] > np.log1p(LONG))


class Recording(Gathering):
    """A gathering that writes down every comparison."""

    def __init__(self, frequencies: Frequencies, weights: Weights, story_of: Mapping[str, str]) -> None:
        super().__init__(frequencies, weigh=to_weigh(weights))
        self._story_of = story_of
        self.rows: list[Floats] = []
        self.answers: list[bool] = []
        self.stories: list[tuple[str, str]] = []

    def measure(self, number: int, cluster: Cluster) -> tuple[list[int], Floats]:
        """As it is, and written down."""
        others, features = super().measure(number, cluster)
        mine = self._count(cluster)
        for other, row in zip(others, features, strict=True):
            theirs = self._count(self.clusters[other])
            pairs = mine.total() * theirs.total()
            self.rows.append(row)
            self.answers.append(sum(n * theirs[story] for story, n in mine.items()) > pairs / 2)
            self.stories.append((max(mine, key=lambda s: mine[s]), max(theirs, key=lambda s: theirs[s])))
        return others, features

    def _count(self, cluster: Cluster) -> Counter[str]:
        return Counter(self._story_of[p.doc] for p in cluster.prints)


def record(prints: Sequence[Fingerprint], story_of: Mapping[str, str], weights: Weights, parts: int) -> Examples:
    """The comparisons met while grouping with these weights, with the parts of the two stories."""
    frequencies = Frequencies()
    both = []
    for _ in range(2):
        met = Recording(frequencies, weights, story_of)
        met.gather([met.put(met.make([keep(p)])) for p in prints])
        both.append(met)
        for _, cluster in sorted(met.clusters.items()):
            frequencies.add(cluster.profile.terms)
    rows = np.array([row for met in both for row in met.rows], np.float32)
    answers = np.array([answer for met in both for answer in met.answers])
    of = np.array([[part_of(s, parts) for s in pair] for met in both for pair in met.stories])
    return rows, answers, of


def part_of(story: str, parts: int) -> int:
    """The part of the pool a story is in."""
    return int(hashlib.sha256(story.encode()).hexdigest(), 16) % parts


def fit(examples: Examples, without: int | None) -> Weights:
    """Weights fitted on the examples that do not touch the part ``without``."""
    rows, answers, of = examples
    wanted = np.ones(len(rows), bool) if without is None else (of != without).all(axis=1)
    model = LogisticRegression(C=1.0, max_iter=3000).fit(rows[wanted], answers[wanted])
    return [round(float(x), 3) for x in model.coef_[0]], round(float(model.intercept_[0]), 3)


def cross_validate(
    prints: Sequence[Fingerprint], story_of: Mapping[str, str], fits: Sequence[Weights], join: float, stream: bool
) -> tuple[float, float, float]:
    """BCubed precision, recall and F1: each part's stories grouped with weights fitted without them.

    Reports are taken day by day, or with ``stream`` one by one.
    """
    sums = np.zeros(2)
    for part, weights in enumerate(fits):
        weigh = to_weigh((weights[0], weights[1] - join + JOIN))
        grouped = Stream(weigh=weigh)
        for day in in_days(prints):
            for step in [[p] for p in sorted(day, key=lambda p: p.doc)] if stream else [day]:
                grouped.take(step)
        docs = {doc for doc, story in story_of.items() if part_of(story, len(fits)) == part}
        sums += np.array(score([s.documents for s in grouped.stories()], story_of, docs)[:2]) * len(docs)
    precision, recall = sums / len(story_of)
    return float(precision), float(recall), float(2 * precision * recall / (precision + recall))


def main() -> int:
    """Prints what to write into nearness.py and gathering.py."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("file", type=Path, nargs="?", default=DATA)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--parts", type=int, default=5)
    args = cli.parse_args()
    if not args.file.exists():
        print(f"No pool of grouped reports at {args.file}: nothing fitted.")
        return 0
    documents, story_of = read_pool(args.file)
    prints = sorted(map(find_fingerprint, read_documents(documents, RulesOnly())), key=lambda p: p.doc)
    return fit_all(prints, story_of, args.rounds, args.parts)


def fit_all(prints: Sequence[Fingerprint], story_of: Mapping[str, str], rounds: int, parts: int) -> int:
    """Rounds of recording and fitting, then the figures."""
    weights: Weights = FIRST_GUESS
    met: Examples | None = None
    for number in range(rounds):
        found = record(prints, story_of, weights, parts)
        # What was met with the first guess is mostly beside the point: only later rounds are kept.
        met = found if met is None or number == 1 else tuple(np.concatenate(p) for p in zip(met, found, strict=True))  # type: ignore[assignment]
        weights = fit(met, None)
        print(f"round {number + 1}: {len(met[1]):,} examples, {int(met[1].sum()):,} of one story", flush=True)
    assert met is not None
    print(f"WEIGHTS = {tuple(weights[0])}\nBIAS = {weights[1]}")
    print(dict(zip(FEATURES, weights[0], strict=True)))
    fits = [fit(met, part) for part in range(parts)]
    for join in JOINS:
        for stream in (False, True):
            p, r, f1 = cross_validate(prints, story_of, fits, join, stream)
            print(
                f"JOIN {join:5.2f} {'one by one' if stream else 'day by day'} P {p:.3f} R {r:.3f} F1 {f1:.4f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
