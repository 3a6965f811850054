"""Web pages: the readable text, and what the page says of itself."""

from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.maintext import extract_main_text
from tellings.readers.metadata import Metadata, read_metadata
from tellings.readers.page import declared_charset, parse_page
from tellings.readers.stamps import moment_of
from tellings.readers.text import holds_words
from tellings.text.decode import NotTextError, decode, replace_surrogates
from tellings.text.names import document_id

LARGEST_PAGE = 8 * 2**20
"""Bytes of one page; the largest of 1,299 real ones has 2.2 million."""


def read_html(
    data: bytes, location: str, *, today: date | None = None, charset: str = "", address: str = ""
) -> Iterator[Document | Skipped]:
    """One document whose text is the page's title and readable text, paragraphs parted by a blank line.

    What the page says of itself (JSON-LD, OpenGraph, meta and ``time`` elements) becomes the document's fields, each
    with its ``Provenance``. A date is never guessed from the running text. ``charset`` is what a server said of it; it
    counts where neither the bytes nor the page tell. ``address`` is where it was fetched, for a page that names none.
    """
    if len(data) > LARGEST_PAGE:
        yield Skipped(location, f"is a web page larger than {LARGEST_PAGE / 2**20:g} MiB")
        return
    try:
        decoded = decode(data, declared=declared_charset(data) or charset)
    except NotTextError as err:
        yield Skipped(location, str(err))
        return
    tree = parse_page(decoded.text)
    page = read_metadata(tree, today=today, address=address)
    extracted = extract_main_text(tree, title=page.title or "", body=page.body)
    if not holds_words(extracted.text):
        yield Skipped(location, "is a web page without article text")
        return
    text, _ = replace_surrogates("\n\n".join(part for part in (page.title, extracted.text) if part))
    yield _document(location, text, page, decoded.notes)


def _document(location: str, text: str, page: Metadata, notes: tuple[str, ...]) -> Document:
    return Document(
        document_id(text, page.url, page.outlet, page.title, moment_of(page.published)),
        location,
        text,
        title=page.title,
        outlet=page.outlet,
        url=page.url,
        bylines=page.bylines,
        language=page.language,
        published=page.published,
        provenance=page.provenance,
        notes=notes + page.notes,
    )
