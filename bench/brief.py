"""What ``tellings brief PATH... --json`` prints, made in this process."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from tellings import flow
from tellings.model.brief import Briefing, Generator
from tellings.model.document import Document, Published
from tellings.ports import RulesOnly
from tellings.text.names import document_id
from tellings.version import VERSION


def brief_json(paths: Sequence[Path]) -> bytes:
    """The briefing of the reports at ``paths`` as JSON."""
    documents = [doc for path in paths for doc in _read(path)]
    readings = flow.read_documents(documents, RulesOnly())
    briefs = tuple(flow.brief_story(story, readings) for story in flow.group_readings(readings))
    return msgspec.json.encode(Briefing(Generator(VERSION, ()), briefs, ()))


def _read(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    if path.suffix == ".txt":
        yield Document(document_id(text), path.name, text)
        return
    for line in text.splitlines():
        record = json.loads(line)
        day = date.fromisoformat(record["date_publish"]) if record["date_publish"] else None
        yield Document(
            document_id(record["text"]),
            record["id"],
            record["text"],
            title=record["title"],
            outlet=record["outlet"],
            url=record["url"],
            published=Published(day, day, "metadata") if day else Published(),
        )
