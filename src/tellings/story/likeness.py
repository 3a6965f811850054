"""How likely two claims of different reports are about one thing: features, and the weights they were fitted with.

Logistic regression over a few features (Cox 1958), fitted by ``train/alignment.py`` on hand-read stories; the weights
stand here because each is a judgement a reader may ask about. What the features see: shared rare words, how densely
they stand together, shared actors, days, place in the report, and for numbers their values.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Claim
from tellings.story.facts import Fact, cosine
from tellings.text.words import stem

# Words within which shared stems stand together.
STATEMENT_WINDOW, NUMBER_WINDOW = 9, 10
# The weight of a few rare words that stand together, which counts as one.
SCALE = 10.0
# More neighbouring pairs than this tell no more.
MOST_PAIRS = 6
# Two statements with a smaller cosine are not about one thing, nor are two that share one stem alone.
LEAST_COSINE = 0.05
# A pair less likely than this even if all its shared words stood together is not looked at more closely.
UNLIKELY = 0.1
# Dated further apart than this many days, two claims are not about one thing.
FAR = 31
# Statements name dates of what they only mention: they must lie further apart.
YEARS = 366
# A value this much smaller or larger than another counts something else.
LARGEST_RATIO = 20.0
# Two values closer than this are one value; measures turned from one unit into another are rounded by the reports.
ROUNDED, CONVERTED = 0.001, 0.03
# A number less telling than this (nine, ten, twenty) under two names is no evidence without words beside it that weigh
# this much: "four times", "the four corners".
PRECISE, BORNE_OUT = 1.0, 0.5
# What is counted is one thing where the story speaks of it this seldom (the importance of its stem): of 150 limousines
# and 67, if of none else. Over the hand-read stories three counts of such things are told differently, each of one.
SELDOM, ONE_THING = 5.0, 0.42
# Tolls at the heads of two reports of one story are of that story's event, whatever else is said around them.
SAME_TOLL = 1.0

# Fitted on 13 hand-read stories; the figures of stories left out: at .3, .57 of the pairs somebody looked at are right
# (many of the others tell one thing too, and nobody wrote it down) and .64 of the rows that statements can find are
# found; the cosine alone finds .45 with .50 right. Shared actors, days, verbs and places in the report cost .05 of the
# rows: they say what two sentences are around, not what they tell. Sentence vectors, vectors of words, a list of
# synonyms and the best local alignment of the words added nothing.
STATEMENT = {
    "cosine": 1.6,
    "length": -0.32,
    "words": 0.91,
    "word pairs": 0.69,
    "dense": 2.06,
    "dense beyond names": 1.64,
    "dense count": -0.68,
    "bias": -3.44,
}
# As above: at .4, .54 right and .84 of the rows found (.47 and .79 with the days, the place in the report, the ratio of
# the values and the words of the whole clause, which are left out).
NUMBER = {
    "equal": 2.77,
    "near": 2.47,
    "bounds meet": 1.37,
    "dense beyond names": 1.99,
    "same thing": 1.15,
    "same toll": 0.15,
    "other knows one": -1.45,
    "counted": -0.68,
    "word pairs": 0.96,
    "bias": -3.25,
}


def statement_features(a: Fact, b: Fact, weigh: Mapping[str, float]) -> dict[str, float]:
    """What two statements of different reports share; ``weigh`` is the importance of each stem in the story."""
    dense, plain, count = densest(a.stems, b.stems, weigh, a.names | b.names, STATEMENT_WINDOW)
    return {
        **_shared_features(a, b),
        "dense": dense / SCALE,
        "dense beyond names": plain / SCALE,
        "dense count": count / 4,
    }


def _shared_features(a: Fact, b: Fact) -> dict[str, float]:
    """The features of a pair of statements that do not ask where the shared words stand."""
    shared = [s for s in a.vector if s in b.vector]
    return {
        "cosine": sum([a.vector[s] * b.vector[s] for s in shared]),
        "length": math.log(1 + len(a.vector)) + math.log(1 + len(b.vector)),
        "words": len(a.telling & b.telling) / 5,
        "word pairs": min(MOST_PAIRS, len(a.pairs & b.pairs)) / 3,
    }


def number_features(a: Fact, b: Fact, weigh: Mapping[str, float], told: Mapping[str, Set[float]]) -> dict[str, float]:
    """What two numbers of one unit in different reports share; ``told`` holds the values each report gives in it."""
    one, two = value_of(a), value_of(b)
    equal = same_value(a, b)
    ratio = abs(math.log(one / two))
    _, plain, _ = densest(a.stems, b.stems, weigh, a.names | b.names, NUMBER_WINDOW)
    known = 0 if equal else _gives(told[b.member.doc], one) + _gives(told[a.member.doc], two)
    same = a.claim.head == b.claim.head
    return {
        "equal": float(equal),
        "near": 0.0 if equal else math.exp(-4 * ratio),
        "bounds meet": float(not equal and _meet(a, b)),
        "dense beyond names": plain / SCALE,
        "same thing": float(same and _says_what(a.claim)),
        "same toll": float(same and a.claim.head.split(" ")[0] in _tolls()),
        "other knows one": float(known > 0),
        "counted": float(a.claim.unit in {None, "person"}),
        "word pairs": min(MOST_PAIRS, len(a.pairs & b.pairs)) / 3,
    }


def _says_what(claim: Claim) -> bool:
    """Whether the head of a number says what is counted or measured: a verb that stands everywhere does not."""
    return claim.unit != claim.head and claim.head not in _vague() and claim.head not in load_words("function_words")


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The fitted probability, 0 to 1, that the pair with ``features`` is about one thing."""
    score = weights["bias"] + sum([weights[name] * value for name, value in features.items()])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def liken_statements(a: Fact, b: Fact, weigh: Mapping[str, float]) -> float:
    """The probability that two statements tell one thing; 0 where they cannot."""
    if apart(a, b, YEARS) or cosine(a.vector, b.vector) < LEAST_COSINE:
        return 0.0
    features = _shared_features(a, b)
    together = {s for s, _ in a.stems} & {s for s, _ in b.stems}
    most = math.fsum(weigh[s] for s in together) / SCALE
    at_best = {"dense": most, "dense beyond names": most, "dense count": len(together) / 4}
    if probability(features | at_best, STATEMENT) < UNLIKELY:
        return 0.0
    dense, plain, count = densest(a.stems, b.stems, weigh, a.names | b.names, STATEMENT_WINDOW)
    features |= {"dense": dense / SCALE, "dense beyond names": plain / SCALE, "dense count": count / 4}
    return probability(features, STATEMENT)


