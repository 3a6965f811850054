"""A stage: pieces of work mapped over workers, each done once however often the run is broken off and begun again."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol, TypeVar

import msgspec

from tellings.bulk.places import Folder
from tellings.bulk.records import MANIFEST, Entry, Stage
from tellings.engines.local import LocalMapper
from tellings.model.daily import Progress
from tellings.ports import Mapper
from tellings.service.events import note

ATTEMPTS = 3
"""Times that a file is tried: what a network did wrong once it seldom does wrong three times."""
PAUSE = 0.5
"""Seconds before the second attempt; twice as long before each further one."""


class Task(Protocol):
    """A piece of work; ``made_from`` is a digest of all that its result depends on."""

    @property
    def number(self) -> int: ...

    @property
    def made_from(self) -> str: ...


AnyTask = TypeVar("AnyTask", bound=Task)


def never() -> bool:
    """No."""
    return False


@dataclass(slots=True)
class Run:
    """Who does the work and who hears of it: ``stop`` is asked between two pieces, ``watch`` told after each."""

    folder: Folder
    mapper: Mapper
    watch: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] = never
    again: bool = False


class StoppedError(Exception):
    """The run was asked to stop; what was under way is done, and stands."""


def run_stage(
    run: Run, stage: Stage, tasks: Sequence[AnyTask], begin: Callable[[], Callable[[AnyTask], Entry]]
) -> tuple[Entry, ...]:
    """The entries of all tasks, in their order; what stands already is not done again.

    Raises:
        StoppedError: when the run was asked to stop before all was done.
        OutputError: when nothing more can be written.
    """
    standing = find_standing(run.folder, stage)
    entries = {
        task.number: entry
        for task in tasks
        if (entry := standing.get(task.number)) is not None
        and entry.made_from == task.made_from
        and not (run.again and entry.faults)
    }
    waiting = [task for task in tasks if task.number not in entries]
    reports = sum(entry.reports for entry in entries.values())
    left_out = sum(entry.left_out for entry in entries.values())

    def tell() -> None:
        if run.watch:
            run.watch(Progress(_NAMES[stage], len(entries), len(tasks), reports, 0, left_out))

    tell()
    if waiting:
        # It says that all is done.
        run.folder.remove([MANIFEST])
    with closing(_work_through(run, waiting, begin)) as done:
        for entry in done:
            entries[entry.number] = entry
            reports, left_out = reports + entry.reports, left_out + entry.left_out
            size = sum(one.bytes for one in entry.files)
            note("partition", stage=stage, part=entry.number, reports=entry.reports, bytes=size, seconds=entry.seconds)
            tell()
    if len(entries) < len(tasks):
        raise StoppedError
    return tuple(entries[task.number] for task in tasks)


def _work_through(
    run: Run, waiting: Sequence[AnyTask], begin: Callable[[], Callable[[AnyTask], Entry]]
) -> Generator[Entry, None, None]:
    """The entries of the tasks as they are done, until the run is asked to stop."""
    if not waiting:
        return
    # One piece of work is done here: a worker would first have to begin.
    mapper = LocalMapper() if len(waiting) == 1 else run.mapper
    if mapper.name == "local":
        with closing(mapper.map(begin, _until(waiting, run.stop))) as done:
            yield from done
        return
    # Other engines want to know all that is to do: asked to stop, what their workers have under way is cut off.
    with closing(mapper.map(begin, waiting)) as done:
        for entry in done:
            yield entry
            if run.stop():
                return


_NAMES: dict[str, str] = {
    "read": "reading",
    "group": "grouping",
    "borders": "joining windows",
    "stories": "writing stories",
    "shuffle": "sorting by story",
    "briefs": "briefing",
}


def _until(tasks: Sequence[AnyTask], stop: Callable[[], bool]) -> Iterator[AnyTask]:
    for task in tasks:
        if stop():
            return
        yield task


def entry_name(stage: Stage, number: int) -> str:
    """The file that says that a piece of work is done."""
    return f"entries/{stage}/{number:06d}.json"


def find_standing(folder: Folder, stage: Stage) -> dict[int, Entry]:
    """What is done of a stage, by number: those entries whose files are all there in their full size."""
    files = folder.list_files()
    names = [name for name in files if name.startswith(f"entries/{stage}/")]
    standing = {}
    for name, data in folder.read_all(names).items():
        try:
            entry = msgspec.json.decode(data, type=Entry)
        except (msgspec.DecodeError, ValueError):
            continue
        if entry_name(stage, entry.number) == name and all(files.get(f.name) == f.bytes for f in entry.files):
            standing[entry.number] = entry
    return standing


def keep_entry(folder: Folder, entry: Entry) -> Entry:
    """The entry, after it was written down: from now on the work is done.

    Raises:
        OutputError: when it cannot be written.
    """
    folder.write(entry_name(entry.stage, entry.number), msgspec.json.format(msgspec.json.encode(entry)) + b"\n")
    return entry


def persist(work: Callable[[bool], Entry], *, wait: Callable[[float], None] = time.sleep) -> Entry:
    """What comes of the work, tried ``ATTEMPTS`` times; it is told whether it may be tried again.

    Raises:
        OSError: when the last attempt failed too.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return work(True)
        except OSError:
            wait(PAUSE * 2 ** (attempt - 1))
    return work(False)
