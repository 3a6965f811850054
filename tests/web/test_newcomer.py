"""The path of somebody new, in a real browser: from an empty library to a checked draft; the pictures of the docs.

With TELLINGS_PICTURES=FOLDER the views on the way are written there (``make pictures``).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tellings.daily.last_brief import find_last_brief
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.ports import Store
from tests.desk import served

NOW = datetime(2025, 3, 21, 12, tzinfo=UTC)
EXAMPLE = sorted((Path(__file__).parents[2] / "examples" / "harsk_dam").glob("*.*"))
DRAFT = "The river rose by 13 feet in less than an hour, Onda Sivel said.\n\nForty people were killed in Tolvash."
WORDS = "Nobody upstream picked up a telephone"

Opened = Callable[..., Page]
SHAPES = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "no-scripts": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    with open_library(tmp_path / "l.db", now=NOW) as store:
        yield store


def _picture(page: Page, shape: str, name: str) -> None:
    folder = os.environ.get("TELLINGS_PICTURES")
    if folder and shape == "wide":
        page.screenshot(path=Path(folder) / f"desk-{name}.png")


def _is_sound(page: Page, shape: str, width: int) -> None:
    """Nothing runs over the side, and axe finds nothing (it needs scripts)."""
    if shape != "no-scripts":
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def _read_again(store: Store, story: str) -> None:
    """Another reader reads all reports of the story, every quotation under a new number."""
    docs = [d.id for d in find_last_brief(store, story).brief.documents]
    better = [replace(r, made_by="tellings 99", quotations=r.quotations[::-1]) for r in store.load_readings(docs)]
    store.keep_readings(better, now=NOW)
    make_briefs(store, [story], lambda: NOW)


def _search_and_check(page: Page, address: str, shape: str, width: int) -> None:
    """Search finds words and who said them; a draft is tested sentence by sentence."""
    page.goto(address + "/search?q=spillway")
    assert page.locator(".hits mark").first.inner_text().casefold() == "spillway"
    _is_sound(page, shape, width)
    page.goto(address + "/drafts")
    page.fill("#text", DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.locator(".body a").count() == 2
    assert page.locator(".body a.supported").count() == 1
    assert page.locator(".body a.contradicted, .body a.unsupported").count() == 1
    _is_sound(page, shape, width)
    _picture(page, shape, "draft")


@pytest.mark.parametrize("shape", SHAPES)
def test_from_an_empty_library_to_a_checked_draft(browser: Browser, library: Store, shape: str) -> None:
    with served(library, clock=lambda: NOW) as address:
        context = browser.new_context(**SHAPES[shape])  # type: ignore[arg-type]
        page, width = context.new_page(), SHAPES[shape]["viewport"]["width"]  # type: ignore[index]
        asked: list[str] = []
        page.on("request", lambda request: None if request.url.startswith(address) else asked.append(request.url))

        # An empty library says what to do, and leads there.
        page.goto(address + "/")
        assert "the library is empty" in page.locator("main").inner_text()
        _is_sound(page, shape, width)
        page.get_by_role("link", name="Add a source here").click()
        page.set_input_files("#reports", EXAMPLE)
        page.get_by_role("button", name="Add", exact=True).click()
        assert "10" in page.locator("main").inner_text()

        # The story, with what is sure and where it says so.
        page.goto(address + "/")
        page.locator(".stories h2 a").first.click()
        story = page.url.rpartition("/")[2]
        assert page.locator("#s-compared .chip.conflict").first.inner_text().casefold() == "conflict"
        _is_sound(page, shape, width)
        page.goto(address + "/")
        _picture(page, shape, "stories")

        # A citation leads to its words in the report.
        page.goto(f"{address}/stories/{story}")
        cite = page.locator("#s-summary .cite, .summary .cite").first
        target = cite.get_attribute("href")
        assert target
        page.goto(address + target if target.startswith("/") else page.url + target)
        assert page.locator("mark, :target").count() > 0
        _is_sound(page, shape, width)

        # A wrong speaker is put right, and stays right when a better reader reads everything again.
        said = next(q for q in find_last_brief(library, story).brief.quotations if WORDS in q.text)
        page.goto(f"{address}/stories/{story}/review?layer=quotations&item={said.id}")
        page.get_by_label("Speaker").fill("Gal Pireth")
        page.get_by_label("Speaker").press("Enter")
        page.wait_for_url(f"**/stories/{story}*")
        _read_again(library, story)
        told = next(q for q in find_last_brief(library, story).brief.quotations if WORDS in q.text)
        assert told.speaker_name == "Gal Pireth"
        assert told.speaker_name != said.speaker_name

        _search_and_check(page, address, shape, width)
        context.close()
    assert asked == []


def test_the_same_by_the_keyboard_alone(browser: Browser, library: Store) -> None:
    """From the list into a story, along its lines, to a report, to search and back, without a pointer."""
    with served(library, clock=lambda: NOW) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(20_000)
        page.goto(address + "/sources")
        page.set_input_files("#reports", EXAMPLE)
        page.get_by_role("button", name="Add", exact=True).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(address + "/")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/stories/*")
        at = "document.querySelector('.at')?.id"
        page.keyboard.press("j")
        first = page.evaluate(at)
        page.keyboard.press("j")
        assert page.evaluate(at) != first
        page.keyboard.press("/")
        page.keyboard.type("said:Venn")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?*")
        assert page.locator(".hits > *").count() > 0
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
