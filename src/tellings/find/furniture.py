"""Words that belong to the page and not to the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.model.document import Document
from tellings.model.reading import Block, Furniture


@dataclass(frozen=True, slots=True)
class Sites:
    """How often a line stands in pages of one outlet: what many pages share is furniture."""

    lines: frozenset[tuple[str, str]] = frozenset()


def survey_sites(documents: Sequence[Document]) -> Sites:
    return Sites()


def find_furniture(doc: Document, blocks: tuple[Block, ...], sites: Sites) -> tuple[Furniture, ...]:
    return ()
