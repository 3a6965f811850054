"""The manifest of an archive: its settings, inputs and files, and how far it has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from tellings.bulk.places import Folder, Written
from tellings.bulk.records import MANIFEST, PLAN, Entry, InputFile, Plan, Settings, Stage
from tellings.bulk.stages import find_standing
from tellings.errors import UsageError
from tellings.model.archive import ArchiveStatus, StageStatus
from tellings.model.daily import ReasonCount

STAGES: tuple[Stage, ...] = ("read", "group", "borders", "stories", "shuffle", "briefs")

Entries = Mapping[Stage, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that was made of an archive, and from what: the status, settings, inputs, and each piece of work."""

    status: ArchiveStatus
    settings: Settings
    inputs: tuple[InputFile, ...]
    files: tuple[Written, ...]
    work: tuple[Entry, ...]


def load_plan(folder: Folder) -> Plan | None:
    """The plan the folder was begun with, ``None`` where it holds none.

    Raises:
        UsageError: when what stands there is no plan of this version.
    """
    if PLAN not in folder.list_files():
        return None
    try:
        return msgspec.json.decode(folder.read(PLAN), type=Plan)
    except (msgspec.DecodeError, ValueError, OSError) as err:
        raise UsageError(
            f"{folder.address}/{PLAN} cannot be read: {str(err)[:200]}.\n"
            "Another version may have written it. Give --out another folder, or begin again with --fresh."
        ) from err


def sum_up(
    folder: Folder, plan: Plan, entries: Entries, totals: Mapping[Stage, int], *, finished: bool, stopped: bool = False
) -> ArchiveStatus:
    """How far the archive has come; ``totals`` says how many pieces of work a stage has, where that is known."""
    everything = [entry for of in entries.values() for entry in of]
    read, grouped, briefed = (entries.get(stage, ()) for stage in ("read", "group", "briefs"))
    reasons: Counter[str] = Counter(dict(plan.reasons))
    for entry in everything:
        reasons.update(dict(entry.reasons))
    repeated = sum(entry.doubles for entry in grouped)
    return ArchiveStatus(
        folder=folder.address,
        made_by=tuple(sorted({entry.made_by for entry in read if entry.made_by})),
        inputs=len(plan.inputs),
        reports=sum(entry.reports for entry in read) - repeated,
        doubles=sum(entry.doubles for entry in read) + repeated,
        stories=sum(entry.stories for entry in entries.get("stories", ())),
        briefs=sum(entry.stories for entry in briefed),
        left_out=sum(entry.left_out for entry in everything) + sum(count for _, count in plan.reasons),
        faults=sum(entry.faults for entry in everything),
        reasons=tuple(
            ReasonCount(reason, count)
            for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ),
        stages=tuple(_sum_up_stage(stage, entries.get(stage, ()), totals.get(stage)) for stage in STAGES),
        finished=finished,
        stopped=stopped,
    )


def _sum_up_stage(stage: Stage, entries: Iterable[Entry], total: int | None) -> StageStatus:
    done = list(entries)
    return StageStatus(
        stage,
        len(done),
        total,
        sum(entry.reports for entry in done),
        round(sum(entry.seconds for entry in done), 3),
        sum(file.bytes for entry in done for file in entry.files),
    )


def find_status(folder: Folder) -> ArchiveStatus:
    """How far the archive in the folder has come.

    Raises:
        UsageError: when there is none.
    """
    plan = load_plan(folder)
    if plan is None:
        raise UsageError(
            f"{folder.address} holds no archive.\nMake one: tellings archive run IN... --out {folder.address}"
        )
    if MANIFEST in folder.list_files():
        return load_manifest(folder).status
    entries: dict[Stage, tuple[Entry, ...]] = {}
    for stage in STAGES:
        standing = find_standing(folder, stage)
        entries[stage] = tuple(standing[number] for number in sorted(standing))
    return sum_up(folder, plan, entries, {"read": len(plan.partitions)}, finished=False)


def load_manifest(folder: Folder) -> Manifest:
    """The manifest of an archive that is done.

    Raises:
        UsageError: when what stands there is no manifest of this version.
    """
    try:
        return msgspec.json.decode(folder.read(MANIFEST), type=Manifest)
    except (msgspec.DecodeError, ValueError, OSError) as err:
        raise UsageError(
            f"{folder.address}/{MANIFEST} cannot be read: {str(err)[:200]}.\n"
            "Another version may have written it. Remove that file and run again: what stands is counted anew."
        ) from err


def write_manifest(folder: Folder, plan: Plan, entries: Entries, status: ArchiveStatus) -> None:
    """Writes the manifest.

    Raises:
        OutputError: when it cannot be written.
    """
    work = tuple(entry for stage in STAGES for entry in entries.get(stage, ()))
    lasting = tuple(file for entry in work if entry.stage in ("read", "stories", "briefs") for file in entry.files)
    made = Manifest(status, plan.settings, plan.inputs, lasting, work)
    folder.write(MANIFEST, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
