"""Reviewing in a real browser: without scripts, by keyboard, on a phone, in the dark; it survives a better reader."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tellings.daily.add import Desk, add
from tellings.daily.last_brief import find_last_brief
from tellings.daily.reading import Reader
from tellings.daily.reviews import list_judgements, review_line
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.ports import Fetch, Store
from tests.desk import served
from tests.newsroom import Clock

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "harsk_dam"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WORDS = "Nobody upstream picked up a telephone"

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store, str]]:
    """A desk over the example with a few decisions: its address, its library and the id of the story."""
    no_web: Fetch = None  # type: ignore[assignment]
    with open_library(tmp_path_factory.mktemp("desk") / "l.db", now=NOW) as store:
        add([str(EXAMPLE)], Desk(store, no_web, lambda: NOW, reader=Reader(model=False)))
        (line,) = store.list_stories("largest", limit=1)
        brief = find_last_brief(store, line.id).brief
        entry, other = brief.timeline[:2]
        for at, (by, verb, item) in enumerate(
            [("Mara Ilk", "confirm", entry.id), ("Tovan Brul", "reject", entry.id), ("Mara Ilk", "confirm", other.id)]
        ):
            review_line(store, line.id, "", item, verb, by=by, now=NOW.replace(minute=at), note="as the paper says")
        with served(store, clock=Clock()) as address:
            yield address, store, line.id


@pytest.fixture
def visit(browser: Browser, desk: tuple[str, Store, str]) -> Iterator[Opener]:
    """Opens a page of the desk; ``STORY`` in the path is the id of the story. Nothing may be asked for elsewhere."""
    contexts, noted = [], []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(desk[0]) else noted.append(request.url))
        page.on("console", lambda said: None if "status of 40" in said.text else noted.append(said.text))
        page.goto(desk[0] + path.replace("STORY", desk[2]))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noted == []


def _find(store: Store, story: str, words: str) -> tuple[str, str | None]:
    said = next(q for q in find_last_brief(store, story).brief.quotations if words in q.text)
    return said.id, said.speaker_name


@pytest.mark.parametrize("what", ["history", "story", "person"])
def test_axe_finds_nothing_and_the_page_fits(visit: Opener, desk: tuple[str, Store, str], what: str) -> None:
    _, store, story = desk
    brief = find_last_brief(store, story).brief
    person = next(a.id for a in brief.entities if a.kind == "person")
    paths = {
        "history": "/reviews?story=STORY",
        "story": "/stories/STORY/review",
        "person": f"/stories/STORY/review?layer=entities&item={person}",
    }
    page = visit(paths[what], viewport=WIDE)
    for size, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]

        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_speaker_corrected_by_keyboard_survives_a_better_reader_and_is_taken_back(
    visit: Opener, desk: tuple[str, Store, str]
) -> None:
    _, store, story = desk
    said, speaker = _find(store, story, WORDS)
    page = visit(f"/stories/STORY/review?layer=quotations&item={said}", viewport=WIDE, java_script_enabled=False)
    page.get_by_label("Speaker").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Gal Pireth")
    page.keyboard.press("Tab")
    page.keyboard.type("heard it on the radio")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/stories/{story}#{said}")

    better = [
        replace(r, made_by="tellings 99", quotations=tuple(replace(q, cue=()) for q in r.quotations[::-1]))
        for r in store.load_readings(d.id for d in find_last_brief(store, story).brief.documents)
    ]
    store.keep_readings(better, now=NOW)
    make_briefs(store, [story], lambda: NOW)
    assert _find(store, story, WORDS)[1] == "Gal Pireth"
    page.goto(page.url.partition("#")[0])
    assert "speaker corrected by me" in page.locator("#s-reviews").inner_text().lower()

    page.goto(page.url.partition("/stories")[0] + f"/reviews?story={story}")
    page.get_by_role("button", name="Take back: corrected by me").click()
    assert "Taken back by me" in page.locator(":target").inner_text()
    assert _find(store, story, WORDS)[1] == speaker


def test_the_history_says_who_disagreed_and_what_holds(visit: Opener) -> None:
    page = visit("/reviews?story=STORY", viewport=PHONE, java_script_enabled=False)
    told = page.locator(".decisions > li", has_text="No longer holds")

    assert "Confirmed by Mara Ilk" in told.inner_text()
    assert "Tovan Brul decided otherwise" in told.inner_text()


def test_a_story_is_named_and_a_report_taken_out_without_scripts(visit: Opener, desk: tuple[str, Store, str]) -> None:
    page = visit("/stories/STORY/review", viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Title", exact=True).fill("The night of the dam")
    page.get_by_role("button", name="Rename").click()
    assert page.locator("h1").inner_text() == "The night of the dam"
    page.goto(page.url + "/review")
    page.get_by_label("Regatta called off").check()
    page.get_by_label("Title of the new story").fill("No regatta")
    page.get_by_role("button", name="They are two stories").click()
    page.goto(desk[0] + "/")
    assert {"The night of the dam", "No regatta"} <= set(page.locator("h2").all_inner_texts())
    assert {"split", "rename"} <= {one.judgement.verb for one in list_judgements(desk[1])}
