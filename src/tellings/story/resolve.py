"""Time expressions as days of the calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from tellings.model.document import Published
from tellings.model.reading import Reading, TimeExpression
from tellings.model.story import Anchor, ResolvedTime
from tellings.model.when import Period
from tellings.text.calendar import Scene, resolve
from tellings.text.periods import days_in
from tellings.text.spans import within

# A report dated to more days than this still fixes months and years, but no day.
_LOOSE = 4


def resolve_times(readings: Sequence[Reading], anchors: Sequence[Anchor]) -> tuple[ResolvedTime, ...]:
    """Every time expression of every report with the days it means, in the order of the readings.

    ``period`` is ``None`` where the words or the report's own date leave it open. A report dated to an interval
    resolves a relative time where all its days agree; where they differ by few days the period covers them all.
    """
    published = {anchor.doc: anchor.published for anchor in anchors}
    resolved: list[ResolvedTime] = []
    for reading in readings:
        resolved += _resolve_report(reading, published.get(reading.document.id, Published()))
    return tuple(resolved)


def _resolve_report(reading: Reading, published: Published) -> list[ResolvedTime]:
    resolved = []
    previous: Period | None = None
    before = 0
    for time in reading.times:
        near = previous if time.when.op != "clock" or _together(reading, before, time.span.start) else None
        period = _settle(time, published.earliest, published.latest, near)
        resolved.append(ResolvedTime(reading.document.id, time.span, time.kind, period))
        if period and time.kind in ("date", "time") and time.when.op != "vague":
            previous, before = period, time.span.end
    return resolved


def _together(reading: Reading, start: int, end: int) -> bool:
    """Whether two places stand in one sentence: a bare clock time goes with a day named there."""
    return len(within(reading.sentences, start, end)) == 1


def _settle(time: TimeExpression, earliest: date | None, latest: date | None, previous: Period | None) -> Period | None:
    first = resolve(time.when, Scene(earliest, time.tense, previous))
    if earliest == latest or earliest is None or latest is None:
        return first
    last = resolve(time.when, Scene(latest, time.tense, previous))
    if first is None or last is None or first == last:
        return first if first == last else None
    if latest - earliest >= timedelta(_LOOSE) or abs((last.start - first.start).days) > _LOOSE:
        return None
    whole = Period(min(first.start, last.start), max(first.end, last.end), first.grain, first.clock)
    return whole if days_in(whole) <= days_in(first) + _LOOSE else None
