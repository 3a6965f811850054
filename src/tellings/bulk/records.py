"""What a run writes down of itself: its settings, its inputs, its partitions, and what came of each."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import msgspec

from tellings import app
from tellings.bulk.places import Written
from tellings.ports import Recogniser
from tellings.version import RULES, VERSION

Kind = Literal["lines", "packed lines", "parquet", "files"]
Stage = Literal["read", "group", "borders", "stories", "shuffle", "briefs"]

PLAN = "plan.json"
MANIFEST = "manifest.json"
"""What the folder says of itself: what it was begun with, and, when all is done, all that was made."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How reports are read; see ``app.read`` for the fields. Two runs with equal settings and inputs make equal files.

    ``today`` is the day the run was begun: dates after it are not believed, however long the run takes.
    """

    on_date: date | None = None
    language: str | None = None
    today: date | None = None
    max_characters: int = app.LONGEST
    engine: str | None = None
    model: bool = True
    tellings: str = VERSION
    rules: str = RULES

    def load(self, threads: int) -> Recogniser:
        """The recogniser, computing with so many threads (0: all cores).

        Raises:
            MissingPart, UsageError: when it cannot be loaded.
        """
        return app.pick_recogniser(None, self.engine, self.model, threads)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the input: where every worker finds it, how it was named, its size in bytes, and its state.

    ``state`` changes with the file: a tag of its content where the file system keeps one, else when it was changed.
    """

    address: str
    location: str
    size: int
    state: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or some of it: of lines from the byte ``start`` on, of Parquet the row groups from ``start`` on.

    ``count`` is how many lines or row groups it has (0: all), ``first`` the number of the first line or row.
    """

    address: str
    location: str
    kind: Kind
    start: int = 0
    count: int = 0
    first: int = 1


@dataclass(frozen=True, slots=True)
class Partition:
    """What is read by one worker in one go; ``number`` counts from 0."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run was begun with: it does not change until the run is begun afresh.

    ``reasons`` counts what of the inputs named no file, by the kind of reason.
    """

    format: Literal["tellings-archive-plan/1"]
    settings: Settings
    inputs: tuple[InputFile, ...]
    partitions: tuple[Partition, ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of work that is done: ``made_from`` is a digest of all that it was made from.

    ``reports`` were read, grouped or briefed; ``doubles`` were there before; ``left_out`` were skipped, ``faults`` of
    them because a file could not be read. ``days`` counts reports by their last possible day ("" where it is unknown).
    ``extent`` is what later stages need to know of the files: for a shuffle the bucket of each row group.
    """

    stage: Stage
    number: int
    made_from: str
    files: tuple[Written, ...]
    seconds: float
    reports: int = 0
    stories: int = 0
    doubles: int = 0
    left_out: int = 0
    faults: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    made_by: str = ""
    days: tuple[tuple[str, int], ...] = ()
    extent: tuple[int, ...] = ()


def digest(*values: Any) -> str:
    """The SHA-256 of model objects as JSON, in hex: the same for equal ones."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
