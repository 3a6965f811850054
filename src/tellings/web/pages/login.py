"""Logging in and out, and one's own account."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tellings.daily import accounts as people
from tellings.errors import UsageError
from tellings.web.accounts import COOKIE, end_signed, is_token, sign_visit
from tellings.web.guard import client_of
from tellings.web.state import Visitor, Web, allow, form_of, open_to_all, visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

LONGEST = 2000
"""Signs of the address somebody is led to after logging in."""


@router.get("/login")
@open_to_all
def log_in(request: Request) -> Response:
    """The form; whoever is known already is led on."""
    web = web_of(request)
    onward = _onward(request.query_params.get("next", ""))
    if not web.settings.is_guarded or request.scope["visitor"] is not None:
        return RedirectResponse(onward, 303)
    return render(request, "login.html.jinja", onward=onward, fault="", name="")


@router.post("/login")
@open_to_all
def take_login(request: Request) -> Response:
    """Begins a visit, where the password or token is right."""
    web, form = web_of(request), form_of(request)
    onward = _onward(_field(form, "next"))
    if not web.settings.is_guarded:
        return RedirectResponse(onward, 303)
    name = people.fold_name(_field(form, "name"))[:100]
    # By address alone: tries counted for an account would let any stranger lock its owner out.
    asker = client_of(request)
    # Counted before the password is looked at, which takes a while: else many could be tried at the same moment.
    wait = web.logins.take(asker)
    if wait:
        fault = f"Too many tries. Wait {wait / 60:.0f} minutes." if wait > 90 else "Too many tries. Wait a minute."
        return render(request, "login.html.jinja", status_code=429, onward=onward, fault=fault, name=name)
    secret = _begin(web, name, _field(form, "password"))
    if secret is None:
        fault = "This name and password do not belong together." if web.settings.accounts else "This is not the token."
        return render(request, "login.html.jinja", status_code=401, onward=onward, fault=fault, name=name)
    web.logins.give_back(asker)
    return _with_visit(web, RedirectResponse(onward, 303), secret)


def _begin(web: Web, name: str, given: str) -> str | None:
    if not web.settings.accounts:
        return sign_visit(web.settings, web.clock()) if is_token(web.settings, given) else None
    account = people.check_password(web.store, name, given)
    return people.begin_visit(web.store, account, now=web.clock()) if account else None


def _with_visit(web: Web, answer: Response, secret: str) -> Response:
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(people.VISIT.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=web.settings.is_encrypted,
    )
    return answer


@router.post("/logout")
@allow("reader")
def log_out(request: Request) -> Response:
    """Ends the visit."""
    web = web_of(request)
    if web.settings.accounts:
        people.end_visit(web.store, visitor_of(request).name, request.cookies.get(COOKIE, ""))
    elif web.settings.token is not None:
        end_signed(web, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login" if web.settings.is_guarded else "/", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=web.settings.is_encrypted)
    return answer


@router.get("/account")
@allow("reader")
def show_account(request: Request) -> Response:
    """One's own account: its role, its keys, another password."""
    return _render_account(request)


@router.post("/account/password")
@allow("reader")
def change_password(request: Request) -> Response:
    """Another password; all other visits end."""
    web, form, visitor = _with_account(request)
    if web.logins.take(f"account {visitor.name}"):
        return _render_account(request, 429, fault="Too many tries. Wait a minute.")
    if not people.check_password(web.store, visitor.name, _field(form, "password")):
        return _render_account(request, 401, fault="This is not the password you have now.")
    web.logins.give_back(f"account {visitor.name}")
    if _field(form, "new") != _field(form, "again"):
        return _render_account(request, 422, fault="The new password was typed in two ways.")
    try:
        account = people.change_password(web.store, visitor.name, _field(form, "new"))
    except UsageError as err:
        return _render_account(request, 422, fault=str(err))
    secret = people.begin_visit(web.store, account, now=web.clock())
    return _with_visit(web, _render_account(request, done="The password is changed. Other visits have ended."), secret)


@router.post("/account/keys")
@allow("reader")
def add_key(request: Request) -> Response:
    """A key for a program, shown once."""
    web, form, visitor = _with_account(request)
    key = people.make_key(web.store, visitor.name, _field(form, "note"), now=web.clock())
    return _render_account(request, key=key)


@router.post("/account/keys/remove")
@allow("reader")
def remove_key(request: Request) -> Response:
    """Takes keys away."""
    web, form, visitor = _with_account(request)
    web.store.accounts.drop_passes(visitor.name, [_field(form, "key")])
    return _render_account(request, done="The key counts no more.")


def _with_account(request: Request) -> tuple[Web, Any, Visitor]:
    web = web_of(request)
    if not web.settings.accounts:
        raise UsageError("This desk is served without accounts. `tellings serve --accounts` serves it with them.")
    return web, form_of(request), visitor_of(request)


def _render_account(
    request: Request, status_code: int = 200, *, fault: str = "", done: str = "", key: str = ""
) -> Response:
    web, visitor = web_of(request), visitor_of(request)
    passes = web.store.accounts.list_passes(visitor.name) if web.settings.accounts else ()
    return render(
        request,
        "account.html.jinja",
        status_code=status_code,
        keys=[each for each in passes if each.kind == "key"],
        visits=sum(each.kind == "visit" for each in passes),
        fault=fault,
        done=done,
        key=key,
    )


def _field(form: Any, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _onward(given: str) -> str:
    """Where somebody goes after logging in: a place of this desk, whatever was asked for."""
    plain = given.isprintable() and len(given) <= LONGEST and "\\" not in given
    return given if plain and given.startswith("/") and not given.startswith("//") else "/"
