"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org, Google News)."""

from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Published, Skipped
from tellings.readers.fragment import read_line
from tellings.readers.links import join_address, language_tag, web_address
from tellings.readers.listing import MOST_ENTRIES, Entry, EntryKind, Listing, read_entries
from tellings.readers.stamps import publish, read_stamp
from tellings.readers.xmltree import Element, NotXmlError, line_in, local_name, parse_xml


def read_sitemap(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One reason: the list holds addresses, no text."""
    listing = list_sitemap(data, location, today=today)
    if isinstance(listing, Skipped):
        yield listing
    else:
        yield from read_entries(listing)


def list_sitemap(data: bytes, location: str, *, today: date | None = None) -> Listing | Skipped:
    """The pages of a sitemap, or the sitemaps of an index, in its own order, each address once.

    A news sitemap gives title, outlet, language and the time of publication; a plain one when a page last changed,
    which is no date of publication and stands in the entry's notes alone.
    """
    try:
        root, notes = parse_xml(data)
    except NotXmlError as err:
        return Skipped(location, str(err))
    index = local_name(root) == "sitemapindex"
    wanted, kind = ("sitemap", "sitemap") if index else ("url", "article")
    entries: dict[str, Entry] = {}
    bad = more = 0
    for element in (child for child in root if local_name(child) == wanted):
        entry = _read(element, kind, location, today)  # type: ignore[arg-type]
        if entry is None:
            bad += 1
        elif len(entries) < MOST_ENTRIES:
            entries.setdefault(str(entry.url), entry)
        else:
            more += 1
    if bad:
        notes = (*notes, f"{bad} entries without a web address left out")
    if more:
        notes = (*notes, f"{more} entries beyond the first {MOST_ENTRIES:,} left out")
    return Listing(location, "sitemap index" if index else "sitemap", tuple(entries.values()), notes=notes)


def _read(element: Element, kind: EntryKind, location: str, today: date | None) -> Entry | None:
    fields = {local_name(child): line_in(child) for child in reversed(element) if len(child) == 0}
    news = next((child for child in element if local_name(child) == "news"), None)
    url = web_address(join_address(web_address(location), fields.get("loc", "")))
    if not url:
        return None
    told: dict[str, str] = {}
    if news is not None:
        told = {local_name(part): line_in(part) for part in reversed(list(news.iter())) if len(part) == 0}
    notes: list[str] = []
    published = Published()
    if told.get("publication_date"):
        try:
            stamp = read_stamp(told["publication_date"])
            published = publish(stamp, why="publication_date of the news sitemap", today=today)
        except ValueError as err:
            notes.append(f"publication_date left out: {err}")
    if fields.get("lastmod"):
        notes.append(f"last changed {fields['lastmod'][:40]}")
    return Entry(
        url,
        read_line(told.get("title", "")) or None,
        kind,
        published=published,
        outlet=read_line(told.get("name", "")) or None,
        language=language_tag(told.get("language", "")),
        notes=tuple(notes),
    )
