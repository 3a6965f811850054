"""What goes wrong, told: as a page to a person, as problem+json to a program."""

import logging
from functools import partial
from html import escape

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tellings.errors import InputError, LibraryError, MissingPart, TellingsError, UsageError
from tellings.web.api.problems import ApiError, answer_error, problem
from tellings.web.limits import BusyError
from tellings.web.state import web_of, without_place
from tellings.web.templates import render

LOG = logging.getLogger("tellings.web")

TITLES = {
    400: "This cannot be understood",
    401: "Please log in",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "This cannot be done here",
    408: "This took too long",
    413: "This is too large",
    415: "This kind of thing cannot be read",
    421: "This desk has another address",
    422: "Something is wrong with what was sent",
    429: "That was too often",
    500: "A fault in tellings",
    501: "A part is not installed",
    503: "The library cannot be used now",
}

_ADVICE = {
    404: "The address may have a slip in it, or what was here has gone.",
    405: "Go back, and use the buttons of the page.",
}
"""What is said where nothing else is known."""

_STATUSES: tuple[tuple[type[TellingsError], int], ...] = (
    (MissingPart, 501),
    (LibraryError, 503),
    (InputError, 422),
    (UsageError, 400),
)


def refuse(request: Request, status: int, detail: str = "", headers: dict[str, str] | None = None) -> Response:
    """An answer that says what is wrong; ``detail`` says where and what to do, a line each."""
    detail = without_place(web_of(request), request.scope.get("visitor"), detail)
    if is_for_programs(request):
        return problem(status, detail=detail, headers=headers)
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    try:
        answer: Response = render(
            request,
            "error.html.jinja",
            status_code=status,
            status=status,
            title=title,
            lines=(detail or _ADVICE.get(status, "")).splitlines(),
        )
    except Exception:
        # Even where the pages themselves are at fault something plain is said.
        LOG.exception("the page that tells of an error could not be made")
        answer = PlainTextResponse(f"{title}\n{escape(detail)}\n", status)
    answer.headers.update(headers or {})
    return answer


def is_for_programs(request: Request) -> bool:
    """Whether the request came to the API rather than to a page."""
    return request.url.path.startswith(("/api/", "/events", "/metrics", "/health")) or request.url.path == "/api"


def tell_refusals(app: FastAPI) -> None:
    """Has everything that is raised on purpose told by ``refuse``."""

    async def on_http(request: Request, err: Exception) -> Response:
        assert isinstance(err, HTTPException)
        detail = err.detail if isinstance(err.detail, str) and err.status_code not in (404, 405) else _where(err)
        return refuse(request, err.status_code, detail, dict(err.headers or {}))

    async def on_wrong_value(request: Request, err: Exception) -> Response:
        assert isinstance(err, RequestValidationError)
        lines = [f"{'.'.join(str(at) for at in one['loc'])[:100]}: {one['msg']}" for one in err.errors()[:10]]
        return refuse(request, 422, "\n".join(lines))

    async def on_error(request: Request, err: Exception) -> Response:
        assert isinstance(err, TellingsError)
        if is_for_programs(request):
            return answer_error(err, partial(without_place, web_of(request), request.scope.get("visitor")))
        status = next((status for kind, status in _STATUSES if isinstance(err, kind)), 500)
        headers = {"Retry-After": str(err.wait)} if isinstance(err, BusyError) else {}
        return refuse(request, status, str(err), headers)

    async def on_problem(request: Request, err: Exception) -> Response:
        assert isinstance(err, ApiError)
        return answer_error(err, partial(without_place, web_of(request), request.scope.get("visitor")))

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_wrong_value)
    app.add_exception_handler(TellingsError, on_error)
    app.add_exception_handler(ApiError, on_problem)


def _where(err: HTTPException) -> str:
    """What was said by whoever raised it; Starlette itself says only the name of the status."""
    return "" if err.detail in ("Not Found", "Method Not Allowed") or not isinstance(err.detail, str) else err.detail
