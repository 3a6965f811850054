"""What a library holds and what came into it, as short lists to be read by people."""

from collections.abc import Sequence
from datetime import datetime

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days
from tellings.exports.outline import counted
from tellings.model.daily import Added, StoryChange
from tellings.model.library import StoryLine, Watchlist

REASONS = 8
"""Reasons for leaving something out that are told; `--json` has them all."""


def to_story_lines(lines: Sequence[StoryLine], *, width: int = 80) -> str:
    """Two lines a story: its title; its id, how many reports of how many outlets, its days, when it changed."""
    shown: list[str] = []
    for line in lines:
        counts = f"{counted(line.reports, 'report')} of {counted(line.outlets, 'outlet')}"
        days = say_days(line.first, line.last)
        shown += [shorten(line.title, width), f"  {line.id}  {counts}, {days}; changed {say_moment(line.changed_at)}"]
    return "\n".join(shown or ["No story yet: `tellings add` puts reports into the library."]) + "\n"


def to_added_text(added: Added) -> str:
    """What came of adding, in a few lines."""
    lines = [f"{counted(added.reports, 'new report')}, {added.known:,} known, in {show_line(added.library)}"]
    moved = [
        (added.stories_begun, "begun"),
        (added.stories_changed, "grown"),
        (added.stories_merged, "merged"),
        (added.stories_split, "split"),
    ]
    moves = ", ".join(f"{count:,} {what}" for count, what in moved if count)
    lines += [f"stories: {moves}"] if moves else []
    lines += [f"follows {show_line(address)}" for address in added.followed]
    lines += [f"watchlists: {counted(added.told, 'hit')} told"] if added.told else []
    lines += [f"left out {told.count:,}: {show_line(told.reason)}" for told in added.reasons[:REASONS]]
    more = sum(told.count for told in added.reasons[REASONS:])
    lines += [f"left out {more:,} for other reasons: --json tells them"] if more else []
    lines += ["stopped before the end: run it again to go on"] if added.stopped else []
    return "\n".join(lines) + "\n"


def to_change_line(change: StoryChange) -> str:
    """One line: when, what, which story, by how many reports, and why."""
    by = counted(len(change.documents), "report")
    other = f" {change.other}" if change.other else ""
    return (
        f"{say_moment(change.at)}  {change.kind:7}{other} {change.story}  {by}: "
        f"{shorten(change.title, 90)} ({shorten(change.why, 160)})\n"
    )


def to_watchlist_lines(watchlists: Sequence[Watchlist]) -> str:
    """The name, the query and the targets of each watchlist."""
    lines = [
        line
        for one in watchlists
        for line in (f"{show_line(one.name)}: {show_line(one.query)}", *(f"  {show_line(to)}" for to in one.notify))
    ]
    return (
        "\n".join(lines or ["No watchlist yet: `tellings watchlist add NAME QUERY --notify TARGET` makes one."]) + "\n"
    )


def say_moment(moment: datetime) -> str:
    """The time to the minute: "2031-05-09 14:05"."""
    return moment.strftime("%Y-%m-%d %H:%M")
