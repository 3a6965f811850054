"""The desk put together: every page and call behind one guard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_bytes

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from tellings.errors import LibraryError
from tellings.ports import Store
from tellings.web.api.families import ROUTERS
from tellings.web.forms import check_form, check_role
from tellings.web.guard import Guard
from tellings.web.limits import Buckets
from tellings.web.pages import (
    drafts,
    entities,
    health,
    login,
    report,
    reviews,
    search,
    sources,
    stories,
    story,
    watchlists,
)
from tellings.web.refusals import tell_refusals
from tellings.web.settings import Settings
from tellings.web.state import Web
from tellings.web.templates import STATIC

PAGES = (stories, story, report, entities, search, sources, watchlists, drafts, reviews, login)


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


def make_app(store: Store, settings: Settings, *, clock: Callable[[], datetime] = now) -> FastAPI:
    """The desk over a library, as an ASGI application; ``app.state.web`` is what its parts share."""
    settings = replace(settings, secret=settings.secret or _share_secret(store))
    app = FastAPI(
        title="tellings",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[Middleware(Guard)],
        dependencies=[Depends(check_role)],
    )
    app.state.web = Web(store, settings, clock, requests=Buckets(settings.per_minute or 1, settings.per_minute or 1))
    for page in PAGES:
        app.include_router(page.router, dependencies=[Depends(check_form)])
    for router in (*ROUTERS, health.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    tell_refusals(app)
    return app


def _share_secret(store: Store) -> bytes:
    """What forms and visits are signed with: kept in the library, so that they outlast a restart of the server."""
    fresh = token_bytes(32)
    try:
        return store.accounts.share_secret("desk", fresh)
    except LibraryError:  # one that may only be read is served all the same
        return fresh
