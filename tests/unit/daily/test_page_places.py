"""Cited words of a web page are placed on the page itself, with its white space and scripts."""

import json
from pathlib import Path

import pytest

from tellings import app, flow
from tellings.daily import annotations, desk
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.document import Document
from tellings.model.library import Arrival, Original
from tellings.model.story import Move
from tellings.ports import RulesOnly
from tellings.readers.body import read_body
from tellings.readers.html import read_html
from tests.shelf import NOON

PAGE = """<!DOCTYPE html><html><head><title>Dam holds</title></head>\r
<body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<script>var lead = "The dam at Harsk held through the night, said Ilse Marek.";</script>
<article><h1>Dam holds</h1><p>The dam at Harsk\r
    held through the night, said Ilse Marek, its war&shy;den, on Monday 5 May 2031.</p><p>&ldquo;We were ready for
    much worse,&rdquo; Marek said. Four people were hurt when the water came down the valley.</p></article>
<noscript>The dam at Harsk held.</noscript><template><p>The dam</p></template></body></html>"""


def test_cited_words_are_placed_in_the_text_of_the_page(tmp_path: Path) -> None:
    data = PAGE.encode()
    (doc,) = read_html(data, "dam.html", address="https://ledger.example/dam")
    assert isinstance(doc, Document)
    doc = Document(doc.id, doc.location, doc.text, url="https://ledger.example/dam")
    with open_library(tmp_path / "library.db", now=NOON) as store:
        (reading,) = flow.read_documents([doc], RulesOnly())
        store.keep([Arrival(doc, Original(data, "dam.html", "text/html"), doc.url, reading)], now=NOON)
        store.apply_moves([Move("new", "s1", (doc.id,), "a dam")], now=NOON)
        make_briefs(store, ["s1"], lambda: NOON)
        briefed = desk.show_story(store, "s1")
        written = app.export(briefed, "annotations", places=desk.place_on_pages(store, briefed))
        assert annotations.take_in(store, [("a", written)], by="me", now=NOON).left_out == ()
    text = read_body(data).text
    items = json.loads(written)["items"]

    assert len(items) > 3
    for item in items:
        assert len(item["target"]["selector"]) == 2, item
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert position["start"] > text.index(";")


@pytest.mark.parametrize(
    "data", [b"", b"plain words", b"%PDF-1.4", b'{"text": "<p>"}', b"\xff\x00\xfe", b"<rss></rss>"]
)
def test_what_is_no_page_has_no_body(data: bytes) -> None:
    assert read_body(data).text in ("", "plain words")


def test_scripts_are_blank_in_what_is_seen_and_places_are_the_same() -> None:
    body = read_body(PAGE.encode())

    assert len(body.text) == len(body.seen)
    assert "var lead" in body.text
    assert "var lead" not in body.seen
    assert "\r" not in body.text
    assert "<p>The dam</p>" not in body.text
    assert "war\u00adden" in body.text
