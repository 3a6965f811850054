"""A briefing as MISP events: links to the reports, the lines as texts with their sources, the brief as a report."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tellings.exports.as_markdown import to_markdown
from tellings.exports.characters import show, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.formats.actors import listed_actors
from tellings.exports.formats.plain import last_day, sources_of, to_lines, urn, web_address
from tellings.exports.outline import Outline, outline, say_status, title_of
from tellings.model.brief import Brief, Briefing
from tellings.model.document import Document
from tellings.model.span import Evidence

_UNDEFINED, _COMPLETED, _OWN_ORGANISATION, _AS_EVENT = "4", "2", "0", "5"

Thing = dict[str, Any]


def to_misp(briefing: Briefing, documents: Sequence[Document], *, tlp: str = "clear") -> str:
    """``{"Event": ...}`` for one story, ``{"response": [{"Event": ...}, ...]}`` for several, as MISP exports them.

    Nothing is shared further than the own organisation until somebody there decides so; ``tlp`` is a tag.
    """
    events = [{"Event": _event(brief, briefing, documents, tlp)} for brief in briefing.stories]
    return to_lines(events[0] if len(events) == 1 else {"response": events})


def _uuid(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, urn(*names)))


def _event(brief: Brief, briefing: Briefing, documents: Sequence[Document], tlp: str) -> Thing:
    told = outline(brief, documents)
    day = last_day(brief) or date(1970, 1, 1)
    alone = Briefing(briefing.generator, (brief,), ())
    return {
        "uuid": _uuid("misp", brief.id),
        "info": title_of(brief),
        "date": day.isoformat(),
        "threat_level_id": _UNDEFINED,
        "analysis": _COMPLETED,
        "distribution": _OWN_ORGANISATION,
        "published": False,
        "Attribute": _attributes(told),
        "Tag": [{"name": f"tlp:{tlp}"}, {"name": 'osint:source-type="news-report"'}],
        "EventReport": [
            {
                "uuid": _uuid("misp-report", brief.id),
                "name": title_of(brief),
                "content": to_markdown(alone, documents),
                "distribution": _AS_EVENT,
            }
        ],
    }


def _attributes(told: Outline) -> list[Thing]:
    brief = told.brief
    made = []
    for source in told.sources:
        address = web_address(source.document.url)
        comment = f"{source.heading} ({say_published(source.document.published)})"
        made.append(_attribute(told, "link" if address else "text", address or source.heading, comment))
    for said in brief.summary:
        made.append(_attribute(told, "text", show_line(said.text), f"summary: {_cite(told, said.evidence)}"))
    for entry in told.timeline:
        days = say_days(entry.start, entry.end, entry.grain)
        words = f"{days}, {say_status(entry)}: {show_line(entry.what)}"
        made.append(_attribute(told, "text", words, f"timeline: {_cite(told, entry.evidence)}"))
    for actor in listed_actors(brief):
        if actor.kind == "person":
            roles = "; ".join(dict.fromkeys(show_line(role.text) for role in actor.roles))
            made.append(_attribute(told, "full-name", show_line(actor.name), roles, category="Person"))
    # The same value twice in one event is refused.
    return list({(one["type"], one["value"]): one for one in reversed(made)}.values())[::-1]


def _attribute(told: Outline, kind: str, value: str, comment: str, *, category: str = "External analysis") -> Thing:
    return {
        "uuid": _uuid("misp-attribute", told.brief.id, kind, value),
        "category": category,
        "type": kind,
        "value": value,
        "comment": show(comment),
        "to_ids": False,
        "disable_correlation": kind == "text",
        "distribution": _AS_EVENT,
    }


def _cite(told: Outline, evidence: Sequence[Evidence]) -> str:
    cited = sources_of(evidence, told.sources)
    return "; ".join(f"{source.label}: “{show_line(place.text)}”" for source, place in cited)