def liken_numbers(
    a: Fact, b: Fact, weigh: Mapping[str, float], told: Mapping[str, Set[float]], things: Mapping[str, Set[str]]
) -> float:
    """The probability that two numbers of one unit are of one thing; 0 where they cannot be.

    ``told`` holds the values and ``things`` the heads each report gives in the unit.
    """
    if apart(a, b) or max(value_of(a), value_of(b)) > LARGEST_RATIO * min(value_of(a), value_of(b)):
        return 0.0
    if a.lead and b.lead and a.claim.head == b.claim.head and a.claim.head in _tolls():
        return SAME_TOLL
    if _other_things(a, b) and (not same_value(a, b) or _told_apart(a, b, things)):
        return 0.0
    features = number_features(a, b, weigh, told)
    if precision(value_of(a)) < PRECISE and a.claim.head != b.claim.head and features["dense beyond names"] < BORNE_OUT:
        return 0.0
    seldom = a.claim.head == b.claim.head and a.claim.head not in _tolls() and weigh[a.claim.head] >= SELDOM
    return max(ONE_THING if seldom and _says_what(a.claim) else 0.0, probability(features, NUMBER))


def _other_things(a: Fact, b: Fact) -> bool:
    """Counts under two names that both say what is counted: 40 buses are not 150 cars."""
    heads = {a.claim.head, b.claim.head}
    return len(heads) == 2 and a.claim.unit in {None, "person"} and not heads & _vague()


def _told_apart(a: Fact, b: Fact, things: Mapping[str, Set[str]]) -> bool:
    """Whether one of the two reports counts what the other counts by itself: seven stores and five bunkers."""
    return b.claim.head in things[a.member.doc] or a.claim.head in things[b.member.doc]


def densest(
    mine: Sequence[tuple[str, int]],
    theirs: Sequence[tuple[str, int]],
    weigh: Mapping[str, float],
    names: Set[str],
    window: int,
) -> tuple[float, float, int]:
    """The weightiest set of shared stems within ``window`` words in both: its weight, that beyond names, its size.

    A long sentence that says the thing in passing has it as densely as a short one that says nothing else.
    """
    weight, both = densest_stems(mine, theirs, weigh, window)
    return weight, math.fsum(weigh[s] for s in both if s not in names), len(both)


