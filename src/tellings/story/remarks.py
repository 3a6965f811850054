"""Words about a plan that do not give its day ("he confirmed the trip"), put to the plan they are about."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from tellings.lexicon import load_table
from tellings.model.brief import StatusStep
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.story.dated import LONGEST_SENTENCE, Dated, cosine, words_of
from tellings.story.ledger import Ledger, Remark
from tellings.text.spans import overlap
from tellings.text.words import content_stems, stem

# Sentences back to which a noun ("the trip") and a pronoun may refer.
NOUN_REACH, PRONOUN_REACH = 8, 2
# How alike a plan told without its day and one told with it must be, an actor or place they share counting for so much.
SAME_PLAN, SHARED = 0.30, 0.06
# Who travels meets somebody: each may be called by the other's name.
_MEETING = frozenset({"trip", "meeting"})


def assign_remarks(
    ledger: Ledger, readings: Sequence[Reading], groups: Sequence[Sequence[Dated]], pledged: Sequence[Dated]
) -> Mapping[int, list[StatusStep]]:
    """For each group of tellings (by its index) the steps that undated words about it make."""
    steps: dict[int, list[StatusStep]] = defaultdict(list)
    told: dict[str, list[tuple[int, Dated]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for one in group:
            told[one.reading.document.id].append((number, one))
    for reading in readings:
        here = told.get(reading.document.id)
        if not here:
            continue
        for remark in ledger.remarks(reading):
            meant = _refer(reading, remark, here)
            if meant is not None:
                steps[meant].append(remark.step)
    for plan in pledged:
        meant = _match(plan, groups)
        if meant is not None:
            words = _sentence(plan)
            said = " ".join(plan.reading.document.text[words.start : words.end].split())
            steps[meant].append(ledger.enter(plan.reading, plan.event, plan.status, words, said))
    return steps


def _refer(reading: Reading, remark: Remark, told: Sequence[tuple[int, Dated]]) -> int | None:
    """The nearest plan told before that the noun may name, or the last one for a pronoun."""
    reach = NOUN_REACH if remark.noun else PRONOUN_REACH
    place = _place(reading, remark.at)
    near = [
        (one.event.span.start, number, one)
        for number, one in told
        if one.status in {"expected", "possible"} and place - reach <= _place(reading, one.event.span.start) < place
    ]
    near.sort(key=lambda found: (-found[0], found[1]))
    if not remark.noun or remark.noun in load_table("ledger")["anything"]:
        return near[0][1] if near else None
    kinds = {kind for kind, stems in load_table("claim_frames")["firsts"].items() if stem(remark.noun) in stems}
    for wanted in (kinds, _MEETING if kinds & _MEETING else kinds):
        for _, number, one in near:
            text = reading.document.text[one.event.span.start : one.event.span.end]
            if one.kinds & wanted or stem(remark.noun) in content_stems(text):
                return number
    return None


def _place(reading: Reading, at: int) -> int:
    return bisect_right(reading.sentences, at, key=lambda s: s.span.start)


def _match(plan: Dated, groups: Sequence[Sequence[Dated]]) -> int | None:
    """The expected thing that a plan told without its day is most like, told by any report.

    A sentence that gives a plan with its day is about that one: "confirmed that she will leave on Wednesday, and will
    then attend the summit" confirms the leaving.
    """
    if any(_is_beside(plan, other) for group in groups for other in group):
        return None
    best, found = SAME_PLAN, None
    for number, group in enumerate(groups):
        if any(other.reading is plan.reading and overlap(other.event.span, plan.event.span) for other in group):
            continue
        for other in group:
            if other.status != "expected" or not plan.kinds & other.kinds or not _may_be(plan, other):
                continue
            shared = len(plan.actors & other.actors) + (plan.place is not None and plan.place == other.place)
            alike = cosine(plan, other) + SHARED * shared
            if alike > best:
                best, found = alike, number
    return found


def _is_beside(plan: Dated, other: Dated) -> bool:
    here = other.reading is plan.reading and other.status == "expected"
    return here and _place(other.reading, other.event.trigger.start) == _place(plan.reading, plan.event.trigger.start)


def _sentence(plan: Dated) -> Span:
    """The sentence, which says whose word it is; the clause of one too long to be read in a list."""
    at = _place(plan.reading, plan.event.trigger.start) - 1
    whole = plan.reading.sentences[at].span if at >= 0 else plan.event.span
    return whole if whole.end - whole.start <= LONGEST_SENTENCE else words_of(plan)


def _may_be(plan: Dated, other: Dated) -> bool:
    """What was already over when the plan was told is not meant."""
    return plan.told is None or other.period.end >= plan.told
