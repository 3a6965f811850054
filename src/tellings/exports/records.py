"""Readings and stories flattened to records, ready to be printed."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from tellings.model.check import AgainstDocument, Check, CheckedSentence, DraftText
from tellings.model.document import Document, Skipped
from tellings.model.reading import Claim, Entity, Event, Quantity, Quotation, Reading, Speaker
from tellings.model.record import (
    BlockRecord,
    ClaimRecord,
    DocumentRecord,
    EntityRecord,
    EventRecord,
    MarkedRecord,
    MemberRecord,
    MentionRecord,
    Place,
    QuantityRecord,
    QuotationRecord,
    ReadingRecord,
    RoleRecord,
    SentenceRecord,
    StoriesRecord,
    StoryRecord,
    TimeRecord,
)
from tellings.model.span import Span
from tellings.model.story import Story


def record_reading(reading: Reading) -> ReadingRecord:
    """All layers of one report with plain offsets into ``document.text``."""
    entity_at = {(span.start, span.end): e.id for e in reading.entities for span in e.mentions}
    speaker_at = {(s.span.start, s.span.end): s for s in reading.speakers}
    return ReadingRecord(
        document=_record_document(reading),
        made_by=reading.made_by,
        blocks=tuple(BlockRecord(b.span.start, b.span.end, b.kind, _maybe(b.speaker)) for b in reading.blocks),
        sentences=tuple(SentenceRecord(s.span.start, s.span.end) for s in reading.sentences),
        mentions=tuple(
            MentionRecord(m.span.start, m.span.end, m.kind, entity_at.get(_place(m.span))) for m in reading.mentions
        ),
        entities=tuple(_record_entity(e) for e in reading.entities),
        times=tuple(TimeRecord(t.span.start, t.span.end, t.kind, t.when, t.tense) for t in reading.times),
        quantities=tuple(_record_quantity(q) for q in reading.quantities),
        quotations=tuple(_record_quotation(q, speaker_at) for q in reading.quotations),
        events=tuple(_record_event(e) for e in reading.events),
        claims=tuple(_record_claim(c) for c in reading.claims),
    )


def record_check(
    draft: Document, sentences: Sequence[CheckedSentence], documents: Sequence[Document], skipped: Sequence[Skipped]
) -> Check:
    """The checked draft with its counts and the reports it was tested against."""
    verdicts = Counter(sentence.verdict for sentence in sentences)
    return Check(
        draft=DraftText(draft.id, draft.location, draft.text),
        sentences=tuple(sentences),
        supported=verdicts["supported"],
        contradicted=verdicts["contradicted"],
        differs=verdicts["differs"],
        unsupported=verdicts["unsupported"],
        opinion=verdicts["opinion"],
        documents=tuple(AgainstDocument(d.id, d.location, d.outlet, d.title) for d in documents),
        skipped=tuple(skipped),
    )


def record_stories(
    stories: Sequence[Story], documents: Sequence[Document], skipped: Sequence[Skipped]
) -> StoriesRecord:
    """The grouping with the location of each report; ``documents`` holds at least the stories' reports."""
    locations = {doc.id: doc.location for doc in documents}
    return StoriesRecord(
        stories=tuple(
            StoryRecord(
                id=story.id,
                title=story.title,
                documents=tuple(MemberRecord(doc, locations[doc]) for doc in story.documents),
                first=story.first,
                last=story.last,
                absorbed=story.absorbed,
            )
            for story in stories
        ),
        skipped=tuple(skipped),
    )


def _record_document(reading: Reading) -> DocumentRecord:
    doc = reading.document
    titles = (doc.text[b.span.start : b.span.end] for b in reading.blocks if b.kind == "title")
    return DocumentRecord(
        id=doc.id,
        location=doc.location,
        outlet=doc.outlet,
        credit=None,
        title=doc.title or next(titles, None),
        bylines=doc.bylines,
        language=reading.language,
        kind="transcript" if any(b.kind == "turn" for b in reading.blocks) else "article",
        published=doc.published,
        furniture=tuple(MarkedRecord(f.span.start, f.span.end, f.why) for f in reading.furniture),
        url=doc.url,
        notes=doc.notes,
        text=doc.text,
    )


def _record_entity(entity: Entity) -> EntityRecord:
    roles = tuple(RoleRecord(r.text, r.span.start, r.span.end) for r in entity.roles)
    return EntityRecord(entity.id, entity.name, entity.kind, entity.aliases, roles, _places(entity.mentions))


def _record_quantity(quantity: Quantity) -> QuantityRecord:
    return QuantityRecord(
        start=quantity.span.start,
        end=quantity.span.end,
        value=_finite(quantity.value),
        value_max=_finite(quantity.value_max),
        unit=quantity.unit,
        approx=quantity.approx,
        of=_maybe(quantity.of),
    )


def _record_quotation(quotation: Quotation, speaker_at: dict[Place, Speaker]) -> QuotationRecord:
    speaker = speaker_at.get(_place(quotation.speaker)) if quotation.speaker else None
    return QuotationRecord(
        start=min(span.start for span in quotation.content),
        end=max(span.end for span in quotation.content),
        kind=quotation.kind,
        source=_places(quotation.source),
        cue=_places(quotation.cue),
        content=_places(quotation.content),
        speaker=_maybe(quotation.speaker),
        speaker_name=speaker.name if speaker else None,
        entity=speaker.entity if speaker else None,
        role=speaker.role.text if speaker and speaker.role else None,
        why=quotation.why,
    )


def _record_event(event: Event) -> EventRecord:
    return EventRecord(
        start=event.span.start,
        end=event.span.end,
        trigger=_place(event.trigger),
        lemma=event.lemma,
        status=event.status,
        polarity="negative" if event.negated else "positive",
        time=_maybe(event.time),
        participants=event.participants,
        place=event.place,
        by=_maybe(event.by),
    )


def _record_claim(claim: Claim) -> ClaimRecord:
    return ClaimRecord(
        start=claim.span.start,
        end=claim.span.end,
        kind=claim.kind,
        focus=_place(claim.focus),
        head=claim.head,
        about=claim.about,
        low=_finite(claim.low),
        high=_finite(claim.high),
        unit=claim.unit,
        names=claim.names,
        actors=claim.actors,
        scope=claim.scope,
        time=_maybe(claim.time),
        negated=claim.negated,
        hedged=claim.hedged,
        status=claim.status,
        attributed=_maybe(claim.attributed),
    )


def _place(span: Span) -> Place:
    return (span.start, span.end)


def _maybe(span: Span | None) -> Place | None:
    return _place(span) if span else None


def _places(spans: Iterable[Span]) -> tuple[Place, ...]:
    return tuple(_place(span) for span in spans)


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None
