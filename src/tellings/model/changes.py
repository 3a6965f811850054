"""What moved in a story since a reader last saw it: every line with the words it rests on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tellings.model.document import Published, Skipped
from tellings.model.reading import EventStatus
from tellings.model.span import Evidence

Section = Literal["timeline", "findings", "quotations"]


def _need(what: str, *evidence: tuple[Evidence, ...]) -> None:
    if not all(evidence):
        raise ValueError(f"{what} rests on nothing: what is told as new needs the words it rests on.")


@dataclass(frozen=True, slots=True)
class News:
    """A sentence that only reports not seen before tell; ``evidence`` holds no words of a seen report.

    ``origins`` counts the outlets that tell it. ``items`` are the ids of what else the brief makes of the same words:
    timeline entries, findings, quotations. ``story`` is the id of the story.
    """

    story: str
    text: str
    origins: int
    items: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need(f"News {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that moved, or that a new report contradicts: ``was`` in the seen reports, ``now`` in the new ones.

    ``finding`` is the id of the finding or timeline entry it is told in. ``evidence`` is for ``now``.
    """

    story: str
    finding: str
    about: str
    verdict: Literal["updated", "conflict"]
    was: str
    now: str
    why: str
    was_evidence: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need(f"Change of {self.about[:60]!r}", self.evidence, self.was_evidence)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a new report corrects or takes back, in its words; ``was`` is what a seen report said, where that is found.

    ``was_evidence`` is empty where it is not.
    """

    story: str
    text: str
    was: str | None
    why: str
    was_evidence: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need(f"Withdrawal {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class StatusMove:
    """An event whose status a new report moves: ``event`` is the id of its timeline entry, ``by`` who says so.

    ``start`` to ``end`` are the days of the event, ``as_of`` the day it was told; ``evidence`` is for ``now``.
    """

    story: str
    event: str
    what: str
    start: date | None
    end: date | None
    was: EventStatus
    now: EventStatus
    by: str | None
    as_of: date | None
    was_evidence: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need(f"Status of {self.what[:60]!r}", self.evidence, self.was_evidence)


@dataclass(frozen=True, slots=True)
class Reread:
    """Something seen reports said all along that the earlier brief did not tell: found by reading better, no news."""

    story: str
    section: Section
    item: str
    text: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _need(f"Reread {self.text[:60]!r}", self.evidence)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the reports not seen before change in one story.

    ``since`` is the moment (ISO 8601) up to which reports count as seen, ``None`` where an earlier brief says which.
    ``unseen`` are the ids of the new reports; ``undated`` those without a date, which count as seen because they
    cannot be shown to be new. ``further`` counts news beyond those listed, ``repeated`` the sentences of new reports
    that say again what was known, ``borne_out`` the findings that gained an origin by them.
    """

    since: str | None
    unseen: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    new: tuple[News, ...] = ()
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    status: tuple[StatusMove, ...] = ()
    reread: tuple[Reread, ...] = ()
    further: int = 0
    repeated: int = 0
    borne_out: int = 0


@dataclass(frozen=True, slots=True)
class ComparedReport:
    """A report of a story: ``seen`` before, or new; ``published`` as the story knows it."""

    id: str
    location: str
    outlet: str | None
    title: str | None
    published: Published
    seen: bool


@dataclass(frozen=True, slots=True)
class ComparedStory:
    """A story with new reports or changes; ``further``, ``repeated`` and ``borne_out`` count as in ``Changes``."""

    id: str
    title: str
    as_of: date | None
    documents: tuple[ComparedReport, ...]
    further: int
    repeated: int
    borne_out: int


@dataclass(frozen=True, slots=True)
class ChangesRecord:
    """What ``tellings new --json`` prints: the changes of all stories, each item with the id of its ``story``.

    ``undated`` are the ids of the reports without a date, which count as seen.
    """

    format: Literal["tellings-changes/1"] = field(default="tellings-changes/1", kw_only=True)
    since: str | None
    stories: tuple[ComparedStory, ...]
    new: tuple[News, ...]
    changed: tuple[Changed, ...]
    withdrawn: tuple[Withdrawn, ...]
    status: tuple[StatusMove, ...]
    reread: tuple[Reread, ...]
    undated: tuple[str, ...]
    skipped: tuple[Skipped, ...]
