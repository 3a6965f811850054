"""Somebody across the library: what is gathered from several stories, and what is left open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tellings import flow
from tellings.daily.entities import find_across
from tellings.library.open import open_library
from tellings.model.brief import Actor, ActorRole, Brief, Utterance
from tellings.model.document import Document, Published
from tellings.model.library import Arrival
from tellings.model.story import Move, Story
from tellings.ports import RulesOnly, Store
from tellings.text.names import document_id
from tests.harbour import at
from tests.shelf import NOON

TEXTS = (
    (5, "Gate fails", "The gate failed. “It was old,” said Ilse Marek, the envoy of Velmark. Marek left Tarn."),
    (9, "Envoy recalled", "Ilse Marek, the former envoy, said nothing more. “Marek lied,” said Tovan Brul of Tarn."),
)


def _document(day: int, title: str, text: str) -> Document:
    when = date(2031, 5, day)
    return Document(
        document_id(text), f"{day}.txt", text, title, f"Paper {day}", published=Published(when, when, "metadata")
    )


DOCS = tuple(_document(*told) for told in TEXTS)


def _brief(number: int, doc: Document, role: str, words: str, speaker: str) -> Brief:
    marek = Actor("a1", "Ilse Marek", "person", ("Marek",), (ActorRole(role, (at(doc, role),)),), (doc.id,), 2)
    brul = Actor("a2", "Tovan Brul", "person", (), (), (doc.id,), 1)
    said = Utterance(f"q{number}", words, "direct", speaker, None, None, None, "said", (at(doc, words),))
    made = flow.brief_story(
        flow.group_readings(flow.read_documents([doc], RulesOnly()))[0], flow.read_documents([doc], RulesOnly())
    )
    return replace(
        made, id=f"s{number}", title=doc.title or "", entities=(marek, brul), quotations=(said,), timeline=()
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two stories of one report each, with a brief each."""
    with open_library(tmp_path_factory.mktemp("entities") / "library.db", now=NOON) as store:
        readings = flow.read_documents(DOCS, RulesOnly())
        store.keep([Arrival(r.document, reading=r) for r in readings], now=NOON)
        moves = [Move("new", f"s{n}", (doc.id,), "first") for n, doc in enumerate(DOCS, 1)]
        days = [doc.published.latest for doc in DOCS]
        stories = [Story(m.story, "", m.documents, day, day) for m, day in zip(moves, days, strict=True)]
        store.apply_moves(moves, stories, now=NOON)
        for brief in (
            _brief(1, DOCS[0], "the envoy of Velmark", "It was old,", "a1"),
            _brief(2, DOCS[1], "the former envoy", "Marek lied,", "a2"),
        ):
            store.keep_brief(brief, made_by="x", now=NOON)
        yield store


def test_what_several_stories_have_of_somebody_stands_together(store: Store) -> None:
    found = find_across(store, "ilse marek", ("person",))

    assert found is not None
    assert (found.name, found.kind, found.total) == ("Ilse Marek", "person", 2)
    assert found.aliases == ("Marek",)
    assert [(r.text, r.first) for r in found.roles] == [
        ("the former envoy", date(2031, 5, 9)),
        ("the envoy of Velmark", date(2031, 5, 5)),
    ]
    assert [(s.story, s.day, s.utterance.text) for s in found.said] == [("s1", date(2031, 5, 5), "It was old,")]
    assert [(s.story, s.speaking.speaker) for s in found.spoken_of] == [("s2", "Tovan Brul")]
    assert {place.doc for role in found.roles for place in role.evidence} <= set(found.sources)


def test_a_part_of_the_stories_can_be_asked_for(store: Store) -> None:
    first, second = (find_across(store, "Ilse Marek", ("person",), limit=1, offset=n) for n in range(2))

    assert first is not None
    assert second is not None
    assert [[s.story for s in found.stories] for found in (first, second)] == [["s2"], ["s1"]]
    assert [found.total for found in (first, second)] == [2, 2]


def test_names_of_another_kind_and_unknown_ones_are_not_found(store: Store) -> None:
    assert find_across(store, "Ilse Marek", ("place",)) is None
    assert find_across(store, "Nobody At All", ("person",)) is None
    assert find_across(store, "", ("person",)) is None


def test_a_story_without_a_brief_is_named_all_the_same(store: Store) -> None:
    found = find_across(store, "Ilse Marek", ("person",), load=lambda stories: [None for _ in stories])

    assert found is not None
    assert [story.actors for story in found.stories] == [(), ()]
    assert (found.said, found.roles, found.name) == ((), (), "Ilse Marek")
