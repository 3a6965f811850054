"""The API itself: its description, and the JSON Schemas of what it gives."""

import json
from typing import Literal

import msgspec

from tellings.exports.as_schema import SCHEMAS, to_schema
from tellings.web.api.operations import JSON, Answer, Call, Nothing, Operation

SchemaName = Literal[tuple(sorted(SCHEMAS))]  # type: ignore[valid-type]


class SchemaAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which schema."""

    name: SchemaName  # type: ignore[valid-type]


def show_schema(call: Call[SchemaAsked, None]) -> Answer:
    """The JSON Schema of one shape, as `tellings schema` prints it."""
    return Answer(to_schema(call.asked.name), "application/schema+json")


def describe(call: Call[Nothing, None]) -> Answer:
    """This description, as OpenAPI 3.1."""
    from tellings.web.api.families import describe_api

    made = call.web.cache.get("openapi", lambda: json.dumps(describe_api(), ensure_ascii=False, indent=1) + "\n")
    return Answer(made, JSON)


_TAG = "about"

OPERATIONS = (
    Operation("GET", "/schemas/{name}", show_schema, _TAG, None, ("application/schema+json",), SchemaAsked),
    Operation("GET", "/openapi.json", describe, _TAG, None, (JSON,)),
)
