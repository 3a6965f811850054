"""The layers of one report laid out for looking up what stands around a place, and claims made from them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table
from tellings.model.document import Document
from tellings.model.reading import Claim, ClaimKind, Entity, Event, Quotation, TimeExpression
from tellings.model.span import Span
from tellings.text.words import content_stems

# Quotations that may begin before a place and still hold it.
NESTED = 12


class View:
    """The layers of one report, laid out for looking up what stands around a place."""

    def __init__(
        self,
        doc: Document,
        entities: Sequence[Entity],
        quotations: Sequence[Quotation],
        events: Sequence[Event],
        times: Sequence[TimeExpression],
    ) -> None:
        self.text = doc.text
        # A clause's own event comes first of those that share the clause.
        self.events = tuple({e.span: e for e in reversed(events)}.values())[::-1]
        self.times = times
        self._stems: dict[Span, list[str]] = {}
        self._time_starts = [t.span.start for t in times]
        self._event_starts = [e.span.start for e in self.events]
        self._names = sorted((span.start, e.id) for e in entities for span in e.mentions)
        self._name_starts = [start for start, _ in self._names]
        people = sorted((span, e.id) for e in entities if e.kind == "person" for span in e.mentions)
        self._people = {span.end: person for span, person in people}
        self._person_starts = [(span.start, person) for span, person in people]
        self._said = sorted((c, q.source[0]) for q in quotations if q.source and q.kind != "scare" for c in q.content)

    def clause(self, sentence: Span, place: Span) -> tuple[Span, Event | None]:
        """The clause around ``place`` with its event; the sentence where it has none."""
        for event in reversed(self.events[: bisect_right(self._event_starts, place.start)]):
            if event.span.start < sentence.start:
                break
            if event.span.start <= place.start and place.end <= event.span.end:
                return event.span, event
        return sentence, None

    def within(self, sentence: Span) -> Sequence[Event]:
        """The events whose clauses begin in the sentence."""
        starts = self._event_starts
        return self.events[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]

    def actors(self, span: Span) -> tuple[str, ...]:
        """Ids of the entities named in ``span``, in text order."""
        low, high = bisect_right(self._name_starts, span.start - 1), bisect_right(self._name_starts, span.end - 1)
        return tuple(dict.fromkeys(entity for _, entity in self._names[low:high]))

    def person_at(self, end: int) -> tuple[str, ...]:
        """The id of the person whose name ends at ``end``; empty where none does."""
        return (self._people[end],) if end in self._people else ()

    def person_in(self, span: Span) -> tuple[str, ...]:
        """The id of the first person named in ``span``; empty where none is."""
        at = bisect_left(self._person_starts, (span.start, ""))
        return tuple(person for start, person in self._person_starts[at : at + 1] if start < span.end)

    def source(self, span: Span) -> Span | None:
        """Who the report says it has ``span`` from, as printed."""
        at = bisect_left(self._said, span.end, key=lambda pair: pair[0].start)
        for content, source in self._said[max(0, at - NESTED) : at]:
            if content.end > span.start:
                return source
        return None

    def time(self, span: Span) -> Span | None:
        """The first date in ``span``."""
        starts = self._time_starts
        for time in self.times[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            if time.kind == "date":
                return time.span
        return None

    def words(self, span: Span) -> str:
        """The text of ``span``."""
        return self.text[span.start : span.end]

    def stems(self, span: Span) -> list[str]:
        """The stems of meaning in ``span``: asked several times of one clause, found once."""
        found = self._stems.get(span)
        if found is None:
            found = self._stems[span] = content_stems(self.words(span))
        return found


@cache
def _scopes() -> re.Pattern[str]:
    words = sorted(load_table("claim_frames")["scope"]["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


def make_claim(view: View, kind: ClaimKind, span: Span, focus: Span, head: str, event: Event | None) -> Claim:
    """A claim of ``span`` about ``head`` with what its clause, source and scope words say; its slot is still empty."""
    return Claim(
        kind=kind,
        span=span,
        focus=focus,
        head=head,
        about=tuple(sorted(set(view.stems(span)))),
        actors=view.actors(span),
        scope=tuple(sorted(set(_scopes().findall(view.words(span).lower())))),
        time=view.time(span),
        negated=event.negated if event else False,
        hedged=event.status == "possible" if event else False,
        status=event.status if event else None,
        attributed=view.source(focus),
    )


def change(claim: Claim, **changes: object) -> Claim:
    """The claim with some fields set: ``dataclasses.replace`` without its cost, which a long archive feels."""
    fields = {name: getattr(claim, name) for name in Claim.__slots__}
    return Claim(**{**fields, **changes})
