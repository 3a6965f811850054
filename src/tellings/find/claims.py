"""Small facts with a slot that other reports may fill the same way or another."""

from tellings.model.document import Document
from tellings.model.reading import Claim, Entity, Event, Quantity, Quotation, Sentence, TimeExpression


def find_claims(
    doc: Document,
    sentences: tuple[Sentence, ...],
    times: tuple[TimeExpression, ...],
    quantities: tuple[Quantity, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
    events: tuple[Event, ...],
) -> tuple[Claim, ...]:
    return ()
