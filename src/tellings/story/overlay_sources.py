"""Reports taken off a line of a brief that do not say so: the line rests on the others alone."""

from collections.abc import Iterable
from dataclasses import replace

from tellings.model.brief import Brief, Finding, Telling, TimelineEntry, Utterance, Verdict
from tellings.model.review import Judgement
from tellings.model.span import Evidence
from tellings.text.said_days import say_day

Evidences = tuple[Evidence, ...]


def detach_reports(brief: Brief, item: str, one: Judgement, reports: frozenset[str]) -> Brief | None:
    """The brief in which the line ``item`` does not rest on these reports; ``None`` where it rests on them alone.

    What is left says no more than the other reports do: steps of an event, tellings and other wordings that only these
    reports had go with them. The line of another part of the brief that rests on the same words is not touched.
    """

    def rest(evidence: Evidences) -> Evidences:
        return tuple(e for e in evidence if e.doc not in reports)

    def entry(each: TimelineEntry) -> TimelineEntry:
        told = ((step, rest(step.evidence)) for step in each.history)
        history = tuple(replace(step, evidence=kept) for step, kept in told if kept)
        moved = history and history[-1].status != each.history[-1].status == each.status
        status = history[-1].status if moved else each.status
        return replace(each, evidence=rest(each.evidence), history=history, status=status)

    def said(each: Utterance) -> Utterance:
        variants = tuple(v for v in each.variants if v.evidence.doc not in reports)
        return replace(each, evidence=rest(each.evidence), variants=variants)

    places = [e for s in brief.summary if s.id == item for e in s.evidence]
    places += [e for t in brief.timeline if t.id == item for e in t.evidence]
    places += [e for q in brief.quotations if q.id == item for e in q.evidence]
    places += [e for f in brief.findings if f.id == item for t in f.tellings for e in t.evidence]
    if not rest(tuple(places)):
        return None
    return replace(
        brief,
        summary=tuple(replace(s, evidence=rest(s.evidence)) if s.id == item else s for s in brief.summary),
        timeline=tuple(entry(e) if e.id == item else e for e in brief.timeline),
        quotations=tuple(said(q) if q.id == item else q for q in brief.quotations),
        findings=tuple(_take_off(f, brief, one, reports) if f.id == item else f for f in brief.findings),
    )


def _take_off(finding: Finding, brief: Brief, one: Judgement, reports: frozenset[str]) -> Finding:
    """The finding without what these reports tell; with one telling left it is no comparison any more."""
    tellings: list[Telling] = []
    for telling in finding.tellings:
        kept = tuple(e for e in telling.evidence if e.doc not in reports)
        docs = tuple(doc for doc in telling.documents if doc not in reports)
        if kept:
            tellings.append(replace(telling, documents=docs, evidence=kept))
    if tuple(tellings) == finding.tellings:
        return finding
    left = {doc for telling in tellings for doc in telling.documents}
    origins = min(finding.origins, _count(brief, left))
    verdict: Verdict = finding.verdict
    if origins == 1 and (len(tellings) == 1 or verdict == "agree"):
        verdict = "single"
    elif len(tellings) == 1:
        verdict = "agree"
    gone = {o.name for o in brief.origins if not left & set(o.documents)}
    why = f"{one.was} does not say so ({one.by}, {say_day(one.at.date())}; before: {finding.verdict})"
    named = tuple(name for name in finding.named if name not in gone)
    return replace(finding, tellings=tuple(tellings), origins=origins, verdict=verdict, named=named, why=why)


def _count(brief: Brief, documents: Iterable[str]) -> int:
    """The independent origins of these reports; one that no origin lists counts for itself."""
    known = {doc: f"o{number}" for number, origin in enumerate(brief.origins) for doc in origin.documents}
    return max(1, len({known.get(doc, doc) for doc in documents}))
