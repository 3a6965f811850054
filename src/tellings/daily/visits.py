"""What is new in a brief for somebody who saw some of its reports: quick enough to be asked for at every visit."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from tellings import flow
from tellings.model.brief import Brief
from tellings.model.span import Evidence
from tellings.ports import Store
from tellings.story.seen import seen_at


def find_changes(store: Store, brief: Brief, seen: Collection[str], *, moment: str | None) -> Brief:
    """``brief`` with what the reports not in ``seen`` change; ``moment`` (ISO 8601) is when they were seen.

    As ``stories.find_news``, but no brief is made: the brief of then is what of this one rests on seen reports. What
    better reading found since is therefore not told apart.
    """
    here = {doc.id for doc in brief.documents}
    known = here & set(seen)
    if known == here:
        return replace(brief, changes=None)
    readings = store.load_readings(sorted(here))
    if not known:
        return flow.compare_briefs(None, brief, readings, since=moment)
    told = flow.compare_briefs(_cut(brief, known), brief, readings, since=moment)
    changes = replace(told.changes, undated=()) if told.changes else None
    return replace(told, changes=changes)


def find_late(store: Store, brief: Brief, moment: date) -> frozenset[str]:
    """The reports that were out by a day or time, but came into the library after it: no news by their day."""
    seen = find_seen_since(store, brief, moment)
    until = _end_of(moment)
    return frozenset(r.id for r in store.list_reports(story=brief.id) if r.id in seen and r.kept_at > until)


def _end_of(moment: date) -> datetime:
    until = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, 23, 59, 59)
    return until if until.tzinfo else until.replace(tzinfo=UTC)


def find_seen_since(store: Store, brief: Brief, moment: date) -> frozenset[str]:
    """The reports that were out by a day or time; those without a date if they were in the library by then."""
    undated = {doc.id for doc in brief.documents if doc.published.latest is None}
    until = _end_of(moment)
    late = {r.id for r in store.list_reports(story=brief.id) if r.id in undated and r.kept_at > until}
    return frozenset(seen_at(brief, moment)) - late


def _cut(brief: Brief, seen: set[str]) -> Brief:
    """What of the brief rests on these reports."""

    def rests(evidence: Iterable[Evidence]) -> bool:
        return any(e.doc in seen for e in evidence)

    return replace(
        brief,
        documents=tuple(doc for doc in brief.documents if doc.id in seen),
        summary=tuple(s for s in brief.summary if rests(s.evidence)),
        timeline=tuple(e for e in brief.timeline if rests([*e.evidence, *(p for h in e.history for p in h.evidence)])),
        quotations=tuple(u for u in brief.quotations if rests(u.evidence)),
        findings=tuple(f for f in brief.findings if any(rests(t.evidence) for t in f.tellings)),
        changes=None,
    )
