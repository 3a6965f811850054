"""The pages one reads, in a real browser: they fit, keys and panes work, axe is content, scripts may be off."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.library.open import open_library
from tellings.model.story import Move
from tellings.ports import Fetch, Store
from tests.desk import served
from tests.shelf import make_arrivals

NOW = datetime(2025, 3, 21, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "harsk_dam"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The example, of which "me" has seen all reports but the last."""
    no_web: Fetch = None  # type: ignore[assignment]
    with open_library(tmp_path_factory.mktemp("desk") / "l.db", now=NOW) as store:
        add([str(EXAMPLE)], Desk(store, no_web, lambda: NOW, reader=Reader(model=False)))
        yield store


@pytest.fixture(scope="module")
def story(store: Store) -> str:
    """The story of the dam."""
    (line,) = store.list_stories("largest", limit=1)
    return line.id


@pytest.fixture(scope="module")
def paths(store: Store, story: str) -> tuple[str, ...]:
    """Every kind of page one reads."""
    brief = store.load_brief(story)
    assert brief
    store.mark_seen("me", [doc.id for doc in brief.documents][1:], now=NOW - timedelta(days=1))
    report = max(brief.documents, key=lambda doc: len(doc.furniture)).id
    return (
        "/",
        f"/stories/{story}",
        f"/stories/{story}/sections/compared",
        f"/stories/{story}/sections/entities",
        f"/stories/{story}/pictures",
        f"/stories/{story}/statements/{brief.summary[0].id}/words",
        f"/reports/{report}",
        f"/reports/{report}?words=40-90",
    )


