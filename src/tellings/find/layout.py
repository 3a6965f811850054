"""The parts of a page: title, bylines, paragraphs, headings, captions, turns of a transcript."""

from tellings.model.document import Document
from tellings.model.reading import Block


def find_layout(doc: Document) -> tuple[Block, ...]:
    return ()
