"""Days counted in stretches of equal length, so that a week and a decade both fit into a small drawing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Days in a stretch: the shortest of these with which the drawing has few enough bars.
_LENGTHS = (1, 2, 7, 14, 28, 91, 182, 365, 730, 1826, 3652, 36525, 365250)


@dataclass(frozen=True, slots=True)
class Stretches:
    """``counts`` of what falls into each stretch of ``days`` days, the first of them beginning on ``first``."""

    first: date
    last: date
    days: int
    counts: tuple[int, ...]

    def start_of(self, index: int) -> date:
        """The first day of a stretch."""
        return self.first + timedelta(days=index * self.days)

    def end_of(self, index: int) -> date:
        """The last day of a stretch that is drawn."""
        start = self.start_of(index)
        return start + timedelta(days=min(self.days - 1, (self.last - start).days))


def count_stretches(days: Iterable[date], first: date, last: date, *, most: int) -> Stretches:
    """The days from ``first`` to ``last`` in at most ``most`` stretches; days outside are not counted."""
    counted = Counter(day for day in days if first <= day <= last)
    whole = (last - first).days + 1
    length = next((length for length in _LENGTHS if whole <= length * most), _LENGTHS[-1])
    counts = [0] * -(-whole // length)
    for day, number in counted.items():
        counts[(day - first).days // length] += number
    return Stretches(first, last, length, tuple(counts))
