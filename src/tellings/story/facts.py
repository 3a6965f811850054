"""The claims of a story laid out for comparison: words weighed, actors merged, times resolved."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from tellings.model.reading import Claim, Reading
from tellings.model.span import Span
from tellings.model.story import Member, Told
from tellings.model.when import Period
from tellings.text.words import content_stems, place_stems, rarity, stem, tokens, word_pairs

# Sentences at the head of a report: tolls at the heads of two reports of one story are of that story's event.
HEAD = 7
# The head is what put two counts side by side: what stands around it has to do the rest.
HEAD_WEIGHT = 0.5
# Names are shared by all sentences about somebody: they weigh less.
NAME_WEIGHT = 0.85
# Days before a report within which its undated news lies.
FRESH = 14
# Characters on either side of a number that say what it is of.
AROUND = 70
# Characters on either side whose pairs of words are compared; the number itself stands between them as this word.
BESIDE, NUMBER_MARK = 60, "0"

# A stem rarer than this, in nats, says something of what is told.
TELLING = 1.0

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim in its story: its words weighed, its actors and time as the story knows them.

    ``names`` are the stems of all names and roles of its report, ``stems`` those of the clause (of a number: of the
    words near it) with their places, counted in words.
    """

    member: Member
    claim: Claim
    vector: Vector
    names: frozenset[str]
    actors: frozenset[str]
    period: Period | None
    lead: bool
    """Whether it stands at the head of its report, where reports tell what the story is about."""
    stems: tuple[tuple[str, int], ...] = ()
    pairs: frozenset[tuple[str, str]] = frozenset()
    """The pairs of neighbouring words of a statement, and those around a number."""
    telling: frozenset[str] = frozenset()
    """Of a statement, the stems that say something: of all its words, "would" and "over" among them."""


def lay_out(told: Told) -> list[Fact]:
    """Every claim of the story with its weighed words, merged actors and resolved time."""
    merged = {member: actor.id for actor in told.actors for member in actor.members}
    periods = {(t.doc, t.span): t.period for t in told.times}
    days = {a.doc: a.published.latest for a in told.anchors}
    shared = spread(told.readings)
    facts = []
    for reading in told.readings:
        doc = reading.document
        known = chain.from_iterable((*e.aliases, *(role.text for role in e.roles)) for e in reading.entities)
        names = frozenset(stem for words in known for stem in content_stems(words))
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
                    stems=_places(doc.text, claim),
                    pairs=_pairs(doc.text, claim),
                    telling=_telling(doc.text, claim),
                )
            )
    return facts


def _places(text: str, claim: Claim) -> tuple[tuple[str, int], ...]:
    if claim.low is None:
        return tuple(place_stems(text[claim.span.start : claim.span.end]))
    near = Span(
        max(claim.span.start, claim.focus.start - AROUND),
        max(claim.focus.end, min(claim.span.end, claim.focus.end + AROUND)),
    )
    return tuple((s, at) for s, at in place_stems(text[near.start : near.end]) if not s[0].isdigit())


def _pairs(text: str, claim: Claim) -> frozenset[tuple[str, str]]:
    if claim.low is None:
        return word_pairs(text[claim.span.start : claim.span.end])
    before = text[max(0, claim.focus.start - BESIDE) : claim.focus.start].rpartition("\n")[2]
    after = text[claim.focus.end : claim.focus.end + BESIDE].partition("\n")[0]
    return word_pairs(f"{before} {NUMBER_MARK} {after}")


def _telling(text: str, claim: Claim) -> frozenset[str]:
    if claim.low is not None:
        return frozenset()
    stems = map(stem, tokens(text[claim.span.start : claim.span.end]))
    return frozenset(found for found in stems if rarity(found) > TELLING)


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


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors, 0 to 1."""
    if len(b) < len(a):
        a, b = b, a
    return sum([w * b[s] for s, w in a.items() if s in b])
