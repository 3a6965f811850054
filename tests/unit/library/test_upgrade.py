"""A library made, and one of an older version brought up to date; where the file is."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bench.faults import dump, fill
from tellings.errors import LibraryError
from tellings.library import schema
from tellings.library.connect import connect
from tellings.library.open import open_library
from tellings.library.place import default_path, find_place
from tellings.library.upgrade import STEPS, bring_up_to_date
from tests.shelf import NOON, make_arrivals

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{version}"
def upgrade():
    op.create_table("shelves", sa.Column("name", sa.Text, primary_key=True))
    {fault}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty library can be made."""
    return str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")


def _make_steps(folder: Path, fault: str = "") -> Path:
    steps = Path(shutil.copytree(STEPS, folder / "steps"))
    (steps / "versions" / "9999_next.py").write_text(NEXT.format(version=schema.VERSION, fault=fault), encoding="utf-8")
    return steps


def test_the_last_step_makes_the_schema_this_version_reads() -> None:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_current_head() == schema.VERSION


def test_the_steps_lead_to_the_tables_of_the_schema(address: str) -> None:
    with open_library(address, now=NOON) as library, library.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "include_name": lambda name, kind, _: kind != "table" or name in schema.tables.tables,
            },
        )
        found = {_describe(change) for change in compare_metadata(context, schema.tables)}

        assert found == (set() if library.place.file is not None else BESIDES)


# What ``library.months`` needs on PostgreSQL besides the tables of the schema: months, and keys that hold them.
BESIDES = {
    "remove_column documents.month",
    "remove_column fingerprints.changed",
    "remove_column passages.month",
    "remove_column readings.month",
    "remove_index documents_by_month",
    "remove_index documents_unplaced",
    "remove_index fingerprints_by_change",
    *(f"{what}_fk {table}" for what in ("add", "remove") for table in ("passages", "readings")),
}


def _describe(change: Any) -> str:
    kind = change[0]
    if kind.endswith("_column"):
        return f"{kind} {change[2]}.{change[3].name}"
    return f"{kind} {change[1].name if kind.endswith('_index') else change[1].table.name}"


def test_an_older_library_is_brought_up_to_date_and_loses_nothing(address: str, tmp_path: Path) -> None:
    with open_library(address, now=NOON) as library:
        fill(library, make_arrivals())
        before = dump(library)
        steps = _make_steps(tmp_path)
        assert bring_up_to_date(library.engine, library.place, now=NOON, steps=steps, to="9999") == schema.VERSION
        assert bring_up_to_date(library.engine, library.place, now=NOON, steps=steps, to="9999") == "9999"
        assert dump(library) == before
        if library.place.file is not None:
            copy = library.place.file.with_name(f"library.db.{schema.VERSION}-20310509.backup")
            with open_library(copy, now=NOON) as old:
                assert dump(old) == before
    with pytest.raises(LibraryError, match="newer version"):
        open_library(address, now=NOON)


def test_a_step_that_fails_changes_nothing(address: str, tmp_path: Path) -> None:
    with open_library(address, now=NOON) as library:
        fill(library, make_arrivals())
        steps = _make_steps(tmp_path, fault="1 / 0")
        with pytest.raises(ZeroDivisionError):
            bring_up_to_date(library.engine, library.place, now=NOON, steps=steps, to="9999")
    with open_library(address, now=NOON + timedelta(days=1)) as library, library.reading() as connection:
        assert "shelves" not in sa.inspect(connection).get_table_names()
        assert library.count().reports == 5


def test_a_new_library_is_for_its_owner_alone_and_needs_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.db"
    engine = connect(find_place(path))
    assert bring_up_to_date(engine, find_place(path), now=NOON) == ""
    engine.dispose()

    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_new_library_is_for_its_user_alone_wherever_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        with open_library(tmp_path / "library.db", now=NOON) as library:
            library.count()
            made = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    finally:
        os.umask(before)

    assert made == dict.fromkeys(("library.db", "library.db-wal", "library.db-shm"), 0o600)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_library_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    open_library(path, now=NOON).close()
    path.chmod(0o640)
    open_library(path, now=NOON).close()

    assert path.stat().st_mode & 0o777 == 0o640
    assert [found.name for found in path.parent.iterdir()] == ["library.db"]


def test_the_file_is_where_the_platform_keeps_the_data_of_programs() -> None:
    home = {"HOME": "/home/tal"}
    assert default_path(home, "linux") == Path("/home/tal/.local/share/tellings/library.db")
    assert default_path({**home, "XDG_DATA_HOME": "/data"}, "linux") == Path("/data/tellings/library.db")
    assert default_path({**home, "XDG_DATA_HOME": "data"}, "linux") == default_path(home, "linux")
    assert default_path(home, "darwin") == Path("/home/tal/Library/Application Support/tellings/library.db")
    assert default_path({"LOCALAPPDATA": "/local"}, "win32") == Path("/local/tellings/library.db")
    assert find_place(None, {"TELLINGS_LIBRARY": "here.db"}).file == Path("here.db")


def test_a_password_is_never_shown() -> None:
    place = find_place("postgresql://tal:secret@db.tarn.example:5433/news")

    assert place.shown == "postgresql://tal@db.tarn.example:5433/news"
    assert place.url == "postgresql+pg8000://tal:secret@db.tarn.example:5433/news"
