"""Quotations: content, cue and source."""

from tellings.model.document import Document
from tellings.model.reading import Block, Furniture, Mention, Quotation, Sentence, Signals


def find_quotations(
    doc: Document,
    blocks: tuple[Block, ...],
    furniture: tuple[Furniture, ...],
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    signals: tuple[Signals, ...],
) -> tuple[Quotation, ...]:
    return ()
