"""Stories and briefs brought up to date with the reports that came in."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from tellings import flow
from tellings.model.daily import Progress, StoryChange
from tellings.model.library import LoggedMove
from tellings.model.story import Move, Story
from tellings.ports import Store

Clock = Callable[[], datetime]
Watch = Callable[[Progress], None]


def sort_in(store: Store, clock: Clock) -> tuple[LoggedMove, ...]:
    """The changes of the stories that the reports not yet in one bring about; one process does it at a time."""
    with store.alone("grouping", wait=600.0):
        fresh = frozenset(store.find_ungrouped())
        if not fresh:
            return ()
        docs = [fingerprint.doc for fingerprint in store.load_fingerprints()]
        clusters = flow.group_readings(store.load_readings(docs))
        known = store.find_stories(docs)
        found = [change for cluster in clusters if (change := _change(store, cluster, fresh, known))]
        return store.apply_moves([move for move, _ in found], [story for _, story in found], now=clock())


def _change(store: Store, cluster: Story, fresh: frozenset[str], known: Mapping[str, str]) -> tuple[Move, Story] | None:
    new = tuple(doc for doc in cluster.documents if doc in fresh)
    if not new:
        return None
    old = Counter(known[doc] for doc in cluster.documents if doc in known)
    if not old:
        return Move("new", cluster.id, new, "no story is near it"), cluster
    (story,) = store.load_stories([max(old, key=lambda one: (old[one], one))])
    days = [day for day in (story.first, story.last, cluster.first, cluster.last) if day]
    grown = replace(
        story,
        documents=tuple(sorted({*story.documents, *new})),
        first=min(days, default=None),
        last=max(days, default=None),
    )
    return Move("join", story.id, new, "it is near the other reports of the story"), grown


def make_briefs(
    store: Store,
    stories: Iterable[str],
    clock: Clock,
    *,
    watch: Watch | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """How many briefs were made: of these stories, as they stand now; ``stop`` is asked between two."""
    waiting = sorted(set(stories))
    made = 0
    for story_id in waiting:
        if stop and stop():
            break
        for story in store.load_stories([story_id]):
            readings = store.load_readings(story.documents)
            if readings:
                store.keep_brief(flow.brief_story(story, readings), made_by=readings[-1].made_by, now=clock())
                made += 1
        if watch:
            watch(Progress("briefs", made, len(waiting)))
    return made


def tell_changes(store: Store, moves: Iterable[LoggedMove]) -> tuple[StoryChange, ...]:
    """The moves with the titles of the stories they concern."""
    logged = list(moves)
    titles = {story.id: story.title for story in store.load_stories({one.move.story for one in logged})}
    return tuple(
        StoryChange(
            at=one.at,
            kind=one.move.kind,
            story=one.move.story,
            title=titles.get(store.resolve_story(one.move.story) or one.move.story, ""),
            documents=one.move.documents,
            why=one.move.why,
            other=one.move.other,
        )
        for one in logged
    )
