"""The Store port, held by the library in SQLite and in PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from tellings import flow
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, LoggedFetch, Original, Review, Source, Watchlist
from tellings.model.story import Fingerprint, Move, Story
from tellings.ports import Store
from tests.shelf import NOON, make_arrivals, make_documents, make_fingerprint, make_readings

LATER = NOON + timedelta(days=1)
DOCS = [doc.id for doc in make_documents()]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty library can be made."""
    return str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture
def store(address: str) -> Iterator[Library]:
    """An empty library."""
    with open_library(address, now=NOON) as library:
        yield library


@pytest.fixture
def full(store: Library) -> Library:
    """A library with five reports, read, in two stories."""
    store.keep(make_arrivals(), now=NOON)
    store.apply_moves([_new("s1", DOCS[:3]), _new("s2", DOCS[3:])], now=NOON)
    return store


def _new(story: str, docs: list[str]) -> Move:
    return Move("new", story, tuple(docs), "nothing known is near")


def _members(store: Store, story: str) -> tuple[str, ...]:
    return next(iter(store.load_stories([story]))).documents


def test_a_library_is_a_store(store: Library) -> None:
    port: Store = store

    assert port.count().reports == 0


def test_what_was_kept_is_there_once_when_opened_again(address: str) -> None:
    arrivals = make_arrivals()
    with open_library(address, now=NOON) as store:
        assert store.keep(arrivals, now=NOON) == tuple(a.document.id for a in arrivals)
        assert store.keep(arrivals, now=LATER) == ()
    with open_library(address, now=NOON) as store:
        assert store.keep(arrivals[::-1], now=LATER) == ()
        assert store.load_documents(DOCS) == tuple(sorted(make_documents(), key=lambda d: d.id))
        assert {report.kept_at for report in store.list_reports()} == {NOON}
        assert (store.count().reports, store.count().originals, store.count().readings) == (5, 5, 5)


def test_bytes_come_back_untouched(store: Library) -> None:
    data = bytes(range(256)) * 50
    doc = make_documents()[0]
    store.keep([Arrival(doc, Original(data, "place", "image/x"))], now=NOON)

    assert store.load_original(doc.id) == Original(data, "place", "image/x")
    assert store.load_original("d-unknown") is None


def test_a_known_report_gains_what_it_lacked(store: Library) -> None:
    arrival = make_arrivals()[0]
    assert store.keep([Arrival(arrival.document)], now=NOON) == (arrival.document.id,)
    assert store.load_original(arrival.document.id) is None

    assert store.keep([arrival], now=LATER) == ()
    assert store.load_original(arrival.document.id) == arrival.original
    assert store.load_readings([arrival.document.id]) == (arrival.reading,)
    assert list(store.load_fingerprints()) == [arrival.fingerprint]


def test_the_same_report_twice_in_one_go_is_kept_once(store: Library) -> None:
    arrival = make_arrivals()[0]

    assert store.keep([Arrival(arrival.document), arrival, arrival], now=NOON) == (arrival.document.id,)
    assert store.load_original(arrival.document.id) == arrival.original


def test_a_page_is_known_by_its_address_and_bytes(full: Library) -> None:
    arrival = make_arrivals()[1]
    assert arrival.address
    assert arrival.original

    assert full.find_page(arrival.address) == (arrival.document.id,)
    assert full.find_page(arrival.address, arrival.original.data) == (arrival.document.id,)
    assert full.find_page(arrival.address, b"changed since") == ()
    assert full.find_page("https://elsewhere.example/") == ()


def test_what_no_database_takes_is_kept_all_the_same(store: Library) -> None:
    doc = Document("d0", "place\0", "Words\0 with \U0001f600 and a NUL", "Title\0", "Outlet\0 of Tarn")
    address = "https://long.example/" + "".join(sha256(bytes([n])).hexdigest() for n in range(200))
    original = Original(b"\0", "location\0", "text/\0")
    assert store.keep([Arrival(doc, original, address)], now=NOON) == ("d0",)

    assert store.load_documents(["d0"]) == (doc,)
    assert store.find_page(address) == ("d0",)
    assert next(store.list_reports()).title == "Title\ufffd"


