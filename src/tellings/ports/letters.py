"""What failed to be read, kept aside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tellings.model.service import DeadLetter, LetterState


class DeadLetters(Protocol):
    """What failed to be read; part of the library, under the same promises as ``Store``."""

    def begin(self, letters: Sequence[DeadLetter]) -> None:
        """Writes down that these are about to be read; what is written down already stays as it is."""

    def end(self, ids: Iterable[str]) -> None:
        """Crosses out those that were begun: the process that read them is still there."""

    def find_states(self, ids: Iterable[str]) -> Mapping[str, LetterState]:
        """How those of the ids stand that are written down."""

    def keep(self, letter: DeadLetter, body: bytes, *, most: int) -> DeadLetter:
        """Counts one more try that failed, with the bytes to try again with; set aside with the ``most``-th."""

    def list_all(self, *, limit: int | None = None) -> tuple[DeadLetter, ...]:
        """What failed and what was set aside, the latest first."""

    def load(self, id_: str) -> tuple[DeadLetter, bytes] | None:
        """A letter with its bytes."""

    def drop(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids that were there, and are not any more."""

    def drop_begun(self, *, before: datetime) -> int:
        """How many were begun before that time and never ended: nobody met them again."""
