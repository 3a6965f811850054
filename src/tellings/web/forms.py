"""What is looked at before an endpoint is called: the visitor's role, and that a form was made by the desk."""

import hmac
from collections.abc import AsyncIterator

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tellings.web.accounts import form_token
from tellings.web.state import Role, visitor_of, web_of

SAFE = ("GET", "HEAD")

FIELDS, FILES = 200, 50
"""Fields and files of one form."""


async def check_role(request: Request) -> None:
    """Lets an endpoint be called by those who may: see ``state.allow``.

    Raises:
        HTTPException: 403.
    """
    default: Role = "reader" if request.method in SAFE else "editor"
    role = getattr(request.scope.get("endpoint"), "allowed", default)
    visitor = visitor_of(request)
    # The page to log in is the one that is open to nobody in particular.
    if role is not None and (visitor is None or not visitor.may(role)):
        raise HTTPException(
            403, f"This is for the role {role}. Ask an admin of the desk: tellings users role NAME {role}."
        )


async def check_form(request: Request) -> AsyncIterator[None]:
    """Reads the form that was sent, for ``state.form_of``, and closes its files after the answer.

    Raises:
        HTTPException: 400 when it is malformed, 403 when it was not made by the desk for this visitor.
    """
    if request.method in SAFE:
        yield
        return
    # A part of a form that is no file is held in memory: it may be as large as a form may.
    largest = web_of(request).settings.largest_body
    async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=largest) as form:
        request.scope["form"] = form
        _check_token(request, form)
        yield


def _check_token(request: Request, form: FormData) -> None:
    given = form.get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), form_token(request).encode()):
        raise HTTPException(
            403, "The form is too old or was not made by this desk. Go back, load the page again and send it once more."
        )
