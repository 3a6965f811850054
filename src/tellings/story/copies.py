"""Reports that carry the text of another."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Copy


def find_copies(readings: Sequence[Reading]) -> tuple[Copy, ...]:
    return ()
