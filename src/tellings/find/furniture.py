"""Words that belong to the page and not to the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from tellings.find.interface import is_bar
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture


@dataclass(frozen=True, slots=True)
class Sites:
    """How often a line stands in pages of one outlet: what many pages share is furniture."""

    lines: frozenset[tuple[str, str]] = frozenset()


def survey_sites(documents: Sequence[Document]) -> Sites:
    return Sites()


def find_furniture(doc: Document, blocks: tuple[Block, ...], sites: Sites) -> tuple[Furniture, ...]:
    found = []
    for block in blocks:
        words = doc.text[block.span.start : block.span.end]
        if block.kind == "caption":
            found.append(Furniture(block.span, "caption or credit of a picture"))
        elif block.kind not in ("title", "turn") and is_bar(words):
            found.append(Furniture(block.span, "labels of the page's controls"))
    return tuple(found)
