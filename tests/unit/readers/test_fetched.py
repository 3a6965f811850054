"""Addresses read like files."""

from datetime import UTC, datetime

import pytest

from tellings import app
from tellings.errors import UsageError
from tellings.model.document import Document
from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.readers.fetch_later import read_address
from tellings.readers.fetched import read_fetched
from tests.badserver import page, serving

NOW = datetime(2031, 5, 9, tzinfo=UTC)
URL = "https://tarn.example/ferry?utm_source=x"
WORDS = "The ferry of Harsk sank on Monday, the coast guard of Orlan said. " * 5


def fetched(data: bytes, *, media_type: str = "text/html", charset: str = "") -> Fetched:
    return Fetched(
        URL, URL, "https://tarn.example/ferry", 200, NOW, data, media_type, charset, notes=("sent as image/png",)
    )


def test_a_page_that_does_not_say_has_the_address_it_came_from() -> None:
    (doc,) = read_fetched(fetched(f"<html><body><p>{WORDS}</p></body></html>".encode()), URL)

    assert isinstance(doc, Document)
    assert (doc.location, doc.url, doc.outlet) == (URL, "https://tarn.example/ferry", "tarn.example")
    assert ("url", "address") in [(told.field, told.basis) for told in doc.provenance]
    assert "sent as image/png" in doc.notes


def test_the_servers_charset_counts_where_the_bytes_do_not_tell() -> None:
    words = "Речной трамвай затонул. " * 9
    data = f"<html><body><p>{words}</p></body></html>".encode("koi8-r")

    (doc,) = read_fetched(fetched(data, charset="koi8-r"), URL)

    assert isinstance(doc, Document)
    assert words.strip() in doc.text


def test_an_address_that_brings_nothing_is_left_out_with_its_reason() -> None:
    def fetch(url: str, *, conditions: Conditions | None = None, limits: Limits | None = None) -> Refused:
        return Refused(url, "is not there (HTTP 404)", "missing", NOW)

    found = app.read([URL], model=False, fetch=fetch)

    assert [(item.location, item.reason) for item in found.skipped] == [(URL, "is not there (HTTP 404)")]
    assert [item.location for item in read_address("http://a", fetch=fetch)] == ["http://a"]


def test_a_page_of_this_machine_is_read_where_the_user_says_so() -> None:
    with serving() as server:
        server.paths["/a"] = page(WORDS)
        address = f"http://127.0.0.1:{server.port}/a"
        found = app.read(address, model=False, fetch=app.load_fetch(allow_private=True, robots=False, timeout=5.0))
        refused = app.read(address, model=False)

    assert [reading.document.location for reading in found.readings] == [address]
    assert "this machine" in refused.skipped[0].reason
    assert server.asked() == ["/a"]


def test_a_contact_that_cannot_be_told_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="is no contact"):
        app.load_fetch(contact="the desk")
