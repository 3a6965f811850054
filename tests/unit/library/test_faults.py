"""What goes wrong with a library: a clear error, and nothing lost."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.faults import dump, fill, run_kills, run_two
from tellings.errors import LibraryError, UsageError
from tellings.library import schema
from tellings.library.check import check_library
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.library import Integrity, Query
from tests.shelf import NOON, make_arrivals, make_documents

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A library of five reports in a file, closed."""
    path = tmp_path / "library.db"
    with open_library(path, now=NOON) as library:
        fill(library, make_arrivals())
    return path


def _look(library: Library) -> Integrity:
    with library.reading() as connection:
        return check_library(connection, library.place)


def _open(path: Path | str, **given: Any) -> Library:
    return open_library(path, now=NOON, **given)


def test_a_whole_library_has_no_faults(file: Path) -> None:
    with _open(file) as library:
        found = _look(library)

    assert found.faults == ()
    assert found.counts.reports == 5
    assert len(found.looked_at) == 5


def test_a_newer_library_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()

    with pytest.raises(LibraryError, match=r"newer version of tellings \(schema 9999") as caught:
        _open(file)
    assert caught.value.exit_code == 4
    assert file.read_bytes() == before


def test_a_newer_library_on_a_server_is_left_alone(postgresql: str) -> None:
    with _open(postgresql) as library, library.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(LibraryError, match="newer version"):
        _open(postgresql)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")

    with pytest.raises(LibraryError, match="something else: it holds bookmarks"):
        _open(path)


@pytest.mark.parametrize("content", [b"The gate failed.", b"SQLite format 3", b"\0" * 4096])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)

    with pytest.raises(LibraryError, match="is no library"):
        _open(path)
    assert path.read_bytes() == content


def test_a_folder_is_no_library_and_an_empty_file_becomes_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="it is a folder"):
        _open(tmp_path)
    (tmp_path / "empty.db").touch()
    with _open(tmp_path / "empty.db") as library:
        assert library.count().reports == 0


def test_a_place_that_cannot_be_is_said_to_be_so(file: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        _open(file / "below" / "library.db")
    for wrong in (":memory:", "mysql://host/x", "postgresql://host", "postgresql://host:port/x", "a\0b"):
        with pytest.raises(UsageError):
            _open(wrong)


def test_a_server_that_is_not_there_does_not_answer() -> None:
    with pytest.raises(LibraryError, match="does not answer") as caught:
        _open("postgresql://tal:secret@127.0.0.1:1/library")
    assert "secret" not in str(caught.value)


def test_a_wrong_password_is_refused_without_being_shown(postgresql: str) -> None:
    head, _, tail = postgresql.partition("@")
    with pytest.raises(LibraryError, match="does not let us in") as caught:
        _open(f"{head}wrong@{tail}")
    assert "wrong@" not in str(caught.value)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_said_to_be_damaged(file: Path, share: float) -> None:
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])

    with pytest.raises(LibraryError, match="is damaged"), _open(file) as library:
        library.keep(make_arrivals(8), now=NOON)


def test_a_damaged_report_is_named_and_the_others_are_read(file: Path) -> None:
    broken, whole = (doc.id for doc in make_documents()[:2])
    with _open(file) as library:
        with library.writing() as connection:
            row = schema.documents.c.id == broken
            connection.execute(sa.update(schema.documents).where(row).values(body=b"\x78\x9ctorn"))

        with pytest.raises(LibraryError, match=f"The report {broken} is damaged"):
            library.load_documents([broken])
        assert library.load_documents([whole])
        assert any(broken in fault for fault in _look(library).faults)


def test_orphans_and_wrong_counts_are_found(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE members SET story = 's-gone' WHERE document = (SELECT min(document) FROM members)")
        raw.execute("UPDATE originals SET data = (SELECT data FROM originals ORDER BY digest LIMIT 1)")
        raw.execute("DELETE FROM passage_terms WHERE rowid = 1")
    with _open(file) as library:
        faults = "\n".join(_look(library).faults)

    for sign in (
        "point to stories that are not there",
        "counts 5 reports and has 4",
        "not those that were kept",
        "passage_terms",
    ):
        assert sign in faults


def test_a_library_that_is_being_written_is_waited_for_and_then_said_to_be_locked(file: Path) -> None:
    with _open(file, patience=0.1) as library, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="being written by another process"):
            library.keep(make_arrivals(8), now=NOON)
        assert library.count().reports == 5
        other.execute("ROLLBACK")
        assert len(library.keep(make_arrivals(8), now=NOON)) == 3


