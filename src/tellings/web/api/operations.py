"""The calls of the API as a table: what each takes and gives. Its route and its description both come from there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tellings.daily.local import Posted
from tellings.errors import TellingsError
from tellings.model.served import Wrong
from tellings.web.api.bodies import read_body
from tellings.web.api.etags import is_known, make_etag
from tellings.web.api.problems import ApiError, answer_error, wrong_value
from tellings.web.state import Role, Visitor, Web, allow, visitor_of, web_of, without_place

JSON = "application/json"

Method = Literal["GET", "POST", "PUT", "DELETE"]
A = TypeVar("A")
B = TypeVar("B")


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


@dataclass(frozen=True, slots=True)
class Call(Generic[A, B]):
    """One call as it came: ``asked`` are its parameters, ``body`` and ``files`` what was sent."""

    web: Web
    visitor: Visitor
    url: URL
    asked: A
    body: B
    files: tuple[Posted, ...] = ()

    @property
    def library(self) -> str:
        """The library, as far as the visitor may know where it is."""
        return without_place(self.web, self.visitor, self.web.store.where)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gives: text or bytes, what gives them, or pieces of text that are sent as they are made.

    ``etag`` is given where it is known without the body, which is then asked for only if it is sent.
    """

    body: str | bytes | Callable[[], bytes] | Iterator[str] | Iterator[bytes]
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API.

    ``path`` has its variables in braces; ``asks`` holds these and the fields of the query, ``takes`` what the JSON
    body is, ``uploads`` whether files may be sent instead. ``gives`` is the type of the JSON reply (``None``: there is
    none), ``forms`` the other media types it can have; with ``streams`` it is sent as it is made. ``fails`` are the
    statuses of its own problems, ``tells`` its own headers. ``role`` is the least that is needed. What the call does
    is said by the docstring of ``does``.
    """

    method: Method
    path: str
    does: Callable[[Call[Any, Any]], Answer]
    tag: str
    gives: Any = None
    forms: tuple[str, ...] = ()
    asks: type[msgspec.Struct] = Nothing
    takes: type[msgspec.Struct] | None = None
    uploads: bool = False
    role: Role = "reader"
    fails: tuple[int, ...] = ()
    tells: tuple[str, ...] = ()
    streams: bool = False
    prefix: str = "/api"

    @property
    def name(self) -> str:
        """What the call is called, once in the whole API."""
        return self.does.__name__

    @property
    def shown_path(self) -> str:
        """The path as it stands in the description."""
        return self.prefix + self.path


def make_router(operations: Sequence[Operation]) -> APIRouter:
    """The routes of the operations."""
    router = APIRouter(include_in_schema=False)
    for operation in operations:
        methods: list[str] = ["GET", "HEAD"] if operation.method == "GET" else [operation.method]
        router.add_api_route(
            operation.prefix + operation.path,
            _endpoint(operation),
            methods=methods,
            name=operation.name,
            response_model=None,
        )
    return router


def _endpoint(operation: Operation) -> Callable[..., Any]:
    # A coroutine, since a body is read piece by piece; all work is done in a thread.
    @allow(operation.role)
    async def answer(request: Request) -> Response:
        try:
            visitor = visitor_of(request)
            if not visitor.may(operation.role):
                raise ApiError(403, f"{operation.name} needs the role {operation.role}; this is a {visitor.role}.")
            asked = read_asked(operation, request)
            body, files = await read_body(request, operation.takes, uploads=operation.uploads)
            call = Call(web_of(request), visitor, request.url, asked, body, files)
            return await run_in_threadpool(_answer, operation, call, request.headers.get("if-none-match"))
        except (ApiError, TellingsError) as err:
            return answer_error(err, partial(without_place, web_of(request), visitor_of(request)))

    answer.__name__ = operation.name
    return answer


def _answer(operation: Operation, call: Call[Any, Any], known: str | None) -> Response:
    answer = operation.does(call)
    # Kept by the asker alone, who asks each time whether it still holds.
    headers = {"Cache-Control": "private, no-cache" if operation.method == "GET" else "no-store", **answer.headers}
    if answer.etag and is_known(answer.etag, known):
        return Response(status_code=304, headers={**headers, "ETag": answer.etag})
    if isinstance(answer.body, Iterator):
        return StreamingResponse(answer.body, media_type=answer.media, headers=headers)
    given = answer.body() if callable(answer.body) else answer.body
    body = given.encode() if isinstance(given, str) else given
    if operation.method != "GET":
        return Response(body, headers=headers, media_type=answer.media)
    headers["ETag"] = answer.etag or make_etag(body, headers.get("Link", ""), answer.media)
    if is_known(headers["ETag"], known):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=answer.media)


def read_asked(operation: Operation, request: Request) -> msgspec.Struct:
    """The parameters of the path and the query, checked against what the operation asks for.

    Raises:
        ApiError: with each parameter that is not known, given twice, missing or wrong.
    """
    fields = get_type_hints(operation.asks)
    in_query = set(fields) - set(request.path_params)
    query = request.query_params
    unknown = sorted(set(query) - in_query)
    if unknown:
        known = ", ".join(sorted(in_query)) or "none"
        errors = tuple(Wrong(f"query {name[:60]}", "There is no such parameter.") for name in unknown[:20])
        raise ApiError(422, f"There is no parameter {unknown[0][:60]!r}. The call takes: {known}.", errors)
    given: dict[str, Any] = dict(request.path_params)
    for name in sorted(in_query & set(query)):
        values = query.getlist(name)
        if not takes_many(fields[name]) and len(values) > 1:
            raise ApiError(422, f"{name} is given {len(values)} times.", (Wrong(f"query {name}", "Give it once."),))
        given[name] = values if takes_many(fields[name]) else values[0]
    try:
        asked = msgspec.convert(given, operation.asks, strict=False)
    except msgspec.ValidationError as err:
        raise wrong_value(err, "parameter") from err
    for name in given:
        # "null" is read as nothing: but what is nothing is left out, and not given.
        if getattr(asked, name) is None:
            raise ApiError(422, f"{name}: leave it out instead of null.", (Wrong(f"query {name}", "It is null."),))
    return asked


def takes_many(kind: Any) -> bool:
    """Whether a parameter of this type may be given several times."""
    if get_origin(kind) is UnionType:
        return any(takes_many(one) for one in get_args(kind))
    return get_origin(kind) is tuple
