"""Sentences of a report, outside its furniture."""

from tellings.find.sentence_ends import split_stretch
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture, Sentence
from tellings.model.span import Span
from tellings.text.spans import within


def split_sentences(doc: Document, blocks: tuple[Block, ...], furniture: tuple[Furniture, ...]) -> tuple[Sentence, ...]:
    """Sentences in text order: each in one block, outside furniture, without white space at its ends.

    Together they hold every word of every block that is no furniture; a heading without a full stop is one sentence.
    ``furniture`` must be sorted and free of overlaps.
    """
    sentences = []
    for index, block in enumerate(blocks):
        for start, end in _open_stretches(block.span, furniture):
            for first, last in split_stretch(doc.text, start, end):
                if any(map(str.isalnum, doc.text[first:last])):
                    sentences.append(Sentence(Span(first, last), index))
    return tuple(sentences)


def _open_stretches(span: Span, furniture: tuple[Furniture, ...]) -> list[tuple[int, int]]:
    """What furniture leaves of a block."""
    stretches, at = [], span.start
    for piece in within(furniture, span.start, span.end):
        if piece.span.start > at:
            stretches.append((at, piece.span.start))
        at = max(at, piece.span.end)
    if at < span.end:
        stretches.append((at, span.end))
    return stretches
