"""Sentences of a report, outside its furniture."""

from tellings.model.document import Document
from tellings.model.reading import Block, Furniture, Sentence


def split_sentences(doc: Document, blocks: tuple[Block, ...], furniture: tuple[Furniture, ...]) -> tuple[Sentence, ...]:
    return ()
