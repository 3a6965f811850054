"""People, organisations, places merged across reports."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tellings.model.reading import Entity, EntityKind, Reading
from tellings.model.story import MergedActor
from tellings.text.name_forms import (
    countries,
    initials,
    person_words,
    same_person,
    short_of_body,
    short_of_person,
    spelt,
)
from tellings.text.name_words import GIVEN, KNOWN, flags_of
from tellings.text.names import fold, hash_id

_BUCKET = 80
"""Names that share a word are compared pair by pair up to so many."""
# A last name alone means the one of several that so many times more reports name: among 331 reports of one event the
# same last name is also carried by relatives, places and slips, in a report or two each.
FAR_BETTER_KNOWN = 5
# A fuller name with a smaller share of the mentions of the commonest full one does not name the actor.
RARE_NAME = 0.05


@dataclass(slots=True)
class _Group:
    """Entities of several reports that are one actor."""

    kind: EntityKind
    members: list[tuple[str, Entity]] = field(default_factory=list)

    def documents(self) -> set[str]:
        return {doc for doc, _ in self.members}

    def names(self) -> list[str]:
        """The folded names of the members, sorted."""
        return sorted({_key(self.kind, e.name) for _, e in self.members})


def merge_actors(readings: Sequence[Reading]) -> tuple[MergedActor, ...]:
    """Every entity of every report in exactly one actor, the most reported first.

    Two entities of one report are never made one person. The name is the fullest, the aliases are all forms as
    printed, the most frequent first. Ids come from kind and name, so that the same actor has the same id in any
    order of the reports.
    """
    groups = _by_name(readings)
    _call_people(groups)
    groups = _merge_bodies([g for g in groups if g.kind != "person"]) + _merge_people(
        [g for g in groups if g.kind == "person"]
    )
    actors = [_actor(group) for group in groups]
    actors.sort(key=lambda a: (-len({d for d, _ in a.members}), -len(a.members), fold(a.name), a.kind, a.members))
    return _with_own_ids(actors)


def _key(kind: EntityKind, name: str) -> str:
    folded = fold(name)
    if kind == "place":
        return countries().get(folded, folded)
    return spelt(folded)


def _by_name(readings: Sequence[Reading]) -> list[_Group]:
    """Entities under one name; kinds of one name agree with most of its mentions."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for reading in readings:
        for entity in reading.entities:
            votes[fold(entity.name)][entity.kind] += len(entity.mentions) if entity.kind != "other" else 0
    groups: dict[tuple[EntityKind, str], _Group] = {}
    for reading in sorted(readings, key=lambda r: r.document.id):
        for entity in reading.entities:
            kinds = votes[fold(entity.name)]
            kind = max(sorted(kinds), key=lambda k: kinds[k])
            key = (kind, _key(kind, entity.name))
            groups.setdefault(key, _Group(kind)).members.append((reading.document.id, entity))
    return [groups[key] for key in sorted(groups)]


def _call_people(groups: list[_Group]) -> None:
    """A single word of no known kind is a person where it is the last name one person is called by in a report."""
    called: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        names = {person_words(name)[-1] for name in group.names() if len(person_words(name)) > 1}
        if group.kind == "person":
            for alias in {fold(alias) for _, entity in group.members for alias in entity.aliases} & names:
                called[alias].add(id(group))
    for group in groups:
        word = fold(group.members[0][1].name)
        if group.kind in ("other", "place") and len(called.get(word, ())) == 1:
            lone = group.kind == "other" or len(group.documents()) == 1
            if lone and not flags_of(group.members[0][1].name) & KNOWN:
                group.kind = "person"


def _merge_people(groups: list[_Group]) -> list[_Group]:
    words = {id(g): person_words(fold(g.members[0][1].name)) for g in groups}
    full = [g for g in groups if len(words[id(g)]) > 1]
    short = [g for g in groups if len(words[id(g)]) <= 1]
    buckets: dict[str, list[_Group]] = defaultdict(list)
    for group in full:
        name = words[id(group)]
        for mark in sorted({name[0], name[-1], name[-1][:3], "".join(name)}):
            buckets[mark].append(group)
    union = _Union(full, apart=_stand_apart)
    for mark in sorted(buckets):
        union.join_within(buckets[mark], lambda a, b: same_person(words[id(a)], words[id(b)]))
    merged = union.groups()
    return _attach_short(merged, short)


