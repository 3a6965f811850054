"""Stories of the library: listed, shown, what is new in them, a draft tested against one, how they came to be."""

import zlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Annotated

import msgspec
from msgspec import Meta

from tellings import app
from tellings.daily import desk
from tellings.daily.last_brief import find_last_brief
from tellings.daily.regrouping import undo_last_move
from tellings.daily.stories import find_story
from tellings.errors import UsageError
from tellings.exports.as_json import to_record_json
from tellings.model.brief import Brief, Briefing, Generator
from tellings.model.changes import ChangesRecord
from tellings.model.check import Check
from tellings.model.library import Seen, StoryOrder
from tellings.model.record import StoriesRecord
from tellings.model.served import MovesRecord, ReportsRecord, Undone
from tellings.ports import Store
from tellings.version import VERSION
from tellings.web.api.etags import make_etag
from tellings.web.api.forms import ALL_FORMS, Form, answer_in
from tellings.web.api.operations import JSON, Answer, Call, Nothing, Operation
from tellings.web.api.paging import DEEPEST, MOST, cut_page, link_before, link_pages
from tellings.web.api.posted import LONGEST, Day, Language, Moment, WithModel, read_moment
from tellings.web.api.problems import ApiError
from tellings.web.pieces import QUICKLY
from tellings.web.state import Web
from tellings.web.told import find_version

BEHIND = "Tellings-Behind"
"""The header that says how many reports of the story the brief does not know yet."""

Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Meta(ge=0, le=DEEPEST, description="Leave out the first ones.")]
Number = Annotated[int, Meta(ge=0, le=2**53)]
StoryId = Annotated[
    str, Meta(min_length=1, max_length=100, description="The id, that of a story merged into it, or how it begins.")
]


class StoriesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of the list, and in which order."""

    order: Annotated[StoryOrder, Meta(description="By last day, by reports, or by last change.")] = "newest"
    limit: Limit = 50
    offset: Offset = 0


class StoryAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which story."""

    story: StoryId


class BriefAsked(StoryAsked, frozen=True, forbid_unknown_fields=True):
    """Which story, as of when, in which form."""

    as_of: Annotated[date | None, Meta(description="The state of that day: only reports published by then.")] = None
    format: Form = "json"


class NewAsked(StoryAsked, frozen=True, forbid_unknown_fields=True):
    """Which story, and what was seen of it."""

    since: Moment | None = None
    format: Form = "json"


class MovesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of the log."""

    limit: Limit = 50
    before: Annotated[Number | None, Meta(description="Only changes with a smaller number.")] = None


class MovesOfStoryAsked(MovesAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which page of the log of which story."""

    story: StoryId


class ReportsOfStoryAsked(StoryAsked, frozen=True, forbid_unknown_fields=True):
    """Which page of the reports of which story."""

    limit: Limit = 50
    offset: Offset = 0


class DraftAsked(StoryAsked, frozen=True, forbid_unknown_fields=True):
    """Against which story, and how the draft is read."""

    date: Day = None
    language: Language | None = None
    model: WithModel = True
    format: Form = "json"


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to be tested."""

    draft: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class UndoneMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which change is to be taken back: the last one that holds; with its number nothing else is."""

    number: Number | None = None


def list_stories(call: Call[StoriesAsked, None]) -> Answer:
    """The stories of the library: the newest, the largest, or those that changed last."""
    asked = call.asked
    record, _ = desk.list_stories(call.web.store, order=asked.order, limit=asked.limit + 1, offset=asked.offset)
    stories, more = cut_page(record.stories, asked.limit)
    text = desk.to_stories_json(StoriesRecord(stories=stories, skipped=()))
    return Answer(text, headers=link_pages(call.url, limit=asked.limit, offset=asked.offset, more=more))


def show_story(call: Call[BriefAsked, None]) -> Answer:
    """The brief of a story as it was made last, or as of a day.

    The header `Tellings-Behind` says how many reports came in since it was made; `watch` and `add` bring it up to date.
    """
    asked, store = call.asked, call.web.store
    story = require_story(store, asked.story)
    if asked.as_of is not None:
        briefed = desk.show_story(store, story, as_of=asked.as_of)
        return answer_in(asked.format, lambda form: app.render(briefed, form))
    if asked.format == "json":
        return _show_kept(call.web, story)
    last = find_last_brief(store, story)
    answer = answer_in(asked.format, lambda form: app.render(as_briefed(store, last.brief, form), form))
    return Answer(answer.body, answer.media, {**answer.headers, BEHIND: str(last.behind)})


@dataclass(frozen=True, slots=True)
class _Kept:
    """The reply about a brief as JSON, made small, with its tag; ``documents`` are the reports of the brief."""

    packed: bytes
    etag: str
    documents: frozenset[str]

    def __len__(self) -> int:
        return len(self.packed)


def _show_kept(web: Web, given: str) -> Answer:
    story, version = find_version(web, given)

    def make() -> _Kept:
        brief = find_last_brief(web.store, story.id).brief
        data = app.render(as_briefed(web.store, brief), "json").encode()
        docs = frozenset(doc.id for doc in brief.documents)
        return _Kept(zlib.compress(data, QUICKLY), make_etag(data, "", JSON), docs)

    kept = web.pieces.get(("json", *version), make)
    behind = len(set(story.documents) - kept.documents)
    return Answer(lambda: zlib.decompress(kept.packed), headers={BEHIND: str(behind)}, etag=kept.etag)


