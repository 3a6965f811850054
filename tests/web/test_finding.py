"""Search, people, sources, watchlists and drafts in a real browser: without scripts, on a phone, in the dark, axe."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.library.open import open_library
from tellings.model.library import LoggedFetch, Source, Watchlist
from tellings.ports import Fetch, RulesOnly
from tellings.web.language import Language
from tests.desk import served

NOW = datetime(2025, 3, 21, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "harsk_dam"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FEED, SICK = "https://courier.example/feed", "https://post.example/a/long/way/to/the/map/of/the/whole/site/sitemap.xml"
PATHS = (
    "/search?q=dam+gate&order=best",
    "/search?q=who:nobody",
    "/people/onda-sivel",
    "/people/nobody-at-all",
    "/organisations/tessen-basin-organisation",
    "/places/tolvash",
    "/sources",
    "/sources/log",
    "/watchlists",
    "/drafts",
)
DRAFT = "The river rose by 13 feet in less than an hour, Onda Sivel said.\n\nAll of Orlan was there."

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk over the example, with sources in every state and a watchlist."""
    no_web: Fetch = None  # type: ignore[assignment]
    hour = timedelta(hours=1)
    with (
        pytest.MonkeyPatch.context() as patch,
        open_library(tmp_path_factory.mktemp("desk") / "l.db", now=NOW) as store,
    ):
        # Drafts are read by rules here: the encoder takes seconds to load.
        patch.setattr(Language, "_load", lambda self: RulesOnly())
        add([str(EXAMPLE)], Desk(store, no_web, lambda: NOW, reader=Reader(model=False)))
        store.keep_sources(
            [
                Source(FEED, "feed", "Orlan Courier", polled_at=NOW, next_poll=NOW + hour),
                Source(SICK, "sitemap", polled_at=NOW, next_poll=NOW, failures=3, fault="it does not answer"),
                Source("https://late.example/feed", "feed", polled_at=NOW - 9 * hour, next_poll=NOW - 9 * hour),
                Source("https://rest.example/feed", "feed", paused=True),
            ]
        )
        store.log_fetches([LoggedFetch(SICK, NOW, "failed", "it does not answer", source=SICK)])
        store.keep_watchlist(Watchlist("The dam", "dam gate", ("https://desk.example/hook",), NOW))
        with served(store, clock=lambda: NOW) as address:
            yield address


@pytest.fixture
def visit(browser: Browser, desk: str) -> Iterator[Opener]:
    """Opens a page of the desk; at the end nothing may have been asked for elsewhere or said on the console."""
    contexts, noted = [], []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(desk) else noted.append(request.url))
        page.on("console", lambda said: None if "status of 40" in said.text else noted.append(said.text))
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.goto(desk + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noted == []


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_the_page_fits(visit: Opener, path: str) -> None:
    page = visit(path, viewport=WIDE)
    for size, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]

        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_search_leads_to_somebody_and_back_to_the_words_without_scripts(visit: Opener) -> None:
    page = visit("/search", viewport=PHONE, java_script_enabled=False)
    page.fill("#query", 'said:"Onda Sivel" telephone')
    page.locator("form.ask button").click()
    assert page.locator(".hits mark").first.inner_text() == "telephone"
    page.locator(".hits a", has_text="Onda Sivel").first.click()
    assert page.locator("h1").inner_text() == "Onda Sivel"
    assert (
        page.locator("svg.sparkline").get_attribute("aria-label")
        == "5 quotations, 11–12 March 2025, busiest 11 March 2025 (3)"
    )
    page.locator("#said a.cite").first.click()
    assert "/reports/" in page.url
    assert page.locator("main").inner_text()


def test_a_source_is_followed_paused_and_removed_without_scripts(visit: Opener) -> None:
    page = visit("/sources", viewport=WIDE, java_script_enabled=False)
    page.fill("#address", "https://new.example/feed")
    page.get_by_role("button", name="Follow").click()
    assert "Added: https://new.example/feed" in page.locator(".done").inner_text()
    for button, done in (("Pause", "Paused"), ("Resume", "Resumed"), ("Remove", "Removed")):
        page.get_by_role("button", name=f"{button}: https://new.example/feed").click()
        assert page.locator(".done").inner_text() == f"{done}: https://new.example/feed"
    assert page.locator("tr", has_text="new.example").count() == 0


def test_a_watchlist_is_made_from_a_search(visit: Opener) -> None:
    page = visit("/search?q=siren", viewport=WIDE, java_script_enabled=False)
    page.get_by_role("link", name="Be told of new ones").click()
    assert page.locator("#new #query").input_value() == "siren"
    page.fill("#name", "Sirens")
    page.get_by_role("button", name="Make it").click()
    section = page.locator("section", has=page.get_by_role("heading", name="Sirens"))
    assert section.locator("mark").first.inner_text().startswith("siren")
    assert section.get_by_role("link", name="Atom feed").get_attribute("href") == "/watchlists/Sirens/feed.atom"
    section.get_by_role("button", name="Remove").click()
    assert page.get_by_role("heading", name="Sirens").count() == 0


def test_a_draft_is_checked_corrected_and_checked_again(visit: Opener) -> None:
    page = visit("/drafts", viewport=WIDE, java_script_enabled=False)
    page.fill("#text", DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.locator("h1").inner_text() == "2 sentences: 1 not in the reports, 1 supported"
    assert page.locator(".body").inner_text() == DRAFT
    mark = page.locator(".body a.unsupported")
    mark.click()
    assert page.evaluate("document.querySelector(':target .chip').textContent") == "Not in the reports"
    page.fill("#text", DRAFT.partition("\n")[0])
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.locator("h1").inner_text() == "1 sentence: 1 supported"


def test_a_checked_draft_is_sound_too(visit: Opener) -> None:
    page = visit("/drafts", viewport=PHONE)
    page.fill("#text", DRAFT)
    page.get_by_role("button", name="Check", exact=True).click()

    assert page.locator(".body a").count() == 2
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_everything_is_reached_with_the_keyboard_alone(visit: Opener) -> None:
    page = visit("/search?q=gate", viewport=WIDE)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('form, .hits, nav, .skip')?.className ?? ''"))
    assert {"skip", "find", "ask", "hits"} <= reached
