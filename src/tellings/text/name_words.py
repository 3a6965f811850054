"""What a capitalised word can be: one set of flags a word, made from the lexicon once."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from tellings.lexicon import load_table, load_words
from tellings.model.reading import EntityKind
from tellings.text.names import fold
from tellings.text.verbs import verb_forms

GRAMMAR: Final = 1
"""Function words and times: no name even with a capital."""
COMMON: Final = 2
"""An everyday word or a form of a verb: has a capital only at the beginning, in a headline or inside a longer name."""
TITLE: Final = 4
GIVEN: Final = 8
ORGANISATION_HEAD: Final = 16
PLACE_HEAD: Final = 32
EVENT_HEAD: Final = 64
WORK_HEAD: Final = 128
ROLE: Final = 256
TIME: Final = 512
PEOPLE: Final = 1024
PLACE: Final = 2048
ORGANISATION: Final = 4096
EVENT: Final = 8192
THING: Final = 16384
"""What has a capital and is neither person nor body nor place: an illness, a currency, a kind of device."""
HEAD: Final = ORGANISATION_HEAD | PLACE_HEAD | EVENT_HEAD | WORK_HEAD
KNOWN: Final = PEOPLE | PLACE | ORGANISATION | EVENT

_EVERYDAY_ENDING = re.compile(
    r".{3,}(?:tions?|ments?|ity|ities|ness|ships?|ism|ology|ologies|ical|ional|isation|ization|graphic|istic|ative|ution|ectual)$"
)

Phrase = tuple[tuple[str, ...], EntityKind]
"""The folded words of a name of several words, and its kind."""

_KIND_FLAGS: dict[str, int] = {
    "group": PEOPLE,
    "place": PLACE,
    "organisation": ORGANISATION,
    "event": EVENT,
    "other": THING,
}


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of one small class around names, as written in the table of classes."""
    return frozenset(load_table("name_classes")[name])


@cache
def _words() -> dict[str, int]:
    table: dict[str, int] = {}

    def mark(words: Iterable[str], flag: int) -> None:
        for word in words:
            if " " not in word:
                table[word] = table.get(word, 0) | flag

    verbs = {form for form, _ in verb_forms().items()}
    mark(verbs | load_words("common_words"), COMMON)
    mark(load_words("function_words"), GRAMMAR)
    mark((w.casefold() for w in load_words("sentence_starters")), COMMON)
    mark(word_class("times"), GRAMMAR | TIME)
    mark(load_words("titles"), TITLE)
    mark(load_words("given_names"), GIVEN)
    mark(load_words("organisation_heads"), ORGANISATION_HEAD)
    mark(load_words("place_heads"), PLACE_HEAD)
    mark(load_words("event_heads"), EVENT_HEAD)
    mark(load_words("work_heads"), WORK_HEAD)
    mark(load_words("role_heads"), ROLE)
    return table


@lru_cache(maxsize=1 << 16)
def flags_of(word: str) -> int:
    """The flags of a word as printed, without a possessive ending; ``0`` for a word unknown to the lexicon."""
    low = word.casefold().replace("’", "'")
    table = _words()
    flags = table.get(low, 0)
    if not flags:
        flags = table.get(fold(word), 0)
    if not flags & COMMON and low.endswith("s") and len(low) > 4 and table.get(low[:-1], 0) & COMMON:
        flags |= COMMON
    if not flags and _EVERYDAY_ENDING.match(low):
        flags = COMMON
    kind = known_words().get(word)
    if kind is None and len(word) > 3 and word.isupper():
        kind = known_words().get(word.title())
    if kind is None:
        return flags
    if word.isupper():
        flags &= ~(GRAMMAR | COMMON | TITLE | HEAD | GIVEN)
    return flags | _KIND_FLAGS.get(kind, 0)


@cache
def _known() -> dict[str, EntityKind]:
    """Every name of the lexicon as printed, with its kind. Where two lists hold one name the later here wins."""
    known: dict[str, EntityKind] = {}
    for name in load_words("things"):
        known[name] = "other"
    for name in load_words("events"):
        known[name] = "event"
    for name in load_words("organisations"):
        known[name] = "organisation"
    for name in load_words("places"):
        known[name] = "place"
    for country in load_table("countries")["country"]:
        for name in country["people"]:
            known[name] = "group"
    for name in load_words("demonyms"):
        known[name] = "group"
    for country in load_table("countries")["country"]:
        for name in (country["name"], *country["other_names"], *country["capitals"]):
            known[name] = "place"
    return known


@cache
def known_words() -> dict[str, EntityKind]:
    """The names of the lexicon that are one word, with their kind."""
    return {name: kind for name, kind in _known().items() if " " not in name}


@cache
def known_phrases() -> dict[str, tuple[Phrase, ...]]:
    """The names of the lexicon of two or more words by their first word, folded, the longest first."""
    return _by_first(
        (tuple(fold(part) for part in name.replace("'s", " 's").split()), kind)
        for name, kind in _known().items()
        if " " in name
    )


@cache
def known_owners() -> frozenset[str]:
    """The names of the lexicon that end in "'s", folded."""
    return frozenset(fold(name) for name in _known() if name.endswith("'s"))


@cache
def title_phrases() -> dict[str, tuple[Phrase, ...]]:
    """The titles of two or more words by their first word, folded, the longest first."""
    titles = (tuple(fold(part) for part in title.split()) for title in load_words("titles") if " " in title)
    return _by_first((title, "other") for title in titles)


def _by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, set[Phrase]] = {}
    for phrase in phrases:
        table.setdefault(phrase[0][0], set()).add(phrase)
    return {first: tuple(sorted(found, key=lambda p: (-len(p[0]), p))) for first, found in table.items()}


def match_phrase(table: dict[str, tuple[Phrase, ...]], folded: list[str], at: int) -> Phrase | None:
    """The longest phrase of ``table`` that stands at ``folded[at:]``."""
    for phrase in table.get(folded[at], ()):
        words = phrase[0]
        if tuple(folded[at : at + len(words)]) == words:
            return phrase
    return None
