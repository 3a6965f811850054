"""Stories put together and taken apart by people: moves of the library, held against the grouping, taken back alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tellings import flow
from tellings.daily.decisions import clean
from tellings.daily.judgements import GROUPED, find_moment, keep_judgements, key_of, load_kept, read_judgement
from tellings.daily.stories import find_story
from tellings.daily.upkeep import make_briefs
from tellings.errors import UsageError
from tellings.model.library import LoggedMove
from tellings.model.review import Judgement
from tellings.model.story import Move, Story
from tellings.ports import Store
from tellings.text.names import hash_id

WAIT = 20.0
"""Seconds to wait while reports are being sorted in: as long as somebody looks at a page that loads."""

LONGEST_NAME = 200
"""Characters of the name of a reviewer."""


def merge_stories(store: Store, given: str, other: str, *, by: str, now: datetime, note: str = "") -> Judgement:
    """Two stories are one from now on, the first; grouping does not tear them apart again.

    Raises:
        UsageError: when there is no such story, or they are one already.
    """
    with store.alone("grouping", wait=WAIT):
        one, two = (_load(store, find_story(store, each)) for each in (given, other))
        if one.id == two.id:
            raise UsageError(f"{given} and {other} are one story already: {one.id}.")
        now = find_moment(store, GROUPED, now)
        made = Judgement(
            id=_name(by, now, "merge", one.id, two.id),
            story=one.id,
            layer="story",
            verb="merge",
            by=clean(by, "name of the reviewer", LONGEST_NAME),
            at=now,
            text=one.title,
            item=one.id,
            was=" ".join(one.documents),
            now=two.id,
            note=clean(note, "note"),
            names=(one.id, two.id, two.title),
            documents=tuple(sorted({*one.documents, *two.documents})),
        )
        _merge(store, one.id, two.id, two.documents, made)
        keep_judgements(store, [(made, GROUPED)])
    make_briefs(store, [one.id], lambda: now)
    return made


def split_story(
    store: Store, given: str, documents: Iterable[str], *, by: str, now: datetime, note: str = "", title: str = ""
) -> Judgement:
    """These reports are a story of their own from now on (``now``); grouping does not draw the two together again.

    Raises:
        UsageError: when they are not in the story, or are all of it.
    """
    with store.alone("grouping", wait=WAIT):
        story = _load(store, find_story(store, given))
        gone = _pick(story, documents)
        left = tuple(doc for doc in story.documents if doc not in gone)
        if not gone or not left:
            raise UsageError("Give the reports that tell another story: at least one, and not all of them.")
        now = find_moment(store, GROUPED, now)
        new, own = _find_id(store, gone), _title_of(store, story.id, gone)
        title = " ".join(clean(title, "title", LONGEST_NAME).split())
        made = Judgement(
            id=_name(by, now, "split", story.id, new),
            story=story.id,
            layer="story",
            verb="split",
            by=clean(by, "name of the reviewer", LONGEST_NAME),
            at=now,
            text=story.title,
            item=story.id,
            was=" ".join(left),
            now=new,
            note=clean(note, "note"),
            names=(story.id, new, title or own),
            documents=gone,
        )
        _split(store, story.id, new, gone, own, made)
        keep_judgements(store, [(made, GROUPED)])
        if title:
            keep_judgements(store, [_name_it(made, new, own, title)])
    make_briefs(store, [story.id, new], lambda: now)
    return made


def regroup(store: Store, root: Judgement, keep: Callable[[], Judgement], *, now: datetime) -> Judgement:
    """What ``keep`` keeps: a merge or split of stories taken back, or done again; the stories are moved accordingly."""
    story, other, title = root.names
    with store.alone("grouping", wait=WAIT):
        made = keep()
        said = flow.leave_out_undone(map(read_judgement, store.list_reviews(statement=GROUPED)))
        one = (root.verb == "merge") == any(each.id == root.id for each in said)
        home, away = store.resolve_story(story) or story, store.resolve_story(other) or other
        if one and home != away:
            _merge(store, home, away, _load(store, away).documents, made)
        elif not one and home == away:
            kept = _load(store, home).documents
            moving = tuple(doc for doc in kept if doc in root.documents and doc not in root.was.split())
            if moving and len(moving) < len(kept):
                _split(store, home, other, moving, title, made)
    touched = {found for each in (story, other) if (found := store.resolve_story(each))}
    make_briefs(store, touched, lambda: now)
    return made


def undo_last_move(store: Store, *, by: str, now: datetime) -> LoggedMove | None:
    """The last change of the stories, taken back; where a person had decided it, the decision too."""
    done = store.undo_move(now=now)
    if done is None:
        return None
    said = flow.leave_out_undone(map(read_judgement, store.list_reviews(statement=GROUPED)))
    for one in said:
        if one.verb == done.move.kind and one.at == done.at:
            at = find_moment(store, GROUPED, now)
            made = Judgement(
                id=_name(by, at, "undo", one.id),
                story=one.story,
                layer="story",
                verb="undo",
                by=by,
                at=at,
                text=one.text,
                item=one.item,
                undoes=one.id,
            )
            keep_judgements(store, [(made, GROUPED)])
    return done


def _merge(store: Store, story: str, other: str, documents: Sequence[str], made: Judgement) -> None:
    move = Move("merge", story, tuple(documents), _say(made, "are one story"), other)
    store.apply_moves([move], now=made.at)


def _split(store: Store, story: str, new: str, documents: tuple[str, ...], title: str, made: Judgement) -> None:
    move = Move("split", story, documents, _say(made, "are two stories"), new)
    store.apply_moves([move], now=made.at)
    # The days are taken from the reports; the title is known here alone.
    (kept,) = store.load_stories([new])
    store.apply_moves([], [replace(kept, title=title)], now=made.at)


def _say(made: Judgement, what: str) -> str:
    said = "took that back" if made.verb == "undo" else f"says that these {what}"
    return f"{made.by} {said}{f': {made.note}' if made.note else ''}"


def _load(store: Store, story: str) -> Story:
    (kept,) = store.load_stories([story])
    return kept


def _pick(story: Story, documents: Iterable[str]) -> tuple[str, ...]:
    picked = set()
    for each in documents:
        found = [doc for doc in story.documents if doc == each or (len(each) > 3 and doc.startswith(each))]
        if len(found) != 1:
            some = ", ".join(story.documents[:20])
            raise UsageError(f"There is no report {each[:60]!r} in the story {story.id}. Choose of: {some}.")
        picked.add(found[0])
    return tuple(sorted(picked))


def _name_it(made: Judgement, story: str, was: str, title: str) -> tuple[Judgement, str]:
    """The title that the person gave the new story, which it keeps."""
    named = replace(
        made,
        id=_name(made.by, made.at, "rename", story),
        story=story,
        verb="rename",
        field="name",
        text=was,
        item=story,
        was=was,
        now=title,
        names=(),
        documents=(),
    )
    return named, key_of(named)


def _find_id(store: Store, documents: Sequence[str]) -> str:
    """An id made of a report, as grouping makes it, that no story has or had."""
    names = ["s" + doc[1:] for doc in documents]
    free = next((name for name in names if store.resolve_story(name) is None), None)
    counter = 2
    while free is None:
        free = f"{names[0]}-{counter}" if store.resolve_story(f"{names[0]}-{counter}") is None else None
        counter += 1
    return free


def _title_of(store: Store, story: str, documents: Sequence[str]) -> str:
    """The title of the first of the reports that has one, as the brief of their story has it."""
    brief = load_kept(store, story)
    listed = brief.documents if brief else store.load_documents(documents)
    return next((doc.title for doc in listed if doc.title and doc.id in documents), "Untitled story")


def _name(by: str, now: datetime, *parts: str) -> str:
    return hash_id("r", by, now.isoformat(), *parts)
