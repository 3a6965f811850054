"""Claims of several reports laid side by side: which of them are about the same thing."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from tellings.model.story import Alignment, Told
from tellings.story.cases import AGE, meet
from tellings.story.facts import Fact, cosine, importance, lay_out, spread
from tellings.story.likeness import apart, liken_numbers, liken_statements, things_told, value_of, values_told
from tellings.story.linkage import link_average

# Mean probability (numbers, statements) or likeness (the rest) at which claims are held to be about the same thing.
# Statements, over the hand-read stories (facts_aligned, verdict_right): .30 gives .608, .765; .35 gives .605, .775; .40
# gives .589, .784.
JOIN = {
    "number": 0.30,
    "ordinal": 0.30,
    "record": 0.30,
    "denial": 0.30,
    "place": 0.30,
    "membership": 0.40,
    "statement": 0.40,
    "age": 0.50,
}
# Firsts of one kind (trips, meetings) by one actor, whatever else is said around them.
SAME_FIRST = 0.25
# Two groups that give one number differently are put together where one pair of their sentences is this likely about
# one thing. Over the hand-read stories difference_found is .141 without, .193 with it, every conflict right.
BRIDGE = 0.35
# Statements of two groups that are this likely about one thing are told together as well. facts_aligned, verdict_right
# over the hand-read stories: .640, .775 without, .654, .761 at .50, .657, .763 at .45, .661, .768 at .40; of twenty-two
# drawn at .40 seven were of two things.
AGAIN = 0.50
# Of the claims that share a word (or a value), so many are looked at, and of those so many that are most alike: keeps
# a story of hundreds of reports from costing its square.
NEAREST, LIKELIEST = 250, 40
# A word that weighs less in its claim brings no other claim near.
TELLING = 0.1

Likeness = Callable[[Fact, Fact], float]


def compare_by(facts: Sequence[Fact], weigh: Mapping[str, float]) -> Likeness:
    """How alike any two claims of a story are, 0 to 1; 0 for claims of different sorts."""
    buckets: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        buckets[bucket(fact)].append(fact)
    by_sort = {key: likeness(key[0], some, weigh) for key, some in buckets.items()}
    return lambda a, b: by_sort[bucket(a)](a, b) if bucket(a) == bucket(b) else 0.0


def align(told: Told) -> tuple[Alignment, ...]:
    """Groups of claims about one thing; a claim told by one report alone is a group of its own.

    Candidates are of one sort (statement, number of one unit, first, list) and share words, a value or an actor; how
    likely they are about one thing is a fitted probability (``likeness``). Average linkage, so that a chain of
    half-alike claims does not hold together.
    """
    weigh = weigh_stems(told)
    buckets: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in lay_out(told):
        buckets[bucket(fact)].append(fact)
    alignments = []
    for key in sorted(buckets):
        facts = buckets[key]
        for group in _cluster(facts, JOIN[key[0]], likeness(key[0], facts, weigh)):
            members = tuple(sorted((f.member for f in group), key=lambda m: (m.doc, m.index)))
            alignments.append(Alignment(_name(group), members))
    return tuple(alignments)


def weigh_stems(told: Told) -> Mapping[str, float]:
    """The importance of each stem in the story."""
    return Weights(spread(told.readings))


class Weights(dict[str, float]):
    """The importance of each stem in a story, found when first asked for.

    Scaled so that a stem told once weighs as much in a story of two sentences as in one of two thousand.
    """

    def __init__(self, shared: Mapping[str, int]) -> None:
        super().__init__()
        self._shared = shared
        self._scale = 1 / math.log(1 + shared["*"] / 2)

    def __missing__(self, stem: str) -> float:
        return self.setdefault(stem, importance(stem, self._shared) * self._scale)


def bucket(fact: Fact) -> tuple[str, str]:
    """The sort of a claim and, of a number, its unit: only claims of one bucket can be about one thing."""
    claim = fact.claim
    if claim.unit in {"ordinal", "record", "denial"}:
        return (claim.unit, "")
    if claim.kind == "place":
        return ("place", claim.head)
    if claim.unit == AGE:
        return ("age", "")
    if claim.kind in {"number", "duration"} and claim.low is not None and value_of(fact) > 0:
        return ("number", "" if claim.unit in {None, "person"} else claim.unit or "")
    return ("membership", claim.head) if claim.kind == "membership" else ("statement", "")


def likeness(sort: str, facts: Sequence[Fact], weigh: Mapping[str, float]) -> Likeness:
    """How alike two claims of one bucket are, 0 to 1 (firsts a little above)."""
    if sort == "number":
        told, things = values_told(facts), things_told(facts)
        return lambda a, b: liken_numbers(a, b, weigh, told, things)
    if sort == "statement":
        return lambda a, b: liken_statements(a, b, weigh)
    return {
        "membership": _share_names,
        "place": _same_body,
        "age": _same_body,
        "denial": _same_body,
        "record": _same_record,
    }.get(sort, _same_first)


def _share_names(a: Fact, b: Fact) -> float:
    mine, theirs = set(a.claim.names), set(b.claim.names)
    return 0.0 if apart(a, b) else len(mine & theirs) / len(mine | theirs)


def _same_first(a: Fact, b: Fact) -> float:
    if apart(a, b) or a.claim.head != b.claim.head or not a.actors & b.actors:
        return 0.0
    return SAME_FIRST + cosine(a.vector, b.vector)


def _same_body(a: Fact, b: Fact) -> float:
    return float(not a.actors.isdisjoint(b.actors))


def _same_record(a: Fact, b: Fact) -> float:
    """Records of one kind in things of one name, or said around one actor in like words."""
    if a.claim.head != b.claim.head:
        return 0.0
    if set(a.claim.names[1:]) & set(b.claim.names[1:]):
        return 1.0
    return SAME_FIRST + cosine(a.vector, b.vector) if a.actors & b.actors else 0.0


def _cluster(facts: Sequence[Fact], join: float, alike: Likeness) -> list[list[Fact]]:
    """Facts about one thing; what is said over again in the same words goes where it goes the first time."""
    same: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        claim = fact.claim
        values = (claim.kind, claim.head, claim.unit, claim.low, claim.high, claim.names, claim.about)
        same[values, fact.period, fact.lead, fact.actors if claim.unit == "ordinal" else None].append(fact)
    firsts = [told[0] for told in same.values()]
    again = list(same.values())
    rows = _rows(firsts, join, alike)
    groups = _bridge(firsts, rows, link_average(rows, join))
    groups = _join_again(firsts, rows, groups)
    return [[fact for i in members for fact in again[i]] for members in groups]


def _bridge(
    facts: Sequence[Fact], rows: Sequence[Mapping[int, float]], groups: Sequence[Sequence[int]]
) -> list[list[int]]:
    """The groups, those put together that give one number differently: one pair of sentences much alike is enough.

    Not where one report gives both numbers: then they are of different things.
    """
    home = {i: at for at, members in enumerate(groups) for i in members}
    merged = [list(members) for members in groups]
    pairs = sorted(
        (-value, i, j)
        for i, row in enumerate(rows)
        for j, value in row.items()
        if j < i and value >= BRIDGE and home[i] != home[j] and _differ(facts[i], facts[j])
    )
    for _, i, j in pairs:
        one, other = merged[home[i]], merged[home[j]]
        if home[i] == home[j] or {facts[k].member.doc for k in one} & {facts[k].member.doc for k in other}:
            continue
        one += other
        for k in other:
            home[k] = home[i]
        other.clear()
    return [members for members in merged if members]


def _join_again(
    facts: Sequence[Fact], rows: Sequence[Mapping[int, float]], groups: Sequence[list[int]]
) -> list[list[int]]:
    """The groups, and more groups of statements that are in one each and yet are likely to tell one thing as well.

    A long sentence tells more than one thing, and average linkage gives it one home. A statement alone in its group
    leaves it for the new one.
    """
    home = {i: at for at, members in enumerate(groups) for i in members}
    left: list[dict[int, float]] = [
        {
            j: value
            for j, value in row.items()
            if value >= AGAIN
            and home[i] != home[j]
            and facts[i].claim.low is None
            and not facts[i].claim.names
            and facts[i].member.doc != facts[j].member.doc
        }
        for i, row in enumerate(rows)
    ]
    more = [members for members in link_average(left, AGAIN) if len(members) > 1]
    placed = {i for members in more for i in members}
    return [list(m) for m in groups if len(m) > 1 or m[0] not in placed] + more


def _differ(a: Fact, b: Fact) -> bool:
    """Whether two numbers of two reports cannot both be right of one thing."""
    counts = a.claim.low is not None and a.claim.unit != "ordinal"
    return counts and a.member.doc != b.member.doc and not meet(a.claim, b.claim)


def _rows(facts: Sequence[Fact], join: float, alike: Likeness) -> list[dict[int, float]]:
    """Likeness of the pairs of candidates; pairs far under ``join`` are left out."""
    rows: list[dict[int, float]] = [{} for _ in facts]
    for i, j in candidates(facts):
        value = alike(facts[i], facts[j])
        if value > join / 3:
            rows[i][j] = rows[j][i] = value
    return rows


def candidates(facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """The pairs (later, earlier) of facts of one bucket worth comparing: they share a telling word or a value."""
    holders: dict[object, list[tuple[int, float]]] = defaultdict(list)
    pairs = []
    for i, fact in enumerate(facts):
        keys: list[tuple[object, float]] = [(stem, w) for stem, w in fact.vector.items() if w > TELLING]
        if fact.claim.low is not None:
            keys += [(value_of(fact), 1.0), (("head", fact.claim.head), TELLING)]
        near: dict[int, float] = {}
        for key, weight in keys:
            for j, other in holders[key][-NEAREST:]:
                near[j] = near.get(j, 0.0) + weight * other
        if len(near) > LIKELIEST:
            ranked = sorted(near, key=lambda j: (-near[j] - (facts[j].member.doc != fact.member.doc), j))
            near = {j: near[j] for j in ranked[:LIKELIEST]}
        pairs += [(i, j) for j in sorted(near)]
        for key, weight in keys:
            holders[key].append((i, weight))
    return pairs


def _name(group: Sequence[Fact]) -> str:
    """The commonest head of the group."""
    return Counter(f.claim.head for f in group).most_common(1)[0][0]
