"""Draws the pictures of the README: the page of the example, as it is seen on a desk and on a phone.

    python docs/pictures.py

It needs Chromium (or Chrome) and the packages for development; nothing outside this machine is asked.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import tellings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURES = {"brief.png": (1280, 760), "brief-phone.png": (390, 844)}


def main() -> None:
    """Writes each picture at its width and height in points, in the light scheme."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise SystemExit(f"No browser: looked for {', '.join(BROWSERS)}. On Debian: apt-get install chromium.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "brief.html"
        page.write_text(tellings.render(tellings.brief(ROOT / "examples" / "harsk_dam"), "html"), encoding="utf-8")
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (width, height) in PICTURES.items():
            tab = opened.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            tab.goto(page.as_uri())
            tab.screenshot(path=FOLDER / name)
        opened.close()


if __name__ == "__main__":
    main()
