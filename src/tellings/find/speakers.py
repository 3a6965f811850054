"""Who the speakers of quotations are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.find.speaker_roles import printed_role
from tellings.lexicon import load_table, load_words
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Quotation, Role, Sentence, Speaker
from tellings.model.span import Span
from tellings.text.names import fold

_BACK = 4  # sentences a pronoun looks back over, quoted ones not counted
_LONGEST = 200  # characters of the longest name
_AHEAD = 3  # speakers later in which "a spokesman" may get a name
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
        """The entity whose mention is at least half of the span; a person first, then the one that ends last."""
        low = bisect_left(self.places, span.start - _LONGEST, key=lambda p: p[0])
        high = bisect_left(self.places, span.end, key=lambda p: p[0])
        near = [
            e
            for s, t, e in self.places[low:high]
            if 2 * (min(t, span.end) - max(s, span.start)) >= span.end - span.start
        ]
        people = [e for e in near if e.kind == "person"]
        return people[-1] if people else near[-1] if near else None


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
    found = _named_later(doc.text, found)
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
        if who is None:
            return None
        if who.entity is not None and low in _PERSONAL:
            room.gender.setdefault(who.entity.id, "he" if low in _HE else "she")
        return _again(who, span, f"{words!r} is the person who spoke or acted last")
    if low in _THING | _MANY:
        who = _body(room, span, low)
        return _again(who, span, f"{words!r} is the body that spoke last") if who else None
    entity = room.at(span) or _by_surname(room, words)
    if entity is not None and (entity.kind == "person" or _covers(room, entity, span)):
        return _Named(span.start, entity.name, entity, source, "")
    described = _described(room, span, words)
    return described or _Named(span.start, _clean(words), None, source, "")


def _by_surname(room: _Room, words: str) -> Entity | None:
    """The one person of the report whose name ends in ``words``."""
    folded = fold(words)
    fits = [e for e in room.entities if e.kind == "person" and fold(e.name).split()[-1:] == [folded]]
    return fits[0] if len(fits) == 1 else None


def _covers(room: _Room, entity: Entity, span: Span) -> bool:
    """Whether a mention of the entity is the span, an article aside."""
    return any(
        s <= span.start + 4
        and t >= span.end
        and room.text[span.start : max(span.start, s)].casefold() in ("", "the ", "a ", "an ")
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
        if (
            entity.kind == "person"
            and folded
            and parts[-1:] == folded[-1:]
            and (len(folded) == 1 or parts[0] == folded[0])
        ):
            return _Named(span.start, entity.name, entity, words, "the label has this person's last name")
    return _Named(span.start, words.title() if words.isupper() and len(words) > 2 else words, None, words, "")


def _is_quoted(room: _Room, start: int) -> bool:
    at = bisect_right(room.quoted, start, key=lambda s: s.start) - 1
    return at >= 0 and start < room.quoted[at].end


def _back(room: _Room, span: Span, low: str) -> _Named | None:
    """The person a "he" or "she" means: who spoke last, or whom the nearest sentence before names first."""
    for stretch in _before(room, span):
        stop = min(span.start, stretch.end)
        spoke = [n for n in room.spoken if stretch.start <= n.start < stop and _is_person(n)]
        for named in reversed(spoke):
            if _agrees(room, named.entity, low):
                return named
        low_at = bisect_left(room.places, stretch.start, key=lambda p: p[0])
        for start, end, entity in room.places[low_at:]:
            if start >= stop:
                break
            owned = room.text[end : end + 2] in ("'s", "’s") or room.text[end - 2 : end] in ("'s", "’s")
            if entity.kind == "person" and not owned and not _is_quoted(room, start) and _agrees(room, entity, low):
                return _Named(start, entity.name, entity, "", "")
    return None


def _before(room: _Room, span: Span) -> list[Span]:
    """The sentence of ``span`` and those before it, nearest first, without sentences that stand inside quoted words."""
    at = bisect_right(room.sentences, span.start, key=lambda s: s.span.start) - 1
    kept: list[Span] = []
    while at >= 0 and len(kept) <= _BACK:
        stretch = room.sentences[at].span
        if stretch.end > span.start or not _is_quoted(room, stretch.start + 1) or not _is_quoted(room, stretch.end - 3):
            kept.append(stretch)
        at -= 1
    return kept


def _is_person(named: _Named) -> bool:
    if named.entity is not None:
        return named.entity.kind == "person"
    return any(w.casefold() in load_words("role_heads") | load_words("person_nouns") for w in named.name.split()[:6])


def _agrees(room: _Room, entity: Entity | None, low: str) -> bool:
    known = room.gender.get(entity.id) if entity else None
    return known is None or low not in _PERSONAL or known == ("he" if low in _HE else "she")


def _body(room: _Room, span: Span, low: str) -> _Named | None:
    """The organisation or group an "it" or "they" means: who spoke last, or whom the nearest sentence names first."""
    for stretch in _before(room, span):
        stop = min(span.start, stretch.end)
        for named in reversed([n for n in room.spoken if stretch.start <= n.start < stop]):
            if not _is_person(named) or (
                low == "they"
                and named.entity is None
                and named.name.split()[0].casefold() not in ("a", "an", "the", "one")
            ):
                return named
        low_at = bisect_left(room.places, stretch.start, key=lambda p: p[0])
        for start, _, entity in room.places[low_at:]:
            if start >= stop:
                break
            if (
                entity.kind in ("organisation", "group", "place")
                and not _is_quoted(room, start)
                and (low != "they" or entity.kind != "place")
            ):
                return _Named(start, entity.name, entity, "", "")
    return None


def _described(room: _Room, span: Span, words: str) -> _Named | None:
    """Who "the spokesman" or "the ministry" is: the last speaker or person whose name or role holds those words."""
    article, *parts = words.casefold().split()
    if not 1 <= len(parts) <= 5 or article not in ("the", "that", "this"):
        return None
    head = parts[-1]
    best: tuple[int, _Named] | None = None
    for named in room.spoken:
        there = set(re.findall(r"[\w’'-]+", f"{named.source} {named.name}".casefold()))
        if head in there and there.issuperset(parts) and named.start < span.start:
            best = (named.start, named)
    for entity in room.entities if len(parts) <= 2 else ():
        phrase = re.compile(rf"\b{re.escape(' '.join(parts))}\b", re.IGNORECASE)
        titled = (
            [m.start for m in entity.mentions if m.start < span.start]
            if any(phrase.search(a) for a in entity.aliases)
            else []
        )
        places = titled + [r.span.start for r in entity.roles if r.span.start < span.start and phrase.search(r.text)]
        if entity.kind == "person" and places and (best is None or max(places) > best[0]):
            best = (max(places), _Named(span.start, entity.name, entity, words, ""))
    return _again(best[1], span, f"{words!r} was named before") if best else None


def _named_later(text: str, found: list[tuple[Span, _Named]]) -> list[tuple[Span, _Named]]:
    """``found`` with "a spokeswoman for the port" taken for whom "the spokeswoman, Ana Bel" names soon after."""
    made = list(found)
    for at, (span, named) in enumerate(found):
        words = named.name.casefold().split()
        if named.entity is not None or not words or words[0] not in ("a", "an", "one"):
            continue
        heads = [w for w in words[1:8] if w in load_words("role_heads")]
        for _, later in found[at + 1 : at + 1 + _AHEAD]:
            source = later.source.casefold()
            if later.entity is None or later.entity.kind != "person" or not heads:
                continue
            if re.match(rf"the (?:[\w-]+ )?{re.escape(heads[0])}\b", source):
                why = f"{named.name!r} is named a little later"
                made[at] = (span, _Named(named.start, later.name, later.entity, named.source, why))
                break
    return made


def _genders(text: str, entities: Sequence[Entity]) -> dict[str, str]:
    """ "he" or "she" for each person whose title or given name says so."""
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


def _roles(text: str, found: list[tuple[Span, _Named]], sources: dict[Span, tuple[Span, ...]]) -> dict[str, list[Role]]:
    """The roles printed for each person, by entity id or name, in text order."""
    roles: dict[str, list[Role]] = {}
    for span, named in found:
        key = named.entity.id if named.entity else named.name
        for source in sources[span] if named.entity else ():
            role = printed_role(text, source, span)
            if role is not None:
                roles.setdefault(key, []).append(role)
        if named.entity is None and _clean(text[span.start : span.end]) == named.name:
            roles.setdefault(key, []).append(Role(text[span.start : span.end], span))
        for role in named.entity.roles if named.entity else ():
            if role not in roles.setdefault(key, []):
                roles[key].append(role)
    return roles


def _nearest(roles: dict[str, list[Role]], named: _Named, span: Span) -> Role | None:
    there = roles.get(named.entity.id if named.entity else named.name, [])
    return min(there, key=lambda r: (_plainness(r), abs(r.span.start - span.start), r.span.start), default=None)


def _plainness(role: Role) -> int:
    """How little a role says: 0 for a phrase with a word for a role, 1 for such a word alone, 2 for none."""
    words = role.text.casefold().replace("-", " ").split()
    if not any(w.strip(",.") in load_words("role_heads") | load_words("person_nouns") for w in words):
        return 2
    return 0 if len(words) > 1 else 1
