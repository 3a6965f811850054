"""A briefing as W3C Web Annotations: each line as a note on the words it rests on, to be laid over the live pages."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from tellings.exports.as_json import escape_unseen
from tellings.exports.characters import show_line
from tellings.exports.formats.plain import PAGE, to_lines, urn, web_address
from tellings.exports.formats.rows import Row, list_rows
from tellings.exports.reviewed import VERB_WORDS
from tellings.model.brief import Briefing
from tellings.model.document import Document
from tellings.model.review import QuotedWords, Reviewed, ReviewVerb
from tellings.model.span import Evidence

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after the words, by which they are found again where they stand more than once."""
_GENERATOR = {"type": "Software", "name": "tellings", "homepage": PAGE}
_DECIDING: Mapping[ReviewVerb, str] = {"confirm": "assessing", "reject": "assessing", "note": "commenting"}
_MOTIVATIONS = {"role": "identifying", "finding": "assessing"}


Places = Mapping[tuple[str, int, int], QuotedWords]
"""By report, start and end in its text: the words as they stand on its page."""

NOWHERE: Places = MappingProxyType({})


def to_annotations(briefing: Briefing, documents: Sequence[Document], *, places: Places = NOWHERE) -> str:
    """One ``AnnotationPage``; each annotation says its place by the words and what is around them.

    The lines of the brief come first, then what people decided on them, with their names: ``tellings review import``
    reads these again. What they decided on people, places and on stories other than in notes is not in it.

    Of a report that is no web page it says the position too, in code points of its text. A page with its menus has
    other positions: ``places`` are the words as they stand in the text of its body, by report, start and end in the
    readable text; elsewhere the words are what counts. Without the document at hand there is nothing around them.
    """
    texts = {doc.id: doc.text for doc in documents}
    locations = {doc.id: doc.url or doc.location for brief in briefing.stories for doc in brief.documents}
    items = [_annotate(row, texts.get(row.doc), locations[row.doc], places) for row in list_rows(briefing)]
    for brief in briefing.stories:
        reviews = (_annotate_review(one, brief.id, texts, locations, places) for one in brief.reviews)
        items += [item for item in reviews if item["target"]]
    unique = {item["id"]: item for item in items}
    name = urn("annotations", *(brief.id for brief in briefing.stories))
    record = {"@context": CONTEXT, "id": name, "type": "AnnotationPage", "items": list(unique.values())}
    return to_lines(record)


def quote_around(text: str, start: int, end: int, *, web: bool = False) -> tuple[str, str, str]:
    """The words, what stands before and what after them.

    Of a ``web`` page the context ends with the paragraph: what stands between two of them there (space, pictures,
    advertisements) is not in the readable text.
    """
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if web:
        before, after = before.rpartition("\n\n")[2], after.partition("\n\n")[0]
    return text[start:end], before, after


def _annotate(row: Row, text: str | None, location: str, places: Places) -> dict[str, Any]:
    said = _say(row)
    place = f"{row.doc}:{row.word_start}-{row.word_end}"
    digest = sha256(f"{row.section}\n{row.id}\n{place}\n{said}".encode("utf-8", "replace")).hexdigest()[:16]
    address = web_address(location)
    return {
        "id": urn("annotation", digest),
        "type": "Annotation",
        "motivation": _MOTIVATIONS.get(row.section, "describing"),
        "generator": _GENERATOR,
        "body": [_body("describing", said), _body("tagging", row.section)],
        "target": {
            "source": address or urn("report", row.doc),
            "selector": _select(text, Evidence(row.doc, row.word_start, row.word_end, row.words), address, places),
        },
    }


def _annotate_review(
    one: Reviewed, story: str, texts: Mapping[str, str], locations: Mapping[str, str], places: Places
) -> dict[str, Any]:
    """A decision on the words that its line rests on; without a target where it has none."""
    targets: list[dict[str, Any]] = []
    for place in one.evidence if one.layer not in ("entities", "story") else ():
        address = web_address(locations.get(place.doc))
        selector = _select(texts.get(place.doc), place, address, places)
        targets.append({"source": address or urn("report", place.doc), "selector": selector})
    if one.layer == "story" and one.verb == "note":
        targets.append({"source": urn("story", story)})
    own = {"verb": one.verb, "layer": one.layer, "text": one.text, "field": one.field, "now": one.now}
    bodies = [_body("tagging", VERB_WORDS[one.verb])]
    bodies += [_body("commenting", one.note)] if one.note else []
    bodies.append(_body("describing", escape_unseen(json.dumps(own, ensure_ascii=False)), "application/json"))
    return {
        "id": urn("review", one.id),
        "type": "Annotation",
        "motivation": _DECIDING.get(one.verb, "editing"),
        "creator": {"type": "Person", "name": one.by},
        "created": one.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "generator": _GENERATOR,
        "body": bodies,
        "target": targets,
    }


def _body(purpose: str, value: str, kind: str = "text/plain") -> dict[str, str]:
    return {"type": "TextualBody", "format": kind, "purpose": purpose, "value": value}


def _select(text: str | None, place: Evidence, address: str | None, places: Places) -> list[dict[str, Any]]:
    on_page = places.get((place.doc, place.start, place.end)) if address else None
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": on_page.exact if on_page else place.text}
    if on_page:
        quote["prefix"], quote["suffix"] = on_page.prefix, on_page.suffix
    elif text is not None:
        _, quote["prefix"], quote["suffix"] = quote_around(text, place.start, place.end, web=bool(address))
    at = on_page or (None if address else place)
    return [quote, {"type": "TextPositionSelector", "start": at.start, "end": at.end}] if at else [quote]


def _say(row: Row) -> str:
    """What the note says: the line, with what makes it a quotation, a status or a verdict."""
    if row.section == "quotation":
        who = ", ".join(show_line(part) for part in (row.who, row.role) if part) or "speaker not known"
        return f"{row.kind} quotation, {who}: {show_line(row.text)}"
    if row.section in ("timeline", "status"):
        days = "/".join(dict.fromkeys(day.isoformat() for day in (row.start, row.end) if day)) or "undated"
        return f"{days}, {row.kind or row.status}: {show_line(row.text)}"
    if row.section == "finding":
        value = " ".join(part for part in (row.value, row.unit) if part)
        return f"{show_line(row.text)}: {show_line(value)} ({row.verdict}: {show_line(row.why or '')})"
    return show_line(row.text)
