"""Whether reports agree, differ in precision, moved on or conflict: one finding for each fact."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tellings.model.brief import Finding, Telling, TimelineEntry, Verdict
from tellings.model.span import Evidence
from tellings.model.story import Alignment, Told
from tellings.story.align import compare_by, weigh_stems
from tellings.story.cases import Case, name_thing, part, tell_values
from tellings.story.dates import compare_dates
from tellings.story.facts import lay_out
from tellings.story.offices import OFFICE, compare_offices
from tellings.story.origins import count_origins, count_texts
from tellings.story.shared_days import compare_shared_days
from tellings.story.slots import compare_days
from tellings.story.sureness import PERHAPS, is_sure
from tellings.story.verdicts import judge_case, numbers_differ
from tellings.story.voices import Voices
from tellings.text.names import hash_id

Places = set[tuple[str, int]]
# Statements of one report alone that are listed as such, the weightiest first.
ALONE_A_REPORT = 6


def judge(told: Told, alignments: Sequence[Alignment], timeline: Sequence[TimelineEntry]) -> tuple[Finding, ...]:
    """One finding for each alignment, office and dated event: conflicts first, then updates, then the rest.

    A conflict needs the same thing, the same scope and the same time, and values that cannot both be true; what falls
    short of that is compatible.
    """
    facts = {fact.member: fact for fact in lay_out(told)}
    documents = {r.document.id: r.document for r in told.readings}
    days = {a.doc: a.published.latest for a in told.anchors}
    counts = {r.document.id: [c for c in r.claims if c.kind == "number"] for r in told.readings}
    voices = Voices(told.readings)
    weigh = weigh_stems(told)
    alike = compare_by(list(facts.values()), weigh)
    cases: list[Case] = []
    findings: list[Finding] = []
    dated: list[Finding] = []
    alone: dict[str, list[tuple[float, Finding]]] = {}
    for alignment in alignments:
        case = Case(tuple(facts[m] for m in alignment.members), documents, days, counts, voices, alike, weigh)
        cases += part(case)
    for case in cases:
        finding = _find(case, told)
        if finding.verdict == "single" and (_echoed(case) or _in_passing(case)):
            continue
        if case.facts[0].claim.kind in {"other", "attribution"} and numbers_differ(case):
            continue
        if finding.verdict == "single" and case.facts[0].claim.kind in {"other", "attribution"}:
            weight = math.fsum(case.facts[0].vector.values())
            alone.setdefault(case.facts[0].member.doc, []).append((weight, finding))
        else:
            findings.append(finding)
        if finding.verdict != "single" and case.facts[0].claim.low is None and (days_told := compare_days(told, case)):
            dated.append(replace(days_told, sure=finding.sure))
    for singles in alone.values():
        findings += [finding for _, finding in sorted(singles, key=lambda p: (-p[0], p[1].id))[:ALONE_A_REPORT]]
    findings = _told_once(findings)
    findings += [*compare_offices(told), *_date(told, findings, dated, timeline, weigh)]
    return tuple(sorted(findings, key=_rank))


def _date(
    told: Told,
    findings: Sequence[Finding],
    dated: Sequence[Finding],
    timeline: Sequence[TimelineEntry],
    weigh: Mapping[str, float],
) -> list[Finding]:
    """The comparisons of days: conflicts first, then by the words near the date, by statement, and by event."""
    dates = [f for f in dated if f.verdict == "conflict"]
    told_before = [_days_told(f) for f in dates]
    disputed = {place for f in (*findings, *dates) if f.verdict == "conflict" for place in _places(f)}
    taken = {f.id for f in dates}
    sources = (compare_shared_days(told, weigh), dated, compare_dates(told, timeline))
    found = [finding for more in sources for finding in sorted(more, key=lambda f: (-len(f.tellings), f.id))]
    # What is perhaps of one thing does not stand in the way of what is.
    for finding in sorted(found, key=lambda f: not f.sure):
        if finding.id in taken or _places(finding) <= disputed:
            continue
        if finding.verdict in {"agree", "compatible"} and any(_repeats(finding, known) for known in told_before):
            continue
        dates.append(finding)
        taken.add(finding.id)
        told_before.append(_days_told(finding))
    return dates


def _days_told(finding: Finding) -> Mapping[tuple[str, str], Sequence[Evidence]]:
    """The words that stand for each day of a comparison, by the day as it is said and the report."""
    told: dict[tuple[str, str], list[Evidence]] = {}
    for telling in finding.tellings:
        for evidence in telling.evidence:
            told.setdefault((telling.value, evidence.doc), []).append(evidence)
    return told


def _repeats(finding: Finding, known: Mapping[tuple[str, str], Sequence[Evidence]]) -> bool:
    """Whether half of the tellings or more stand in a comparison of days made before, with the same days."""
    again = [
        telling
        for telling in finding.tellings
        if any(
            there.start < e.end and e.start < there.end
            for e in telling.evidence
            for there in known.get((telling.value, e.doc), ())
        )
    ]
    return 2 * len(again) >= len(finding.tellings)


def _told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Without the statements whose sentences all stand in one comparison of a number or a list: it says it better."""
    typed: dict[tuple[str, int], list[Places]] = {}
    for finding in findings:
        if finding.kind not in {"other", "attribution"} and finding.verdict != "single":
            places = _places(finding)
            for place in places:
                typed.setdefault(place, []).append(places)
    return [
        f
        for f in findings
        if f.kind not in {"other", "attribution"} or f.verdict == "single" or not _inside(_places(f), typed)
    ]


