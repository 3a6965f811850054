"""What happened and what is expected, dated, with how its status moved."""

from tellings.model.brief import TimelineEntry
from tellings.model.story import Told


def build_timeline(told: Told) -> tuple[TimelineEntry, ...]:
    return ()
