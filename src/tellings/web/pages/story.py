"""One story, and the permalinks into it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from tellings.daily.visits import find_changes, find_late, find_seen_since
from tellings.errors import UsageError
from tellings.exports.dates import say_day
from tellings.exports.news import NOTHING_NEW
from tellings.exports.outlet_table import STAND_SIGNS, STAND_WORDS
from tellings.exports.outline import counted
from tellings.exports.reviewed import marks_of
from tellings.model.brief import Brief
from tellings.rendering import EXPORTS
from tellings.web.links import statement_path, story_path
from tellings.web.permalinks import find_line, find_words
from tellings.web.pieces import is_made, make_piece
from tellings.web.sections import SECTIONS
from tellings.web.state import Web, allow, visitor_of, web_of
from tellings.web.templates import environment, render
from tellings.web.told import (
    DeskPage,
    Front,
    Glance,
    Shown,
    load_front,
    load_shown,
    make_first,
    make_section,
    make_whole,
    open_front,
)

router = APIRouter(include_in_schema=False)

QUICK = 12
"""Reports of a story whose news is told at once, in a tenth of a second; of a hundred it takes most of one."""

WHO = (
    ("People", ("person",)),
    ("Organisations", ("organisation", "group")),
    ("Places", ("place",)),
)
"""The columns of who is who, and the kinds of entity in each."""


@router.get("/stories/{story}")
def show_story(request: Request, story: str, since: str = "") -> Response:
    """The brief made last, with what is new for the visitor, or since a day or time."""
    web = web_of(request)
    front = _look_at(web, story)
    if front.glance.id != story:
        return RedirectResponse(story_path(front.glance.id), 308)
    opened = partial(open_front, web, front)
    look = _look(request, front.glance, since)

    def values(load: Any) -> dict[str, Any]:
        return {"page": make_first(opened(), None, look.fresh)}

    response = render(
        request,
        "story.html.jinja",
        story=story_path(story),
        brief=front.glance,
        behind=front.behind,
        exports=EXPORTS.values(),
        fresh=len(look.fresh) if look.moment is None else 0,
        news=_news(request, front, look),
        piece=_piece(request, front, look.fresh),
        reports=make_piece(request, (*front.version, look.fresh), "story/reports.jinja", values),
        week_ago=(web.clock() - timedelta(days=7)).date().isoformat(),
    )
    if look.is_first and not _is_prefetch(request):
        response.background = _marker(web, visitor_of(request).name, front.glance)
    return response


@router.get("/stories/{story}/news")
def show_news(request: Request, story: str, since: str = "") -> Response:
    """What is new for the visitor, or since a day or time, by itself."""
    front = _look_at(web_of(request), story)
    look = _look(request, front.glance, since)
    return render(
        request, "section.html.jinja", brief=front.glance, section="news", pages=1, number=1, query="",
        story=story_path(front.glance.id), piece=_news(request, front, look, wait=True) or NOTHING_NEW,
    )  # fmt: skip


@router.get("/stories/{story}/sections/{section}")
def show_section(request: Request, story: str, section: str, page: int = 1) -> Response:
    """One section whole, in pages; of the table of facts the visitor chooses the outlets."""
    web = web_of(request)
    front = _look_at(web, story)
    if section not in SECTIONS:
        raise HTTPException(404, f"A story has no section of this name. There are: {', '.join(SECTIONS)}.")
    pages = front.glance.pages[section]
    page = max(1, min(page, pages))
    chosen = tuple(request.query_params.getlist("outlet"))[:20]
    key = (*front.version, section, page, chosen)

    def values(load: Any) -> dict[str, Any]:
        shown = open_front(web, front)
        part = make_section(shown, _beside(load, shown), frozenset(), section, page)
        return {"page": part, "section": section, **_table(part, chosen)}

    return render(
        request,
        "section.html.jinja",
        brief=front.glance,
        section=section,
        number=page,
        pages=pages,
        story=story_path(front.glance.id),
        query="".join(f"&outlet={name}" for name in map(_quote, chosen)),
        piece=make_piece(request, key, "story/section.jinja", values),
    )


@router.get("/stories/{story}/pictures")
def show_pictures(request: Request, story: str) -> Response:
    """Who speaks of whom, who reported when, and the places: drawn, and the same in words."""
    web = web_of(request)
    front = _look_at(web, story)

    def values(load: Any) -> dict[str, Any]:
        return {"page": make_whole(open_front(web, front))}

    piece = make_piece(request, front.version, "story/pictures.jinja", values)
    return render(
        request, "section.html.jinja", brief=front.glance, section="pictures", pages=1, number=1, query="",
        story=story_path(front.glance.id), piece=piece,
    )  # fmt: skip


@router.get("/stories/{story}/statements/{statement}")
def show_statement(request: Request, story: str, statement: str) -> Response:
    """Leads to the line on the page it stands on; a line that is gone to the one that tells the same words now."""
    web = web_of(request)
    shown = _load(web, story)
    line = find_line(web.store, shown.brief, statement)
    if line is None:
        raise HTTPException(
            404,
            "This line is no longer in the brief, and no other line rests on its words. "
            f"The story is at {story_path(shown.brief.id)}.",
        )
    home = story_path(shown.brief.id)
    where = shown.places.get(line.id)
    if where is None or line.id in make_first(shown, None, frozenset()).here:
        return RedirectResponse(f"{home}#{line.id}", 303)
    return RedirectResponse(f"{home}/sections/{where.section}?page={where.page}#{line.id}", 303)


@router.get("/stories/{story}/statements/{statement}/words")
def show_words(request: Request, story: str, statement: str) -> Response:
    """Every place of the reports that a line rests on."""
    web = web_of(request)
    shown = _load(web, story)
    line = find_line(web.store, shown.brief, statement)
    if line is None:
        raise HTTPException(404, f"There is no such line in this story. The story is at {story_path(shown.brief.id)}.")
    page = replace(make_first(shown, None, frozenset()), cited=10_000)
    return render(
        request,
        "words.html.jinja",
        brief=shown.brief,
        page=page,
        line_text=_say_line(line),
        back=statement_path(shown.brief.id, line.id),
        places=sorted(find_words(line), key=lambda e: (page.sources[e.doc].number if e.doc in page.sources else 0, e)),
    )


@router.post("/stories/{story}/seen")
@allow("reader")
def mark_read(request: Request, story: str) -> Response:
    """Everything in the story counts as read from now on."""
    web, reader = web_of(request), visitor_of(request).name
    shown = _load(web, story)
    web.store.mark_seen(reader, [doc.id for doc in shown.brief.documents], now=web.clock())
    web.visits.end(reader, shown.brief.id)
    return RedirectResponse(story_path(shown.brief.id), 303)


def _load(web: Web, story: str) -> Shown:
    try:
        return load_shown(web, story)
    except UsageError as err:
        raise HTTPException(404, str(err)) from err


def _look_at(web: Web, story: str) -> Front:
    try:
        return load_front(web, story)
    except UsageError as err:
        raise HTTPException(404, str(err)) from err


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a story: what was ``seen`` before, ``said`` when (ISO 8601), and which reports are therefore fresh.

    ``moment`` is given where the visitor asked for what is new since then; ``is_first`` where some report of the brief
    was never shown to them before.
    """

    seen: frozenset[str]
    fresh: frozenset[str]
    said: str | None
    moment: date | None
    is_first: bool


