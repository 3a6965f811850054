"""NewsML-G2, NewsML 1.2 and NITF: the agencies' formats in XML."""

from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.newsitem import NewsItem, to_document
from tellings.readers.xmltree import (
    Element,
    NotXmlError,
    attribute,
    line_in,
    local_name,
    markup_in,
    parse_xml,
    text_in,
)

MOST_ITEMS = 10_000
"""Items of one message that are read."""

_ASIDE = frozenset(
    ("stylesheet", "headline", "subheadline", "contact", "logo", "caption", "photo", "video", "image", "quote")
)


def read_newsml(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One document for each item with a text; of several items each has FILE#N for its location."""
    try:
        root, notes = parse_xml(data)
    except NotXmlError as err:
        yield Skipped(location, str(err))
        return
    items = list(_items_of(root))
    for number, (item, form) in enumerate(items[:MOST_ITEMS], start=1):
        item.notes.extend(notes)
        yield to_document(item, f"{location}#{number}" if len(items) > 1 else location, form, today=today)
    if len(items) > MOST_ITEMS:
        yield Skipped(location, f"holds {len(items) - MOST_ITEMS:,} more items, left out")
    if not items:
        what = (
            "a package of references" if _first(root, "packageitem") is not None else f"XML ({local_name(root)[:40]})"
        )
        yield Skipped(location, f"is {what} without a news item")


def _items_of(root: Element) -> Iterator[tuple[NewsItem, str]]:
    if local_name(root) == "nitf":
        yield _read_nitf(root), "NITF"
        return
    for element in root.iter():
        if local_name(element) != "newsitem":
            continue
        if any(local_name(child) == "newscomponent" for child in element):
            for item in _read_old(element):
                yield item, "NewsML"
        elif any(local_name(child) in ("itemmeta", "contentset", "contentmeta") for child in element):
            yield _read_g2(element), "NewsML-G2"


def _first(element: Element, *names: str) -> Element | None:
    return next((found for found in element.iter() if found is not element and local_name(found) in names), None)


def _all(element: Element, name: str) -> list[Element]:
    return [found for found in element.iter() if found is not element and local_name(found) == name]


def _line(element: Element | None, *names: str) -> str:
    if element is None:
        return ""
    return next((line for name in names for line in map(line_in, _all(element, name)) if line), "")


def _read_g2(element: Element) -> NewsItem:
    meta, content = _first(element, "itemmeta"), _first(element, "contentmeta")
    item = NewsItem(notes=[])
    if meta is not None:
        item.stamps = tuple((name, _line(meta, name.lower())) for name in ("firstCreated", "versionCreated"))
        item.embargo = _line(meta, "embargoed")
        item.status = _code(_first(meta, "pubstatus"))
        item.kind = _code(_first(meta, "itemclass"))
        item.outlet = _party(_first(meta, "provider"))
    if content is not None:
        item.headline = _line(content, "headline")
        makers = [_party(maker) for maker in _all(content, "creator")]
        item.by = (_line(content, "by") or "; ".join(filter(None, makers)),)
        language = _first(content, "language")
        item.language = attribute(language, "tag") if language is not None else ""
    item.language = item.language or attribute(element, "lang")
    contents = _first(element, "contentset")
    if contents is not None:
        _take_content(contents, item)
    return item


def _take_content(contents: Element, item: NewsItem) -> None:
    bodies = []
    for part in contents:
        inner = _first(part, "nitf")
        if inner is not None:
            nitf = _read_nitf(inner)
            item.headline, item.by = item.headline or nitf.headline, item.by if any(item.by) else nitf.by
            bodies.append(nitf.body)
        elif local_name(part) == "inlinexml":
            bodies.append(markup_in(_first(part, "body") if _first(part, "body") is not None else part))
        elif local_name(part) == "inlinedata" and "html" in attribute(part, "contenttype"):
            bodies.append(text_in(part))
        elif local_name(part) == "inlinedata" and not attribute(part, "encoding"):
            bodies.append(markup_in(part).replace("\n", "<br>"))
    item.body = max(bodies, key=len, default="")


def _code(element: Element | None) -> str:
    return attribute(element, "qcode") if element is not None else ""


def _party(element: Element | None) -> str:
    if element is None:
        return ""
    return _line(element, "name") or attribute(element, "literal") or attribute(element, "qcode").rpartition(":")[2]


def _read_nitf(root: Element) -> NewsItem:
    head, body = _first(root, "head"), _first(root, "body.head")
    issued = _first(head, "date.issue", "date.release") if head is not None else None
    content = _first(root, "body.content")
    doc = _first(root, "doc.copyright")
    return NewsItem(
        headline=_line(body, "hl1") or _line(body, "hedline") or _line(head, "title"),
        body=markup_in(content) if content is not None else "",
        by=((_line(body, "byttl", "person") and _line(body, "person")) or _line(body, "byline"),),
        outlet=_line(body, "distributor") or (attribute(doc, "holder") if doc is not None else ""),
        language=attribute(root, "lang"),
        stamps=(("date.issue", attribute(issued, "norm") if issued is not None else ""),),
        kind="text",
        notes=[],
    )


def _read_old(element: Element) -> Iterator[NewsItem]:
    """The texts of a NewsML 1.2 item: its parts in the role of a body, else the longest that has no other role."""
    found = [part for part in _all(element, "contentitem") if _first(part, "datacontent") is not None]
    texts = [part for part in found if _is_text(part)]
    bodies = [part for part in texts if _role(part) in ("body", "main")]
    others = [part for part in texts if _role(part) not in _ASIDE]
    chosen = bodies or sorted(others, key=lambda part: -len(line_in(part)))[:1]
    for part in chosen or [None]:
        yield _read_old_text(element, part)


def _is_text(part: Element) -> bool:
    kinds = [attribute(kind, "formalname").lower() for kind in _all(part, "mimetype") + _all(part, "mediatype")]
    return not kinds or any(kind.startswith("text") and not kind.endswith("css") for kind in kinds)


def _role(part: Element) -> str:
    above = part.getparent()
    roles = [] if above is None else [child for child in above if local_name(child) == "role"]
    return attribute(roles[0], "formalname").lower() if roles else ""


def _read_old_text(element: Element, part: Element | None) -> NewsItem:
    management, above = _first(element, "newsmanagement"), list(part.iterancestors()) if part is not None else [element]
    data = _first(part, "datacontent") if part is not None else None
    nitf = _first(data, "nitf") if data is not None else None
    language = next((attribute(found, "formalname") for box in above for found in _all(box, "language")), "")
    source = _first(element, "provider", "source")
    party = _first(source, "party") if source is not None else None
    service = _first(element.getparent(), "newsservice") if element.getparent() is not None else None
    status = _first(management, "status") if management is not None else None
    body = "" if data is None else _read_nitf(nitf).body if nitf is not None else _markup(data)
    return NewsItem(
        headline=next((line for box in above if (line := _line_here(box, "headline"))), ""),
        body=body,
        by=(next((line for box in above if (line := _line_here(box, "byline"))), ""),),
        outlet=(attribute(service, "formalname") if service is not None else "")
        or (attribute(party, "formalname") if party is not None else ""),
        language=language,
        stamps=tuple((name, _line(management, name.lower())) for name in ("FirstCreated", "ThisRevisionCreated")),
        status=attribute(status, "formalname") if status is not None else "",
        kind="text",
        notes=[],
    )


def _line_here(box: Element, name: str) -> str:
    """The line in the box's own ``NewsLines``."""
    lines = [child for child in box if local_name(child) == "newslines"]
    return _line(lines[0], name) if lines else ""


def _markup(data: Element) -> str:
    body = _first(data, "body")
    if body is not None:
        return markup_in(body)
    return markup_in(data) if len(data) else text_in(data)
