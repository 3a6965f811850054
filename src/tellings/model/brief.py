"""What is said of ONE story: every statement with the words it rests on. The shapes are the contract's."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from tellings.model.changes import Changes
from tellings.model.document import DocumentKind, Published, Skipped
from tellings.model.reading import ClaimKind, EntityKind, EventStatus, QuotationKind, TimeKind
from tellings.model.review import Reviewed
from tellings.model.rewriting import Rephrasing, Rewriting
from tellings.model.span import Evidence
from tellings.model.story import Origin
from tellings.model.when import Grain

Step = Literal[
    "announced", "expected", "possible", "confirmed", "not_confirmed", "postponed", "under_way", "happened", "denied",
    "cancelled",
]  # fmt: skip
Verdict = Literal["agree", "compatible", "updated", "conflict", "single"]


def _need_evidence(what: str, evidence: tuple[Evidence, ...]) -> None:
    if not evidence:
        raise ValueError(f"{what} rests on nothing: a statement needs at least one piece of evidence.")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the brief and the words it rests on; it cannot be built without them.

    ``rephrasing`` is there when a rewriter was asked. ``id`` comes from the places of its evidence.
    """

    text: str
    evidence: tuple[Evidence, ...]
    rephrasing: Rephrasing | None = None
    id: str = ""

    def __post_init__(self) -> None:
        _need_evidence(f"Statement {self.text[:60]!r}", self.evidence)
        if not self.text.strip():
            raise ValueError("A Statement needs words.")
        if not self.id:
            places = "\n".join(f"{e.doc} {e.start} {e.end}" for e in self.evidence)
            object.__setattr__(self, "id", "y" + sha256(places.encode("utf-8", "surrogatepass")).hexdigest()[:12])


@dataclass(frozen=True, slots=True)
class Marked:
    """Furniture of a report as the brief lists it: ``[start, end)`` in the report's text, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """A report as the brief lists it; ``copy_of`` is the one whose text it carries, ``copied`` the share (0 to 1)."""

    id: str
    location: str
    outlet: str | None
    credit: str | None
    title: str | None
    bylines: tuple[str, ...]
    language: str | None
    kind: DocumentKind
    published: Published
    furniture: tuple[Marked, ...]
    copy_of: str | None = None
    copied: float = 0.0
    url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One move of an event's status: ``as_of`` the day it was told, ``by`` whom (``None``: the reports themselves).

    ``step`` says more finely than ``status`` what was done on that day: a thing expected was announced, confirmed or
    left unconfirmed by somebody; one called off was cancelled or postponed.
    """

    as_of: date | None
    status: EventStatus
    step: Step
    by: str | None
    evidence: tuple[Evidence, ...]
    what: str = ""

    def __post_init__(self) -> None:
        _need_evidence(f"Status {self.status!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something dated: what happened or is expected on the days ``start`` to ``end``, and how its status moved."""

    id: str
    start: date | None
    end: date | None
    grain: Grain
    what: str
    status: EventStatus
    history: tuple[StatusStep, ...]
    participants: tuple[str, ...]
    place: str | None
    evidence: tuple[Evidence, ...]
    moved_to: str | None = None
    """The entry of the new days of a plan that was moved."""
    moved_from: str | None = None
    """The entry of the days it was planned for before."""

    def __post_init__(self) -> None:
        _need_evidence(f"Timeline entry {self.what[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that many reports of a long story tell of: how many, and the sentences that tell it best."""

    day: date
    reports: int
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need_evidence(f"Milestone {self.day}", self.evidence)


@dataclass(frozen=True, slots=True)
class ActorRole:
    """What the reports call an actor, with the places."""

    text: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need_evidence(f"Role {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, place ... of the story, merged across reports (``entities`` in the output)."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[ActorRole, ...]
    documents: tuple[str, ...]
    mentions: int
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """The same utterance as another report has it."""

    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Utterance:
    """Who said what: one quotation of the story, with one piece of evidence for each report that carries it."""

    id: str
    text: str
    kind: QuotationKind
    speaker: str | None
    speaker_name: str | None
    as_printed: str | None
    role: str | None
    cue: str | None
    evidence: tuple[Evidence, ...]
    variants: tuple[Variant, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        _need_evidence(f"Quotation {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Telling:
    """One value of a fact, in the words of the reports that give it."""

    value: str
    unit: str | None
    text: str
    documents: tuple[str, ...]
    attributed_to: str | None
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need_evidence(f"Telling {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact put side by side across reports, with the verdict and its reason in plain words.

    ``origins`` counts independent origins, not pages: wire text carried by ten sites is one. ``named`` says who they
    are, where a name is known: outlets and agencies, or the one person or body whose word all reports rest on.
    ``sure`` is false where the words alone leave open whether the tellings are of one thing.
    """

    id: str
    about: str
    kind: ClaimKind
    verdict: Verdict
    origins: int
    tellings: tuple[Telling, ...]
    why: str
    named: tuple[str, ...] = ()
    sure: bool = True

    def __post_init__(self) -> None:
        if not self.tellings:
            raise ValueError(f"Finding {self.about!r} has no tellings.")
        if not self.why:
            raise ValueError(f"Finding {self.about!r} does not say why it is {self.verdict!r}.")


@dataclass(frozen=True, slots=True)
class DatedTime:
    """A time expression with the days it means; ``None`` where the report's own date leaves it open."""

    evidence: Evidence
    start: date | None
    end: date | None
    grain: Grain
    kind: TimeKind


@dataclass(frozen=True, slots=True)
class Relation:
    """Who does what to whom, as ids of entities."""

    source: str
    target: str
    action: str
    status: EventStatus
    when: date | None
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need_evidence(f"Relation {self.action!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Brief:
    """One story told once: all sections are views on what its reports say."""

    id: str
    title: str
    as_of: date | None
    documents: tuple[BriefDocument, ...]
    summary: tuple[Statement, ...]
    timeline: tuple[TimelineEntry, ...]
    entities: tuple[Actor, ...]
    quotations: tuple[Utterance, ...]
    findings: tuple[Finding, ...]
    times: tuple[DatedTime, ...]
    relations: tuple[Relation, ...] = ()
    changes: Changes | None = None
    rewriting: Rewriting | None = None
    origins: tuple[Origin, ...] = ()
    """Each report in one of them; a brief made by hand may list none, and then outlets and copies are counted."""
    milestones: tuple[Milestone, ...] = ()
    """The days that matter in a story of many reports; a short story has none."""
    reviews: tuple[Reviewed, ...] = ()
    """What people decided on its lines, by time; a line that was rejected stands here alone."""


@dataclass(frozen=True, slots=True)
class Generator:
    """What made a brief: the version of the package and the names of the readers of language."""

    tellings: str
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What ``tellings brief`` prints: the briefs of all stories, and every input that was left out, with its reason."""

    format: Literal["tellings-brief/1"] = field(default="tellings-brief/1", kw_only=True)
    generator: Generator
    stories: tuple[Brief, ...]
    skipped: tuple[Skipped, ...]