def _look(request: Request, glance: Glance, since: str) -> Look:
    web, reader, story = web_of(request), visitor_of(request).name, glance.id
    moment = _read_moment(since)
    kept = web.store.load_seen(reader, story)
    known = frozenset(kept.documents) if kept else frozenset[str]()
    here = glance.documents
    # To who was never here everything is new, and so nothing is marked but what comes in from now on.
    begun = known or here
    come = web.visits.look if _is_prefetch(request) else web.visits.come
    visit = come(reader, story, begun, kept.at if kept else None, now=web.clock())
    if moment is not None:
        seen = find_seen_since(web.store, load_shown(web, story).brief, moment)
        return Look(seen, here - seen, moment.isoformat(), moment, bool(here - known))
    said = visit.before.isoformat(timespec="minutes") if visit.before else None
    return Look(visit.seen, here - visit.seen, said, None, bool(here - known))


def _marker(web: Web, reader: str, glance: Glance) -> BackgroundTask:
    """Remembers after the answer, so that nobody waits for a writer, that the reader was shown these reports."""
    return BackgroundTask(web.store.mark_seen, reader, sorted(glance.documents), now=web.clock())


def _is_prefetch(request: Request) -> bool:
    """Whether a browser only looks ahead, or a program asks for the head alone: nobody has seen anything."""
    is_head = "bodiless" in request.scope or request.method != "GET"
    return is_head or "prefetch" in request.headers.get("sec-purpose", "")


