"""A briefing as ninjs 3.0 (IPTC, News in JSON): what the systems of agencies and newsrooms take in."""

from collections.abc import Sequence
from typing import Any

from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_text
from tellings.exports.characters import show, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.formats.actors import kinds_of, listed_actors
from tellings.exports.formats.plain import address_of, to_lines, urn, web_address, without_empty
from tellings.exports.outline import Outline, Source, outline, say_status, title_of
from tellings.model.brief import Actor, Brief, Briefing, TimelineEntry
from tellings.model.document import Document

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}
_WIKIDATA = "http://www.wikidata.org/entity/"
_PLACES = {"person": "people", "organisation": "organisations", "place": "places"}

Item = dict[str, Any]


def to_ninjs(briefing: Briefing, documents: Sequence[Document]) -> str:
    """A text item a story; several stories are the associations of one composite item.

    The reports stand in a story's associations as partial items without their texts, which belong to their outlets.
    A day is never made a moment: where only the day is known ninjs has no field for it, and it stands in ``edNote``.
    """
    items = [_story(brief, briefing, documents) for brief in briefing.stories]
    if len(items) == 1:
        return to_lines({**items[0], "standard": STANDARD})
    names = [brief.id for brief in briefing.stories]
    parts = [{"name": f"story-{number}", **item} for number, item in enumerate(items, start=1)]
    whole = {"uri": urn("briefing", *names), "type": "composite", "standard": STANDARD, "associations": parts}
    return to_lines(without_empty(whole))


def _story(brief: Brief, briefing: Briefing, documents: Sequence[Document]) -> Item:
    told = outline(brief, documents)
    title = title_of(brief)
    summary = "\n".join(show_line(said.text) for said in brief.summary)
    alone = Briefing(briefing.generator, (brief,), ())
    item: Item = {
        "uri": urn("story", brief.id),
        "type": "text",
        "representationType": "full",
        "version": brief.as_of.isoformat() if brief.as_of else None,
        "title": title,
        "by": f"tellings {briefing.generator.tellings}",
        "edNote": "Made by a program from the reports listed; every line is traced to their words.",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": summary}] if summary else [],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": to_text(alone, documents)},
            {"role": "main", "contentType": "text/markdown", "value": to_markdown(alone, documents)},
        ],
        "events": [_event(entry, told) for entry in told.timeline],
        "infoSources": [{"name": name} for name in dict.fromkeys(s.outlet for s in told.sources if s.outlet)],
        "associations": [_report(source) for source in told.sources],
    }
    kinds = kinds_of(brief)
    for actor in listed_actors(brief):
        item.setdefault(_PLACES.get(kinds[actor.id], "subjects"), []).append(_actor(brief, actor))
    return without_empty(item)


def _actor(brief: Brief, actor: Actor) -> Item:
    return without_empty(
        {
            "name": show_line(actor.name),
            "uri": _WIKIDATA + actor.wikidata if actor.wikidata else urn("entity", brief.id, actor.id),
            "literal": "; ".join(dict.fromkeys(show_line(role.text) for role in actor.roles)) or None,
        }
    )


def _event(entry: TimelineEntry, told: Outline) -> Item:
    return {
        "id": entry.id,
        "name": show_line(entry.what),
        "uri": urn("event", told.brief.id, entry.id),
        "literal": f"{say_days(entry.start, entry.end, entry.grain)}: {say_status(entry)}",
    }


def _report(source: Source) -> Item:
    doc = source.document
    return without_empty(
        {
            "name": f"report-{source.number}",
            "uri": address_of(source),
            "type": "text",
            "representationType": "partial",
            "language": doc.language,
            "headlines": [{"value": show_line(doc.title)}] if doc.title else [],
            "by": ", ".join(show_line(name) for name in doc.bylines) or None,
            "contentCreated": doc.published.at.isoformat() if doc.published.at else None,
            "edNote": show(say_published(doc.published)),
            "infoSources": [{"name": source.outlet}] if source.outlet else [],
            "renditions": [{"name": "main", "href": address}] if (address := web_address(doc.url)) else [],
        }
    )
