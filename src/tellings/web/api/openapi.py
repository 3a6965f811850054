"""The OpenAPI 3.1 document, made from the table of operations and the contract types, so that it cannot drift."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_type_hints

import msgspec

from tellings.exports.as_schema import to_components
from tellings.model.daily import Notice, StoryChange
from tellings.model.served import Problem
from tellings.version import VERSION
from tellings.web.api.bodies import FORM, JSON_LINES
from tellings.web.api.operations import JSON, Operation
from tellings.web.api.problems import KINDS, MEDIA_TYPE

INTRODUCTION = """\
Everything the command line does with a library, in the same shapes: a reply is what the command prints with `--json`.

- **Who may**: reading needs the role *reader*, reviewing and adding *editor*, what cannot be taken back *admin*. Send
  `Authorization: Bearer TOKEN`; on the machine itself nothing is needed, unless the server was started with accounts.
- **Long lists** come in pages (`limit`, `offset`); the header `Link` leads to the next one (RFC 8288).
- **What did not change** is not sent again: keep the `ETag` of a reply and send it as `If-None-Match`.
- **Errors** are `application/problem+json` (RFC 9457): `detail` says what to do, `errors` where it is wrong.
- **Live**: `/events` sends each change of a story as it happens; every story and watchlist has an Atom feed.
"""

TAGS: Mapping[str, str] = {
    "stories": "Stories of the library: their briefs, what is new in them, and how they came to be.",
    "reports": "The reports of the library, with everything that was found in them.",
    "search": "Reports, quotations and statements by words, names, days and who said it.",
    "reviews": "What people said of statements, speakers, dates and stories.",
    "watchlists": "Who is told when something comes in.",
    "sources": "What the library follows, and what was fetched and refused.",
    "posted": "Reports sent along and read at once; nothing of them is kept.",
    "library": "The library itself: adding to it, counting it, looking after it.",
    "feeds": "What changes, for feed readers and other programs.",
    "about": "The API itself.",
}

_STRING = {"schema": {"type": "string"}}
_PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
_HEADERS: Mapping[str, Any] = {
    "ETag": {"description": "Changes with the reply: send it as If-None-Match.", **_STRING},
    "Tellings-Behind": {
        "description": "How many reports of the story came in since its brief was made.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "Link": {"description": "The next page, the one before and the first (RFC 8288).", **_STRING},
}


def make_document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document as JSON takes it; the same on every run."""
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.shown_path, {})[operation.method.lower()] = _describe(operation)
    paths["/events"] = {"get": _events()}
    given: list[type] = [*(one.gives for one in operations if one.gives is not None), Problem, StoryChange, Notice]
    taken = [one.takes for one in operations if one.takes is not None]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tellings",
            "version": VERSION,
            "summary": "Many reports of one event, one brief: every line traced to the words it rests on.",
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}, {}],
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": paths,
        "webhooks": {"notice": {"post": _notice()}},
        "components": {
            "schemas": to_components(given, taken),
            "responses": {str(status): _say_problem(status) for status in KINDS},
            "headers": dict(_HEADERS),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "What --token or an account gives."},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "tellings",
                    "description": "Signed in on /login.",
                },
            },
        },
    }


def split_docstring(words: str) -> tuple[str, str]:
    """The first sentence line of a docstring, and the rest with its lines joined."""
    first, _, rest = words.strip().partition("\n\n")
    paragraphs = [" ".join(part.split()) for part in rest.split("\n\n") if not part.strip().startswith("Raises:")]
    return " ".join(first.split()), "\n\n".join(part for part in paragraphs if part)


def list_parameters(operation: Operation) -> list[dict[str, Any]]:
    """The parameters of the path and the query, in the order in which they are written down."""
    _, found = msgspec.json.schema_components([operation.asks])
    shape = found[operation.asks.__name__]
    in_path = re.findall(r"{(\w+)", operation.path)
    listed = []
    for name in get_type_hints(operation.asks):
        schema = _without_null(shape["properties"][name])
        words = schema.pop("description", "")
        listed.append(
            {
                "name": name,
                "in": "path" if name in in_path else "query",
                "required": name in in_path or name in shape["required"],
                **({"description": words} if words else {}),
                "schema": schema,
            }
        )
    return listed


def list_statuses(operation: Operation) -> list[int]:
    """The statuses of the problems it can give."""
    found = {401, 403, 429, 503}
    if list_parameters(operation) or operation.takes:
        found |= {422}
    if "{" in operation.path:
        found |= {404}
    if operation.takes:
        found |= {400, 413, 415}
    if operation.uploads or "check" in operation.name:
        found |= {404, 501}
    return sorted(found | set(operation.fails))


