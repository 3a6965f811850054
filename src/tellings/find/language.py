"""The language a report is written in."""

from tellings.model.document import Document
from tellings.model.reading import Block, Sentence
from tellings.text.language import language_of

# Sentences that are read: a report in two languages is written in that of its first ones.
ENOUGH = 12


def find_language(doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...]) -> str | None:
    """The BCP 47 code of the report's language: as given beside its text, else told by short words, else ``None``."""
    if doc.language:
        return doc.language
    prose = [s.span for s in sentences if blocks[s.block].kind in {"paragraph", "turn"}] or [s.span for s in sentences]
    return language_of(" ".join(doc.text[span.start : span.end] for span in prose[:ENOUGH]))
