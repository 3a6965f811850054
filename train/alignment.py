"""Fits the weights of ``story/likeness.py`` on hand-read stories, and says how good they are on stories left out.

    python -m train.alignment --gold FOLDER [--no-model] [--briefs]

FOLDER holds hand readings (``bench/gold.py`` says what is in one). A pair of claims of two reports is about one thing
where both cover words that a row of ``comparisons`` puts side by side. A pair counts against the fit only where at
least one of the two was put side by side with something: what nobody looked at is no evidence. Cross-validated by
story: each is judged by weights fitted on the others. With ``--briefs`` each story is briefed with the weights fitted
on the others too, and the means and spread over the stories are printed for the measures that hang on it.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.gold_stories import Hand, read_gold
from bench.quality import score_story
from tellings.flow import tell_story
from tellings.model.story import Story, Told
from tellings.story.align import Weights, bucket, candidates
from tellings.story.facts import Fact, lay_out, spread
from tellings.story.likeness import NUMBER, STATEMENT, number_features, statement_features, values_told
from tellings.story.shared_days import DAY, count_days, day_features, lay_days, overlapping

Vector = npt.NDArray[np.float64]
SORTS = {"statement": STATEMENT, "number": NUMBER, "date": DAY}
MEASURES = ("facts_aligned", "verdict_right", "difference_found", "conflict_precision", "only_one_says")
RIDGE = 1.0
"""Keeps the weights small where few pairs speak for them."""
CUTS = (0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims: what they share, the rows that put them side by side, and whether anybody looked at one of them."""

    features: Mapping[str, float]
    rows: frozenset[int]
    seen: bool


