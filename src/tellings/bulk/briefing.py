"""Stories briefed: readings carried to the bucket of their story by way of files, then a bucket at a time."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import msgspec
import pyarrow.parquet as pq

from tellings import flow
from tellings.bulk.grouping import GroupTask, StoryTask
from tellings.bulk.places import Folder
from tellings.bulk.reading import find_kind, from_packed
from tellings.bulk.records import Entry, digest
from tellings.bulk.stages import keep_entry
from tellings.bulk.tables import BRIEFS, SHUFFLED, SKIPPED, Row, Table, read_group, read_rows, written
from tellings.errors import TellingsError
from tellings.exports.as_json import escape_unseen
from tellings.model.brief import Brief
from tellings.model.story import Story

HELD = 128 * 2**20
"""Bytes of readings that are held before they go to their buckets' row groups."""
ROWS = 64
"""Briefs of a row group."""


@dataclass(frozen=True, slots=True)
class ShuffleTask:
    """A partition whose readings are to be carried; ``windows`` may hold stories of its reports."""

    number: int
    windows: tuple[int, ...]
    made_from: str


@dataclass(frozen=True, slots=True)
class BriefTask:
    """A bucket, and where its readings are: partitions with the numbers of row groups there."""

    number: int
    sources: tuple[tuple[int, tuple[int, ...]], ...]
    made_from: str


def plan_shuffle(read: Sequence[Entry], groups: Sequence[GroupTask], told: Sequence[Entry]) -> list[ShuffleTask]:
    """The partitions, with the windows that saw their reports."""
    stories = {entry.number: entry.files[0].sha256 for entry in told}
    seen_by: dict[int, list[int]] = defaultdict(list)
    for group in groups:
        for part in group.parts:
            seen_by[part].append(group.number)
    tasks = []
    for entry in read:
        windows = tuple(seen_by[entry.number])
        readings = next(file.sha256 for file in entry.files if file.name.startswith("readings/"))
        made_from = digest(readings, [stories[number] for number in windows])
        tasks.append(ShuffleTask(entry.number, windows, made_from))
    return tasks


def begin_shuffling(out: str) -> Callable[[ShuffleTask], Entry]:
    """What carries the readings of a partition."""
    return partial(shuffle, folder=Folder(out))


def shuffle(task: ShuffleTask, *, folder: Folder) -> Entry:
    """The entry of a partition after its readings were written by bucket: ``extent`` is the bucket of each row group.

    Raises:
        OutputError: when they cannot be written.
    """
    begun = time.perf_counter()
    place_of = {row["document"]: row for row in _stories_of(folder, task)}
    extent: list[int] = []
    with written(folder, _shuffled_name(task.number), SHUFFLED) as table:
        held: dict[int, list[Row]] = defaultdict(list)
        size = 0
        for row in read_rows(folder, f"readings/part-{task.number:06d}.parquet", columns=("id", "packed")):
            place = place_of.get(row["id"])
            if place is None:
                continue
            size += len(row["packed"])
            held[place["bucket"]].append(
                {**{name: place[name] for name in ("story", "title", "reports", "document")}, "packed": row["packed"]}
            )
            if size > HELD:
                extent += _flush(held, table)
                size = 0
        extent += _flush(held, table)
        file = table.finish()
    took = round(time.perf_counter() - begun, 3)
    return keep_entry(
        folder,
        Entry("shuffle", task.number, task.made_from, (file,), took, reports=table.rows, extent=tuple(extent)),
    )


def _stories_of(folder: Folder, task: ShuffleTask) -> Iterator[Row]:
    """Where the reports of the partition go: those that are briefed, and that no earlier partition has."""
    columns = ("story", "title", "reports", "document", "partition", "bucket", "briefed")
    for window in task.windows:
        with folder.open(f"stories/window-{window:06d}.parquet") as stream, pq.ParquetFile(stream) as file:
            at = file.schema_arrow.get_field_index("partition")
            for number in range(file.num_row_groups):
                range_ = file.metadata.row_group(number).column(at).statistics
                if range_.min <= task.number <= range_.max:
                    rows = read_group(file, number, columns)
                    yield from (row for row in rows if row["partition"] == task.number and row["briefed"])


