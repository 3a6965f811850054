"""The hand-read stories of a folder with the readings of their reports: for fitting and for looking into misses."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.quality import inputs
from tellings import app
from tellings.model.reading import Reading

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand-read story: its answers, its readings, and where the words of each comparison stand, by document id.

    ``kinds`` say what each comparison is of ("number", "date", "place" ...), "" where its reader did not.
    """

    name: str
    answers: Mapping[str, Any]
    readings: tuple[Reading, ...]
    comparisons: tuple[Mapping[str, Places], ...]
    kinds: tuple[str, ...]


def read_gold(folder: Path, *, model: bool = True) -> Iterator[Hand]:
    """Each story of ``folder`` (shared/gold), read by rules alone without ``model``."""
    for path in sorted(folder.glob("*.json")):
        answers = json.loads(path.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as work:
            readings = app.read(inputs(folder.parent, path, Path(work)), model=model).readings
        rows = [row for row in answers.get("comparisons") or () if len(row["tellings"]) > 1]
        kinds = tuple(row.get("kind") or "" for row in rows)
        yield Hand(path.stem, answers, tuple(readings), tuple(_places(answers, rows, readings)), kinds)


def _places(
    answers: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], readings: Sequence[Reading]
) -> Iterator[Mapping[str, Places]]:
    """Where the words of each comparison stand."""
    by_name = {Path(r.document.location).name: r.document for r in readings}
    documents = {key: by_name[name] for key, name in answers["docs"].items() if name in by_name}
    for row in rows:
        yield {
            documents[key].id: tuple(find_all(documents[key].text, words))
            for key, words in row["tellings"].items()
            if key in documents
        }


def find_all(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Every place of ``words`` in ``text``."""
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)
