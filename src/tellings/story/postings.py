"""Which stories share rare terms: a hashed inverted index with room for so many stories a term and no more."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tellings.story.kept import Hashes

Numbers = npt.NDArray[np.int32]

SLOTS = 32
"""Stories kept under one bucket of terms; the ones that came last stay."""


class Postings:
    """Stories by number under their telling terms; ``room`` is how many stories it is made for, and grows."""

    def __init__(self, room: int = 1024) -> None:
        self._room = room
        self._bits = max(12, (room * 4 - 1).bit_length())
        self._held = np.full((1 << self._bits, SLOTS), -1, np.int32)
        self._next = np.zeros(1 << self._bits, np.uint8)

    @property
    def room(self) -> int:
        """How many stories fit before terms crowd each other out."""
        return self._room

    def add(self, number: int, terms: Hashes) -> None:
        """Puts a story under ``terms``; where a bucket is full the one that came first gives way."""
        buckets = self._buckets(terms)
        rows = self._held[buckets]
        free = rows < 0
        at = np.where(free.any(1), free.argmax(1), self._next[buckets] % SLOTS)
        self._next[buckets] += (~free.any(1)).astype(np.uint8)
        self._held[buckets, at] = number

    def remove(self, number: int, terms: Hashes) -> None:
        """Takes a story away from under ``terms``."""
        buckets = self._buckets(terms)
        rows = self._held[buckets]
        rows[rows == number] = -1
        self._held[buckets] = rows

    def find(self, terms: Hashes, weights: npt.NDArray[np.float32], most: int) -> Sequence[int]:
        """The numbers of the ``most`` stories that share most weight of ``terms``, best first; ties: lower number."""
        rows = self._held[self._buckets(terms)]
        term, slot = np.nonzero(rows >= 0)
        found, where = np.unique(rows[term, slot], return_inverse=True)
        scores = np.bincount(where, weights[term], len(found))
        best = np.lexsort((found, -np.round(scores, 4)))[:most]
        numbers: list[int] = found[best].tolist()
        return numbers

    def _buckets(self, terms: Hashes) -> Hashes:
        # Two terms may meet in one: what is done to it is then done twice, to the same end.
        buckets: Hashes = (terms * _MIX) >> np.uint32(32 - self._bits)
        return buckets


_MIX = np.uint32(2654435761)
