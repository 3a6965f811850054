"""Search, the same in SQLite and in PostgreSQL: what is found, and where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings import flow
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Hit, Query
from tellings.model.story import Move
from tests.shelf import NOON, make_arrivals, make_documents, make_readings

GATE, PUMPS, INQUIRY, FERRY, CAFES = make_documents()
BY_ID = {doc.id: doc for doc in make_documents()}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library to be filled."""
    if request.param == "sqlite":
        where = str(tmp_path_factory.mktemp("search") / "library.db")
    else:
        where = request.getfixturevalue("postgresql_of_module")
    with open_library(where, now=NOON) as library:
        yield library


@pytest.fixture(scope="module")
def store(empty: Library) -> Library:
    """Five reports, read, in two stories; one with a brief."""
    empty.keep(make_arrivals(), now=NOON)
    dam, ferry = ("s1", (GATE.id, PUMPS.id, INQUIRY.id)), ("s2", (FERRY.id, CAFES.id))
    empty.apply_moves([Move("new", story, docs, "first") for story, docs in (dam, ferry)], now=NOON)
    empty.keep_brief(flow.brief_story(empty.load_stories(["s1"])[0], make_readings()), made_by="x", now=NOON)
    return empty


def _reports(hits: tuple[Hit, ...]) -> list[str]:
    for hit in hits:
        for e in hit.evidence:
            assert BY_ID[e.doc].text[e.start : e.end] == e.text
    return [hit.report.id for hit in hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(words=("dam",)), [INQUIRY, GATE, PUMPS]),
        (Query(words=("DAMS", "opening")), [INQUIRY]),
        (Query(words=("dam",), without=("pumps", "inquiry")), [GATE]),
        (Query(words=("cafe",)), [CAFES]),
        (Query(words=("cooperation",)), []),
        (Query(words=("co-operation",)), [CAFES]),
        (Query(words=("Marek's",)), [INQUIRY, PUMPS]),
        (Query(phrases=("Harsk dam",)), [GATE, PUMPS]),
        (Query(phrases=("dam Harsk",)), []),
        (Query(words=("dam",), phrases=("six pumps",)), [PUMPS]),
        (Query(persons=("Marek",)), [INQUIRY, PUMPS]),
        (Query(persons=("Ilse Marek",), words=("pumps",)), [PUMPS]),
        (Query(persons=("Mar",)), []),
        (Query(outlets=("tarn post",)), [CAFES, PUMPS]),
        (Query(outlets=("news3.example",)), [FERRY]),
        (Query(words=("dam",), since=date(2031, 5, 6), until=date(2031, 5, 6)), [PUMPS]),
        (Query(words=("no", "such", "words")), []),
        (Query(words=("NOT", "AND", "OR", "NEAR")), []),
    ],
    ids=str,
)
def test_reports_are_found(store: Library, query: Query, found: list[Document]) -> None:
    assert sorted(_reports(store.search(query, kinds=["report"]))) == sorted(doc.id for doc in found)


@pytest.mark.parametrize(
    ("name", "kinds", "found"),
    [
        ("Ilse Marek", (), {"s1": {"person": 2}}),
        ("ILSE marek", ("person",), {"s1": {"person": 2}}),
        ("Ilse Marek", ("place", "organisation"), {}),
        ("Ilse", (), {}),
        ("Orlan Courier", (), {}),
        ("", (), {}),
        ("%", (), {}),
    ],
)
def test_stories_are_found_by_whom_they_name(
    store: Library, name: str, kinds: tuple[str, ...], found: dict[str, dict[str, int]]
) -> None:
    assert store.find_named(name, kinds=kinds) == found


def test_the_newest_comes_first_and_pages_join(store: Library) -> None:
    query = Query(words=("dam",))
    whole = store.search(query)
    days = [hit.report.latest for hit in whole]

    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)
    assert (*store.search(query, limit=2), *store.search(query, limit=20, offset=2)) == whole


