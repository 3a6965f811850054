"""Watchlists."""

from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tellings.daily.finding import Found, find_page
from tellings.daily.notify import add_watchlist
from tellings.daily.query import read_query
from tellings.daily.signing import forget_key
from tellings.errors import UsageError
from tellings.model.library import HitKind, Watchlist
from tellings.web.links import words_path
from tellings.web.state import Web, form_of, visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

NEWEST, LOOKED_AT = 3, 12
"""Hits shown of a watchlist, and watchlists of which some are shown: each costs a search."""

MOST_HOOKS = 20


@router.get("/watchlists")
def list_watchlists(request: Request) -> Response:
    """What is waited for, with the newest of each and its feed."""
    asked = request.query_params
    return _show(request, did=asked.get("did", ""), which=asked.get("name", ""), query=asked.get("query", "")[:1000])


@router.post("/watchlists/add")
def make_watchlist(request: Request) -> Response:
    """Makes a watchlist; new webhooks need an admin, for the server posts to them."""
    web, form = web_of(request), form_of(request)
    name, query = (str(form.get(field, "")).strip() for field in ("name", "query"))
    hooks = tuple(dict.fromkeys(str(form.get("notify", "")).split()))
    try:
        if any(one.name == name for one in web.store.list_watchlists()):
            raise UsageError(f"There is a watchlist {name[:80]!r} already. Give another name, or remove it first.")
        if hooks and not visitor_of(request).may("admin"):
            raise UsageError("A webhook needs an admin: the server posts to it. The feed is there without one.")
        if len(hooks) > MOST_HOOKS or not all(hook.startswith(("http://", "https://")) for hook in hooks):
            raise UsageError(f"Webhooks are addresses such as https://..., one a line, at most {MOST_HOOKS}.")
        add_watchlist(web.store, name, query, hooks, now=web.clock())
    except UsageError as err:
        return _show(request, fault=str(err), name=name, query=query, hooks="\n".join(hooks))
    return _back("added", name)


@router.post("/watchlists/remove")
def remove_watchlist(request: Request) -> Response:
    """Takes a watchlist away."""
    store, name = web_of(request).store, str(form_of(request).get("name", ""))
    if not any(one.name == name for one in store.list_watchlists()):
        return _show(request, fault=f"There is no watchlist {name[:80]!r} any more. Nothing was changed.")
    forget_key(store, name)
    store.drop_watchlist(name)
    return _back("removed", name)


def _back(did: str, name: str) -> Response:
    return RedirectResponse(f"/watchlists?{urlencode({'did': did, 'name': name})}", 303)


def _show(
    request: Request,
    *,
    fault: str = "",
    did: str = "",
    which: str = "",
    name: str = "",
    query: str = "",
    hooks: str = "",
) -> Response:
    web, visitor = web_of(request), visitor_of(request)
    found = web.store.list_watchlists()
    return render(
        request,
        "watchlists.html.jinja",
        status_code=400 if fault else 200,
        lists=[(one, _newest(web, one) if n < LOOKED_AT else None) for n, one in enumerate(found)],
        fault=fault,
        did=did if did in ("added", "removed") else "",
        which=which[:300],
        name=name,
        query=query,
        hooks=hooks,
        may_change=visitor.may("editor"),
        may_hook=visitor.may("admin"),
        feed_of=lambda name: f"/watchlists/{quote(name, safe='')}/feed.atom",
        search_for=lambda query: f"/search?{urlencode({'q': query})}",
        words_path=words_path,
    )


def _newest(web: Web, watchlist: Watchlist) -> tuple[Found, ...]:
    """The newest of what meets it; nothing where an older version let a query in that is not understood now."""
    now = web.clock()
    try:
        # As watchlists tell: one hit a report, or what somebody is quoted with.
        kinds: list[HitKind] = ["quotation" if read_query(watchlist.query, today=now.date()).said else "report"]
        return find_page(web.store, watchlist.query, now=now, kinds=kinds, limit=NEWEST).found
    except UsageError:
        return ()
