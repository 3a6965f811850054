"""What an address answered, read as what its bytes show it to be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from tellings.model.document import Document, Provenance, Skipped
from tellings.model.fetched import Fetched
from tellings.readers.sources import LARGEST, read_bytes

_ONE_REPORT = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "message/rfc822")


def read_fetched(
    answer: Fetched, location: str, *, today: date | None = None, largest: int = LARGEST
) -> Iterator[Document | Skipped]:
    """The documents of an answer; see ``read_bytes``. ``location`` is the address as the user gave it.

    A page that does not state its own address and outlet has those it was fetched from.
    """
    found = read_bytes(
        answer.data, location, today=today, largest=largest, charset=answer.charset, media_type=answer.media_type
    )
    for item in found:
        yield _tell_address(item, answer) if isinstance(item, Document) else item


def _tell_address(doc: Document, answer: Fetched) -> Document:
    notes = (*doc.notes, *answer.notes)
    url, outlet, told = doc.url, doc.outlet, list(doc.provenance)
    if answer.media_type in _ONE_REPORT:
        if url is None:
            url = answer.canonical_url
            told.append(Provenance("url", "address"))
        if outlet is None:
            outlet = (urlsplit(answer.final_url).hostname or "").removeprefix("www.") or None
            told.append(Provenance("outlet", "address"))
    return replace(doc, url=url, outlet=outlet, provenance=tuple(told), notes=notes)
