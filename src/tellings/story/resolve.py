"""Time expressions as days of the calendar."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Anchor, ResolvedTime


def resolve_times(readings: Sequence[Reading], anchors: Sequence[Anchor]) -> tuple[ResolvedTime, ...]:
    return ()
