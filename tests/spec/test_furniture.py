"""Furniture, as marked text says: what stands between ⟦ and ⟧ is to be found, and nothing else."""

import re
from pathlib import Path

import pytest

from tellings.find.furniture import Sites, find_furniture
from tellings.find.layout import find_layout
from tellings.model.document import Document

PAGES = sorted((Path(__file__).parent / "furniture").glob("*.txt"))
_WORDS = re.compile(r"\w+")


def cases() -> list[tuple[str, str]]:
    """Name and marked text of each case."""
    found = []
    for page in PAGES:
        parts = re.split(r"(?m)^## (.+)\n", page.read_text("utf-8"))
        found += [
            (f"{page.stem}: {name}", body.strip("\n")) for name, body in zip(parts[1::2], parts[2::2], strict=True)
        ]
    return found


@pytest.mark.parametrize("marked", [pytest.param(body, id=name) for name, body in cases()])
def test_the_marked_words_are_furniture_and_no_others(marked: str) -> None:
    text, wanted = "", []
    for part in re.split(r"([⟦⟧])", marked):
        if part == "⟦":
            begun = len(text)
        elif part == "⟧":
            wanted.append((begun, len(text)))
        else:
            text += part
    doc = Document("d1", "case", text)

    found = [(piece.span.start, piece.span.end) for piece in find_furniture(doc, find_layout(doc), Sites())]

    assert _words(text, found) == _words(text, wanted)


def _words(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words inside the spans with their places: white space and marks at the edges do not matter."""
    return [f"{m.start()}:{m.group()}" for m in _WORDS.finditer(text) if any(a <= m.start() < b for a, b in spans)]
