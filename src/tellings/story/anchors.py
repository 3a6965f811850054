"""The day each report was written."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Anchor


def infer_anchors(readings: Sequence[Reading]) -> tuple[Anchor, ...]:
    return tuple(Anchor(r.document.id, r.document.published) for r in readings)