def _news(request: Request, front: Front, look: Look, *, wait: bool = False) -> Markup:
    """What is new; of a story of many reports only where that is to be had, unless somebody is ready to ``wait``."""
    web = web_of(request)
    late = len(find_late(web.store, open_front(web, front).brief, look.moment)) if look.moment else 0
    if not look.fresh:
        return _say_none(look, late)

    def values(load: Any) -> dict[str, Any]:
        shown = open_front(web, front)
        brief: Brief = find_changes(web.store, shown.brief, look.seen, moment=look.said)
        return {
            "page": make_first(shown, None, look.fresh),
            "brief": brief,
            "visited": look.moment is None,
            "counted_by": _say_counted(late) if look.moment else "",
            "heading": "What is new" if look.moment else "New since your last visit",
        }

    key = (*front.version, look.seen, look.said, late)
    if not wait and len(front.glance.documents) > QUICK and not is_made(request, key, "story/news.jinja"):
        later = environment().get_template("story/news_later.jinja")
        return Markup(later.render(story=story_path(front.glance.id), look=look))
    return make_piece(request, key, "story/news.jinja", values)


def _say_counted(late: int) -> str:
    """What counts as new since a day."""
    words = "Counted by the day a report came out; one without a day by when it came into the library."
    if late:
        words += f" {counted(late, 'report')} that came out before came in since."
    return words


def _say_none(look: Look, late: int) -> Markup:
    """Nothing, where nobody asked for a day; else that nothing came out since."""
    if look.moment is None:
        return Markup("")
    told = Markup('<section id="s-changes" class="changes"><h2>What is new</h2>{}</section>')
    words = Markup('<p>{}</p><p class="fine">{}</p>')
    return told.format(words).format(f"No report came out since {say_day(look.moment)}.", _say_counted(late))


def _piece(request: Request, front: Front, fresh: frozenset[str]) -> Markup:
    def values(load: Any) -> dict[str, Any]:
        shown = open_front(web_of(request), front)
        page = make_first(shown, _beside(load, shown), fresh)
        return {"page": page, "who": WHO, **_table(page, ())}

    return make_piece(request, (*front.version, fresh), "story/brief.jinja", values)


def _beside(load: Any, shown: Shown) -> Any:
    macros, marks = load("story/beside.jinja"), marks_of(shown.brief)

    def beside(layer: str, id_: str, new: bool, address: str) -> Markup:
        return Markup(macros.beside(shown.brief.id, marks, layer, id_, new, address))

    return beside


def _table(page: DeskPage, chosen: tuple[str, ...]) -> dict[str, Any]:
    return {"table": page.table(page.told.compared, chosen), "signs": STAND_SIGNS, "stands": STAND_WORDS}


def _read_moment(given: str) -> date | None:
    """A day or time (ISO 8601); ``None`` where none was given.

    Raises:
        HTTPException: 400 when it is neither.
    """
    if not given:
        return None
    try:
        # A plus sign in an address is a blank.
        return date.fromisoformat(given) if len(given) <= 10 else datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError as err:
        raise HTTPException(
            400, "since is a day or a time, for instance 2031-05-09 or 2031-05-09T14:00:00+00:00."
        ) from err


def _say_line(line: Any) -> str:
    return str(getattr(line, "text", "") or getattr(line, "what", "") or getattr(line, "about", ""))


def _quote(words: str) -> str:
    from urllib.parse import quote

    return quote(words, safe="")
