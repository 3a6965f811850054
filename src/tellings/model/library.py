"""What the library keeps beside reports and readings: the records that go into a ``Store`` and come out of it.

Every time is an aware ``datetime``; every id comes from content.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.model.span import Evidence
from tellings.model.story import Fingerprint, Move

SourceKind = Literal["feed", "opml", "sitemap", "page", "archive", "folder", "file"]
FetchOutcome = Literal["kept", "unchanged", "known", "refused", "failed"]
HitKind = Literal["report", "quotation", "statement"]
HitOrder = Literal["newest", "best"]
StoryOrder = Literal["newest", "largest", "changed"]

LONGEST_ADDRESS = 2000
"""Bytes of a source's address: as long as any browser takes one."""


def _need_zone(what: str, moment: datetime | None) -> None:
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{what} needs a time with its zone: {moment.isoformat()} has none.")


@dataclass(frozen=True, slots=True)
class Original:
    """The untouched bytes a report was read from, where they came from and what they are ("text/html").

    Several reports may come from one original (a JSON Lines file); it is kept once. ``media_type`` is "" where unknown.
    """

    data: bytes
    location: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One report on its way into the library, with what is already known of it; all of it is kept or nothing.

    ``address`` is the canonical URL it came from, where it came from one. ``original``, ``reading`` and ``fingerprint``
    may come later.

    Raises:
        ValueError: when the reading or the fingerprint is of another document.
    """

    document: Document
    original: Original | None = None
    address: str | None = None
    reading: Reading | None = None
    fingerprint: Fingerprint | None = None

    def __post_init__(self) -> None:
        if self.reading is not None and self.reading.document != self.document:
            raise ValueError(f"The reading of {self.reading.document.id} came with {self.document.id}.")
        if self.fingerprint is not None and self.fingerprint.doc != self.document.id:
            raise ValueError(f"The fingerprint of {self.fingerprint.doc} came with {self.document.id}.")


@dataclass(frozen=True, slots=True)
class Report:
    """A report as the library lists it; ``kept_at`` is when it first came in, ``story`` the story it is in now."""

    id: str
    location: str
    title: str | None
    outlet: str | None
    url: str | None
    earliest: date | None
    latest: date | None
    kept_at: datetime
    story: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """Why a report is in its story: the move that brought it there, in plain words."""

    doc: str
    story: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LoggedMove:
    """A move as it was done: ``number`` counts up; ``undone_at`` is when it was taken back, ``None`` while it holds."""

    number: int
    move: Move
    at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list: how many reports of how many outlets, its days, when it was opened and last changed."""

    id: str
    title: str
    reports: int
    outlets: int
    first: date | None
    last: date | None
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader last saw of a story: when, and which reports. Follows the reports through merges and splits."""

    reader: str
    at: datetime
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on one statement: ``verdict`` in the words of the desk, ``by`` whom, with the ``note`` they left.

    ``data`` is free JSON for what a verdict needs besides (the words before and after an edit).
    """

    statement: str
    story: str
    by: str
    verdict: str
    at: datetime
    note: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        _need_zone("A Review", self.at)


@dataclass(frozen=True, slots=True)
class Source:
    """Where reports come from again and again, and how polling it stands.

    ``address`` names it: a URL or a path. ``etag`` and ``modified`` are what its server last sent, to ask only for what
    is new. It is polled when ``next_poll`` has come; ``failures`` counts the failures in a row, ``fault`` is the last.
    """

    address: str
    kind: SourceKind
    title: str = ""
    etag: str = ""
    modified: str = ""
    added_at: datetime | None = None
    polled_at: datetime | None = None
    next_poll: datetime | None = None
    failures: int = 0
    fault: str = ""
    paused: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.address.encode("utf-8", "replace")) <= LONGEST_ADDRESS:
            raise ValueError(f"A Source needs an address of at most {LONGEST_ADDRESS:,} bytes.")
        for moment in (self.added_at, self.polled_at, self.next_poll):
            _need_zone(f"Source {self.address}", moment)


@dataclass(frozen=True, slots=True)
class LoggedFetch:
    """One fetch, or one refusal to fetch, with its reason; ``status`` is the server's, where it answered."""

    url: str
    at: datetime
    outcome: FetchOutcome
    reason: str = ""
    final_url: str = ""
    status: int | None = None
    size: int = 0
    source: str = ""
    documents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need_zone("A LoggedFetch", self.at)
        if self.outcome in ("refused", "failed") and not self.reason:
            raise ValueError(f"The fetch of {self.url} was {self.outcome} without a reason.")


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Something a reader waits for: a ``query`` as ``search`` takes it, and where to tell (``notify``).

    ``notify`` holds targets such as "https://desk.example/hook", "command:mail -s News desk" or "atom:FILE".
    """

    name: str
    query: str
    notify: tuple[str, ...] = ()
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for. A hit meets all of it; inside ``phrases`` words stand side by side and in order.

    ``said`` are names of whom the words are quoted from. ``since`` and ``until`` are days, both included.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: words of a report, a quotation or a statement of a brief, with the places they stand at.

    ``report`` is the report of the first piece of evidence. ``speaker`` is who said it, "" where it is no quotation.
    """

    kind: HitKind
    text: str
    evidence: tuple[Evidence, ...]
    report: Report
    story_title: str = ""
    speaker: str = ""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"Hit {self.text[:60]!r} rests on nothing: it needs at least one piece of evidence.")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds."""

    reports: int
    originals: int
    readings: int
    stories: int
    briefs: int
    sources: int
    fetches: int
    watchlists: int
    reviews: int
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was thrown away of a library, or would be: rows of each kind, and the bytes of the untouched originals."""

    readings: int
    fetches: int
    briefs: int
    originals: int
    original_bytes: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out of a library for good, or would be: ids of the reports, and rows of each kind that went too.

    ``copies`` are other reports that carry the text of one of them and stay; ``stories`` are told anew without them,
    ``ended`` hold no report any more.
    """

    reports: tuple[str, ...]
    copies: tuple[str, ...]
    stories: tuple[str, ...]
    ended: tuple[str, ...]
    readings: int
    briefs: int
    reviews: int
    fetches: int
    originals: int


@dataclass(frozen=True, slots=True)
class Integrity:
    """What checking a library found: what was looked at, and every fault in plain words (none: it is whole)."""

    where: str
    schema: str
    counts: Counts
    looked_at: tuple[str, ...]
    faults: tuple[str, ...] = field(default=())
