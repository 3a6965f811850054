"""Counts of what moves (the dead, the missing ...) in a report's sentence, to see whether they have moved on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.lexicon import load_table
from tellings.model.reading import Claim, Reading
from tellings.model.span import Evidence
from tellings.story.check_line import Value
from tellings.story.check_parts import Compared, Told
from tellings.story.check_words import alike
from tellings.text.spans import cite


@dataclass(frozen=True, slots=True)
class Count:
    """How many a report's sentence says are dead, missing ..."""

    doc: str
    head: str
    low: float
    high: float


def find_counts(told: Told, moving: Collection[str]) -> Iterator[Count]:
    """The counts of what moves in a report's sentence: as it was read, else by its words ("nine were not found")."""
    line = told.line
    doc = line.reading.document.id
    claims = [c for c in line.reading.claims if c.low is not None and line.span.start <= c.focus.start < line.span.end]
    for claim in claims:
        if claim.head in moving and claim.unit in (None, "person"):
            yield Count(doc, claim.head or "", claim.low or 0, claim.high or 0)
    heads = [head for head in moving if any(alike(head, word) for word in line.words)]
    if len(heads) == 1 and not any(claim.head in moving for claim in claims):
        for value in line.values:
            if value.unit is None:
                yield Count(doc, heads[0], value.low, value.high)


def meets(values: Sequence[Value], count: Count) -> bool:
    """Whether a number of the draft can be the count."""
    return any(v.low <= count.high and count.low <= v.high for v in values)


def are_apart(one: Claim, other: Count) -> bool:
    """Whether two counts of people cannot both be true."""
    if one.low is None or one.high is None or one.unit not in (None, "person"):
        return False
    exact = other.high == float("inf") or one.high == float("inf")
    return one.low > other.low if exact else one.low > other.high or other.low > one.high


def find_newer(
    best: Compared, values: Sequence[Value], readings: Sequence[Reading], days: Mapping[str, date | None]
) -> Evidence | None:
    """The draft's count in a later report, where all that an earlier sentence has against the draft is its own count.

    A draft that says 18 dead is not wrong because an older report counted 17.
    """
    moving = load_table("claim_frames")["moving"]["heads"]
    counts = [count for count in find_counts(best.told, moving) if not meets(values, count)]
    if len(counts) != 1 or [(f.kind, f.clash) for f in best.faults] != [("number", True)]:
        return None
    (was,) = counts
    written = days.get(was.doc)
    later = [
        (day, reading.document.id, claim.focus.start, reading, claim)
        for reading in readings
        if written and (day := days.get(reading.document.id)) and day > written
        for claim in reading.claims
        if claim.head == was.head and claim.unit in (None, "person")
        if any(value.exact and claim.low == claim.high == value.figure for value in values)
    ]
    if not later:
        return None
    *_, reading, claim = max(later, key=lambda one: one[:3])
    return cite(reading.document, claim.focus.start, claim.focus.end)
