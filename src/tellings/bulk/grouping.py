"""Reports of all partitions sorted into stories: windows of time first, their borders next, then who is where."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from zlib import crc32

import msgspec

from tellings.bulk.joining import BRIEFED, Link, border_name, join_windows, link_alone, read_links, window_name
from tellings.bulk.places import Folder
from tellings.bulk.records import Entry, digest
from tellings.bulk.stages import keep_entry
from tellings.bulk.tables import PARTIALS, STORIES, Row, read_rows, write_rows
from tellings.model.story import Fingerprint, pack_fingerprint, unpack_fingerprint
from tellings.story.borders import compare_windows
from tellings.story.fingerprint import SCHEME
from tellings.story.windows import (
    OVERLAP,
    SIZE,
    UNDATED,
    Partial,
    Window,
    find_place,
    group_window,
    look_back,
    plan_windows,
)

BUCKET = 5000
"""Reports whose stories are briefed by one worker in one go, about 200 MB of readings."""
FEWEST = 250
"""Reports of a bucket where the archive is small, so that there is work for all workers, and they end together."""
SHARES = 64
"""Buckets that a small archive has at most for that."""
ROWS = 1000
"""Rows of a row group."""


@dataclass(frozen=True, slots=True)
class GroupTask:
    """A window, and the partitions that may hold reports it sees."""

    window: Window
    parts: tuple[int, ...]
    made_from: str

    @property
    def number(self) -> int:
        """That of the window."""
        return self.window.number


@dataclass(frozen=True, slots=True)
class BorderTask:
    """A window to be compared with those before, ``back`` of them, nearest first."""

    window: Window
    back: tuple[int, ...]
    made_from: str

    @property
    def number(self) -> int:
        """That of the window."""
        return self.window.number


@dataclass(frozen=True, slots=True)
class StoryTask:
    """A window whose stories are to be written down; ``links`` names the files with what they are part of.

    ``buckets`` are the first bucket of each window's stories, and that behind the last.
    """

    number: int
    links: tuple[str, ...]
    buckets: tuple[int, ...]
    made_from: str


def plan_groups(read: Sequence[Entry], *, size: int = SIZE, overlap: int = OVERLAP) -> list[GroupTask]:
    """The windows over all reports that were read, with the partitions each needs."""
    counts: Counter[date | None] = Counter()
    for entry in read:
        counts.update({_day(day): count for day, count in entry.days})
    tasks = []
    for window in plan_windows(counts, size=size, overlap=overlap):
        parts = [entry for entry in read if any(_may_see(window, _day(day)) for day, _ in entry.days)]
        made_from = digest(window, SCHEME, [_sha(entry, "fingerprints/") for entry in parts])
        tasks.append(GroupTask(window, tuple(entry.number for entry in parts), made_from))
    return tasks


def _day(day: str) -> date | None:
    return date.fromisoformat(day) if day else None


def _may_see(window: Window, day: date | None) -> bool:
    number = day.toordinal() if day else UNDATED
    return window.lead[0] <= number <= window.end[0]


def _sha(entry: Entry, folder: str) -> str:
    return next(file.sha256 for file in entry.files if file.name.startswith(folder))


def begin_grouping(out: str) -> Callable[[GroupTask], Entry]:
    """What groups a window."""
    return partial(group, folder=Folder(out))


def group(task: GroupTask, *, folder: Folder) -> Entry:
    """The entry of a window after its partial stories were written. Of a report read twice the first counts.

    Raises:
        OutputError: when they cannot be written.
    """
    begun = time.perf_counter()
    prints: dict[str, Fingerprint] = {}
    part_of: dict[str, int] = {}
    doubles = 0
    for number in task.parts:
        for row in read_rows(folder, f"fingerprints/part-{number:06d}.parquet"):
            place = find_place(row["id"], row["latest"])
            if not task.window.sees(place):
                continue
            if row["id"] in part_of:
                doubles += task.window.holds(place)
                continue
            part_of[row["id"]] = number
            prints[row["id"]] = unpack_fingerprint(row["fingerprint"])
    partials = group_window(task.window, prints.values())
    rows = (_to_row(partial, part_of) for partial in partials)
    written = write_rows(folder, window_name(task.number), PARTIALS, _by(rows, ROWS))
    reports = sum(len(partial.documents) for partial in partials)
    return keep_entry(
        folder,
        Entry(
            "group", task.number, task.made_from, (written,), round(time.perf_counter() - begun, 3),
            reports=reports, stories=len(partials), doubles=doubles,
        ),
    )  # fmt: skip


def _to_row(partial: Partial, part_of: dict[str, int]) -> Row:
    return {
        "day": partial.key[0],
        "first_report": partial.key[1],
        "title": partial.title,
        "first": partial.first,
        "last": partial.last,
        "reports": len(partial.documents),
        "documents": partial.documents,
        "partitions": [part_of[doc] for doc in partial.documents],
        "shared": partial.shared,
        "central": [head.doc for head in partial.heads],
        "heads": [pack_fingerprint(head) for head in partial.heads],
    }


def _by(rows: Iterable[Row], count: int) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while group := list(islice(waiting, count)):
        yield group


def read_partials(folder: Folder, number: int) -> Iterator[Partial]:
    """The partial stories of a window, by key."""
    for row in read_rows(folder, window_name(number)):
        yield Partial(
            key=(row["day"], row["first_report"]),
            title=row["title"],
            first=row["first"],
            last=row["last"],
            documents=tuple(row["documents"]),
            shared=tuple(row["shared"]),
            heads=tuple(unpack_fingerprint(head) for head in row["heads"]),
        )


def plan_borders(groups: Sequence[GroupTask], grouped: Sequence[Entry]) -> list[BorderTask]:
    """The windows with those before that each is compared with; the first window has none and is left out."""
    windows = [task.window for task in groups]
    tasks = []
    for window in windows[1:]:
        back = tuple(look_back(windows, window.number))
        made_from = digest([_sha(grouped[number], "work/windows/") for number in (window.number, *back)], window, back)
        tasks.append(BorderTask(window, back, made_from))
    return tasks


def begin_bordering(out: str) -> Callable[[BorderTask], Entry]:
    """What compares a window with those before."""
    return partial(compare, folder=Folder(out))


def compare(task: BorderTask, *, folder: Folder) -> Entry:
    """The entry of a window after what its partial stories are one with was written.

    Raises:
        OutputError: when it cannot be written.
    """
    begun = time.perf_counter()
    mine = tuple(read_partials(folder, task.number))
    earlier = (tuple(read_partials(folder, number)) for number in task.back)
    pairs = compare_windows(task.window, mine, earlier)
    written = folder.write(border_name(task.number), msgspec.json.encode(pairs), rows=len(pairs))
    return keep_entry(
        folder,
        Entry("borders", task.number, task.made_from, (written,), round(time.perf_counter() - begun, 3)),
    )


def plan_stories(folder: Folder, groups: Sequence[GroupTask], grouped: Sequence[Entry]) -> list[StoryTask]:
    """The windows with where it stands what their partial stories are part of.

    Raises:
        OutputError: when that cannot be written.
    """
    links = join_windows(folder, [task.window for task in groups])
    size = min(BUCKET, max(FEWEST, sum(entry.reports for entry in grouped) // SHARES))
    buckets = [0]
    for entry in grouped:
        buckets.append(buckets[-1] + max(1, -(-entry.reports // size)))
    return [
        StoryTask(
            entry.number,
            tuple(file.name for file in files),
            tuple(buckets),
            digest(_sha(entry, "work/windows/"), [file.sha256 for file in files], buckets, BRIEFED),
        )
        for entry, files in zip(grouped, links, strict=True)
    ]


def begin_telling(out: str) -> Callable[[StoryTask], Entry]:
    """What writes down the stories of a window."""
    return partial(tell, folder=Folder(out))


def tell(task: StoryTask, *, folder: Folder) -> Entry:
    """The entry of a window after its stories were written, in the order of partitions.

    Raises:
        OutputError: when they cannot be written.
    """
    begun = time.perf_counter()
    links = read_links(folder, task.links)
    rows: list[Row] = []
    stories = 0
    columns = ("day", "first_report", "title", "documents", "partitions", "central")
    for row in read_rows(folder, window_name(task.number), columns=columns):
        key = (row["day"], row["first_report"])
        link = links.get(key) or link_alone(task.number, row)
        stories += link.key == link.root
        rows += _tell_partial(row, link, task.buckets)
    rows.sort(key=lambda row: (row["partition"], row["document"]))
    written = write_rows(folder, f"stories/window-{task.number:06d}.parquet", STORIES, _by(rows, ROWS))
    return keep_entry(
        folder,
        Entry(
            "stories", task.number, task.made_from, (written,), round(time.perf_counter() - begun, 3),
            reports=len(rows), stories=stories,
        ),
    )  # fmt: skip


def _tell_partial(row: Row, link: Link, buckets: Sequence[int]) -> Iterator[Row]:
    story = "s" + link.root[1][1:]
    first = buckets[link.window]
    bucket = first + crc32(story.encode()) % (buckets[link.window + 1] - first)
    briefed = None if link.briefed is None else frozenset(link.briefed)
    others = len(row["documents"]) - 1
    for doc, part in zip(row["documents"], row["partitions"], strict=True):
        yield {
            "story": story,
            "title": link.title,
            "reports": link.reports,
            "document": doc,
            "partition": part,
            "bucket": bucket,
            "briefed": briefed is None or doc in briefed,
            "why": _say_why(doc == link.root[1], others, link),
        }


def _say_why(first: bool, others: int, link: Link) -> str:
    if link.reports == 1:
        return "no other report tells it"
    if first:
        return "the first report of the story"
    beside = f"tells what {others:,} others of these days tell" if others else "goes on with the story"
    return beside if link.key == link.root else f"{beside}; they go on with the story of earlier days"
