"""A library, a clock and an invented web for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.daily.add import Desk
from tellings.daily.reading import Reader
from tellings.library.open import open_library
from tellings.ports import Store
from tests.newsroom import Clock, Web


@pytest.fixture
def clock() -> Clock:
    """A clock that goes on by hand."""
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    """A web of our own."""
    return Web(clock)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty library in SQLite."""
    library = open_library(tmp_path / "library.db", now=clock())
    yield library
    library.close()


@pytest.fixture
def desk(store: Store, web: Web, clock: Clock) -> Desk:
    """A desk that reads by rules."""
    return Desk(store, web, clock, reader=Reader(model=False))