def test_readings_come_back_exactly(full: Library) -> None:
    readings = tuple(sorted(make_readings(), key=lambda r: r.document.id))

    assert full.load_readings(DOCS) == readings
    assert full.load_readings(DOCS, made_by=readings[0].made_by) == readings
    assert full.load_readings(DOCS, made_by="another") == ()


def test_readings_are_kept_by_who_made_them_and_the_last_counts(full: Library) -> None:
    old = make_readings()[0]
    new = replace(old, made_by="tellings 99", quotations=())
    full.keep_readings([new], now=LATER)

    assert full.load_readings([old.document.id]) == (new,)
    assert full.load_readings([old.document.id], made_by=old.made_by) == (old,)
    assert set(full.find_unread("tellings 99")) == set(DOCS) - {old.document.id}
    assert full.find_unread(old.made_by) == ()


def test_a_reading_without_its_report_is_refused_and_nothing_is_kept(store: Library) -> None:
    store.keep([Arrival(make_documents()[0])], now=NOON)
    with pytest.raises(ValueError, match="keep the report first"):
        store.keep_readings(make_readings(), now=NOON)

    assert store.count().readings == 0


def test_fingerprints_come_by_day_and_the_new_takes_the_place_of_the_old(full: Library) -> None:
    days = [mark.earliest for mark in full.load_fingerprints()]
    assert len(days) == 5
    assert days == sorted(day for day in days if day)
    assert {mark.doc for mark in full.load_fingerprints(since=date(2031, 5, 7))} == set(DOCS[2:])

    other = replace(make_fingerprint(make_documents()[0]), title="another", earliest=None, latest=None)
    full.keep_fingerprints([other], now=LATER)
    assert next(full.load_fingerprints()) == other
    assert list(full.load_fingerprints([DOCS[0]])) == [other]


def test_a_time_without_its_zone_is_refused(store: Library) -> None:
    with pytest.raises(ValueError, match="zone"):
        store.keep(make_arrivals(), now=datetime(2031, 5, 9, 12))

    assert store.count().reports == 0


def test_a_time_comes_back_as_the_same_moment(store: Library) -> None:
    there = datetime(2031, 5, 9, 23, 59, 59, 123456, timezone(timedelta(hours=-7)))
    store.keep(make_arrivals(1), now=there)

    assert next(store.list_reports()).kept_at == there
    assert next(store.list_reports()).kept_at.tzinfo is UTC


def test_reports_are_listed_newest_first_with_their_story(full: Library) -> None:
    listed = list(full.list_reports())

    assert [report.latest for report in listed] == sorted((r.latest for r in listed if r.latest), reverse=True)
    assert {report.id: report.story for report in listed} == dict.fromkeys(DOCS[:3], "s1") | dict.fromkeys(
        DOCS[3:], "s2"
    )
    assert {report.id for report in full.list_reports(story="s2")} == set(DOCS[3:])
    assert len(list(full.list_reports(since=date(2031, 5, 7), limit=2))) == 2
    assert list(full.list_reports(limit=2, offset=1)) == list(full.list_reports())[1:3]
    assert list(full.list_reports(offset=4)) == list(full.list_reports())[4:]


def test_a_list_can_be_walked_while_others_are_asked_and_written(full: Library) -> None:
    for report in full.list_reports():
        assert full.load_documents([report.id])
        full.mark_seen("Tal", [report.id], now=NOON)
        with full.reading(), full.writing():
            assert full.count().reports == 5
    assert len(list(full.list_reports())) == 5


# Stories


def test_moves_are_done_once(full: Library) -> None:
    before = full.list_moves()

    assert full.apply_moves([_new("s1", DOCS[:3]), Move("join", "s2", (DOCS[3],), "again")], now=LATER) == ()
    assert full.list_moves() == before
    assert full.find_ungrouped() == ()


def test_stories_have_the_names_and_days_that_grouping_gives(full: Library) -> None:
    told = Story("s1", "The gate", tuple(sorted(DOCS[:3])), date(2031, 5, 4), date(2031, 5, 9))
    full.apply_moves([], [told], now=LATER)

    assert full.load_stories(["s1"]) == (told,)
    line = full.list_stories()[0]
    assert (line.id, line.title, line.reports, line.outlets, line.last) == ("s1", "The gate", 3, 3, date(2031, 5, 9))


