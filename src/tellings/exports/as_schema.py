"""JSON Schemas (draft 2020-12) made from the types, so that they cannot drift from what is printed."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tellings.errors import UsageError
from tellings.model.accounts import AccountsRecord
from tellings.model.archive import ArchiveStatus
from tellings.model.brief import Briefing
from tellings.model.changes import ChangesRecord
from tellings.model.check import Check
from tellings.model.daily import Added, FetchesRecord, Hits, Notice, SourcesRecord, StoryChange
from tellings.model.record import ReadingRecord, StoriesRecord
from tellings.model.review import ReviewExample, ReviewsRecord, TakenIn
from tellings.model.service import LettersRecord

SCHEMAS: Mapping[str, type] = {
    "brief": Briefing,
    "reading": ReadingRecord,
    "stories": StoriesRecord,
    "check": Check,
    "changes": ChangesRecord,
    "added": Added,
    "change": StoryChange,
    "hits": Hits,
    "notice": Notice,
    "sources": SourcesRecord,
    "fetches": FetchesRecord,
    "dead-letters": LettersRecord,
    "reviews": ReviewsRecord,
    "example": ReviewExample,
    "taken-in": TakenIn,
    "accounts": AccountsRecord,
    "archive": ArchiveStatus,
}


def to_schema(name: str) -> str:
    """The schema of what a command prints with ``--json``; ``name`` is a key of ``SCHEMAS``.

    Raises:
        UsageError: when there is no schema of that name.
    """
    if name not in SCHEMAS:
        raise UsageError(f"There is no schema {name[:60]!r}. Choose one of: {', '.join(SCHEMAS)}.")
    schema: dict[str, Any] = msgspec.json.schema(SCHEMAS[name])
    for definition in schema["$defs"].values():
        _complete(definition)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"tellings-{name}/1"}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def to_components(given: Iterable[type], taken: Iterable[type] = ()) -> dict[str, Any]:
    """The schemas of types and of all that is in them, by name, for the components of an OpenAPI document.

    Of what is ``given`` everything is always there; what is ``taken`` may leave out what has a default.
    """
    printed = list(given)
    place = "#/components/schemas/{name}"
    _, complete = msgspec.json.schema_components(printed, ref_template=place)
    _, found = msgspec.json.schema_components([*printed, *taken], ref_template=place)
    for name, definition in found.items():
        if name in complete:
            _complete(definition)
        elif "description" in definition:
            definition["description"] = " ".join(definition["description"].split())
    return {name: found[name] for name in sorted(found)}


def _complete(definition: dict[str, Any]) -> None:
    # Everything is always printed, also what has a default: who reads the output may rely on it.
    if "properties" in definition:
        definition["required"] = list(definition["properties"])
    if "description" in definition:
        definition["description"] = " ".join(definition["description"].split("\n\n")[0].split())
