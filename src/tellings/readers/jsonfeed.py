"""JSON Feed (jsonfeed.org), versions 1 and 1.1."""

import html
from collections.abc import Mapping
from datetime import date

from tellings.model.document import Published
from tellings.readers.bylines import clean_bylines
from tellings.readers.fragment import read_line, text_or_teaser
from tellings.readers.links import LONGEST_FIELD, join_address, language_tag, web_address
from tellings.readers.listing import MOST_ENTRIES, Entry, Listing
from tellings.readers.stamps import publish, read_stamp
from tellings.text.decode import replace_surrogates


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a feed: it says so, and has a list of items."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("items"), list)
        and "jsonfeed.org/version" in str(value.get("version", ""))[:100]
    )


def list_json_feed(value: Mapping[str, object], location: str, *, today: date | None = None) -> Listing:
    """The entries of a JSON Feed, in its own order; a wrong field is left out."""
    title, home = _line(value, "title"), web_address(value.get("home_page_url"))
    items = value.get("items")
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    notes = [f"{len(listed) - MOST_ENTRIES} entries beyond the first {MOST_ENTRIES:,} left out"]
    base = home or web_address(value.get("feed_url"))
    entries = tuple(_read_item(item, value, title, base, today) for item in listed[:MOST_ENTRIES])
    return Listing(
        location, "feed", entries, title or None, home or None, language_tag(value.get("language")),
        tuple(notes) if len(listed) > MOST_ENTRIES else (),
    )  # fmt: skip


def _read_item(
    item: Mapping[str, object], feed: Mapping[str, object], outlet: str, base: str, today: date | None
) -> Entry:
    notes: list[str] = []
    url = next(
        (u for u in (web_address(join_address(base, _words(item, n))) for n in ("url", "id", "external_url")) if u), ""
    )
    plain = _words(item, "content_text")
    content = _words(item, "content_html") or html.escape(plain, quote=False).replace("\n", "<br>")
    text, teaser = text_or_teaser(content, html.escape(_words(item, "summary"), quote=False))
    names = _authors(item) or _authors(feed)
    return Entry(
        url=url or None,
        title=_line(item, "title") or None,
        published=_published(item, today, notes),
        outlet=outlet or None,
        bylines=clean_bylines(names, own=(outlet,) if outlet else ()),
        language=language_tag(item.get("language")) or language_tag(feed.get("language")),
        text=text,
        teaser=teaser,
        notes=tuple(notes),
    )


def _words(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    return replace_surrogates(value)[0] if isinstance(value, str) else ""


def _line(record: Mapping[str, object], name: str) -> str:
    words = read_line(_words(record, name))
    return words if len(words) <= LONGEST_FIELD else ""


def _authors(record: Mapping[str, object]) -> tuple[str, ...]:
    listed = record.get("authors")
    people = listed if isinstance(listed, list) else [record.get("author")]
    return tuple(name for name in (_line(p, "name") for p in people[:50] if isinstance(p, dict)) if name)


def _published(item: Mapping[str, object], today: date | None, notes: list[str]) -> Published:
    for name in ("date_published", "date_modified"):
        if not item.get(name):
            continue
        try:
            return publish(read_stamp(item[name]), why=f"{name} of the feed entry", today=today)
        except ValueError as err:
            notes.append(f"{name} left out: {replace_surrogates(str(err))[0]}")
    return Published()
