"""What search and lists know of a story beside its reports, in SQLite and in PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tellings import flow
from tellings.daily import reviews
from tellings.daily.entities import find_across
from tellings.daily.query import read_query
from tellings.daily.stories import show_story
from tellings.daily.upholding import reindex
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.brief import Brief
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Hit
from tellings.model.story import Move
from tellings.ports import RulesOnly, Store
from tests.contract.test_reviews import MARA, NOON, Clock

_TOLD = (
    ("d1", "The ferry Aldis ran aground off Orlan on Monday, 5 May 2031, the port authority of Orlan said."),
    ("d2", "“It was a long night,” said Ilse Marek, the mayor of Velmark. The ferry Aldis was towed to Velmark today."),
    ("d3", "“Nobody was in danger,” Tovan Brul said of the ferry Aldis."),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A library with a story of three reports, of which none but d2 was given a day."""
    where = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    given = Published(date(2031, 5, 8), date(2031, 5, 8), "metadata")
    documents = [
        Document(id_, f"{id_}.txt", text, f"Title of {id_}", published=given if id_ == "d2" else Published())
        for id_, text in _TOLD
    ]
    with open_library(where, now=NOON) as library:
        read = flow.read_documents(documents, RulesOnly())
        library.keep([Arrival(r.document, reading=r) for r in read], now=NOON)
        library.apply_moves([Move("new", "s1", ("d1", "d2", "d3"), "one ferry")], now=NOON)
        make_briefs(library, ["s1"], lambda: NOON)
        yield library


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _find(store: Store, query: str) -> tuple[Hit, ...]:
    return store.search(read_query(query, today=NOON.date()))


def _brief(store: Store) -> Brief:
    return show_story(store, "s1").briefing.stories[0]


def _actor(store: Store, name: str) -> str:
    return next(a.id for a in _brief(store).entities if a.name == name)


def test_search_and_lists_go_by_the_day_the_brief_worked_out(store: Store) -> None:
    kept = store.load_brief("s1")
    assert kept is not None
    days = {doc.id: doc.published for doc in kept.documents}
    told = tuple(
        replace(doc, published=Published(date(2031, 5, 6), date(2031, 5, 7), "inferred", why="the ferry's day"))
        if doc.id == "d1"
        else doc
        for doc in kept.documents
    )
    store.keep_brief(replace(kept, documents=told), made_by="rules", now=NOON)

    assert days["d3"].latest is None
    assert {hit.report.id for hit in _find(store, "ferry since:2031-05-07 until:2031-05-07")} == {"d1"}
    assert [report.id for report in store.list_reports(story="s1")] == ["d2", "d1", "d3"]  # undated last
    (line,) = store.list_stories()
    assert (line.first, line.last) == (date(2031, 5, 6), date(2031, 5, 8))
    (doc,) = store.load_documents(["d1"])
    assert doc.published == Published()  # the report keeps what it says


def test_the_last_day_of_the_list_is_that_of_the_story(store: Store, clock: Clock) -> None:
    reviews.review_line(
        store, "s1", "documents", "d3", "correct", field="date", value="2031-05-12", by=MARA, now=clock()
    )

    (line,) = store.list_stories()
    assert line.last == _brief(store).as_of == date(2031, 5, 12)
    assert {hit.report.id for hit in _find(store, "danger since:2031-05-12")} == {"d3"}


def test_what_was_rejected_is_found_no_more_until_it_is_taken_back(store: Store, clock: Clock) -> None:
    said = next(q.id for q in _brief(store).quotations if "long night" in q.text)
    made = reviews.review_line(store, "s1", "quotations", said, "reject", by=MARA, now=clock())
    assert "quotation" not in {hit.kind for hit in _find(store, '"long night"')}

    reindex(store, now=NOON)
    assert "quotation" not in {hit.kind for hit in _find(store, '"long night"')}
    reviews.undo(store, made.id, by=MARA, now=clock())
    assert "quotation" in {hit.kind for hit in _find(store, '"long night"')}

    for line in reviews.list_lines_of(store, "s1"):
        if any("towed" in e.text for e in line.evidence) and line.layer != "entities":
            reviews.review_line(store, "s1", line.layer, line.id, "reject", by=MARA, now=clock())
    assert {hit.kind for hit in _find(store, "towed")} == {"report"}


def test_a_corrected_speaker_is_found_and_the_former_is_not(store: Store, clock: Clock) -> None:
    said = next(q.id for q in _brief(store).quotations if "long night" in q.text)
    made = reviews.review_line(
        store, "s1", "quotations", said, "correct", field="speaker", value="Tovan Brul", by=MARA, now=clock()
    )
    assert [hit.speaker for hit in _find(store, 'said:"Tovan Brul" night')] == ["Tovan Brul"]
    assert _find(store, 'said:"Ilse Marek" night') == ()

    reviews.undo(store, made.id, by=MARA, now=clock())
    assert [hit.speaker for hit in _find(store, 'said:"Ilse Marek" night')] == ["Ilse Marek"]


def test_who_was_renamed_is_found_under_both_names(store: Store, clock: Clock) -> None:
    made = reviews.review_line(
        store, "s1", "entities", _actor(store, "Ilse Marek"), "correct",
        field="name", value="Elsa Dorn", by=MARA, now=clock(),
    )  # fmt: skip
    for name in ("Elsa Dorn", "Ilse Marek"):
        assert [hit.speaker for hit in _find(store, f'said:"{name}" night')] == ["Elsa Dorn"]
        found = find_across(store, name, ["person"])
        assert found is not None
        assert [s.utterance.text for s in found.said] == ["It was a long night,"]
    assert {hit.report.id for hit in _find(store, 'person:"Elsa Dorn"')} == {"d2"}

    reviews.undo(store, made.id, by=MARA, now=clock())
    assert find_across(store, "Elsa Dorn", ["person"]) is None


def test_a_place_taken_for_a_person_is_a_place(store: Store, clock: Clock) -> None:
    actor = _actor(store, "Tovan Brul")
    reviews.review_line(store, "s1", "entities", actor, "correct", field="kind", value="place", by=MARA, now=clock())

    assert find_across(store, "Tovan Brul", ["person"]) is None
    found = find_across(store, "Tovan Brul", ["place"])
    assert found is not None
    assert found.kind == "place"
    assert {hit.report.id for hit in _find(store, 'place:"Tovan Brul"')} == {"d3"}
