"""Accounts, their passes and the secrets of the desk."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.connect import Transaction
from tellings.library.rows import insert_missing, put
from tellings.model.accounts import Account, Pass


class Register:
    """The accounts of a library that is open; the docstrings of ``ports.Accounts`` say what holds of each method."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def keep(self, account: Account) -> None:
        self._writing(lambda connection: put(connection, schema.accounts, [asdict(account)]))

    def load(self, name: str) -> Account | None:
        query = _accounts().where(schema.accounts.c.name == name)
        row = self._reading(lambda connection: connection.execute(query).first())
        return None if row is None else Account(*row)

    def list_all(self) -> tuple[Account, ...]:
        query = _accounts().order_by(schema.accounts.c.name)
        return self._reading(lambda connection: tuple(Account(*row) for row in connection.execute(query)))

    def drop(self, name: str) -> bool:
        table, passes = schema.accounts, schema.passes

        def do(connection: sa.Connection) -> bool:
            connection.execute(sa.delete(passes).where(passes.c.account == name))
            return bool(connection.execute(sa.delete(table).where(table.c.name == name)).rowcount)

        return self._writing(do)

    def keep_pass(self, given: Pass) -> None:
        table = schema.passes

        def do(connection: sa.Connection) -> None:
            connection.execute(sa.delete(table).where(table.c.until <= given.made_at))
            put(connection, table, [asdict(given)])

        self._writing(do)

    def find_holder(self, digest: str, *, now: datetime) -> Account | None:
        table, passes = schema.accounts, schema.passes
        query = _accounts().join(passes, passes.c.account == table.c.name).where(passes.c.digest == digest)
        query = query.where(sa.or_(passes.c.until.is_(None), passes.c.until > now))
        row = self._reading(lambda connection: connection.execute(query).first())
        return None if row is None else Account(*row)

    def list_passes(self, name: str) -> tuple[Pass, ...]:
        table = schema.passes
        columns = [table.c[column] for column in ("digest", "account", "kind", "made_at", "until", "note")]
        query = sa.select(*columns).where(table.c.account == name).order_by(table.c.made_at, table.c.digest)
        return self._reading(lambda connection: tuple(Pass(*row) for row in connection.execute(query)))

    def drop_passes(self, name: str, digests: Iterable[str] | None = None) -> int:
        table = schema.passes
        query = sa.delete(table).where(table.c.account == name)
        if digests is not None:
            query = query.where(table.c.digest.in_(sorted(set(digests))))
        return self._writing(lambda connection: int(connection.execute(query).rowcount))

    def share_secret(self, name: str, fresh: bytes) -> bytes:
        table = schema.secrets
        query = sa.select(table.c.value).where(table.c.name == name)

        def do(connection: sa.Connection) -> bytes:
            insert_missing(connection, table, [{"name": name, "value": fresh}])
            return bytes(connection.execute(query).scalar_one())

        kept = self._reading(lambda connection: connection.execute(query).scalar())
        return self._writing(do) if kept is None else bytes(kept)

    def drop_secret(self, name: str) -> bool:
        query = sa.delete(schema.secrets).where(schema.secrets.c.name == name)
        return self._writing(lambda connection: bool(connection.execute(query).rowcount))


def _accounts() -> sa.Select[Any]:
    table = schema.accounts
    return sa.select(table.c.name, table.c.role, table.c.password, table.c.made_at)
