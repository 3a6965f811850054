"""What was found in one report, layer by layer: each place with the words that say what was made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tellings.exports.characters import shorten, show_line
from tellings.exports.outline import STATUS_WORDS
from tellings.model.reading import Claim, Event, Quantity, Reading, TimeExpression
from tellings.model.span import Span

LAYERS = {
    "furniture": "Page furniture",
    "quotations": "Quotations",
    "speakers": "Who is quoted",
    "names": "Names",
    "times": "Times",
    "quantities": "Quantities",
    "events": "Events",
    "claims": "Claims",
    "cited": "Used in the brief",
}
"""The layers in the order they are listed, and what they are called."""

_KINDS = {
    "direct": "very words",
    "mixed": "partly very words",
    "indirect": "in the report's words",
    "turn": "a speaker's turn",
    "scare": "quoted words given to nobody",
}
_WORDS = 90
_NONE: Mapping[tuple[int, int], Sequence[str]] = {}
_NO_DAYS: Mapping[tuple[int, int], str] = {}


@dataclass(frozen=True, slots=True, order=True)
class Marking:
    """A place of a layer, ``[start, end)``; ``says`` is what was made of it, ``words`` are the report's."""

    start: int
    end: int
    layer: str
    words: str
    says: str


def lay_layers(
    reading: Reading,
    *,
    cited: Mapping[tuple[int, int], Sequence[str]] = _NONE,
    days: Mapping[tuple[int, int], str] = _NO_DAYS,
) -> dict[str, tuple[Marking, ...]]:
    """Every layer with its markings in the order of the text.

    ``cited`` gives for a place the lines of a brief that rest on it, ``days`` for a time expression the days it means.
    """
    text = reading.document.text
    layers: dict[str, list[Marking]] = {name: [] for name in LAYERS}
    for name, span, says in _find(reading, days):
        layers[name].append(Marking(span.start, span.end, name, shorten(text[span.start : span.end], _WORDS), says))
    for (start, end), lines in cited.items():
        if end <= len(text):
            says = "; ".join(shorten(line, 120) for line in lines[:4])
            layers["cited"].append(Marking(start, end, "cited", shorten(text[start:end], _WORDS), says))
    return {name: tuple(sorted(set(found))) for name, found in layers.items()}


def _find(reading: Reading, days: Mapping[tuple[int, int], str]) -> Iterator[tuple[str, Span, str]]:
    for piece in reading.furniture:
        yield "furniture", piece.span, piece.why
    yield from _find_said(reading)
    named = {span: entity for entity in reading.entities for span in entity.mentions}
    kinds = {mention.span: mention.kind for mention in reading.mentions}
    for span in sorted(named.keys() | kinds.keys()):
        entity = named.get(span)
        kind = entity.kind if entity else kinds[span]
        printed = show_line(reading.document.text[span.start : span.end])
        who = f": {show_line(entity.name)}" if entity and show_line(entity.name) != printed else ""
        yield "names", span, f"{kind}{who}"
    for time in reading.times:
        yield "times", time.span, _say_time(time, days)
    for quantity in reading.quantities:
        yield "quantities", quantity.span, _say_quantity(quantity, reading.document.text)
    for event in reading.events:
        yield "events", event.trigger, _say_event(event)
    for claim in reading.claims:
        yield "claims", claim.focus, _say_claim(claim)


def _find_said(reading: Reading) -> Iterator[tuple[str, Span, str]]:
    speakers = {speaker.span: speaker for speaker in reading.speakers}
    for quotation in reading.quotations:
        speaker = speakers.get(quotation.speaker) if quotation.speaker else None
        role = f", {show_line(speaker.role.text)}" if speaker and speaker.role else ""
        by = f" of {show_line(speaker.name)}{role}" if speaker else ""
        for span in quotation.content:
            yield "quotations", span, f"{_KINDS[quotation.kind]}{by}"
        for span in quotation.source:
            why = f" ({show_line(speaker.why)})" if speaker and speaker.why else ""
            yield "speakers", span, f"{show_line(speaker.name) if speaker else 'speaker'}{role}{why}"
        for span in quotation.cue:
            yield "speakers", span, "the verb of saying"


def _say_time(time: TimeExpression, days: Mapping[tuple[int, int], str]) -> str:
    """The days it means, as the story knows them; of a report alone only what kind of time it is."""
    said = days.get((time.span.start, time.span.end), "")
    return f"{time.kind}: {said}" if said else time.kind


def _say_quantity(quantity: Quantity, text: str) -> str:
    low, high = (f"{value:,.10g}" for value in (quantity.value, quantity.value_max))
    number = low if low == high else f"{low} to {high}"
    unit = f" {quantity.unit}" if quantity.unit else ""
    approx = "" if quantity.approx == "exact" else f"{quantity.approx.replace('_', ' ')} "
    of = f" of {shorten(text[quantity.of.start : quantity.of.end], 60)}" if quantity.of else ""
    return f"{approx}{number}{unit}{of}"


def _say_event(event: Event) -> str:
    negated = ", said not to be so" if event.negated else ""
    return f"{show_line(event.lemma)}: {STATUS_WORDS[event.status]}{negated}"


def _say_claim(claim: Claim) -> str:
    scope = f" ({', '.join(show_line(word) for word in claim.scope)})" if claim.scope else ""
    hedged = ", not certain" if claim.hedged else ""
    return f"{claim.kind} of {show_line(claim.head)}{scope}{hedged}" if claim.head else f"{claim.kind}{scope}{hedged}"
