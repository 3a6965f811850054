"""A report as it was read, before anyone says what its words mean."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tellings.model.span import Evidence

Basis = Literal["stated", "metadata", "inferred", "unknown"]
DocumentKind = Literal["article", "transcript", "live", "other"]

CORRECTED_BY = "corrected by "
"""How the ``why`` of a day begins that a person gave a report."""


@dataclass(frozen=True, slots=True)
class Published:
    """When a report came out: the days ``earliest`` to ``latest`` (inclusive), and how that is known.

    ``at`` is the exact moment where a page states one. ``basis`` is ``stated`` (in the report's own
    text), ``metadata`` (given beside the text), ``inferred`` (worked out; ``why`` says how) or
    ``unknown`` (both days are ``None``).

    Raises:
        ValueError: when the days are reversed, half given, or do not fit the basis.
    """

    earliest: date | None = None
    latest: date | None = None
    basis: Basis = "unknown"
    at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("Published needs both days or neither: a single day is given twice.")
        if (self.earliest is None) != (self.basis == "unknown"):
            raise ValueError(f"Published with basis {self.basis!r} does not fit {self.earliest}..{self.latest}.")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError(f"Published runs backwards: {self.earliest} is after {self.latest}.")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field of a document was taken from, for instance ``title`` from ``json-ld``."""

    field: str
    basis: str


@dataclass(frozen=True, slots=True)
class Document:
    """One report: its text, never edited, and what was given beside it.

    ``id`` comes from the content (see ``tellings.text.names.document_id``), so the same report has the same
    id on every machine. ``location`` is the path, URL or record id as the user gave it. ``title``,
    ``outlet``, ``bylines``, ``language`` (BCP 47) and ``published`` hold what came *beside* the text (page
    metadata, JSON fields); what the text itself says of them is found later. ``notes`` tells what the
    reader had to do to decode the bytes ("decoded as windows-1252").

    Raises:
        ValueError: when the id or the text is missing, or the text holds a lone surrogate.
    """

    id: str
    location: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    published: Published = Published()
    provenance: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.location:
            raise ValueError("A Document needs an id and the location it was read from.")
        if not self.text.strip():
            raise ValueError(f"Document {self.location} holds no words: list it as skipped instead.")
        try:
            self.text.encode("utf-8")
        except UnicodeEncodeError as err:
            raise ValueError(
                f"Document {self.location} holds a lone surrogate at character {err.start}: "
                "the reader must replace it by U+FFFD, one for one."
            ) from err


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read, with the reason in one sentence a user can act on."""

    location: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError(f"Skipped {self.location} without a reason.")
