"""Somebody or something across the library: what they are called, what they said and what they did, story by story."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from tellings.daily.judgements import apply_reviews, load_kept
from tellings.exports.outline import Source, number_sources
from tellings.exports.pictures.speaking import Speaking, find_speaking_of
from tellings.model.brief import Actor, Brief, TimelineEntry, Utterance
from tellings.model.reading import EntityKind
from tellings.model.span import Evidence
from tellings.model.story import Story
from tellings.ports import Store
from tellings.text.names import fold

STORIES = 12
"""Stories that are looked into at once, the newest first: each costs a brief to load."""

LONGEST_NAME = 150
"""Characters of a name that has a page; what is longer is a sentence taken for one."""

_ARTICLE = re.compile(r"^(the|an?) ")


Load = Callable[[Sequence[Story]], Iterable[Brief | None]]
"""Loads the briefs of stories, one after the other; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """What they are called, in how many stories, on which days, with the places it stands at, the newest first."""

    text: str
    first: date | None
    last: date | None
    stories: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One of their quotations, the day of the first report that has it, and its story."""

    day: date | None
    story: str
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Did:
    """An entry of a timeline that they take part in, or that happens there."""

    story: str
    entry: TimelineEntry


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Who speaks of them in a story."""

    story: str
    speaking: Speaking


@dataclass(frozen=True, slots=True)
class InStory:
    """A story they are in: ``reports`` of it name them by their full name, ``actors`` are who they are there.

    ``actors`` is empty where the story's brief does not know them; then the story alone can be shown.
    """

    story: str
    title: str
    first: date | None
    last: date | None
    reports: int
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Across:
    """Everything of one name. Names are compared, not people: two people of one name stand here together.

    ``stories`` are those looked into, ``total`` all that name them; ``also`` counts the stories in which something of
    another kind has this name. ``sources`` has the reports that are cited, by id.
    """

    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[RoleSeen, ...]
    said: tuple[Said, ...]
    did: tuple[Did, ...]
    spoken_of: tuple[SpokenOf, ...]
    stories: tuple[InStory, ...]
    total: int
    also: tuple[tuple[EntityKind, int], ...]
    sources: dict[str, Source]


def slug_of(name: str) -> str:
    """The name as it stands in an address: "ilse-marek"; "" for a name without letters, and for a sentence."""
    return "-".join(fold(name).split()) if len(name) <= LONGEST_NAME else ""


def find_across(
    store: Store,
    name: str,
    kinds: Sequence[EntityKind],
    *,
    load: Load | None = None,
    limit: int = STORIES,
    offset: int = 0,
) -> Across | None:
    """What the library has of everybody (or everything) of this name and of one of these kinds.

    Looks into ``limit`` stories, the newest first, from the ``offset``-th on. ``None`` when no report of a story has
    such a name; what it has of other kinds is then found by asking for these.
    """
    named = store.find_named(name)
    counts = {story: sum(n for kind, n in by.items() if kind in kinds) for story, by in named.items()}
    ids = [story for story, n in counts.items() if n]
    if not ids:
        return None
    stories = {story.id: story for story in store.load_stories(ids[offset : offset + limit])}
    gathered = _Gathered(" ".join(name.split()), tuple(kinds))
    wanted = [stories[one] for one in ids[offset : offset + limit] if one in stories]
    briefs = load(wanted) if load else (load_story(store, story.id) for story in wanted)
    for story, brief in zip(wanted, briefs, strict=True):
        actors = gathered.take(brief) if brief else ()
        title = brief.title if brief else story.title
        gathered.stories.append(InStory(story.id, title, story.first, story.last, counts[story.id], actors))
    return gathered.sum_up(len(ids), tuple((k, n) for k, n in count_kinds(named) if k not in kinds))


def count_kinds(named: Mapping[str, Mapping[str, int]]) -> tuple[tuple[EntityKind, int], ...]:
    """In how many stories a name is of which kind of entity; ``named`` as ``Store.find_named`` has it."""
    counts = {kind: sum(kind in by for by in named.values()) for kind in get_args(EntityKind)}
    return tuple((kind, number) for kind, number in counts.items() if number)


def load_story(store: Store, story: str) -> Brief | None:
    """The brief that was made last, with what people decided on it; none is made."""
    brief = load_kept(store, story)
    return apply_reviews(store, brief) if brief else None


