"""One line of a brief corrected as a person said, and lines left out; each keeps the words it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from tellings.model.brief import Brief, Finding, Statement, StatusStep, Telling, TimelineEntry, Utterance, Verdict
from tellings.model.reading import EntityKind, EventStatus
from tellings.model.review import Judgement, QuotedWords
from tellings.model.span import Evidence
from tellings.story.overlay_actors import find_actor
from tellings.text.names import fold
from tellings.text.said_days import say_day

Correct = Callable[[Brief, str, Judgement, Sequence[QuotedWords]], Brief]


def correct_line(brief: Brief, item: str, judgement: Judgement, put: Sequence[QuotedWords]) -> Brief:
    """The brief with one field of the line ``item`` as the judgement has it; ``put`` is where corrected words stand."""
    return _LAYERS[judgement.layer](brief, item, judgement, put)


def leave_out(brief: Brief, items: frozenset[str]) -> Brief:
    """The brief without these lines, and without what is made of them elsewhere: summary lines, moves."""
    if not items:
        return brief
    for finding in brief.findings:
        if finding.id in items:
            brief = _drop_told_of(brief, finding)

    def there(id_: str | None) -> str | None:
        return None if id_ in items else id_

    changes = brief.changes
    if changes is not None:
        changes = replace(
            changes,
            changed=tuple(c for c in changes.changed if c.finding not in items),
            status=tuple(s for s in changes.status if s.event not in items),
            reread=tuple(r for r in changes.reread if r.item not in items),
            new=tuple(replace(n, items=tuple(i for i in n.items if i not in items)) for n in changes.new),
        )
    return replace(
        brief,
        summary=tuple(s for s in brief.summary if s.id not in items),
        timeline=tuple(
            replace(e, moved_to=there(e.moved_to), moved_from=there(e.moved_from))
            for e in brief.timeline
            if e.id not in items
        ),
        quotations=tuple(q for q in brief.quotations if q.id not in items),
        findings=tuple(f for f in brief.findings if f.id not in items),
        changes=changes,
    )


def _drop_told_of(brief: Brief, finding: Finding) -> Brief:
    """Without the summary lines that were made from the finding: that put its tellings side by side."""
    places = {e for telling in finding.tellings for e in telling.evidence}

    def is_made_of_it(statement: Statement) -> bool:
        printed = any(fold(statement.text) in fold(e.text) for e in statement.evidence)
        told = any(fold(telling.text) in fold(statement.text) for telling in finding.tellings)
        return not printed and told and "“" in statement.text and any(e in places for e in statement.evidence)

    return replace(brief, summary=tuple(s for s in brief.summary if not is_made_of_it(s)))


def _correct_summary(brief: Brief, item: str, one: Judgement, put: Sequence[QuotedWords]) -> Brief:
    # The words are a person's now, no rewriter's.
    summary = tuple(replace(s, text=one.now, rephrasing=None) if s.id == item else s for s in brief.summary)
    return replace(brief, summary=summary)


def _correct_timeline(brief: Brief, item: str, one: Judgement, put: Sequence[QuotedWords]) -> Brief:
    def corrected(entry: TimelineEntry) -> TimelineEntry:
        if one.field == "date":
            start, _, end = one.now.partition("/")
            days = date.fromisoformat(start), date.fromisoformat(end or start)
            grain = "day" if days[0] == days[1] else entry.grain
            return replace(entry, start=days[0], end=days[1], grain=grain)
        if one.field == "status":
            return replace(entry, status=cast(EventStatus, one.now))
        return replace(entry, what=one.now)

    return replace(brief, timeline=tuple(corrected(e) if e.id == item else e for e in brief.timeline))


def _correct_finding(brief: Brief, item: str, one: Judgement, put: Sequence[QuotedWords]) -> Brief:
    if one.field == "text":
        return replace(brief, findings=tuple(replace(f, about=one.now) if f.id == item else f for f in brief.findings))
    for finding in brief.findings:
        if finding.id == item and finding.verdict != one.now:
            brief = _drop_told_of(brief, finding)
    why = f"{one.note or 'decided by hand'} ({one.by}, {say_day(one.at.date())}; before: {one.was})"
    findings = tuple(replace(f, verdict=cast(Verdict, one.now), why=why) if f.id == item else f for f in brief.findings)
    return replace(brief, findings=findings)


def _correct_quotation(brief: Brief, item: str, one: Judgement, put: Sequence[QuotedWords]) -> Brief:
    said = next((q for q in brief.quotations if q.id == item), None)
    if said is None:
        return brief
    if one.field == "words":
        now, here = _put_words(said, one, put), brief
    else:
        now = _give_to(brief, said, one.now)
        here = _give_elsewhere(brief, said, one.now)
    return replace(here, quotations=tuple(now if q.id == item else q for q in brief.quotations))


def _put_words(said: Utterance, one: Judgement, put: Sequence[QuotedWords]) -> Utterance:
    places = tuple(Evidence(p.doc, p.start, p.end, p.exact) for p in put)
    docs = {p.doc for p in put}
    others = tuple(e for e in said.evidence if e.doc not in docs)
    variants = tuple(v for v in said.variants if v.evidence.doc not in docs)
    return replace(said, text=one.now, evidence=(*places, *others), variants=variants)


def _give_to(brief: Brief, said: Utterance, name: str) -> Utterance:
    """The utterance with another speaker: an actor of the brief where one has that name; none for an empty name."""
    actor = find_actor(brief, name, (e.doc for e in said.evidence)) if name else None
    role = max((r.text for r in actor.roles), key=len, default=None) if actor else None
    shown = actor.name if actor else name or None
    return replace(said, speaker=actor.id if actor else None, speaker_name=shown, as_printed=None, role=role)


def _give_elsewhere(brief: Brief, said: Utterance, name: str) -> Brief:
    """The same words under findings and in the timeline no more given to the former speaker."""
    former = {fold(each) for each in (said.speaker_name, said.as_printed) if each}
    now = name or None

    def is_meant(by: str | None, evidence: Sequence[Evidence]) -> bool:
        return by is not None and fold(by) in former and any(_touch(e, o) for e in evidence for o in said.evidence)

    def telling(told: Telling) -> Telling:
        return replace(told, attributed_to=now) if is_meant(told.attributed_to, told.evidence) else told

    def step(each: StatusStep) -> StatusStep:
        return replace(each, by=now) if is_meant(each.by, each.evidence) else each

    return replace(
        brief,
        findings=tuple(replace(f, tellings=tuple(map(telling, f.tellings))) for f in brief.findings),
        timeline=tuple(replace(e, history=tuple(map(step, e.history))) for e in brief.timeline),
    )


def _touch(one: Evidence, other: Evidence) -> bool:
    return one.doc == other.doc and one.start < other.end and other.start < one.end


def _correct_entity(brief: Brief, item: str, one: Judgement, put: Sequence[QuotedWords]) -> Brief:
    entities, quotations = [], brief.quotations
    for actor in brief.entities:
        if actor.id == item and one.field == "kind":
            actor = replace(actor, kind=cast(EntityKind, one.now))
        elif actor.id == item:
            actor = replace(actor, name=one.now, aliases=tuple(dict.fromkeys((actor.name, *actor.aliases))))
            quotations = tuple(replace(q, speaker_name=one.now) if q.speaker == item else q for q in quotations)
        entities.append(actor)
    return replace(brief, entities=tuple(entities), quotations=quotations)


_LAYERS: dict[str, Correct] = {
    "summary": _correct_summary,
    "timeline": _correct_timeline,
    "quotations": _correct_quotation,
    "findings": _correct_finding,
    "entities": _correct_entity,
}
