"""Asking the library: which stories there are, the brief of one, what is new in it, and what a draft makes of it."""

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tellings import app, flow
from tellings.daily.judgements import apply_reviews, load_kept, redate, resay
from tellings.daily.visits import find_late, find_seen_since
from tellings.errors import InputError, UsageError
from tellings.exports.records import record_check
from tellings.model.brief import Brief, Briefing, Generator
from tellings.model.changes import Changes
from tellings.model.changes import News as Listed
from tellings.model.check import Check
from tellings.model.document import Document, Skipped
from tellings.model.library import Query, StoryLine, StoryOrder
from tellings.model.reading import Reading
from tellings.model.record import MemberRecord, StoriesRecord, StoryRecord
from tellings.model.story import Story
from tellings.ports import Store
from tellings.version import VERSION

SAME = 50
"""Reports with the same sentence that are looked at."""

SHORTEST_ID = 3
"""Letters of an id that must be given at least: "s" and two digits."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a story, and the reports it holds: those that count as seen when the news was told.

    ``late`` are the reports that came out before the day or time that was asked for, and came in after it.
    """

    briefed: app.Briefed
    story: str
    documents: tuple[str, ...]
    late: frozenset[str] = frozenset()


def find_story(store: Store, given: str) -> str:
    """The id of the story that ``given`` means: its id, that of a story merged into it, or how its id begins.

    Raises:
        UsageError: when there is none, or more than one.
    """
    found = store.resolve_story(given)
    if found and store.load_stories([found]):
        return found
    if found:
        why = "what had put reports into it was taken back, or they were removed"
        raise UsageError(f"The story {found} holds no report any more: {why}.")
    near = store.match_stories(given, limit=20) if len(given) >= SHORTEST_ID else ()
    stories = sorted({one for each in near if (one := store.resolve_story(each))})
    if len(stories) == 1:
        return stories[0]
    if stories:
        raise UsageError(
            f"{given!r} is the beginning of several stories: {', '.join(stories[:10])}. Give more of the id."
        )
    raise UsageError(
        f"There is no story {given[:60]!r} in {store.where}.\n"
        "Give its id, or the beginning of it: `tellings stories` lists them."
    )


def list_stories(
    store: Store, *, order: StoryOrder = "newest", limit: int | None = 50, offset: int = 0
) -> tuple[StoriesRecord, tuple[StoryLine, ...]]:
    """The stories with their reports, and as lines of a list."""
    lines = store.list_stories(order, limit=limit, offset=offset)
    stories = {story.id: story for story in store.load_stories([line.id for line in lines])}
    records = []
    for line in lines:
        story = stories[line.id]
        members = sorted(store.list_reports(story=story.id), key=lambda report: report.id)
        records.append(
            StoryRecord(
                id=story.id,
                title=story.title,
                documents=tuple(MemberRecord(report.id, report.location) for report in members),
                first=story.first,
                last=story.last,
                absorbed=story.absorbed,
                outlets=line.outlets,
                opened_at=line.opened_at,
                changed_at=line.changed_at,
            )
        )
    return StoriesRecord(stories=tuple(records), skipped=()), lines


def show_story(store: Store, given: str, *, as_of: date | None = None) -> app.Briefed:
    """The brief of a story as it stands, with what people decided on it; with ``as_of`` from the reports of that day.

    Raises:
        InputError: when none of its reports was out by ``as_of``.
        UsageError: when there is no such story.
    """
    story, readings = _load(store, find_story(store, given))
    left: tuple[Skipped, ...] = ()
    if as_of is None:
        brief = _brief_now(store, story, readings)
    else:
        kept, left = flow.keep_until(readings, as_of)
        if not kept:
            raise InputError(f"No report of story {story.id} is known to have been out on {as_of}.")
        brief = flow.brief_story(_part_of(story, kept), kept)
        readings = kept
    return _as_briefed(apply_reviews(store, brief), readings, left)


def find_news(store: Store, given: str, *, reader: str, since: date | None = None) -> News:
    """What is new in a story for ``reader``, or since a day or time.

    Seen are the reports that ``reader`` was shown last; with ``since`` those that came out by then, and of those
    without a date the ones that were in the library by then. What a better reading finds in seen reports is ``reread``,
    no news. Nothing is marked as seen: that is ``mark_seen``.
    """
    story, readings = _load(store, find_story(store, given))
    brief = _brief_now(store, story, readings)
    if since is not None:
        documents = tuple(sorted(find_seen_since(store, brief, since)))
        moment: str | None = since.isoformat()
    else:
        seen = store.load_seen(reader, story.id)
        documents = seen.documents if seen else ()
        moment = seen.at.isoformat(timespec="seconds") if seen else None
    brief = flow.compare_briefs(_brief_then(store, story, readings, documents), brief, readings, since=moment)
    if brief.changes:
        # A report without a date is placed by when it came in: the library knows.
        changes = replace(brief.changes, undated=())
        brief = replace(brief, changes=changes if since is not None else _leave_out_told(store, changes, reader))
    late = find_late(store, brief, since) if since is not None else frozenset[str]()
    return News(_as_briefed(apply_reviews(store, brief), readings), story.id, story.documents, late)


