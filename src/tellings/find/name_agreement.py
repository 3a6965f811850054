"""The kind of each name of a report, agreed over all its mentions."""

from collections import Counter
from typing import Final, NamedTuple

from tellings.find.name_kinds import Score, decide
from tellings.find.name_pieces import Piece
from tellings.find.name_signals import SEEN
from tellings.find.name_tokens import NameToken
from tellings.model.reading import EntityKind
from tellings.model.span import Span
from tellings.text.name_words import COMMON, GIVEN, KNOWN, word_class

_LEAST_PERSONAL = 1.8
"""Points from which a single word is a person's name: that it says something once (1.3) is true of capitals too."""


_OVERRULES: Final = 1.5
"""Scores in all from which a name is a person's though the lexicon knows another kind of thing by it."""
_AGAINST: Final = 0.2
"""Share of them that may speak for other kinds."""


class FoundName(NamedTuple):
    """A possible name: its place, folded form and first token; ``speaks``: the next word shows a speaker or owner.

    ``heard`` and ``seen`` are the recogniser's kind and score for it, ``None`` and 0 where it says nothing of it;
    ``stands_for`` is the key of the longer name that it is put in brackets behind; ``is_thing``: it is defined
    there as short for an office or everyday words.
    """

    span: Span
    key: str
    piece: Piece
    token: NameToken
    speaks: bool
    score: Score
    heard: EntityKind | None
    seen: float
    stands_for: str = ""
    is_thing: bool = False


class _Word(NamedTuple):
    """A name of one word: what the lexicon and the rest of the report say of it.

    ``personal``: it is part of a person's name or has a title before it; ``part_of``: the kind of a longer name it
    begins; ``everyday``: an everyday word; ``votes``: the recogniser's scores for each kind.
    """

    known: EntityKind | None
    personal: bool
    part_of: EntityKind | None
    everyday: bool
    votes: Score


def agree_kinds(found: list[FoundName]) -> dict[str, EntityKind]:
    """The kind of each name, agreed over all its mentions; last names follow the full name."""
    sums: dict[str, Score] = {}
    titled: Counter[str] = Counter()
    known: dict[str, EntityKind] = {}
    everyday: set[str] = set()
    votes: dict[str, Score] = {}
    for f in found:
        if f.seen < SEEN and f.token.flags & COMMON and f.token.shape == "A" and not f.token.flags & (KNOWN | GIVEN):
            everyday.add(f.key)
        titled[f.key] += f.piece.titled
        if f.piece.kind:
            known[f.key] = f.piece.kind
        if f.heard:
            cast = votes.setdefault(f.key, {})
            cast[f.heard] = cast.get(f.heard, 0.0) + f.seen
        total = sums.setdefault(f.key, dict.fromkeys(f.score, 0.0))
        for kind, points in f.score.items():
            total[kind] = total.get(kind, 0.0) + points
    kinds: dict[str, EntityKind] = {}
    for key, total in sums.items():
        if " " in key:
            kinds[key] = "other" if known.get(key) == "other" else decide(total) or "other"
    parts = {
        word: kinds[key]
        for key in sums
        if kinds.get(key) in ("organisation", "place") and key not in known
        for word in key.split()[:1]
    }
    persons = {word: None for key, kind in kinds.items() if kind == "person" for word in key.split()}
    for key in sums:
        if (
            kinds.get(key) == "other"
            and key.partition(" ")[0] in word_class("name_articles")
            and key.split()[-1] in persons
        ):
            kinds[key] = "person"
    for key, total in sums.items():
        if key not in kinds:
            personal = key in persons or titled[key] > 0
            alone = _Word(known.get(key), personal, parts.get(key), key in everyday, votes.get(key, {}))
            kinds[key] = _kind_of_one(alone, total)
    for f in found:
        # An acronym names what it is put in brackets behind.
        if f.stands_for in kinds and f.key not in known:
            kinds[f.key] = kinds[f.stands_for]
        elif f.is_thing and f.key not in known:
            kinds[f.key] = "other"
    for word in persons:
        kinds.setdefault(word, "person")
    return kinds


def _kind_of_one(word: _Word, total: Score) -> EntityKind:
    """The kind of a single word; a part of a person's name is a person unless the recogniser says otherwise."""
    votes = word.votes
    contradicted = bool(votes) and 2 * votes.get("person", 0.0) < max(votes.values())
    if word.personal and word.known in (None, "other") and not contradicted:
        return "person"
    persons = votes.get("person", 0.0)
    if word.known and persons >= _OVERRULES and sum(votes.values()) - persons < _AGAINST * persons:
        return "person"
    if word.known == "other":
        return "other"
    if word.personal and word.known != "place":
        total["person"] += 4.0
    elif word.part_of:
        total[word.part_of] += 2.0
    elif word.everyday and not votes:
        # "the Voice", "the Coalition": prepositions tell nothing of the kind of an everyday word.
        return "other"
    kind = decide(total) or "other"
    return "other" if kind == "person" and not word.personal and total["person"] < _LEAST_PERSONAL else kind