@pytest.fixture(scope="module")
def address(store: Store, paths: tuple[str, ...]) -> Iterator[str]:
    """The desk."""
    with served(store, clock=lambda: NOW) as where:
        yield where


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens a page; at the end nothing may have been asked for elsewhere, refused or said on the console."""
    contexts, noted = [], []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()

        def note(said: ConsoleMessage) -> None:
            noted.append(said.text)

        page.on("request", lambda request: None if request.url.startswith(address) else noted.append(request.url))
        page.on("console", note)
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.on("dialog", lambda dialog: noted.append(dialog.message))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noted == []


@pytest.mark.parametrize(("scheme", "viewport"), [("light", WIDE), ("dark", PHONE)], ids=["light", "dark phone"])
def test_axe_finds_nothing_and_nothing_runs_over_the_side(
    visit: Opener, address: str, paths: tuple[str, ...], scheme: str, viewport: dict[str, int]
) -> None:
    page = visit("/", viewport=viewport, color_scheme=scheme)
    for path in paths:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert [_say(violation) for violation in found.response["violations"]] == [], path


@pytest.mark.parametrize("width", [768, 320])
def test_it_fits_every_width(visit: Opener, address: str, paths: tuple[str, ...], width: int) -> None:
    page = visit("/", viewport={"width": width, "height": 844})
    for path in paths:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_citation_opens_its_report_beside_the_line_with_the_words_marked(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=WIDE)
    line = page.locator(".summary > li").nth(1)
    cite = line.locator("a.cite").first
    cite.click()
    lit = page.locator("[data-pane-text] mark.lit").first
    expect(lit).to_be_visible()
    box, said = lit.bounding_box(), line.bounding_box()
    assert box
    assert said
    assert 0 <= box["y"] <= 900
    assert box["x"] > said["x"] + said["width"]
    assert page.url.endswith(f"/stories/{story}")
    page.keyboard.press("Escape")
    expect(page.locator("[data-pane-list]")).to_be_visible()
    assert cite.evaluate("(c) => c === document.activeElement")


def test_without_scripts_a_citation_leads_to_its_words_and_menus_and_folds_open(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=WIDE, java_script_enabled=False)
    menu = page.locator(".summary > li details.act").first
    assert not menu.locator(".permalink").is_visible()
    menu.locator("summary").click()
    assert menu.locator(".permalink").is_visible()
    page.locator(".voice a.cite").first.click()
    mark = page.locator("mark.words").first
    assert "/reports/" in page.url
    box = mark.bounding_box()
    assert box
    assert 0 <= box["y"] <= 900


def test_layers_are_switched_without_scripts(visit: Opener, paths: tuple[str, ...]) -> None:
    page = visit(paths[-2], viewport=WIDE, java_script_enabled=False)
    time = page.locator(".l-times").first
    ground = "(e) => getComputedStyle(e).backgroundColor"
    before = time.evaluate(ground)
    page.get_by_label("Times").check()
    assert time.evaluate(ground) != before
    page.get_by_label("Times").uncheck()
    assert time.evaluate(ground) == before


def test_a_listed_place_lights_its_words_without_leaving(visit: Opener, paths: tuple[str, ...]) -> None:
    page = visit(paths[-2], viewport=WIDE)
    page.locator(".layer summary", has_text="Names").click()
    link = page.locator(".layer[open] li a").nth(3)
    words = link.inner_text()
    link.click()
    expect(page.locator(".text .lit").first).to_be_visible()
    assert words.split()[0] in " ".join(page.locator(".text .lit").all_inner_texts())


def test_keys_walk_open_review_search_and_help(visit: Opener, story: str) -> None:
    page = visit("/", viewport=WIDE)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('li').id") == story
    page.keyboard.press("o")
    page.wait_for_url(f"**/stories/{story}")
    at = "document.querySelector('.at')?.id"
    page.keyboard.press("j")
    first = page.evaluate(at)
    page.keyboard.press("j")
    assert page.evaluate(at) != first
    page.keyboard.press("k")
    assert page.evaluate(at) == first
    page.keyboard.press("o")
    expect(page.locator("[data-pane-text]")).to_be_visible()
    page.keyboard.press("Escape")
    while not page.locator(".at details.act").count():
        page.keyboard.press("j")
    page.keyboard.press("r")
    assert page.locator(".at details.act").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jkor?")
    assert page.locator("#q").input_value() == "jkor?"


def test_single_keys_can_be_turned_off_and_stay_off(visit: Opener) -> None:
    page = visit("/", viewport=WIDE)
    page.keyboard.press("?")
    page.get_by_label("Single keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".at").count() == 0
    page.reload()
    page.keyboard.press("j")
    assert page.locator(".at").count() == 0
    page.get_by_role("button", name="Keys").click()
    assert not page.get_by_label("Single keys are on").is_checked()


def test_the_sentence_behind_a_citation_shows_on_hover_and_goes_with_escape(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=WIDE)
    cite = page.locator(".summary a.cite").first
    cite.hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_be_visible()
    assert len(tip.inner_text()) > 40
    page.keyboard.press("Escape")
    expect(tip).not_to_be_visible()
    assert cite.get_attribute("title")


def test_what_is_new_since_the_last_visit_stands_first(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=PHONE)
    news = page.locator("#s-changes")
    expect(news).to_be_visible()
    assert "New since your last visit" in news.inner_text() or "NEW SINCE" in news.inner_text()
    above, below = news.bounding_box(), page.locator("#s-summary").bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    assert page.locator(".pane li.fresh").count() == 1


def test_on_a_phone_the_table_of_facts_reads_down_with_the_outlet_named(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=PHONE)
    conflict = page.locator(".outlets tbody.conflict").first
    told = conflict.locator("td:not(.none)")
    assert told.count() >= 2
    one, two = told.nth(0).bounding_box(), told.nth(1).bounding_box()
    assert one
    assert two
    assert two["y"] >= one["y"] + one["height"] - 1
    assert told.nth(0).locator(".outlet-of").is_visible()
    assert {told.nth(n).locator(".sign").first.inner_text() for n in (0, 1)} == {"A", "B"}


def test_print_has_the_brief_and_no_tools(visit: Opener, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=WIDE)
    page.emulate_media(media="print")
    for hidden in (".bar", ".act", ".tools"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".outlets").is_visible()
    assert page.evaluate("(p => p.scrollHeight <= p.clientHeight + 1)(document.querySelector('.pane'))")


def test_a_report_that_comes_in_is_said_and_not_forced_upon_the_reader(visit: Opener, store: Store, story: str) -> None:
    page = visit(f"/stories/{story}", viewport=WIDE)
    page.wait_for_timeout(300)
    (arrival,) = make_arrivals(1)
    store.keep([arrival], now=NOW)
    store.apply_moves([Move("join", story, (arrival.document.id,), "same words")], now=NOW)
    live = page.locator("[data-live]")
    expect(live).to_contain_text("1 more report came in.", timeout=10_000)
    live.get_by_role("link", name="Show").click()
    expect(page.locator(".behind")).to_contain_text("1 report came since this brief was made")


def _say(violation: dict[str, Any]) -> str:
    nodes = [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in violation["nodes"][:3]]
    return f"{violation['impact']} {violation['id']}: {nodes}"
