"""How far an archive has come, for people and for programs."""

import msgspec

from tellings.exports.as_json import escape_unseen
from tellings.exports.characters import show_line
from tellings.exports.outline import counted
from tellings.model.archive import ArchiveStatus, StageStatus

REASONS = 8
"""Kinds of reasons for leaving something out that are told; with ``full`` and in JSON stand all of them."""

_STAGES = {
    "read": "reports read",
    "group": "windows grouped",
    "borders": "windows joined",
    "stories": "stories written",
    "shuffle": "sorted by story",
    "briefs": "stories briefed",
}


def to_archive_json(status: ArchiveStatus) -> str:
    """``tellings-archive/1``, indented."""
    return escape_unseen(msgspec.json.format(msgspec.json.encode(status), indent=2).decode()) + "\n"


def to_archive_text(status: ArchiveStatus, *, full: bool = False) -> str:
    """Counts, the stages in their order, and what was left out for which kind of reason."""
    stories = "1 story" if status.stories == 1 else f"{status.stories:,} stories"
    counts = f"{counted(status.reports, 'report')}, {stories}, {counted(status.briefs, 'brief')}"
    known = f"; {status.doubles:,} more were there before" if status.doubles else ""
    lines = [f"{counts} of {counted(status.inputs, 'input')}{known}", f"  in {show_line(status.folder)}"]
    lines += [_say_stage(stage) for stage in status.stages if stage.done or stage.total]
    shown = status.reasons if full else status.reasons[:REASONS]
    lines += [f"left out {told.count:,}: {show_line(told.reason)}" for told in shown]
    more = sum(told.count for told in status.reasons[len(shown) :])
    lines += [f"left out {more:,} for other reasons: -v tells them"] if more else []
    if status.faults:
        lines.append(f"could not read {counted(status.faults, 'file')} or not to the end: --again tries once more")
    if status.stopped:
        lines.append("stopped before the end: run it again to go on")
    elif not status.finished:
        lines.append("not finished: run it again to go on")
    return "\n".join(lines) + "\n"


def _say_stage(stage: StageStatus) -> str:
    of = f" of {stage.total:,}" if stage.total is not None else ""
    spent = f"{stage.seconds:,.1f} s of work, {stage.bytes / 2**20:,.1f} MiB"
    return f"  {_STAGES.get(stage.name, stage.name):16} {stage.done:,}{of} done, {stage.reports:,} reports, {spent}"
