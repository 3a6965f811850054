"""A checked draft in a real browser: it fits, its marks lead to their reasons, and nothing hostile runs."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tellings.exports.check_html import to_check_html
from tellings.model.check import AgainstDocument, Check, CheckedSentence, DraftText
from tellings.model.span import Evidence

TRUE = "The ferry Aldis ran aground."
FALSE = "It carried 312 people<script>alert(1)</script><img src=x onerror=alert(2)>" + "x" * 300 + "."
TEXT = f"{TRUE} {FALSE}"
REPORT = "The ferry Aldis ran aground with 212 people aboard."


@pytest.fixture(scope="module")
def page_of_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rests = (Evidence("d1", 0, len(REPORT), REPORT),)
    check = Check(
        draft=DraftText("draft", "draft.txt", TEXT),
        sentences=(
            CheckedSentence(0, len(TRUE), TRUE, "supported", "One report says it.", rests),
            CheckedSentence(len(TRUE) + 1, len(TEXT), FALSE, "contradicted", "The reports say “212”.", rests),
        ),
        supported=1,
        contradicted=1,
        differs=0,
        unsupported=0,
        opinion=0,
        documents=(AgainstDocument("d1", "courier.txt", None, None),),
        skipped=(),
    )
    path = tmp_path_factory.mktemp("check") / "check.html"
    path.write_text(to_check_html(check), encoding="utf-8")
    return path


def visit(browser: Browser, path: Path, width: int) -> tuple[Page, list[str]]:
    noted: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.on("request", lambda request: None if request.url.startswith("file:") else noted.append(request.url))
    page.goto(path.as_uri())
    return page, noted


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_runs_over_the_side_and_nothing_hostile_runs(browser: Browser, page_of_check: Path, width: int) -> None:
    page, noted = visit(browser, page_of_check, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("script, img").count() == 0
    assert noted == []
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_marked_sentence_leads_to_its_reason_and_back(browser: Browser, page_of_check: Path, width: int) -> None:
    page, _ = visit(browser, page_of_check, width)
    page.locator(".body a.contradicted").focus()
    page.keyboard.press("Enter")
    reason = page.locator(".reasons li:target")
    assert "212" in reason.inner_text()
    box = reason.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 844
    reason.locator("a").click()
    assert page.url.endswith("#d2")
    page.close()


def test_hovering_a_sentence_shows_why(browser: Browser, page_of_check: Path) -> None:
    page, _ = visit(browser, page_of_check, 1280)
    tip = page.locator(".body a.supported .tip")
    assert not tip.is_visible()
    page.locator(".body a.supported").hover()
    assert tip.is_visible()
    assert "One report says it." in tip.inner_text()
    page.close()
