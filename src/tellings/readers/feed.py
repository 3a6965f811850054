"""RSS of every version, Atom and JSON Feed: a feed's entries, with their whole text where the feed holds it."""

import base64
import html
import re
from collections.abc import Iterator, Sequence
from datetime import date
from email.utils import parseaddr

from tellings.model.document import Document, Published, Skipped
from tellings.readers.bylines import clean_bylines
from tellings.readers.fragment import is_markup, read_line, text_or_teaser
from tellings.readers.links import LONGEST_FIELD, join_address, language_tag, web_address
from tellings.readers.listing import MOST_ENTRIES, Entry, Listing, read_entries
from tellings.readers.stamps import publish, read_stamp
from tellings.readers.xmltree import (
    Element,
    NotXmlError,
    attribute,
    children,
    line_in,
    local_name,
    markup_in,
    name_of,
    parse_xml,
    text_in,
)

_PUBLISHED = (
    "pubdate", "dcterms:issued", "issued", "published", "dc:date", "dcterms:created", "created",
)  # fmt: skip
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_CONTENTS = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "encoded")
_SUMMARIES = ("description", "summary", "dcterms:abstract", "dc:description", "tagline", "itunes:summary", "abstract")
_ITEMS = frozenset(("item", "entry"))
_HEADS = frozenset(("channel", "feed"))
_NAME_IN_ADDRESS = re.compile(r"^\s*\S+@\S+\s*\(([^)]{2,100})\)\s*$")