def show_news(call: Call[NewAsked, None]) -> Answer:
    """What is new in a story since it was marked as seen by who asks, or since a day or time.

    Asking marks nothing as seen.
    """
    asked, store = call.asked, call.web.store
    since = read_moment(asked.since)
    news = desk.find_news(store, require_story(store, asked.story), reader=call.visitor.name, since=since)
    return answer_in(asked.format, lambda form: app.render_changes(news.briefed, form))


def mark_seen(call: Call[StoryAsked, Nothing]) -> Answer:
    """Remembers that who asks has seen the story as it is now; gives what counts as seen."""
    store, reader = call.web.store, call.visitor.name
    story = require_story(store, call.asked.story)
    (found,) = store.load_stories([story])
    store.mark_seen(reader, found.documents, now=call.web.clock())
    return Answer(to_record_json(store.load_seen(reader, story)))


def list_reports_of_story(call: Call[ReportsOfStoryAsked, None]) -> Answer:
    """The reports of a story, newest first."""
    asked, store = call.asked, call.web.store
    story = require_story(store, asked.story)
    reports, more = cut_page(
        list(store.list_reports(story=story, limit=asked.limit + 1, offset=asked.offset)), asked.limit
    )
    headers = link_pages(call.url, limit=asked.limit, offset=asked.offset, more=more)
    return Answer(to_record_json(ReportsRecord(reports=reports)), headers=headers)


def list_moves_of_story(call: Call[MovesOfStoryAsked, None]) -> Answer:
    """How a story came to be: what began it, joined it, was merged into it or left it, each with its reason."""
    return _list_moves(call, require_story(call.web.store, call.asked.story))


def list_moves(call: Call[MovesAsked, None]) -> Answer:
    """Every change of the stories, the last first."""
    return _list_moves(call, None)


def _list_moves(call: "Call[MovesAsked, None] | Call[MovesOfStoryAsked, None]", story: str | None) -> Answer:
    asked = call.asked
    found = call.web.store.list_moves(story=story, limit=asked.limit + 1, before=asked.before)
    moves, more = cut_page(found, asked.limit)
    headers = link_before(call.url, limit=asked.limit, before=moves[-1].number if more else None)
    return Answer(to_record_json(MovesRecord(moves=moves)), headers=headers)


def undo_move(call: Call[Nothing, UndoneMove]) -> Answer:
    """Takes back the last change of the stories; again, the one before.

    Send the `number` of the change you mean: when another one came after it, nothing happens (409).
    """
    store, number = call.web.store, call.body.number
    if number is not None:
        last = _find_last(store)
        if last != number:
            raise ApiError(409, f"The last change that holds is {last}, not {number}: nothing was taken back.")
    done = undo_last_move(store, by=call.visitor.name, now=call.web.clock())
    return Answer(to_record_json(Undone(move=done)))


def _find_last(store: Store) -> int | None:
    """The number of the last change that holds."""
    before: int | None = None
    while page := store.list_moves(limit=50, before=before):
        for one in page:
            if one.undone_at is None:
                return one.number
        before = page[-1].number
    return None


def check_draft(call: Call[DraftAsked, Draft]) -> Answer:
    """Each sentence of a draft tested against the reports of a story."""
    asked, store = call.asked, call.web.store
    story = require_story(store, asked.story)
    with call.web.language.read(model=asked.model) as recogniser:
        checked = desk.check_draft(
            store,
            "-",
            story,
            stdin=BytesIO(call.body.draft.encode("utf-8", "replace")),
            on_date=asked.date,
            language=asked.language,
            today=call.web.clock().date(),
            recogniser=recogniser,
        )
    return answer_in(asked.format, lambda form: app.render_check(checked, form))


def require_story(store: Store, given: str) -> str:
    """The id of the story that ``given`` means.

    Raises:
        ApiError: 404 when there is none, or several begin like this.
    """
    try:
        return find_story(store, given)
    except UsageError as err:
        raise ApiError(404, str(err).partition("\n")[0]) from err


def as_briefed(store: Store, brief: Brief, form: str = "json") -> app.Briefed:
    """A kept brief as a briefing; its documents are loaded where the form shows their words."""
    ids = [doc.id for doc in brief.documents]
    made_by = {reading.made_by.rpartition(", ")[2] for reading in store.load_readings(ids[:1])}
    documents = store.load_documents(ids) if form != "json" else ()
    return app.Briefed(Briefing(Generator(VERSION, tuple(made_by)), (brief,), ()), documents)


_TAG = "stories"

OPERATIONS = (
    Operation("GET", "/stories", list_stories, _TAG, StoriesRecord, asks=StoriesAsked),
    Operation("GET", "/stories/{story}", show_story, _TAG, Briefing, ALL_FORMS, BriefAsked, tells=(BEHIND,)),
    Operation("GET", "/stories/{story}/new", show_news, _TAG, ChangesRecord, ALL_FORMS, NewAsked),
    Operation("POST", "/stories/{story}/seen", mark_seen, _TAG, Seen, asks=StoryAsked),
    Operation("GET", "/stories/{story}/reports", list_reports_of_story, _TAG, ReportsRecord, asks=ReportsOfStoryAsked),
    Operation("GET", "/stories/{story}/moves", list_moves_of_story, _TAG, MovesRecord, asks=MovesOfStoryAsked),
    Operation("POST", "/stories/{story}/check", check_draft, _TAG, Check, ALL_FORMS, DraftAsked, Draft),
    Operation("GET", "/moves", list_moves, _TAG, MovesRecord, asks=MovesAsked),
    Operation("POST", "/moves/undo", undo_move, _TAG, Undone, takes=UndoneMove, role="editor", fails=(409,)),
)
