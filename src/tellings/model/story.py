"""A story: the reports that tell one event, and where they stand to each other."""

from dataclasses import dataclass
from datetime import date

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