def _flush(held: dict[int, list[Row]], table: Table) -> list[int]:
    buckets = sorted(held)
    for bucket in buckets:
        table.add(held.pop(bucket))
    return buckets


def _shuffled_name(number: int) -> str:
    return f"work/shuffle/part-{number:06d}.parquet"


def plan_briefs(shuffled: Sequence[Entry], tasks: Sequence[StoryTask]) -> list[BriefTask]:
    """The buckets, with where the readings of each are."""
    sources: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    shas: dict[int, list[str]] = defaultdict(list)
    for entry in shuffled:
        groups: dict[int, list[int]] = defaultdict(list)
        for number, bucket in enumerate(entry.extent):
            groups[bucket].append(number)
        for bucket, numbers in groups.items():
            sources[bucket].append((entry.number, tuple(numbers)))
            shas[bucket].append(entry.files[0].sha256)
    count = tasks[0].buckets[-1] if tasks else 0
    return [BriefTask(n, tuple(sources[n]), digest(sources[n], shas[n])) for n in range(count)]


def begin_briefing(out: str) -> Callable[[BriefTask], Entry]:
    """What briefs the stories of a bucket."""
    return partial(brief_bucket, folder=Folder(out))


def brief_bucket(task: BriefTask, *, folder: Folder) -> Entry:
    """The entry of a bucket after the briefs of its stories were written, by id.

    Raises:
        OutputError: when they cannot be written.
    """
    begun = time.perf_counter()
    name = f"bucket-{task.number:06d}.parquet"
    readings = sorted(_gather(folder, task), key=lambda row: (row["story"], row["document"]))
    reasons: dict[str, int] = defaultdict(int)
    with (
        written(folder, f"briefs/{name}", BRIEFS) as briefs,
        written(folder, f"skipped/briefs-{name}", SKIPPED) as skipped,
    ):
        waiting: list[Row] = []
        for story, of in groupby(readings, lambda row: row["story"]):
            try:
                waiting.append(_brief(story, list(of)))
            except (TellingsError, OSError):
                raise
            except Exception as err:
                # A story that a stage fails at costs its own brief, and no other.
                reason = f"no brief could be made ({type(err).__name__}: {str(err)[:200]})"
                skipped.add([{"location": story, "reason": reason}])
                reasons[find_kind(reason)] += 1
            if len(waiting) == ROWS:
                briefs.add(waiting)
                waiting = []
        briefs.add(waiting)
        files = (briefs.finish(), skipped.finish())
    took = round(time.perf_counter() - begun, 3)
    return keep_entry(
        folder,
        Entry(
            "briefs", task.number, task.made_from, files, took, reports=len(readings), stories=briefs.rows,
            left_out=skipped.rows, reasons=tuple(sorted(reasons.items())),
        ),
    )  # fmt: skip


def _gather(folder: Folder, task: BriefTask) -> Iterator[dict[str, Any]]:
    for part, groups in task.sources:
        with folder.open(_shuffled_name(part)) as stream, pq.ParquetFile(stream) as file:
            for number in groups:
                yield from read_group(file, number)


def _brief(story: str, rows: Sequence[Row]) -> Row:
    readings = [from_packed(row["packed"]) for row in rows]
    days = [reading.document.published for reading in readings]
    first = min((day.earliest for day in days if day.earliest), default=None)
    last = max((day.latest for day in days if day.latest), default=None)
    told = Story(story, rows[0]["title"], tuple(row["document"] for row in rows), first, last)
    brief = flow.brief_story(told, readings)
    return {
        "id": story,
        "title": brief.title,
        "first": first,
        "last": last,
        "reports": rows[0]["reports"],
        "briefed": len(rows),
        "brief": to_brief_json(brief),
    }


def to_brief_json(brief: Brief) -> str:
    """A brief as it stands in tellings-brief/1, on one line."""
    return escape_unseen(msgspec.json.encode(brief).decode())