def test_a_server_that_is_being_written_is_waited_for_and_then_said_to_be_locked(postgresql: str) -> None:
    with _open(postgresql, patience=0.1) as library, _open(postgresql) as other:
        with other.writing(), pytest.raises(LibraryError, match="being written by another process"):
            library.keep(make_arrivals(), now=NOON)
        assert len(library.keep(make_arrivals(), now=NOON)) == 5


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty library can be made."""
    return str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")


def test_one_process_at_a_time_does_a_task(address: str) -> None:
    with _open(address) as one, _open(address) as other, one.alone("grouping"):
        with pytest.raises(LibraryError, match="busy with grouping"), other.alone("grouping", wait=0.05):
            pass
        with other.alone("watch"):
            pass
    with _open(address) as one, one.alone("grouping", wait=0.05):
        pass


def test_what_goes_wrong_inside_a_task_stays_what_it_is(address: str) -> None:
    with _open(address) as library, pytest.raises(FileNotFoundError), library.alone("grouping"):
        Path("/no/such/file").read_bytes()


def test_a_full_disk_loses_nothing_and_the_run_goes_on_when_there_is_room(file: Path) -> None:
    with _open(file) as library:
        limit = {"pages": 0}

        @sa.event.listens_for(library.engine, "checkout")
        def narrow(connection: Any, record: Any, proxy: Any) -> None:
            connection.execute(f"PRAGMA max_page_count = {limit['pages'] or 1_000_000}")

        limit["pages"] = 1  # SQLite takes the size it has for the least
        with pytest.raises(LibraryError, match="the disk is full"):
            library.keep(make_arrivals(200), now=NOON)
        assert library.count().reports == 5
        assert _look(library).faults == ()

        limit["pages"] = 0
        assert len(library.keep(make_arrivals(200), now=NOON)) == 195


_CHILD = """
import sys
from tellings.errors import LibraryError
from tellings.library.open import open_library
from tests.shelf import NOON, make_arrivals
try:
    with open_library(sys.argv[1], now=NOON) as library:
        print("reports", library.count().reports, flush=True)
        for n in range(10, 400, 10):
            library.keep(make_arrivals(n, read=False), now=NOON)
            print("kept", n, flush=True)
except LibraryError as err:
    print("error", err)
"""


def _run_child(file: Path, **given: Any) -> list[str]:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, "-c", _CHILD, str(file)], cwd=ROOT, capture_output=True, text=True, check=True, **given
    )
    return done.stdout.splitlines()


def test_a_limit_on_the_size_of_files_loses_nothing_that_was_acknowledged(file: Path) -> None:
    limit = file.stat().st_size + 200_000
    said = _run_child(file, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))

    assert any(line.startswith("error the library") for line in said)
    kept = [int(line.split()[1]) for line in said if line.startswith("kept")]
    with _open(file) as library:
        assert library.count().reports >= max(kept, default=5)
        assert _look(library).faults == ()


@pytest.fixture
def read_only(file: Path) -> Iterator[Path]:
    """The library where it may be read and not written; as root, who may everything, while we are somebody else."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(shutil.copy(file, made))
        path.chmod(0o444)
        Path(made).chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield path
        finally:
            if root:
                os.seteuid(0)
            Path(made).chmod(0o755)


def test_a_library_that_may_only_be_read_is_read_and_refuses_the_rest(read_only: Path) -> None:
    before = read_only.read_bytes()
    with _open(read_only) as library:
        assert library.count().reports == 5
        assert len(library.load_readings([doc.id for doc in make_documents()])) == 5
        assert library.search(Query(words=("dam",)))
        assert _look(library).faults == ()
        with pytest.raises(LibraryError, match="it is read-only here"):
            library.keep(make_arrivals(8), now=NOON)
    assert read_only.read_bytes() == before
    assert [path.name for path in read_only.parent.iterdir()] == [read_only.name]


def test_where_nothing_may_be_written_no_library_is_made(read_only: Path) -> None:
    with pytest.raises(LibraryError, match=r"cannot be opened|read-only"):
        _open(read_only.parent / "other.db")
    with pytest.raises(LibraryError, match="read-only"):
        _open(read_only.parent / "folder" / "other.db")


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_killed_writer_loses_nothing_and_is_resumed(store: str, request: pytest.FixtureRequest) -> None:
    # A modest number; python -m bench.faults does two hundred.
    server = request.getfixturevalue("postgresql_server") if store == "postgresql" else None
    result = run_kills(store, 3, 24, seed=9, server=server)

    assert (result["kills"], result["faults"]) == (3, [])


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_two_writers_at_once_equal_one(store: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgresql_server") if store == "postgresql" else None

    assert run_two(store, 24, server=server)["faults"] == []


def test_a_dump_tells_libraries_apart(file: Path, tmp_path: Path) -> None:
    with _open(file) as library, _open(tmp_path / "other.db") as other:
        fill(other, make_arrivals())
        assert dump(library) == dump(other)
        other.mark_seen("Brul", [make_documents()[0].id], now=NOON)
        assert dump(library) != dump(other)
