"""Errors as problem+json (RFC 9457): every one says what is wrong, where, and what to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from tellings.errors import InputError, LibraryError, MissingPart, TellingsError, UsageError
from tellings.model.served import Problem, Wrong
from tellings.web.limits import BusyError

MEDIA_TYPE = "application/problem+json"

AGAIN = "5"
"""Seconds after which a request that found the library busy may come again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its address on the page ``/docs``, its title, and what to do about it."""

    name: str
    title: str
    advice: str


KINDS: Mapping[int, Kind] = {
    400: Kind("bad-request", "The request cannot be understood", "See what is asked for in the description."),
    401: Kind("not-signed-in", "Nobody is signed in", "Send Authorization: Bearer TOKEN, or sign in on the pages."),
    403: Kind("not-allowed", "This visitor may not do that", "Ask somebody with the role that the call needs."),
    404: Kind("not-found", "There is nothing of that name", "Lists give the ids that there are."),
    405: Kind("wrong-method", "The address takes other methods", "The header Allow lists them."),
    406: Kind("not-acceptable", "There is no such form of this", "Ask for one of the forms in the description."),
    409: Kind("in-the-way", "What is there stands in the way", "Look at what is there, then decide."),
    413: Kind("too-large", "That is too much at once", "Send it in parts; the limits stand in the description."),
    415: Kind("wrong-form", "The body is in a form that is not read", "The header Accept-Post lists those that are."),
    421: Kind("wrong-host", "The request was meant for another host", "Ask by a name the server was given."),
    422: Kind("wrong-value", "Something in the request is wrong", "The list of errors says where and what."),
    429: Kind("too-often", "Too many requests", "Wait as long as the header Retry-After says."),
    500: Kind("fault", "A fault in tellings itself", "Please report it; the server's log has the details."),
    501: Kind("not-installed", "A part is not installed", "Install the extra that is named, on the server."),
    503: Kind("busy", "The library or the server is busy", "Try again after the seconds in Retry-After."),
}
"""The problems there are, by status."""

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?(?P<path>.*)`)?$", re.S)


_MISSING = re.compile(r"missing required field `(\w+)`")


class ApiError(Exception):
    """A problem to be answered with; raised anywhere below an endpoint of the API."""

    def __init__(
        self, status: int, detail: str, errors: tuple[Wrong, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, dict(headers or {})


def problem(
    status: int,
    title: str = "",
    detail: str = "",
    headers: Mapping[str, str] | None = None,
    errors: tuple[Wrong, ...] = (),
) -> Response:
    """One error; ``title`` says what is wrong (that of its kind where empty), ``detail`` where and what to do."""
    kind = KINDS.get(status, KINDS[400] if status < 500 else KINDS[500])
    record = Problem(f"/docs#{quote(kind.name)}", title or kind.title, status, detail or kind.advice, errors)
    sent = {name.title(): value for name, value in (headers or {}).items()}
    if status == 503:
        sent.setdefault("Retry-After", AGAIN)
    if status == 401:
        sent.setdefault("Www-Authenticate", "Bearer")
    return Response(msgspec.json.encode(record), status, sent, media_type=MEDIA_TYPE)


def answer_error(err: ApiError | TellingsError, say: Callable[[str], str]) -> Response:
    """The problem that an error raised on purpose is: the fault of the request, of the library, or a missing part.

    ``say`` gives what the asker may read of its words.
    """
    if isinstance(err, ApiError):
        return problem(err.status, detail=say(err.detail), headers=err.headers, errors=err.errors)
    statuses: tuple[tuple[type[TellingsError], int], ...] = (
        (MissingPart, 501), (LibraryError, 503), (UsageError, 422), (InputError, 422),
    )  # fmt: skip
    status = next((status for kind, status in statuses if isinstance(err, kind)), 500)
    headers = {"Retry-After": str(err.wait)} if isinstance(err, BusyError) else {}
    return problem(status, detail=say(str(err)), headers=headers)


def wrong_value(err: msgspec.ValidationError, part: str) -> ApiError:
    """What msgspec found wrong, as a problem: ``part`` is "query", "path" or "body"."""
    missing = _MISSING.search(str(err))
    match = _AT.match(str(err))
    what, path = (match["what"], match["path"] or "$") if match else (str(err), "$")
    if missing:
        what, path = "It is missing", f"{path}.{missing[1]}"
    where = f"{part} {path}" if part == "body" else f"{part} {path.removeprefix('$.')}"
    return ApiError(422, f"{where}: {what}.", (Wrong(where, f"{what}."),))
