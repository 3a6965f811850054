"""Who the speakers of quotations are."""

from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Quotation, Sentence, Speaker


def name_speakers(
    doc: Document,
    blocks: tuple[Block, ...],
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
) -> tuple[Speaker, ...]:
    return ()
