"""A briefing as NewsML-G2 (IPTC): one news item a story, its people and events as subjects, what is known of each."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date

from tellings.exports.characters import show, show_line
from tellings.exports.dates import say_days
from tellings.exports.formats.actors import kinds_of, listed_actors
from tellings.exports.formats.plain import PAGE, address_of, last_day, sources_of, urn, web_address
from tellings.exports.outline import Outline, outline, say_status, title_of
from tellings.exports.spoken import say_told
from tellings.exports.venue import Venues
from tellings.exports.wording import HEADINGS, say_about, say_telling, say_verdict
from tellings.model.brief import Actor, Brief, Briefing, TimelineEntry
from tellings.model.document import Document
from tellings.model.span import Evidence

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
_CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NATURES = {"person": "person", "organisation": "organisation", "group": "abstract", "place": "geoArea",
            "event": "event", "work": "object", "other": "abstract"}  # fmt: skip
# As the vocabulary "event occurrence status" has it: planned only; may occur; planned, then cancelled.
_OCCURS = {"expected": "eos1", "possible": "eos3", "cancelled": "eos6"}


def to_newsml(briefing: Briefing, documents: Sequence[Document]) -> str:
    """A ``newsItem``; several stories stand in one ``newsMessage``.

    NewsML-G2 asks for the moment of a version; only days are known, so it is the beginning of the day of the newest
    report (UTC), or of 1970 where none has a day. The reports are sources by name and address, without their texts.
    """
    items = [_item(outline(brief, documents), briefing.generator.tellings) for brief in briefing.stories]
    if len(items) == 1:
        return _write(items[0])
    message = ET.Element("newsMessage", xmlns=NAMESPACE)
    days = [day for brief in briefing.stories if (day := last_day(brief))]
    _put(_put(message, "header"), "sent", _moment(max(days, default=None)))
    _put(message, "itemSet").extend(items)
    return _write(message)


def _write(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _put(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    if text is not None:
        # XML 1.0 has no place for these two; the other characters it forbids are gone after show.
        made.text = show(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"})
    return made


def _moment(day: date | None) -> str:
    return f"{(day or date(1970, 1, 1)).isoformat()}T00:00:00Z"


def _item(told: Outline, version: str) -> ET.Element:
    brief = told.brief
    languages = {doc.language for doc in brief.documents if doc.language}
    item = ET.Element(
        "newsItem",
        {
            "xmlns": NAMESPACE,
            "guid": urn("story", brief.id),
            "version": "1",
            "standard": "NewsML-G2",
            "standardversion": "2.35",
            "conformance": "power",
            _LANG: languages.pop() if len(languages) == 1 else "und",
        },
    )
    _put(item, "catalogRef", href=_CATALOGUE)
    _put_item_meta(item, brief, version)
    _put_content_meta(item, told)
    venues = Venues(brief)
    for entry in told.timeline:
        _put_event(item, entry, brief, venues)
    _put_body(_put(_put(item, "contentSet"), "inlineXML", contenttype="application/xhtml+xml"), told)
    return item


def _put_item_meta(item: ET.Element, brief: Brief, version: str) -> None:
    meta = _put(item, "itemMeta")
    _put(meta, "itemClass", qcode="ninat:text")
    _put(_put(meta, "provider", uri=PAGE), "name", "tellings")
    _put(meta, "versionCreated", _moment(last_day(brief)))
    _put(meta, "pubStatus", qcode="stat:usable")
    _put(meta, "generator", "tellings", versioninfo=version)
    _put(meta, "title", title_of(brief))
    _put(meta, "edNote", "Made by a program from the reports listed; every line is traced to their words.")


def _put_content_meta(item: ET.Element, told: Outline) -> None:
    meta = _put(item, "contentMeta")
    day = last_day(told.brief)
    if day:
        _put(meta, "contentModified", day.isoformat())
    for source in told.sources:
        _put(_put(meta, "infoSource", uri=address_of(source)), "name", source.heading)
    kinds = kinds_of(told.brief)
    for actor in listed_actors(told.brief):
        _put_subject(meta, told.brief, actor, _NATURES[kinds[actor.id]])
    for entry in told.timeline:
        subject = _put(meta, "subject", type="cpnat:event", uri=urn("event", told.brief.id, entry.id))
        _put(subject, "name", show_line(entry.what))
    _put(meta, "headline", title_of(told.brief))
    summary = " ".join(show_line(said.text) for said in told.brief.summary)
    if summary:
        _put(meta, "description", summary, role="drol:summary")


def _put_subject(meta: ET.Element, brief: Brief, actor: Actor, nature: str) -> None:
    subject = _put(meta, "subject", type=f"cpnat:{nature}", uri=urn("entity", brief.id, actor.id))
    _put(subject, "name", show_line(actor.name))
    for role in actor.roles:
        _put(subject, "definition", show_line(role.text))
    if actor.wikidata:
        _put(subject, "sameAs", uri=f"http://www.wikidata.org/entity/{actor.wikidata}")


def _put_event(item: ET.Element, entry: TimelineEntry, brief: Brief, venues: Venues) -> None:
    """The days and the status of an event, as far as they are known."""
    start, end = entry.start or entry.end, entry.end or entry.start
    if start is None or end is None:
        return
    about = _put(item, "assert", uri=urn("event", brief.id, entry.id))
    _put(about, "name", show_line(entry.what))
    details = _put(about, "eventDetails")
    dates = _put(details, "dates")
    _put(dates, "start", start.isoformat())
    _put(dates, "end", end.isoformat())
    if entry.status in _OCCURS:
        _put(details, "occurStatus", qcode=f"eventoccurstatus:{_OCCURS[entry.status]}")
    place = venues.of(entry)
    if place:
        _put(_put(details, "location", uri=urn("entity", brief.id, place.id)), "name", show_line(place.name))


def _put_body(parent: ET.Element, told: Outline) -> None:
    """The brief as plain XHTML: headings, lists, and the outlets that each line rests on."""
    html = _put(parent, "html", xmlns=XHTML)
    _put(_put(html, "head"), "title", title_of(told.brief))
    body = _put(html, "body")
    _put(body, "h1", title_of(told.brief))
    _put_lines(body, "summary", [(show_line(said.text), _outlets(told, said.evidence)) for said in told.brief.summary])
    lines = []
    for entry in told.timeline:
        days = say_days(entry.start, entry.end, entry.grain)
        words = f"{days} ({say_status(entry)}): {show_line(entry.what)}"
        lines.append((words, _outlets(told, entry.evidence)))
    _put_lines(body, "timeline", lines)
    lines = []
    for finding in told.compared:
        values = "; ".join(f"{show_line(say_telling(t))} ({_outlets(told, t.evidence)})" for t in finding.tellings)
        lines.append((f"{say_about(finding)}: {values}. {say_verdict(finding)}", ""))
    _put_lines(body, "compared", lines)
    lines = []
    for voice in told.voices:
        for said in voice.utterances:
            who = ", ".join(part for part in (voice.name or "Speaker not known", said.role or voice.role) if part)
            lines.append((f"{who}: {say_told(said)}", _outlets(told, said.evidence)))
    _put_lines(body, "voices", lines)
    if told.sources:
        _put(body, "h2", HEADINGS["sources"])
    listed = _put(body, "ol") if told.sources else body
    for source in told.sources:
        address = web_address(source.document.url)
        line = _put(listed, "li", None if address else source.heading)
        if address:
            _put(line, "a", source.heading, href=address)


def _put_lines(body: ET.Element, name: str, lines: Sequence[tuple[str, str]]) -> None:
    if lines:
        _put(body, "h2", HEADINGS[name])
        listed = _put(body, "ul")
        for words, outlets in lines:
            _put(listed, "li", f"{words} [{outlets}]" if outlets else words)


def _outlets(told: Outline, evidence: Sequence[Evidence]) -> str:
    return ", ".join(dict.fromkeys(source.label for source, _ in sources_of(evidence, told.sources)))
