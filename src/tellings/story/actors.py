"""People, organisations, places merged across reports."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import MergedActor


def merge_actors(readings: Sequence[Reading]) -> tuple[MergedActor, ...]:
    return ()
