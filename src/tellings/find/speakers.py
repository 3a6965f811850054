"""Who the speakers of quotations are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence, Set
from itertools import accumulate

from tellings.find.antecedents import (
    HE,
    PERSONAL,
    Named,
    Room,
    agrees,
    described_before,
)
from tellings.find.pronouns import body_before, is_personal, person_before
from tellings.find.speaker_roles import printed_role
from tellings.find.unsaid import is_label
from tellings.lexicon import load_table, load_words
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Quotation, Role, Sentence, Speaker
from tellings.model.span import Span
from tellings.text.names import fold

_AHEAD = 3  # speakers later in which "a spokesman" may get a name
_AHEAD_NEW = (
    3  # sentences later in which a name the report has not had yet, and does not describe, is that of "a spokesman"
)
_ASIDE = 6  # characters behind a description in which a name set off by a comma begins
_LONGEST_SENTENCE = 400  # characters within which the next sentence begins
_LINKED = re.compile(r",| (?:of|for|from|at|in|on|with|to|who|which|familiar|close|that|by|near)\b")
_LATER = "is named a little later"
_GAVE_NAME = re.compile(
    r",? who (?:gave|identified|introduced|named|described) (?:(?:his|her|their|only) )*(?:first |full |own )?"
    r"(?:name|himself|herself|themself|themselves) (?:only |simply )?as (?:only )?"
    r"([A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|de|van|von|al|bin|der))*)"
)
_OUTLET = re.compile(r"(?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})[’']s (?=[A-Z])")
_COMMENTS = re.compile(
    r",? (?:was|were) (?:responding|speaking|answering|commenting|replying|reacting)\b|"
    r",? made the (?:remarks?|comments?|statements?|announcement)\b"
)
_THING = frozenset({"it"})
_MANY = frozenset({"they", "some", "others", "both", "all"})
_SOME = frozenset({"some", "others"})  # of people named before; of a body there is no some
_NOBODY = frozenset(  # nobody can be found for these
    "many several few most everyone everybody anyone anybody someone somebody none neither those its his their them"
    " this that these".split()
)
_OWNS = re.compile(r"(his|her|its) ([a-z].*)", re.IGNORECASE | re.DOTALL)
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
    room.captions = {at for at, block in enumerate(blocks) if block.kind == "caption"}
    sources = {q.speaker: q.source for q in quotations if q.speaker}
    contents: dict[Span, list[Span]] = {}
    for quotation in quotations:
        if quotation.speaker:
            contents.setdefault(quotation.speaker, []).extend(quotation.content)
    turns = {q.speaker for q in quotations if q.kind == "turn"}
    retold = _retold({speaker: own for speaker, own in contents.items() if speaker not in turns})
    found: list[tuple[Span, Named]] = []
    opening: list[Span] = []
    for span in sorted(sources, key=lambda s: (s.start, s.end)):
        source = " ".join(doc.text[s.start : s.end] for s in sources[span])
        room.own = contents[span]
        named = _label(room, span) if span in turns else _name(room, span, source)
        if named is not None:
            if span not in retold:
                room.spoken.append(named)
            found.append((span, named))
        elif doc.text[span.start : span.end].casefold() in PERSONAL:
            opening.append(span)
    found = _named_later(room, _opened(room, opening, found))
    roles = _roles(doc.text, found, sources)
    return tuple(
        Speaker(span, named.name, named.entity.id if named.entity else None, _nearest(roles, named, span), named.why)
        for span, named in found
    )


def _retold(contents: Mapping[Span, Sequence[Span]]) -> Set[Span]:
    """The speakers named within what another one says: a "he" after it is the one who says it all."""
    said = sorted((content.start, content.end) for own in contents.values() for content in own)
    starts = [start for start, _ in said]
    reach = list(accumulate((end for _, end in said), max))
    found = set()
    for span in contents:
        before = bisect_right(starts, span.start)
        if before and reach[before - 1] >= span.end:
            found.add(span)
    return found


def _name(room: Room, span: Span, source: str) -> Named | None:
    words = room.text[span.start : span.end]
    low = words.casefold()
    if low in PERSONAL | _THING | _MANY or _AGED.match(words):
        return _meant(room, span)
    if low in _NOBODY or is_label(words):
        return None
    entity = room.at(span) or _by_surname(room, words)
    if entity is not None and (entity.kind == "person" or _covers(room, entity, span)):
        return Named(span.start, entity.name, entity, source, "")
    owned = _OUTLET.match(words)
    guest = room.at(Span(span.start + owned.end(), span.end)) if owned else None
    if guest is not None and is_personal(guest.name):
        return Named(span.start, guest.name, guest, source, "the name behind whom the person works for")
    given = _GAVE_NAME.match(room.text, span.end)
    if given is not None:
        name = Span(*given.span(1))
        return Named(span.start, given[1], room.at(name), source, f"{words!r} gave this name")
    set_off = _set_off(room, span)
    if set_off is not None:
        return Named(span.start, set_off.name, set_off, source, "")
    described = described_before(room, span, words) or _owned(room, span, source)
    return described or Named(span.start, _clean(words), None, source, "")


def _meant(room: Room, span: Span) -> Named | None:
    """Whom a pronoun stands for; of "some" and "others" only people who spoke without a name."""
    words = room.text[span.start : span.end]
    low = words.casefold()
    if low in _THING | _MANY:
        who = body_before(room, span, "they" if low in _SOME else low)
        if who is None or (low in _SOME and who.entity is not None):
            return None
        return _again(who, span, f"{words!r} is the body that spoke last")
    who = person_before(room, span, low)
    if who is None:
        return None
    if who.entity is not None and low in PERSONAL:
        room.gender.setdefault(who.entity.id, "he" if low in HE else "she")
    return _again(who, span, f"{words!r} is the person who spoke or acted last")


def _owned(room: Room, span: Span, source: str) -> Named | None:
    """Whose a body or a person is: "Her office said" is the office of whom "she" would mean.

    Behind what is said it may be of anybody in it: "the pilot was heard, his colleagues said".
    """
    words = _clean(room.text[span.start : span.end])
    owned = _OWNS.fullmatch(words)
    if owned is None or any(own.start < span.start for own in room.own):
        return None
    whose = {"its": "it", "his": "he", "her": "she"}[owned[1].casefold()]
    who = body_before(room, span, whose) if whose == "it" else person_before(room, span, whose)
    if who is None or who.entity is None:
        return None
    ending = "’" if who.name.endswith("s") else "’s"
    return Named(span.start, f"{who.name}{ending} {owned[2]}", None, source, f"{owned[1]!r} is who spoke or acted last")


def _set_off(room: Room, span: Span) -> Entity | None:
    """The body named behind a comma after what it is: "The publishing company, Velmark Press, said"."""
    if _LINKED.search(room.text, span.start, span.end):
        return None
    fits = (
        entity
        for start, end, entity in room.near(Span(span.end, min(len(room.text), span.end + _ASIDE)))
        if entity.kind == "organisation"
        and room.text[span.end : start] == ", "
        and room.text[end : end + 1] in (",", ".", ";")
        and not room.owns(end)
    )
    return next(fits, None)


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


def _again(who: Named, span: Span, why: str, *, source: str = "") -> Named:
    return Named(span.start, who.name, who.entity, source or who.source, why)


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


def _opened(room: Room, opening: list[Span], found: list[tuple[Span, Named]]) -> list[tuple[Span, Named]]:
    """``found`` with "he" of a report's first lines, before anybody is named, taken for who speaks right after."""
    made = list(found)
    for span in opening:
        low = room.text[span.start : span.end].casefold()
        if any(e.kind == "person" for s, _, e in room.places if s < span.start):
            break
        after = next((n for s, n in found if s.start > span.start), None)
        if after is None or after.entity is None or room.sentences_between(span.start, after.start) > _AHEAD_NEW:
            break
        if after.entity.kind == "person" and agrees(room, after.entity, low):
            made.append((span, _again(after, span, f"nobody is named before {low!r}, who {_LATER}")))
    return sorted(made, key=lambda f: f[0])


