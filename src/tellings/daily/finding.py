"""Hits of a search as they are shown: what was found with the words that were asked for marked in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tellings.daily.query import read_query, write_query
from tellings.library.terms import terms, words
from tellings.model.library import Hit, HitKind, HitOrder, Query
from tellings.model.span import Evidence
from tellings.ports import Store


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a shown text; ``marked`` where it is a word that was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a hit in pieces, and where they stand."""

    pieces: tuple[Piece, ...]
    place: Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: a report with a passage for each place, others with one, all their evidence in the hit."""

    hit: Hit
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of a search: the query as it was understood, what meets it, and whether there is more."""

    query: str
    found: tuple[Found, ...]
    more: bool


def find_page(
    store: Store,
    given: str,
    *,
    now: datetime,
    kinds: Sequence[HitKind] = (),
    order: HitOrder = "newest",
    limit: int = 20,
    offset: int = 0,
) -> FoundPage:
    """What meets the query, with its words marked; see ``query.read_query`` for its language.

    Raises:
        UsageError: when the query cannot be understood.
    """
    query = read_query(given, today=now.date())
    hits = store.search(query, kinds=kinds, order=order, limit=limit + 1, offset=offset)
    groups = _groups(query)
    return FoundPage(write_query(query), tuple(_show(hit, groups) for hit in hits[:limit]), len(hits) > limit)


def _show(hit: Hit, groups: Sequence[tuple[str, ...]]) -> Found:
    if hit.kind == "report":
        return Found(hit, tuple(Passage(_mark(place.text, groups), place) for place in hit.evidence))
    return Found(hit, (Passage(_mark(hit.text, groups), hit.evidence[0]),))


def _groups(query: Query) -> tuple[tuple[str, ...], ...]:
    """What is marked: words, phrases and names; not what a hit must be without."""
    given = (*query.words, *query.phrases, *query.persons, *query.places)
    return tuple(dict.fromkeys(group for text in given if (group := words(text))))


def _mark(text: str, groups: Sequence[tuple[str, ...]]) -> tuple[Piece, ...]:
    """The whole text in order; joined together the pieces are it."""
    found = list(terms(text))
    places: list[tuple[int, int]] = []
    for at in range(len(found)):
        for group in groups:
            if tuple(term.word for term in found[at : at + len(group)]) == group:
                places.append((found[at].start, found[at + len(group) - 1].end))
    pieces, done = [], 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if end <= done:
            continue
        if done < start:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[max(done, start) : end], marked=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)
