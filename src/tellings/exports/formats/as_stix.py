"""A briefing as a STIX 2.1 bundle: a report on identities, locations and notes, for desks that work with threats."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tellings.exports.characters import show, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.formats.actors import kinds_of, listed_actors
from tellings.exports.formats.plain import PAGE, last_day, sources_of, to_lines, urn, web_address, without_empty
from tellings.exports.outline import Outline, Source, outline, say_status, title_of
from tellings.exports.spoken import say_told
from tellings.exports.venue import Venues
from tellings.exports.wording import say_about, say_telling, say_verdict
from tellings.model.brief import Actor, Briefing
from tellings.model.document import Document
from tellings.model.span import Evidence

TLP = ("clear", "green", "amber", "amber+strict", "red")
"""How far a report may be passed on: the marks of the Traffic Light Protocol 2.0."""

_CLASSES = {"person": "individual", "organisation": "organization", "group": "group"}
# STIX 2.1 defines four markings of TLP 1; their ids are fixed by the standard. White is what TLP 2 calls clear.
_MARKINGS = {
    "clear": ("white", "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    "green": ("green", "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    "amber": ("amber", "f88d31f6-486f-44da-b317-01333bde0b82"),
    "red": ("red", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
}
_TLP_MADE = "2017-01-20T00:00:00.000Z"

Thing = dict[str, Any]


def to_stix(briefing: Briefing, documents: Sequence[Document], *, tlp: str = "clear") -> str:
    """One bundle: a ``report`` a story, an ``identity`` or ``location`` an actor, a ``note`` a line with its sources.

    Ids are made from those of the brief, so that the same line has the same id in every bundle. STIX asks for moments
    where only days are known: they are the beginnings of the days, UTC. Every object is marked with ``tlp``; STIX 2.1
    has no marking for amber+strict, which is marked as red: it must not go further than allowed.
    """
    marking = _marking("red" if tlp == "amber+strict" else tlp)
    things = [marking, _author()]
    for brief in briefing.stories:
        things += _Bundle(outline(brief, documents), marking["id"]).all()
    unique = {thing["id"]: thing for thing in things}
    name = _id("bundle", urn("bundle", tlp, *(brief.id for brief in briefing.stories)))
    return to_lines({"type": "bundle", "id": name, "objects": list(unique.values())})


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, name)}"


def _marking(tlp: str) -> Thing:
    colour, number = _MARKINGS[tlp]
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{number}",
        "created": _TLP_MADE,
        "definition_type": "tlp",
        "name": f"TLP:{colour.upper()}",
        "definition": {"tlp": colour},
    }


def _author() -> Thing:
    day = _moment(date(1970, 1, 1))
    return {
        "type": "identity", "spec_version": "2.1", "id": _id("identity", PAGE), "created": day, "modified": day,
        "name": "tellings", "identity_class": "system",
    }  # fmt: skip


def _moment(day: date | None) -> str:
    return f"{(day or date(1970, 1, 1)).isoformat()}T00:00:00.000Z"


class _Bundle:
    def __init__(self, told: Outline, marking: str) -> None:
        self.told, self.brief, self.marking = told, told.brief, marking
        self.day = _moment(last_day(told.brief))
        self.kinds = kinds_of(told.brief)
        self.actors = {actor.id: actor for actor in listed_actors(told.brief)}

    def all(self) -> Iterator[Thing]:
        actors = [self._actor(actor) for actor in self.actors.values()]
        notes = list(self._notes())
        subjects = [thing["id"] for thing in actors] or [_id("identity", PAGE)]
        yield from actors
        yield self._thing(
            "report",
            urn("story", self.brief.id),
            name=title_of(self.brief),
            description=" ".join(show_line(said.text) for said in self.brief.summary) or None,
            report_types=["observed-data"],
            published=self.day,
            object_refs=[*subjects, *(note["id"] for note in notes)],
            external_references=[_reference(source) for source in self.told.sources],
        )
        yield from notes

    def _thing(self, kind: str, named: str, /, **values: Any) -> Thing:
        return without_empty(
            {
                "type": kind,
                "spec_version": "2.1",
                "id": _id(kind, named),
                "created_by_ref": _id("identity", PAGE),
                "created": self.day,
                "modified": self.day,
                "object_marking_refs": [self.marking],
                **values,
            }
        )

    def _actor(self, actor: Actor) -> Thing:
        name = urn("entity", self.brief.id, actor.id)
        if actor.kind == "place":
            # A location must say where it is; a name alone is its address in words.
            return self._thing("location", name, name=show_line(actor.name), administrative_area=show_line(actor.name))
        return self._thing(
            "identity",
            name,
            name=show_line(actor.name),
            identity_class=_CLASSES.get(self.kinds[actor.id], "unknown"),
            roles=[show_line(role.text) for role in actor.roles],
        )

    def _notes(self) -> Iterator[Thing]:
        for said in self.brief.summary:
            yield self._note("summary", said.id, show_line(said.text), said.evidence, ())
        venues = Venues(self.brief)
        for entry in self.told.timeline:
            days = say_days(entry.start, entry.end, entry.grain)
            words = f"{days}, {say_status(entry)}: {show_line(entry.what)}"
            place = venues.of(entry)
            ends = [*entry.participants, *([place.id] if place else [])]
            yield self._note("timeline", entry.id, words, entry.evidence, ends)
        for utterance in self.brief.quotations:
            who = utterance.speaker_name or utterance.as_printed or "speaker not known"
            words = f"{show_line(who)}: {say_told(utterance)}"
            ends = [utterance.speaker] if utterance.speaker else []
            yield self._note("quotation", utterance.id, words, utterance.evidence, ends)
        for finding in self.told.compared:
            values = "; ".join(show_line(say_telling(telling)) for telling in finding.tellings)
            places = [place for telling in finding.tellings for place in telling.evidence]
            words = f"{say_about(finding)}: {values}. {say_verdict(finding)}: {show_line(finding.why)}"
            yield self._note("finding", finding.id, words, places, ())

    def _note(self, section: str, line: str, words: str, evidence: Sequence[Evidence], about: Iterable[str]) -> Thing:
        refs = [self._actor(self.actors[name])["id"] for name in dict.fromkeys(about) if name in self.actors]
        cited = sources_of(evidence, self.told.sources)
        quoted = "\n".join(f"{source.label}: “{show(place.text)}”" for source, place in cited)
        return self._thing(
            "note",
            urn("note", self.brief.id, section, line),
            abstract=section,
            content=f"{words}\n{quoted}",
            object_refs=refs or [_id("report", urn("story", self.brief.id))],
            external_references=[_reference(source) for source, _ in cited],
        )


def _reference(source: Source) -> Thing:
    said = show(say_published(source.document.published))
    return without_empty({"source_name": source.heading, "description": said, "url": web_address(source.document.url)})