def _named_later(room: Room, found: list[tuple[Span, Named]]) -> list[tuple[Span, Named]]:
    """``found`` with "a spokeswoman for the port" taken for whom "the spokeswoman, Ana Bel" names soon after.

    So is an office, where the next who speaks is a person new to the report whom nothing describes: reports do not
    quote anybody without saying who it is.
    """
    made = list(found)
    firsts = {e.id: min(m.start for m in e.mentions) for e in room.entities if e.kind == "person"}
    for at, (span, named) in enumerate(found):
        heads = _heads(named)
        if not heads:
            continue
        later = _by_office(named, heads, firsts, [n for _, n in found[at + 1 : at + 1 + _AHEAD]])
        later = later or _by_order(room, span, firsts, found[at + 1 :]) or _commenting(room, span, firsts)
        if later is not None:
            made[at] = (span, _again(later, span, f"{named.name!r} {_LATER}", source=named.source))
    return made


def _heads(named: Named) -> list[str]:
    """The words for an office in a speaker who is one person without a name."""
    words = _LINKED.split(named.name.casefold())[0].split()
    if named.entity is not None or named.why or not words:
        return []
    known = load_words("role_heads") | load_words("person_nouns")
    single = words[0] in ("a", "an", "one", "the", "former") or any(w.endswith(("'s", "’s")) for w in words)
    return [w for w in words if w in known] if single and words[-1] in known else []


