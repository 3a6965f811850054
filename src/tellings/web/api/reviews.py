"""What people decided: on lines of briefs and on stories; kept, listed, taken back, given as training data."""

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tellings.daily import reviews as use
from tellings.daily.annotations import take_in, to_taken_in_json
from tellings.daily.examples import export_reviews
from tellings.errors import UsageError
from tellings.exports.as_json import to_record_json
from tellings.model.review import Judgement, ReviewField, ReviewLayer, ReviewsRecord, TakenIn
from tellings.web.api.events import Event
from tellings.web.api.operations import Answer, Call, Nothing, Operation
from tellings.web.api.paging import cut_page, link_pages
from tellings.web.api.problems import ApiError
from tellings.web.api.stories import Limit, Offset, StoryAsked, StoryId, require_story

Verb = Literal["confirm", "reject", "correct", "detach", "note", "same", "different", "rename", "merge", "split"]
Words = Annotated[str, Meta(max_length=4000)]
ItemId = Annotated[str, Meta(max_length=100)]


class ReviewsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of the history."""

    story: StoryId | None = None
    by: Annotated[str | None, Meta(description="The name of who decided.")] = None
    limit: Limit = 50
    offset: Offset = 0


class ExamplesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which story; without it of all."""

    story: StoryId | None = None


class ReviewAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which review."""

    review: Annotated[str, Meta(min_length=1, max_length=100, description="Its id, or how it begins.")]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided. With ``item``, the id of a line of the brief, on that line; else on the story as a whole.

    - `confirm`, `reject`, `note`: of a line; `note` also of a story.
    - `correct`: the `field` of the line gets this `value`.
    - `detach`: the `documents`, some of those the line rests on, do not say it: it rests on the others alone.
    - `same`, `different`: what stands in `entities` and the other named by `value` are one, or are not.
    - `rename`: the story is called `value`. `merge`: the story whose id is `value` becomes part of this one.
    - `split`: the `documents` become a story of their own, called `value` where it is given.
    """

    verb: Verb
    item: ItemId = ""
    layer: ReviewLayer | None = None
    field: ReviewField = ""
    value: Words = ""
    note: Words = ""
    documents: Annotated[tuple[ItemId, ...], Meta(max_length=1000)] = ()
    as_typed: Annotated[bool, Meta(description="The speaker's name is right, though nearly that of another.")] = False


class TakenBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is taken back, where there is something to say."""

    note: Words = ""


class Annotations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Annotations as people made them elsewhere: W3C Web Annotations, or rows of an export of Hypothesis."""

    annotations: tuple[dict[str, Any], ...] = ()


def list_reviews(call: Call[ReviewsAsked, None]) -> Answer:
    """Everything people decided, the latest first; who took it back, where somebody did."""
    asked, store = call.asked, call.web.store
    story = require_story(store, asked.story) if asked.story else None
    found = use.list_judgements(store, story, by=asked.by)
    reviews, more = cut_page(found[asked.offset :], asked.limit)
    headers = link_pages(call.url, limit=asked.limit, offset=asked.offset, more=more)
    return Answer(to_record_json(ReviewsRecord(library=call.library, reviews=reviews)), headers=headers)


def export_examples(call: Call[ExamplesAsked, None]) -> Answer:
    """Every decision as a line of JSON, to train and test readers of language with."""
    store = call.web.store
    story = require_story(store, call.asked.story) if call.asked.story else None
    headers = {"Content-Disposition": 'attachment; filename="reviews.jsonl"'}
    return Answer(export_reviews(store, story), "application/x-ndjson", headers)


def decide(call: Call[StoryAsked, Decision]) -> Answer:
    """Keeps a decision on a line of a story, or on the story; it stays when its reports are read again."""
    body, store, by, now = call.body, call.web.store, call.visitor.name, call.web.clock()
    story = require_story(store, call.asked.story)
    if body.item:
        made = use.review_line(
            store,
            story,
            body.layer or "",
            body.item,
            body.verb,
            by=by,
            now=now,
            field=body.field,
            value=body.value,
            note=body.note,
            documents=body.documents,
            as_typed=body.as_typed,
        )
    else:
        choices: dict[str, Callable[[], Judgement]] = {
            "rename": lambda: use.rename_story(store, story, body.value, by=by, now=now, note=body.note),
            "note": lambda: use.note_story(store, story, body.note, by=by, now=now),
            "merge": lambda: use.merge_stories(store, story, body.value, by=by, now=now, note=body.note),
            "split": lambda: use.split_story(
                store, story, body.documents, by=by, now=now, note=body.note, title=body.value
            ),
        }
        if body.verb not in choices:
            raise ApiError(422, f"{body.verb} is of a line: give its id as item. Of a story: {', '.join(choices)}.")
        made = choices[body.verb]()
    return _tell(call, made)


def import_annotations(call: Call[Nothing, Annotations]) -> Answer:
    """What people marked elsewhere becomes reviews; as `tellings review import` does with one file.

    Each keeps who made it and when, where it says so: that is why it takes an admin. What cannot be placed is listed
    in `left_out` with the reason, and the others are taken in. The same again changes nothing.
    """
    sent = [(file.name, file.data) for file in call.files]
    if call.body.annotations:
        sent.append(("posted.json", msgspec.json.encode(call.body.annotations)))
    if len(sent) != 1:
        raise ApiError(422, 'Send one file of annotations, or {"annotations": [{"type": "Annotation", ...}]}.')
    made = take_in(call.web.store, sent, by=call.visitor.name, now=call.web.clock())
    # A page of a story looks once for what is new, however much it is.
    for review in {one.story: one for one in made.reviews}.values():
        call.web.events.publish(_as_event(review))
    return Answer(to_taken_in_json(made))


def undo_review(call: Call[ReviewAsked, TakenBack]) -> Answer:
    """Takes a decision back; what it had changed is as before. Taking back can be taken back."""
    store, given = call.web.store, call.asked.review
    if not any(one.judgement.id.startswith(given) for one in use.list_judgements(store)):
        raise ApiError(404, f"There is no review {given[:60]!r}. /api/reviews lists them.")
    try:
        made = use.undo(store, given, by=call.visitor.name, now=call.web.clock(), note=call.body.note)
    except UsageError as err:
        raise ApiError(409, str(err)) from err
    return _tell(call, made)


def _tell(call: "Call[StoryAsked, Decision] | Call[ReviewAsked, TakenBack]", made: Judgement) -> Answer:
    call.web.events.publish(_as_event(made))
    return Answer(to_record_json(made))


def _as_event(made: Judgement) -> Event:
    return Event("review", json.dumps({"story": made.story, "review": made.id, "verb": made.verb}))


_TAG = "reviews"

OPERATIONS = (
    Operation("GET", "/reviews", list_reviews, _TAG, ReviewsRecord, asks=ReviewsAsked, fails=(404,)),
    Operation(
        "GET",
        "/reviews/export",
        export_examples,
        _TAG,
        None,
        ("application/x-ndjson",),
        ExamplesAsked,
        fails=(404,),
        streams=True,
    ),
    Operation(
        "POST", "/stories/{story}/reviews", decide, _TAG, Judgement, asks=StoryAsked, takes=Decision, role="editor"
    ),
    Operation(
        "POST",
        "/reviews/{review}/undo",
        undo_review,
        _TAG,
        Judgement,
        asks=ReviewAsked,
        takes=TakenBack,
        role="editor",
        fails=(409,),
    ),
    Operation(
        "POST", "/reviews/import", import_annotations, _TAG, TakenIn, takes=Annotations, uploads=True, role="admin"
    ),
)
