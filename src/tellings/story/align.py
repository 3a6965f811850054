"""Claims of several reports laid side by side: which of them are about the same thing."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tellings.lexicon import load_table
from tellings.model.reading import Claim, Reading
from tellings.model.story import Alignment, Member, Told
from tellings.model.when import Period
from tellings.story.linkage import link_average
from tellings.text.words import content_stems, rarity

# Mean likeness at which claims of one kind are held to be about the same thing. Statements, over the hand-read stories
# (facts_aligned, verdict_right, findings): .30 gives .549, .748, 394; .38 gives .510, .741, 339; .42 gives .470, .775,
# 312. A reporter found a third of the agreements at .30 to be none, so precision won. The others were set with them.
JOIN = {"number": 0.30, "toll": 0.22, "vague": 0.42, "ordinal": 0.30, "membership": 0.40, "statement": 0.38}
# What an equal value and each of up to two shared actors add: an equal value is evidence of itself. Set with JOIN.
SAME_VALUE = 0.18
SHARED_ACTOR = 0.05
# Firsts of one kind (trips, meetings) by one actor, whatever else is said around them.
SAME_FIRST = 0.25
# Sentences at the head of a report: tolls at the heads of two reports of one story are of that story's event.
HEAD = 7
# The head is what put two counts side by side: what stands around it has to do the rest.
HEAD_WEIGHT = 0.5
# Two sentences that share a name alone are not about the same thing: names weigh less, and so much of the cosine must
# rest on other words. Over the hand-read stories facts_aligned is .546 without the second, .519 at .10, .488 at .20.
NAME_WEIGHT = 0.85
BEYOND_NAMES = 0.12
# Of the claims that share a word, so many are looked at: keeps text that repeats itself from costing its square.
NEAREST = 250
# Days before a report within which its undated news lies.
FRESH = 14

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim in its story: its words weighed, its actors and time as the story knows them."""

    member: Member
    claim: Claim
    vector: Vector
    names: frozenset[str]
    actors: frozenset[str]
    period: Period | None
    lead: bool
    """Whether it stands at the head of its report, where reports tell what the story is about."""


def align(told: Told) -> tuple[Alignment, ...]:
    """Groups of claims about one thing; a claim told by one report alone is a group of its own.

    Candidates share a kind and a head; likeness is the cosine of their words, weighed by how rare they are in
    news and in this story, raised by an equal value and shared actors. Average linkage, so that a chain of half-alike
    claims does not hold together.
    """
    buckets: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in lay_out(told):
        buckets[_bucket(fact.claim)].append(fact)
    alignments = []
    for key in sorted(buckets):
        facts = buckets[key]
        for group in _cluster(facts, JOIN[key[0]]):
            members = tuple(sorted((f.member for f in group), key=lambda m: (m.doc, m.index)))
            alignments.append(Alignment(_name(group), members))
    return tuple(alignments)


def lay_out(told: Told) -> list[Fact]:
    """Every claim of the story with its weighed words, merged actors and resolved time."""
    merged = {member: actor.id for actor in told.actors for member in actor.members}
    periods = {(t.doc, t.span): t.period for t in told.times}
    days = {a.doc: a.published.latest for a in told.anchors}
    shared = spread(told.readings)
    facts = []
    for reading in told.readings:
        doc = reading.document
        names = frozenset(stem for e in reading.entities for alias in e.aliases for stem in content_stems(alias))
        heads = reading.sentences[:HEAD]
        head_end = heads[-1].span.end if heads else 0
        for index, claim in enumerate(reading.claims):
            lead = claim.span.start < head_end
            facts.append(
                Fact(
                    member=Member(doc.id, index),
                    claim=claim,
                    vector=_weigh(claim, shared, names),
                    names=names,
                    actors=frozenset(merged[doc.id, a] for a in claim.actors if (doc.id, a) in merged),
                    period=_time(claim, periods.get((doc.id, claim.time)) if claim.time else None, lead, days[doc.id]),
                    lead=lead,
                )
            )
    return facts


def _time(claim: Claim, period: Period | None, lead: bool, day: date | None) -> Period | None:
    """The time a claim speaks of: as said, or for an undated count at the head of a report the days before it."""
    if period or not lead or not day or claim.low is None:
        return period
    return Period(day - timedelta(days=FRESH), day, "other")


def spread(readings: Sequence[Reading]) -> Mapping[str, int]:
    """In how many sentences of the story each stem stands."""
    counts: Counter[str] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            text = reading.document.text[sentence.span.start : min(sentence.span.end, sentence.span.start + 2000)]
            counts.update(set(content_stems(text)))
    counts["*"] = max(1, sum(len(r.sentences) for r in readings))
    return counts


