"""What an installation must have brought."""

import importlib
import os
import shutil
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def test_the_html_cleaner_came_with_the_extractor() -> None:
    # An old pip misses this extra of lxml, and the readers of pages then fail at their first page.
    assert importlib.import_module("lxml_html_clean")
    assert importlib.import_module("trafilatura").extract("<html><body><p>The dyke at Orlen held.</p></body></html>")


def test_a_browser_is_there_where_the_page_must_be_looked_at() -> None:
    if os.environ.get("CI") != "true":
        pytest.skip("only a CI run must have a browser; without one the browser tests skip")
    assert any(shutil.which(name) for name in BROWSERS)


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    names = [line.partition(">")[0] for line in project["dependencies"]]
    names += [line.partition(">")[0] for extra in project["optional-dependencies"].values() for line in extra]

    assert [name for name in names if f"**{name}**" not in told] == []


def test_the_version_stands_in_the_changelog() -> None:
    from tellings.version import VERSION

    assert VERSION in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
