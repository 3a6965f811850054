"""Who is listed by name in formats of other programs: each person once, and peoples as groups."""

from collections.abc import Iterable

from tellings.exports.characters import show_line
from tellings.model.brief import Actor, Brief
from tellings.model.reading import EntityKind

# How English makes a people of a place: Velmark, Velmarkers; Orlan, Orlanians.
_PEOPLE = frozenset("s er ers n ns an ans ian ians ese ish i is ite ites".split())
_TITLES = frozenset("mr mrs ms miss mx dr prof sir dame lord lady".split())


def listed_actors(brief: Brief) -> tuple[Actor, ...]:
    """The actors of the brief but for a lone name of a person that is a part of another person's full name.

    Whoever "Vesk" is beside Ilse Vesk is not said by the reports: it is no person of its own, and nobody else.
    """
    people = [actor for actor in brief.entities if actor.kind == "person"]
    parts = {part for actor in people for name in _names(actor) if len(name) > 1 for part in name}
    return tuple(actor for actor in brief.entities if actor.kind != "person" or not _is_lone(actor, parts))


def kinds_of(brief: Brief) -> dict[str, EntityKind]:
    """The kind of each actor by its id; a body whose name is made of that of a place or people here is a group."""
    homes = {show_line(a.name).casefold() for a in brief.entities if a.kind in ("place", "group")}
    return {
        actor.id: "group" if actor.kind == "organisation" and _is_people(actor, homes) else actor.kind
        for actor in brief.entities
    }


def _is_people(actor: Actor, homes: Iterable[str]) -> bool:
    name = show_line(actor.name).casefold()
    return any(name.startswith(home) and name[len(home) :] in _PEOPLE for home in homes if home)


def _is_lone(actor: Actor, parts: set[str]) -> bool:
    names = _names(actor)
    return all(len(name) == 1 and name[0] in parts for name in names) and bool(names)


def _names(actor: Actor) -> list[list[str]]:
    """Each name of a person in parts, without titles, roles and the words before them."""
    roles = {word.casefold() for role in actor.roles for word in show_line(role.text).split()}
    split = [show_line(name).split() for name in (actor.name, *actor.aliases)]
    kept = [
        [
            part.casefold()
            for part in name
            if part[:1].isupper() and part.casefold().rstrip(".") not in _TITLES and part.casefold() not in roles
        ]
        for name in split
    ]
    return [name for name in kept if name]
