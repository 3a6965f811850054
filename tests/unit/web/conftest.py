"""The desk over a library that holds the example story, asked without a network."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.library.open import open_library
from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.ports import Store
from tellings.web.server import make_app
from tellings.web.settings import Settings

EXAMPLE = Path(__file__).parents[3] / "examples" / "harsk_dam"
NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8377"


def token_in(client: TestClient) -> str:
    """What a form of this visitor must carry: ``csrf`` of a posted form."""
    from tellings.web.accounts import form_token

    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    scope = {"type": "http", "app": client.app, "headers": [(b"cookie", cookies.encode())]}
    return form_token(Request(scope))


def _no_web(url: str, *, conditions: Conditions | None = None, limits: Limits | None = None) -> Fetched | Refused:
    raise AssertionError(f"nothing may be fetched: {url}")


@dataclass(frozen=True, slots=True)
class Example:
    """A library file that is made once: copy it. ``story`` is the id of the story of the dam."""

    file: Path
    story: str


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example story added to a library, read by rules."""
    file = tmp_path_factory.mktemp("example") / "library.db"
    with open_library(file, now=NOW) as store:
        add([str(EXAMPLE)], Desk(store, _no_web, lambda: NOW, reader=Reader(model=False)))
        (largest,) = store.list_stories("largest", limit=1)
    return Example(file, largest.id)


@pytest.fixture
def store(example: Example, tmp_path: Path) -> Iterator[Store]:
    """A copy of the example library for this test alone."""
    with open_library(shutil.copy(example.file, tmp_path / "library.db"), now=NOW) as store:
        yield store


@pytest.fixture
def app(store: Store) -> FastAPI:
    """The desk as it is on loopback, without token or accounts."""
    return make_app(store, Settings(secret=b"for tests"), clock=lambda: NOW)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor at this machine; ``client.get("/stories/" + example.story)``."""
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def story(example: Example) -> str:
    """The id of the example story."""
    return example.story