def densest_stems(
    mine: Sequence[tuple[str, int]], theirs: Sequence[tuple[str, int]], weigh: Mapping[str, float], window: int
) -> tuple[float, frozenset[str]]:
    """The weight of that set, and its stems."""
    shared = {s for s, _ in mine} & {s for s, _ in theirs}
    best: tuple[float, frozenset[str]] = (0.0, frozenset())
    if len(shared) < 2:
        return best
    others = _windows(theirs, shared, window)
    for ours in _windows(mine, shared, window):
        for other in others:
            both = ours & other
            if len(both) < 2:
                continue
            weight = math.fsum(weigh[s] for s in both)
            if weight > best[0]:
                best = (weight, both)
    return best


def most_together(a: Fact, b: Fact) -> int:
    """How many stems other than names and roles stand together in both statements, where most of them do."""
    names = a.names | b.names
    shared = ({s for s, _ in a.stems} & {s for s, _ in b.stems}) - names
    others = _windows(b.stems, shared, STATEMENT_WINDOW)
    return max(
        (len(ours & other) for ours in _windows(a.stems, shared, STATEMENT_WINDOW) for other in others), default=0
    )


def _windows(stems: Sequence[tuple[str, int]], shared: Set[str], window: int) -> list[frozenset[str]]:
    """The sets of shared stems within reach of each other, the smaller ones inside larger ones left out."""
    places = [(at, s) for s, at in stems if s in shared]
    found: list[frozenset[str]] = []
    for i, (start, _) in enumerate(places):
        inside = frozenset(s for at, s in places[i:] if at < start + window)
        if len(inside) > 1 and not (found and inside <= found[-1]):
            found.append(inside)
    return list(dict.fromkeys(found))


def beyond_names(a: Fact, b: Fact) -> float:
    """The part of the cosine of two facts, 0 to 1, that rests on other words than names and roles."""
    names = a.names | b.names
    return sum([w * b.vector[s] for s, w in a.vector.items() if s in b.vector and s not in names])


def apart(a: Fact, b: Fact, far: int = FAR) -> bool:
    """Dated more than ``far`` days apart, two claims are not about the same thing."""
    if not a.period or not b.period:
        return False
    return (a.period.start - b.period.end).days > far or (b.period.start - a.period.end).days > far


def value_of(fact: Fact) -> float:
    """The number a claim names; 0 where there is none."""
    return fact.claim.value or 0.0


def same_value(a: Fact, b: Fact) -> bool:
    """True for one number in both, a measure turned into another unit and rounded included."""
    one, two = value_of(a), value_of(b)
    slack = CONVERTED if a.claim.unit in measured() else ROUNDED
    return abs(one - two) <= slack * max(one, two)


@cache
def measured() -> frozenset[str]:
    """The units that others are turned into before values are compared; shares are not among them."""
    bases = {row["base"] for row in load_table("measures")["to_base"].values()}
    return frozenset(bases - {"percent", "percentage_point"})


def values_told(facts: Sequence[Fact]) -> Mapping[str, Set[float]]:
    """The values each report gives among ``facts``."""
    told: dict[str, set[float]] = defaultdict(set)
    for fact in facts:
        told[fact.member.doc].add(value_of(fact))
    return told


def things_told(facts: Sequence[Fact]) -> Mapping[str, Set[str]]:
    """What each report counts among ``facts``."""
    told: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        told[fact.member.doc].add(fact.claim.head)
    return told


def precision(value: float) -> float:
    """How telling it is that two reports give this very number: 0 for a small round one, 3 at most."""
    digits = f"{value:.6g}".replace(".", "").split("e")[0].strip("0")
    return min(3.0, len(digits) - 1 + 0.5 * (value >= 20) + 0.5 * (value >= 1000))


def _gives(values: Set[float], value: float) -> bool:
    return any(abs(value - other) <= ROUNDED * other for other in values)


def _meet(a: Fact, b: Fact) -> bool:
    return max(a.claim.low or 0.0, b.claim.low or 0.0) <= min(a.claim.high or math.inf, b.claim.high or math.inf)


@cache
def _vague() -> frozenset[str]:
    """Heads that do not say what is counted, and tolls."""
    frames = load_table("claim_frames")
    return frozenset({*frames["vague"]["heads"], *frames["heads"], *map(stem, frames["people"]["anybody"])})


@cache
def _tolls() -> frozenset[str]:
    return frozenset(load_table("claim_frames")["heads"])
