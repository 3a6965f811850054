"""One brief from everything known of a story; each section is a view on findings."""

from collections.abc import Sequence

from tellings.model.brief import (
    Actor,
    ActorRole,
    Brief,
    BriefDocument,
    DatedTime,
    Finding,
    Marked,
    Statement,
    TimelineEntry,
    Utterance,
)
from tellings.model.reading import Reading
from tellings.model.story import MergedActor, Told
from tellings.text.spans import cite


def compose(
    told: Told,
    quotations: Sequence[Utterance],
    findings: Sequence[Finding],
    timeline: Sequence[TimelineEntry],
) -> Brief:
    """The brief of ``told``: documents, summary, and the sections handed in."""
    published = [a.published.latest for a in told.anchors if a.published.latest]
    return Brief(
        id=told.story.id,
        title=told.story.title,
        as_of=max(published, default=None),
        documents=_list_documents(told),
        summary=_summarise(told, findings),
        timeline=tuple(timeline),
        entities=tuple(_describe(actor, told.readings) for actor in told.actors),
        quotations=tuple(quotations),
        findings=tuple(findings),
        times=_date_times(told),
    )


def _list_documents(told: Told) -> tuple[BriefDocument, ...]:
    anchors = {a.doc: a.published for a in told.anchors}
    copies = {c.doc: c for c in told.copies}
    listed = []
    for reading in told.readings:
        doc = reading.document
        copy = copies.get(doc.id)
        listed.append(
            BriefDocument(
                id=doc.id,
                location=doc.location,
                outlet=doc.outlet,
                credit=None,
                title=doc.title or _title_of(reading),
                bylines=doc.bylines,
                language=doc.language,
                kind="transcript" if any(b.kind == "turn" for b in reading.blocks) else "article",
                published=anchors.get(doc.id, doc.published),
                furniture=tuple(Marked(f.span.start, f.span.end, f.why) for f in reading.furniture),
                copy_of=copy.of if copy else None,
                copied=round(copy.share, 3) if copy else 0.0,
                url=doc.url,
                notes=doc.notes,
            )
        )
    return tuple(listed)


def _title_of(reading: Reading) -> str | None:
    for block in reading.blocks:
        if block.kind == "title":
            return reading.document.text[block.span.start : block.span.end]
    return None


def _summarise(told: Told, findings: Sequence[Finding]) -> tuple[Statement, ...]:
    return ()


def _describe(actor: MergedActor, readings: Sequence[Reading]) -> Actor:
    by_doc = {r.document.id: r for r in readings}
    mentions = 0
    roles: dict[str, list[tuple[str, int, int]]] = {}
    for doc_id, entity_id in actor.members:
        reading = by_doc[doc_id]
        entity = next(e for e in reading.entities if e.id == entity_id)
        mentions += len(entity.mentions)
        for role in entity.roles:
            roles.setdefault(role.text, []).append((doc_id, role.span.start, role.span.end))
    return Actor(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        aliases=actor.aliases,
        roles=tuple(
            ActorRole(text, tuple(cite(by_doc[d].document, s, e) for d, s, e in places))
            for text, places in sorted(roles.items())
        ),
        documents=tuple(sorted({d for d, _ in actor.members})),
        mentions=mentions,
    )


def _date_times(told: Told) -> tuple[DatedTime, ...]:
    by_doc = {r.document.id: r.document for r in told.readings}
    return tuple(
        DatedTime(
            evidence=cite(by_doc[t.doc], t.span.start, t.span.end),
            start=t.period.start if t.period else None,
            end=t.period.end if t.period else None,
            grain=t.period.grain if t.period else "other",
            kind=t.kind,
        )
        for t in told.times
    )
