"""Draws the pictures of the README and the how-tos: the page of the example, and the desk that serves it.

    python docs/pictures.py

It needs Chromium (or Chrome) and the packages for development; nothing outside this machine is asked.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import sync_playwright

import tellings
from tellings.app import load_fetch
from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.library.open import open_library

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.desk import served  # noqa: E402

FOLDER = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURES = {"brief.png": (1280, 760), "brief-phone.png": (390, 844)}
DESK: dict[str, tuple[int, int, Literal["light", "dark"]]] = {
    "desk-story.png": (1280, 760, "light"),
    "desk-phone.png": (390, 844, "dark"),
}


def main() -> None:
    """Writes each picture at its width and height in points, in the light scheme."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise SystemExit(f"No browser: looked for {', '.join(BROWSERS)}. On Debian: apt-get install chromium.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright, serve_example(Path(folder)) as story:
        page = Path(folder) / "brief.html"
        page.write_text(tellings.render(tellings.brief(ROOT / "examples" / "harsk_dam"), "html"), encoding="utf-8")
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (width, height) in PICTURES.items():
            tab = opened.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            tab.goto(page.as_uri())
            tab.screenshot(path=FOLDER / name)
        for name, (width, height, scheme) in DESK.items():
            tab = opened.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab.goto(story)
            if width > height:
                tab.locator(".summary a.cite").nth(1).click()
                tab.locator("mark.lit").first.wait_for()
                tab.mouse.move(0, 0)
            tab.screenshot(path=FOLDER / name)
        opened.close()


@contextmanager
def serve_example(folder: Path) -> Iterator[str]:
    """The address of the story of the example, at a desk that is open meanwhile."""

    def clock() -> datetime:
        return datetime(2025, 3, 21, 12, tzinfo=UTC)

    with open_library(folder / "library.db", now=clock()) as store:
        add([str(ROOT / "examples" / "harsk_dam")], Desk(store, load_fetch(), clock, reader=Reader()))
        (line,) = store.list_stories("largest", limit=1)
        with served(store, clock=clock) as address:
            yield f"{address}/stories/{line.id}"


if __name__ == "__main__":
    main()
