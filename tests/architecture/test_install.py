"""What an installation must have brought."""

import ast
import importlib
import os
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from tellings.engines.installed import list_needed
from tellings.readers.fetch_later import WEB

ROOT = Path(__file__).parents[2]
FETCHING = {"addresses", "fetch", "gathering", "proxies", "robots", "wire"}
"""Files of the readers that need the extra web."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def test_the_html_cleaner_came_with_the_peer() -> None:
    # An old pip misses this extra of lxml, and the extraction that ours is timed beside then fails at its first page.
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
    extras = project["optional-dependencies"].values()
    names += [line.partition(">")[0].partition("[")[0] for extra in extras for line in extra]

    assert [name for name in names if f"**{name}**" not in told] == []


def test_the_doctor_looks_at_every_dependency_and_at_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert list_needed() == tuple(sorted(line.partition(">")[0] for line in project["dependencies"]))


def test_what_is_imported_is_asked_for_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {line.partition(">")[0].replace("-", "_") for line in project["dependencies"]}
    # What an extra brings is imported by its room alone, and that room by whoever asked for it.
    rooms = {"web": "desk", "mcp": "mcp", "bulk": "archive"}
    extra = {
        "argon2" if name == "argon2_cffi" else name
        for room in rooms.values()
        for line in project["optional-dependencies"][room]
        if (name := line.partition(">")[0].replace("-", "_"))
    }
    imported: set[str] = set()
    found_in_rooms: set[str] = set()
    found_fetching: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            in_room = path.relative_to(ROOT / "src" / "tellings").parts[0] in rooms
            fetching = path.parent.name == "readers" and path.stem in FETCHING
            found = found_in_rooms if in_room else found_fetching if fetching else imported
            found.update(name.partition(".")[0] for name in names)

    assert found_in_rooms - sys.stdlib_module_names - {"tellings"} <= asked | extra
    # The one package whose module has another name.
    imported = {"pystemmer" if name == "Stemmer" else name for name in imported}
    assert imported - sys.stdlib_module_names - {"tellings"} == asked
    assert found_fetching - sys.stdlib_module_names - {"tellings"} == set(WEB)


def test_what_asks_the_web_is_imported_by_itself_alone() -> None:
    importers = {
        (path.stem, name)
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        if name in {f"tellings.readers.{stem}" for stem in FETCHING}
    }

    # That one imports it in a function, after it has asked whether the packages are there.
    assert {stem for stem, _ in importers} - FETCHING == {"fetch_later"}


def test_the_version_stands_in_the_changelog() -> None:
    from tellings.version import VERSION

    assert VERSION in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_optional_package_stands_in_its_extra() -> None:
    from tellings.engines.choose import EXTRAS

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        extra: tuple(line.partition(">")[0].partition("[")[0] for line in lines)
        for extra, lines in project["optional-dependencies"].items()
        if extra != "dev"
    }

    assert dict(EXTRAS) == asked


def test_no_engine_is_loaded_before_it_is_asked_for() -> None:
    loaded = {
        name
        for path in (ROOT / "src" / "tellings" / "engines").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }

    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"tellings"}
