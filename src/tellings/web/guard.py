"""What stands before every page and call: meant for us, from one of our own pages, by somebody known, not too much."""

import math
import time
from ipaddress import IPv4Address, ip_address, ip_network
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tellings.service.events import note
from tellings.web.accounts import find_secret, identify
from tellings.web.bodies import measured, say_too_large
from tellings.web.refusals import is_for_programs, refuse
from tellings.web.settings import Settings
from tellings.web.state import Web

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""

METHODS = (*SAFE, "POST", "PUT", "PATCH", "DELETE")

OPEN = ("/login", "/health", "/health/live", "/health/ready")
"""What somebody who is not logged in may see, beside the static files."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""A page may load from the desk alone and run nothing that stands in the page itself."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}
"""On every answer that does not say otherwise itself."""

OVER_TLS = "max-age=31536000"

LARGEST_FORM_OF_STRANGERS = 64 << 10
"""Bytes that somebody who is not logged in may send: a name and a password."""


class _VisitEndedError(Exception):
    """Somebody was listening who may not any more."""


class Guard:
    """The outermost layer of the desk: lets a request through, or answers it itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it. There are no websockets: one is closed before it opens."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        web: Web = scope["app"].state.web
        begun = time.perf_counter()
        status = 500

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, web.settings, lasting=_is_lasting(scope) and status == 200)
            await send(message)

        web.metrics.begin()
        try:
            await self._answer(web, scope, receive, send_guarded)
        except _VisitEndedError:
            await send({"type": "http.response.body", "body": b""})
        finally:
            known = status != 404 and "route" in scope
            route = getattr(scope["route"], "path", "") if known else ""
            method = scope["method"] if scope["method"] in METHODS else "other"
            seconds = time.perf_counter() - begun
            web.metrics.end(route or "other", method, status, seconds)
            note("request", route=route or "other", method=method, status=status, seconds=round(seconds, 4))

    async def _answer(self, web: Web, scope: Scope, receive: Receive, send: Send) -> None:
        scope["visitor"] = None
        request = Request(scope, receive)
        answer = _check_address(request, web.settings) or await _check_visitor(request, web)
        answer = answer or _check_rate(request, web) or _check_size(request, web.settings)
        if answer is not None:
            # What is still being sent is not read: the connection ends with the answer.
            if request.method not in SAFE:
                answer.headers["Connection"] = "close"
            await answer(scope, receive, send)
            return
        if request.method not in SAFE:
            limits = web.settings
            receive = measured(
                receive,
                largest=_largest(request, limits),
                patience=limits.patience,
                slowest=limits.slowest,
                timer=time.monotonic,
            )
        await self._run(scope, receive, _while_known(request, web, send) if web.settings.is_guarded else send)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        # Whatever can be looked at can be asked about: HEAD is GET without what follows.
        bodiless = scope["method"] == "HEAD"
        asked = {**scope, "method": "GET", "bodiless": True} if bodiless else scope

        async def note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            if bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(asked, receive, note)
        except _VisitEndedError:
            raise
        except Exception:
            if not started:
                await refuse(
                    Request(scope), 500, "It is a fault in tellings, not in what you did. The server's log says more."
                )(scope, receive, send)
            # The server writes it down.
            raise
        finally:
            if "route" in asked:
                scope["route"] = asked["route"]


def _check_address(request: Request, settings: Settings) -> Response | None:
    """Whether the request is meant for this desk, and does not come from a page of somebody else."""
    hosts = request.headers.getlist("host")
    if len(hosts) != 1 or not settings.allows_host(hosts[0]):
        # Nothing of the desk is shown to whoever calls it by another name.
        return PlainTextResponse(
            "This desk does not go by that name. Open it at the address that `tellings serve` printed.\n",
            421,
            {"Connection": "close"},
        )
    if request.method not in METHODS:
        return refuse(request, 405, headers={"Allow": ", ".join(METHODS)})
    site = request.headers.get("sec-fetch-site", "")
    if site not in ("", "same-origin", "none") and not _is_link(request):
        return refuse(request, 403, "The page that asked for this is not one of the desk. Open the desk itself.")
    if request.method in SAFE:
        return None
    origin = request.headers.get("origin")
    if origin is not None and not settings.allows_origin(origin, hosts[0]):
        return refuse(request, 403, "This was sent from a page that is not one of the desk. Open the desk itself.")
    if origin is None and not site and settings.is_guarded and find_secret(request)[1]:
        return refuse(request, 403, "It cannot be seen where this came from. Use a browser of these years, or a key.")
    return None