def _describe(operation: Operation) -> dict[str, Any]:
    summary, description = split_docstring(operation.does.__doc__ or "")
    said: dict[str, Any] = {
        "operationId": operation.name,
        "summary": summary,
        "tags": [operation.tag],
        "x-role": operation.role,
    }
    if description:
        said["description"] = description
    parameters = list_parameters(operation)
    if operation.method == "GET":
        parameters.append({"name": "If-None-Match", "in": "header", "required": False, **_STRING})
    if parameters:
        said["parameters"] = parameters
    if operation.takes:
        said["requestBody"] = _describe_body(operation)
    said["responses"] = _describe_replies(operation)
    return said


def _describe_body(operation: Operation) -> dict[str, Any]:
    assert operation.takes is not None
    content: dict[str, Any] = {JSON: {"schema": {"$ref": _ref(operation.takes)}}}
    if operation.uploads:
        files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
        form = {"type": "object", "properties": {"files": files}, "required": ["files"], "additionalProperties": False}
        content |= {kind: {"schema": {"type": "string", "minLength": 1}} for kind in JSON_LINES}
        content[FORM] = {"schema": form}
    return {"required": True, "content": content}


def _describe_replies(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if operation.gives is not None:
        content[JSON] = {"schema": {"$ref": _ref(operation.gives)}}
    content |= {form: {"schema": {"type": _kind_of(form)}} for form in operation.forms}
    good: dict[str, Any] = {"description": "Done." if operation.method != "GET" else "What was asked for."}
    if content:
        good["content"] = content
    replies: dict[str, Any] = {"200": good}
    if operation.method == "GET":
        pages = {"offset", "before"} & set(get_type_hints(operation.asks))
        names = [*([] if operation.streams else ["ETag"]), *(["Link"] if pages else []), *operation.tells]
        if names:
            good["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        if not operation.streams:
            replies["304"] = {"description": "It has not changed since the tag in If-None-Match."}
    for status in list_statuses(operation):
        replies[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return replies


def _kind_of(form: str) -> str:
    return "object" if form.endswith("json") and form not in JSON_LINES else "string"


def _say_problem(status: int) -> dict[str, Any]:
    kind = KINDS[status]
    return {"description": f"{kind.title}. {kind.advice}", **_PROBLEM}


def _events() -> dict[str, Any]:
    summary = "Changes of stories as they happen, as server-sent events."
    words = (
        "Each event has the number of the change as its `id`, `change` as its name and a `tellings-change/1` as its "
        "data; `undone` tells that one was taken back. A client that comes back sends `Last-Event-ID` and misses "
        "nothing; `?after=NUMBER` does the same. A comment is sent every few seconds so that the line stays open."
    )
    after = {
        "name": "after",
        "in": "query",
        "required": False,
        "description": "Send also the changes after this one.",
        "schema": {"type": "integer", "minimum": 0},
    }
    last = {"name": "Last-Event-ID", "in": "header", "required": False, **_STRING}
    return {
        "operationId": "listen",
        "summary": summary,
        "description": words,
        "tags": ["feeds"],
        "x-role": "reader",
        "parameters": [after, last],
        "responses": {
            "200": {"description": "A stream without end.", "content": {"text/event-stream": _STRING}},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in (401, 403, 422, 429, 503)},
        },
    }


def _notice() -> dict[str, Any]:
    heads: Iterable[tuple[str, str]] = (
        ("webhook-id", "The key of the notice: the same when it is sent again."),
        ("webhook-timestamp", "When it was sent, in seconds since 1970."),
        ("webhook-signature", "v1, and HMAC-SHA256 in Base64 over ID.TIMESTAMP.BODY with the watchlist's secret."),
    )
    return {
        "operationId": "notice",
        "summary": "What a watchlist sends to a webhook, signed as Standard Webhooks has it.",
        "tags": ["watchlists"],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": words, **_STRING} for name, words in heads
        ],
        "requestBody": {"required": True, "content": {JSON: {"schema": {"$ref": _ref(Notice)}}}},
        "responses": {"2XX": {"description": "Taken. Anything else: it is sent again in the next round."}},
    }


def _ref(kind: type) -> str:
    return f"#/components/schemas/{kind.__name__}"


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: one that may be left out is not null, it is not there."""
    found = dict(schema)
    if found.get("default", 0) is None:
        del found["default"]
    kinds = [kind for kind in found.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del found["anyOf"]
        found |= kinds[0]
    return found
