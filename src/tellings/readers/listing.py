"""What a feed, an OPML list or a sitemap lists: its entries, and which of them hold their whole text."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tellings.model.document import Document, Provenance, Published, Skipped
from tellings.readers.stamps import moment_of
from tellings.readers.text import holds_words
from tellings.text.decode import replace_surrogates
from tellings.text.names import document_id

ListingKind = Literal["feed", "opml", "sitemap", "sitemap index"]
EntryKind = Literal["article", "feed", "sitemap"]

MOST_LISTED = 20
"""Entries of one list without their text that are told one by one; the rest is counted in one line."""

MOST_ENTRIES = 50_000
"""Entries of one list that are read: what the sitemap protocol allows. Feeds hold tens."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list; ``None`` and empty where the list says nothing.

    ``kind`` tells what stands at ``url``: an article, a feed (in OPML) or a further sitemap. ``text`` is the readable
    text where the list holds all of it, paragraphs parted by a blank line; ``teaser`` is what it holds otherwise.
    ``page`` is the site of a feed.
    """

    url: str | None
    title: str | None = None
    kind: EntryKind = "article"
    published: Published = field(default_factory=Published)
    outlet: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    text: str = ""
    teaser: str = ""
    page: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, OPML list or sitemap as read: ``title``, ``url`` of its site, language, and entries in its own order."""

    location: str
    kind: ListingKind
    entries: tuple[Entry, ...]
    title: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


def entries_to_fetch(listing: Listing) -> tuple[Entry, ...]:
    """The entries whose article, feed or sitemap has to be fetched to be read, each address once."""
    wanted = {entry.url: entry for entry in reversed(listing.entries) if entry.url and not entry.text}
    return tuple(reversed(wanted.values()))


def read_entry(entry: Entry, location: str, *, basis: str = "feed") -> Document | Skipped:
    """The entry as a document, or why it is none; ``location`` is where an entry without an address stands."""
    where = entry.url or location
    if not entry.text:
        return Skipped(where, _why_no_text(entry))
    text, _ = replace_surrogates("\n\n".join(part for part in (entry.title, entry.text) if part))
    if not holds_words(text):
        return Skipped(where, "holds no words")
    fields = {
        "title": entry.title, "outlet": entry.outlet, "url": entry.url, "bylines": entry.bylines,
        "language": entry.language, "published": entry.published.basis != "unknown",
    }  # fmt: skip
    return Document(
        document_id(text, entry.url, entry.outlet, entry.title, moment_of(entry.published)),
        where,
        text,
        title=entry.title,
        outlet=entry.outlet,
        url=entry.url,
        bylines=entry.bylines,
        language=entry.language,
        published=entry.published,
        provenance=tuple(Provenance(name, basis) for name, value in fields.items() if value),
        notes=entry.notes,
    )


def read_entries(listing: Listing) -> Iterator[Document | Skipped]:
    """Each entry as a document or a reason; many reasons are counted in one."""
    if not listing.entries:
        yield Skipped(listing.location, "; ".join((f"is {_named(listing)} without entries", *listing.notes)))
        return
    if listing.kind != "feed":
        yield Skipped(listing.location, _why_no_reports(listing))
        return
    left_out = 0
    for number, entry in enumerate(listing.entries, start=1):
        item = read_entry(entry, f"{listing.location}#{number}")
        left_out += isinstance(item, Skipped)
        if isinstance(item, Document) or left_out <= MOST_LISTED:
            yield item
    if left_out > MOST_LISTED:
        more = left_out - MOST_LISTED
        yield Skipped(listing.location, f"lists {more} more entries without their text, not told one by one")


def fill_in(doc: Document, entry: Entry) -> Document:
    """The document of an entry's page with what the page does not say of itself, from the entry."""
    known = doc.published.basis != "unknown"
    given = {
        "title": entry.title, "outlet": entry.outlet, "url": entry.url, "bylines": entry.bylines,
        "language": entry.language,
    }  # fmt: skip
    missing: dict[str, Any] = {name: value for name, value in given.items() if value and not getattr(doc, name)}
    if not known and entry.published.basis != "unknown":
        missing["published"] = entry.published
    if not missing:
        return doc
    provenance = (*doc.provenance, *(Provenance(name, "feed") for name in missing))
    filled = replace(doc, provenance=provenance, **missing)
    own = document_id(filled.text, filled.url, filled.outlet, filled.title, moment_of(filled.published))
    return replace(filled, id=own)


def _why_no_text(entry: Entry) -> str:
    what = "holds only a teaser" if entry.teaser else "holds no text"
    title = f" ({entry.title[:80]})" if entry.title else ""
    if not entry.url:
        return f"feed entry {what}{title}, and no address to fetch the rest from"
    return f"feed entry {what}{title}: `tellings add` fetches the page; offline, save the page and give that"


def _named(listing: Listing) -> str:
    return {"feed": "a feed", "opml": "an OPML list", "sitemap": "a sitemap", "sitemap index": "a sitemap index"}[
        listing.kind
    ]


def _why_no_reports(listing: Listing) -> str:
    kinds = {"article": "pages", "feed": "feeds", "sitemap": "sitemaps"}
    count = len(listing.entries)
    what = kinds[listing.entries[0].kind][: None if count > 1 else -1]
    return (
        f"is {_named(listing)} of {count:,} {what} and holds no text of its own: `tellings add` fetches what it lists"
    )
