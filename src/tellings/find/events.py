"""What happened or may happen, with its status."""

from tellings.model.document import Document
from tellings.model.reading import Entity, Event, Quotation, Sentence, Signals, TimeExpression


def find_events(
    doc: Document,
    sentences: tuple[Sentence, ...],
    times: tuple[TimeExpression, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
    signals: tuple[Signals, ...],
) -> tuple[Event, ...]:
    return ()