def read_feed(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """A document for each entry whose whole text is in the feed; the others with what to do."""
    listing = list_feed(data, location, today=today)
    if isinstance(listing, Skipped):
        yield listing
    else:
        yield from read_entries(listing)


def list_feed(data: bytes, location: str, *, today: date | None = None) -> Listing | Skipped:
    """The entries of an RSS or Atom feed, in its own order; broken XML is read as far as it makes sense."""
    try:
        root, notes = parse_xml(data)
    except NotXmlError as err:
        return Skipped(location, str(err))
    head = root if local_name(root) in _HEADS else next((e for e in root.iter() if local_name(e) in _HEADS), root)
    items = [element for element in root.iter() if local_name(element) in _ITEMS and _is_entry(element)]
    if not items and local_name(root) not in ("rss", "feed", "rdf", "channel"):
        return Skipped(location, f"is XML ({local_name(root)[:40]}), but no feed")
    if len(items) > MOST_ENTRIES:
        notes = (*notes, f"{len(items) - MOST_ENTRIES} entries beyond the first {MOST_ENTRIES:,} left out")
    base = next(
        filter(None, map(web_address, (attribute(root, "base"), _link_of(head, ""), _own_address(head), location))), ""
    )
    title = _line(head, "title", "atom:title")
    language = language_tag(
        _line(head, "language", "dc:language") or attribute(root, "lang") or attribute(head, "lang")
    )
    reader = _Entries(title, language, base, _persons(head) if name_of(head) != "channel" else (), today)
    entries = tuple(reader.read(item) for item in items[:MOST_ENTRIES])
    return Listing(location, "feed", entries, title or None, web_address(_link_of(head, base)) or None, language, notes)


def _own_address(head: Element) -> str:
    links = children(head, "link", "atom:link")
    return next((attribute(link, "href") for link in links if attribute(link, "rel") == "self"), "")


def _is_entry(element: Element) -> bool:
    """Whether it is no part of another vocabulary, or of a table of contents."""
    return name_of(element).rpartition(":")[0] in ("", "atom") and len(element) > 0 and not _in_entry(element)


def _in_entry(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in _ITEMS


class _Entries:
    """Reads the entries of one feed; holds what counts for all of them."""

    def __init__(self, title: str, language: str | None, base: str, authors: Sequence[str], today: date | None) -> None:
        self.title, self.language, self.base, self.authors, self.today = title, language, base, authors, today

    def read(self, item: Element) -> Entry:
        """One entry, whatever of it can be understood."""
        notes: list[str] = []
        url = web_address(_link_of(item, self.base))
        source = next(iter(children(item, "source", "atom:source")), None)
        outlet = self._outlet(source) or self.title or None
        content, summary = _longest(item, _CONTENTS), _longest(item, _SUMMARIES)
        text, teaser = text_or_teaser(content, summary)
        language = language_tag(attribute(item, "lang") or _line(item, "dc:language", "language"))
        return Entry(
            url=url or None,
            title=_line(item, "title", "atom:title", "dc:title", "media:title") or None,
            published=_published(item, self.today, notes),
            outlet=outlet,
            bylines=clean_bylines(_persons(item) or self.authors, own=(outlet,) if outlet else ()),
            language=language or self.language,
            text=text,
            teaser=teaser,
            notes=tuple(notes),
        )

    @staticmethod
    def _outlet(source: Element | None) -> str:
        if source is None:
            return ""
        return _line(source, "title", "atom:title") or read_line(source.text or "")[:LONGEST_FIELD]


def _bare(element: Element) -> str:
    """Its name; that of Atom without its prefix."""
    return name_of(element).removeprefix("atom:")


def _longest(item: Element, names: Sequence[str]) -> str:
    """The mark-up of the first of the names that holds any; of several of one name the longest."""
    for name in names:
        found = [_markup(child) for child in item if _bare(child) == name]
        if any(found):
            return max(found, key=len)
    return ""


def _markup(element: Element) -> str:
    """An entry's text as HTML, however the feed wraps it: escaped, as CDATA, as XHTML or plain."""
    kind = (attribute(element, "type") or "").lower()
    if attribute(element, "src") and not text_in(element):
        return ""
    if len(element):
        return markup_in(element)
    text = _decoded(element)
    if kind in ("text", "text/plain") and not is_markup(text):
        return html.escape(text, quote=False).replace("\n", "<br>") if "\n" in text.strip() else html.escape(text)
    if kind.startswith(("image/", "audio/", "video/", "application/octet")):
        return ""
    return text.strip()


def _decoded(element: Element) -> str:
    """The element's characters; the two ways of Atom 0.3 and 1.0 to hold them as base64 are undone."""
    text = text_in(element)
    if "base64" not in (attribute(element, "mode"), attribute(element, "type"), attribute(element, "encoding")):
        return text
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except ValueError:
        return text


def _line(element: Element, *names: str) -> str:
    """The first child of these names that holds words, on one line and without tags."""
    for name in names:
        for child in children(element, name):
            words = read_line(_decoded(child))
            if words and len(words) <= LONGEST_FIELD:
                return words
    return ""


def _link_of(element: Element, base: str) -> str:
    """The address of the article: RSS ``link``, Atom's alternate, a permanent ``guid``, else an address as its id."""
    origin = children(element, "feedburner:origlink")
    if origin and web_address(text_in(origin[0])):
        return text_in(origin[0])
    atom: list[tuple[int, str]] = []
    for link in children(element, "link", "atom:link", "xhtml:a"):
        base_here = join_address(base, attribute(link, "base"))
        address = attribute(link, "href") or text_in(link)
        rel, kind = attribute(link, "rel") or "alternate", attribute(link, "type")
        if address and rel.rpartition("/")[2] == "alternate" and not kind.startswith(("image/", "audio/", "video/")):
            atom.append((kind not in ("", "text/html", "application/xhtml+xml"), join_address(base_here, address)))
    if atom:
        return min(atom, key=lambda link: link[0])[1]
    for guid in children(element, "guid", "id", "atom:id"):
        if attribute(guid, "ispermalink").lower() != "false" and web_address(text_in(guid)):
            return text_in(guid)
    about = attribute(element, "about")
    return about if local_name(element) == "item" else ""


def _persons(element: Element) -> tuple[str, ...]:
    names: list[str] = []
    for child in children(element, "dc:creator", "author", "atom:author", "creator", "dc:author"):
        named = _line(child, "name", "atom:name")
        value = named or ("" if len(child) else read_line(child.text or ""))
        inside = _NAME_IN_ADDRESS.match(value)
        name = inside[1] if inside else value
        if "@" in name:
            name = parseaddr(name)[0]
        if name and len(name) <= LONGEST_FIELD:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _published(item: Element, today: date | None, notes: list[str]) -> Published:
    for names, why in ((_PUBLISHED, "date of the feed entry"), (_UPDATED, "last change of the feed entry")):
        for name in names:
            for child in item:
                if _bare(child) != name or not line_in(child):
                    continue
                try:
                    return publish(read_stamp(line_in(child)), why=why, today=today)
                except ValueError as err:
                    notes.append(f"{name} left out: {err}")
    return Published()
