"""Web pages: the readable text, and what the page says of itself."""

from collections.abc import Iterator
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.maintext import extract_main_text
from tellings.readers.text import holds_words
from tellings.text.decode import NotTextError, decode
from tellings.text.names import document_id


def read_html(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One document whose text is the page's readable text, its title first, paragraphs parted by a blank line."""
    try:
        decoded = decode(data)
    except NotTextError as err:
        yield Skipped(location, str(err))
        return
    extracted = extract_main_text(decoded.text)
    if not holds_words(extracted.text):
        yield Skipped(location, "holds no article text")
        return
    yield Document(document_id(extracted.text), location, extracted.text, notes=decoded.notes)
