"""Who the speakers of quotations are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.find.speaker_roles import printed_role
from tellings.lexicon import load_table
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Quotation, Role, Sentence, Speaker
from tellings.model.span import Span
from tellings.text.names import fold

_BACK = 4  # sentences a pronoun looks back over, its own paragraph and the ones before taken together
_HE = frozenset({"he", "him"})
_SHE = frozenset({"she", "her"})
_PERSONAL = _HE | _SHE
_THING = frozenset({"it"})
_MANY = frozenset({"they", "some", "others", "both", "all"})
_MALE = re.compile(r"\b(?:Mr|Sir|King|Prince|Lord|Pope|Father|Bishop|Imam|Fr)\.? $")
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Madam|Sister)\.? $")
_AGED = re.compile(r"^the \d{1,3}[- ]year[- ]old\b", re.IGNORECASE)


@dataclass(slots=True)
class _Named:
    """Who a speaker span was found to be."""

    start: int
    name: str
    entity: Entity | None
    source: str
    why: str


@dataclass(slots=True)
class _Room:
    """The report as the naming walks through it."""

    text: str
    entities: Sequence[Entity]
    places: list[tuple[int, int, Entity]]
    sentences: Sequence[Sentence]
    quoted: list[Span]
    gender: dict[str, str] = field(default_factory=dict)
    spoken: list[_Named] = field(default_factory=list)

    def at(self, span: Span) -> Entity | None:
        """The entity whose mention overlaps the span; a person first, then the one that ends last."""
        near = [e for s, t, e in self.places if s < span.end and t > span.start]
        people = [e for e in near if e.kind == "person"]
        return (people or near or [None])[-1]


def name_speakers(
    doc: Document,
    blocks: tuple[Block, ...],
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
) -> tuple[Speaker, ...]:
    """One record for each distinct speaker span that could be named, in text order.

    A pronoun or a description nobody can be found for has no record. ``role`` is the one printed nearest to the span.
    """
    places = sorted(((m.start, m.end, e) for e in entities for m in e.mentions), key=lambda p: (p[0], p[1], p[2].id))
    quoted = sorted({s for q in quotations if q.kind == "direct" for s in q.content})
    room = _Room(doc.text, entities, places, sentences, quoted)
    room.gender = _genders(doc.text, entities)
    sources = {q.speaker: q.source for q in quotations if q.speaker}
    turns = {q.speaker for q in quotations if q.kind == "turn"}
    found: list[tuple[Span, _Named]] = []
    for span in sorted(sources, key=lambda s: (s.start, s.end)):
        source = " ".join(doc.text[s.start : s.end] for s in sources[span])
        named = _label(room, span) if span in turns else _name(room, span, source)
        if named is not None:
            room.spoken.append(named)
            found.append((span, named))
    roles = _roles(doc.text, found, sources)
    return tuple(
        Speaker(span, named.name, named.entity.id if named.entity else None, _nearest(roles, named, span), named.why)
        for span, named in found
    )


def _name(room: _Room, span: Span, source: str) -> _Named | None:
    words = room.text[span.start : span.end]
    low = words.casefold()
    if low in _PERSONAL or _AGED.match(words):
        who = _back(room, span, low)
        return _again(who, span, f"{words!r} is the person who spoke or acted last") if who else None
    if low in _THING | _MANY:
        who = _body(room, span, low)
        return _again(who, span, f"{words!r} is the body that spoke last") if who else None
    entity = room.at(span)
    if entity is not None and (entity.kind == "person" or _covers(room, entity, span)):
        return _Named(span.start, entity.name, entity, source, "")
    described = _described(room, span, words)
    if described is not None:
        return described
    return _Named(span.start, _clean(words), None if entity is None or entity.kind == "person" else None, source, "")


def _covers(room: _Room, entity: Entity, span: Span) -> bool:
    """Whether a mention of the entity is the span, an article aside."""
    return any(
        s <= span.start + 4 and t >= span.end and room.text[span.start : max(span.start, s)].casefold() in ("", "the ", "a ", "an ")
        for s, t, e in room.places
        if e.id == entity.id
    )


def _again(who: _Named, span: Span, why: str) -> _Named:
    return _Named(span.start, who.name, who.entity, who.source, why)


def _clean(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:")


def _label(room: _Room, span: Span) -> _Named:
    """The person a transcript's label means: the entity with the same last name."""
    words = room.text[span.start : span.end].split(",")[0].split("(")[0].strip()
    folded = fold(words).split()
    for entity in sorted(room.entities, key=lambda e: (-len(e.name), e.id)):
        parts = fold(entity.name).split()
        if entity.kind == "person" and folded and parts[-1:] == folded[-1:] and (len(folded) == 1 or parts[0] == folded[0]):
            return _Named(span.start, entity.name, entity, words, "the label has this person's last name")
    return _Named(span.start, words.title() if words.isupper() and len(words) > 2 else words, None, words, "")


