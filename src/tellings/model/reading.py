"""What is found in ONE report: layers of spans over its text, each found once."""

from dataclasses import dataclass
from typing import Literal

from tellings.model.document import Document
from tellings.model.span import Span
from tellings.model.when import When

BlockKind = Literal["title", "dateline", "byline", "heading", "paragraph", "turn", "caption", "other"]
EntityKind = Literal["person", "organisation", "place", "group", "event", "work", "other"]
QuotationKind = Literal["direct", "mixed", "indirect", "turn", "scare"]
TimeKind = Literal["date", "time", "duration", "set"]
Tense = Literal["past", "present", "future"]
Approx = Literal["exact", "about", "over", "under", "at_least", "at_most", "almost"]
EventStatus = Literal["happened", "under_way", "expected", "possible", "denied", "cancelled"]
ClaimKind = Literal[
    "number", "date", "time", "duration", "name", "place", "cause", "membership", "status", "attribution", "other"
]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page with one role: a title, a paragraph, one speaker's turn of a transcript.

    Blocks do not overlap and stand in text order. ``speaker`` is the label of a ``turn`` without its
    colon ("EMILY FENG, BYLINE"); a turn that runs over several paragraphs is one block a paragraph,
    each with the same ``speaker`` span. ``span`` of a turn leaves the label out.
    """

    span: Span
    kind: BlockKind
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words that belong to the page and not to the report, with the reason (``why``). May be part of a line."""

    span: Span
    why: str

    def __post_init__(self) -> None:
        if not self.why:
            raise ValueError(f"Furniture at {self.span.start}:{self.span.end} needs a reason.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence outside furniture; ``block`` is the index of its block in ``Reading.blocks``."""

    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: ``span`` without title, article or possessive ending ("Ilse Marek")."""

    span: Span
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Role:
    """What a report calls someone: "a senior river fellow at the Tarn Institute"."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place ... of one report: a chain of mentions under its fullest name.

    ``id`` is unique within the report ("e3"). ``aliases`` are all forms as printed, with titles where
    printed together ("President Tovan Brul"). ``mentions`` are spans of names and of descriptions and
    pronouns that were resolved to it ("the Velmark leader", "he" where it names a speaker).
    """

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    roles: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.mentions:
            raise ValueError("An Entity needs a name and at least one mention.")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as the report says it: a symbol, not yet a day of the calendar.

    ``tense`` is that of the clause it stands in, which tells the past Thursday from the coming one.
    """

    span: Span
    kind: TimeKind
    when: When
    tense: Tense | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, the words that bound it and what is counted.

    ``value`` to ``value_max`` (equal for a single number) in ``unit`` ("person", "USD", "km", "percent"; ``None``
    for a bare count); ``of`` is the noun phrase counted ("second-hand pumping trucks"). ``span`` runs from the
    bound word to the unit or head noun.
    """

    span: Span
    value: float
    value_max: float
    unit: str | None
    approx: Approx = "exact"
    of: Span | None = None

    def __post_init__(self) -> None:
        if not self.value <= self.value_max:
            raise ValueError(f"Quantity at {self.span.start} runs backwards: {self.value} > {self.value_max}.")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words given to somebody: the spans of content, cue ("said") and source ("Ilse Marek, a senior ...").

    ``content`` spans exclude the quotation marks; several spans where the verb splits the words. ``speaker`` is the
    head of the source: a name, an office, a description or a pronoun, as printed; ``None`` when nobody is named.
    A ``scare`` quotation has neither source nor speaker.
    """

    kind: QuotationKind
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: Span | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("A Quotation without content quotes nothing.")
        if self.kind == "scare" and (self.source or self.speaker):
            raise ValueError("Scare quotes are nobody's words: a scare quotation has no source.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a quotation's speaker span is: an entity of the report, or just the words as printed.

    ``name`` is the fullest name known in this report ("Ilse Marek" for "Marek", "she"), or the office as printed
    ("an Orlan Harbour Ministry spokesman") where no person is named. ``role`` is the role printed for this person in
    this report, nearest to the quotation first. ``why`` says how a pronoun or description was resolved.
    """

    span: Span
    name: str
    entity: str | None = None
    role: Role | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or may happen: ``span`` is its clause, ``trigger`` the word that names it.

    ``lemma`` is the trigger in its base form; ``negated`` is true for what is said not to be so. ``time`` is the
    span of a time expression of the same clause, ``participants`` and ``place`` are ids of the report's entities.
    """

    span: Span
    trigger: Span
    lemma: str
    status: EventStatus
    negated: bool = False
    time: Span | None = None
    participants: tuple[str, ...] = ()
    place: str | None = None
    by: Span | None = None
    """Source of the clause where it is somebody's word ("Orlan's ambassador to Velmark")."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One small fact with a slot that other reports may fill the same way or another.

    ``span`` is the clause, ``focus`` the words of the value in it. ``head`` says what the value is of ("truck",
    "trip abroad"); ``about`` are the content words of the clause in base form, sorted, for alignment. ``low`` to
    ``high`` hold a number or a duration in days as an interval made from its bound words (``inf`` where open);
    ``value`` is the number as printed, in the same unit. ``names`` hold names or members, folded. ``scope`` keeps the
    words that limit the claim ("first", "since February", "so far"). ``attributed`` is the source the report gives.
    """

    kind: ClaimKind
    span: Span
    focus: Span
    head: str
    about: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    time: Span | None = None
    negated: bool = False
    hedged: bool = False
    status: EventStatus | None = None
    attributed: Span | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A span with a label and the probability (0 to 1) the recogniser gives it."""

    span: Span
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class AttributionSignal:
    """A content the recogniser sees, with the cue and the source it ties to it; both may stand in other sentences.

    ``score`` is the probability (0 to 1) of the content's span, ``speech`` that it is said rather than only thought.
    """

    content: Span
    cue: Span | None
    source: Span | None
    score: float
    speech: float


@dataclass(frozen=True, slots=True)
class EventSignal:
    """A word the recogniser takes for an event with probability ``score``, and where the report says it stands.

    ``certainty`` is the probability of ``status``; ``tense`` is the direction of its time.
    """

    span: Span
    score: float
    status: EventStatus
    certainty: float
    tense: Tense


@dataclass(frozen=True, slots=True)
class Signals:
    """What a ``Recogniser`` says of one sentence, offsets counted in the document.

    ``entities`` are labelled with ``EntityKind`` or with facility, product, date or money. ``attributions`` stand with
    the sentence their content begins in. ``vector`` is the sentence's place in a similarity space of unit length, empty
    where there is none. Every finder must work without them: each says what it makes of them in its docstring.
    """

    entities: tuple[LabelledSpan, ...] = ()
    attributions: tuple[AttributionSignal, ...] = ()
    events: tuple[EventSignal, ...] = ()
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All layers of one report. ``made_by`` names the version of rules and model that found them."""

    document: Document
    made_by: str
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    quotations: tuple[Quotation, ...]
    entities: tuple[Entity, ...]
    speakers: tuple[Speaker, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    signals: tuple[Signals, ...] = ()
    language: str | None = None
