"""Claims of several reports about the same thing."""

from tellings.model.story import Alignment, Told


def align(told: Told) -> tuple[Alignment, ...]:
    return ()
