"""Who a visitor is: nobody in particular on this machine, whoever holds the token, or somebody with an account."""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection

from tellings.daily.accounts import VISIT, find_visitor
from tellings.web.settings import Settings
from tellings.web.state import Visitor, Web, web_of

COOKIE = "tellings"
"""The cookie that holds the secret of a visit."""


def find_secret(request: HTTPConnection) -> tuple[str, bool]:
    """What a request shows of its visitor, and whether a browser sent it unasked (a cookie).

    Programs send ``Authorization: Bearer SECRET``; readers of feeds, which know no better, a password (Basic): the
    name beside it is not looked at.
    """
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip()
    if kind.lower() == "bearer":
        return given, False
    if kind.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2], False
        except (binascii.Error, ValueError):
            return "", False
    return request.cookies.get(COOKIE, ""), True


def identify(web: Web, secret: str, *, from_cookie: bool) -> Visitor | None:
    """The visitor who holds this secret; ``None`` for one who has to log in first. Asks the library."""
    settings = web.settings
    if settings.accounts:
        account = find_visitor(web.store, secret, now=web.clock())
        return Visitor(account.name, account.role) if account else None
    if settings.token is not None:
        if not from_cookie:
            shown = is_token(settings, secret)
        else:
            shown = is_signed(settings, secret, web.clock()) and not web.ended.holds(secret)
        return Visitor(settings.reader, "admin") if shown else None
    return Visitor(settings.reader, "admin")


def is_token(settings: Settings, given: str) -> bool:
    """Whether this is the token; takes as long for a wrong one."""
    return settings.token is not None and hmac.compare_digest(_digest(given), _digest(settings.token))


def sign_visit(settings: Settings, now: datetime) -> str:
    """What a browser holds after the token was given: the end of the visit and its number, signed.

    Another token ends it.
    """
    # With a number, since two may begin in the same second and each is ended alone.
    until = f"{int((now + VISIT).timestamp())}-{secrets.token_hex(8)}"
    return f"{until}.{_sign(settings, until)}"


def is_signed(settings: Settings, given: str, now: datetime) -> bool:
    """Whether this was made by ``sign_visit`` and has not run out."""
    until, _, signature = given.partition(".")
    if not hmac.compare_digest(_sign(settings, until).encode(), signature.encode("utf-8", "replace")):
        return False
    return now < _end_of(until, now) <= now + VISIT + timedelta(seconds=1)


def end_signed(web: Web, given: str) -> None:
    """Ends a visit that the token began; what nobody signed, or what has run out, is passed over."""
    now = web.clock()
    if is_signed(web.settings, given, now):
        web.ended.add(given, _end_of(given.partition(".")[0], now), now=now)


def _end_of(until: str, now: datetime) -> datetime:
    return datetime.fromtimestamp(int(until.partition("-")[0]), now.tzinfo)


def form_token(request: HTTPConnection) -> str:
    """What a form of this visitor must carry; it changes with the visit."""
    secret = web_of(request).settings.secret
    visit = request.cookies.get(COOKIE, "") if web_of(request).settings.is_guarded else ""
    return hmac.new(secret, b"form " + _digest(visit), hashlib.sha256).hexdigest()


def _sign(settings: Settings, until: str) -> str:
    key = hmac.new(settings.secret, b"visit " + _digest(settings.token or ""), hashlib.sha256).digest()
    return hmac.new(key, until.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _digest(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "replace")).digest()
