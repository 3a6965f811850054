"""Reports grouped into stories."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Story


def group_readings(readings: Sequence[Reading], known: Sequence[Story] = ()) -> tuple[Story, ...]:
    if not readings:
        return ()
    ids = tuple(sorted(r.document.id for r in readings))
    return (Story("s" + ids[0][1:], readings[0].document.title or "", ids),)
