"""Accounts, their passes and the secrets of the desk."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.rows import insert_missing, put
from tellings.model.accounts import Account, Pass

Opened = Callable[[], AbstractContextManager[sa.Connection]]


class Register:
    """The accounts of a library that is open; the docstrings of ``ports.Accounts`` say what holds of each method."""

    def __init__(self, reading: Opened, writing: Opened) -> None:
        self._reading, self._writing = reading, writing

    def keep(self, account: Account) -> None:
        with self._writing() as connection:
            put(connection, schema.accounts, [asdict(account)])

    def load(self, name: str) -> Account | None:
        with self._reading() as connection:
            row = connection.execute(_accounts().where(schema.accounts.c.name == name)).first()
        return None if row is None else Account(*row)

    def list_all(self) -> tuple[Account, ...]:
        with self._reading() as connection:
            return tuple(Account(*row) for row in connection.execute(_accounts().order_by(schema.accounts.c.name)))

    def drop(self, name: str) -> bool:
        table, passes = schema.accounts, schema.passes
        with self._writing() as connection:
            connection.execute(sa.delete(passes).where(passes.c.account == name))
            return bool(connection.execute(sa.delete(table).where(table.c.name == name)).rowcount)

    def keep_pass(self, given: Pass) -> None:
        table = schema.passes
        with self._writing() as connection:
            connection.execute(sa.delete(table).where(table.c.until <= given.made_at))
            put(connection, table, [asdict(given)])

    def find_holder(self, digest: str, *, now: datetime) -> Account | None:
        table, passes = schema.accounts, schema.passes
        query = _accounts().join(passes, passes.c.account == table.c.name).where(passes.c.digest == digest)
        with self._reading() as connection:
            row = connection.execute(query.where(sa.or_(passes.c.until.is_(None), passes.c.until > now))).first()
        return None if row is None else Account(*row)

    def list_passes(self, name: str) -> tuple[Pass, ...]:
        table = schema.passes
        columns = [table.c[column] for column in ("digest", "account", "kind", "made_at", "until", "note")]
        query = sa.select(*columns).where(table.c.account == name).order_by(table.c.made_at, table.c.digest)
        with self._reading() as connection:
            return tuple(Pass(*row) for row in connection.execute(query))

    def drop_passes(self, name: str, digests: Iterable[str] | None = None) -> int:
        table = schema.passes
        query = sa.delete(table).where(table.c.account == name)
        if digests is not None:
            query = query.where(table.c.digest.in_(sorted(set(digests))))
        with self._writing() as connection:
            return int(connection.execute(query).rowcount)

    def share_secret(self, name: str, fresh: bytes) -> bytes:
        table = schema.secrets
        query = sa.select(table.c.value).where(table.c.name == name)
        with self._reading() as connection:
            kept = connection.execute(query).scalar()
        if kept is None:
            with self._writing() as connection:
                insert_missing(connection, table, [{"name": name, "value": fresh}])
                kept = connection.execute(query).scalar_one()
        return bytes(kept)

    def drop_secret(self, name: str) -> bool:
        table = schema.secrets
        with self._writing() as connection:
            return bool(connection.execute(sa.delete(table).where(table.c.name == name)).rowcount)


def _accounts() -> sa.Select[Any]:
    table = schema.accounts
    return sa.select(table.c.name, table.c.role, table.c.password, table.c.made_at)
