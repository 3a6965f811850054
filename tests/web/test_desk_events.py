"""A real browser listens to the desk: what another process brings into the library is told, and nothing is missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.story import Move, Story
from tellings.web.api import events
from tests.desk import served
from tests.shelf import NOON, make_arrivals, make_documents

DOCS = [doc.id for doc in make_documents()]
LISTEN = """async (after) => {
    const heard = [];
    const source = new EventSource('/events' + (after === null ? '' : '?after=' + after));
    source.addEventListener('hello', () => heard.push('hello'));
    source.addEventListener('change', (event) => heard.push(event.lastEventId + ' ' + JSON.parse(event.data).story));
    window.heard = heard;
    await new Promise((resolve) => { source.onopen = resolve; });
}"""


def begin(library: Library, story: str, doc: str) -> None:
    """A story that begins with a report."""
    move = Move("new", story, (doc,), "No other story is near it.")
    library.apply_moves([move], [Story(story, f"Story {story}", (doc,))], now=NOON)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Five reports, one of them in a story."""
    with open_library(tmp_path / "library.db", now=NOON) as library:
        library.keep(make_arrivals(), now=NOON)
        begin(library, "s1", DOCS[0])
        yield library


@pytest.fixture
def page(library: Library, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The page that describes the API, on a desk over the library."""
    monkeypatch.setattr(events, "EVERY", 0.05)
    with served(library, clock=lambda: NOON) as address:
        page = browser.new_page()
        page.goto(f"{address}/docs")
        yield page
        page.close()


def test_what_another_process_does_is_told_to_an_open_page(page: Page, library: Library) -> None:
    page.evaluate(LISTEN, None)
    with open_library(library.place.file, now=NOON) as other:
        begin(other, "s2", DOCS[1])
    _wait(page, "window.heard.includes('2 s2')")

    assert page.evaluate("window.heard") == ["hello", "2 s2"]


def test_who_was_away_is_told_what_was_missed(page: Page) -> None:
    page.evaluate(LISTEN, 0)
    _wait(page, "window.heard.length > 1")

    assert page.evaluate("window.heard") == ["hello", "1 s1"]


def test_a_page_that_nobody_looks_at_holds_no_line_and_is_told_when_it_is_looked_at(
    page: Page, library: Library
) -> None:
    page.goto(page.url.removesuffix("docs"))
    page.wait_for_load_state("networkidle")
    _look_away(page, away=True)
    begin(library, "s2", DOCS[1])
    page.wait_for_timeout(300)
    before = page.locator("[data-live]").inner_text()
    _look_away(page, away=False)
    _wait(page, "document.querySelector('[data-live]').textContent.includes('has changed')")

    assert before == ""


def _wait(page: Page, expression: str) -> None:
    """Until the expression is true; the page's own policy forbids the way a browser driver waits for one."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} did not come true")


def _look_away(page: Page, *, away: bool) -> None:
    page.evaluate(
        """(away) => {
            Object.defineProperty(document, 'hidden', { value: away, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        away,
    )


def test_the_description_of_the_api_is_readable_for_all(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    narrow = page.evaluate("document.documentElement.scrollWidth")
    # All its sections are made alike: two families, the errors and a few shapes stand for the rest.
    page.evaluate(
        "for (const rest of ['section:nth-of-type(n+3):nth-last-of-type(n+3)', 'details:nth-of-type(n+4)'])"
        " document.querySelectorAll('.api ' + rest).forEach((part) => part.remove())"
    )
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert narrow <= 390 < wide <= 1280
