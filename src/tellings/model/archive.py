"""How far an archive has come: what ``tellings archive`` prints."""

from dataclasses import dataclass, field
from typing import Literal

from tellings.model.daily import ReasonCount


@dataclass(frozen=True, slots=True)
class StageStatus:
    """How far one stage of an archive has come: ``done`` of ``total`` pieces of work (``None``: not known yet).

    ``seconds`` are those of all workers together, ``bytes`` those of the files written.
    """

    name: str
    done: int
    total: int | None
    reports: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """What stands of an archive: its stages in their order, counts, and what was left out for which kind of reason.

    ``doubles`` are reports that were there before, ``faults`` files that could not be read or not to their end.
    ``finished`` says that all that was asked for is done; ``stopped`` that this run was asked to stop before.
    """

    format: Literal["tellings-archive/1"] = field(default="tellings-archive/1", kw_only=True)
    folder: str
    made_by: tuple[str, ...]
    inputs: int
    reports: int
    doubles: int
    stories: int
    briefs: int
    left_out: int
    faults: int
    reasons: tuple[ReasonCount, ...]
    stages: tuple[StageStatus, ...]
    finished: bool
    stopped: bool = False
