"""An agency's news item, in whatever format it came, and the document it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tellings.model.document import Document, Provenance, Published, Skipped
from tellings.readers.bylines import clean_bylines
from tellings.readers.fragment import read_fragment, read_line
from tellings.readers.links import LONGEST_FIELD, language_tag, web_address
from tellings.readers.stamps import moment_of, publish, read_stamp
from tellings.readers.text import holds_words
from tellings.text.decode import replace_surrogates
from tellings.text.names import document_id

_UNUSABLE = frozenset(("canceled", "cancelled", "withheld", "embargoed"))

_PICTURES = frozenset(("picture", "graphic", "audio", "video", "animation"))
# What text they hold is a caption.


@dataclass(slots=True)
class NewsItem:
    """The fields of one item as its format gives them; "" where it gives none.

    ``body`` is mark-up. ``stamps`` are pairs of a field's name and its time, in order of trust. ``status`` is the
    IPTC's publishing status ("usable", "withheld", "canceled"), ``kind`` its type of content ("text", "picture").
    """

    headline: str = ""
    body: str = ""
    by: tuple[str, ...] = ()
    outlet: str = ""
    url: str = ""
    language: str = ""
    stamps: tuple[tuple[str, str], ...] = ()
    status: str = ""
    kind: str = ""
    embargo: str = ""
    notes: list[str] = field(default_factory=list)


def to_document(item: NewsItem, where: str, form: str, *, today: date | None) -> Document | Skipped:
    """The item as a document of title and body, or why it is none; ``form`` names the format ("ninjs")."""
    status = item.status.rpartition(":")[2].strip().lower()
    if status in _UNUSABLE:
        return Skipped(where, f"is {status} by its publisher (status of the {form} item): not to be used")
    text = read_fragment(item.body)
    if not holds_words(text) or item.kind.rpartition(":")[2].lower() in _PICTURES:
        kind = item.kind.rpartition(":")[2].lower()
        what = f"{kind} item" if kind and kind != "text" else "item"
        return Skipped(where, f"is a {form} {what} without a text of its own")
    title, outlet, url = _line(item.headline) or None, _line(item.outlet) or None, web_address(item.url) or None
    published = _published(item.stamps, form, today, item.notes)
    if item.embargo:
        item.notes.append(f"embargoed until {item.embargo[:40]}")
    whole, _ = replace_surrogates("\n\n".join(part for part in (title, text) if part))
    bylines = clean_bylines((_line(name) for name in item.by), own=(outlet,) if outlet else ())
    language = language_tag(item.language)
    given = {
        "title": title, "outlet": outlet, "url": url, "bylines": bylines, "language": language,
        "published": published.basis != "unknown",
    }  # fmt: skip
    return Document(
        document_id(whole, url, outlet, title, moment_of(published)),
        where,
        whole,
        title=title,
        outlet=outlet,
        url=url,
        bylines=bylines,
        language=language,
        published=published,
        provenance=tuple(Provenance(name, form) for name, value in given.items() if value),
        notes=tuple(item.notes),
    )


def _line(value: str) -> str:
    return read_line(replace_surrogates(value[:LONGEST_FIELD])[0])


def _published(stamps: Iterable[tuple[str, str]], form: str, today: date | None, notes: list[str]) -> Published:
    for name, value in stamps:
        if not value:
            continue
        try:
            return publish(read_stamp(value), why=f"{name} of the {form} item", today=today)
        except ValueError as err:
            notes.append(f"{name} left out: {replace_surrogates(str(err))[0]}")
    return Published()