def test_the_best_come_first_where_that_is_asked(empty: Library) -> None:
    texts = {
        "much": "Kelp rots. The kelp of Luro rots in the bay, and kelp rots on the quay.",
        "once": "The harbour master of Luro said that the quay was shut for a day, as kelp lay there.",
        "long": "The quay was shut. " * 60 + "Some kelp lay there.",
    }
    days = {"much": 1, "once": 2, "long": 3}
    for name, text in texts.items():
        day = date(2031, 5, days[name])
        empty.keep([Arrival(Document(f"d-{name}", name, text, published=Published(day, day, "metadata")))], now=NOON)
    query = Query(words=("kelp",))
    best = empty.search(query, kinds=["report"], order="best")

    assert [hit.report.location for hit in best] == ["much", "once", "long"]
    assert [hit.report.location for hit in empty.search(query, kinds=["report"])] == ["long", "once", "much"]
    assert empty.search(query, kinds=["report"], order="best", limit=1, offset=1) == best[1:2]
    both = Query(words=("kelp", "shut"), without=("harbour",))
    assert [hit.report.location for hit in empty.search(both, order="best")] == ["long"]


def test_a_query_without_words_knows_no_best(store: Library) -> None:
    query = Query(persons=("Marek",))

    assert store.search(query, order="best") == store.search(query) != ()


def test_who_said_it_is_found_by_the_name_with_the_words(store: Library) -> None:
    hits = store.search(Query(said=("Marek",), words=("gate",)))

    assert [(hit.kind, hit.speaker, hit.text) for hit in hits] == [("quotation", "Ilse Marek", "The gate was old,")]
    assert _reports(hits) == [INQUIRY.id]
    assert {h.speaker for h in store.search(Query(said=("brul",)))} == {"Tovan Brul", "Brul"}
    assert store.search(Query(said=("Marek", "Brul"))) == ()


def test_statements_of_briefs_are_found_with_all_their_places(store: Library) -> None:
    hits = store.search(Query(words=("gate",)), kinds=["statement"])

    assert hits
    assert {hit.report.story for hit in hits} == {"s1"}
    assert all(hit.story_title for hit in hits)
    assert set(_reports(hits)) <= {GATE.id, PUMPS.id, INQUIRY.id}


def test_words_of_the_title_alone_show_the_first_sentence(store: Library) -> None:
    (hit,) = store.search(Query(words=("late", "runs")), kinds=["report"])

    assert hit.report.title == "Ferry runs late"
    assert hit.evidence[0].start == 0


def test_words_far_apart_are_shown_where_they_stand(empty: Library) -> None:
    text = "The mill at Luro burnt.\n\n" + "Nothing else is known. " * 200 + "Its owner is Edda Sol."
    doc = Document("d-far", "far.txt", text)
    empty.keep([Arrival(doc)], now=NOON)
    (hit,) = empty.search(Query(words=("Luro", "owner")))

    assert [e.text for e in hit.evidence] == ["The mill at Luro burnt.", "Its owner is Edda Sol."]
    assert hit.evidence[1].text == text[hit.evidence[1].start : hit.evidence[1].end]


def test_a_better_reading_takes_the_place_of_the_old_in_search(store: Library) -> None:
    reading = make_readings()[4]
    assert store.search(Query(said=("Brul",), words=("guests",)))
    store.keep_readings([replace(reading, made_by="none", quotations=(), entities=())], now=NOON)
    assert store.search(Query(said=("Brul",), words=("guests",))) == ()
    assert _reports(store.search(Query(outlets=("Tarn Post",)), kinds=["report"])) == [CAFES.id, PUMPS.id]

    store.keep_readings([replace(reading, made_by="again")], now=NOON + timedelta(days=1))
    assert store.search(Query(said=("Brul",), words=("guests",)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30), phrase=st.text(max_size=30), name=st.text(max_size=30))
def test_anything_can_be_asked(store: Library, words: str, phrase: str, name: str) -> None:
    store.search(Query(words=(words,), without=(phrase,), phrases=(phrase,)))
    store.search(Query(words=("dam",), persons=(name,), said=(name,), outlets=(name,)))
