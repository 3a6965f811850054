"""The Reader port, held by every reader: bytes and a location in, documents or reasons out, nothing raised."""

import gzip
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.document import Document, Skipped
from tellings.ports import Reader
from tellings.readers.feed import read_feed
from tellings.readers.html import read_html
from tellings.readers.jsonlines import read_jsonlines
from tellings.readers.mail import read_mail
from tellings.readers.newsml import read_newsml
from tellings.readers.opml import read_opml
from tellings.readers.pdf import read_pdf
from tellings.readers.sitemap import read_sitemap
from tellings.readers.sources import read_bytes
from tellings.readers.text import read_text

WORDS = (
    "The ferry to Luro was late for the fifth day on Tuesday, the harbour master said. “We will sail,” said Mira Tal."
)


def _as_page(words: str) -> bytes:
    return f"<!doctype html><html><body><article><p>{words}</p></article></body></html>".encode()


def _as_letter(words: str) -> bytes:
    head = "From: desk@orlan.example\nMessage-ID: <1@orlan.example>\nDate: Mon, 05 May 2031 10:00:00 +0000\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}".encode("utf-8", "replace")


def _as_record(words: str) -> bytes:
    return json.dumps({"text": words}).encode()


READERS: dict[str, tuple[Reader, Callable[[str], bytes]]] = {
    "text": (read_text, str.encode),
    "html": (read_html, _as_page),
    "jsonlines": (read_jsonlines, _as_record),
    "any bytes, letter": (read_bytes, _as_letter),
    "any bytes, text": (read_bytes, str.encode),
    "any bytes, page": (read_bytes, _as_page),
    "any bytes, packed": (read_bytes, lambda words: gzip.compress(_as_record(words))),
}


@pytest.fixture(params=READERS)
def port(request: pytest.FixtureRequest) -> tuple[Reader, Callable[[str], bytes]]:
    """A reader, and how its format writes a report of the words given."""
    return READERS[request.param]


def _check(items: Iterator[Document | Skipped], location: str) -> list[Document | Skipped]:
    found = list(items)
    assert found, "neither a document nor a reason"
    for item in found:
        assert item.location.startswith(location)
        if isinstance(item, Document):
            assert any(map(str.isalnum, item.text))
    return found


def test_a_report_comes_out_with_its_words(port: tuple[Reader, Callable[[str], bytes]]) -> None:
    reader, write = port
    (doc,) = _check(reader(write(WORDS), "place"), "place")

    assert isinstance(doc, Document)
    assert doc.text == WORDS


def test_the_same_bytes_give_the_same_document(port: tuple[Reader, Callable[[str], bytes]]) -> None:
    reader, write = port

    assert list(reader(write(WORDS), "place")) == list(reader(write(WORDS), "place"))


def test_the_id_does_not_depend_on_the_place(port: tuple[Reader, Callable[[str], bytes]]) -> None:
    reader, write = port
    (here,), (there,) = reader(write(WORDS), "here"), reader(write(WORDS), "there/else")

    assert isinstance(here, Document)
    assert isinstance(there, Document)
    assert here.id == there.id


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\x00", b"\x89PNG\r\n\x1a\n", b"\xff\xfe", b"\xef\xbb\xbf", bytes(range(256)) * 8]
)
def test_what_holds_no_words_is_one_reason(port: tuple[Reader, Callable[[str], bytes]], data: bytes) -> None:
    reader, _ = port
    (item,) = _check(reader(data, "place"), "place")

    assert isinstance(item, Skipped)


@pytest.mark.parametrize(
    "reader",
    [
        read_text,
        read_html,
        read_jsonlines,
        read_bytes,
        read_feed,
        read_opml,
        read_sitemap,
        read_newsml,
        read_mail,
        read_pdf,
    ],
)  # fmt: skip
@given(data=st.binary(max_size=300))
def test_any_bytes_give_documents_or_reasons(reader: Reader, data: bytes) -> None:
    _check(reader(data, "place"), "place")


@pytest.mark.parametrize("name", READERS)
@given(words=st.text(min_size=1, max_size=200))
def test_any_words_give_documents_or_reasons(name: str, words: str) -> None:
    reader, write = READERS[name]

    _check(reader(write(words), "place"), "place")
