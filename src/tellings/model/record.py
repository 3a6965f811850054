"""What ``tellings read`` and ``tellings group`` print: readings and stories flattened to plain places."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tellings.model.document import DocumentKind, Published, Skipped
from tellings.model.reading import (
    Approx,
    BlockKind,
    ClaimKind,
    EntityKind,
    EventStatus,
    QuotationKind,
    Tense,
    TimeKind,
)
from tellings.model.when import When

Place = tuple[int, int]
"""``(start, end)``: half-open code-point offsets into the text of the document."""

Polarity = Literal["positive", "negative"]


@dataclass(frozen=True, slots=True)
class MarkedRecord:
    """Furniture: words that belong to the page, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A report with its text: every offset of the line counts in ``text``."""

    id: str
    location: str
    outlet: str | None
    credit: str | None
    title: str | None
    bylines: tuple[str, ...]
    language: str | None
    kind: DocumentKind
    published: Published
    furniture: tuple[MarkedRecord, ...]
    url: str | None
    notes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class BlockRecord:
    """A piece of the page with one role; ``speaker`` is the label of a turn."""

    start: int
    end: int
    kind: BlockKind
    speaker: Place | None


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """One sentence outside furniture."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """A name in the text; ``entity`` is the id of the entity it names, where that is known."""

    start: int
    end: int
    kind: EntityKind
    entity: str | None


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """What the report calls someone."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """One person, organisation, place ... of the report under its fullest name."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[RoleRecord, ...]
    mentions: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class TimeRecord:
    """A time as the report says it: ``when`` is a symbol, not yet a day of the calendar."""

    start: int
    end: int
    kind: TimeKind
    when: When
    tense: Tense | None


@dataclass(frozen=True, slots=True)
class QuantityRecord:
    """A number with its unit; ``of`` is the place of what is counted. ``None`` for a bound that is open."""

    start: int
    end: int
    value: float | None
    value_max: float | None
    unit: str | None
    approx: Approx
    of: Place | None


@dataclass(frozen=True, slots=True)
class QuotationRecord:
    """Words given to somebody: ``start`` to ``end`` spans all pieces of ``content``."""

    start: int
    end: int
    kind: QuotationKind
    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    speaker: Place | None
    speaker_name: str | None
    entity: str | None
    role: str | None
    why: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened or may happen; ``participants`` and ``place`` are ids of entities."""

    start: int
    end: int
    trigger: Place
    lemma: str
    status: EventStatus
    polarity: Polarity
    time: Place | None
    participants: tuple[str, ...]
    place: str | None
    by: Place | None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One small fact with a slot that other reports may fill the same way or another. ``None``: open or not given."""

    start: int
    end: int
    kind: ClaimKind
    focus: Place
    head: str
    about: tuple[str, ...]
    low: float | None
    high: float | None
    unit: str | None
    names: tuple[str, ...]
    actors: tuple[str, ...]
    scope: tuple[str, ...]
    time: Place | None
    negated: bool
    hedged: bool
    status: EventStatus | None
    attributed: Place | None


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """What ``tellings read --json`` prints for each report, one object a line."""

    format: Literal["tellings-reading/1"] = field(default="tellings-reading/1", kw_only=True)
    document: DocumentRecord
    made_by: str
    blocks: tuple[BlockRecord, ...]
    sentences: tuple[SentenceRecord, ...]
    mentions: tuple[MentionRecord, ...]
    entities: tuple[EntityRecord, ...]
    times: tuple[TimeRecord, ...]
    quantities: tuple[QuantityRecord, ...]
    quotations: tuple[QuotationRecord, ...]
    events: tuple[EventRecord, ...]
    claims: tuple[ClaimRecord, ...]


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A report of a story."""

    id: str
    location: str


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """Reports that tell one event; ``absorbed`` are ids of stories merged into it."""

    id: str
    title: str
    documents: tuple[MemberRecord, ...]
    first: date | None
    last: date | None
    absorbed: tuple[str, ...]
    outlets: int | None = None
    opened_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoriesRecord:
    """What ``tellings group --json`` prints, with every input that was left out and its reason."""

    format: Literal["tellings-stories/1"] = field(default="tellings-stories/1", kw_only=True)
    stories: tuple[StoryRecord, ...]
    skipped: tuple[Skipped, ...]
