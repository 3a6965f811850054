"""One report with its layers, and its text for the pane beside a brief."""

import re
import zlib
from dataclasses import dataclass

import msgspec
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from tellings.exports.dates import say_days
from tellings.exports.layered_text import LayeredText
from tellings.exports.layers import LAYERS, lay_layers
from tellings.exports.marked_text import MarkedText
from tellings.exports.records import record_reading
from tellings.exports.told_page import collect_backs
from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.web.pieces import QUICKLY, keep_text
from tellings.web.state import Web, web_of
from tellings.web.templates import environment, render
from tellings.web.told import Glance, Shown, load_front, open_front

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


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InStory:
    """What the brief of its story has of a report: its number and date there, and what rests on which words."""

    number: int
    published: Published
    cited: tuple[tuple[Place, tuple[str, ...]], ...]
    days: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The story a report is in; ``told`` is ``None`` where its brief does not know the report yet."""

    brief: Glance
    told: InStory | None


@router.get("/reports/{doc}")
def show_report(request: Request, doc: str, words: str = "") -> Response:
    """The whole text with all layers, each of which can be switched; ``words`` (START-END) are marked."""
    web = web_of(request)
    reading = _load(web, doc)
    home = _find_home(web, doc)
    place = _read_place(words, len(reading.document.text))
    told = home.told if home else None
    layers = lay_layers(reading, cited=dict(told.cited) if told else {}, days=dict(told.days) if told else {})
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
    story = web.store.find_stories([doc]).get(doc)
    front = load_front(web, story) if story else None
    if front is None or doc not in front.glance.documents:
        raise HTTPException(404, f"There is no report {doc[:60]!r} in a brief.")
    return HTMLResponse(keep_text(web, ("pane", *front.version, doc), lambda: _mark(open_front(web, front), doc)))


def _mark(shown: Shown, doc: str) -> str:
    """The pane of one report."""
    source = next(s for s in shown.told.sources if s.document.id == doc)
    if source.text is None:
        raise HTTPException(404, f"There is no report {doc[:60]!r} in a brief.")
    text = MarkedText(source.text, "p", collect_backs(shown.told).get(doc, {}), source.document.furniture).render()
    return environment().get_template("report_pane.jinja").render(source=source, text=text)


def _load(web: Web, doc: str) -> Reading:
    for reading in web.store.load_readings([doc]):
        return reading
    raise HTTPException(404, f"There is no report {doc[:60]!r} in this library.")


def _find_home(web: Web, doc: str) -> Home | None:
    story = web.store.find_stories([doc]).get(doc)
    if story is None:
        return None
    front = load_front(web, story)
    kept = web.pieces.get(("cited", *front.version), lambda: _pack_all(open_front(web, front)))
    # One of them is wanted: the others stay as they are.
    found = msgspec.msgpack.decode(zlib.decompress(kept), type=dict[str, msgspec.Raw]).get(doc)
    return Home(front.glance, msgspec.msgpack.decode(found, type=InStory) if found is not None else None)


def _pack_all(shown: Shown) -> bytes:
    """What the brief has of each report, by its id, made small."""
    days: dict[str, dict[Place, str]] = {}
    for time in shown.brief.times:
        if time.start or time.end:
            place = (time.evidence.start, time.evidence.end)
            days.setdefault(time.evidence.doc, {})[place] = say_days(time.start, time.end, time.grain)
    backs = collect_backs(shown.told)
    found = {}
    for source in shown.told.sources:
        doc = source.document.id
        cited = tuple((place, tuple(lines)) for place, lines in backs.get(doc, {}).items())
        found[doc] = InStory(source.number, source.document.published, cited, tuple(days.get(doc, {}).items()))
    return zlib.compress(msgspec.msgpack.encode(found), QUICKLY)


def _read_place(given: str, length: int) -> tuple[int, int] | None:
    """The place START-END; ``None`` where none, or none in this text, is given: the text is shown all the same."""
    found = _PLACE.fullmatch(given)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    return (start, end) if start < end <= length else None
