"""Numbers with unit, bound words and what is counted."""

from tellings.model.document import Document
from tellings.model.reading import Quantity, Sentence, TimeExpression


def find_quantities(doc: Document, sentences: tuple[Sentence, ...], times: tuple[TimeExpression, ...]) -> tuple[Quantity, ...]:
    return ()
