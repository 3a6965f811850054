"""Events as a recogniser sees them: where it has a say in the status, and events no rule has a verb for."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tellings.lexicon import load_table
from tellings.model.reading import Event, EventSignal, EventStatus
from tellings.model.span import Span

# Pooled macro F1 of ``python -m bench.status`` (UDS as asked), and the share of the labelled words found.
# A word no rule takes for an event is one from here: .1 finds .67 at .747, .3 finds .54 at .753, .5 finds .50 at .754;
# of labelled news .3 finds .87.
EVENT_FROM = 0.3
# A dated event gives way to a signal only where that is this sure: below, half of the moves in hand-read stories were
# wrong. One without a date always does: .738 with this bound, .750 without.
SURE_FROM = 0.6
# What a form tells as so is denied only for a signal this sure ("not only sold" is .976, "left no victims" .993): on
# labelled news the denied reach .875 from .985 to .995, less without a bound.
DENIED_FROM = 0.995
# Less sure than this of a status, the recogniser leaves an event of its own open: .736 without, .753 with.
OPEN_BELOW = 0.5
# A thing is called off only for a signal this sure: in hand-read stories weaker ones were announcements.
CALLED_OFF_FROM = 0.8
# The clause's verb ("called for a truce") has a say in what is said to have happened less surely than this.
GOVERNED_BELOW = 0.9
_SO: tuple[EventStatus, ...] = ("happened", "under_way")


def settle(event: Event, seen: Sequence[EventSignal]) -> Event:
    """The event with the recogniser's say.

    What a form says plainly stands: "will", "is expected to", "may", "did not", "was cancelled". A form that tells a
    thing as so ("the gate opened") is open to the recogniser, which sees the words around it ("... is said to be").
    A date tells more than a doubt: what has one does not become possible.
    """
    signal = next((s for s in seen if s.span.start < event.trigger.end and event.trigger.start < s.span.end), None)
    if signal is None or event.status not in _SO or signal.status in _SO:
        return event
    status = _said(signal)
    if status == "denied" and signal.certainty < DENIED_FROM:
        return event
    if event.time is not None and (signal.certainty < SURE_FROM or status == "possible"):
        return event
    return replace(event, status=status, negated=status == "denied")


def unseen(seen: Sequence[EventSignal], taken: Sequence[Span]) -> list[EventSignal]:
    """The signals that are likely events and stand at no trigger in ``taken``, which is sorted."""
    found = []
    starts = [span.start for span in taken]
    for signal in seen:
        at = bisect_left(starts, signal.span.end)
        if signal.score >= EVENT_FROM and not (at and taken[at - 1].end > signal.span.start):
            found.append(signal)
    return found


def status_of(signal: EventSignal, verb: Event | None) -> EventStatus:
    """The status of an event that only the recogniser sees, in a clause whose own event is ``verb``."""
    if signal.status in _SO and OPEN_BELOW <= signal.certainty < GOVERNED_BELOW and verb and verb.trigger < signal.span:
        return _governed(verb.lemma) or signal.status
    return _said(signal)


def _said(signal: EventSignal) -> EventStatus:
    """What the recogniser says, or ``possible`` where it is not sure whether the thing is so, not so or called off."""
    least = {"cancelled": CALLED_OFF_FROM, "expected": 0.0, "possible": 0.0}.get(signal.status, OPEN_BELOW)
    settled = signal.certainty >= least
    return signal.status if settled else "possible"


def _governed(lemma: str) -> EventStatus | None:
    """What a verb makes of what stands behind it: "averted a strike", "called for a truce", "planned a march"."""
    frames = load_table("verb_frames")
    if lemma in frames["preventing"] or lemma in frames["refusing"]:
        return "denied"
    if lemma in frames["wishing"]:
        return "possible"
    return "expected" if lemma in frames["planning"] else None


def clause_at(place: Span, clauses: Sequence[Span]) -> int:
    """Index of the clause that ``place`` begins in, -1 where it begins in none."""
    return bisect_right([clause.start for clause in clauses], place.start) - 1