def test_without_them_a_story_has_those_of_its_reports(full: Library) -> None:
    (story,) = full.load_stories(["s1"])

    assert (story.first, story.last) == (date(2031, 5, 5), date(2031, 5, 7))
    assert story.title in {doc.title for doc in make_documents()[:3]}


def test_a_merge_leads_on_and_is_taken_back(full: Library) -> None:
    (done,) = full.apply_moves([Move("merge", "s1", tuple(DOCS[3:]), "both name the dam", "s2")], now=LATER)
    assert (full.resolve_story("s2"), full.resolve_story("s1")) == ("s1", "s1")
    (story,) = full.load_stories(["s2"])
    assert (story.id, set(story.documents), story.absorbed) == ("s1", set(DOCS), ("s2",))
    assert {m.why for m in full.list_members("s2")} == {"nothing known is near", "both name the dam"}
    assert [line.id for line in full.list_stories()] == ["s1"]

    assert full.undo_move(now=LATER) == replace(done, undone_at=LATER)
    assert (full.resolve_story("s2"), set(_members(full, "s2"))) == ("s2", set(DOCS[3:]))
    assert _members(full, "s1") == tuple(sorted(DOCS[:3]))
    assert full.list_moves()[0].undone_at == LATER


def test_a_chain_of_merges_resolves_for_ever(full: Library) -> None:
    full.apply_moves([Move("split", "s2", (DOCS[4],), "another ferry", "s3")], now=LATER)
    full.apply_moves([Move("merge", "s2", (DOCS[4],), "the same after all", "s3")], now=LATER)
    full.apply_moves([Move("merge", "s1", tuple(DOCS[3:]), "one story", "s2")], now=LATER)

    assert full.resolve_story("s3") == "s1"
    assert full.load_stories(["s3"])[0].absorbed == ("s2", "s3")
    assert full.load_stories()[0].absorbed == ("s2", "s3")
    assert {move.move.kind for move in full.list_moves(story="s3")} == {"new", "split", "merge"}


def test_the_log_is_read_on_where_a_page_of_it_ended(full: Library) -> None:
    log = full.list_moves()

    assert len(log) > 1
    assert full.list_moves(before=log[0].number) == log[1:]
    assert full.list_moves(before=log[-1].number) == ()
    assert full.resolve_story("s9") is None


def test_a_split_makes_a_story_and_undone_its_id_leads_back(full: Library) -> None:
    full.apply_moves([Move("split", "s1", (DOCS[0],), "another day", "s3")], now=LATER)
    assert _members(full, "s3") == (DOCS[0],)
    assert set(_members(full, "s1")) == set(DOCS[1:3])

    full.undo_move(now=LATER)
    assert full.resolve_story("s3") == "s1"
    assert set(_members(full, "s1")) == set(DOCS[:3])


def test_everything_can_be_taken_back(full: Library) -> None:
    full.apply_moves([Move("join", "s1", (DOCS[3],), "names the gate")], now=LATER)
    undone = [full.undo_move(now=LATER) for _ in range(4)]

    assert [done.move.kind if done else None for done in undone] == ["join", "new", "new", None]
    assert set(full.find_ungrouped()) == set(DOCS)
    assert full.load_stories() == ()
    assert full.list_stories() == ()


def test_folds_and_openings_are_written_down_once(full: Library) -> None:
    fold = Move("fold", "s1", (DOCS[1],), "carries the text", DOCS[0])
    reopen = Move("reopen", "s1", (DOCS[2],), "is named again")

    assert [done.move for done in full.apply_moves([fold, fold, reopen], now=LATER)] == [fold, reopen]
    assert full.list_stories("changed")[0].id == "s1"


def test_a_move_of_what_is_not_there_is_refused_whole(full: Library) -> None:
    for move in (Move("join", "s9", (DOCS[0],), "why"), Move("new", "s9", ("d-unknown",), "why")):
        with pytest.raises(ValueError, match="not in the library"):
            full.apply_moves([Move("join", "s2", (DOCS[0],), "why"), move], now=LATER)

    assert full.find_stories(DOCS) == dict(sorted((doc, "s1" if doc in DOCS[:3] else "s2") for doc in DOCS))