def _attach_short(full: list[_Group], short: list[_Group]) -> list[_Group]:
    """Last names alone go to the one full name of the story they fit, report by report.

    One report that tells the two apart says nothing of the others: only its own mention stands by itself.
    """
    rest = []
    names = {id(g): {person_words(n) for n in g.names()} for g in full}
    called = {id(g): {fold(alias) for _, e in g.members for alias in e.aliases} for g in full}
    documents = {id(g): g.documents() for g in full}
    for group in short:
        words = person_words(_key("person", group.members[0][1].name))
        fits = [g for g in full if any(short_of_person(words, name) for name in names[id(g)])]
        last = {id(g) for g in fits if any(name[-1:] == words[-1:] for name in names[id(g)])}
        known = {id(g) for g in fits if " ".join(words) in called[id(g)]}
        alone = _Group(group.kind)
        for doc, entity in group.members:
            open_to = fits
            if words and not last and flags_of(words[-1]) & GIVEN:
                # A given name alone means somebody only where another report calls them so, and nothing else is told.
                open_to = [] if entity.roles else [g for g in fits if id(g) in known]
            free = [g for g in open_to if doc not in documents[id(g)]]
            homes = (
                _best_known([g for g in among if id(g) in some], documents)
                for some in (known, last, {id(g) for g in fits})
                for among in (open_to, free)
            )
            home = next((one for one in homes if one), None)
            home = None if home and doc in documents[id(home)] else home
            if home:
                documents[id(home)].add(doc)
            (home or alone).members.append((doc, entity))
        if alone.members:
            rest.append(alone)
    return full + rest


def _best_known(choice: Sequence[_Group], documents: dict[int, set[str]]) -> _Group | None:
    """The only one, or the one that far more reports name than any other."""
    ordered = sorted(choice, key=lambda g: -len(documents[id(g)]))
    if not ordered:
        return None
    second = len(documents[id(ordered[1])]) if len(ordered) > 1 else 0
    return ordered[0] if len(documents[id(ordered[0])]) >= FAR_BETTER_KNOWN * second else None


def _stand_apart(one: _Group, other: _Group) -> bool:
    """Whether a report tells the two apart."""
    return bool(one.documents() & other.documents())


def _merge_bodies(groups: list[_Group]) -> list[_Group]:
    by_kind: dict[EntityKind, list[_Group]] = defaultdict(list)
    for group in groups:
        by_kind[group.kind].append(group)
    merged: list[_Group] = []
    for kind in sorted(by_kind):
        merged.extend(_merge_kind(by_kind[kind]) if kind in ("organisation", "event", "work") else by_kind[kind])
    return merged


def _merge_kind(groups: list[_Group]) -> list[_Group]:
    forms = {id(g): _forms(g) for g in groups}
    union = _Union(groups, apart=lambda a, b: False)
    by_form: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for form in sorted(forms[id(group)]):
            by_form[form].append(group)
    for form in sorted(by_form):
        if len(form) > 1:
            union.join_within(by_form[form], lambda a, b: True)
    long_forms: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for form in sorted(forms[id(group)]):
            for acronym in sorted(initials(form)):
                long_forms[acronym].append(group)
    for group in groups:
        for form in sorted(forms[id(group)]):
            if len({id(union.root(g)) for g in long_forms.get(form, [])}) == 1:
                union.join(long_forms[form][0], group)
    _join_shortened(groups, forms, union)
    return union.groups()


