"""Dead letters: what failed to be read, kept with its bytes until somebody tries it again or drops it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tellings.library import codec, schema
from tellings.library.connect import Transaction
from tellings.library.rows import chunks, insert_missing, put, select_in
from tellings.model.service import DeadLetter, LetterState

_FIELDS = tuple(field.name for field in fields(DeadLetter))


class LetterBox:
    """The dead letters of a library that is open; ``ports.DeadLetters`` says what holds of each method."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def begin(self, letters: Sequence[DeadLetter]) -> None:
        rows = [asdict(replace(letter, state="begun")) | {"body": b""} for letter in letters]
        self._writing(lambda connection: insert_missing(connection, schema.letters, rows))

    def end(self, ids: Iterable[str]) -> None:
        table, parts = schema.letters, tuple(chunks(ids))

        def do(connection: sa.Connection) -> None:
            for part in parts:
                connection.execute(sa.delete(table).where(table.c.id.in_(part), table.c.state == "begun"))

        self._writing(do)

    def find_states(self, ids: Iterable[str]) -> Mapping[str, LetterState]:
        table, asked = schema.letters, tuple(ids)

        def do(connection: sa.Connection) -> Mapping[str, LetterState]:
            return {row.id: row.state for row in select_in(connection, _letters(), table.c.id, asked)}

        return self._reading(do)

    def keep(self, letter: DeadLetter, body: bytes, *, most: int) -> DeadLetter:
        table = schema.letters

        def do(connection: sa.Connection) -> DeadLetter:
            row = connection.execute(_letters().where(table.c.id == letter.id)).first()
            before = _read(row) if row is not None else None
            tries = (before.tries if before else 0) + 1
            first_at = before.first_at if before else letter.first_at
            state: LetterState = "aside" if tries >= most else "failed"
            kept = replace(letter, tries=tries, first_at=first_at, state=state, size=len(body))
            put(connection, table, [asdict(kept) | {"body": codec.pack(body) if body else b""}])
            return kept

        return self._writing(do)

    def list_all(self, *, limit: int | None = None) -> tuple[DeadLetter, ...]:
        table = schema.letters
        query = _letters().where(table.c.state != "begun").order_by(table.c.last_at.desc(), table.c.id).limit(limit)
        return self._reading(lambda connection: tuple(_read(row) for row in connection.execute(query)))

    def load(self, id_: str) -> tuple[DeadLetter, bytes] | None:
        table = schema.letters
        query = sa.select(*(table.c[name] for name in _FIELDS), table.c.body).where(table.c.id == id_)
        row = self._reading(lambda connection: connection.execute(query).first())
        if row is None:
            return None
        return _read(row), codec.unpack(row.body, f"The dead letter {id_}") if row.body else b""

    def drop(self, ids: Iterable[str]) -> tuple[str, ...]:
        table, asked = schema.letters, tuple(dict.fromkeys(ids))

        def do(connection: sa.Connection) -> tuple[str, ...]:
            return tuple(id_ for id_ in asked if connection.execute(sa.delete(table).where(table.c.id == id_)).rowcount)

        return self._writing(do)

    def drop_begun(self, *, before: datetime) -> int:
        table = schema.letters
        old = sa.delete(table).where(table.c.state == "begun", table.c.last_at < before)
        return self._writing(lambda connection: int(connection.execute(old).rowcount))


def _letters() -> sa.Select[Any]:
    return sa.select(*(schema.letters.c[name] for name in _FIELDS))


def _read(row: Any) -> DeadLetter:
    return DeadLetter(**{name: row._mapping[name] for name in _FIELDS})