def _inside(places: Places, typed: Mapping[tuple[str, int], Sequence[Places]]) -> bool:
    return any(places <= others for others in typed.get(min(places), ()))


def _places(finding: Finding) -> Places:
    return {(e.doc, e.start) for telling in finding.tellings for e in telling.evidence}


def _in_passing(case: Case) -> bool:
    """True for what a sentence says in passing: it is worth a line only beside what others say."""
    first = case.facts[0].claim
    return first.kind == "place" or first.unit in {"record", "denial"}


def _echoed(case: Case) -> bool:
    """True when another report gives the same number of the same measure: then no report is alone with it."""
    first = case.facts[0]
    if first.claim.low is None or first.claim.kind not in {"number", "duration"}:
        return False
    return any(
        (other.low, other.high, other.unit) == (first.claim.low, first.claim.high, first.claim.unit)
        for doc, claims in case.counts.items()
        if doc != first.member.doc
        for other in claims
    )


def _rank(finding: Finding) -> tuple[int, int, int, str]:
    order = {"conflict": 0, "updated": 1, "compatible": 2, "agree": 2, "single": 3}
    office = finding.about.startswith(OFFICE)
    loose = 2 if office else 1 if finding.kind in {"other", "attribution"} else 0
    return (order[finding.verdict], loose, -finding.origins, finding.id)


def _find(case: Case, told: Told) -> Finding:
    tellings = tell_values(case)
    docs = sorted({d for t in tellings for d in t.documents})
    origins = count_origins(told, docs)
    if count_texts(told, docs) == 1:
        why = f"{len(docs)} reports carry it, but from one origin." if len(docs) > 1 else "Only one report says it."
        return _make(case, tellings, "single", 1, why)
    verdict, why = judge_case(case)
    sure = is_sure(case, verdict)
    if not sure:
        verdict, why = ("compatible" if verdict == "conflict" else verdict), PERHAPS
    if origins == 1:
        why += " All reports are of one outlet."
    return replace(_make(case, tellings, verdict, origins, why), sure=sure)


def _make(case: Case, tellings: tuple[Telling, ...], verdict: Verdict, origins: int, why: str) -> Finding:
    places = sorted((f.member.doc, f.claim.focus.start, f.claim.focus.end, f.claim.head) for f in case.facts)
    return Finding(
        id=hash_id("f", case.facts[0].claim.kind, places),
        about=name_thing(case),
        kind=case.facts[0].claim.kind,
        verdict=verdict,
        origins=origins,
        tellings=tellings,
        why=why,
    )
