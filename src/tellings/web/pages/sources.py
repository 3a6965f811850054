"""Sources and how they stand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from tellings import app
from tellings.daily import sources as use
from tellings.daily.add import Desk, add
from tellings.daily.local import Posted
from tellings.daily.reading import Reader
from tellings.errors import InputError, UsageError
from tellings.exports.as_library import say_moment, to_added_text
from tellings.exports.characters import shorten
from tellings.exports.dates import say_ago
from tellings.model.daily import SourceLine, SourcesRecord
from tellings.model.library import FetchOutcome
from tellings.web.backlog import need_room
from tellings.web.state import form_of, visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

State = Literal["failing", "paused", "waiting", "late", "well"]

STATES: dict[State, str] = {
    "failing": "failing",
    "late": "overdue",
    "waiting": "not asked yet",
    "paused": "paused",
    "well": "well",
}
"""How a source stands, in the order of what needs a person."""

LATE = timedelta(hours=1)
"""A source that was due this long ago is not asked by anybody."""

OUTCOMES: dict[FetchOutcome, str] = {
    "kept": "kept",
    "unchanged": "nothing new",
    "known": "known already",
    "refused": "refused",
    "failed": "failed",
}

FETCHES = 100
"""Lines of the fetch log on a page."""


@router.get("/sources")
def list_sources(request: Request) -> Response:
    """What is followed, with what is wrong first."""
    return _show(request, did=request.query_params.get("did", ""), which=request.query_params.get("address", ""))


@router.get("/sources/log")
def list_fetches(request: Request) -> Response:
    """What was fetched and what was refused, the latest first; of everything or of one address."""
    web, asked = web_of(request), request.query_params
    address, refused = asked.get("address", "").strip(), asked.get("refused") == "1"
    fault = ""
    try:
        fetches = use.list_fetches(web.store, address or None, refused=refused, limit=FETCHES).fetches
    except UsageError:
        fetches, fault = (), f"Nothing was ever fetched from {address[:200]}, and nothing there is followed."
    return render(
        request,
        "fetches.html.jinja",
        status_code=404 if fault else 200,
        fetches=fetches,
        address=address,
        refused=refused,
        fault=fault,
        most=FETCHES,
        outcomes=OUTCOMES,
        when=say_moment,
        is_web=_is_web,
    )


@router.post("/sources/add")
def add_source(request: Request) -> Response:
    """Follows an address from now on."""
    web = web_of(request)
    address = str(form_of(request).get("address", ""))
    try:
        followed = use.follow_source(web.store, address, now=web.clock())
    except UsageError as err:
        return _show(request, fault=str(err), given=address)
    return _back("added", followed)


@router.post("/sources/reports")
def add_reports(request: Request) -> Response:
    """Puts the files that were sent into the library, and brings its stories and briefs up to date."""
    web = web_of(request)
    files = [file for file in form_of(request).getlist("reports") if isinstance(file, UploadFile) and file.filename]
    if not files:
        return _show(request, fault="No file was chosen. Nothing was changed.")
    need_room(web)
    posted = [Posted(shorten(file.filename or "", 200), file.file.read()) for file in files]
    try:
        with web.language.add() as recogniser:
            reader = Reader(today=web.clock().date())
            working = Desk(web.store, app.load_fetch(), web.clock, reader=reader, recogniser=recogniser)
            added = add([], working, posted=posted)
    except InputError as err:
        return _show(request, fault=str(err).replace("nothing could be read.", "Nothing could be read."))
    return _show(request, added=to_added_text(added))


@router.post("/sources/change")
def change_source(request: Request) -> Response:
    """Pauses or resumes a source; removes one, for admins as in the API.

    Raises:
        HTTPException: 403 when an editor wants to remove one.
    """
    web, form = web_of(request), form_of(request)
    address, what = str(form.get("address", "")), str(form.get("do", ""))
    changes: dict[str, tuple[str, Callable[[], object]]] = {
        "pause": ("paused", lambda: use.pause_sources(web.store, [address])),
        "resume": ("resumed", lambda: use.resume_sources(web.store, [address], now=web.clock())),
        "remove": ("removed", lambda: use.remove_sources(web.store, [address])),
    }
    if what not in changes:
        return _show(request, fault="A source can be paused, resumed or removed. Nothing was changed.")
    if what == "remove" and not visitor_of(request).may("admin"):
        raise HTTPException(403, "Removing a source is for admins of the desk. Pause it, or ask one of them.")
    # The commands take a part of an address; a form has all of it, or is of a page that is old.
    if not any(source.address == address for source in web.store.list_sources()):
        return _show(request, fault=f"{address[:200]} is not followed any more. Nothing was changed.")
    done, change = changes[what]
    change()
    return _back(done, address)


def _back(did: str, address: str) -> Response:
    return RedirectResponse(f"/sources?{urlencode({'did': did, 'address': address})}", 303)


def _show(
    request: Request, *, fault: str = "", given: str = "", did: str = "", which: str = "", added: str = ""
) -> Response:
    web = web_of(request)
    now = web.clock()
    record: SourcesRecord = use.list_sources(web.store)
    order = list(STATES)
    lines = sorted(
        ((_state(source, now), source) for source in record.sources), key=lambda p: (order.index(p[0]), p[1].address)
    )
    return render(
        request,
        "sources.html.jinja",
        status_code=400 if fault else 200,
        lines=lines,
        states=STATES,
        counts=[(state, words, n) for state, words in STATES.items() if (n := sum(s == state for s, _ in lines))],
        fault=fault,
        given=given,
        added=added,
        did=did if did in ("added", "paused", "resumed", "removed") else "",
        which=which[:300],
        may_change=visitor_of(request).may("editor"),
        may_remove=visitor_of(request).may("admin"),
        ago=lambda moment: say_ago(moment, now),
        when=say_moment,
        is_web=_is_web,
        host_of=_host_of,
        log_of=lambda address: f"/sources/log?{urlencode({'address': address})}",
    )


def _state(source: SourceLine, now: datetime) -> State:
    if source.paused:
        return "paused"
    if source.failures:
        return "failing"
    if source.due_at and now - source.due_at > LATE:
        return "late"
    return "well" if source.asked_at else "waiting"


def _host_of(address: str) -> str:
    """What a source without a title is called."""
    try:
        return urlsplit(address).hostname or shorten(address, 60)
    except ValueError:
        return shorten(address, 60)


def _is_web(address: str) -> bool:
    """Whether an address may be made a link."""
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False
