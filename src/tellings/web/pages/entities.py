"""People, organisations and places across stories."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from tellings.daily.entities import (
    STORIES,
    Across,
    Load,
    count_kinds,
    find_across,
    leave_what_counts,
    load_story,
    slug_of,
)
from tellings.daily.judgements import GROUPED
from tellings.exports.characters import shorten
from tellings.exports.pictures.sparkline import draw_sparkline
from tellings.model.brief import Brief
from tellings.model.span import Evidence
from tellings.model.story import Story
from tellings.web.links import FAMILIES, entity_path, statement_path, story_path, words_path
from tellings.web.pieces import QUICKLY
from tellings.web.state import Web, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "group": "Group",
    "place": "Place",
    "event": "Event",
    "work": "Work",
    "other": "Name",
}
"""What each kind of entity is called."""

_CITED = 6
"""Places of one line that are shown; a role may stand in hundreds of reports."""


@router.get("/people/{name}")
def show_person(request: Request, name: str, start: int = 0) -> Response:
    """Everything of one name across the library: what they are called, what they said, where they are told of."""
    return _show(request, "people", name, start)


@router.get("/organisations/{name}")
def show_organisation(request: Request, name: str, start: int = 0) -> Response:
    """The same of an organisation or a group."""
    return _show(request, "organisations", name, start)


@router.get("/places/{name}")
def show_place(request: Request, name: str, start: int = 0) -> Response:
    """The same of a place, with what happened there."""
    return _show(request, "places", name, start)


def _show(request: Request, family: str, name: str, start: int) -> Response:
    web = web_of(request)
    slug = slug_of(name)
    if slug and slug != name:
        return RedirectResponse(entity_path(FAMILIES[family][0], name), 308)
    words, kinds = name.replace("-", " "), FAMILIES[family]
    start = max(0, min(start, 10_000))
    found = find_across(web.store, words, kinds, load=_load_with(web), offset=start) if slug else None
    if found is None:
        also = [entity_path(kind, words) for kind, _ in count_kinds(web.store.find_named(words))] if slug else []
        return render(request, "entity_none.html.jinja", status_code=404, name=words, also=[p for p in also if p])
    days = [said.day for said in found.said]
    return render(
        request,
        "entity.html.jinja",
        found=found,
        family=family,
        kind=KINDS[found.kind],
        line_of_days=draw_sparkline(days, noun="quotation"),
        titles={story.story: story.title for story in found.stories},
        also=[(KINDS[kind], path, n) for kind, n in found.also if (path := entity_path(kind, words))],
        start=start,
        after=start + STORIES if start + STORIES < found.total else None,
        before=max(0, start - STORIES) if start else None,
        cite=_cite_with(found),
        story_path=story_path,
        statement_path=statement_path,
        entity_path=entity_path,
    )


def _load_with(web: Web) -> Load:
    """Loads what of briefs is looked at, with what people decided on them, once as long as neither changes."""

    def load(stories: Sequence[Story]) -> Iterator[Brief | None]:
        made = web.store.find_briefed([story.id for story in stories])
        reviews = web.store.count_reviews([one for story in stories for one in (story.id, *story.absorbed)])
        grouped = len(web.store.list_reviews(statement=GROUPED))
        for story in stories:
            if story.id not in made:
                yield None
                continue
            counts = tuple(reviews.get(one, 0) for one in (story.id, *story.absorbed))
            version = ("entities", story.id, made[story.id], counts, grouped)
            packed = web.pieces.get(version, partial(_pack, web, story.id))
            yield msgspec.msgpack.decode(zlib.decompress(packed), type=Brief | None)

    return load


def _pack(web: Web, story: str) -> bytes:
    brief = load_story(web.store, story)
    return zlib.compress(msgspec.msgpack.encode(leave_what_counts(brief) if brief else None), QUICKLY)


def _cite_with(found: Across) -> Callable[[tuple[Evidence, ...]], Markup]:
    """Shows where words stand: a link for each report, named as readers know it."""

    def cite(evidence: tuple[Evidence, ...]) -> Markup:
        links: list[Markup] = []
        places = {place.doc: place for place in reversed(evidence) if place.doc in found.sources}
        labels = Counter[str]()
        by_label = sorted(places.values(), key=lambda place: found.sources[place.doc].label)
        for place in by_label:
            source = found.sources[place.doc]
            labels[source.label] += 1
            nth = labels[source.label]
            # An outlet is named once; its further reports are numbers behind it.
            name, said = (source.label, source.label) if nth == 1 else (str(nth), f"{source.label}, {nth}")
            title = f"“{shorten(place.text, 160)}” — {source.heading}"
            link = Markup('<a class="cite" href="{}" title="{}" aria-label="{}"><span class="outlet">{}</span></a>')
            links.append(link.format(words_path(place), title, said, name))
        more = len(links) - _CITED
        shown = Markup(" ").join(links[:_CITED])
        return shown + Markup(' <span class="fine">and {} more</span>').format(more) if more > 0 else shown

    return cite
