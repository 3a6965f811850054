"""A draft tested against the reports of a story, sentence by sentence. The shape is the contract's."""

from dataclasses import dataclass, field
from typing import Literal

from tellings.model.document import Skipped
from tellings.model.span import Evidence

CheckVerdict = Literal["supported", "contradicted", "differs", "unsupported", "opinion"]
"""What the reports make of a sentence; ``differs`` where they disagree among themselves on it."""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft at ``[start, end)`` of its text, with the verdict, its reason and what it rests on.

    Raises:
        ValueError: when there is no reason, or nothing is cited for what the reports are said to hold.
    """

    start: int
    end: int
    text: str
    verdict: CheckVerdict
    why: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.why:
            raise ValueError(f"Sentence {self.text[:60]!r} is {self.verdict!r} without a reason.")
        if self.verdict in ("supported", "contradicted", "differs") and not self.evidence:
            raise ValueError(f"Sentence {self.text[:60]!r} is {self.verdict!r} by nothing: evidence is needed.")


@dataclass(frozen=True, slots=True)
class AgainstDocument:
    """A report that a draft was tested against."""

    id: str
    location: str
    outlet: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class DraftText:
    """The draft: every offset of a sentence counts in ``text``."""

    id: str
    location: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """What ``tellings check`` prints: every sentence of the draft in order, and how many have each verdict."""

    format: Literal["tellings-check/1"] = field(default="tellings-check/1", kw_only=True)
    draft: DraftText
    sentences: tuple[CheckedSentence, ...]
    supported: int
    contradicted: int
    differs: int
    unsupported: int
    opinion: int
    documents: tuple[AgainstDocument, ...]
    skipped: tuple[Skipped, ...]
