"""Pronouns: whom a "he", an "it" or a "they" that speaks stands for."""

import re
from bisect import bisect_left
from collections.abc import Set

from tellings.find.antecedents import LINKS, Named, Room, agrees, is_person, sentences_before
from tellings.lexicon import load_words
from tellings.model.reading import Entity
from tellings.model.span import Span

_BACK = 4  # sentences a pronoun looks back over, quoted ones and those about the same pronoun not counted
_FARTHEST = 12  # sentences looked at in all
_OPENING = 90  # characters in which a sentence names its subject
_SAME = {"he": ("he", "his"), "him": ("he", "his"), "she": ("she", "her"), "her": ("she", "her")}
_ASKED = re.compile(r"\W*(?:When |If )?(?:asked|questioned|pressed|quizzed)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
_DESCRIPTION = re.compile(r", (?:an?|the) ((?:[\w’'-]+ ?){1,6})")
_OWNED = re.compile(r"[’']s ([\w-]+)")
_PLURALS = frozenset({"police", "people", "men", "women", "media", "staff", "some", "others", "many", "both", "troops"})


def person_before(room: Room, span: Span, low: str) -> Named | None:
    """The person a "he" or "she" means: who spoke last, or whom the nearest sentence before names first.

    A sentence about the same pronoun names others ("She struck Carr. She said"); nor are the names in what the
    person says, or is asked about, the person's own.
    """
    told = _told_in(room)
    others = _search(room, span, low, told)
    return others if others is not None or not told else _search(room, span, low, frozenset())


def _told_in(room: Room) -> Set[str]:
    """Who is named in the words, quoted directly, themselves: whoever says "I saw Carr there" is not Carr."""
    found = set()
    for own in room.own:
        at = bisect_left(room.places, own.start, key=lambda p: p[0])
        named = room.places[at : bisect_left(room.places, own.end, lo=at, key=lambda p: p[0])]
        found |= {entity.id for start, _, entity in named if room.is_quoted(start)}
    return found


def _search(room: Room, span: Span, low: str, told: Set[str]) -> Named | None:
    left = _BACK
    thing: Named | None = None
    for stretch in sentences_before(room, span, _FARTHEST):
        stop = min(span.start, stretch.end)
        own = stretch.end > span.start
        for named in reversed(room.speakers_in(stretch.start, stop)):
            if named.entity is not None and named.entity.id in told:
                continue
            if (is_person(named) or _is_described(named)) and agrees(room, named.entity, low):
                return named
            thing = thing or (named if _may_be_person(named) else None)
        if _ASKED.match(room.text, stretch.start) or (not own and _is_about(room, stretch, low)):
            continue
        for start, end, entity in room.named_in(stretch.start, stop):
            fits = entity.kind == "person" and entity.id not in told
            if fits and not room.owns(end) and agrees(room, entity, low):
                return Named(start, entity.name, entity, "", "")
        owner = None if own else _opening_owner(room, stretch, low)
        if owner is not None and owner.entity is not None and owner.entity.id not in told:
            return owner
        left -= 1
        if left < 0:
            break
    return thing or (None if told else _told_of(room, span, low))


def _is_described(named: Named) -> bool:
    """Whether a description shows that a name taken for something else is a person's: "Rolf Tarn, a resident who"."""
    match = _DESCRIPTION.search(named.source)
    words = LINKS.split(match[1].casefold())[0].split() if match else []
    return bool(words) and (words[-1] in load_words("role_heads") or words[-1] in load_words("person_nouns"))


def _may_be_person(named: Named) -> bool:
    """Whether a speaker's name is no body's by its words: only a person is "he" or "she"."""
    return named.entity is not None and named.entity.kind != "group" and is_personal(named.name)


def is_personal(name: str) -> bool:
    """Whether a name of two words or more holds no word for a body or a place."""
    words = name.casefold().split()
    known = load_words("organisation_heads") | load_words("place_heads") | load_words("organisations")
    return 1 < len(words) < 5 and not known & set(words)


def _opening_owner(room: Room, stretch: Span, low: str) -> Named | None:
    """The only person of a sentence, whose words or deed it opens with: "Mr Maas's speech came late."."""
    people = [p for p in room.named_in(stretch.start, stretch.end) if p[2].kind == "person"]
    if not people or len({e.id for _, _, e in people}) > 1 or not agrees(room, people[0][2], low):
        return None
    start, end, entity = people[0]
    thing = _OWNED.match(room.text, end - 2 if room.text[end - 2 : end] in ("'s", "’s") else end)
    titled = room.text[stretch.start : start].removeprefix("The ").strip(" .")
    if thing is None or len(titled.split()) > 1:
        return None
    noun = thing[1].casefold()
    someone = noun in load_words("role_heads") or noun in load_words("person_nouns")
    return None if someone else Named(start, entity.name, entity, "", "")


def _told_of(room: Room, span: Span, low: str) -> Named | None:
    """The person named in the words themselves, where nobody is before them: "Ana Bel will go, she told reporters"."""
    for own in room.own:
        at = bisect_left(room.places, own.start, key=lambda p: p[0])
        for start, end, entity in room.places[at : bisect_left(room.places, own.end, lo=at, key=lambda p: p[0])]:
            fits = entity.kind == "person" and end <= span.start and agrees(room, entity, low)
            if fits and not room.owns(end) and not room.is_quoted(start):
                return Named(start, entity.name, entity, "", "")
    return None


def _is_about(room: Room, stretch: Span, low: str) -> bool:
    """Whether the sentence opens with the same pronoun: its other names are somebody else's."""
    first = _WORD.search(room.text, stretch.start, min(stretch.end, stretch.start + 20))
    return first is not None and first[0].casefold() in _SAME.get(low, ())


def body_before(room: Room, span: Span, low: str) -> Named | None:
    """The organisation or group an "it" or "they" means: who spoke last, or whom the nearest sentence names first.

    A paper the sentence is about goes before its other names, and a place comes after every body near by.
    """
    place: Named | None = None
    for stretch in sentences_before(room, span, _BACK):
        stop = min(span.start, stretch.end)
        paper = _paper_in(room, stretch) if low == "it" and stretch.end <= span.start else None
        if paper is not None or place is not None:
            return paper or place
        for named in reversed(room.speakers_in(stretch.start, stop)):
            if _is_many(named) if low == "they" and named.entity is None else not is_person(named):
                return named
        for start, end, entity in room.named_in(stretch.start, stop):
            named = Named(start, entity.name, entity, "", "")
            if entity.kind in ("organisation", "group") and not _modifies(room, entity, end):
                return named
            if entity.kind == "place" and low != "they":
                place = named
                break
    return place


def _modifies(room: Room, entity: Entity, end: int) -> bool:
    """Whether a people's name only describes the noun behind it: "Veltran President"."""
    return entity.kind == "group" and room.text[end - 1 : end] != "s" and bool(_WORD.match(room.text, end + 1))


def _is_many(named: Named) -> bool:
    """Whether a noun phrase without a name is plural: "two officials of the port"."""
    words = LINKS.split(named.name.casefold())[0].split()
    return bool(words) and (words[-1] in _PLURALS or (words[-1].endswith("s") and not words[-1].endswith("ss")))


def _paper_in(room: Room, stretch: Span) -> Named | None:
    """The statement or report a sentence is about: "The Tarn statement came after ..."."""
    opening = room.text[stretch.start : min(stretch.end, stretch.start + _OPENING)]
    match = re.match(
        r"(?:The|A|An|Its|In the) ((?:[\w’'.-]+ ){0,5}?(?:statement|report|letter|communique))\s+\w+", opening
    )
    if match is None or " " not in match[1] or not match[1][:1].isupper():
        return None
    return Named(stretch.start + match.start(1), match[1], None, match[1], "")
