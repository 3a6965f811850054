"""Every family of the API, in the order the OpenAPI document lists them."""

from typing import Any

from fastapi import APIRouter

from tellings.web.api import (
    about,
    docs_page,
    events,
    exporting,
    feeds,
    library,
    posted,
    reports,
    reviews,
    sources,
    stories,
    watchlists,
)
from tellings.web.api.openapi import make_document
from tellings.web.api.operations import Operation, make_router

OPERATIONS: tuple[Operation, ...] = (
    *stories.OPERATIONS,
    *exporting.OPERATIONS,
    *reports.OPERATIONS,
    *reviews.OPERATIONS,
    *watchlists.OPERATIONS,
    *sources.OPERATIONS,
    *posted.OPERATIONS,
    *library.OPERATIONS,
    *feeds.OPERATIONS,
    *about.OPERATIONS,
)


def describe_api() -> dict[str, Any]:
    """The OpenAPI document of all of it."""
    return make_document(OPERATIONS)


ROUTERS: tuple[APIRouter, ...] = (make_router(OPERATIONS), events.router, docs_page.router)
