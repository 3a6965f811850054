"""The desk put together: every page and call behind one guard."""

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_bytes
from signal import Signals
from socket import socket
from types import FrameType

import uvicorn
from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from tellings.errors import LibraryError
from tellings.ports import Store
from tellings.service.events import note
from tellings.web.api.families import ROUTERS
from tellings.web.forms import check_form, check_role
from tellings.web.guard import Guard
from tellings.web.limits import Buckets
from tellings.web.pages import (
    drafts,
    entities,
    health,
    letters,
    login,
    report,
    reviews,
    search,
    sources,
    stories,
    story,
    watchlists,
)
from tellings.web.patience import patient
from tellings.web.refusals import tell_refusals
from tellings.web.settings import Settings, is_loopback
from tellings.web.state import Web
from tellings.web.static_files import DeskFiles
from tellings.web.templates import compile_all
from tellings.web.visits import Ended

CONNECTIONS = 1000
"""Open at once: 50 readers with six each and a stream of events, three times over."""

OF_ONE = 200
"""Of these from one address: a small newsroom behind one; a browser has six open, and a stream of events."""

LARGEST_HEAD = 32 << 10
"""Bytes of a request line with its headers; browsers send less than 4 KB."""

KEPT_OPEN = 75
"""Seconds a connection waits for its reader's next page; shorter than a look at one, it is closed in their face."""

COLLECTED = (50_000, 5, 1_000)
"""When Python looks for cycles among new, older and old objects. Decoded briefs are millions of objects without one; at
its own 700, 10, 10 a page in a hundred waited half a second for it (500 pages of a library of 20,000 reports: the
longest of a story took 546 ms of the processor, so 148 ms; the mean of all 66 ms, so 54)."""

TURN = 0.001
"""Seconds a thread works before another may. A page asks the library some twenty times and after each answer waits for
its turn: at Python's own 5 ms a short page waits long behind a long one."""

PAGES = (stories, story, report, entities, search, sources, letters, watchlists, drafts, reviews, login)


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
    requests = Buckets(settings.per_minute or 1, settings.per_minute or 1)
    app.state.web = Web(store, settings, clock, requests=requests, ended=Ended(store.accounts))
    for page in PAGES:
        app.include_router(page.router, dependencies=[Depends(check_form)])
    for router in (*ROUTERS, health.router):
        app.include_router(router)
    app.mount("/static", DeskFiles(), name="static")
    tell_refusals(app)
    return app


def _share_secret(store: Store) -> bytes:
    """What forms and visits are signed with: kept in the library, so that they outlast a restart of the server."""
    fresh = token_bytes(32)
    try:
        return store.accounts.share_secret("desk", fresh)
    except LibraryError:  # one that may only be read is served all the same
        return fresh


class _Server(uvicorn.Server):
    """Says when it answers; ends open streams when it is told to end, else it would wait for readers to go."""

    def __init__(self, config: uvicorn.Config, begin: Callable[[], None], end: Callable[[], None]) -> None:
        super().__init__(config)
        self._begin, self._end, self._told_by = begin, end, ""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """As uvicorn has it."""
        await super().startup(sockets)
        self._begin()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """As uvicorn has it."""
        self._told_by = Signals(sig).name
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """As uvicorn has it."""
        note("stopping", signal=self._told_by)
        self._end()
        await super().shutdown(sockets)


def make_server(app: FastAPI, settings: Settings, begin: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """What serves the desk; ``begin`` is called when it answers.

    What is being answered when it is told to end is finished, for ``settings.grace`` seconds at most.
    """
    config = uvicorn.Config(
        app,
        # Behind a server in front everybody comes from the address of that one.
        http=patient(settings.patience, most=OF_ONE, trusted=lambda host: bool(settings.public) and is_loopback(host)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.public),
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEPT_OPEN,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=settings.grace,
    )
    return _Server(config, begin, app.state.web.events.close)


def run(app: FastAPI, settings: Settings, listening: socket, begin: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM."""
    # The first reader would wait for it.
    compile_all()
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)
    make_server(app, settings, begin).run(sockets=[listening])
