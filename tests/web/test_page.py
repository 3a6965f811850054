"""The page in a real browser: it fits, it can be read, it leads to the words, and nothing hostile runs."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tellings.exports.as_html import to_html
from tests import attacks, harbour

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Opener = Callable[..., Page]

# The contrast of every piece of text with what is painted behind it; colours with alpha are mixed on the way down.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
    if (!words || element.closest('script, style, .skip, svg') || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), ground = behind(element), ink = over(parse(style.color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05), size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700) ? 3 : 4.5;
    seen += 1;
    if (ratio < needed) faults.push(`${ratio.toFixed(2)} ${element.className}: ${words.slice(0, 40)}`);
  }
  return [seen, faults];
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "harbour.html").write_text(to_html(harbour.briefing(), harbour.DOCUMENTS), encoding="utf-8")
    briefing, doc = attacks.briefing()
    (folder / "attacks.html").write_text(to_html(briefing, [doc]), encoding="utf-8")
    return folder


@pytest.fixture
def visit(browser: Browser, pages: Path) -> Iterator[Opener]:
    """Opens a page; at the end of the test nothing may have been fetched, refused or said on the console."""
    contexts, noted = [], []

    def open_page(name: str = "harbour", fragment: str = "", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()

        def note_request(request: Request) -> None:
            if not request.url.startswith("file:"):
                noted.append(request.url)

        def note_message(message: ConsoleMessage) -> None:
            noted.append(message.text)

        page.on("request", note_request)
        page.on("console", note_message)
        page.on("pageerror", lambda error: noted.append(str(error)))
        page.on("dialog", lambda dialog: noted.append(dialog.message))
        page.goto(f"{(pages / f'{name}.html').as_uri()}{fragment}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noted == []


@pytest.mark.parametrize("name", ["harbour", "attacks"])
@pytest.mark.parametrize("width", [1280, 1000, 768, 390, 320])
def test_nothing_runs_over_the_side(visit: Opener, name: str, width: int) -> None:
    page = visit(name, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(visit: Opener, scheme: str, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport, color_scheme=scheme)
    page.eval_on_selector_all("details", "all => all.forEach((d) => { d.open = true; })")
    seen, faults = page.evaluate(CONTRAST)
    assert seen > 80
    assert faults == []


def test_dark_is_dark_and_light_is_light(visit: Opener) -> None:
    grounds = [
        visit(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, ground[4:-1].split(","))) for ground in grounds)
    assert light > 700
    assert dark < 120


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_citation_brings_its_words_into_view_beside_the_line(visit: Opener, scripts: bool) -> None:
    page = visit(viewport={"width": 1280, "height": 500}, java_script_enabled=scripts)
    line = page.locator(".voice li", has_text="Two passengers broke an arm").first
    line.scroll_into_view_if_needed()
    line.locator("a.cite").click()
    mark = page.locator("mark:target")
    assert mark.inner_text() == "Two passengers broke an arm"
    box, said = mark.bounding_box(), line.bounding_box()
    assert box
    assert said
    assert 0 <= box["y"] <= 470
    assert -said["height"] <= said["y"] <= 500, "the line itself must stay in view"
    assert box["x"] > said["x"] + said["width"] - 1


def test_the_marked_words_say_what_rests_on_them_and_lead_back(visit: Opener) -> None:
    page = visit(viewport=WIDE)
    cite = page.locator(".summary a.cite").first
    cite.click()
    mark = page.locator("mark:target")
    assert (mark.get_attribute("title") or "").startswith("Summary: The ferry Aldis ran aground")
    mark.click(position={"x": 4, "y": 4})
    assert page.evaluate("document.activeElement.className") == "cite"
    assert cite.evaluate("(c) => c === document.activeElement")


def test_hovering_a_citation_shows_the_sentence(visit: Opener) -> None:
    title = visit().locator(".summary a.cite").first.get_attribute("title") or ""
    assert title.startswith("“The ferry Aldis ran aground off Orlen on Monday")
    assert title.endswith("— Orlen Courier")


def test_origins_and_sources_are_visible_without_a_click(visit: Opener) -> None:
    page = visit(viewport=PHONE)
    facts = page.locator(".facts")
    assert facts.is_visible()
    assert "2 independent origins" in " ".join(facts.inner_text().split())
    assert "Orlen Courier" in page.locator(".summary").inner_text()
    box = facts.bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]


def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Opener) -> None:
    page = visit(viewport=WIDE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the brief"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('class') || document.activeElement.localName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        circle = page.evaluate("document.activeElement.matches('svg a, body')")
        assert outline != "none" or circle
    assert {"cite", "pane", "mark happened", "summary"} <= reached


def test_j_and_k_walk_through_the_lines(visit: Opener) -> None:
    page = visit(viewport=WIDE)
    where = "document.activeElement.closest('li, tbody')?.id"
    page.keyboard.press("j")
    assert page.evaluate(where) == "s1-summary-1"
    page.keyboard.press("j")
    assert page.evaluate(where) == "s1-summary-2"
    page.keyboard.press("k")
    assert page.evaluate(where) == "s1-summary-1"


def test_the_strip_has_a_name_for_every_mark_that_leads_to_its_entry(visit: Opener) -> None:
    page = visit(viewport=WIDE)
    marks = page.locator(".strip a.mark")
    assert marks.count() == 2
    assert marks.nth(1).get_attribute("aria-label") == "2: 8 May 2031, possible: The ferry is towed to Vessa"
    marks.nth(1).click()
    assert "The ferry is towed to Vessa" in page.locator(".timeline > li:target").inner_text()
    left, right = (marks.nth(n).locator("circle").bounding_box() for n in (0, 1))
    assert left
    assert right
    assert right["x"] > left["x"] + 100


def test_marks_of_the_strip_do_not_cover_each_other_on_a_phone(visit: Opener) -> None:
    page = visit("attacks", viewport=PHONE)
    boxes = [b for mark in page.locator(".strip circle").all() if (b := mark.bounding_box())]
    assert len(boxes) == len(attacks.ATTACKS)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_nothing_hostile_runs_or_shows_as_markup(visit: Opener) -> None:
    page = visit("attacks", viewport=WIDE)
    page.wait_for_timeout(200)
    assert "broken" not in page.title().replace("document.title='broken'", "").replace("<h1>broken</h1>", "")
    assert page.locator("iframe, img, form, object, embed, base, link").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("a[href^='javascript'], a[href*='attacker']").count() == 0


def test_the_policy_stops_a_script_that_would_slip_in(browser: Browser, pages: Path) -> None:
    page = (pages / "harbour.html").read_text("utf-8")
    slipped = page.replace(
        "</main>", "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"></main>"
    )
    (pages / "slipped.html").write_text(slipped, encoding="utf-8")
    tab = browser.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    tab.goto((pages / "slipped.html").as_uri())
    tab.wait_for_timeout(200)
    assert tab.title() == "Ferry Aldis runs aground off Orlen"
    assert len([line for line in refused if "Content Security Policy" in line]) >= 2
    tab.close()


def test_furniture_can_be_unfolded_without_scripts(visit: Opener) -> None:
    page = visit(viewport=WIDE, java_script_enabled=False)
    furniture = page.locator("details.furniture").first
    assert "crossword" not in furniture.inner_text()
    furniture.locator("summary").click()
    assert "crossword" in furniture.inner_text()


def test_print_shows_the_texts_after_the_brief(visit: Opener) -> None:
    page = visit(viewport=WIDE)
    page.emulate_media(media="print")
    brief, texts = page.locator(".brief").bounding_box(), page.locator(".pane").bounding_box()
    assert brief
    assert texts
    assert texts["y"] >= brief["y"] + brief["height"]
    assert page.evaluate("(p => p.scrollHeight <= p.clientHeight + 1)(document.querySelector('.pane'))")
    assert not page.locator(".jump").is_visible()


def test_landmarks_headings_and_names_are_in_order(visit: Opener) -> None:
    page = visit()
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map((h) => +h.localName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    unnamed = page.eval_on_selector_all(
        "section, aside, nav, article",
        "all => all.filter((e) => !e.ariaLabel && !document.getElementById(e.getAttribute('aria-labelledby'))).length",
    )
    assert unnamed == 0
