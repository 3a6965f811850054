"""What a person decides on a line of a brief, anchored by the words it rests on, and what came of it in a brief."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tellings.model.document import Skipped
from tellings.model.span import Evidence

ReviewLayer = Literal["summary", "timeline", "quotations", "findings", "entities", "documents", "story"]
"""Where in a brief the reviewed line stands; ``story`` is the story as a whole."""

ReviewVerb = Literal[
    "confirm", "reject", "correct", "detach", "note", "same", "different", "rename", "merge", "split", "undo"
]  # fmt: skip
"""What was decided; ``detach`` takes reports off a line that they do not say, ``same`` and ``different`` are of two
actors, ``merge`` and ``split`` of stories."""

ReviewField = Literal["", "text", "words", "speaker", "date", "status", "verdict", "name", "kind"]
"""What of the line was corrected; "" where it is the line as a whole."""

ReviewState = Literal["stands", "superseded", "orphaned"]
"""Whether a review holds in a brief, a later one took its place, or its words are in no line any more."""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words of a report found again by themselves and what stands around them (W3C TextQuoteSelector).

    ``prefix`` and ``suffix`` are the characters before and after; ``start`` and ``end`` say where the words stood.

    Raises:
        ValueError: when there are no words, or they do not fit their place.
    """

    doc: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.doc or not self.exact.strip():
            raise ValueError("QuotedWords need words, and the id of the report they stand in.")
        if not 0 <= self.start < self.end or len(self.exact) != self.end - self.start:
            raise ValueError(f"QuotedWords {self.start}:{self.end} of {self.doc} do not fit their place.")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person; it is never changed: an ``undo`` of it is a later judgement.

    ``id`` comes from who said what when. ``text`` is the line as it stood then, ``item`` its id then, ``days`` those of
    a timeline entry, ``kind`` that of a finding; ``was`` and ``now`` are the corrected ``field`` before and after, and
    ``put`` is where corrected words of a quotation stand, or the words of the reports taken off a line, whose names are
    ``was`` then. ``names`` are the two actors of ``same`` and ``different``;
    ``documents`` the reports a decision on actors or stories is about; ``undoes`` the judgement that is taken back. Of
    stories that were merged or split ``names`` are the ids of the first and the second and the title of the second,
    ``was`` the reports of the first that did not move.

    Raises:
        ValueError: when something that the verb needs is missing.
    """

    id: str
    story: str
    layer: ReviewLayer
    verb: ReviewVerb
    by: str
    at: datetime
    field: ReviewField = ""
    text: str = ""
    item: str = ""
    was: str = ""
    now: str = ""
    note: str = ""
    anchors: tuple[QuotedWords, ...] = ()
    put: tuple[QuotedWords, ...] = ()
    kind: str = ""
    days: tuple[date | None, date | None] = (None, None)
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    undoes: str = ""

    def __post_init__(self) -> None:
        if not self.id or not self.story or not self.by.strip():
            raise ValueError("A Judgement needs an id, a story and the name of a person.")
        if self.at.tzinfo is None:
            raise ValueError(f"The Judgement of {self.by} needs a time with its zone.")
        if self.layer not in ("entities", "story") and self.verb != "undo" and not self.anchors:
            raise ValueError(f"A {self.verb} of a line needs the words it rests on.")
        if (self.verb == "undo") != bool(self.undoes):
            raise ValueError(f"A {self.verb} does not fit undoes={self.undoes!r}.")
        if self.verb == "correct" and not self.field:
            raise ValueError("A correction needs to say what is corrected.")
        if self.verb == "detach" and not self.put:
            raise ValueError("To take reports off a line needs the words of them that it rests on.")
        if self.verb in ("same", "different") and len(self.names) != 2:
            raise ValueError(f"{self.verb!r} is of two names, not of {len(self.names)}.")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A judgement as it stands in a brief: by whom and when, of which line, and what it made of it.

    ``item`` is the id of the line now: it is kept for one that was rejected and is therefore left out, and is ``None``
    where no line rests on these words any more. ``text`` is the line as the reviewer saw it; ``why`` says in plain
    words what became of the review where it does not stand. ``evidence`` are the words of the reports.
    """

    id: str
    layer: ReviewLayer
    item: str | None
    verb: ReviewVerb
    field: ReviewField
    text: str
    was: str
    now: str
    by: str
    at: datetime
    note: str
    state: ReviewState
    why: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ReviewExample:
    """One decision as training data, a line of ``tellings review export``.

    ``words`` are those of the reports with what stands around them (``prefix``, ``suffix``). ``label`` is "right",
    "wrong" or "corrected", of actors and stories "other". ``undone`` says that it was taken back later.
    """

    format: Literal["tellings-example/1"] = dataclasses.field(default="tellings-example/1", kw_only=True)
    id: str
    story: str
    layer: ReviewLayer
    verb: ReviewVerb
    field: ReviewField
    label: Literal["right", "wrong", "corrected", "other"]
    kind: str
    text: str
    was: str
    now: str
    names: tuple[str, ...]
    documents: tuple[str, ...]
    note: str
    by: str
    at: datetime
    undone: bool
    words: tuple[QuotedWords, ...]


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A judgement in the history: ``title`` is that of its story now.

    ``undone_by`` and ``undone_at`` are of the one that took it back, "" and ``None`` where it was not.
    """

    judgement: Judgement
    title: str
    undone_by: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewsRecord:
    """What ``tellings review list`` prints: everything people decided, the latest first."""

    format: Literal["tellings-reviews/1"] = dataclasses.field(default="tellings-reviews/1", kw_only=True)
    library: str
    reviews: tuple[ListedReview, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What ``tellings review import`` made of the annotations of a file.

    ``reviews`` were kept now, ``known`` were kept before. ``noted`` tells of annotations that became notes, though they
    said more, and why; ``left_out`` of those that could not be placed. ``lines`` were lines of a brief, not decisions.
    """

    format: Literal["tellings-taken-in/1"] = dataclasses.field(default="tellings-taken-in/1", kw_only=True)
    reviews: tuple[Judgement, ...]
    known: int
    lines: int
    noted: tuple[Skipped, ...]
    left_out: tuple[Skipped, ...]
