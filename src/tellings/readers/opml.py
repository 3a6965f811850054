"""OPML: lists of feeds, as feed readers write and take them."""

import html
from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.fragment import read_line
from tellings.readers.links import LONGEST_FIELD, web_address
from tellings.readers.listing import MOST_ENTRIES, Entry, Listing, read_entries
from tellings.readers.xmltree import NotXmlError, attribute, local_name, parse_xml, text_in


def read_opml(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One reason: the list holds feeds, no text."""
    listing = list_opml(data, location)
    if isinstance(listing, Skipped):
        yield listing
    else:
        yield from read_entries(listing)


def list_opml(data: bytes, location: str) -> Listing | Skipped:
    """The feeds of the list, in its own order, each address once; folders are only names on the way to them."""
    try:
        root, notes = parse_xml(data)
    except NotXmlError as err:
        return Skipped(location, str(err))
    feeds: dict[str, Entry] = {}
    bad = 0
    for outline in (element for element in root.iter() if local_name(element) == "outline"):
        address = attribute(outline, "xmlUrl")
        url = web_address(address.removeprefix("feed:") if address.startswith("feed:http") else address)
        url = url or web_address(address.replace("feed://", "http://", 1))
        if not url:
            bad += bool(address)
            continue
        title = " ".join(html.unescape(attribute(outline, "title") or attribute(outline, "text")).split())[
            :LONGEST_FIELD
        ]
        page = web_address(attribute(outline, "htmlUrl"))
        if len(feeds) < MOST_ENTRIES:
            feeds.setdefault(url, Entry(url, title or None, "feed", page=page or None))
    if bad:
        notes = (*notes, f"{bad} addresses of feeds that are no web addresses left out")
    title = next((read_line(text_in(e)) for e in root.iter() if local_name(e) == "title"), "")
    return Listing(location, "opml", tuple(feeds.values()), title or None, notes=notes)