def importance(stem: str, shared: Mapping[str, int]) -> float:
    """The weight of a stem in a story: rare in news English, and not in every sentence of this story's reports."""
    return rarity(stem) * math.log(1 + shared["*"] / (1 + shared.get(stem, 0)))


def _weigh(claim: Claim, shared: Mapping[str, int], names: frozenset[str]) -> Vector:
    """Unit vector over stems: rare in news English, not in every sentence of this story, and more than names."""
    weights = {s: importance(s, shared) for s in claim.about}
    if claim.low is None:
        weights = {s: w * NAME_WEIGHT if s in names else w for s, w in weights.items()}
    elif claim.head in weights:
        weights[claim.head] *= HEAD_WEIGHT
    norm = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    return {s: w / norm for s, w in weights.items()}


def _bucket(claim: Claim) -> tuple[str, str, str]:
    frames = load_table("claim_frames")
    if claim.unit == "ordinal":
        return ("ordinal", "", "")
    if claim.kind in {"number", "duration"} and claim.low is not None:
        if claim.head.split(" ")[0] in frames["heads"]:
            return ("toll", "", claim.head)
        general = claim.head in frames["vague"]["heads"] or claim.head == claim.unit
        return ("vague" if general else "number", claim.unit or "", claim.head)
    return ("membership", "", claim.head) if claim.kind == "membership" else ("statement", "", "")


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors, 0 to 1."""
    if len(b) < len(a):
        a, b = b, a
    return math.fsum(w * b[s] for s, w in a.items() if s in b)


def _likeness(a: Fact, b: Fact) -> float:
    if _apart(a, b):
        return 0.0
    alike = cosine(a.vector, b.vector)
    if a.claim.kind in {"other", "attribution"} and _beyond_names(a, b) < BEYOND_NAMES:
        return 0.0
    if a.claim.kind == "membership":
        mine, theirs = set(a.claim.names), set(b.claim.names)
        return len(mine & theirs) / len(mine | theirs)
    if a.claim.unit == "ordinal":
        return SAME_FIRST + alike if a.claim.head == b.claim.head and a.actors & b.actors else 0.0
    if a.claim.low is not None and (a.claim.low, a.claim.high) == (b.claim.low, b.claim.high):
        alike += SAME_VALUE
    if a.lead and b.lead and a.claim.head == b.claim.head and a.claim.head in load_table("claim_frames")["heads"]:
        return 1.0
    return alike + SHARED_ACTOR * min(2, len(a.actors & b.actors)) if alike else 0.0


def _beyond_names(a: Fact, b: Fact) -> float:
    """The part of the cosine that rests on other words than names."""
    return math.fsum(
        w * b.vector[s] for s, w in a.vector.items() if s in b.vector and s not in a.names and s not in b.names
    )


def _apart(a: Fact, b: Fact) -> bool:
    """Dated far apart, they are not about the same thing."""
    if not a.period or not b.period:
        return False
    return (a.period.start - b.period.end).days > 31 or (b.period.start - a.period.end).days > 31


def _cluster(facts: Sequence[Fact], join: float) -> list[list[Fact]]:
    """Facts about one thing; what a report says over again goes where it goes the first time."""
    same: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        claim = fact.claim
        values = (claim.kind, claim.head, claim.unit, claim.low, claim.high, claim.names, claim.about)
        same[fact.member.doc, values, fact.actors, fact.period, fact.lead].append(fact)
    firsts = [told[0] for told in same.values()]
    again = list(same.values())
    return [[fact for i in members for fact in again[i]] for members in link_average(_rows(firsts, join), join)]


def _rows(facts: Sequence[Fact], join: float) -> list[dict[int, float]]:
    """Likeness of the pairs that share a word worth sharing; pairs far under ``join`` are left out."""
    holders: dict[str, list[int]] = defaultdict(list)
    rows: list[dict[int, float]] = [{} for _ in facts]
    for i, fact in enumerate(facts):
        near = {j for stem, w in fact.vector.items() if w > 0.1 for j in holders[stem][-NEAREST:]}
        for j in sorted(near):
            alike = _likeness(fact, facts[j])
            if alike > join / 3:
                rows[i][j] = rows[j][i] = alike
        for stem in fact.vector:
            holders[stem].append(i)
    return rows


def _name(group: Sequence[Fact]) -> str:
    """The commonest head of the group."""
    return Counter(f.claim.head for f in group).most_common(1)[0][0]
