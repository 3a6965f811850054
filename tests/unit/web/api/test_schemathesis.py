"""Requests made up from the description of the API: none is answered by a fault, and every answer is as described."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.types import Receive, Scope, Send

from tellings import app
from tellings.library.open import open_library
from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.ports import RulesOnly
from tellings.web.api.families import describe_api
from tellings.web.server import make_app
from tellings.web.settings import Settings
from tests.unit.web.conftest import ADDRESS, NOW, Example

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
]

ENDLESS_OR_SLOW = ("/events", "/api/doctor")
"""A stream without end, and a look at the whole installation; both have tests of their own."""


def _refuse(url: str, *, conditions: Conditions | None = None, limits: Limits | None = None) -> Fetched | Refused:
    return Refused(url, "nothing is fetched in a test", "private", NOW)


_running: list[FastAPI] = []


async def _desk(scope: Scope, receive: Receive, send: Send) -> None:
    """The desk that runs: the tests are made before there is one."""
    await _running[-1](scope, receive, send)


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def _as_lines(_: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module", autouse=True)
def desk(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A desk over a copy of the example library; nothing is fetched."""
    file = copy(example.file, tmp_path_factory.mktemp("made-up") / "library.db")
    with pytest.MonkeyPatch.context() as patched, open_library(Path(file), now=NOW) as store:
        patched.setattr(app, "load_fetch", lambda **_: _refuse)
        # What is sent is nonsense: the encoder would only make it slower.
        patched.setattr(app, "pick_recogniser", lambda *_: RulesOnly())
        _running.append(make_app(store, Settings(secret=b"for tests"), clock=lambda: NOW))
        yield
        _running.pop()


schema = schemathesis.openapi.from_dict(describe_api()).exclude(path=list(ENDLESS_OR_SLOW))
schema.app = _desk


@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("TELLINGS_EXAMPLES", "3")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: Any, example: Example) -> None:
    if "story" in case.path_parameters and case.meta.generation.mode.is_positive:
        case.path_parameters["story"] = example.story
    case.call_and_validate(base_url=ADDRESS, checks=CHECKS)


def test_the_description_is_as_openapi_has_it() -> None:
    schema.validate()