def _leave_out_told(store: Store, changes: Changes, reader: str) -> Changes:
    """The changes without sentences that stand word for word in a report of another story that the reader has seen.

    Measured on a day of 331 reports in 12 batches (bench/replay.py): 16 of 765 statements were told twice without it.
    """
    seen: dict[str, frozenset[str]] = {}

    def is_told(news: Listed) -> bool:
        query = Query(phrases=(news.evidence[0].text,))
        for hit in store.search(query, kinds=("report",), limit=SAME):
            story = hit.report.story
            if story is None or story == news.story:
                continue
            if story not in seen:
                found = store.load_seen(reader, story)
                seen[story] = frozenset(found.documents if found else ())
            if hit.report.id in seen[story]:
                return True
        return False

    new = tuple(news for news in changes.new if not is_told(news))
    return replace(changes, new=new, repeated=changes.repeated + len(changes.new) - len(new))


def mark_seen(store: Store, news: News, *, reader: str, now: datetime) -> None:
    """Remembers that ``reader`` was shown the news."""
    store.mark_seen(reader, news.documents, now=now)


def check_draft(store: Store, draft: str | os.PathLike[str], given: str, **options: Any) -> Check:
    """Each sentence of the draft tested against the reports of a story; see ``app.check`` for the options.

    Raises:
        InputError: when the draft cannot be read or is not one text.
    """
    story, readings = _load(store, find_story(store, given))
    readings = resay(store, story.id, readings)
    written = app.read([os.fspath(draft)], **options)
    if len(written.readings) != 1:
        why = "; ".join(item.reason for item in written.skipped) or f"it holds {len(written.readings)} texts"
        raise InputError(f"The draft {os.fspath(draft)} cannot be checked: {why}.\nGive one file with one text.")
    (sentences,) = flow.check_against(written.readings, readings)
    return record_check(written.readings[0].document, sentences, name_reports(store, story.id, readings), ())


def name_reports(store: Store, story: str, readings: tuple[Reading, ...]) -> tuple[Document, ...]:
    """The reports with outlet and title as the story's brief found them, where nothing was given beside the text."""
    kept = load_kept(store, story)
    known = {doc.id: doc for doc in kept.documents} if kept else {}
    return tuple(
        replace(doc, outlet=doc.outlet or known[doc.id].outlet, title=doc.title or known[doc.id].title)
        if doc.id in known
        else doc
        for doc in _documents(readings)
    )


def _load(store: Store, story_id: str) -> tuple[Story, tuple[Reading, ...]]:
    (story,) = store.load_stories([story_id])
    return story, redate(store, story.id, store.load_readings(story.documents))


def _brief_now(store: Store, story: Story, readings: tuple[Reading, ...]) -> Brief:
    """The kept brief where it is of the reports the story has now, else a new one."""
    kept = load_kept(store, story.id)
    if kept and {doc.id for doc in kept.documents} == set(story.documents):
        return kept
    return flow.brief_story(story, readings)


def _brief_then(store: Store, story: Story, readings: tuple[Reading, ...], seen: tuple[str, ...]) -> Brief | None:
    """The brief of the seen reports: as it was kept then, so that a better reading is not taken for news."""
    here = set(seen) & set(story.documents)
    if not here:
        return None
    for day in reversed(store.list_briefs(story.id)):
        kept = load_kept(store, story.id, on=day)
        if kept and {doc.id for doc in kept.documents} == here:
            return kept
    return flow.brief_story(_part_of(story, [r for r in readings if r.document.id in here]), readings)


def _part_of(story: Story, readings: "tuple[Reading, ...] | list[Reading]") -> Story:
    return replace(story, documents=tuple(sorted(reading.document.id for reading in readings)))


def _as_briefed(brief: Brief, readings: tuple[Reading, ...], skipped: tuple[Skipped, ...] = ()) -> app.Briefed:
    models = tuple(sorted({reading.made_by.rpartition(", ")[2] for reading in readings}))
    return app.Briefed(Briefing(Generator(VERSION, models), (brief,), skipped), _documents(readings))


def _documents(readings: tuple[Reading, ...]) -> tuple[Document, ...]:
    return tuple(reading.document for reading in readings)
