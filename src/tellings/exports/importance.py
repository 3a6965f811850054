"""What a first look at a brief gives, and in which order: the entries and findings that matter most."""

from collections.abc import Sequence
from datetime import date

from tellings.model.brief import Finding, StatusStep, TimelineEntry

# So many findings that agree or are compatible, and so few of them on who holds which office.
_FINDINGS, _OFFICES = 7, 3
_OFFICE = "the office of"
# About so many entries of the timeline: every important one, and the latest of the others.
_ENTRIES, _LATEST, _NEXT = 12, 2, 4
# Facts with a value of their own say more at a glance than sentences told alike. All kinds that a finding may have
# are ranked, also those that no rule makes yet.
_TYPED = ("number", "date", "membership", "time", "duration", "status", "name", "place", "cause")
# A single step of one of these kinds is worth telling.
_TOLD = frozenset({"confirmed", "not_confirmed", "denied", "postponed"})
_MOVING = ("conflict", "updated")


def moves_of(entry: TimelineEntry) -> tuple[StatusStep, ...]:
    """The steps of an event whose status moved, or that somebody confirmed, doubted or put off; else empty."""
    told = len(entry.history) > 1 or any(step.step in _TOLD for step in entry.history)
    return entry.history if told else ()


def choose_entries(
    timeline: Sequence[TimelineEntry],
    upcoming: Sequence[TimelineEntry],
    horizon: date | None,
    texts: dict[str, str],
    *,
    days: frozenset[date] = frozenset(),
) -> frozenset[TimelineEntry]:
    """The entries that two reports date or whose status moved, the next ones, and the nearest to fill a short list.

    In a long story, whose milestones are ``days``, far too many are such: then the entry of each of these days that
    most reports tell, and the next ones.
    """

    def told(entry: TimelineEntry) -> int:
        return len({texts.get(place.doc, place.doc) for place in entry.evidence})

    if days:
        by_day = {day: [e for e in timeline if e.start == day == e.end] for day in days}
        best = {max(on, key=lambda e: (told(e), e.id)) for on in by_day.values() if on}
        return frozenset(best | set(upcoming[:_NEXT]))
    major = {e for e in timeline if told(e) > 1 or moves_of(e)}
    major |= set(upcoming[:_NEXT])

    def far(entry: TimelineEntry) -> tuple[bool, int]:
        day = entry.end or entry.start
        if day is None or horizon is None:
            return (True, 0)
        return (day > horizon, abs((day - horizon).days))

    # The last that happened is news though one report alone may have it.
    rest = sorted((e for e in timeline if e not in major), key=far)
    return frozenset(major | set(rest[: max(_LATEST, _ENTRIES - len(major))]))


def first_findings(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Every conflict and update with the first of the others, few of them on offices; and the rest."""
    first: list[Finding] = []
    rest: list[Finding] = []
    others = offices = 0
    for finding in findings:
        if not finding.sure:
            rest.append(finding)
            continue
        if finding.verdict not in _MOVING:
            others, offices = others + 1, offices + _is_office(finding)
            if others > _FINDINGS or (_is_office(finding) and offices > _OFFICES):
                rest.append(finding)
                continue
        first.append(finding)
    return tuple(first), tuple(rest)


def rank_finding(finding: Finding) -> tuple[bool, int, int, int, int]:
    """What is sure first: conflicts, updates, facts with a value, sentences told alike, offices; more origins first."""
    verdict = _MOVING.index(finding.verdict) if finding.verdict in _MOVING else len(_MOVING)
    kind = _TYPED.index(finding.kind) if finding.kind in _TYPED else len(_TYPED)
    typed = 0 if kind < len(_TYPED) else 2 if _is_office(finding) else 1
    return (not finding.sure, verdict, typed, -finding.origins, kind)


def _is_office(finding: Finding) -> bool:
    return finding.about.startswith(_OFFICE)