def _join_shortened(groups: list[_Group], forms: dict[int, set[str]], union: "_Union") -> None:
    buckets: dict[str, list[tuple[str, _Group]]] = defaultdict(list)
    for group in groups:
        for form in sorted(forms[id(group)]):
            for word in sorted({form.split()[0], form.split()[-1]}):
                buckets[word].append((form, group))
    for group in groups:
        for form in sorted(forms[id(group)]):
            near = [p for word in sorted({form.split()[0], form.split()[-1]}) for p in buckets[word][:_BUCKET]]
            fulls = {id(union.root(g)): g for other, g in near if short_of_body(form, other)}
            if len(fulls) == 1:
                union.join(next(iter(fulls.values())), group)


def _forms(group: _Group) -> set[str]:
    forms = {spelt(fold(a)) for _, e in group.members for a in (e.name, *e.aliases)} - {""}
    # "BFM-TV" and "BFMTV"
    return forms | {form.replace(" ", "") for form in forms if form.count(" ") == 1 and len(form) < 12}


class _Union:
    """Groups that are joined; those that stand apart are not."""

    def __init__(self, groups: Sequence[_Group], *, apart: Callable[[_Group, _Group], bool]) -> None:
        self._groups = list(groups)
        self._parent: dict[int, _Group] = {id(g): g for g in groups}
        self._apart = apart

    def root(self, group: _Group) -> _Group:
        while self._parent[id(group)] is not group:
            group = self._parent[id(group)]
        return group

    def join(self, one: _Group, other: _Group) -> None:
        one, other = self.root(one), self.root(other)
        if one is other or self._apart(one, other):
            return
        one.members.extend(other.members)
        self._parent[id(other)] = one

    def join_within(self, bucket: Sequence[_Group], same: Callable[[_Group, _Group], bool]) -> None:
        for i, one in enumerate(bucket[:_BUCKET]):
            for other in bucket[i + 1 : _BUCKET]:
                if self.root(one) is not self.root(other) and same(one, other):
                    self.join(one, other)

    def groups(self) -> list[_Group]:
        return [g for g in self._groups if self._parent[id(g)] is g]


def _actor(group: _Group) -> MergedActor:
    names: Counter[str] = Counter()
    aliases: Counter[str] = Counter()
    for _, entity in group.members:
        names[entity.name] += len(entity.mentions)
        for rank, alias in enumerate(entity.aliases):
            aliases[alias] += max(1, len(entity.aliases) - rank)
    name = _best_name(group.kind, names)
    ordered = sorted(aliases, key=lambda a: (-aliases[a], a))
    return MergedActor(
        id=hash_id("a", group.kind, fold(name)),
        name=name,
        kind=group.kind,
        aliases=tuple(ordered),
        members=tuple(sorted((doc, entity.id) for doc, entity in group.members)),
    )


def _best_name(kind: EntityKind, names: Counter[str]) -> str:
    """The fullest name; of names as full the commonest. Middle initials count for nothing."""

    def fullness(name: str) -> int:
        return len([w for w in name.split() if len(w.rstrip(".")) > 1])

    # What one report among many calls somebody more fully may be a slip ("Ilse Marek Jr." of the son, a glued line).
    most = max((names[n] for n in names if fullness(n) > 1), default=0)
    if kind == "person" and most:
        names = Counter({n: c for n, c in names.items() if c >= RARE_NAME * most})
    fullest = max(map(fullness, names))
    wanted = (
        [n for n in names if fullness(n) == fullest] if kind in ("person", "organisation", "place") else list(names)
    )
    return sorted(wanted, key=lambda n: (-names[n], -len(n), n))[0]


def _with_own_ids(actors: Sequence[MergedActor]) -> tuple[MergedActor, ...]:
    """Actors of one kind and name that stand apart in a report keep apart in their ids."""
    seen: Counter[str] = Counter()
    found = []
    for actor in actors:
        seen[actor.id] += 1
        if seen[actor.id] > 1:
            number = f"{actor.id}\x1f{seen[actor.id]}"
            actor = MergedActor(
                hash_id("a", number),
                actor.name,
                actor.kind,
                actor.aliases,
                actor.members,
            )
        found.append(actor)
    return tuple(found)