def test_stories_are_listed_in_every_order(full: Library) -> None:
    assert [line.id for line in full.list_stories("newest")] == ["s2", "s1"]
    assert [line.id for line in full.list_stories("largest")] == ["s1", "s2"]
    assert [line.id for line in full.list_stories("newest", limit=1, offset=1)] == ["s1"]


# Briefs, readers, reviews


def test_briefs_are_kept_by_day(full: Library) -> None:
    (story,) = full.load_stories(["s1"])
    first = flow.brief_story(replace(story, documents=story.documents[:2]), make_readings())
    last = flow.brief_story(story, make_readings())
    full.keep_brief(last, made_by="x", now=NOON)
    full.keep_brief(first, made_by="x", now=NOON)
    full.keep_brief(last, made_by="x", now=LATER)

    assert full.load_brief("s1") == last
    assert full.load_brief("s1", on=NOON.date()) == first
    assert full.load_brief("s1", on=date(2031, 1, 1)) is None
    assert full.list_briefs("s1") == (NOON.date(), LATER.date())
    assert full.find_briefed(["s1", "s2"]) == {"s1": LATER}


def test_a_list_of_stories_tells_the_title_of_the_last_brief(full: Library) -> None:
    brief = replace(flow.brief_story(full.load_stories(["s1"])[0], make_readings()), title="Locks of Harsk open again")
    full.keep_brief(brief, made_by="x", now=NOON)
    assert full.load_stories(["s1"])[0].title == "Locks of Harsk open again"
    assert [line.title for line in full.list_stories() if line.id == "s1"] == ["Locks of Harsk open again"]


def test_the_brief_of_an_absorbed_story_is_still_found(full: Library) -> None:
    brief = flow.brief_story(full.load_stories(["s2"])[0], make_readings())
    full.keep_brief(brief, made_by="x", now=NOON)
    full.apply_moves([Move("merge", "s1", tuple(DOCS[3:]), "one", "s2")], now=LATER)

    assert full.load_brief("s2") == brief
    assert full.load_brief("s1") is None


def test_what_a_reader_saw_follows_the_reports(full: Library) -> None:
    full.mark_seen("Tal", DOCS[2:4], now=NOON)
    full.mark_seen("Tal", [DOCS[2], "d-unknown"], now=LATER)
    full.apply_moves([Move("merge", "s2", tuple(DOCS[:3]), "one", "s1")], now=LATER)
    seen = full.load_seen("Tal", "s1")

    assert seen is not None
    assert (set(seen.documents), seen.at) == (set(DOCS[2:4]), NOON)
    assert full.load_seen("Brul", "s1") is None
    assert full.count_unseen("Tal", ["s1", "s2"]) == {"s2": 3}
    assert full.count_unseen("Brul", ["s2", "s2"]) == {"s2": 5}
    full.mark_seen("Tal", DOCS, now=LATER)
    assert full.count_unseen("Tal", ["s2"]) == {}


def test_reviews_are_kept_once_and_found_by_story_and_statement(full: Library) -> None:
    review = Review("f1", "s2", "Tal", "wrong", NOON, note="four, not five", data='{"after": "four"}')
    full.keep_reviews([review, replace(review, statement="f2")])
    full.keep_reviews([review])
    full.apply_moves([Move("merge", "s1", tuple(DOCS[3:]), "one", "s2")], now=LATER)

    assert full.list_reviews(story="s1") == (review, replace(review, statement="f2"))
    assert full.list_reviews(statement="f1") == (review,)


# Sources, fetches, watchlists


def test_sources_are_brought_up_to_date_and_come_when_due(store: Library) -> None:
    feed = Source("https://tarn.example/feed", "feed", added_at=NOON)
    late = Source("https://orlan.example/feed", "feed", next_poll=LATER)
    paused = Source("https://velmark.example/feed", "feed", paused=True)
    store.keep_sources([feed, late, paused])
    assert store.list_sources(due=NOON) == (feed,)

    polled = replace(feed, etag='"1"', polled_at=NOON, next_poll=LATER + timedelta(hours=1), failures=2, fault="slow")
    store.keep_sources([polled])
    assert store.list_sources() == (late, polled, paused)
    assert store.list_sources(due=LATER) == (late,)
    assert (store.drop_source(late.address), store.drop_source(late.address)) == (True, False)


