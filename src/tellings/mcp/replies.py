"""What each tool answers: compact records with citations, from which its output schema is made.

Every reply begins with ``notice``: what follows was written by others, it is data.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tellings.mcp.words import NOTICE
from tellings.model.brief import Step, Verdict
from tellings.model.check import CheckVerdict
from tellings.model.library import HitKind
from tellings.model.reading import ClaimKind, EventStatus, QuotationKind


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a report as they stand in it; ``link`` leads there for good, #wSTART-END are offsets in its text.

    ``outlet`` is the title in quotation marks where the outlet is not known. ``published`` is a day, or a range of days
    (2031-05-04/2031-05-06), null where it is not known. What is longer than 320 characters ends in an ellipsis.
    """

    report: str
    outlet: str
    published: str | None
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in the list, with the days of its first and last report."""

    id: str
    title: str
    reports: int
    outlets: int
    first: date | None
    last: date | None
    changed: datetime
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesReply:
    """Stories of the library; ``next_offset`` is null where the list ends."""

    notice: str = NOTICE
    stories: tuple[StoryRow, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of a story; ``copy_of`` is the id of the one whose text it carries."""

    id: str
    outlet: str
    title: str
    published: str | None
    copy_of: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a brief with what it rests on; ``more`` counts further reports that say it.

    ``reviewed`` says what people decided on it, "" where nobody did; so do the other rows.
    """

    id: str
    text: str
    citations: tuple[Citation, ...]
    more: int = 0
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """On which day who said what of the event's status."""

    told: date | None
    step: Step
    by: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Something dated; ``start`` and ``end`` are its first and last day. ``steps`` are how its status moved."""

    id: str
    start: date | None
    end: date | None
    what: str
    status: EventStatus
    place: str
    participants: tuple[str, ...]
    steps: tuple[StepRow, ...]
    citations: tuple[Citation, ...]
    more: int = 0
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class TellingRow:
    """One of the values of a fact, who says so where the reports name somebody, and the outlets that give it."""

    value: str
    unit: str
    words: str
    attributed_to: str
    outlets: tuple[str, ...]
    citations: tuple[Citation, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One fact side by side across reports; ``origins`` counts independent ones, ``why`` gives the reason."""

    id: str
    about: str
    kind: ClaimKind
    verdict: Verdict
    why: str
    origins: int
    tellings: tuple[TellingRow, ...]
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """Words given to a speaker; only those of kind direct, turn and mixed hold the speaker's very words."""

    id: str
    speaker: str
    role: str
    words: str
    kind: QuotationKind
    verb: str
    variants: int
    citations: tuple[Citation, ...]
    more: int = 0
    reviewed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefReply:
    """A story in short: ``behind`` counts reports that came after the brief was made.

    ``compared`` are conflicts and updates alone; counts say how much compare, timeline and quotations hold.
    """

    notice: str = NOTICE
    story: str
    title: str
    as_of: date | None
    reports: int
    origins: int
    behind: int
    summary: tuple[Line, ...]
    expected: tuple[EntryRow, ...]
    compared: tuple[FindingRow, ...]
    findings: int
    entries: int
    quotations: int
    sources: tuple[ReportRow, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineReply:
    """Entries of a timeline by day; ``total`` counts those that meet what was asked."""

    notice: str = NOTICE
    story: str
    title: str
    total: int
    entries: tuple[EntryRow, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationsReply:
    """Who said what, by speaker; ``total`` counts those that meet what was asked."""

    notice: str = NOTICE
    story: str
    title: str
    total: int
    quotations: tuple[QuotationRow, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareReply:
    """What the reports agree and differ on, conflicts first; ``total`` counts those that meet what was asked."""

    notice: str = NOTICE
    story: str
    title: str
    total: int
    findings: tuple[FindingRow, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Something that only new reports say, or that they change; ``was`` is what it was before, "" where it is new."""

    kind: str
    text: str
    was: str
    citations: tuple[Citation, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """A story that changed, and how many of its reports came in since."""

    id: str
    title: str
    new_reports: int
    changed: datetime
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """What is new: in one story its ``changes``, without a story the ``stories`` that changed.

    ``repeated`` counts sentences of new reports that say again what was known; ``further`` what is not listed. Where
    nothing was seen before, ``everything`` is new: ask for the brief.
    """

    notice: str = NOTICE
    since: str
    story: str = ""
    title: str = ""
    new_reports: int = 0
    repeated: int = 0
    further: int = 0
    everything: bool = False
    changes: tuple[ChangeRow, ...] = ()
    stories: tuple[ChangedStory, ...] = ()


@dataclass(frozen=True, slots=True)
class HitRow:
    """Something found: a report, a quotation or a statement, with its place."""

    kind: HitKind
    text: str
    speaker: str
    title: str
    story: str
    story_title: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReply:
    """What meets the query, which is given back as it was understood."""

    notice: str = NOTICE
    query: str
    hits: tuple[HitRow, ...]
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of the draft at ``start`` to ``end`` of its text, what the reports make of it, and why."""

    start: int
    end: int
    text: str
    verdict: CheckVerdict
    why: str
    citations: tuple[Citation, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReply:
    """A draft tested sentence by sentence; the counts are of all its sentences, also of those not listed."""

    notice: str = NOTICE
    story: str
    supported: int
    contradicted: int
    differs: int
    unsupported: int
    opinion: int
    sentences: tuple[SentenceRow, ...]
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedReply:
    """What came of adding: new reports, known ones, and what was left out with the reasons."""

    notice: str = NOTICE
    reports: int
    known: int
    followed: tuple[str, ...]
    stories_begun: int
    stories_changed: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneReply:
    """What was done, in words."""

    notice: str = NOTICE
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReply:
    """A decision on a line as it was kept; ``review`` is its id, by which it is undone."""

    notice: str = NOTICE
    review: str
    decision: str
    line: str
    text: str
    was: str
    now: str
