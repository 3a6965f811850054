"""Logging in, one's own account and what is said when something goes wrong, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tellings.daily import accounts as people
from tellings.library.open import open_library
from tellings.web.settings import Settings
from tests.desk import served
from tests.shelf import NOON

WORDS = "harsk velmark ferry tow"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk with an account for Marek."""
    folder: Path = tmp_path_factory.mktemp("accounts")
    with open_library(folder / "library.db", now=NOON) as store:
        people.add_account(store, "marek", "editor", WORDS, now=NOON)
        with served(store, Settings(accounts=True, secret=b"for tests"), clock=lambda: NOON) as where:
            yield where


def _look(page: Page) -> None:
    """Nothing of it is in anybody's way, and nothing runs over the side."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_visit_begins_and_ends_by_the_keyboard(browser: Browser, address: str, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800}
    # Axe is a script itself, and comes in past the policy.
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/search?q=dam")
    # The page puts the cursor there itself, a moment after it has come.
    page.locator("input:focus").wait_for()
    page.keyboard.type("marek")
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong password")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    _look(page)
    page.locator("input[type=password]:focus").wait_for()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/search?q=dam")

    page.get_by_role("link", name="marek", exact=True).click()
    page.get_by_label("What it is for").fill(f"the wall screen, {width}")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert "tk_" in page.get_by_role("status").inner_text()
    _look(page)
    page.goto(f"{address}/nowhere")
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing here"
    _look(page)

    page.goto(f"{address}/account")
    page.get_by_role("button", name=f"the wall screen, {width}").click()
    assert f"the wall screen, {width}" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(f"{address}/login")
    page.goto(f"{address}/")
    assert "/login" in page.url
    context.close()
