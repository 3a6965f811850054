"""A reading narrowed to one of its sentences, so that a long draft costs no more a sentence than a short one."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from tellings.model.reading import Entity, Event, Mention, Quantity, Quotation, Reading, Role, TimeExpression
from tellings.model.span import Span

T = TypeVar("T")


class Sentences:
    """The layers of a draft by sentence."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._starts = [s.span.start for s in reading.sentences]
        self._ends = [s.span.end for s in reading.sentences]
        self._speakers = {s.span: s for s in reading.speakers}
        self._mentions: defaultdict[int, list[Mention]] = defaultdict(list)
        self._times: defaultdict[int, list[TimeExpression]] = defaultdict(list)
        self._quantities: defaultdict[int, list[Quantity]] = defaultdict(list)
        self._events: defaultdict[int, list[Event]] = defaultdict(list)
        self._quotations: defaultdict[int, list[Quotation]] = defaultdict(list)
        self._names: defaultdict[int, dict[int, list[Span]]] = defaultdict(dict)
        self._roles: defaultdict[tuple[int, int], list[Role]] = defaultdict(list)
        self._sort()

    def narrow(self, number: int) -> Reading:
        """The reading with only what stands in the sentence of this place in the draft, in order."""
        quotations = tuple(self._quotations[number])
        held = {q.speaker for q in quotations if q.speaker}
        return replace(
            self._reading,
            sentences=self._reading.sentences[number : number + 1],
            mentions=tuple(self._mentions[number]),
            times=tuple(self._times[number]),
            quantities=tuple(self._quantities[number]),
            quotations=quotations,
            entities=tuple(self._entities(number)),
            speakers=tuple(self._speakers[span] for span in sorted(held) if span in self._speakers),
            events=tuple(self._events[number]),
            blocks=(),
            furniture=(),
            claims=(),
            signals=(),
        )

    def _sort(self) -> None:
        reading = self._reading
        for mention in reading.mentions:
            self._put(self._mentions, mention.span, mention)
        for time in reading.times:
            self._put(self._times, time.span, time)
        for quantity in reading.quantities:
            self._put(self._quantities, quantity.span, quantity)
        for event in reading.events:
            self._put(self._events, event.trigger, event)
        for quotation in reading.quotations:
            for at in sorted({at for content in quotation.content for at in self._touched(content)}):
                self._quotations[at].append(quotation)
        for number, entity in enumerate(reading.entities):
            for span in entity.mentions:
                for at in self._touched(span):
                    self._names[at].setdefault(number, []).append(span)
            for role in entity.roles:
                for at in self._touched(role.span):
                    self._roles[at, number].append(role)

    def _put(self, table: defaultdict[int, list[T]], span: Span, item: T) -> None:
        for at in self._touched(span):
            table[at].append(item)

    def _touched(self, span: Span) -> range:
        """The numbers of the sentences that a span touches."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def _entities(self, number: int) -> Iterator[Entity]:
        for at, spans in sorted(self._names[number].items()):
            entity = self._reading.entities[at]
            yield replace(entity, mentions=tuple(spans), roles=tuple(self._roles[number, at]))
