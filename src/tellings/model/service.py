"""What a library tells whoever looks after it: how it stands, and what could not be read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

LetterState = Literal["begun", "failed", "aside"]
HealthState = Literal["ok", "degraded", "failing"]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Something that failed to be read, and is kept so that nobody has to look for it: what it is, why, how often.

    ``state`` is "failed" while it is tried again when it is met again, "aside" when it is left alone; "begun" while a
    process reads it, and for ever where that process died over it. ``size`` counts the bytes that are kept of it.
    """

    id: str
    location: str
    address: str
    state: LetterState
    reason: str
    tries: int
    first_at: datetime
    last_at: datetime
    size: int = 0


@dataclass(frozen=True, slots=True)
class LettersRecord:
    """What ``tellings dead-letters list`` prints: what could not be read, the latest first."""

    format: Literal["tellings-dead-letters/1"] = field(default="tellings-dead-letters/1", kw_only=True)
    library: str
    letters: tuple[DeadLetter, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a library stands, counted up to a bound: what waits, what failed, and the room there is.

    ``unread`` reports have no reading, ``ungrouped`` ones no story, ``stale`` stories no brief of their present state.
    ``current`` is whether the schema is that of this version; ``free`` the bytes left on its disk (``None`` where that
    is the business of a server).
    """

    current: bool
    unread: int
    ungrouped: int
    stale: int
    failed: int
    aside: int
    free: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at for the health of a process: ``says`` is what is wrong, "" where nothing is."""

    name: str
    state: HealthState
    says: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a process can do its work: "ok", "degraded" where something needs a person, "failing" where it cannot."""

    status: HealthState
    looks: tuple[Look, ...]
