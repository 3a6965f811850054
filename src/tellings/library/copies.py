"""A SQLite library copied while it is used: the copy is of one moment, and whole or not there."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tellings.errors import LibraryError, UsageError
from tellings.library.faults import say_fault


def copy_file(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copies a library file with SQLite's own means; it is written beside and renamed when whole.

    Raises:
        LibraryError: when the source is damaged or the target cannot be written.
        UsageError: when there is a file already and ``replace`` is false.
    """
    if target.exists() and not replace:
        raise UsageError(f"{target} is there already.\nGive another name; nothing is written over.")
    beside = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with (
            closing(sqlite3.connect(source.resolve().as_uri() + "?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(beside)) as new,
        ):
            old.backup(new)
            # A copy is one file, without a log beside it.
            new.execute("PRAGMA journal_mode = DELETE")
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(beside, target)
    except (sqlite3.Error, OSError) as err:
        if isinstance(err, sqlite3.DatabaseError) and not isinstance(err, sqlite3.OperationalError):
            kind = "no library" if err.sqlite_errorname == "SQLITE_NOTADB" else "damaged"
            raise say_fault(str(source), kind, str(err)) from err
        raise LibraryError(f"the copy {target} cannot be made: {err}.\nNothing of {source} was changed.") from err
    finally:
        for name in (beside, beside.with_name(beside.name + "-journal")):
            with suppress(OSError):
                name.unlink()
