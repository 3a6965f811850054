"""How sure it is that statements put side by side are of one thing: what is less sure is told apart from the rest."""

import math
from collections.abc import Sequence
from itertools import combinations

from tellings.model.brief import Verdict
from tellings.story.cases import Case, moves
from tellings.story.facts import Fact
from tellings.story.likeness import most_together, same_value

# The mean probability over the pairs of different reports from which a comparison of statements is sure. A reporter
# judged 282 comparisons of five stories nobody had tuned to: of those of statements 76 of 131 were right at any
# probability, 49 of 73 (8 more in part) from .65. Less sure ones stay, marked as such.
STATEMENT = 0.65
# The least probability of the pairs whose numbers or bounds differ; counts of people and measures must not stand in two
# sentences that name only things of their own. Of the 18 comparisons of differing numbers in these stories two were
# right; of the eight that were wrong three come out as sure. A count of things with a name of their own ("58 pumping
# trucks") says by itself what it is of.
NUMBER, NAMED_THINGS = 0.45, 0.35
# Counts of the dead, the missing and the like stand in sentences that name other people in each report: where two are
# as likely as this to be of one event (the tolls at the heads of two reports are), the names have no say. With this the
# tolls of two hand-read stories became sure and nothing else did; the judgements above are untouched by it.
TOLL = 0.9
# Statements that give different details share so many plain words that stand together, or only somebody's name.
SHARED = 2
PERHAPS = "In like words; whether it is of one thing is not sure."


def is_sure(case: Case, verdict: Verdict) -> bool:
    """Whether the facts of ``case`` are of one thing as far as their words can tell."""
    first = case.facts[0].claim
    if verdict == "single" or first.unit in {"ordinal", "record", "denial"} or first.kind in {"place", "membership"}:
        return True
    pairs = [(a, b) for a, b in combinations(case.facts, 2) if a.member.doc != b.member.doc]
    if first.low is None:
        return _mean(case, pairs) >= STATEMENT and (verdict == "agree" or _share_words(pairs))
    if verdict == "agree":
        return True
    apart = [(a, b) for a, b in pairs if (a.claim.low, a.claim.high) != (b.claim.low, b.claim.high)]
    toll = moves(first) and first.unit != "percent"
    return all(_is_one(case, a, b) for a, b in apart) or (toll and _hold_together(case, pairs))


def _share_words(pairs: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether each of the statements has words other than names and roles together with another."""
    tied = {id(fact) for a, b in pairs if most_together(a, b) >= SHARED for fact in (a, b)}
    return all(id(fact) in tied for pair in pairs for fact in pair)


def _is_one(case: Case, a: Fact, b: Fact) -> bool:
    """Whether two different numbers are of one thing."""
    if a.claim.unit is None and a.claim.head == b.claim.head:
        return case.alike(a, b) >= NAMED_THINGS
    return case.alike(a, b) >= NUMBER and (same_value(a, b) or not _of_others(a, b))


def _hold_together(case: Case, pairs: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether the counts of what moves are of one thing in pairs that tie all of them together."""
    sides: list[set[int]] = [{id(fact)} for fact in case.facts]
    for a, b in pairs:
        close = case.alike(a, b)
        if close >= TOLL or (close >= NUMBER and (same_value(a, b) or not _of_others(a, b))):
            joined = [side for side in sides if id(a) in side or id(b) in side]
            sides = [side for side in sides if side not in joined] + [set().union(*joined)]
    return len(sides) == 1


def _mean(case: Case, pairs: Sequence[tuple[Fact, Fact]]) -> float:
    return math.fsum(case.alike(a, b) for a, b in pairs) / len(pairs) if pairs else 1.0


def _of_others(a: Fact, b: Fact) -> bool:
    """Whether both sentences name somebody or something and not one of them is named in both."""
    return bool(a.actors) and bool(b.actors) and a.actors.isdisjoint(b.actors)
