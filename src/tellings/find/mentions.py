"""Names of people, organisations, places, groups, events and works."""

from tellings.model.document import Document
from tellings.model.reading import Block, Mention, Sentence, Signals


def find_mentions(doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], signals: tuple[Signals, ...]) -> tuple[Mention, ...]:
    return ()
