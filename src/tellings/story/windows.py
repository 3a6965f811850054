"""Reports of a long time grouped window by window, each beside the last reports before it: many workers can share it.

What windows make of their reports is joined across their borders in ``story/borders``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from zlib import crc32

from tellings.model.story import Fingerprint, Story

SIZE = 200_000
"""So many reports are in a window of several days at most."""
LARGEST = 500_000
"""A day of more reports is cut, by hashes: parts of one day cost a little of what whole days keep together."""
OVERLAP = 50_000
"""So many reports before a window are grouped with it."""
REACH = 500_000
"""A window is compared with the windows of so many reports before it: stories that rest longer are not found again."""
STEP = 20_000
"""Reports of one day are taken in steps of so many at most."""
HEADS = 8
"""So many reports of a story are shown across the border, those that say most of what all say."""

UNDATED = date.max.toordinal() + 1
"""The day of reports without one: they come last."""
HASHES = 1 << 32

Place = tuple[int, int]
"""Where a report stands in the order of all: its last possible day as an ordinal, and a hash of its id."""
Key = tuple[int, str]
"""The first report of a partial story by day and id, which names it."""


@dataclass(frozen=True, slots=True)
class Window:
    """The reports from ``start`` up to ``end``, grouped beside those from ``lead`` up to ``start``: its overlap.

    ``before`` counts the reports before ``start``.
    """

    number: int
    lead: Place
    start: Place
    end: Place
    before: int

    def holds(self, place: Place) -> bool:
        """Whether a report that stands there is one of the window, its overlap left out."""
        return self.start <= place < self.end

    def sees(self, place: Place) -> bool:
        """Whether a report that stands there is grouped in this window, or as part of its overlap."""
        return self.lead <= place < self.end


@dataclass(frozen=True, slots=True)
class Partial:
    """What one window knows of a story.

    ``documents`` are its reports in the window, ``shared`` those in the overlap, which belong to the windows before.
    ``first`` and ``last`` are the days of ``documents`` (``None`` where unknown). ``heads`` are the fingerprints of
    ``HEADS`` of them at most.
    """

    key: Key
    title: str
    first: date | None
    last: date | None
    documents: tuple[str, ...]
    shared: tuple[str, ...]
    heads: tuple[Fingerprint, ...]


def find_place(doc: str, latest: date | None) -> Place:
    """Where a report stands in the order that windows are cut from."""
    return (latest.toordinal() if latest else UNDATED, crc32(doc.encode()))


def plan_windows(
    counts: Mapping[date | None, int], *, size: int = SIZE, overlap: int = OVERLAP, largest: int = LARGEST
) -> tuple[Window, ...]:
    """Windows over all reports, by how many there are of each day (``Fingerprint.latest``; ``None``: of no known one).

    A window has whole days, as many as fit into ``size``, or one; a day of more than ``largest`` reports is cut into
    windows by the hashes of their ids. Reports of later days change no window but the last.

    Raises:
        ValueError: when a window would be empty, or the overlap is less than nothing.
    """
    if min(size, largest) < 1 or overlap < 0:
        raise ValueError(f"Windows of {size} reports with an overlap of {overlap} cannot be: give 1 and 0 at least.")
    days = sorted((day.toordinal() if day else UNDATED, count) for day, count in counts.items() if count > 0)
    cuts: list[Place] = []
    filled = size + 1
    for day, count in days:
        if filled + count > size:
            parts = -(-count // largest)
            cuts += [(day, -(-HASHES * part // parts)) for part in range(parts)]
            filled = 0 if parts == 1 else size
        filled += count
    line = _Line(days)
    borders = pairwise([*cuts, (UNDATED + 1, 0)])
    return tuple(
        Window(number, line.back(start, overlap), start, end, line.count(start))
        for number, (start, end) in enumerate(borders)
    )


def find_windows(windows: Sequence[Window], place: Place) -> range:
    """The numbers of the windows that see a report that stands there; the first is the one that holds it."""
    home = bisect_right(windows, place, key=lambda window: window.start) - 1
    return range(max(0, home), bisect_right(windows, place, key=lambda window: window.lead))


def look_back(windows: Sequence[Window], number: int, *, most: int = REACH) -> range:
    """The numbers of the windows that a window is compared with, nearest first: those of its overlap at least."""
    mine = windows[number]
    least = bisect_right(windows, mine.lead, key=lambda window: window.start) - 1
    far = bisect_left(windows, mine.before - most, key=lambda window: window.before)
    return range(number - 1, min(max(0, least), far) - 1, -1)


class _Line:
    """All reports in their order, as if hashes were spread evenly within a day."""

    def __init__(self, days: Sequence[tuple[int, int]]) -> None:
        self._days = [day for day, _ in days]
        self._counts = [count for _, count in days]
        self._before = [0]
        for count in self._counts:
            self._before.append(self._before[-1] + count)

    def count(self, place: Place) -> int:
        """How many reports stand before ``place``, which is on a day that has some."""
        at = bisect_left(self._days, place[0])
        return self._before[at] + self._counts[at] * place[1] // HASHES

    def back(self, place: Place, reports: int) -> Place:
        """The place that has ``reports`` between it and ``place``."""
        wanted = max(0, self.count(place) - reports)
        at = bisect_right(self._before, wanted) - 1
        if at >= len(self._days):
            return place
        return (self._days[at], HASHES * (wanted - self._before[at]) // self._counts[at])


def group_window(window: Window, prints: Iterable[Fingerprint], *, step: int = STEP) -> tuple[Partial, ...]:
    """The partial stories of a window, by key; ``prints`` are those it ``sees``, in any order (others are left out).

    Raises:
        ValueError: when fingerprints are of another scheme than this version compares.
    """
    from tellings.story.stream import Stream

    placed = {p.doc: (find_place(p.doc, p.latest), p) for p in prints}
    ordered = sorted((place, doc) for doc, (place, _) in placed.items() if window.sees(place))
    # Nothing is let go of: what is closed keeps its reports' ids, and one fingerprint.
    stream = Stream(most=len(ordered) + 1, most_closed=len(ordered) + 1, beside=window.before)
    folded: set[str] = set()
    for docs in _in_steps(ordered, step):
        taken = stream.take(placed[doc][1] for doc in docs)
        folded.update(doc for move in taken.moves if move.kind == "fold" for doc in move.documents)
    core = {doc: placed[doc][1] for place, doc in ordered if window.holds(place)}
    partials = (_tell(story, core, folded) for story in stream.stories() if not core.keys().isdisjoint(story.documents))
    return tuple(sorted(partials, key=lambda partial: partial.key))


def _in_steps(ordered: Sequence[tuple[Place, str]], step: int) -> Iterator[list[str]]:
    """The reports of each day, in parts of equal size where they are many."""
    for _, of_day in groupby(ordered, lambda placed: placed[0][0]):
        docs = [doc for _, doc in of_day]
        parts = -(-len(docs) // step)
        for part in range(parts):
            yield docs[len(docs) * part // parts : len(docs) * (part + 1) // parts]


def _tell(story: Story, core: Mapping[str, Fingerprint], folded: set[str]) -> Partial:
    mine = [core[doc] for doc in story.documents if doc in core]
    return Partial(
        key=min((p.latest.toordinal() if p.latest else UNDATED, p.doc) for p in mine),
        title=story.title,
        first=min((p.earliest for p in mine if p.earliest), default=None),
        last=max((p.latest for p in mine if p.latest), default=None),
        documents=tuple(p.doc for p in mine),
        shared=tuple(doc for doc in story.documents if doc not in core),
        heads=_find_heads(mine, folded),
    )


def _find_heads(prints: Sequence[Fingerprint], folded: set[str]) -> tuple[Fingerprint, ...]:
    """The reports that say most of what all say, near copies of others left out; vectors too, which weigh nothing."""
    from tellings.story.kept import keep
    from tellings.story.profile import find_central, find_profile

    own = [p for p in prints if p.doc not in folded] or prints[:1]
    if len(own) > HEADS:
        kept = [keep(p) for p in own]
        wanted = {p.doc for p in find_central(find_profile(kept), kept)[:HEADS]}
        own = [p for p in own if p.doc in wanted]
    return tuple(replace(p, vector=b"") for p in sorted(own, key=lambda p: p.doc))
