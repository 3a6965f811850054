"""What people decided on who is who, carried into a brief: two actors are one, or one name of an actor is another's."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tellings.model.brief import Actor, ActorRole, Brief, Utterance
from tellings.model.review import Judgement
from tellings.story.callings import order_roles
from tellings.text.names import fold, hash_id

Change = Callable[[str, frozenset[str], str], str]
"""An actor's id, the reports and the words of a line in, the id the line should have out."""


def find_actor(brief: Brief, name: str, documents: Iterable[str] = ()) -> Actor | None:
    """The actor of that name, else one that is also called so; of several the one in most of these reports."""
    wanted, docs = fold(name), set(documents)
    named = [a for a in brief.entities if fold(a.name) == wanted]
    called = named or [a for a in brief.entities if wanted in map(fold, a.aliases)]
    return max(called, key=lambda a: (len(docs & set(a.documents)), a.mentions, a.id), default=None)


def unite_actors(brief: Brief, judgement: Judgement) -> Brief | None:
    """The brief with the two named actors as one, the first of the names; ``None`` where one is not in it."""
    one, other = (find_actor(brief, name, judgement.documents) for name in judgement.names)
    if one is None or other is None:
        return None
    if one.id == other.id:
        return brief
    aliases = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    roles: dict[str, list[ActorRole]] = {}
    for role in (*one.roles, *other.roles):
        roles.setdefault(role.text, []).append(role)
    merged = replace(
        one,
        aliases=tuple(aliases),
        roles=order_roles(
            ActorRole(text, tuple(dict.fromkeys(e for role in same for e in role.evidence)))
            for text, same in roles.items()
        ),
        documents=tuple(sorted({*one.documents, *other.documents})),
        mentions=one.mentions + other.mentions,
        wikidata=one.wikidata or other.wikidata,
    )
    entities = tuple(merged if a.id == one.id else a for a in brief.entities if a.id != other.id)
    return _carry(replace(brief, entities=entities), lambda id_, docs, words: one.id if id_ == other.id else id_)


def part_actors(brief: Brief, judgement: Judgement) -> Brief | None:
    """The brief in which the second name is another actor's than the first one; ``None`` where the first is not there.

    With ``documents`` that holds of these reports alone. What a line says under that name goes with it; where the brief
    does not show under which name an actor is meant, nothing is changed.
    """
    name, alias = judgement.names
    one = find_actor(brief, name, judgement.documents)
    if one is None:
        return None
    reports = set(judgement.documents) or set(one.documents)
    if fold(alias) not in map(fold, (one.name, *one.aliases)) or not reports & set(one.documents):
        return brief
    called = f" {fold(alias)} "
    own = [f" {name} " for each in one.aliases if (name := fold(each)) != fold(alias)]
    longer = sorted((name for name in own if called in name), key=len, reverse=True)
    gone = frozenset(reports & set(one.documents))
    new = hash_id("a", one.id, fold(alias), *sorted(judgement.documents))

    def is_meant(docs: frozenset[str], words: str) -> bool:
        told = f" {fold(words)} "
        bare = told
        for name in longer:
            # "Marek" is not what "Ilse Marek" is called by.
            bare = bare.replace(name, " ")
        # In the reports named, "he" is the other one too; elsewhere only who goes by the name.
        unnamed = bool(judgement.documents) and not any(name in told for name in own)
        return docs <= gone and (called in bare or unnamed)

    def change(id_: str, docs: frozenset[str], words: str) -> str:
        return new if id_ == one.id and is_meant(docs, words) else id_

    changed = _carry(brief, change)
    roles, parted_roles = [], []
    for role in one.roles:
        going = tuple(e for e in role.evidence if judgement.documents and e.doc in gone)
        staying = tuple(e for e in role.evidence if e not in going)
        parted_roles += [ActorRole(role.text, going)] if going else []
        roles += [ActorRole(role.text, staying)] if staying else []
    everywhere = not judgement.documents
    left = replace(
        one,
        aliases=tuple(a for a in one.aliases if not everywhere or fold(a) != fold(alias)),
        roles=tuple(roles),
        documents=one.documents if everywhere else tuple(d for d in one.documents if d not in gone) or one.documents,
    )
    # How often each is named is not told apart in a brief: once a report at least.
    parted = Actor(new, alias, one.kind, (alias,), tuple(parted_roles), tuple(sorted(gone)), len(gone))
    entities = [left if a.id == one.id else a for a in changed.entities]
    return replace(changed, entities=(*entities, parted))


def _carry(brief: Brief, change: Change) -> Brief:
    """The brief with the ids of actors changed wherever they stand; a changed speaker has the name of the actor."""
    names = {a.id: a.name for a in brief.entities}

    def speaker(said: Utterance) -> Utterance:
        if said.speaker is None:
            return said
        words = said.as_printed or said.speaker_name or ""
        now = change(said.speaker, frozenset(e.doc for e in said.evidence), words)
        name = names.get(now, said.as_printed or said.speaker_name)
        return said if now == said.speaker else replace(said, speaker=now, speaker_name=name)

    timeline = []
    for entry in brief.timeline:
        docs, words = frozenset(e.doc for e in entry.evidence), " ".join(e.text for e in entry.evidence)
        participants = tuple(dict.fromkeys(change(each, docs, words) for each in entry.participants))
        place = change(entry.place, docs, words) if entry.place else None
        timeline.append(replace(entry, participants=participants, place=place))
    relations = []
    for relation in brief.relations:
        docs, words = frozenset(e.doc for e in relation.evidence), " ".join(e.text for e in relation.evidence)
        ends = [change(end, docs, words) for end in (relation.source, relation.target)]
        if ends[0] != ends[1]:
            relations.append(replace(relation, source=ends[0], target=ends[1]))
    return replace(
        brief,
        quotations=tuple(map(speaker, brief.quotations)),
        timeline=tuple(timeline),
        relations=tuple(relations),
    )
