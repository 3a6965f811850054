"""What a rewriter did with the statements of a brief, told line by line and in all."""

from dataclasses import dataclass
from typing import Literal

KeptBecause = Literal[
    "name", "number", "date", "negation", "status", "quotation", "word", "order", "form", "unchanged",
    "composed", "no_answer",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rewriter answers: ``text``, or no text and the ``fault`` that was in the way, in one sentence."""

    text: str
    fault: str = ""

    def __post_init__(self) -> None:
        if bool(self.text.strip()) == bool(self.fault):
            raise ValueError("A Proposal has either words or the fault that left it without.")


@dataclass(frozen=True, slots=True)
class Rephrasing:
    """What became of one statement: ``kept`` as it was, ``because`` of what, or ``rephrased`` and checked.

    ``original`` holds the statement's words before it was rephrased and is empty where it was kept. ``why`` says it in
    words.
    """

    outcome: Literal["rephrased", "kept"]
    original: str
    because: KeptBecause | None
    why: str

    def __post_init__(self) -> None:
        if (self.outcome == "kept") != (self.because is not None):
            raise ValueError("A statement that was kept says because of what; a rephrased one has no reason to.")
        if not self.why or (self.outcome == "rephrased") != bool(self.original):
            raise ValueError("A Rephrasing says why, and holds the original of what was rephrased.")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many statements were kept because of one thing."""

    because: KeptBecause
    statements: int


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A rewriter was asked: which one, how many statements it rephrased, how many were kept because of what."""

    by: str
    rephrased: int
    kept: tuple[Kept, ...]
    notes: tuple[str, ...] = ()
