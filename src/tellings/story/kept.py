"""What a stream holds of a report while its story may still grow: a fingerprint with one block of bytes behind it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tellings.model.story import Fingerprint

Hashes = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Kept:
    """One report: ``block`` holds its terms, their weights and places, its sample of runs and its title, in this order.

    ``count`` is how many terms there are, ``runs`` how many runs. A window holds as many of these as reports.
    """

    doc: str
    earliest: date | None
    latest: date | None
    count: int
    runs: int
    block: bytes

    @property
    def terms(self) -> Hashes:
        """Hashes of the terms, rising."""
        return np.frombuffer(self.block, "<u4", self.count)

    @property
    def weights(self) -> Bytes:
        """Their background rarity, in steps of ``fingerprint.RARITY_STEP``."""
        return np.frombuffer(self.block, np.uint8, self.count, 4 * self.count)

    @property
    def places(self) -> Bytes:
        """Where they stand, as bits of ``fingerprint``."""
        return np.frombuffer(self.block, np.uint8, self.count, 5 * self.count)

    @property
    def sample(self) -> Hashes:
        """Hashes of runs of words, rising."""
        return np.frombuffer(self.block, "<u4", self.runs, 6 * self.count)

    @property
    def title(self) -> str:
        """The title of the report, "" where it has none."""
        return self.block[6 * self.count + 4 * self.runs :].decode()


def keep(print_: Fingerprint) -> Kept:
    """What is held of a fingerprint."""
    block = b"".join((print_.terms, print_.weights, print_.places, print_.runs, print_.title.encode()))
    return Kept(print_.doc, print_.earliest, print_.latest, len(print_.weights), len(print_.runs) // 4, block)
