"""Hits that tell nothing more: in a report that carries the text of another one, found before."""

import re
from collections.abc import Mapping, Sequence

from tellings.model.library import Hit, Query
from tellings.ports import Store
from tellings.text.names import fold
from tellings.text.words import stem, tokens

_BETWEEN = re.compile(r"[.!?…;:()\[\]\n“”\"—–]|\s-\s")
"""What parts pieces: the place and the agency in front of a text are one of their own."""


def drop_repeats(store: Store, query: Query, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without the repeats, in the same order.

    A hit is a repeat when its report carries the text of others among the hits, or they carry its, as the brief of
    their story knows it; when they came in before it; and when all that it says with words of the query stands in them.
    Of quotations, when the same words are quoted there.
    """
    leads = _find_leads(store, hits)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(leads.get(hit.report.id, hit.report.id), []).append(hit)
    several = {lead: group for lead, group in groups.items() if len({hit.report.id for hit in group}) > 1}
    docs = {hit.report.id for group in several.values() for hit in group if hit.kind == "report"}
    texts = {doc.id: doc.text for doc in store.load_documents(docs)} if docs else {}
    sought = _find_sought(query)
    repeats: set[tuple[str, int]] = set()
    for lead, group in several.items():
        known: list[tuple[str, str]] = []
        for hit in _in_turn(group, lead):
            text = texts.get(hit.report.id, "") if hit.kind == "report" else hit.text
            others = [words for doc, words in known if doc != hit.report.id]
            pieces = _find_pieces(text, sought) if hit.kind == "report" else (_spread(text),)
            if others and all(any(piece in words for words in others) for piece in pieces):
                repeats.add(_place(hit))
            known.append((hit.report.id, _spread(text)))
    return tuple(hit for hit in hits if _place(hit) not in repeats)


def _in_turn(group: Sequence[Hit], lead: str) -> list[Hit]:
    """As they came in; of what came in together the original first."""
    return sorted(group, key=lambda hit: (hit.report.kept_at, hit.report.id != lead, *_place(hit)))


def _place(hit: Hit) -> tuple[str, int]:
    return hit.report.id, hit.evidence[0].start


def _find_leads(store: Store, hits: Sequence[Hit]) -> dict[str, str]:
    """For each report of these stories the one whose text it carries, through others to the first."""
    reports: dict[str, set[str]] = {}
    for hit in hits:
        if hit.report.story is not None:
            reports.setdefault(hit.report.story, set()).add(hit.report.id)
    leads: dict[str, str] = {}
    for story in sorted(story for story, docs in reports.items() if len(docs) > 1):
        brief = store.load_brief(story)
        of = {doc.id: doc.copy_of for doc in brief.documents if doc.copy_of} if brief else {}
        leads |= {doc: _lead(doc, of) for doc in of}
    return leads


def _lead(doc: str, of: Mapping[str, str]) -> str:
    line = {doc}
    while (doc in of) and of[doc] not in line:
        doc = of[doc]
        line.add(doc)
    return doc


def _find_sought(query: Query) -> frozenset[str]:
    """The words that are looked for, as search compares them; none where the query has none."""
    return _find_terms(" ".join((*query.words, *query.phrases, *query.persons, *query.places)))


def _find_pieces(text: str, sought: frozenset[str]) -> tuple[str, ...]:
    """The pieces of a text that hold a word that is looked for; all of them where none is."""
    pieces = (piece for piece in _BETWEEN.split(text) if tokens(piece))
    return tuple(_spread(piece) for piece in pieces if not sought or sought & _find_terms(piece))


def _find_terms(text: str) -> frozenset[str]:
    return frozenset(map(stem, fold(text).split()))


def _spread(text: str) -> str:
    """Its words with a space at both ends, so that whole words alone are found in it."""
    return f" {' '.join(tokens(text))} "
