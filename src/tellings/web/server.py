"""The desk put together: every page and call behind one guard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_bytes

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from tellings.ports import Store
from tellings.web.api.families import ROUTERS
from tellings.web.guard import Guard
from tellings.web.pages import drafts, entities, login, report, reviews, search, sources, stories, story, watchlists
from tellings.web.settings import Settings
from tellings.web.state import Web
from tellings.web.templates import STATIC

PAGES = (stories, story, report, entities, search, sources, watchlists, drafts, reviews, login)


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


def make_app(store: Store, settings: Settings, *, clock: Callable[[], datetime] = now) -> FastAPI:
    """The desk over a library, as an ASGI application; ``app.state.web`` is what its parts share."""
    if not settings.secret:
        settings = replace(settings, secret=token_bytes(32))
    app = FastAPI(title="tellings", docs_url=None, redoc_url=None, openapi_url=None, middleware=[Middleware(Guard)])
    app.state.web = Web(store, settings, clock)
    for page in PAGES:
        app.include_router(page.router)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
