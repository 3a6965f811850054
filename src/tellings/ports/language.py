"""Who reads language, and who rephrases it."""

from collections.abc import Sequence
from typing import Protocol

from tellings.model.document import Document
from tellings.model.reading import Sentence, Signals
from tellings.model.rewriting import Proposal


class Recogniser(Protocol):
    """Reads language: one batched pass over sentences of many reports.

    ``recognise`` gets (document, its sentences) pairs and returns, in the same order, one ``Signals`` a sentence. Its
    result does not depend on how the input was batched. ``name`` stands in ``Reading.made_by``.
    """

    @property
    def name(self) -> str: ...

    def recognise(self, batch: Sequence[tuple[Document, tuple[Sentence, ...]]]) -> Sequence[tuple[Signals, ...]]: ...


class RulesOnly:
    """The recogniser that recognises nothing: every finder then works by its rules alone."""

    name = "rules"

    def recognise(self, batch: Sequence[tuple[Document, tuple[Sentence, ...]]]) -> Sequence[tuple[Signals, ...]]:
        """One empty ``Signals`` for each sentence."""
        return [tuple(Signals() for _ in sentences) for _, sentences in batch]


class Rewriter(Protocol):
    """Rephrases statements, one at a time; nothing it answers is believed (``story/rephrase`` checks each).

    ``rewrite`` gets one statement and answers words or a fault; it does not raise. ``name`` stands in the brief.
    """

    @property
    def name(self) -> str: ...

    def rewrite(self, statement: str) -> Proposal: ...
