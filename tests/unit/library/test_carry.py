"""A library backed up, carried to another store, taken in, made smaller and indexed anew."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.faults import dump, fill
from tellings import flow
from tellings.errors import LibraryError, UsageError
from tellings.library.carry import back_up, export_reports, take_in
from tellings.library.check import check_library
from tellings.library.open import open_library
from tellings.library.prune import prune, reindex
from tellings.library.store import Library
from tellings.model.library import LoggedFetch, Query, Review, Source
from tellings.model.story import Move
from tests.shelf import NOON, make_arrivals, make_documents, make_readings

LATER = NOON + timedelta(days=9)


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """A library with something of everything in it."""
    where = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with open_library(where, now=NOON) as store:
        fill(store, make_arrivals(12))
        store.apply_moves([Move("merge", "s0", (make_documents(12)[10].id,), "one story", "s1")], now=NOON)
        store.keep_brief(flow.brief_story(store.load_stories(["s0"])[0], make_readings(12)), made_by="x", now=NOON)
        store.keep_sources([Source("https://tarn.example/feed", "feed", added_at=NOON)])
        store.log_fetches([LoggedFetch("https://tarn.example/1", NOON, "refused", "robots.txt forbids it")])
        store.keep_reviews([Review("f1", "s0", "Tal", "wrong", NOON)])
        yield store


def _faults(library: Library) -> tuple[str, ...]:
    with library.reading() as connection:
        return check_library(connection, library.place).faults


def test_a_backup_is_the_library(library: Library, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy.db", now=NOON)

    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.db"]
    with open_library(tmp_path / "copy.db", now=NOON) as copy:
        assert dump(copy) == dump(library)
        assert _faults(copy) == ()
        query = Query(words=("dam",))
        assert copy.search(query) == library.search(query)
        assert copy.undo_move(now=LATER) is not None


def test_nothing_is_written_over(library: Library, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there already"):
        back_up(library, tmp_path / "copy.db", now=NOON)
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "mine"


def test_a_backup_is_taken_in_once_by_a_library_that_has_some_of_it(library: Library, tmp_path: Path) -> None:
    back_up(library, tmp_path / "copy.db", now=NOON)
    before = (tmp_path / "copy.db").read_bytes()
    with open_library(tmp_path / "other.db", now=NOON) as other:
        other.keep(make_arrivals(15)[9:], now=LATER)
        gained = take_in(other, tmp_path / "copy.db", now=LATER)
        assert (gained.reports, gained.stories, gained.sources, gained.fetches, gained.reviews) == (9, 1, 1, 1, 1)
        assert _faults(other) == ()
        assert other.resolve_story("s1") == "s0"
        assert len(other.find_ungrouped()) == 3

        once = dump(other)
        assert not any(
            getattr(take_in(other, tmp_path / "copy.db", now=LATER), name) for name in ("reports", "fetches")
        )
        assert dump(other) == once
    assert (tmp_path / "copy.db").read_bytes() == before


def test_a_library_with_stories_keeps_its_own(library: Library, tmp_path: Path) -> None:
    with open_library(tmp_path / "other.db", now=NOON) as other:
        other.keep(make_arrivals(13)[12:], now=NOON)
        other.apply_moves([Move("new", "s9", (make_documents(13)[12].id,), "first")], now=NOON)
        back_up(library, tmp_path / "copy.db", now=NOON)
        take_in(other, tmp_path / "copy.db", now=LATER)

        assert [story.id for story in other.load_stories()] == ["s9"]
        assert len(other.find_ungrouped()) == 12


def test_what_is_no_library_is_not_taken_in(library: Library, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("The gate failed.", encoding="utf-8")
    with pytest.raises(LibraryError, match="is no library"):
        take_in(library, tmp_path / "report.txt", now=NOON)
    with pytest.raises(UsageError, match="is no file"):
        take_in(library, tmp_path / "none.db", now=NOON)


def test_the_export_is_what_add_reads(library: Library, tmp_path: Path) -> None:
    from tellings.readers.sources import read_sources

    lines = list(export_reports(library))
    (tmp_path / "out.jsonl").write_text("".join(lines), encoding="utf-8")
    documents, skipped = read_sources([str(tmp_path / "out.jsonl")])

    assert {json.loads(line)["story"] for line in lines} == {"s0"}
    assert skipped == ()
    assert {(d.text, d.title, d.url) for d in documents} == {(d.text, d.title, d.url) for d in make_documents(12)}


def test_pruning_throws_away_what_newer_takes_the_place_of_and_nothing_else(library: Library) -> None:
    old = make_readings(12)[0]
    library.keep_readings([replace(old, made_by="newer")], now=LATER)
    library.keep_brief(flow.brief_story(library.load_stories(["s0"])[0], make_readings(12)), made_by="y", now=LATER)
    before = dump(library)
    assert prune(library, before=LATER, try_only=True).readings == 1
    assert dump(library) == before

    gone = prune(library, before=LATER)
    assert (gone.readings, gone.fetches, gone.briefs, gone.originals) == (1, 1, 1, 0)
    assert library.load_readings([old.document.id])[0].made_by == "newer"
    assert (library.count().reports, library.count().stories, library.count().originals) == (12, 1, 12)
    gone = prune(library, before=LATER, originals=True)
    assert (gone.readings, gone.originals) == (0, 12)
    assert library.load_original(old.document.id) is None
    assert _faults(library) == ()


def test_search_can_be_made_anew(library: Library) -> None:
    queries = [Query(words=("gate",)), Query(said=("Marek",)), Query(outlets=("tarn post",))]
    before = [library.search(query, limit=100) for query in queries]
    assert all(before)
    with library.writing() as connection:
        connection.execute(sa.text("DELETE FROM passage_terms WHERE rowid % 2 = 0"))
        connection.execute(sa.text("DELETE FROM passages WHERE number % 3 = 0 AND number % 2 = 0"))
    assert _faults(library)

    assert reindex(library) == 12
    assert _faults(library) == ()
    assert [sorted(map(repr, library.search(q, limit=100))) for q in queries] == [sorted(map(repr, b)) for b in before]
