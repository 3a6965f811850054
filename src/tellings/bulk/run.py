"""An archive worked through from end to end, and on from where a run was broken off."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import islice
from typing import Any

import msgspec

from tellings.bulk.alone import alone_in
from tellings.bulk.briefing import begin_briefing, begin_shuffling, plan_briefs, plan_shuffle
from tellings.bulk.grouping import (
    begin_bordering,
    begin_grouping,
    begin_telling,
    plan_borders,
    plan_groups,
    plan_stories,
)
from tellings.bulk.inputs import find_inputs
from tellings.bulk.manifest import find_status, load_manifest, load_plan, sum_up, write_manifest
from tellings.bulk.places import Folder, to_address
from tellings.bulk.plan import plan_partitions
from tellings.bulk.reading import ReadTask, begin_reading, find_kind
from tellings.bulk.records import MANIFEST, PLAN, Entry, InputFile, Plan, Settings, Stage, digest
from tellings.bulk.stages import Run, StoppedError, entry_name, never, run_stage
from tellings.bulk.tables import SKIPPED, read_rows, write_rows
from tellings.engines.local import LocalMapper
from tellings.errors import InputError, UsageError
from tellings.model.archive import ArchiveStatus
from tellings.model.daily import Progress
from tellings.model.document import Skipped
from tellings.ports import Mapper
from tellings.spread import share_threads
from tellings.story.windows import OVERLAP, SIZE

_OURS = ("readings/", "fingerprints/", "skipped/", "stories/", "briefs/", "entries/", "work/")
_INPUTS = "skipped/inputs.parquet"


def run_archive(
    inputs: Sequence[str],
    out: str,
    *,
    settings: Settings | None = None,
    mapper: Mapper | None = None,
    threads: int = 0,
    briefs: bool = True,
    fresh: bool = False,
    again: bool = False,
    watch: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ArchiveStatus:
    """What stands in the folder ``out`` when all reports of ``inputs`` are read, grouped and briefed.

    ``inputs`` are files, folders and globs, local or addresses that fsspec knows: web archives, JSON Lines, Parquet and
    whatever else ``tellings read`` takes. The work is done by ``mapper``, without one in this process; each worker's
    recogniser computes with so many ``threads`` (0: a fair share of the cores).

    What stands already is not done again: a run that was stopped or killed goes on where it was, and ends with the same
    bytes. ``fresh`` throws away what stands; ``again`` reads once more what could not be read. ``stop`` is asked
    between two pieces of work.

    Raises:
        UsageError: when ``out`` holds something else, or was begun with other inputs or settings, or cannot be written,
            or another run is at work there.
        InputError: when nothing of the inputs can be read.
        MissingPart: when a package that an address or the recogniser needs is not installed.
        TellingsError: when workers are lost again and again.
    """
    folder = Folder(to_address(out))
    run = Run(folder, mapper or LocalMapper(), watch, stop or never, again)
    with alone_in(folder.address):
        plan = _settle_plan(inputs, folder, settings or Settings(), run.mapper, fresh=fresh)
        if not again and (done := _find_done(folder, briefs=briefs)) is not None:
            return done
        return _work(run, plan, threads, briefs=briefs)


def _work(run: Run, plan: Plan, threads: int, *, briefs: bool) -> ArchiveStatus:
    folder, mapper = run.folder, run.mapper
    entries: dict[Stage, tuple[Entry, ...]] = {}
    totals: dict[Stage, int] = {}
    try:
        for stage, tasks, begin in _list_stages(plan, folder, entries, share_threads(threads, mapper), briefs=briefs):
            totals[stage] = len(tasks)
            entries[stage] = run_stage(run, stage, tasks, begin)
            if stage == "read":
                _need_reports(folder, plan, entries["read"])
    except StoppedError:
        return replace(find_status(folder), stopped=True)
    status = sum_up(folder, plan, entries, totals, finished=True)
    # Not before: a run on another machine may be at work here.
    folder.clear()
    _clear_old(folder, entries)
    write_manifest(folder, plan, entries, status)
    _clear_work(folder)
    return status


def _find_done(folder: Folder, *, briefs: bool) -> ArchiveStatus | None:
    """The status of an archive of which all that is asked for is done, and all its files are there."""
    there = folder.list_files()
    if MANIFEST not in there:
        return None
    made = load_manifest(folder)
    if any(there.get(file.name) != file.bytes for file in made.files):
        return None
    if briefs and all(stage.total is None for stage in made.status.stages if stage.name == "briefs"):
        return None
    _clear_work(folder)
    return made.status


def _clear_old(folder: Folder, entries: Mapping[Stage, tuple[Entry, ...]]) -> None:
    """Takes away what stood before some inputs were read again, and is not part of what stands now."""
    everything = [entry for of in entries.values() for entry in of]
    kept = {file.name for entry in everything for file in entry.files}
    kept |= {entry_name(entry.stage, entry.number) for entry in everything}
    done = tuple(
        f"{kind}/" for kind in ("readings", "fingerprints", "stories", *(("briefs",) if "briefs" in entries else ()))
    )
    stages = tuple(f"entries/{stage}/" for stage in entries)
    folder.remove([name for name in folder.list_files() if name.startswith((*done, *stages)) and name not in kept])


def _clear_work(folder: Folder) -> None:
    """Takes away what only later stages needed; it is made again where a run asks for more."""
    folder.remove_tree("work")


Work = tuple[Stage, Sequence[Any], Callable[[], Callable[[Any], Entry]]]


def _list_stages(
    plan: Plan, folder: Folder, entries: Mapping[Stage, tuple[Entry, ...]], threads: int, *, briefs: bool
) -> Iterator[Work]:
    """Each stage with its work, from what the stages before it came to; those are in ``entries`` by then."""
    settings, out = plan.settings, folder.address
    parts = [ReadTask(part, digest(settings, part)) for part in plan.partitions]
    yield "read", parts, partial(begin_reading, out, settings, threads)
    groups = plan_groups(entries["read"], size=SIZE, overlap=OVERLAP)
    yield "group", groups, partial(begin_grouping, out)
    yield "borders", plan_borders(groups, entries["group"]), partial(begin_bordering, out)
    stories = plan_stories(folder, groups, entries["group"])
    yield "stories", stories, partial(begin_telling, out)
    if briefs:
        carried = plan_shuffle(entries["read"], groups, entries["stories"])
        yield "shuffle", carried, partial(begin_shuffling, out)
        yield "briefs", plan_briefs(entries["shuffle"], stories), partial(begin_briefing, out)


def _settle_plan(inputs: Sequence[str], folder: Folder, settings: Settings, mapper: Mapper, *, fresh: bool) -> Plan:
    """The plan that stands, where it is of these inputs and settings; else a new one for an empty folder."""
    there = folder.list_files()
    if fresh and (PLAN in there or not there):
        # The plan goes last: broken off before, what is left still says what it is.
        folder.remove([name for name in there if name.startswith(_OURS) or name == MANIFEST])
        folder.remove([PLAN] if PLAN in there else [])
        there = folder.list_files()
    files, skipped = find_inputs(inputs, out=folder.address)
    standing = load_plan(folder)
    if standing is not None:
        _compare(standing, files, settings, folder)
        return standing
    # A run that was killed before its plan stood may have left what it had said of its inputs.
    if others := sorted(there.keys() - {_INPUTS}):
        raise UsageError(
            f"{folder.address} holds other files ({', '.join(others[:3])}).\nGive --out a folder that is empty."
        )
    _need_inputs(files, skipped)
    if settings.engine:
        # A name that is wrong is told before anything is written.
        settings.load(1)
    partitions = plan_partitions(files, mapper)
    reasons = Counter(find_kind(item.reason) for item in skipped)
    rows = [{"location": item.location, "reason": item.reason} for item in skipped]
    write_rows(folder, _INPUTS, SKIPPED, [rows])
    plan = Plan("tellings-archive-plan/1", settings, files, partitions, tuple(sorted(reasons.items())))
    folder.write(PLAN, msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n")
    return plan


def _compare(plan: Plan, files: Sequence[InputFile], settings: Settings, folder: Folder) -> None:
    """Nothing, where the folder was begun with these inputs and settings.

    Raises:
        UsageError: with what differs, where it was not.
    """
    changed = []
    # A run may take days: the day it was begun holds for all of it.
    asked = replace(settings, today=plan.settings.today)
    for field in fields(Settings):
        was, now = getattr(plan.settings, field.name), getattr(asked, field.name)
        if was != now:
            changed.append(f"setting {field.name}: was {was}, is now {now}")
    before, after = ({file.address: file for file in of} for of in (plan.inputs, files))
    changed += [f"input gone: {before[name].location}" for name in sorted(before.keys() - after.keys())]
    changed += [f"input added: {after[name].location}" for name in sorted(after.keys() - before.keys())]
    common = sorted(before.keys() & after.keys())
    changed += [f"input changed: {after[n].location}" for n in common if _told(before[n]) != _told(after[n])]
    if changed:
        more = f"\nand {len(changed) - 5:,} more" if len(changed) > 5 else ""
        raise UsageError(
            f"{folder.address} was begun with other inputs or settings:\n" + "\n".join(changed[:5]) + more + "\n"
            "Give the same as then, or --out another folder; or throw away what stands there with --fresh."
        )


def _told(file: InputFile) -> tuple[int, str]:
    return file.size, file.state


def _need_inputs(files: Sequence[InputFile], skipped: Sequence[Skipped]) -> None:
    if not files:
        reasons = [f"{item.location[:200]}: {item.reason[:200]}" for item in skipped[:3]]
        raise InputError("\n".join(["there is nothing to read.", *reasons, "Give files, folders or globs."]))


def _need_reports(folder: Folder, plan: Plan, read: Sequence[Entry]) -> None:
    if any(entry.reports for entry in read):
        return
    names = [file.name for entry in read for file in entry.files if file.name.startswith("skipped/")]
    rows = list(islice((row for name in names for row in read_rows(folder, name)), 3))
    reasons = [f"{row['location'][:200]}: {row['reason'][:200]}" for row in rows]
    raise InputError("\n".join([f"none of {len(plan.inputs):,} inputs holds a report.", *reasons]))
