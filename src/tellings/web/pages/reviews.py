"""What people decided on stories: forms to decide with, the history of it, and it as training data."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from tellings.daily import reviews
from tellings.daily.examples import export_reviews
from tellings.daily.last_brief import find_last_brief
from tellings.errors import UsageError
from tellings.exports.outline import number_sources
from tellings.exports.reviewed import LAYER_WORDS, VERB_WORDS
from tellings.model.brief import Brief
from tellings.model.review import Judgement, ListedReview
from tellings.web.links import statement_path, story_path, words_path
from tellings.web.state import allow, form_of, visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 100
"""Decisions on one page of the history."""

OTHERS = 50
"""Stories offered to be put together with one; any other can be named by its id."""

FIELD_WORDS = {
    "text": "Wording",
    "words": "Words quoted",
    "speaker": "Speaker",
    "date": "Day",
    "status": "Status",
    "verdict": "Verdict",
    "name": "Name",
    "kind": "Kind",
}


@router.get("/reviews")
def show_history(request: Request, story: str = "", by: str = "", page: int = 1) -> Response:
    """Every decision, the latest first, with the way to take it back."""
    web = web_of(request)
    told = reviews.list_judgements(web.store, story or None, by=by or None)
    page = max(1, min(page, -(-len(told) // ON_A_PAGE) or 1))
    states = _find_states(told, lambda id_: find_last_brief(web.store, id_).brief) if story else {}
    return render(
        request,
        "reviews.html.jinja",
        told=told[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        total=len(told),
        states=states,
        story=story,
        by=by,
        people=sorted({one.judgement.by for one in told}),
        page=page,
        more=len(told) > page * ON_A_PAGE,
        query=lambda **change: "?" + urlencode({k: v for k, v in ({"story": story, "by": by} | change).items() if v}),
        story_path=story_path,
        statement_path=statement_path,
        field_words=FIELD_WORDS,
        verb_words=VERB_WORDS,
        words_path=words_path,
    )


@router.get("/reviews/export.jsonl")
def export(request: Request, story: str = "") -> Response:
    """Every decision as a line of JSON, to train or test readers of language with."""
    lines = "".join(export_reviews(web_of(request).store, story or None))
    name = f'attachment; filename="reviews{f"-{story}" if story.isalnum() else ""}.jsonl"'
    return Response(lines, media_type="application/x-ndjson", headers={"Content-Disposition": name})


@router.get("/stories/{story}/review")
@allow("editor")
def show_forms(request: Request, story: str, layer: str = "", item: str = "") -> Response:
    """The forms of one line, or those of the story as a whole."""
    return _show_line(request, story, layer, item) if item else _show_story(request, story)


@router.post("/stories/{story}/reviews")
@allow("editor")
def decide(request: Request, story: str) -> Response:
    """Keeps a decision, and goes back to where it was made."""
    form = form_of(request)
    verb, item = _read(form, "verb"), _read(form, "item")
    try:
        made = _decide(request, story, form)
    except UsageError as err:
        if item:
            return _show_line(request, story, _read(form, "layer"), item, fault=str(err), given=form)
        return _show_story(request, story, fault=str(err), given=form)
    home = story_path(made.story)
    if verb == "reject":  # the line has no place any more: what was left out is listed among the decisions
        return RedirectResponse(f"{home}#s-reviews", 303)
    back = home if made.layer == "story" else f"{home}#{made.item}"
    return RedirectResponse(_local(_read(form, "back")) or back, 303)


@router.post("/reviews/{review}/undo")
@allow("editor")
def take_back(request: Request, review: str) -> Response:
    """Takes a decision back."""
    web, form = web_of(request), form_of(request)
    done = reviews.undo(web.store, review, by=visitor_of(request).name, now=web.clock(), note=_read(form, "note"))
    return RedirectResponse(_local(_read(form, "back")) or f"/reviews?story={quote(done.story)}#{done.undoes}", 303)


def _decide(request: Request, story: str, form: FormData) -> Judgement:
    web, by, now = web_of(request), visitor_of(request).name, web_of(request).clock()
    verb, value, note = _read(form, "verb"), _read(form, "value"), _read(form, "note")
    documents = [str(doc) for doc in form.getlist("document")]
    if item := _read(form, "item"):
        field = _read(form, "field")
        return reviews.review_line(
            web.store, story, _read(form, "layer"), item, verb,
            by=by, now=now, field=field, value=value, note=note, documents=documents,
            as_typed=bool(_read(form, "as_typed")),
        )  # fmt: skip
    choices: dict[str, Callable[[], Judgement]] = {
        "rename": lambda: reviews.rename_story(web.store, story, value, by=by, now=now, note=note),
        "note": lambda: reviews.note_story(web.store, story, note, by=by, now=now),
        "merge": lambda: reviews.merge_stories(web.store, story, value, by=by, now=now, note=note),
        "split": lambda: reviews.split_story(web.store, story, documents, by=by, now=now, note=note, title=value),
    }
    if verb not in choices:
        raise UsageError(f"{verb[:60]!r} is no decision on a story. Choose one of: {', '.join(choices)}.")
    return choices[verb]()


def _show_line(
    request: Request, story: str, layer: str, item: str, *, fault: str = "", given: FormData | None = None
) -> Response:
    web = web_of(request)
    brief = find_last_brief(web.store, story).brief
    line = reviews.find_reviewable(web.store, story, layer, item)
    actor = next((a for a in brief.entities if a.id == line.id), None)
    return render(
        request,
        "review_line.html.jinja",
        status_code=400 if fault else 200,
        brief=brief,
        line_=line,
        fault=fault,
        given=given or {},
        fields=[(name, FIELD_WORDS[name], line.values[name], reviews.VALUES.get(name, ())) for name in line.values],
        layer_words=LAYER_WORDS,
        decided=[r for r in brief.reviews if r.item == line.id],
        actor=actor,
        people=_list_names(brief, line.layer),
        others=[a for a in brief.entities if actor and a.kind == actor.kind and a.id != actor.id],
        reports=_list_reports(brief),
        labels={s.document.id: s.label for s in number_sources(brief.documents, {})},
        resting=[report for report in _list_reports(brief) if report[1] in {e.doc for e in line.evidence}],
        places=[e for e in line.evidence if any(e.doc == d.id for d in brief.documents)],
        words_path=words_path,
        story_path=story_path,
        statement_path=statement_path,
    )


def _show_story(request: Request, story: str, *, fault: str = "", given: FormData | None = None) -> Response:
    web = web_of(request)
    brief = find_last_brief(web.store, story).brief
    return render(
        request,
        "review_story.html.jinja",
        status_code=400 if fault else 200,
        brief=brief,
        fault=fault,
        given=given or {},
        others=[line for line in web.store.list_stories(limit=OTHERS + 1) if line.id != brief.id],
        reports=_list_reports(brief),
        story_path=story_path,
    )


def _list_reports(brief: Brief) -> list[tuple[int, str, str, str]]:
    """Number, id, name and outlet of each report, in the order of the page."""
    return [(s.number, s.document.id, s.name, s.outlet) for s in number_sources(brief.documents, {})]


def _list_names(brief: Brief, layer: str) -> tuple[str, ...]:
    """Who may have said it."""
    if layer != "quotations":
        return ()
    kinds = ("person", "organisation", "group")
    return tuple(sorted({a.name for a in brief.entities if a.kind in kinds}))


def _find_states(told: tuple[ListedReview, ...], load: Callable[[str], Brief]) -> dict[str, tuple[str, str]]:
    """What became of each decision in the brief of its story: its state and why, by id."""
    homes = {one.judgement.story for one in told}
    return {r.id: (r.state, r.why) for home in sorted(homes) for r in load(home).reviews}


def _read(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()


def _local(path: str) -> str:
    """The path where it leads to a page of this desk; "" where it leads elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and len(path) < 2000
    return path if fine else ""