def main() -> int:
    """Prints the figures of the stories left out, then the weights fitted on all."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, required=True, help="the folder of hand readings")
    cli.add_argument("--no-model", action="store_true", help="read by rules alone")
    cli.add_argument("--briefs", action="store_true", help="brief each story with the weights fitted on the others")
    args = cli.parse_args()
    hands = list(read_gold(args.gold, model=not args.no_model))
    stories = [collect(hand) for hand in hands]
    for sort in SORTS:
        _report(sort, [story[sort] for story in stories])
    if args.briefs:
        _brief_folds(args.gold, [hand.name for hand in hands], stories, model=not args.no_model)
    return 0


def _brief_folds(
    gold: Path, names: Sequence[str], stories: Sequence[Mapping[str, Sequence[Pair]]], *, model: bool
) -> None:
    """Prints the mean and the standard deviation over stories of each measure in ``MEASURES``."""
    found: dict[str, list[float]] = {}
    for k, name in enumerate(names):
        for sort, weights in SORTS.items():
            features = list(next(p for story in stories for p in story[sort]).features)
            others = [pair for m, story in enumerate(stories) if m != k for pair in story[sort]]
            weights.update(zip([*features, "bias"], map(float, _fit(features, others)), strict=True))
        for measure, (hits, total) in score_story(gold.parent, gold / f"{name}.json", model=model).items():
            if total and name != "seeds":
                found.setdefault(measure, []).append(hits / total)
    for measure in MEASURES:
        values = np.array(found[measure])
        print(f"{measure:20s} {values.mean():.3f} ± {values.std():.3f} over {len(values)} stories")


def collect(hand: Hand) -> dict[str, list[Pair]]:
    """The candidate pairs of one story by sort."""
    told = tell_story(Story("s", hand.name, tuple(r.document.id for r in hand.readings)), hand.readings)
    weigh = Weights(spread(told.readings))
    buckets: dict[tuple[str, str], list[Fact]] = {}
    for fact in lay_out(told):
        buckets.setdefault(bucket(fact), []).append(fact)
    pairs: dict[str, list[Pair]] = {"statement": [], "number": [], "date": _collect_days(told, hand, weigh)}
    for (sort, _), facts in sorted(buckets.items()):
        if sort not in pairs:
            continue
        rows = [_rows_of(fact, hand, sort) for fact in facts]
        values = values_told(facts)
        for i, j in candidates(facts):
            if facts[i].member.doc == facts[j].member.doc:
                continue
            features = (
                statement_features(facts[i], facts[j], weigh)
                if sort == "statement"
                else number_features(facts[i], facts[j], weigh, values)
            )
            pairs[sort].append(Pair(features, rows[i] & rows[j], bool(rows[i] or rows[j])))
    return pairs


def _collect_days(told: Told, hand: Hand, weigh: Weights) -> list[Pair]:
    """The pairs of dates of different reports that share a day; only rows about a date count."""
    days = lay_days(told)
    often = count_days(days)
    rows = [
        frozenset(
            number
            for number, row in enumerate(hand.comparisons)
            if hand.kinds[number] == "date"
            and any(day.span.start < end and day.span.end > start for start, end in row.get(day.doc, ()))
        )
        for day in days
    ]
    return [
        Pair(day_features(days[i], days[j], weigh, often), rows[i] & rows[j], bool(rows[i] or rows[j]))
        for i, j in overlapping(days)
    ]


def _rows_of(fact: Fact, hand: Hand, sort: str) -> frozenset[int]:
    """The rows whose words the claim covers by half, or of which its number is one."""
    span = fact.claim.span if sort == "statement" else fact.claim.focus
    found = set()
    for number, row in enumerate(hand.comparisons):
        for start, end in row.get(fact.member.doc, ()):
            shared = min(end, span.end) - max(start, span.start)
            if shared > 0 and (sort == "number" or shared >= (end - start) / 2):
                found.add(number)
    return frozenset(found)


def fit(features: Vector, answers: Vector) -> Vector:
    """Logistic regression with a ridge by Newton's method; the last weight is the bias."""
    x = np.c_[features, np.ones(len(features))]
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - answers) + ridge @ weights)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _report(sort: str, stories: Sequence[Sequence[Pair]]) -> None:
    names = list(next(p for story in stories for p in story).features)
    every = [p for story in stories for p in story if p.seen]
    scored: list[tuple[Pair, float]] = []
    for k, story in enumerate(stories):
        weights = _fit(names, [q for m, other in enumerate(stories) if m != k for q in other])
        scored += zip(story, _score(names, story, weights), strict=True)
    print(f"{sort}: {len(every)} pairs looked at, {sum(bool(p.rows) for p in every)} about one thing")
    rows = {(id(story), row) for story in stories for p in story for row in p.rows}
    homes = {id(p): id(story) for story in stories for p in story}
    for cut in CUTS:
        kept = [p for p, s in scored if s >= cut]
        hit = {(homes[id(p)], row) for p in kept for row in p.rows}
        seen = [p for p in kept if p.seen]
        right = sum(bool(p.rows) for p in seen)
        print(f"  at {cut}: rows {len(hit) / max(1, len(rows)):.3f}, pairs right {right / max(1, len(seen)):.3f}")
    weights = _fit(names, [q for o in stories for q in o])
    print(json.dumps(dict(zip([*names, "bias"], [round(float(w), 2) for w in weights], strict=True)), indent=4))


def _fit(names: Sequence[str], pairs: Sequence[Pair]) -> Vector:
    seen = [p for p in pairs if p.seen]
    return fit(_matrix(names, seen), np.array([float(bool(p.rows)) for p in seen]))


def _score(names: Sequence[str], pairs: Sequence[Pair], weights: Vector) -> Any:
    return 1 / (1 + np.exp(-(np.c_[_matrix(names, pairs), np.ones(len(pairs))] @ weights)))


def _matrix(names: Sequence[str], pairs: Sequence[Pair]) -> Vector:
    return np.array([[p.features[n] for n in names] for p in pairs]).reshape(len(pairs), len(names))


if __name__ == "__main__":
    raise SystemExit(main())
