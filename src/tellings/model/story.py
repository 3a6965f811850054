"""A story: the reports that tell one event, and where they stand to each other."""

import struct
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tellings.model.document import Published
from tellings.model.reading import EntityKind, Reading, TimeKind
from tellings.model.span import Span
from tellings.model.when import Period


@dataclass(frozen=True, slots=True)
class Story:
    """Reports that tell one event: ``documents`` are their ids, ``absorbed`` those of stories merged into it."""

    id: str
    title: str
    documents: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    absorbed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.documents:
            raise ValueError("A Story needs at least one report.")


LARGEST = 2048
"""The most bytes a packed fingerprint has."""

_HEAD = struct.Struct("<HII7H")
"""The scheme, the two days as ordinals (0 for none), the sizes of the seven parts."""

MoveKind = Literal["new", "join", "merge", "split", "reopen", "fold"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping keeps of one report, whatever its length: at most ``LARGEST`` bytes when packed.

    ``terms`` holds the hashes of the report's telling words, names and numbers as little-endian 32-bit numbers, rising;
    ``weights`` and ``places`` have one byte for each: how much it says (0 to 255) and where it stands, as a sum of the
    bits of ``tellings.story.fingerprint``. ``runs`` is a sample of the hashes of its runs of words, packed as ``terms``
    are, by which copies are known. ``vector`` is a direction in the encoder's space, one signed byte a dimension, empty
    where none was asked for. ``scheme`` counts the ways fingerprints were made: only equal ones can be compared.

    Raises:
        ValueError: when the parts do not fit each other or are too large.
    """

    doc: str
    title: str
    earliest: date | None
    latest: date | None
    terms: bytes
    weights: bytes
    places: bytes
    runs: bytes = b""
    vector: bytes = b""
    scheme: int = 1

    def __post_init__(self) -> None:
        if not self.doc:
            raise ValueError("A Fingerprint needs the id of its document.")
        if not len(self.terms) == 4 * len(self.weights) == 4 * len(self.places) or len(self.runs) % 4:
            raise ValueError(f"The fingerprint of {self.doc} is torn: terms, weights and places differ in number.")
        size = len(self.terms) + 2 * len(self.weights) + len(self.runs) + len(self.vector) + len(self.title.encode())
        if size > LARGEST - 200:
            raise ValueError(f"The fingerprint of {self.doc} has {size:,} bytes: {LARGEST - 200:,} at most.")
        if (self.earliest is None) != (self.latest is None):
            raise ValueError(f"The fingerprint of {self.doc} needs both days or neither: a single day is given twice.")


def pack_fingerprint(made: Fingerprint) -> bytes:
    """The fingerprint as bytes to keep: the same ones for equal fingerprints."""
    parts = (made.doc.encode(), made.title.encode(), made.terms, made.weights, made.places, made.runs, made.vector)
    days = [day.toordinal() if day else 0 for day in (made.earliest, made.latest)]
    return _HEAD.pack(made.scheme, *days, *map(len, parts)) + b"".join(parts)


def unpack_fingerprint(data: bytes) -> Fingerprint:
    """The fingerprint that was packed as ``data``.

    Raises:
        ValueError: when ``data`` is no packed fingerprint.
    """
    try:
        scheme, earliest, latest, *sizes = _HEAD.unpack_from(data)
        if len(data) != _HEAD.size + sum(sizes):
            raise ValueError("they have another length than their head says")
        ends = [_HEAD.size + sum(sizes[: at + 1]) for at in range(len(sizes))]
        doc, title, *rest = (data[end - size : end] for size, end in zip(sizes, ends, strict=True))
        terms, weights, places, runs, vector = rest
        first, last = (date.fromordinal(day) if day else None for day in (earliest, latest))
        return Fingerprint(doc.decode(), title.decode(), first, last, terms, weights, places, runs, vector, scheme)
    except (struct.error, ValueError, OverflowError) as err:
        raise ValueError(f"These {len(data):,} bytes are no packed fingerprint: {err}") from err


@dataclass(frozen=True, slots=True)
class Move:
    """One change of the stories, with its reason in plain words; taken in order they lead from one state to the next.

    - ``new``: ``documents`` begin the story ``story``.
    - ``join``: ``documents`` come to ``story``.
    - ``merge``: the story ``other`` becomes part of ``story``, bringing ``documents``; its id leads there for ever.
    - ``split``: ``documents`` leave ``story`` for the new story ``other``.
    - ``reopen``: ``story``, that had been closed, is open again; ``documents`` are the reports that name it.
    - ``fold``: ``documents`` carry the text of the document ``other``; all are in ``story``.

    Each can be taken back, the last first: what came with ``merge`` is named, what left with ``split`` too.
    """

    kind: MoveKind
    story: str
    documents: tuple[str, ...]
    why: str
    other: str | None = None

    def __post_init__(self) -> None:
        if not self.story or not self.documents:
            raise ValueError(f"A Move ({self.kind}) needs a story and the reports it concerns.")
        if not self.why.strip():
            raise ValueError(f"The {self.kind} of story {self.story} needs a reason.")
        if (self.other is None) == (self.kind in ("merge", "split", "fold")):
            raise ValueError(f"A Move of kind {self.kind!r} does not fit other={self.other!r}.")


@dataclass(frozen=True, slots=True)
class Known:
    """Where grouping goes on from: the stories as they stand, and the fingerprints of their reports that are at hand.

    A story none of whose fingerprints is given is not found again. ``apart`` names what a person wants kept apart, each
    a pair of ids of stories or documents; ``together`` the documents that a person wants in one story.
    """

    stories: tuple[Story, ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of grouping changed: the moves in their order, and each story they touched as it stands now."""

    moves: tuple[Move, ...]
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Report ``doc`` carries the text of ``of``: ``share`` (0 to 1) of its words stand there too."""

    doc: str
    of: str
    share: float


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that go back to one newsroom or text and count once; ``name`` is whose it is, "" where nobody says.

    ``why`` says what makes them one, in plain words.
    """

    name: str
    documents: tuple[str, ...]
    why: str

    def __post_init__(self) -> None:
        if not self.documents:
            raise ValueError("An Origin needs at least one report.")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day or days a report was written, as the story knows them. One for each report of the story."""

    doc: str
    published: Published


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time expression of a report with the days it means; ``period`` is ``None`` where that stays open."""

    doc: str
    span: Span
    kind: TimeKind
    period: Period | None


@dataclass(frozen=True, slots=True)
class MergedActor:
    """One actor of the story: ``members`` are (document id, entity id) pairs of the reports' own entities."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One claim of one report: ``index`` counts in ``Reading.claims``."""

    doc: str
    index: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Claims of several reports (or one) about the same thing."""

    about: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of a story before it is judged: its readings and what was joined across them."""

    story: Story
    readings: tuple[Reading, ...]
    copies: tuple[Copy, ...]
    anchors: tuple[Anchor, ...]
    times: tuple[ResolvedTime, ...]
    actors: tuple[MergedActor, ...]
    origins: tuple[Origin, ...] = ()