def test_every_fetch_is_written_down_once(store: Library) -> None:
    got = LoggedFetch("https://tarn.example/1", NOON, "kept", status=200, size=9, documents=("d1",), source="feed")
    refused = LoggedFetch("https://tarn.example/2", LATER, "refused", "robots.txt forbids it")
    store.log_fetches([got, refused, got])
    store.log_fetches([got])

    assert store.list_fetches() == (refused, got)
    assert store.list_fetches(url=got.url) == store.list_fetches(source="feed") == (got,)
    assert store.list_fetches(limit=1) == (refused,)
    assert store.list_fetches(outcomes=["refused", "failed"]) == (refused,)
    assert store.list_fetches(source="feed", outcomes=["refused"]) == ()


def test_what_a_source_gave_is_counted_once(store: Library) -> None:
    kept = LoggedFetch("https://a.example/1", NOON, "kept", source="feed", documents=("d1", "d2"))
    again = replace(kept, url="https://a.example/2", documents=("d2", "d3"))
    known = replace(kept, url="https://b.example/1", outcome="known", source="other")
    store.log_fetches([kept, again, known, replace(kept, url="https://a.example/3", documents=())])

    assert store.count_given() == {"feed": 3}


def test_nothing_is_told_twice(store: Library) -> None:
    watched = Watchlist("dam", "gate place:Harsk", ("https://desk.example/hook", "atom:out.xml"), NOON)
    store.keep_watchlist(watched)
    store.keep_watchlist(replace(watched, query="gate"))
    assert store.list_watchlists() == (replace(watched, query="gate"),)

    assert store.note_told("dam", ["b", "a", "b"], now=NOON) == ("a", "b")
    assert store.note_told("dam", ["c", "a"], now=LATER) == ("c",)
    assert store.note_told("other", ["a"], now=LATER) == ("a",)
    assert (store.drop_watchlist("dam"), store.drop_watchlist("dam")) == (True, False)


def test_the_days_of_the_reports_of_a_story_rise(full: Library) -> None:
    undated = replace(make_documents()[0], id="d-undated", published=Published())
    full.keep([Arrival(undated)], now=NOON)
    full.apply_moves([Move("join", "s1", (undated.id,), "same words")], now=NOON)
    days = tuple(date(2031, 5, day) for day in (5, 6, 7))

    assert full.list_days(["s1", "s2", "s3"]) == {"s1": (*days, None), "s2": (date(2031, 5, 7), date(2031, 5, 8))}
    full.apply_moves([Move("merge", "s1", tuple(DOCS[3:]), "one affair", "s2")], now=LATER)
    assert len(full.list_days(["s2"])["s2"]) == 6


def test_the_newest_story_that_names_somebody_comes_first(store: Library) -> None:
    store.keep(make_arrivals(), now=NOON)
    moves = [_new("s1", [DOCS[1]]), _new("s2", [DOCS[2]]), _new("s3", DOCS[3:])]
    days = [date(2031, 5, 6), date(2031, 5, 7), date(2031, 5, 8)]
    stories = [Story(m.story, "", m.documents, day, day) for m, day in zip(moves, days, strict=True)]
    store.apply_moves(moves, stories, now=NOON)

    assert list(store.find_named("Ilse Marek").items()) == [("s2", {"person": 1}), ("s1", {"person": 1})]


def test_reports_near_a_vector_come_nearest_first(store: Library) -> None:
    store.keep([Arrival(doc) for doc in make_documents(3)], now=NOON)
    vectors = (bytes([100, 0]), bytes([0, 100]), b"")
    marks: list[Fingerprint] = [make_fingerprint(d, vector=v) for d, v in zip(make_documents(3), vectors, strict=True)]
    store.keep_fingerprints(marks, now=NOON)
    found = store.find_near(bytes([90, 10]))

    assert [doc for doc, _ in found] == [DOCS[0], DOCS[1]]
    assert found[0][1] > 0.98 > found[1][1]
    assert store.find_near(bytes(2)) == ()
