"""Small stories made of invented reports, read by the whole chain up to the stage under test."""

from collections.abc import Callable
from datetime import date

import pytest

from tellings.flow import brief_story, group_readings, read_documents
from tellings.model.brief import Brief
from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.ports import RulesOnly

Report = tuple[str, str]
"""A report: the ISO day it came out ("" where unknown) and its text."""


def _document(number: int, report: Report) -> Document:
    day, text = report
    published = Published()
    if day:
        published = Published(date.fromisoformat(day), date.fromisoformat(day), "metadata", why="test")
    return Document(
        id=f"d{number}", location=f"{number}.txt", text=text, outlet=f"Outlet {number}", published=published
    )


@pytest.fixture
def read() -> Callable[..., tuple[Reading, ...]]:
    """Reads reports: one reading each, ids d0, d1 ... in the order given."""
    return lambda *reports: read_documents([_document(i, r) for i, r in enumerate(reports)], RulesOnly())


@pytest.fixture
def brief(read: Callable[..., tuple[Reading, ...]]) -> Callable[..., Brief]:
    """The brief of reports taken as one story, whatever grouping would say."""

    def make(*reports: Report) -> Brief:
        readings = read(*reports)
        story = Story("s0", "A story", tuple(r.document.id for r in readings))
        return brief_story(story, readings)

    return make


@pytest.fixture
def grouped(read: Callable[..., tuple[Reading, ...]]) -> Callable[..., list[set[str]]]:
    """The stories of reports as sets of document ids."""
    return lambda *reports: [set(s.documents) for s in group_readings(read(*reports))]
