"""Quantities, as marked text says: every marked amount is found with its bound, value, unit and what is counted.

    {31 | barges:31 barges}                       value, then what is counted
    {over 1700 km:over 1,700km}                   the bound, the value, the unit
    {at_least 84 person | people:at least 84 people}
    {20..25 mph:20-25 mph}                        from one value to another

Nothing unmarked is found.
"""

import re
from pathlib import Path

import pytest

from tellings.find.layout import find_layout
from tellings.find.quantities import find_quantities
from tellings.find.sentences import split_sentences
from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Quantity

PAGES = sorted((Path(__file__).parent / "quantities").glob("*.txt"))
_MARK = re.compile(r"\{(?P<value>[^:{}]+):(?P<words>[^{}]+)\}")


def cases() -> list[tuple[str, str]]:
    """Name and marked text of each case."""
    found = []
    for page in PAGES:
        parts = re.split(r"(?m)^## (.+)\n", page.read_text("utf-8"))
        found += [(f"{page.stem}: {n}", body.strip("\n")) for n, body in zip(parts[1::2], parts[2::2], strict=True)]
    return found


@pytest.mark.parametrize("marked", [pytest.param(body, id=name) for name, body in cases()])
def test_amounts_are_what_is_written_beside_them(marked: str) -> None:
    text, wanted, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()] + match["words"]
        wanted.append((match["words"], match["value"]))
        at = match.end()
    text += marked[at:]
    doc = Document("d1", "case", text)
    sentences = split_sentences(doc, find_layout(doc), ())

    quantities = find_quantities(doc, sentences, find_times(doc, sentences))

    assert [(text[q.span.start : q.span.end], _say(text, q)) for q in quantities] == wanted


def _say(text: str, quantity: Quantity) -> str:
    value = f"{quantity.value:.6g}" if quantity.value < 1e6 else f"{quantity.value:.0f}"
    if quantity.value_max != quantity.value:
        value += f"..{quantity.value_max:.6g}" if quantity.value_max < 1e6 else f"..{quantity.value_max:.0f}"
    parts = ["" if quantity.approx == "exact" else quantity.approx, value, quantity.unit or ""]
    said = " ".join(part for part in parts if part)
    return f"{said} | {text[quantity.of.start : quantity.of.end]}" if quantity.of else said