def _is_quoted(room: _Room, start: int) -> bool:
    at = bisect_right(room.quoted, start, key=lambda s: s.start) - 1
    return at >= 0 and start < room.quoted[at].end


def _back(room: _Room, span: Span, low: str) -> _Named | None:
    """The person a "he" or "she" means: who spoke last, or whom the nearest sentence before names first."""
    at = bisect_right(room.sentences, span.start, key=lambda s: s.span.start) - 1
    for back in range(0, _BACK + 1):
        if at - back < 0:
            return None
        stretch = room.sentences[at - back].span
        stop = min(span.start, stretch.end)
        spoke = [n for n in room.spoken if stretch.start <= n.start < stop and n.entity is not None and n.entity.kind == "person"]
        for named in reversed(spoke):
            if _agrees(room, named.entity, low):
                return named
        for start, end, entity in room.places:
            if stretch.start <= start and end <= stop and entity.kind == "person" and not _is_quoted(room, start) and _agrees(room, entity, low):
                if room.text[end : end + 2] not in ("'s", "’s"):
                    return _Named(start, entity.name, entity, "", "")
    return None


def _agrees(room: _Room, entity: Entity | None, low: str) -> bool:
    known = room.gender.get(entity.id) if entity else None
    return known is None or low not in _PERSONAL or known == ("he" if low in _HE else "she")


def _body(room: _Room, span: Span, low: str) -> _Named | None:
    at = bisect_right(room.sentences, span.start, key=lambda s: s.span.start) - 1
    for back in range(0, _BACK):
        if at - back < 0:
            return None
        stretch = room.sentences[at - back].span
        stop = min(span.start, stretch.end)
        for named in reversed([n for n in room.spoken if stretch.start <= n.start < stop]):
            if named.entity is None or named.entity.kind != "person":
                return named
        for start, end, entity in room.places:
            if stretch.start <= start and end <= stop and entity.kind in ("organisation", "group", "place") and not _is_quoted(room, start):
                if low != "they" or entity.kind != "place":
                    return _Named(start, entity.name, entity, "", "")
                break
    return None


def _described(room: _Room, span: Span, words: str) -> _Named | None:
    """Who "the spokesman" or "the ministry" is: the last speaker whose name, role or source holds that word."""
    parts = words.split()
    if len(parts) > 3 or parts[0].casefold() not in ("the", "that", "this"):
        return None
    head = parts[-1].casefold()
    for named in reversed(room.spoken):
        if re.search(rf"\b{re.escape(head)}\b", f"{named.source} {named.name}".casefold()):
            return _again(named, span, f"{words!r} was named before")
    for entity in room.entities:
        if any(m.start < span.start for m in entity.mentions) and any(
            re.search(rf"\b{re.escape(head)}\b", r.text.casefold()) and r.span.start < span.start for r in entity.roles
        ):
            return _Named(span.start, entity.name, entity, words, f"{words!r} is this person's role")
    return None


def _genders(text: str, entities: Sequence[Entity]) -> dict[str, str]:
    """"he" or "she" for each person whose title or given name says so."""
    male, female = load_table("given_name_genders")["male"], load_table("given_name_genders")["female"]
    known: dict[str, str] = {}
    for entity in entities:
        if entity.kind != "person":
            continue
        for mention in entity.mentions:
            before = text[max(0, mention.start - 12) : mention.start]
            if _MALE.search(before) or _FEMALE.search(before):
                known[entity.id] = "he" if _MALE.search(before) else "she"
                break
        else:
            first = fold(entity.name).split()[:1]
            if first and (first[0] in male) != (first[0] in female):
                known[entity.id] = "he" if first[0] in male else "she"
    return known


def _roles(
    text: str, found: list[tuple[Span, _Named]], sources: dict[Span, tuple[Span, ...]]
) -> dict[str, list[Role]]:
    """The roles printed for each person, by entity id or name, in text order."""
    roles: dict[str, list[Role]] = {}
    for span, named in found:
        key = named.entity.id if named.entity else named.name
        for source in sources[span]:
            role = printed_role(text, source, span)
            if role is not None:
                roles.setdefault(key, []).append(role)
        for role in named.entity.roles if named.entity else ():
            if role not in roles.setdefault(key, []):
                roles[key].append(role)
    return roles


def _nearest(roles: dict[str, list[Role]], named: _Named, span: Span) -> Role | None:
    there = roles.get(named.entity.id if named.entity else named.name, [])
    return min(there, key=lambda r: (abs(r.span.start - span.start), r.span.start), default=None)


