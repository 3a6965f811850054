"""Plans that were moved: a thing expected on one day that a later report puts on another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from tellings.lexicon import load_table
from tellings.model.brief import Finding, StatusStep, TimelineEntry
from tellings.model.span import Evidence
from tellings.text.words import content_stems

# Days between the old date and the new one beyond which a second thing of the kind is likelier than a moved one.
REACH = 45
# Actors that both must name.
SHARED = 2
_CUE = re.compile(
    r"\b(?:instead of|will now|would now|moved (?:to|from|back|forward)|postponed|put off|pushed back|delayed"
    r"|brought forward|rescheduled|(?:later|earlier|sooner) than (?:first |originally )?planned"
    r"|originally (?:planned|scheduled)|no longer)\b",
    re.IGNORECASE,
)


def find_moves(timeline: Sequence[TimelineEntry]) -> tuple[tuple[TimelineEntry, TimelineEntry, Evidence], ...]:
    """(old plan, new plan or deed, the words that say so) for each entry that a later report moves.

    Both are of one kind (a meeting, a trip) and share ``SHARED`` actors; the later report says something was moved.
    """
    moves: list[tuple[TimelineEntry, TimelineEntry, Evidence]] = []
    for old, new in permutations(timeline, 2):
        cue = _moved_by(old, new)
        if cue and not any(known is old for known, _, _ in moves):
            moves.append((old, new, cue))
    return tuple(moves)


def mark_moves(timeline: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """The timeline with each moved plan taken off its old days, tied to the new ones, and who says so, on what day."""
    steps: dict[str, StatusStep] = {}
    moved_to: dict[str, str] = {}
    for old, new, cue in find_moves(timeline):
        told = next((step for step in new.history if cue in step.evidence), new.history[-1])
        steps[old.id] = StatusStep(told.as_of, "cancelled", "postponed", told.by, (cue,), " ".join(cue.text.split()))
        moved_to[old.id] = new.id
    moved_from = {new: old for old, new in sorted(moved_to.items(), reverse=True)}
    marked = (replace(entry, moved_from=moved_from.get(entry.id)) for entry in timeline)
    return tuple(
        replace(entry, status="cancelled", history=(*entry.history, steps[entry.id]), moved_to=moved_to[entry.id])
        if entry.id in steps
        else entry
        for entry in marked
    )


def mark_differing(timeline: Sequence[TimelineEntry], findings: Sequence[Finding]) -> tuple[TimelineEntry, ...]:
    """The timeline with the other days said in the line of what the reports put on several."""
    differ = [f for f in findings if f.verdict == "conflict" and f.kind == "date"]
    return tuple(_say_differing(entry, differ) for entry in timeline)


def _say_differing(entry: TimelineEntry, differ: Sequence[Finding]) -> TimelineEntry:
    for finding in differ:
        own = entry.start.isoformat() if entry.start and entry.start == entry.end else ""
        told = [t for t in finding.tellings if t.value == own]
        here = any(_overlaps(e, other) for t in told for e in t.evidence for other in entry.evidence)
        others = sorted(t.value for t in finding.tellings if t.value != own)
        if here and others:
            return replace(entry, what=f"{entry.what} [reports differ on the day: also {', '.join(others)}]")
    return entry


def _overlaps(a: Evidence, b: Evidence) -> bool:
    return a.doc == b.doc and a.start < b.end and b.start < a.end


def _moved_by(old: TimelineEntry, new: TimelineEntry) -> Evidence | None:
    if old.status not in {"expected", "cancelled"} or new.status not in {"expected", "happened"}:
        return None
    if old.start is None or old.end is None or new.start is None or new.end is None:
        return None
    if old.start <= new.end and new.start <= old.end and (old.start, old.end) == (new.start, new.end):
        return None
    if abs((new.start - old.start).days) > REACH or len(set(old.participants) & set(new.participants)) < SHARED:
        return None
    if not _kinds(old) & _kinds(new):
        return None
    told = min((step.as_of for step in old.history if step.as_of), default=None)
    later = (e for step in new.history if step.as_of and told and step.as_of > told for e in step.evidence)
    return next((e for e in later if e in new.evidence and _CUE.search(e.text)), None)


def _kinds(entry: TimelineEntry) -> set[str]:
    kinds = load_table("claim_frames")["firsts"]
    stems = {stem for e in entry.evidence for stem in content_stems(e.text)}
    return {kind for kind, forms in kinds.items() if stems.intersection(forms)}
