"""Who the speakers of quotations are."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from tellings.find.antecedents import (
    HE,
    PERSONAL,
    Named,
    Room,
    body_before,
    described_before,
    person_before,
)
from tellings.find.speaker_roles import printed_role
from tellings.lexicon import load_table, load_words
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Quotation, Role, Sentence, Speaker
from tellings.model.span import Span
from tellings.text.names import fold

_AHEAD = 3  # speakers later in which "a spokesman" may get a name
_THING = frozenset({"it"})
_MANY = frozenset({"they", "some", "others", "both", "all"})
_MALE = re.compile(r"\b(?:Mr|Sir|King|Prince|Lord|Pope|Father|Bishop|Imam|Fr)\.? $")
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Madam|Sister)\.? $")
_DESCRIBES = re.compile(r"[Tt]he (?:[\w’'-]+ ){0,3}(?:[a-z][\w’'-]*|Republican|Democrat)$")
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_AGED = re.compile(r"^the \d{1,3}[- ]year[- ]old\b", re.IGNORECASE)


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
    room = Room(doc.text, entities, places, sentences, quoted)
    room.gender = _genders(doc.text, entities)
    sources = {q.speaker: q.source for q in quotations if q.speaker}
    contents: dict[Span, list[Span]] = {}
    for quotation in quotations:
        if quotation.speaker:
            contents.setdefault(quotation.speaker, []).extend(quotation.content)
    turns = {q.speaker for q in quotations if q.kind == "turn"}
    found: list[tuple[Span, Named]] = []
    for span in sorted(sources, key=lambda s: (s.start, s.end)):
        source = " ".join(doc.text[s.start : s.end] for s in sources[span])
        room.own = contents[span]
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


def _name(room: Room, span: Span, source: str) -> Named | None:
    words = room.text[span.start : span.end]
    low = words.casefold()
    if low in PERSONAL or _AGED.match(words):
        who = person_before(room, span, low)
        if who is None:
            return None
        if who.entity is not None and low in PERSONAL:
            room.gender.setdefault(who.entity.id, "he" if low in HE else "she")
        return _again(who, span, f"{words!r} is the person who spoke or acted last")
    if low in _THING | _MANY:
        who = body_before(room, span, low)
        return _again(who, span, f"{words!r} is the body that spoke last") if who else None
    entity = room.at(span) or _by_surname(room, words)
    if entity is not None and (entity.kind == "person" or _covers(room, entity, span)):
        return Named(span.start, entity.name, entity, source, "")
    described = described_before(room, span, words)
    return described or Named(span.start, _clean(words), None, source, "")


def _by_surname(room: Room, words: str) -> Entity | None:
    """The one person of the report whose name ends in ``words``."""
    fits = room.surnamed.get(fold(words), [])
    return fits[0] if len(fits) == 1 else None


def _covers(room: Room, entity: Entity, span: Span) -> bool:
    """Whether a mention of the entity is the span, an article aside."""
    return any(
        s <= span.start + 4
        and t >= span.end
        and room.text[span.start : max(span.start, s)].casefold() in ("", "the ", "a ", "an ")
        for s, t, e in room.near(span)
        if e.id == entity.id
    )


def _again(who: Named, span: Span, why: str) -> Named:
    return Named(span.start, who.name, who.entity, who.source, why)


def _clean(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:")


def _label(room: Room, span: Span) -> Named:
    """The person a transcript's label means: the entity with the same last name."""
    words = room.text[span.start : span.end].split(",")[0].split("(")[0].strip()
    folded = fold(words).split()
    there = room.surnamed.get(folded[-1], []) if folded else []
    for entity in sorted(there, key=lambda e: (-len(e.name), e.id)):
        if len(folded) == 1 or fold(entity.name).split()[0] == folded[0]:
            return Named(span.start, entity.name, entity, words, "the label has this person's last name")
    return Named(span.start, words.title() if words.isupper() and len(words) > 2 else words, None, words, "")


def _named_later(text: str, found: list[tuple[Span, Named]]) -> list[tuple[Span, Named]]:
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
                made[at] = (span, Named(named.start, later.name, later.entity, named.source, why))
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


def _roles(text: str, found: list[tuple[Span, Named]], sources: dict[Span, tuple[Span, ...]]) -> dict[str, list[Role]]:
    """The roles printed for each person that say most, by entity id or name, in text order."""
    roles: dict[str, dict[Role, None]] = {}
    for span, named in found:
        key = named.entity.id if named.entity else named.name
        known = key in roles
        there = roles.setdefault(key, {})
        for source in sources[span] if named.entity else ():
            role = printed_role(text, source, span)
            if role is not None:
                there.setdefault(role)
        words = text[span.start : span.end]
        if (named.entity is None and _clean(words) == named.name) or _DESCRIBES.match(words):
            there.setdefault(Role(words, span))
        for role in named.entity.roles if named.entity and not known else ():
            there.setdefault(role)
    return {key: _fullest(list(there)) for key, there in roles.items()}


def _fullest(roles: list[Role]) -> list[Role]:
    """The roles that say most, in text order."""
    plainness = [_plainness(role) for role in roles]
    least = min(plainness, default=0)
    kept = [role for role, plain in zip(roles, plainness, strict=True) if plain == least]
    return sorted(kept, key=lambda r: r.span.start)


def _nearest(roles: dict[str, list[Role]], named: Named, span: Span) -> Role | None:
    there = roles.get(named.entity.id if named.entity else named.name, [])
    after = bisect_left(there, span.start, key=lambda r: r.span.start)
    # Of several that begin at one place the first counts.
    before = bisect_left(there, there[after - 1].span.start, key=lambda r: r.span.start) if after else 0
    around = there[before : before + 1] + there[after : after + 1]
    return min(around, key=lambda r: (abs(r.span.start - span.start), r.span.start), default=None)


def _plainness(role: Role) -> int:
    """How little a role says: 0 for a phrase with a word for a role, 1 for such a word alone, more for none."""
    words = [w for w in role.text.casefold().replace("-", " ").split() if w not in _ARTICLES]
    heads, nouns = load_words("role_heads"), load_words("person_nouns")
    if not any(w.strip(",.") in heads or w.strip(",.") in nouns for w in words):
        return 2 + (len(words) == 1)
    return 0 if len(words) > 1 else 1