def _by_office(named: Named, heads: Sequence[str], firsts: dict[str, int], later: Sequence[Named]) -> Named | None:
    """The person whom one of the next speakers' sources gives the same office: "the spokeswoman, Ana Bel".

    "The spokeswoman" is one the report may have named before; then the name must be new to it.
    """
    indefinite = named.name.casefold().split()[0] in ("a", "an", "one")
    again = re.compile(rf"the (?:[\w-]+ )?{re.escape(heads[0])}\b")
    first = re.compile(rf"(?:.*, )?(?:the )?(?!an? )(?:[\w-]+ )?{re.escape(heads[0])}\b")
    for other in later:
        if other.entity is not None and other.entity.kind == "person":
            new = firsts[other.entity.id] >= named.start
            if (new and first.match(other.source.casefold())) or (indefinite and again.match(other.source.casefold())):
                return other
    return None


def _by_order(room: Room, span: Span, firsts: dict[str, int], later: list[tuple[Span, Named]]) -> Named | None:
    """The next to speak in a later sentence, where that is a person not named before and not described."""
    for place, other in later:
        if room.sentences_between(span.start, place.start) == 0:
            continue
        entity = other.entity
        if entity is None or entity.kind != "person" or entity.roles or firsts[entity.id] < span.end:
            return None
        new = firsts[entity.id] < place.end and _clean(room.text[place.start : place.end]) == _clean(other.source)
        between = [e for s, _, e in room.named_in(span.end, place.start) if e.kind == "person" and firsts[e.id] == s]
        near = room.sentences_between(span.start, place.start) <= _AHEAD_NEW
        return other if new and near and not between else None
    return None


def _commenting(room: Room, span: Span, firsts: dict[str, int]) -> Named | None:
    """Who opens the next sentence as the one that spoke: "Ana Bel was responding to the reports"."""
    for start, end, entity in room.named_in(span.end, span.end + _LONGEST_SENTENCE):
        if entity.kind == "person" and firsts[entity.id] == start and _COMMENTS.match(room.text, end):
            near = room.sentences_between(span.start, start) == 1
            return Named(start, entity.name, entity, "", "") if near else None
    return None


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
        if (
            (named.entity is None and _clean(words) == named.name)
            or _DESCRIBES.match(words)
            or _is_office(named, words)
        ):
            there.setdefault(Role(words, span))
        for role in named.entity.roles if named.entity and not known else ():
            there.setdefault(role)
    return {key: _fullest(list(there)) for key, there in roles.items()}


def _is_office(named: Named, words: str) -> bool:
    """Whether the words are an office whose holder is named later."""
    return named.why.endswith(_LATER) and words.casefold() not in PERSONAL


def _fullest(roles: list[Role]) -> list[Role]:
    """The roles that say most, in text order, none inside another."""
    plainness = [_plainness(role) for role in roles]
    least = min(plainness, default=0)
    kept = [role for role, plain in zip(roles, plainness, strict=True) if plain == least]
    kept.sort(key=lambda r: (r.span.start, -r.span.end))
    whole: list[Role] = []
    for role in kept:
        if not whole or role.span.end > whole[-1].span.end:
            whole.append(role)
    return whole


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
