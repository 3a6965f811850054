"""Connections to a library: how SQLite and PostgreSQL are set up so that both behave the same.

SQLite has one writer by nature (``BEGIN IMMEDIATE``). In PostgreSQL a transaction takes its turn by advisory locks that
end with it: reports are kept by many side by side, moves of the stories by one beside them, briefs by one beside both,
and whatever else looks and then writes is alone. So no transaction is overtaken between looking and writing.
"""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import sqlalchemy as sa

from tellings.errors import MissingPart
from tellings.library.faults import say_fault, told_plainly
from tellings.library.place import Place

T = TypeVar("T")

PATIENCE = 120.0
"""Seconds to wait for another process to finish its transaction. The longest of ours, 500 reports, takes two; eight
writers on two busy cores were seen to wait for more than thirty."""

WRITER = 0x7E111265
"""The advisory lock of PostgreSQL that every writer holds, alone or shared; any number that nobody else takes."""

Turn = Literal["alone", "beside", "moves", "briefs"]
"""Beside whom a transaction writes: nobody; all who keep reports, moves and briefs; the same but others of its kind."""

_TURNS: dict[str, str] = {
    "alone": f"SELECT pg_advisory_xact_lock({WRITER})",
    "beside": f"SELECT pg_advisory_xact_lock_shared({WRITER})",
    "moves": f"SELECT pg_advisory_xact_lock_shared({WRITER}), pg_advisory_xact_lock({WRITER + 2})",
    "briefs": f"SELECT pg_advisory_xact_lock_shared({WRITER}), pg_advisory_xact_lock({WRITER + 3})",
}

HELD = 5
"""Connections to a server that a process keeps open; its threads open up to ``SPARE`` more and close them again."""

SPARE = 15

RENEWED = 1800.0
"""Seconds after which a connection is opened anew: a server may have moved, a firewall may have forgotten it."""

_ANSWERS_IN = 10.0
"""Seconds a server has to take a connection."""

_WRITES = "tellings_writes"
_MAGIC = b"SQLite format 3\x00"


def connect(place: Place, *, patience: float = PATIENCE) -> sa.Engine:
    """An engine for the library at ``place``; a new file is made with its folder, for this user alone.

    Raises:
        LibraryError: when the file is no library or cannot be opened.
        MissingPart: when the driver for PostgreSQL is not installed.
    """
    return _open_server(place, patience) if place.url else _open_file(place, patience)


class Transaction(Protocol):
    """Does something in one transaction, again where the server was away or another stood in the way."""

    def __call__(self, do: Callable[[sa.Connection], T], /) -> T: ...


@contextmanager
def reading(engine: sa.Engine, where: str) -> Iterator[sa.Connection]:
    """A connection that sees one state of the library, whatever others write meanwhile.

    Raises:
        LibraryError: for every fault of the database.
    """
    with told_plainly(where), look(engine) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine, where: str, turn: Turn = "alone") -> Iterator[sa.Connection]:
    """A connection in a transaction that has its turn: on disk when it ends, undone when something is raised.

    Raises:
        LibraryError: for every fault of the database.
    """
    with told_plainly(where), write(engine, turn) as connection:
        yield connection


@contextmanager
def look(engine: sa.Engine) -> Iterator[sa.Connection]:
    """``reading``, with the faults as the database tells them."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def write(engine: sa.Engine, turn: Turn = "alone") -> Iterator[sa.Connection]:
    """``writing``, with the faults as the database tells them."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
            take_turn(connection, turn)
            yield connection


def take_turn(connection: sa.Connection, turn: Turn) -> None:
    """Waits until the transaction may write; a file has waited when the transaction began."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(_TURNS[turn]))


def _open_file(place: Place, patience: float) -> sa.Engine:
    path = place.file or Path()
    with told_plainly(place.shown):
        _need_sqlite(path, place.shown)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        readonly = path.exists() and not _may_write(path)
        if not path.exists():
            # SQLite would let others read it; the files that it puts beside have the mode of this one.
            path.touch(mode=0o600)
        log = path.with_name(path.name + "-wal")
        logged = log.exists() and log.stat().st_size > 0
    name = path.resolve().as_uri().replace("file://", "file:", 1)

    def open_one() -> sqlite3.Connection:
        # A file that nobody may write has no log beside it: it is taken as it is.
        mode = "?mode=rwc" if not readonly else "?mode=ro" if logged else "?mode=ro&immutable=1"
        return sqlite3.connect(name + mode, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)

    # A connection for each that is asked for: one may be reading a long list while another writes.
    engine = sa.create_engine("sqlite://", creator=open_one, poolclass=sa.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        if not readonly:
            cursor.execute("PRAGMA journal_mode = WAL")
            # A commit is on the disk when it is acknowledged, also when the power fails.
            cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _may_write(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _need_sqlite(path: Path, where: str) -> None:
    if path.is_dir():
        raise say_fault(where, "no library", "it is a folder")
    if path.exists() and path.stat().st_size:
        with path.open("rb") as opened:
            if opened.read(len(_MAGIC)) != _MAGIC:
                raise say_fault(where, "no library")


def _reach(host: str, port: int) -> socket.socket:
    try:
        opened = socket.create_connection((host, port), timeout=_ANSWERS_IN)
    except OSError as err:
        raise ConnectionError(f"{host} port {port}: {err}") from err
    opened.settimeout(None)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # The driver sends a statement in several small pieces. Held back to be sent together they take 40 ms instead of 1.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def _open_server(place: Place, patience: float) -> sa.Engine:
    try:
        engine = sa.create_engine(
            place.url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_recycle=RENEWED,
            pool_size=HELD,
            max_overflow=SPARE,
            pool_timeout=patience,
            pool_use_lifo=True,
        )
    except ImportError as err:
        raise MissingPart(
            "the package pg8000 is not installed, which talks to PostgreSQL.\n"
            "Install it with: pip install 'tellings[postgresql]'"
        ) from err

    @sa.event.listens_for(engine, "do_connect")
    def reach(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        if "unix_sock" in options:
            return None
        opened = _reach(options.get("host") or "localhost", int(options.get("port") or 5432))
        try:
            return dialect.loaded_dbapi.Connection(*arguments, **options, sock=opened)
        except BaseException:
            opened.close()
            raise

    # Many rows in one statement instead of one each: a report with its reading is kept in a tenth of the time.
    engine.dialect.use_insertmanyvalues_wo_returning = True

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {int(patience * 1000)}")
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()
        connection.commit()

    return engine
