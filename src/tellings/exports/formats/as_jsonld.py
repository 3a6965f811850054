"""A briefing as schema.org JSON-LD: reports, people, quotations and events that search engines and graphs read."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tellings.exports.characters import show, show_line
from tellings.exports.formats.actors import kinds_of
from tellings.exports.formats.plain import PAGE, address_of, sources_of, to_lines, urn, web_address, without_empty
from tellings.exports.outline import Outline, Source, outline, say_status, title_of
from tellings.exports.venue import Venues
from tellings.model.brief import Actor, Briefing, TimelineEntry, Utterance
from tellings.model.document import Document
from tellings.model.reading import EntityKind

CONTEXT = "https://schema.org"
NAME_WORDS = 7
"""Words of a person's name at most: a longer byline is a sentence about who helped."""
_WIKIDATA = "https://www.wikidata.org/entity/"
_TYPES = {"person": "Person", "organisation": "Organization", "place": "Place"}
# schema.org knows no status for what is only possible or was denied: there it says none.
_STATUSES = {"happened": "EventScheduled", "under_way": "EventScheduled", "expected": "EventScheduled",
             "cancelled": "EventCancelled"}  # fmt: skip

Node = dict[str, Any]


def to_jsonld(briefing: Briefing, documents: Sequence[Document]) -> str:
    """One graph: an ``Article`` a brief that cites a ``NewsArticle`` a report, with its actors, quotations and events.

    Only the actors that a quotation or an event names stand in it. Nothing is said of what is not known.
    """
    nodes: dict[str, Node] = {}
    for brief in briefing.stories:
        for node in _Graph(outline(brief, documents)).nodes():
            nodes.setdefault(node["@id"], node)
    return to_lines({"@context": CONTEXT, "@graph": list(nodes.values())})


class _Graph:
    def __init__(self, told: Outline) -> None:
        self.told, self.brief = told, told.brief
        self.actors = {actor.id: actor for actor in told.brief.entities}
        self.venues = Venues(told.brief)
        self.named: set[str] = set()

    def nodes(self) -> Iterator[Node]:
        yield self._article()
        yield from (_report(source, self.told) for source in self.told.sources)
        # schema.org's Quotation is somebody's very words: what was told in other words, or denied, is none.
        kinds = kinds_of(self.brief)
        spoken = [said for said in self.brief.quotations if said.kind == "direct"]
        rest = [*map(self._quotation, spoken), *map(self._event, self.told.timeline)]
        yield from (
            _actor(self.brief.id, actor, kinds[actor.id]) for actor in self.brief.entities if actor.id in self.named
        )
        yield from rest

    def _article(self) -> Node:
        return without_empty(
            {
                "@id": urn("story", self.brief.id),
                "@type": "Article",
                "headline": title_of(self.brief),
                "dateModified": _day(self.brief.as_of),
                "abstract": " ".join(show_line(said.text) for said in self.brief.summary) or None,
                "citation": [{"@id": address_of(source)} for source in self.told.sources],
                "creator": {"@type": "SoftwareApplication", "name": "tellings", "url": PAGE},
            }
        )

    def _name(self, actor: str | None) -> Node | None:
        if actor is None or actor not in self.actors:
            return None
        self.named.add(actor)
        return {"@id": urn("entity", self.brief.id, actor)}

    def _quotation(self, said: Utterance) -> Node:
        name = said.speaker_name or said.as_printed
        speaker = self._name(said.speaker) or ({"@type": "Person", "name": show_line(name)} if name else None)
        return without_empty(
            {
                "@id": urn("quotation", self.brief.id, said.id),
                "@type": "Quotation",
                "text": show(said.text),
                "spokenByCharacter": speaker,
                "isPartOf": [{"@id": address_of(s)} for s, _ in sources_of(said.evidence, self.told.sources)],
            }
        )

    def _event(self, entry: TimelineEntry) -> Node:
        status = _STATUSES.get(entry.status)
        place = self.venues.of(entry)
        before = next((e for e in self.brief.timeline if e.id == entry.moved_from), None)
        if entry.moved_to or say_status(entry) == "postponed":
            status = "EventPostponed"
        elif before:
            status = "EventRescheduled"
        return without_empty(
            {
                "@id": urn("event", self.brief.id, entry.id),
                "@type": "Event",
                "name": show_line(entry.what),
                "startDate": _day(entry.start or entry.end),
                "endDate": _day(entry.end or entry.start),
                "previousStartDate": _day(before.start) if before else None,
                "eventStatus": f"{CONTEXT}/{status}" if status else None,
                "location": self._name(place.id if place else None),
                "about": [node for name in entry.participants if (node := self._name(name))],
                "subjectOf": [{"@id": address_of(s)} for s, _ in sources_of(entry.evidence, self.told.sources)],
            }
        )


def _report(source: Source, told: Outline) -> Node:
    doc = source.document
    first = next((s for s in told.sources if s.document.id == doc.copy_of), None)
    day = doc.published.earliest if doc.published.earliest == doc.published.latest else None
    return without_empty(
        {
            "@id": address_of(source),
            "@type": "NewsArticle",
            "headline": show_line(doc.title) if doc.title else None,
            "url": web_address(doc.url),
            "publisher": {"@type": "Organization", "name": show_line(doc.outlet)} if doc.outlet else None,
            "author": [
                {"@type": "Person", "name": show_line(name)} for name in doc.bylines if len(name.split()) <= NAME_WORDS
            ],
            "datePublished": doc.published.at.isoformat() if doc.published.at else _day(day),
            "inLanguage": doc.language,
            "isBasedOn": {"@id": address_of(first)} if first else None,
        }
    )


def _actor(story: str, actor: Actor, told: EntityKind) -> Node:
    kind = _TYPES.get(told, "Thing")
    return without_empty(
        {
            "@id": urn("entity", story, actor.id),
            "@type": kind,
            "name": show_line(actor.name),
            "alternateName": [show_line(name) for name in actor.aliases if name != actor.name],
            "jobTitle": [show_line(role.text) for role in actor.roles] if kind == "Person" else None,
            "sameAs": _WIKIDATA + actor.wikidata if actor.wikidata else None,
        }
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
