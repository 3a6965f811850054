"""Who may use the desk: accounts, and what shows that a visitor is one of them."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
"""From least to most: a reader looks and checks drafts, an editor reviews and adds, an admin manages."""

PassKind = Literal["visit", "key"]

LONGEST_NAME = 64

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may use the desk. ``name`` is in small letters; ``password`` is its Argon2 hash, never the words.

    Raises:
        ValueError: when the name has other signs than a-z, 0-9 and . _ @ + - inside, or the time has no zone.
    """

    name: str
    role: Role
    password: str = field(repr=False)
    made_at: datetime

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_NAME or not _NAME.fullmatch(self.name):
            raise ValueError(
                f"A name has up to {LONGEST_NAME} of a-z and 0-9, and . _ @ + - between them: not {self.name[:80]!r}."
            )
        if self.role not in ROLES:
            raise ValueError(f"A role is one of {', '.join(ROLES)}: not {str(self.role)[:40]!r}.")
        if self.made_at.tzinfo is None:
            raise ValueError("An Account needs a time with its zone.")


@dataclass(frozen=True, slots=True)
class Pass:
    """What shows that somebody is ``account``: a visit begun by logging in, or a key for a program.

    ``digest`` is the SHA-256 of the secret that the visitor holds; the secret itself is kept nowhere. It counts until
    ``until`` (``None``: until it is taken away). ``note`` says what a key is for.
    """

    digest: str
    account: str
    kind: PassKind
    made_at: datetime
    until: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list: how many visits go on, and how many keys it has. Never its password or their secrets."""

    name: str
    role: Role
    made_at: datetime
    visits: int
    keys: int


@dataclass(frozen=True, slots=True)
class AccountsRecord:
    """What ``tellings users list`` prints: the accounts of a library, by name."""

    format: Literal["tellings-accounts/1"] = field(default="tellings-accounts/1", kw_only=True)
    library: str
    accounts: tuple[AccountLine, ...]
