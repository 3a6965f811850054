"""The reports that were out on a day: what a story looked like then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tellings.model.document import Published, Skipped
from tellings.model.reading import Reading
from tellings.model.story import Anchor


def keep_until(
    readings: Sequence[Reading], anchors: Sequence[Anchor], day: date
) -> tuple[tuple[Reading, ...], tuple[Skipped, ...]]:
    """The readings of reports published up to ``day``, and why each other one is left out.

    A report whose day is not known, or may lie after ``day``, is left out: it might tell what nobody knew yet. Those
    kept carry the date their story gave them, which fewer reports might no longer tell.
    """
    published = {anchor.doc: anchor.published for anchor in anchors}
    kept: list[Reading] = []
    left: list[Skipped] = []
    for reading in readings:
        told = published.get(reading.document.id, Published())
        if reason := _say_why(told, day):
            left.append(Skipped(reading.document.location, reason))
        else:
            kept.append(replace(reading, document=replace(reading.document, published=told)))
    return tuple(kept), tuple(left)


def _say_why(told: Published, day: date) -> str:
    if told.earliest is None or told.latest is None:
        return f"its publication date is not known: it may have come out after {day.isoformat()}"
    if told.earliest > day:
        return f"it came out on {told.earliest.isoformat()} or later, after {day.isoformat()}"
    if told.latest > day:
        span = f"between {told.earliest.isoformat()} and {told.latest.isoformat()}"
        return f"it came out {span}, perhaps after {day.isoformat()}"
    return ""
