"""A few invented reports for the tests of the library, with what is read in them by rules."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

from tellings import flow
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Original
from tellings.model.reading import Reading
from tellings.model.story import Fingerprint
from tellings.ports import RulesOnly
from tellings.text.names import document_id

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)

_TOLD = (
    ("Orlan Courier", 5, "Gate fails at Harsk", "A gate of the Harsk dam failed on Monday; four were hurt."),
    ("Tarn Post", 6, "Velmark sends pumps", "Velmark sent six pumps to the Harsk dam, said Ilse Marek, its envoy."),
    ("Velmark Daily", 7, "Inquiry opens", "“The gate was old,” Ilse Marek said. An inquiry into the dam opened."),
    ("Orlan Courier", 7, "Ferry runs late", "The ferry was late again, said Tovan Brul, harbour master of Tarn."),
    ("Tarn Post", 8, "Café owners complain", "Cafés in Tarn want co-operation: “We lose our guests,” Brul said."),
)


@cache
def make_documents(count: int = len(_TOLD)) -> tuple[Document, ...]:
    """So many reports, the same ones every time; after the first few they repeat with a number."""
    return tuple(_make(n) for n in range(count))


def _make(n: int) -> Document:
    outlet, day, title, text = _TOLD[n % len(_TOLD)]
    if n >= len(_TOLD):
        text = f"{text} It was report number {n} of the week."
    url = f"https://news{n}.example/{n}"
    published = Published(date(2031, 5, day), date(2031, 5, day), "metadata", why="given")
    found = document_id(text, url=url, outlet=outlet, title=title)
    return Document(found, f"reports/{n}.txt", text, title, outlet, url, ("Mira Tal",), "en", published)


@cache
def make_readings(count: int = len(_TOLD)) -> tuple[Reading, ...]:
    """The readings of ``make_documents``."""
    return flow.read_documents(make_documents(count), RulesOnly())


def make_fingerprint(doc: Document, *, vector: bytes = b"") -> Fingerprint:
    """Some fingerprint of the report; grouping would make a better one."""
    day = doc.published.earliest
    return Fingerprint(doc.id, doc.title or "", day, day, b"\x01\x00\x00\x00", b"\x09", b"\x01", vector=vector)


def make_arrivals(count: int = len(_TOLD), *, read: bool = True) -> Sequence[Arrival]:
    """The reports as they come in, with their bytes and, where ``read``, all that is known of them."""
    arrivals = []
    for n, doc in enumerate(make_documents(count)):
        original = Original(f"<p>{doc.text}</p>".encode(), doc.location, "text/html")
        reading = make_readings(count)[n] if read else None
        arrivals.append(Arrival(doc, original, doc.url, reading, make_fingerprint(doc) if read else None))
    return arrivals
