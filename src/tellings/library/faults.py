"""What a database complains of, as a sentence a user can act on."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tellings.errors import LibraryError

# https://www.sqlite.org/rescode.html, by the first part of the extended code's name
_SQLITE = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_PROTOCOL": "locked",
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "read-only",
    "SQLITE_FULL": "full",
    "SQLITE_NOTADB": "no library",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_IOERR": "failing",
    "SQLITE_CANTOPEN": "closed",
}
# PostgreSQL has codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "55P03": "locked",
    "40P01": "locked",
    "57014": "locked",
    "25006": "read-only",
    "42501": "read-only",
    "53100": "full",
    "53200": "full",
    "XX001": "damaged",
    "XX002": "damaged",
    "28P01": "refused",
    "28000": "refused",
    "3D000": "refused",
    "08006": "gone",
    "57P01": "gone",
    "57P02": "gone",
    "57P03": "gone",
    "53300": "gone",
}
_SAYS = {
    "locked": "is being written by another process and was not free in time.\nTry again when it is done, or end it.",
    "read-only": "cannot be written: it is read-only here.\n"
    "Give this user leave to write the file and its folder (or the tables), or give another with --library.",
    "full": "cannot be written: the disk is full. What was kept before is safe.\n"
    "Make room and run the same command again.",
    "no library": "is no library: it is a file of another kind.\nGive another path with --library.",
    "damaged": "is damaged.\nSee how far: tellings doctor. Then go back to a copy made with: tellings library backup.",
    "failing": "cannot be read or written: the disk refuses. What was kept before is safe.\n"
    "See whether the disk is full, a limit on the size of files is reached, or the disk is failing.",
    "closed": "cannot be opened: there is no such folder, or it may not be entered.\nGive another path with --library.",
    "refused": "does not let us in: the user, the password or the name of the database is wrong.",
    "gone": "does not answer: the server is not there, is going down, or has too many guests.\n"
    "Try again when it is up.",
}


def say_fault(where: str, kind: str, detail: str = "") -> LibraryError:
    """The error that says ``kind`` of the library at ``where``; ``detail`` is what the database said itself."""
    said = f"\n({detail[:300]})" if detail else ""
    return LibraryError(f"the library {where} {_SAYS[kind]}{said}")


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Inside it, what the database complains of becomes a ``LibraryError``.

    Raises:
        LibraryError: for every fault of the database or of the file it is in.
    """
    try:
        yield
    except sa.exc.SQLAlchemyError as err:
        cause = err.orig if isinstance(err, sa.exc.DBAPIError) and err.orig else err
        if isinstance(cause, ValueError) or isinstance(err.__cause__, ValueError):
            raise ValueError(str(err.__cause__ or cause)) from err  # a time without a zone: the caller's fault
        known = _name_fault(cause)
        if not known:
            raise  # a fault of ours: nothing the user could do about it
        raise say_fault(where, *known) from err
    except OSError as err:
        raise say_fault(where, *_name_fault(err)) from err


def _name_fault(err: BaseException) -> tuple[str, ...]:
    """The kind of fault, and what was said of it; nothing for one that is not known."""
    if isinstance(err, OSError):
        if err.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return ("full",)
        if err.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return "read-only", os.strerror(err.errno)
        return ("gone" if isinstance(err, ConnectionError | TimeoutError) else "closed"), str(err)
    first = err.args[0] if err.args else ""
    if isinstance(first, dict):  # pg8000 hands on the fields of the server's message
        kind = _POSTGRESQL.get(first.get("C", ""), "")
        return (kind, str(first.get("M", ""))) if kind else ()
    code = "_".join(getattr(err, "sqlite_errorname", "").split("_")[:2])
    if code in _SQLITE:
        return _SQLITE[code], str(first)
    return ("gone", str(first)) if type(err).__name__ == "InterfaceError" else ()
