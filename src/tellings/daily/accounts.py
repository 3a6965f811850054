"""Who may use the desk: accounts made and removed, passwords checked, visits begun and ended."""

import hashlib
import secrets
import threading
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from tellings.engines.parts import load_package
from tellings.errors import UsageError
from tellings.exports.as_accounts import to_account_lines
from tellings.exports.as_json import to_accounts_json
from tellings.model.accounts import ROLES, Account, AccountLine, AccountsRecord, Pass, Role
from tellings.ports import Store

__all__ = [
    "add_account",
    "begin_visit",
    "change_password",
    "change_role",
    "check_password",
    "end_passes",
    "end_visit",
    "find_visitor",
    "fold_name",
    "list_accounts",
    "make_key",
    "remove_account",
    "to_account_lines",
    "to_accounts_json",
]

SHORTEST, LONGEST = 12, 1024
"""Signs of a password: fewer are guessed from a stolen library, and nobody types more."""

VISIT = timedelta(days=14)
"""How long a visit lasts: whoever comes every day logs in twice a month."""

KEY = "tk_"
"""What a key for a program begins with, so that it is known for one when it is found where it should not be."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Passwords hashed at the same time: each takes 64 MiB and most of a core for a moment."""


def add_account(store: Store, name: str, role: Role, password: str, *, now: datetime) -> Account:
    """A new account.

    Raises:
        UsageError: when there is one of this name, or the name or password is no good.
    """
    named = fold_name(name)
    if store.accounts.load(named):
        raise UsageError(f"There is an account {named!r} already. `tellings users role` gives it another role.")
    try:
        account = Account(named, role, "", now)
    except ValueError as err:
        raise UsageError(str(err)) from err
    account = replace(account, password=_hash(_need_password(password, named)))
    store.accounts.keep(account)
    return account


def change_password(store: Store, name: str, password: str) -> Account:
    """Another password for an account; all visits end, keys stay.

    Raises:
        UsageError: when there is no such account, or the password is no good.
    """
    account = _need(store, name)
    account = replace(account, password=_hash(_need_password(password, account.name)))
    store.accounts.keep(account)
    passes = store.accounts.list_passes(account.name)
    store.accounts.drop_passes(account.name, [each.digest for each in passes if each.kind == "visit"])
    return account


def change_role(store: Store, name: str, role: Role) -> Account:
    """Another role for an account, from its next request on.

    Raises:
        UsageError: when there is no such account, or it is the last admin.
    """
    account = _need(store, name)
    if role != "admin":
        _need_another_admin(store, account)
    account = replace(account, role=role)
    store.accounts.keep(account)
    return account


def remove_account(store: Store, name: str) -> None:
    """Removes an account with its visits and keys; what it reviewed stays.

    Raises:
        UsageError: when there is no such account, or it is the last admin while there are others.
    """
    account = _need(store, name)
    if len(store.accounts.list_all()) > 1:
        _need_another_admin(store, account)
    store.accounts.drop(account.name)


def check_password(store: Store, name: str, password: str) -> Account | None:
    """The account of this name, when this is its password. Takes as long where there is no such account."""
    account = store.accounts.load(fold_name(name)[:100])
    hasher = _hasher()
    kept = account.password if account else _nobody()
    with _AT_ONCE:
        try:
            hasher.verify(kept, _plain(password[:LONGEST]))
        except load_package("argon2.exceptions", "desk").VerificationError:
            return None
        except load_package("argon2.exceptions", "desk").InvalidHashError:
            return None
    if account and hasher.check_needs_rehash(account.password):
        account = replace(account, password=_hash(password))
        store.accounts.keep(account)
    return account


def begin_visit(store: Store, account: Account, *, now: datetime) -> str:
    """The secret that shows from now on, for ``VISIT``, that a visitor is this account."""
    secret = secrets.token_urlsafe(32)
    store.accounts.keep_pass(Pass(digest_of(secret), account.name, "visit", now, now + VISIT))
    return secret


def make_key(store: Store, name: str, note: str, *, now: datetime) -> str:
    """A key for a program that acts as this account, until it is taken away; it is shown once and kept nowhere.

    Raises:
        UsageError: when there is no such account.
    """
    account = _need(store, name)
    secret = KEY + secrets.token_urlsafe(32)
    store.accounts.keep_pass(Pass(digest_of(secret), account.name, "key", now, None, note[:200]))
    return secret


def find_visitor(store: Store, secret: str, *, now: datetime) -> Account | None:
    """Whose secret this is."""
    return store.accounts.find_holder(digest_of(secret), now=now) if secret else None


def end_visit(store: Store, account: str, secret: str) -> None:
    """The secret counts no more."""
    store.accounts.drop_passes(account, [digest_of(secret)])


def end_passes(store: Store, name: str) -> int:
    """How many visits and keys of an account were ended: all of them.

    Raises:
        UsageError: when there is no such account.
    """
    return store.accounts.drop_passes(_need(store, name).name)


def list_accounts(store: Store, *, now: datetime) -> AccountsRecord:
    """The accounts by name, with the visits that go on and the keys of each."""
    lines = []
    for account in store.accounts.list_all():
        kinds = [each.kind for each in store.accounts.list_passes(account.name) if not each.until or each.until > now]
        lines.append(AccountLine(account.name, account.role, account.made_at, kinds.count("visit"), kinds.count("key")))
    return AccountsRecord(library=store.where, accounts=tuple(lines))


def fold_name(name: str) -> str:
    """The name of an account as it is kept."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def digest_of(secret: str) -> str:
    """What is kept of a secret; it is long and random, so that a fast digest is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _need(store: Store, name: str) -> Account:
    account = store.accounts.load(fold_name(name))
    if account is None:
        raise UsageError(f"There is no account {fold_name(name)[:80]!r}. `tellings users list` lists them.")
    return account


def _need_another_admin(store: Store, account: Account) -> None:
    admins = {each.name for each in store.accounts.list_all() if each.role == ROLES[-1]}
    if admins == {account.name}:
        raise UsageError(f"{account.name} is the only admin. Make another one first: tellings users role NAME admin.")


def _need_password(password: str, name: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"A password has from {SHORTEST} to {LONGEST:,} signs; this one has {len(password):,}.")
    if fold_name(password) == name or len(set(password)) < 5:
        raise UsageError("This password would be guessed at once. Take a few words that have nothing to do with you.")
    return password


def _plain(password: str) -> bytes:
    # The same letters may come as one sign or as two, depending on the keyboard.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


def _hash(password: str) -> str:
    with _AT_ONCE:
        return str(_hasher().hash(_plain(password)))


@cache
def _hasher() -> Any:
    return load_package("argon2", "desk").PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hash(secrets.token_urlsafe(32))
