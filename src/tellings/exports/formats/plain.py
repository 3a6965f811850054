"""Words and addresses for formats that other programs read: inert, on one line, and only what a program may follow."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from tellings.exports.as_json import escape_unseen
from tellings.exports.outline import Source
from tellings.model.brief import Brief
from tellings.model.span import Evidence

PAGE = "https://pypi.org/project/tellings/"
"""Who made a file, where a format asks for an address."""


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web; anything else (``javascript:`` ...) is none."""
    if not url or any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]") if parts.scheme in ("http", "https") and parts.netloc else None


def urn(kind: str, *names: str) -> str:
    """A name for a thing that has no address: ``urn:tellings:story:s1``."""
    return ":".join(["urn:tellings", kind, *(quote(name, safe="") for name in names)])


def address_of(source: Source) -> str:
    """Where the report stands on the web, or else a name for it."""
    return (
        web_address(source.document.url) or web_address(source.document.location) or urn("report", source.document.id)
    )


def last_day(brief: Brief) -> date | None:
    """The day of the newest report; what a file says it was made on, so that the same brief gives the same bytes."""
    return brief.as_of or max((d.published.latest for d in brief.documents if d.published.latest), default=None)


def sources_of(evidence: Sequence[Evidence], sources: Sequence[Source]) -> list[tuple[Source, Evidence]]:
    """The first place in each report, in order of publication."""
    first: dict[str, Evidence] = {}
    for place in evidence:
        first.setdefault(place.doc, place)
    return [(source, first[source.document.id]) for source in sources if source.document.id in first]


def without_empty(record: dict[str, Any]) -> dict[str, Any]:
    """The record without what is not known: ``None`` and empty lists."""
    return {key: value for key, value in record.items() if value is not None and value != []}


def to_lines(record: Any) -> str:
    """The record as indented JSON with a line feed at its end; what a terminal would obey is written as an escape."""
    return escape_unseen(msgspec.json.format(msgspec.json.encode(record), indent=2).decode()) + "\n"
