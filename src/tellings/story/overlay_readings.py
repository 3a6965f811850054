"""Readings in which quotations are whose people said they are: what a draft is tested against."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tellings.model.brief import Brief
from tellings.model.reading import Quotation, Reading, Speaker
from tellings.model.span import Evidence, Span
from tellings.text.names import fold


def resay(readings: Sequence[Reading], made: Brief, shown: Brief) -> tuple[Reading, ...]:
    """The readings with the speakers that people gave to quotations of the brief ``made``, as ``shown`` has them.

    "" as a speaker is nobody. What people left alone stays as it was read.
    """
    now = {said.id: said.speaker_name or "" for said in shown.quotations}
    given: dict[str, list[tuple[Evidence, str]]] = {}
    for said in made.quotations:
        if said.id in now and now[said.id] != (said.speaker_name or ""):
            for place in said.evidence:
                given.setdefault(place.doc, []).append((place, now[said.id]))
    return tuple(_give(r, given[r.document.id]) if r.document.id in given else r for r in readings)


def _give(reading: Reading, given: Sequence[tuple[Evidence, str]]) -> Reading:
    named = {speaker.span: speaker for speaker in reading.speakers}
    entities = {fold(name): entity.id for entity in reading.entities for name in (*entity.aliases, entity.name)}
    quotations = []
    for quotation in reading.quotations:
        found = next((name for place, name in given if _stands_in(quotation, place)), None)
        quotations.append(quotation if found is None else _say(quotation, found, named, entities))
    return replace(reading, quotations=tuple(quotations), speakers=tuple(named[span] for span in sorted(named)))


def _say(quotation: Quotation, name: str, named: dict[Span, Speaker], entities: Mapping[str, str]) -> Quotation:
    """The quotation with another speaker; the words stand for who says them, for the source names somebody else."""
    if not name:
        return replace(quotation, speaker=None, source=())
    span = quotation.content[0]
    named[span] = Speaker(span, name, entities.get(fold(name)), why="a person said so")
    return replace(quotation, speaker=span)


def _stands_in(quotation: Quotation, place: Evidence) -> bool:
    return any(span.start < place.end and place.start < span.end for span in quotation.content)