def leave_what_counts(brief: Brief) -> Brief:
    """The brief without what ``find_across`` does not look at, which is most of it."""
    return replace(brief, summary=(), findings=(), times=(), milestones=(), changes=None, reviews=())


class _Gathered:
    """What was found so far."""

    def __init__(self, name: str, kinds: tuple[EntityKind, ...]) -> None:
        self._asked, self._folded, self._kinds = name, fold(name), kinds
        self._names: dict[str, int] = {}
        self._found: dict[EntityKind, int] = {}
        self._roles: dict[str, list[tuple[str, str, date | None, Evidence]]] = {}
        self._said: list[Said] = []
        self._did: list[Did] = []
        self._spoken_of: list[SpokenOf] = []
        self._sources: dict[str, Source] = {}
        self.stories: list[InStory] = []

    def take(self, brief: Brief) -> tuple[Actor, ...]:
        """Who of the story they are; what the brief has of them is gathered."""
        actors = tuple(actor for actor in brief.entities if actor.kind in self._kinds and self._is(actor))
        if not actors:
            return ()
        ids = {actor.id for actor in actors}
        self._sources |= {source.document.id: source for source in number_sources(brief.documents, {})}
        for actor in actors:
            self._found[actor.kind] = self._found.get(actor.kind, 0) + 1
            for name in (actor.name, *actor.aliases):
                self._names[name] = self._names.get(name, 0) + actor.mentions
            for role in actor.roles:
                seen = self._roles.setdefault(_ARTICLE.sub("", fold(role.text)), [])
                seen += [(role.text, brief.id, self._day(place), place) for place in role.evidence]
        self._said += [Said(self._first_day(u), brief.id, u) for u in brief.quotations if u.speaker in ids]
        self._did += [Did(brief.id, e) for e in brief.timeline if e.place in ids or ids & set(e.participants)]
        # Who speaks of whom takes longer than all the rest: only where somebody may speak of them.
        forms = [form for actor in actors for form in (actor.name, *actor.aliases)]
        if any(form in u.text for u in brief.quotations for form in forms):
            self._spoken_of += [SpokenOf(brief.id, pair) for pair in find_speaking_of(brief, ids)]
        return actors

    def sum_up(self, total: int, also: tuple[tuple[EntityKind, int], ...]) -> Across:
        """All of it in order."""
        matching = [name for name in self._names if fold(name) == self._folded]
        name = max(matching, key=lambda n: (self._names[n], n), default=self._asked)
        kind = max(self._found, key=lambda k: (self._found[k], k), default=self._kinds[0])
        roles = [_sum_role(seen) for seen in self._roles.values()]
        return Across(
            name=name,
            kind=kind,
            aliases=tuple(sorted({n for n in self._names if n != name}, key=lambda n: (-self._names[n], n))),
            roles=tuple(sorted(roles, key=lambda r: (-(r.last or date.min).toordinal(), -len(r.evidence), r.text))),
            said=tuple(sorted(self._said, key=lambda s: (-(s.day or date.min).toordinal(), s.story, s.utterance.id))),
            did=tuple(sorted(self._did, key=lambda d: (-(d.entry.start or date.min).toordinal(), d.story, d.entry.id))),
            spoken_of=tuple(self._spoken_of),
            stories=tuple(self.stories),
            total=total,
            also=also,
            sources=self._sources,
        )

    def _is(self, actor: Actor) -> bool:
        return any(fold(name) == self._folded for name in (actor.name, *actor.aliases))

    def _day(self, place: Evidence) -> date | None:
        source = self._sources.get(place.doc)
        return source.document.published.earliest if source else None

    def _first_day(self, utterance: Utterance) -> date | None:
        return min((day for place in utterance.evidence if (day := self._day(place))), default=None)


def _sum_role(seen: list[tuple[str, str, date | None, Evidence]]) -> RoleSeen:
    texts = [text for text, *_ in seen]
    days = [day for _, _, day, _ in seen if day]
    newest = sorted(seen, key=lambda s: (-(s[2] or date.min).toordinal(), s[3]))
    return RoleSeen(
        text=max(dict.fromkeys(texts), key=texts.count),
        first=min(days, default=None),
        last=max(days, default=None),
        stories=len({story for _, story, _, _ in seen}),
        evidence=tuple(place for *_, place in newest),
    )
