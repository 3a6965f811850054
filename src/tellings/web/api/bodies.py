"""The body of a call: JSON of the type that is asked for, JSON Lines, or files; never more than the server takes."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from tellings.daily.local import Posted
from tellings.daily.posted import MOST
from tellings.web.api.problems import ApiError, wrong_value
from tellings.web.state import web_of

JSON_LINES = ("application/x-ndjson", "application/jsonl")
FORM = "multipart/form-data"

_ODD = re.compile(r"[^\w .()+,@-]+")


async def read_body(
    request: Request, takes: type[msgspec.Struct] | None, *, uploads: bool
) -> tuple[msgspec.Struct | None, tuple[Posted, ...]]:
    """The body as ``takes``, and the files sent instead of it; nothing where the call takes no body.

    Raises:
        ApiError: when it is too large, in another form, or not what is asked for.
    """
    if takes is None:
        return None, ()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    settings = web_of(request).settings
    most = settings.largest_upload if uploads else settings.largest_body
    if uploads and kind == FORM:
        return takes(), await _read_files(request, most)
    if uploads and kind in JSON_LINES:
        return takes(), (Posted("posted.jsonl", await _read_all(request, most)),)
    if kind != "application/json":
        forms = ("application/json", *((*JSON_LINES, FORM) if uploads else ()))
        raise ApiError(
            415, f"Send one of: {', '.join(forms)}; not {kind[:80]!r}.", headers={"Accept-Post": ", ".join(forms)}
        )
    return _decode(await _read_all(request, most), takes), ()


def _decode(data: bytes, takes: type[msgspec.Struct]) -> msgspec.Struct:
    try:
        return msgspec.json.decode(data, type=takes)
    except msgspec.ValidationError as err:
        raise wrong_value(err, "body") from err
    except (msgspec.DecodeError, UnicodeDecodeError) as err:
        raise ApiError(400, f"The body is not JSON: {str(err)[:200]}.") from err
    except RecursionError as err:
        raise ApiError(400, "The body is nested too deeply.") from err


async def _read_all(request: Request, most: int) -> bytes:
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > most:
            raise _too_large(most)
    return bytes(found)


async def _read_files(request: Request, most: int) -> tuple[Posted, ...]:
    counted = Request(request.scope, _count(request.receive, most))
    try:
        async with counted.form(max_files=MOST, max_fields=MOST) as form:
            sent = [value for _, value in form.multi_items()]
            odd = [value for value in sent if not isinstance(value, UploadFile)]
            if odd or not sent:
                raise ApiError(422, "Send each report as a file of the form (curl -F files=@report.html).")
            return tuple(
                [
                    Posted(_name(f.filename, n), await f.read())
                    for n, f in enumerate(sent, 1)
                    if isinstance(f, UploadFile)
                ]
            )
    except MultiPartException as err:
        raise ApiError(413 if "Too many" in err.message else 400, f"The form cannot be read: {err.message}") from err


def _count(
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]], most: int
) -> Callable[[], Awaitable[MutableMapping[str, Any]]]:
    taken = 0

    async def counting() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise _too_large(most)
        return message

    return counting


def _too_large(most: int) -> ApiError:
    return ApiError(413, f"The body is larger than {most / 2**20:g} MiB. Send it in parts.")


def _name(given: str | None, number: int) -> str:
    """The last part of a file's name in plain characters; its suffix says what it is."""
    last = re.split(r"[/\\]", given or "")[-1]
    return _ODD.sub("_", last).strip(" .")[-100:] or f"file-{number}"
