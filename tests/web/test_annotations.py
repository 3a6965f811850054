"""The words that annotations select are in the text of the page as a browser has it."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from tellings import app
from tellings.text.anchoring import Ground, Quote

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "harsk_dam"


def test_annotated_words_of_a_web_page_are_found_in_the_page(browser: Browser) -> None:
    file = EXAMPLES / "03_ledger_toll.html"
    briefed = app.brief([str(file)], model=False)
    items = json.loads(app.export(briefed, "annotations"))["items"]
    page = browser.new_page()
    page.goto(file.as_uri())
    text = page.evaluate("document.body.textContent")
    page.close()

    ground = Ground(text)
    quotes = [item["target"]["selector"][0] for item in items]
    assert len(quotes) > 5
    for quote in quotes:
        found = ground.find(Quote(quote["exact"], quote["prefix"], quote["suffix"]))
        assert found is not None, quote
        assert "".join(text[found.start : found.end].split()) == "".join(quote["exact"].split())
