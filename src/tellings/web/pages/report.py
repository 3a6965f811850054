"""One report with its layers, and its text for the pane beside a brief."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tellings.exports.dates import say_days
from tellings.exports.layered_text import LayeredText
from tellings.exports.layers import LAYERS, lay_layers
from tellings.exports.marked_text import MarkedText
from tellings.exports.outline import Source
from tellings.exports.records import record_reading
from tellings.exports.told_page import collect_backs
from tellings.model.reading import Reading
from tellings.web.state import Web, web_of
from tellings.web.templates import render
from tellings.web.told import Shown, load_shown

router = APIRouter(include_in_schema=False)

SHOWN_FIRST = ("furniture", "quotations", "speakers", "names")
"""The layers that show until the visitor chooses others."""

LISTED = 200
"""Lines of a layer that are listed beside the text; a long transcript has thousands of names."""

KEYS = {
    "furniture": "f",
    "quotations": "q",
    "speakers": "s",
    "names": "n",
    "times": "t",
    "quantities": "u",
    "events": "e",
    "claims": "c",
    "cited": "b",
}
"""How each layer looks: the class of its sample."""

_PLACE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Home:
    """The story a report is in, as far as it is known: the report's number there, and what rests on which words."""

    shown: Shown
    source: Source | None
    cited: Mapping[tuple[int, int], Sequence[str]]
    days: Mapping[tuple[int, int], str]


@router.get("/reports/{doc}")
def show_report(request: Request, doc: str, words: str = "") -> Response:
    """The whole text with all layers, each of which can be switched; ``words`` (START-END) are marked."""
    web = web_of(request)
    reading = _load(web, doc)
    home = _find_home(web, doc)
    place = _read_place(words, len(reading.document.text))
    layers = lay_layers(reading, cited=home.cited if home else {}, days=home.days if home else {})
    return render(
        request,
        "report.html.jinja",
        document=record_reading(reading).document,
        home=home,
        text=LayeredText(reading.document.text, layers, reading.blocks, place).render(),
        layers=layers,
        called=LAYERS,
        first=SHOWN_FIRST,
        keys=KEYS,
        listed=LISTED,
        place=place,
        sought=reading.document.text[place[0] : place[1]] if place else "",
    )


@router.get("/reports/{doc}/pane")
def show_pane(request: Request, doc: str) -> Response:
    """The text for the pane beside the brief of its story: the cited words marked, furniture set back."""
    web = web_of(request)
    home = _find_home(web, doc)
    if home is None or home.source is None or home.source.text is None:
        raise HTTPException(404, f"There is no report {doc[:60]!r} in a brief.")
    source, backs = home.source, {place: list(lines) for place, lines in home.cited.items()}
    text = web.cache.get(
        ("pane", *home.shown.version, doc),
        lambda: MarkedText(source.text or "", "p", backs, source.document.furniture).render(),
    )
    return render(request, "report_pane.jinja", source=source, text=text)


def _load(web: Web, doc: str) -> Reading:
    for reading in web.store.load_readings([doc]):
        return reading
    raise HTTPException(404, f"There is no report {doc[:60]!r} in this library.")


def _find_home(web: Web, doc: str) -> Home | None:
    story = web.store.find_stories([doc]).get(doc)
    if story is None:
        return None
    shown = load_shown(web, story)
    source = next((s for s in shown.told.sources if s.document.id == doc), None)
    backs = web.cache.get(("backs", *shown.version), lambda: collect_backs(shown.told))
    days = {
        (t.evidence.start, t.evidence.end): say_days(t.start, t.end, t.grain)
        for t in shown.brief.times
        if t.evidence.doc == doc and (t.start or t.end)
    }
    return Home(shown, source, backs.get(doc, {}), days)


def _read_place(given: str, length: int) -> tuple[int, int] | None:
    """The place START-END; ``None`` where none, or none in this text, is given: the text is shown all the same."""
    found = _PLACE.fullmatch(given)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    return (start, end) if start < end <= length else None
