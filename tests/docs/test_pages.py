"""The pages say what is there: their links resolve, their commands run, and every type has its entry."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import tellings.model

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "explanation" / "decisions").glob("*.md"))
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.M | re.S)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(page: Path) -> set[str]:
    """What GitHub and most renderers call the headings of a page."""
    words = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+)$", words, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_pages() -> None:
    assert ROOT / "README.md" in PAGES
    assert DECISIONS


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    words = _FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for link in _LINK.findall(words):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=_name)
def test_every_page_can_be_reached(page: Path) -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        here = waiting.pop()
        if here in reached or here.suffix != ".md":
            continue
        reached.add(here)
        links = _LINK.findall(here.read_text(encoding="utf-8"))
        waiting += [(here.parent / link.partition("#")[0]).resolve() for link in links if ":" not in link]

    assert page in reached


@pytest.mark.parametrize(
    "page",
    [page for page in sorted((ROOT / "docs").rglob("*")) if page.suffix in (".md", ".ipynb") and page not in DECISIONS],
    ids=_name,
)
def test_every_page_has_its_place_on_the_map(page: Path) -> None:
    # Decisions are listed by their own page.
    the_map = ROOT / "docs" / "README.md"
    linked = {(the_map.parent / link).resolve() for link in _LINK.findall(the_map.read_text(encoding="utf-8"))}

    assert page in linked | {the_map}


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", DECISIONS, ids=_name)
def test_decisions_are_short(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("page", [page for page in DECISIONS if page.name != "README.md"], ids=_name)
def test_decisions_say_what_they_cost(page: Path) -> None:
    words = page.read_text(encoding="utf-8")

    assert [part for part in ("Asked", "Chosen", "Refused", "Price") if f"**{part}.**" not in words] == []
    assert page.name in (page.parent / "README.md").read_text(encoding="utf-8")


def _model_types() -> list[str]:
    names = []
    for info in pkgutil.iter_modules(tellings.model.__path__):
        module = importlib.import_module(f"tellings.model.{info.name}")
        names += [
            name
            for name, cls in inspect.getmembers(module, inspect.isclass)
            if dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__
        ]
    return sorted(names)


@pytest.mark.parametrize("name", _model_types())
def test_the_glossary_has_every_type(name: str) -> None:
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")

    assert re.search(rf"^- \*\*{name}\*\*: \S", glossary, re.M)


def test_the_glossary_has_no_type_that_is_gone() -> None:
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^- \*\*([A-Z]\w+)\*\*:", glossary, re.M)) <= set(_model_types())
