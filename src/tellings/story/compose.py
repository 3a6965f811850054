"""One brief from everything known of a story; each section is a view on findings."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from tellings.model.brief import (
    Actor,
    ActorRole,
    Brief,
    BriefDocument,
    DatedTime,
    Finding,
    Marked,
    TimelineEntry,
    Utterance,
)
from tellings.model.reading import Reading
from tellings.model.story import MergedActor, Told
from tellings.story.callings import order_roles
from tellings.story.credits import find_credit
from tellings.story.milestones import mark_milestones
from tellings.story.moves import mark_differing
from tellings.story.relations import relate
from tellings.story.summary import summarise
from tellings.story.titles import title_of
from tellings.text.spans import cite
from tellings.text.words import content_stems

_BY = re.compile(r"^(?:(?:story|report|text|words|written|reported)\s+)?by:?\s+", re.IGNORECASE)
# "Additional reporting by Hedda Rowe": she helped, and did not write it.
_HELP = re.compile(r"(?:additional|further)\s+report(?:s|ing)\b", re.IGNORECASE)


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
        title=_choose_title(told),
        as_of=max(published, default=None),
        documents=_list_documents(told),
        summary=summarise(told, findings, timeline),
        timeline=mark_differing(timeline, findings),
        entities=tuple(_describe(actor, told.readings) for actor in told.actors),
        quotations=tuple(quotations),
        findings=tuple(findings),
        times=_date_times(told),
        relations=relate(told),
        milestones=mark_milestones(told),
        origins=told.origins,
    )


def _list_documents(told: Told) -> tuple[BriefDocument, ...]:
    anchors = {a.doc: a.published for a in told.anchors}
    copies = {c.doc: c for c in told.copies}
    listed = []
    for reading in _in_order(told):
        doc = reading.document
        copy = copies.get(doc.id)
        listed.append(
            BriefDocument(
                id=doc.id,
                location=doc.location,
                outlet=doc.outlet,
                credit=find_credit(reading),
                title=title_of(reading),
                bylines=doc.bylines or _printed_bylines(reading),
                language=reading.language,
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


def _choose_title(told: Told) -> str:
    """The title of the last day that shares most words with the other titles; the story's where that day has none."""
    days = {a.doc: a.published.latest for a in told.anchors}
    last = max((day for day in days.values() if day), default=None)
    titled = [(r, title) for r in told.readings if (title := title_of(r))]
    spread = Counter(stem for _, title in titled for stem in set(content_stems(title)))
    fresh = [(r, title) for r, title in titled if last and days.get(r.document.id) == last]
    if not fresh:
        return told.story.title
    return max(fresh, key=lambda pair: (sum(spread[s] for s in set(content_stems(pair[1]))), pair[0].document.id))[1]


def _in_order(told: Told) -> list[Reading]:
    """The readings by the day they came out; undated ones last."""
    days = {a.doc: a.published.latest for a in told.anchors}
    return sorted(told.readings, key=lambda r: (days.get(r.document.id) or date.max, r.document.location))


def _printed_bylines(reading: Reading) -> tuple[str, ...]:
    text = reading.document.text
    lines = [" ".join(text[b.span.start : b.span.end].split()) for b in reading.blocks if b.kind == "byline"]
    names = [_BY.sub("", line) for line in lines if len(line) <= 200 and not _HELP.match(line)]
    return tuple(name for name in names if name)


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
        roles=order_roles(
            ActorRole(text, tuple(cite(by_doc[d].document, s, e) for d, s, e in places))
            for text, places in roles.items()
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
