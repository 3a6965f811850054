"""ninjs, the IPTC's news in JSON: versions 1, 2 and 3."""

import html
from collections.abc import Mapping
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.newsitem import NewsItem, to_document

_SIGNS = ("headline", "body", "bodies", "versioncreated", "firstcreated", "renditions", "pubstatus", "description")
_MARKED = ("text/html", "application/xhtml+xml", "text/xhtml", "application/nitf+xml", "xhtml", "html")


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is an item: a ``uri``, no ``text``, and fields that the standard names."""
    if not isinstance(value, dict) or not isinstance(value.get("uri"), str) or value.get("text") is not None:
        return False
    names = [str(name).lower() for name in value]
    return sum(any(name.startswith(sign) for name in names) for sign in _SIGNS) >= 1


def read_ninjs(value: Mapping[str, object], where: str, *, today: date | None = None) -> Document | Skipped:
    """The item as a document; pictures, films and events without a text, and what was withdrawn, are skipped."""
    fields = {str(name).lower(): content for name, content in value.items()}
    item = NewsItem(
        headline=_headline(fields),
        body=_body(fields),
        by=(_words(fields.get("byline")) or _words(fields.get("by")),),
        outlet=_outlet(fields),
        url=_words(fields.get("uri")),
        language=_words(fields.get("language")),
        stamps=tuple((name, _words(fields.get(name))) for name in ("firstcreated", "versioncreated", "contentcreated")),
        status=_words(fields.get("pubstatus")),
        kind=_words(fields.get("type")),
        embargo=_words(fields.get("embargoed")),
    )
    return to_document(item, where, "ninjs", today=today)


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _listed(fields: Mapping[str, object], name: str) -> list[dict[str, object]]:
    value = fields.get(name)
    dicts = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return [{str(key).lower(): content for key, content in item.items()} for item in dicts[:200]]


def _headline(fields: Mapping[str, object]) -> str:
    listed = _listed(fields, "headlines")
    main = [item for item in listed if _words(item.get("role")).lower() in ("main", "")] or listed
    for item in main:
        if _words(item.get("value")):
            return _words(item.get("value"))
    names = ["headline", "headline_main", *sorted(name for name in fields if name.startswith("headline_"))]
    return next((words for words in (_words(fields.get(name)) for name in names) if words), "")


def _body(fields: Mapping[str, object]) -> str:
    """The body as mark-up: the first one in HTML, else plain text with its lines."""
    bodies = [
        (_words(item.get("contenttype")).lower(), _words(item.get("value"))) for item in _listed(fields, "bodies")
    ]
    marked = [body for kind, body in bodies if body and (kind.partition(";")[0] in _MARKED or not kind)]
    names = ["body_xhtml", "body_html", "body_richtext"]
    marked += [_words(fields.get(name)) for name in names]
    plain = [body for kind, body in bodies if body and kind.startswith("text/plain")]
    plain += [_words(fields.get(name)) for name in sorted(fields) if name.startswith("body_") and name not in names]
    for body in filter(None, marked):
        return body
    for body in filter(None, plain):
        return body if body.lstrip().startswith("<") else html.escape(body, quote=False).replace("\n", "<br>")
    return ""


def _outlet(fields: Mapping[str, object]) -> str:
    sources = [_words(source.get("name")) for source in _listed(fields, "infosources")]
    holder = _words(fields.get("copyrightholder"))
    return next((name for name in (_words(fields.get("source")), *sources, holder) if name), "")
