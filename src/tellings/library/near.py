"""Reports whose fingerprints point the same way: an exact index of their vectors, kept in the process.

Every vector is compared, so nothing is missed. The vectors are read from the library once; later calls read only what
came since. Beyond ``MOST`` reports nothing is held, and each call goes through the library, in bounded memory.
"""

from collections.abc import Iterator
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.model.story import unpack_fingerprint

if TYPE_CHECKING:
    import numpy as np

MOST = 1_000_000
"""Vectors that are held: 256 MB of such of 256 dimensions, and as much again while they move to a larger field."""

AT_ONCE = 16_384
"""Vectors that are compared at a time: as real numbers they take four times the room, for the moment."""

Found = tuple[tuple[str, float], ...]


class Near:
    """The vectors of a library, by their number of dimensions; several threads may ask it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._fields: dict[int, _Field] = {}
        self._at: dict[str, tuple[int, int]] = {}
        self._known: tuple[Any, ...] = ()

    @property
    def held(self) -> int:
        """How many vectors are held."""
        return len(self._at)

    def find(self, connection: sa.Connection, vector: bytes, limit: int) -> Found:
        """The reports nearest to the vector, with the cosine; of those as near the one with the lesser id first."""
        if not any(vector):
            return ()
        with self._lock:
            reports = connection.execute(sa.select(sa.func.count()).select_from(schema.fingerprints)).scalar_one()
            if reports > self._most:
                self._fields, self._at, self._known = {}, {}, ()
                return _go_through(connection, vector, limit)
            self._take_up(connection)
            if len(self._at) > reports:  # some were removed: what is held is made anew
                self._fields, self._at, self._known = {}, {}, ()
                self._take_up(connection)
            field = self._fields.get(len(vector))
            return field.find(vector, limit) if field else ()

    def _take_up(self, connection: sa.Connection) -> None:
        """Reads what came since the last time."""
        if connection.dialect.name == "sqlite":
            query, now = _since_in_file(connection, self._known)
        else:
            query, now = _since_on_server(connection, self._known)
        for row in connection.execution_options(yield_per=1000).execute(query):
            self._put(row.document, unpack_fingerprint(row.packed).vector)
        self._known = now

    def _put(self, doc: str, vector: bytes) -> None:
        size, number = self._at.get(doc, (0, 0))
        if size and size != len(vector):
            self._fields[size].clear(number)
            del self._at[doc]
            size = 0
        if not any(vector):
            if size:
                self._fields[size].clear(number)
            return
        field = self._fields.setdefault(len(vector), _Field(len(vector)))
        if not size:
            number = field.add(doc)
            self._at[doc] = (len(vector), number)
        field.write(number, vector)


class _Field:
    """Vectors of one number of dimensions, one signed byte each, with their lengths."""

    def __init__(self, size: int) -> None:
        import numpy as np

        self._docs: list[str] = []
        self._rows = np.zeros((64, size), dtype=np.int8)
        self._lengths = np.zeros(64, dtype=np.float32)

    def add(self, doc: str) -> int:
        """A place for one more."""
        import numpy as np

        if len(self._docs) == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
        self._docs.append(doc)
        return len(self._docs) - 1

    def write(self, number: int, vector: bytes) -> None:
        """Puts the vector at its place."""
        import numpy as np

        self._rows[number] = np.frombuffer(vector, dtype=np.int8)
        self._lengths[number] = np.linalg.norm(self._rows[number].astype(np.float32))

    def clear(self, number: int) -> None:
        """Leaves the place empty: it is near nothing."""
        self._lengths[number] = 0

    def find(self, vector: bytes, limit: int) -> Found:
        """The nearest, the nearest first."""
        best: list[tuple[str, float]] = []
        for begin in range(0, len(self._docs), AT_ONCE):
            end = min(begin + AT_ONCE, len(self._docs))
            best += _compare(self._docs[begin:end], self._rows[begin:end], self._lengths[begin:end], vector, limit)
            best = _first(best, limit)
        return tuple(best)


def _first(scored: list[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _compare(
    docs: list[str], rows: "np.ndarray", lengths: "np.ndarray", vector: bytes, limit: int
) -> list[tuple[str, float]]:
    """The ``limit`` nearest of some, and those that are as near as the last of them."""
    import numpy as np

    wanted = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    there = np.flatnonzero(lengths)
    if not len(there) or limit < 1:
        return []
    cosines = rows[there].astype(np.float32) @ wanted / (lengths[there] * np.linalg.norm(wanted))
    if len(there) > limit:
        last = np.partition(cosines, len(cosines) - limit)[len(cosines) - limit]
        chosen = np.flatnonzero(cosines >= last)
    else:
        chosen = np.arange(len(there))
    return [(docs[there[k]], float(cosines[k])) for k in chosen]


def _go_through(connection: sa.Connection, vector: bytes, limit: int) -> Found:
    """The same from the library alone."""
    table = schema.fingerprints
    best: list[tuple[str, float]] = []
    rows = connection.execution_options(yield_per=1000).execute(sa.select(table.c.document, table.c.packed))
    for part in rows.partitions():
        field = _Field(len(vector))
        for doc, other in _of_size(part, len(vector)):
            field.write(field.add(doc), other)
        best = _first([*best, *field.find(vector, limit)], limit)
    return tuple(best)


def _of_size(rows: Any, size: int) -> Iterator[tuple[str, bytes]]:
    for row in rows:
        vector = unpack_fingerprint(row.packed).vector
        if len(vector) == size:
            yield row.document, vector


def _since_in_file(connection: sa.Connection, known: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """What came into a file: rows are counted up, and one that was replaced has the time of that."""
    table = schema.fingerprints
    number: sa.ColumnElement[int] = sa.literal_column("fingerprints.rowid", sa.Integer)
    query = sa.select(table.c.document, table.c.packed)
    if known:
        last, at = known
        query = query.where(sa.or_(number > last, table.c.kept_at >= at))
    newest = connection.execute(sa.select(sa.func.max(number), sa.func.max(table.c.kept_at))).one()
    return query, (int(newest[0]), newest[1]) if isinstance(newest[1], datetime) else ()


def _since_on_server(connection: sa.Connection, known: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """What came onto a server: all that was written by a transaction that was not over when we last looked."""
    horizon = "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
    now = (int(connection.execute(sa.text(horizon)).scalar_one()),)
    table = schema.fingerprints
    query = sa.select(table.c.document, table.c.packed)
    if known:
        query = query.where(sa.literal_column("fingerprints.changed") >= known[0])
    return query, now