def _while_known(request: Request, web: Web, send: Send) -> Send:
    """``send`` for as long as the visitor is who they were: an answer may go on for hours."""
    visitor, checked = request.scope["visitor"], time.monotonic()
    secret, from_cookie = find_secret(request)

    async def send_known(message: Message) -> None:
        nonlocal checked
        if time.monotonic() - checked >= web.settings.recheck and message.get("more_body"):
            checked = time.monotonic()
            if await run_in_threadpool(identify, web, secret, from_cookie=from_cookie) != visitor:
                raise _VisitEndedError
        await send(message)

    return send_known


def _is_link(request: Request) -> bool:
    """Whether somebody followed a link from elsewhere: a whole page, that changes nothing."""
    return (
        request.method in SAFE
        and request.headers.get("sec-fetch-mode") == "navigate"
        and request.headers.get("sec-fetch-dest") == "document"
    )


async def _check_visitor(request: Request, web: Web) -> Response | None:
    """Finds out who asks; somebody who has to log in first is sent there."""
    path = request.url.path
    if path.startswith("/static/"):
        return None
    secret, from_cookie = find_secret(request)
    if web.settings.accounts:
        request.scope["visitor"] = await run_in_threadpool(identify, web, secret, from_cookie=from_cookie)
    else:
        request.scope["visitor"] = identify(web, secret, from_cookie=from_cookie)
    if request.scope["visitor"] is not None or path in OPEN:
        return None
    if not from_cookie and (wait := web.logins.take(client_of(request))):
        return _refuse_for(request, wait)
    if is_for_programs(request) or request.method not in SAFE or not from_cookie:
        return refuse(request, 401, "Log in at /login, or send a key: Authorization: Bearer KEY.", _ASK)
    whole = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(whole)}", 303)


_ASK = {"WWW-Authenticate": 'Bearer realm="tellings"'}


def _check_rate(request: Request, web: Web) -> Response | None:
    if not web.settings.per_minute or request.url.path.startswith("/static/"):
        return None
    wait = web.requests.take(asker_of(request, web))
    return _refuse_for(request, wait) if wait else None


def _refuse_for(request: Request, wait: float) -> Response:
    seconds = math.ceil(wait)
    return refuse(request, 429, f"Try again in {seconds} s.", {"Retry-After": str(seconds)})


def _check_size(request: Request, settings: Settings) -> Response | None:
    given = request.headers.get("content-length", "0")
    largest = _largest(request, settings)
    # h11 lets through digits alone, and one length.
    if request.method in SAFE or not given.isdigit() or int(given) <= largest:
        return None
    return refuse(request, 413, say_too_large(largest))


def _largest(request: Request, settings: Settings) -> int:
    """Bytes that may be sent: files only by those who may add to the library."""
    visitor = request.scope["visitor"]
    if visitor is None:
        return min(LARGEST_FORM_OF_STRANGERS, settings.largest_body)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded" or not visitor.may("editor"):
        return settings.largest_body
    return settings.largest_upload


def asker_of(request: Request, web: Web) -> str:
    """Whom a request is counted for: everybody with an account; who has none, with all others at that address."""
    visitor = request.scope["visitor"]
    return f"account {visitor.name}" if visitor and web.settings.accounts else f"address {client_of(request)}"


def client_of(request: Request) -> str:
    """The address a request came from, as ``network_of`` has it."""
    return network_of(request.client.host if request.client else "")


def network_of(host: str) -> str:
    """The address; of IPv6 the network, since whoever has one address there has them all."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return host
    # Where one socket takes both kinds, an address of IPv4 comes as one of IPv6.
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


def _is_lasting(scope: Scope) -> bool:
    """Whether the address names one version of a static file."""
    return bool(scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v="))


def _add_headers(message: Message, settings: Settings, *, lasting: bool) -> None:
    headers = MutableHeaders(scope=message)
    if lasting:
        headers.setdefault("Cache-Control", "public, max-age=31536000, immutable")
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if settings.is_encrypted:
        headers.setdefault("Strict-Transport-Security", OVER_TLS)
