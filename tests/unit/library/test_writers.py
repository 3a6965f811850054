"""Many writers at one library on PostgreSQL, its partitions, and a server that goes away and comes back."""

import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from tellings.errors import LibraryError, LostTaskError, UsageError
from tellings.library import months, moving
from tellings.library.again import Trouble, persist
from tellings.library.check import check_library
from tellings.library.near import Near
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.library import Arrival, Query
from tellings.model.story import Fingerprint, Move
from tests.old_library import make_old_library
from tests.postgresql import NoServerError, Server, make_database, run_private_server
from tests.shelf import NOON, make_arrivals, make_documents, make_fingerprint

DOCS = [doc.id for doc in make_documents()]


@pytest.fixture
def library(postgresql: str) -> Iterator[Library]:
    """An empty library on a server."""
    with open_library(postgresql, now=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that may be killed."""
    try:
        with run_private_server() as private:
            yield private
    except NoServerError as err:
        pytest.skip(f"no PostgreSQL: {err}")


def _partitions(library: Library, table: str) -> list[str]:
    query = (
        "SELECT CAST(CAST(inhrelid AS regclass) AS text) FROM pg_inherits WHERE inhparent = CAST(:table AS regclass)"
    )
    with library.reading() as connection:
        return sorted(connection.execute(sa.text(query), {"table": table}).scalars())


def test_writers_that_bring_the_same_keep_everything_once(postgresql: str) -> None:
    arrivals, together = list(make_arrivals(60)), Barrier(4)

    def write(n: int) -> tuple[str, ...]:
        mine = arrivals[n * 5 :] + arrivals[: n * 5]
        with open_library(postgresql, now=NOON) as library:
            together.wait(30)
            parts = [mine[k : k + 10][:: (-1) ** n] for k in range(0, 60, 10)]
            return tuple(doc for part in parts for doc in library.keep(part, now=NOON))

    with ThreadPoolExecutor(4) as pool:
        new = [doc for docs in pool.map(write, range(4)) for doc in docs]

    assert sorted(new) == sorted(a.document.id for a in arrivals)
    with open_library(postgresql, now=NOON) as library, library.reading() as connection:
        counts = library.count()
        assert (counts.reports, counts.readings, counts.originals) == (60, 60, 60)
        assert check_library(connection, library.place).faults == ()


def test_those_who_keep_reports_do_not_wait_for_each_other(library: Library) -> None:
    library.keep(make_arrivals(), now=NOON)
    with library.writing("beside"):
        library.keep(make_arrivals(10), now=NOON)
        library.apply_moves([Move("new", "s1", (DOCS[0],), "first")], now=NOON)

    assert library.count().reports == 10


def test_reports_lie_in_the_month_they_came_in(library: Library) -> None:
    arrivals = make_arrivals(6)
    library.keep(arrivals[:3], now=NOON)
    library.keep(arrivals[3:], now=NOON + timedelta(days=40))

    made = ["2031_05", "2031_06"]
    assert _partitions(library, "readings") == [f"readings_{end}" for end in (*made, "before")]
    with library.reading() as connection:
        assert list(months.list_months(connection)) == [date(2031, 5, 1), date(2031, 6, 1)]
        rows = connection.execute(sa.text("SELECT month, count(*) FROM readings GROUP BY 1 ORDER BY 1")).all()
    assert [tuple(row) for row in rows] == [(date(2031, 5, 1), 3), (date(2031, 6, 1), 3)]


def test_an_old_month_is_taken_out_and_the_rest_goes_on(library: Library) -> None:
    arrivals = make_arrivals(6)
    library.keep(arrivals[:3], now=NOON)
    library.keep(arrivals[3:], now=NOON + timedelta(days=40))
    with library.writing() as connection:
        apart = months.detach_month(connection, date(2031, 5, 1))
    old = [a.document.id for a in arrivals[:3]]

    assert apart == tuple(f"apart_{t}_2031_05" for t in ("fetches", "passage_terms", "passages", "readings"))
    assert library.load_readings(old) == ()
    assert len(library.load_documents(old)) == 3
    assert len(library.load_readings([a.document.id for a in arrivals[3:]])) == 3
    assert {hit.report.id for hit in library.search(Query(words=("Harsk",)))} == {arrivals[5].document.id}
    # Read again, they are kept again: the library takes what comes.
    assert library.keep(arrivals[:3], now=NOON) == ()
    assert len(library.load_readings(old)) == 3
    with library.writing() as connection, pytest.raises(UsageError, match="There are: 2031-05"):
        months.detach_month(connection, date(2030, 1, 1))


def test_an_older_library_is_moved_by_the_month_and_goes_on_after_a_kill(
    postgresql: str, postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old_library(postgresql, postgresql_server, make_arrivals(8))
    monkeypatch.setattr(moving, "AT_ONCE", 3)
    moved: list[int] = []
    place_some = moving._place_some

    def killed(engine: sa.Engine, place: Any) -> int:
        if len(moved) == 2:
            raise KeyboardInterrupt
        moved.append(place_some(engine, place))
        return moved[-1]

    monkeypatch.setattr(moving, "_place_some", killed)
    with pytest.raises(KeyboardInterrupt):
        open_library(postgresql, now=NOON)
    monkeypatch.setattr(moving, "_place_some", place_some)

    with open_library(postgresql, now=NOON) as library, library.reading() as connection:
        fresh = connection.execute(sa.text("SELECT count(*) FROM documents WHERE month = '0001-01-01'")).scalar_one()
        rows = connection.execute(sa.text("SELECT month, count(*) FROM passages GROUP BY 1 ORDER BY 1")).all()
        assert (moved, fresh) == ([3, 3], 0)
        assert {row[0] for row in rows} == {date(2031, 5, 1)}
        assert check_library(connection, library.place).faults == ()
        assert len(library.load_readings([a.document.id for a in make_arrivals(8)])) == 8
        assert len(library.search(Query(words=("ferry",)), limit=50)) == 2
        assert library.keep(make_arrivals(9), now=NOON) == (make_arrivals(9)[8].document.id,)


def test_an_older_process_is_told_when_the_library_became_newer(library: Library) -> None:
    library.keep(make_arrivals(), now=NOON)
    with library.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LibraryError, match="newer version of tellings"):
        library.keep(make_arrivals(6), now=NOON)
    assert library.count().reports == 5


def test_a_library_is_brought_up_to_date_by_one_of_many(postgresql: str, postgresql_server: str) -> None:
    make_old_library(postgresql, postgresql_server, make_arrivals(4))

    def look(_: int) -> int:
        with open_library(postgresql, now=NOON) as opened:
            return opened.count().reports

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(4))) == [4, 4, 4, 4]


def test_a_server_that_comes_back_is_waited_for(server: Server) -> None:
    with make_database(server.address) as address, open_library(address, now=NOON) as library:
        library.keep(make_arrivals(3), now=NOON)
        server.stop(signal.SIGQUIT)
        starting = Thread(target=server.start)
        starting.start()
        assert len(library.keep(make_arrivals(8), now=NOON)) == 5
        starting.join()
        server.crash()
        assert len(library.load_readings([a.document.id for a in make_arrivals(8)])) == 8
        assert library.apply_moves([Move("new", "s1", tuple(DOCS), "first")], now=NOON)


def test_who_lost_the_server_while_alone_is_told_and_moves_nothing(server: Server) -> None:
    with make_database(server.address) as address, open_library(address, now=NOON) as library:
        library.keep(make_arrivals(), now=NOON)
        with library.alone("grouping"):
            library.apply_moves([Move("new", "s1", (DOCS[0],), "first")], now=NOON)
            _throw_out(address)
            with pytest.raises(LostTaskError, match="left as they were"):
                library.apply_moves([Move("new", "s2", (DOCS[1],), "second")], now=NOON)
        with open_library(address, now=NOON) as other, other.alone("grouping", wait=5):
            assert [story.id for story in other.load_stories()] == ["s1"]


def test_moves_that_were_done_and_not_acknowledged_are_done_once(library: Library) -> None:
    library.keep(make_arrivals(), now=NOON)
    folds = [Move("fold", "s1", (doc,), "the same words", DOCS[0]) for doc in DOCS[1:3]]
    moves = [Move("new", "s1", tuple(DOCS), "first"), *folds]

    assert len(library.apply_moves(moves, now=NOON)) == 3
    assert library.apply_moves(moves, now=NOON) == ()


def _throw_out(address: str) -> None:
    with open_library(address, now=NOON) as library, library.reading() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        connection.execute(sa.text(f"{others} pg_backend_pid()")).all()


def test_others_who_take_part_are_waited_for(address: str) -> None:
    with open_library(address, now=NOON) as one, open_library(address, now=NOON) as other:
        assert other.await_others("adding", wait=0)
        with one.taking_part("adding"), other.taking_part("briefs"):
            assert not other.await_others("adding", wait=0.1)
        assert other.await_others("adding", wait=2)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty library can be made."""
    return str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")


def test_what_is_lost_for_good_is_given_up_after_a_while() -> None:
    now, tries = [0.0], []

    def attempt() -> None:
        tries.append(now[0])
        raise ConnectionRefusedError("nobody there")

    def sleep(seconds: float) -> None:
        now[0] += seconds

    trouble = Trouble()
    with pytest.raises(ConnectionRefusedError):
        persist(attempt, trouble, within=10, sleep=sleep, clock=lambda: now[0])
    assert 10 <= tries[-1] <= 12
    assert not trouble.settled


def test_a_fault_of_another_kind_is_raised_at_once() -> None:
    tries = []

    def attempt() -> None:
        tries.append(1)
        raise FileNotFoundError("no")

    with pytest.raises(FileNotFoundError):
        persist(attempt, Trouble())
    assert tries == [1]


def test_what_is_near_is_found_exactly_and_what_comes_later_too(address: str) -> None:
    chance = random.Random(5)
    documents = make_documents(40)
    prints = [make_fingerprint(doc, vector=bytes(chance.randrange(256) for _ in range(16))) for doc in documents]
    arrivals = [Arrival(doc, fingerprint=mark) for doc, mark in zip(documents, prints, strict=True)]
    asked = bytes(range(1, 17))
    with open_library(address, now=NOON) as library, open_library(address, now=NOON) as other:
        library.keep(arrivals[:20], now=NOON)
        assert library.find_near(asked, limit=7) == _nearest(prints[:20], asked, 7)
        other.keep(arrivals[20:], now=NOON)
        assert library.find_near(asked, limit=7) == _nearest(prints, asked, 7)
        moved = replace(prints[3], vector=asked)
        other.keep_fingerprints([moved, replace(prints[4], vector=b"")], now=NOON + timedelta(hours=1))
        assert library.find_near(asked, limit=40) == _nearest([*prints[:3], moved, *prints[5:]], asked, 40)
        assert library._near.held == 39
        small = Near(most=10)
        with library.reading() as connection:
            assert small.find(connection, asked, 5) == _nearest([*prints[:3], moved, *prints[5:]], asked, 5)
        assert small.held == 0


def _nearest(prints: list[Fingerprint], asked: bytes, limit: int) -> tuple[tuple[str, Any], ...]:
    def signed(data: bytes) -> np.ndarray:
        return np.frombuffer(data, dtype=np.int8).astype(float)

    wanted = signed(asked)
    scored = [
        (p.doc, signed(p.vector) @ wanted / np.linalg.norm(signed(p.vector)) / np.linalg.norm(wanted)) for p in prints
    ]
    found = sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]
    return tuple((doc, pytest.approx(cosine, abs=1e-5)) for doc, cosine in found)
