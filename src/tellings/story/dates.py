"""On which day: events that several reports date, and those they date differently."""

from collections.abc import Mapping, Sequence

from tellings.model.brief import Finding, Telling, TimelineEntry
from tellings.model.document import Document
from tellings.model.span import Evidence
from tellings.model.story import Told
from tellings.model.when import Period
from tellings.story.cases import shorten_label
from tellings.story.moves import find_moves
from tellings.story.origins import count_origins, count_texts
from tellings.text.names import hash_id
from tellings.text.said_days import say_days


def compare_dates(told: Told, timeline: Sequence[TimelineEntry]) -> tuple[Finding, ...]:
    """One finding for each entry of the timeline that two or more independent reports date."""
    titles: Mapping[str, Document] = {r.document.id: r.document for r in told.readings}
    findings: list[Finding] = []
    for entry in timeline:
        docs = sorted({e.doc for e in entry.evidence if e.doc in titles})
        origins = count_origins(told, docs)
        if count_texts(told, docs) < 2 or entry.start is None or entry.end is None:
            continue
        tellings = tuple(
            Telling(_own_days(told, entry, evidence), None, evidence[0].text, (doc,), None, evidence)
            for doc in docs
            if (evidence := tuple(e for e in entry.evidence if e.doc == doc))
        )
        same = len({telling.value for telling in tellings}) == 1
        findings.append(
            Finding(
                id=hash_id("f", "date", entry.id),
                about=f"when: {shorten_label(entry.what)}",
                kind="date",
                verdict="agree",
                origins=origins,
                tellings=tellings,
                why=f"{len(docs)} reports place it on {'the same days' if same else 'days that go together'}.",
            )
        )
    findings += [_tell_move(told, *move) for move in find_moves(timeline)]
    return tuple(findings)


def _tell_move(told: Told, old: TimelineEntry, new: TimelineEntry, cue: Evidence) -> Finding:
    """The finding that a plan was moved: its old days and its new ones."""
    tellings = tuple(
        Telling(_days(entry), None, evidence[0].text, tuple(sorted({e.doc for e in evidence})), None, evidence)
        for entry, evidence in ((old, old.evidence), (new, (cue,)))
    )
    return Finding(
        id=hash_id("f", "moved", old.id, new.id),
        about=f"when: {shorten_label(old.what)}",
        kind="date",
        verdict="updated",
        origins=count_origins(told, {doc for t in tellings for doc in t.documents}),
        tellings=tellings,
        why=f"It was moved: {_said(old)} in the earlier reports, {_said(new)} in a later one.",
    )


def _said(entry: TimelineEntry) -> str:
    return say_days(entry.start, entry.end) if entry.start and entry.end else ""


def _own_days(told: Told, entry: TimelineEntry, evidence: Sequence[Evidence]) -> str:
    """The days that one report gives, those of the entry where its words name none: others may be more exact."""
    places = [(e.start, e.end) for e in evidence]
    periods = [
        t.period
        for t in told.times
        if t.doc == evidence[0].doc
        and t.period is not None
        and any(start <= t.span.start and t.span.end <= end for start, end in places)
        and _overlap(t.period, entry)
    ]
    if not periods:
        return _days(entry)
    own = min(periods, key=lambda p: (p.end - p.start, p.start))
    return f"{own.start}" if own.start == own.end else f"{own.start}/{own.end}"


def _overlap(period: Period, entry: TimelineEntry) -> bool:
    return entry.start is not None and entry.end is not None and period.start <= entry.end and entry.start <= period.end


def _days(entry: TimelineEntry) -> str:
    return f"{entry.start}" if entry.start == entry.end else f"{entry.start}/{entry.end}"
