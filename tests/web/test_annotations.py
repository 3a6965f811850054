"""The words that annotations select stand where these say on the page as a browser has it."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from tellings import app, flow
from tellings.daily import desk
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.document import Document
from tellings.model.library import Arrival, Original
from tellings.model.story import Move
from tellings.ports import RulesOnly
from tellings.readers.html import read_html
from tests.shelf import NOON

PAGE = Path(__file__).resolve().parents[2] / "examples" / "harsk_dam" / "03_ledger_toll.html"


def test_annotated_words_stand_on_the_web_page_where_they_are_said_to(browser: Browser, tmp_path: Path) -> None:
    with open_library(tmp_path / "library.db", now=NOON) as store:
        (doc,) = read_html(PAGE.read_bytes(), PAGE.name)
        assert isinstance(doc, Document)
        (reading,) = flow.read_documents([doc], RulesOnly())
        original = Original(PAGE.read_bytes(), PAGE.name, "text/html")
        store.keep([Arrival(doc, original, doc.url, reading)], now=NOON)
        store.apply_moves([Move("new", "s1", (doc.id,), "a flood")], now=NOON)
        make_briefs(store, ["s1"], lambda: NOON)
        briefed = desk.show_story(store, "s1")
        written = app.export(briefed, "annotations", places=desk.place_on_pages(store, briefed))
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    text = page.evaluate("document.body.textContent")
    page.close()

    items = json.loads(written)["items"]
    assert len(items) > 20
    for item in items:
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
