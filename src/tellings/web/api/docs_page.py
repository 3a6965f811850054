"""``/docs``: the API's description as a page of our own, made from the same document as ``/api/openapi.json``."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tellings.web.api.problems import KINDS, Kind
from tellings.web.state import web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call as the page shows it; ``parameters`` are (name, where, type, words)."""

    method: str
    path: str
    name: str
    summary: str
    description: str
    role: str
    parameters: tuple[tuple[str, str, str, str], ...]
    takes: tuple[tuple[str, str], ...]
    gives: tuple[tuple[str, str], ...]
    statuses: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class ShownShape:
    """An object that is sent or given; ``fields`` are (name, type, words)."""

    name: str
    description: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page: the introduction in paragraphs, the calls by family, and the shapes."""

    introduction: tuple[str, ...]
    families: tuple[tuple[str, str, tuple[ShownCall, ...]], ...]
    shapes: tuple[ShownShape, ...]
    problems: tuple[tuple[int, Kind], ...]


@router.get("/docs")
def show_docs(request: Request) -> Response:
    """The description of the API for people."""
    from tellings.web.api.families import describe_api

    shown = web_of(request).cache.get("docs", lambda: lay_out(describe_api()))
    return render(request, "docs.html.jinja", shown=shown)


def lay_out(document: Mapping[str, Any]) -> Shown:
    """The OpenAPI document as it is shown; in its order."""
    calls: dict[str, list[ShownCall]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            calls[said["tags"][0]].append(_show_call(path, method.upper(), said))
    shapes = document["components"]["schemas"].items()
    return Shown(
        introduction=_paragraphs(document["info"]["description"]),
        families=tuple(
            (tag["name"], tag["description"], tuple(calls[tag["name"]]))
            for tag in document["tags"]
            if calls[tag["name"]]
        ),
        shapes=tuple(_show_shape(name, shape) for name, shape in shapes),
        problems=tuple(KINDS.items()),
    )


def _show_call(path: str, method: str, said: Mapping[str, Any]) -> ShownCall:
    statuses = [int(status) for status in said["responses"] if status.isdigit() and int(status) >= 400]
    return ShownCall(
        method=method,
        path=path,
        name=said["operationId"],
        summary=said["summary"],
        description=said.get("description", ""),
        role=said["x-role"],
        parameters=tuple(
            (one["name"], one["in"], say_type(one["schema"]), one.get("description", ""))
            for one in said.get("parameters", ())
            if one["in"] != "header"
        ),
        takes=_show_content(said.get("requestBody", {})),
        gives=_show_content(said["responses"]["200"]),
        statuses=tuple(KINDS[status] for status in statuses),
    )


def _show_content(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each media type with the shape it has, "" where it is no JSON of ours."""
    return tuple(
        (media, one["schema"].get("$ref", "").rpartition("/")[2]) for media, one in said.get("content", {}).items()
    )


def _show_shape(name: str, shape: Mapping[str, Any]) -> ShownShape:
    fields = tuple(
        (field, say_type(schema), schema.get("description", ""))
        for field, schema in shape.get("properties", {}).items()
    )
    return ShownShape(name, shape.get("description", "").replace("``", "`"), fields)


def say_type(schema: Mapping[str, Any]) -> str:
    """The type in a few words: "integer, 1 to 200", "Statement", "list of string"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(map(say_type, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "prefixItems" in schema:
        return f"[{', '.join(map(say_type, schema['prefixItems']))}]"
    if schema.get("type") == "array":
        return f"list of {say_type(schema['items'])}" if schema.get("items") else "list"
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    return ", ".join([str(schema.get("format") or schema.get("type", "any")), *bounds])


def _paragraphs(words: str) -> tuple[str, ...]:
    """Plain paragraphs out of the Markdown of the introduction; marks of code and stress are left out."""
    plain = re.sub(r"[*`]+", "", words)
    return tuple(_joined(plain))


def _joined(plain: str) -> Iterator[str]:
    for part in re.split(r"\n\n|\n(?=- )", plain.strip()):
        yield " ".join(part.removeprefix("- ").split())
