"""The shipped example, briefed once for all tests of this folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench import gold
from bench.example import brief_example
from bench.sheet import Record, Sheet
from tellings import app
from tellings.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Example:
    """The hand reading, the briefing, and the two side by side."""

    answers: Record
    briefing: Record
    sheet: Sheet

    def document(self, key: str) -> Any:
        """The report that goes by ``key``, as the brief lists it."""
        return next(doc for doc in self.sheet.each("documents") if self.sheet.keys[doc["id"]] == key)

    def aligned(self, **tellings: str) -> list[Any]:
        """The findings that put at least two of the tellings (words by report) side by side."""
        return [
            found
            for found in self.sheet.each("findings")
            if sum(self.sheet.touches(_evidence(found), key, words) for key, words in tellings.items()) >= 2
        ]

    def said(self, key: str, words: str) -> list[Any]:
        """The quotations that cover the words."""
        return [q for q in self.sheet.each("quotations") if self.sheet.touches(q["evidence"], key, words, 0.9)]

    def speakers(self, key: str, words: str) -> set[str]:
        """The full names, or names as printed, of whoever says the words."""
        names = {actor["id"]: actor["name"] for actor in self.sheet.each("entities")}
        return {names.get(q["speaker"] or "", q["speaker_name"] or "nobody") for q in self.said(key, words)}

    def dated(self, key: str, words: str) -> set[tuple[str, str]]:
        """The first and last days of the times that touch the words."""
        times = self.sheet.each("times")
        return {(t["start"], t["end"]) for t in times if self.sheet.touches([t["evidence"]], key, words)}

    def entries(self, key: str, words: str) -> list[Any]:
        """The timeline entries that cite the words."""
        return [entry for entry in self.sheet.each("timeline") if self.sheet.touches(entry["evidence"], key, words)]

    def actors(self, name: str) -> list[Any]:
        """The entities of that name."""
        return [actor for actor in self.sheet.each("entities") if actor["name"] == name]


def _evidence(found: Record) -> list[Record]:
    return [cited for told in found["tellings"] for cited in told["evidence"]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Traps that are not got right yet stand in not_yet.txt with their reason; one that passes must be taken out."""
    listed = (Path(__file__).parent / "not_yet.txt").read_text(encoding="utf-8").splitlines()
    reasons = dict(line.split(" -- ", 1) for line in listed if line and not line.startswith("#"))
    here = {item.name: item for item in items if item.path.parent == Path(__file__).parent}
    for name, reason in reasons.items():
        if name in here:
            here[name].add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(scope="session")
def example() -> Example:
    answers, briefing, texts = brief_example()
    return Example(answers, briefing, Sheet(answers, briefing, texts))


@pytest.fixture(scope="session")
def folder() -> Path:
    return gold.ANSWERS.parents[1]


@pytest.fixture(scope="session")
def readings(folder: Path) -> Sequence[Reading]:
    """The readings of the ten reports, each alone."""
    return app.read(folder / "harsk_dam").readings
