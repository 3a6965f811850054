"""Antecedents: whom a description that speaks stands for, and the report as they are looked for in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Entity, Sentence
from tellings.model.span import Span
from tellings.text.names import fold

_NEAR = 3  # sentences back in which a description finds who was named just before
_LONGEST = 200  # characters of the longest name
_MOST_SPEAKERS = 200  # speakers before a description that are asked whether it fits them
HE = frozenset({"he", "him"})
SHE = frozenset({"she", "her"})
PERSONAL = HE | SHE
_WORD = re.compile(r"[\w’'-]+")
_ARTICLE = re.compile(r"(?:the|an?) (?=\w)", re.IGNORECASE)
_OPENS_QUOTE = frozenset("“‘\"'`«")
LINKS = re.compile(r"\b(?:of|for|from|at|in|on|with|to|who|which|familiar|close|that|by|near)\b|,")


@dataclass(slots=True)
class Named:
    """Who a speaker span was found to be; ``source`` is the whole noun phrase as printed."""

    start: int
    name: str
    entity: Entity | None
    source: str
    why: str


@dataclass(slots=True)
class Room:
    """The report as the naming walks through it; ``own`` are the words given to the speaker being named."""

    text: str
    entities: Sequence[Entity]
    places: list[tuple[int, int, Entity]]
    sentences: Sequence[Sentence]
    quoted: list[Span]
    gender: dict[str, str] = field(default_factory=dict)
    spoken: list[Named] = field(default_factory=list)
    own: Sequence[Span] = ()
    captions: Set[int] = frozenset()
    titled: dict[str, list[tuple[int, Entity]]] = field(default_factory=dict)
    forms: dict[str, str | None] = field(default_factory=dict)
    surnamed: dict[str, list[Entity]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in self.entities:
            if entity.kind == "person" and (parts := fold(entity.name).split()):
                self.surnamed.setdefault(parts[-1], []).append(entity)

    def near(self, span: Span) -> list[tuple[int, int, Entity]]:
        """The mentions that may meet the span."""
        low = bisect_left(self.places, span.start - _LONGEST, key=lambda p: p[0])
        return self.places[low : bisect_left(self.places, span.end, lo=low, key=lambda p: p[0])]

    def at(self, span: Span) -> Entity | None:
        """The entity whose mention is at least half of the span, an article aside; a person first, then the last."""
        article = _ARTICLE.match(self.text, span.start, span.end)
        start = article.end() if article else span.start
        near = [
            e
            for s, t, e in self.near(span)
            if 2 * (min(t, span.end) - max(s, start)) >= span.end - start and not (t + 2 < span.end and self.owns(t))
        ]
        people = [e for e in near if e.kind == "person"]
        return people[-1] if people else near[-1] if near else None

    def speakers_in(self, start: int, end: int) -> list[Named]:
        """Who was found to speak from ``start`` up to ``end``, in text order."""
        low = bisect_left(self.spoken, start, key=lambda n: n.start)
        return self.spoken[low : bisect_left(self.spoken, end, lo=low, key=lambda n: n.start)]

    def named_in(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """The mentions from ``start`` up to ``end`` that the report makes itself: none in quoted words."""
        low = bisect_left(self.places, start, key=lambda p: p[0])
        high = bisect_left(self.places, end, lo=low, key=lambda p: p[0])
        return [p for p in self.places[low:high] if not self._is_said(p[0])]

    def _is_said(self, start: int) -> bool:
        return (
            self.is_quoted(start)
            or any(s.start <= start < s.end for s in self.own)
            or self.text[start - 1 : start] in _OPENS_QUOTE
        )

    def is_quoted(self, start: int) -> bool:
        """Whether the place lies in words quoted directly."""
        at = bisect_right(self.quoted, start, key=lambda s: s.start) - 1
        return at >= 0 and start < self.quoted[at].end

    def sentences_between(self, start: int, end: int) -> int:
        """How many sentences after the one of ``start`` that of ``end`` is."""
        low = bisect_right(self.sentences, start, key=lambda s: s.span.start)
        return bisect_right(self.sentences, end, key=lambda s: s.span.start) - low

    def owns(self, end: int) -> bool:
        """Whether the name that ends here only says whose something is."""
        return self.text[end : end + 2] in ("'s", "’s") or self.text[end - 2 : end] in ("'s", "’s")


def sentences_before(room: Room, span: Span, most: int) -> list[Span]:
    """The sentence of ``span`` and those before it, nearest first, without sentences that stand inside quoted words."""
    at = bisect_right(room.sentences, span.start, key=lambda s: s.span.start) - 1
    kept: list[Span] = []
    while at >= 0 and len(kept) <= most:
        stretch = room.sentences[at].span
        if stretch.end <= span.start and room.sentences[at].block in room.captions:
            at -= 1
            continue
        quoted = room.is_quoted(stretch.start + 1) and room.is_quoted(stretch.end - 3)
        if stretch.end > span.start or not quoted:
            kept.append(stretch)
        at -= 1
    return kept


def is_person(named: Named) -> bool:
    """Whether the speaker is one or more people, by name or by noun."""
    if named.entity is not None:
        return named.entity.kind == "person"
    heads, nouns = load_words("role_heads"), load_words("person_nouns")
    return any(w in heads or w in nouns for w in named.name.casefold().split()[:6])


def agrees(room: Room, entity: Entity | None, low: str) -> bool:
    """Whether nothing speaks against the pronoun for this person."""
    known = room.gender.get(entity.id) if entity else None
    return known is None or low not in PERSONAL or known == ("he" if low in HE else "she")


def described_before(room: Room, span: Span, words: str) -> Named | None:
    """Who "the spokesman" or "the ministry" is: whom those words fit, of those named before."""
    article, *parts = words.casefold().split()
    if article in ("a", "an") and parts and parts[-1] in load_table("epithets")["papers"]:
        issuer = _issuer(room, span, parts)
        return issuer and Named(span.start, issuer.name, issuer.entity, "", f"{words!r} is from who is named beside it")
    if not 1 <= len(parts) <= 5 or article not in ("the", "that", "this"):
        return None
    head = parts[-1]
    kinds = load_table("epithets")
    found = None
    if head in kinds["papers"]:
        found = _author(room, span, head)
    found = found or _called(room, span, words, parts) or _full_form(room, parts) or _owned_form(room, span, parts)
    if found is None and head in kinds["companies"]:
        found = _company(room, span)
    if found is None and head in kinds["people"]:
        found = _only_person(room, span)
    return found and Named(span.start, found.name, found.entity, found.source, f"{words!r} was named before")


def _called(room: Room, span: Span, words: str, parts: list[str]) -> Named | None:
    """The last speaker or person whose name or role holds the words."""
    head = parts[-1]
    best: tuple[int, Named] | None = None
    for named in reversed(room.spoken[-_MOST_SPEAKERS:]):
        source = named.source if named.entity is not None else LINKS.split(named.source)[0]
        there = set(_WORD.findall(f"{source} {named.name if named.entity is not None else ''}".casefold()))
        if head in there and there.issuperset(parts) and named.start < span.start:
            best = (named.start, named)
            break
    if len(parts) <= 2:
        titled = _titled(room, " ".join(parts))
        at = bisect_left(titled, span.start, key=lambda t: t[0]) - 1
        if at >= 0 and (best is None or titled[at][0] > best[0]):
            return Named(span.start, titled[at][1].name, titled[at][1], words, "")
    return best[1] if best else None


def _titled(room: Room, words: str) -> list[tuple[int, Entity]]:
    """Where people are named whose titles or roles hold the words, in text order."""
    if words not in room.titled:
        phrase = re.compile(rf"\b{re.escape(words)}\b(?![’'])", re.IGNORECASE)
        found = []
        for entity in room.entities:
            if entity.kind == "person":
                if any(phrase.search(a) for a in entity.aliases):
                    found += [(m.start, entity) for m in entity.mentions]
                found += [(r.span.start, entity) for r in entity.roles if phrase.search(LINKS.split(r.text)[0])]
        room.titled[words] = sorted(found, key=lambda f: (f[0], f[1].id))
    return room.titled[words]


def _author(room: Room, span: Span, head: str) -> Named | None:
    """Who spoke in the paper named before: "Tarn said in a statement ... The statement said"."""
    for stretch in sentences_before(room, span, _NEAR)[1:]:
        spoke = room.speakers_in(stretch.start, stretch.end)
        if spoke and _issues(head).search(room.text, stretch.start, stretch.end):
            return spoke[-1]
    return None


@cache
def _issues(head: str) -> re.Pattern[str]:
    """The words by which a sentence gives a paper to its speaker."""
    own = rf"\b(?:in|on|issued|released|published) (?:an?|its|his|her|their) (?:[\w’'.-]+ ){{0,6}}{head}\b"
    verb = r"|\b(?:reports|reported|writes|wrote) " if head in ("article", "report", "story") else ""
    return re.compile(rf"{own}|(?<!the )\b{head}ed\b{verb}", re.IGNORECASE)


def _full_form(room: Room, parts: list[str]) -> Named | None:
    """ "The Veltran government" for "the government", where the report has it twice and no other."""
    words = " ".join(parts)
    if parts[-1] not in load_table("epithets")["bodies"]:
        return None
    if words not in room.forms:
        phrase = re.compile(rf"\b((?:[A-Z][\w.-]{{0,30}} )?[A-Z][\w.-]{{0,30}}(?:[’']s)?) {re.escape(words)}\b")
        forms: dict[str, str] = {}
        times = 0
        for match in phrase.finditer(room.text):
            owner = match[1].removeprefix("The ").removesuffix("'s").removesuffix("’s").casefold()
            if owner not in load_words("function_words"):
                times += 1
                forms.setdefault(owner, f"{match[1].removeprefix('The ')} {words}")
        room.forms[words] = next(iter(forms.values())) if len(forms) == 1 < times else None
    name = room.forms[words]
    return Named(0, name, None, name, "") if name else None


def _owned_form(room: Room, span: Span, parts: list[str]) -> Named | None:
    """ "Harsk's board" for "the board", where the sentences before have "Harsk said its board"."""
    if len(parts) != 1 or parts[0] not in load_table("epithets")["bodies"]:
        return None
    own = re.compile(rf"\b(?:its|their) {re.escape(parts[0])}\b")
    for stretch in sentences_before(room, span, _NEAR)[1:]:
        match = own.search(room.text, stretch.start, stretch.end)
        bodies = room.named_in(stretch.start, match.start()) if match else []
        owners = {e.id: e for _, _, e in bodies if e.kind == "organisation"}
        if len(owners) == 1:
            name = f"{next(iter(owners.values())).name}'s {parts[0]}"
            return Named(stretch.start, name, None, name, "")
    return None


def _issuer(room: Room, span: Span, parts: list[str]) -> Named | None:
    """Whose "a statement" is: the one body or person named before it in its sentence, or the one named as an owner.

    "A ministry statement" is that of the one ministry that spoke before.
    """
    if len(parts) == 1:
        stretch = sentences_before(room, span, 0)[0]
        low = bisect_left(room.places, stretch.start, key=lambda p: p[0])
        high = bisect_left(room.places, span.start, lo=low, key=lambda p: p[0])
        named = [p for p in room.places[low:high] if p[2].kind in ("organisation", "person")]
        owners = [p for p in named if room.owns(p[1])]
        there = {e.id: Named(s, e.name, e, "", "") for s, _, e in owners or named}
        return next(iter(there.values())) if len(there) == 1 else None
    if len(parts) == 2 and parts[0] in load_table("epithets")["bodies"]:
        ends = {n.name.casefold(): n for n in room.speakers_in(0, span.start) if n.name.casefold().endswith(parts[0])}
        return next(iter(ends.values())) if len(ends) == 1 else None
    return None


def _company(room: Room, span: Span) -> Named | None:
    """The one organisation that spoke in the sentences before."""
    spoke: dict[str, Named] = {}
    for stretch in sentences_before(room, span, _NEAR)[1:]:
        for named in room.speakers_in(stretch.start, stretch.end):
            if named.entity is not None and named.entity.kind == "organisation":
                spoke.setdefault(named.entity.id, named)
    return next(iter(spoke.values())) if len(spoke) == 1 else None


def _only_person(room: Room, span: Span) -> Named | None:
    """The person who spoke in the sentences before, where nobody else is named in them."""
    there: dict[str, Named] = {}
    spoke = False
    for stretch in sentences_before(room, span, _NEAR)[:_NEAR]:
        for start, _, entity in room.named_in(stretch.start, min(stretch.end, span.start)):
            if entity.kind == "person":
                there.setdefault(entity.id, Named(start, entity.name, entity, "", ""))
        for named in room.speakers_in(stretch.start, min(stretch.end, span.start)):
            if named.entity is None and is_person(named):
                return None
            spoke = spoke or (named.entity is not None and named.entity.id in there)
    return next(iter(there.values())) if len(there) == 1 and spoke else None
