"""What each tool may be asked: typed arguments with bounds, from which its input schema is made."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from tellings.model.brief import Verdict
from tellings.model.library import HitKind, HitOrder, StoryOrder
from tellings.model.reading import EventStatus, QuotationKind

MOST_ITEMS = 50
"""Items of one reply; the rest is asked for with ``offset``."""

LONGEST_DRAFT = 20_000
"""Characters of a draft: some 3,500 words, five times a news report. Longer ones are checked on the command line."""

StoryId = Annotated[
    str, Meta(min_length=3, max_length=64, description="Id of a story, or how it begins; list_stories gives them.")
]
Limit = Annotated[int, Meta(ge=1, le=MOST_ITEMS, description=f"At most so many items (1 to {MOST_ITEMS}).")]
Offset = Annotated[int, Meta(ge=0, le=1_000_000, description="Leave out so many: next_offset of the last reply.")]
Name = Annotated[str, Meta(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStories:
    """Arguments of ``list_stories``."""

    order: Annotated[StoryOrder, Meta(description="By last day, number of reports, or last change.")] = "newest"
    limit: Limit = 20
    offset: Offset = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBrief:
    """Arguments of ``brief``."""

    story: StoryId
    as_of: Annotated[date | None, Meta(description="The story as it stood on this day (2031-05-09).")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTimeline:
    """Arguments of ``timeline``."""

    story: StoryId
    since: Annotated[date | None, Meta(description="Only what ends on or after this day.")] = None
    until: Annotated[date | None, Meta(description="Only what begins on or before this day.")] = None
    status: Annotated[tuple[EventStatus, ...], Meta(max_length=6, description="Only these; none: all.")] = ()
    limit: Limit = 20
    offset: Offset = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuotations:
    """Arguments of ``quotations``."""

    story: StoryId
    speaker: Annotated[Name, Meta(description="Only speakers whose name or role has these words.")] = ""
    kind: Annotated[
        tuple[QuotationKind, ...], Meta(max_length=5, description="Only these; direct and turn are very words.")
    ] = ()
    limit: Limit = 20
    offset: Offset = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCompare:
    """Arguments of ``compare``."""

    story: StoryId
    verdict: Annotated[tuple[Verdict, ...], Meta(max_length=5, description="Only these; none: all.")] = ()
    about: Annotated[Name, Meta(description="Only findings that have these words.")] = ""
    outlet: Annotated[Name, Meta(description="Only findings that this outlet has a part in.")] = ""
    limit: Limit = 15
    offset: Offset = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNew:
    """Arguments of ``new_since``."""

    story: Annotated[
        str, Meta(max_length=64, description="Id of a story, or how it begins; empty: which stories changed.")
    ] = ""
    since: Annotated[
        str,
        Meta(max_length=40, description="A day (2031-05-09) or time (2031-05-09T14:00Z). Empty: since last shown."),
    ] = ""
    limit: Limit = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSearch:
    """Arguments of ``search``."""

    query: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=500,
            description='Words, "a phrase", and fields: person:Marek place:Tarn outlet:courier said:"Ilse Marek" '
            "since:2031-05-01 until:yesterday not:football. A hit meets all of it.",
        ),
    ]
    kind: Annotated[tuple[HitKind, ...], Meta(max_length=3, description="Only these; none: all.")] = ()
    order: Annotated[HitOrder, Meta(description="The newest first, or what holds the words best.")] = "best"
    limit: Limit = 15
    offset: Offset = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCheck:
    """Arguments of ``check_draft``."""

    story: StoryId
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_DRAFT, description="The draft, as plain text.")]
    all_sentences: Annotated[bool, Meta(description="Also those that the reports support, and opinions.")] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAdd:
    """Arguments of ``add``."""

    addresses: Annotated[
        tuple[Annotated[str, Meta(min_length=8, max_length=2000)], ...],
        Meta(min_length=1, max_length=10, description="Addresses of reports or feeds: https://..."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSeen:
    """Arguments of ``mark_seen``."""

    story: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReview:
    """Arguments of ``review``."""

    story: StoryId
    line: Annotated[str, Meta(min_length=4, max_length=64, description="Id of a row of brief, timeline ... .")]
    decision: Annotated[
        Literal["confirm", "reject", "correct", "note"], Meta(description="correct needs field and value.")
    ]
    field: Annotated[
        Literal["", "text", "date", "status", "speaker", "words", "verdict"],
        Meta(description="What is corrected: of a timeline entry text, date, status; of a quotation speaker, words."),
    ] = ""
    value: Annotated[str, Meta(max_length=2000, description="What it should be.")] = ""
    note: Annotated[str, Meta(max_length=1000, description="Why, in a sentence.")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUndo:
    """Arguments of ``undo_review``."""

    review: Annotated[str, Meta(min_length=4, max_length=64, description="Id that review gave.")]
