"""A story cut to size: what its page shows first, and every section whole, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from tellings.exports.outline import Alone, Outline, Voice
from tellings.model.brief import Finding, Utterance

NEXT, SPEAKERS, SAID, SCARE, ALONE, ONLY = 8, 8, 2, 6, 8, 3
"""Lines of a section that the page of a story shows; the first five as in the one-file page (parts.html.jinja)."""

ON_A_PAGE = 60
"""Lines on one page of a whole section: it is sent in under 150 ms with a hundred reports."""

SECTIONS = ("next", "timeline", "compared", "voices", "scare", "single", "entities")
"""The sections that have pages of their own: ``/stories/{id}/sections/{name}``."""


@dataclass(frozen=True, slots=True)
class Where:
    """The section and the page of it (from 1) that a line stands on."""

    section: str
    page: int


def cut_first(told: Outline) -> Outline:
    """What the page of a story shows first of each section."""
    compared, _ = told.first_compared
    return replace(
        told,
        upcoming=told.upcoming[:NEXT],
        timeline=tuple(entry for entry in told.timeline if entry in told.major),
        compared=compared,
        voices=tuple(replace(v, utterances=v.utterances[:SAID]) for v in told.voices[:SPEAKERS]),
        scare=told.scare[:SCARE],
        single=tuple(replace(a, findings=a.findings[:ONLY]) for a in _weightiest(told.single)),
    )


def _weightiest(single: Sequence[Alone]) -> tuple[Alone, ...]:
    """The reports that have most to tell alone, in their order."""
    most = sorted(single, key=lambda a: (-len(a.findings), a.source.number))[:ALONE]
    return tuple(sorted(most, key=lambda a: a.source.number))


def count_lines(told: Outline, section: str) -> int:
    """How many lines a section has in all."""
    return len(_lines(told, section))


def count_pages(told: Outline, section: str) -> int:
    """How many pages a section has; at least one."""
    return max(1, -(-count_lines(told, section) // ON_A_PAGE))


def cut_page(told: Outline, section: str, page: int) -> Outline:
    """One page (from 1) of a section, and nothing else."""
    lines = _lines(told, section)[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    bare = replace(
        told, upcoming=(), timeline=(), compared=(), voices=(), scare=(), single=(), major=frozenset(told.timeline)
    )
    if section == "voices":
        return replace(bare, voices=_gather(lines))
    if section == "single":
        return replace(bare, single=_gather_alone(lines))
    if section == "entities":
        brief = replace(told.brief, entities=tuple(lines))
        return replace(bare, brief=brief)
    if section == "timeline":
        return replace(bare, timeline=tuple(lines))
    if section == "compared":
        return replace(bare, compared=tuple(lines))
    return replace(bare, scare=tuple(lines)) if section == "scare" else replace(bare, upcoming=tuple(lines))


def find_places(told: Outline) -> dict[str, Where]:
    """For the id of each line where it stands in its whole section."""
    places: dict[str, Where] = {}
    for section in ("timeline", "compared", "voices", "scare", "single", "entities"):
        for number, line in enumerate(_lines(told, section)):
            places[_id(line)] = Where(section, number // ON_A_PAGE + 1)
    return places


def first_ids(told: Outline) -> frozenset[str]:
    """The ids of the lines on the page of a story; ``told`` is what ``cut_first`` gave."""
    shown = {statement.id for statement in told.brief.summary}
    for section in ("timeline", "compared", "voices", "scare", "single"):
        shown |= {_id(line) for line in _lines(told, section)}
    return frozenset(shown)


def _lines(told: Outline, section: str) -> list[Any]:
    """What a section lists: entries, findings, quotations with who said them, findings with the report, entities."""
    if section == "voices":
        return [(voice, said) for voice in told.voices for said in voice.utterances]
    if section == "single":
        return [(alone, finding) for alone in told.single for finding in alone.findings]
    if section == "entities":
        return sorted(told.brief.entities, key=lambda e: (-e.mentions, e.name))
    rows: dict[str, tuple[Any, ...]] = {
        "next": told.upcoming,
        "timeline": told.timeline,
        "compared": told.compared,
        "scare": told.scare,
    }
    return list(rows.get(section, ()))


def _id(line: Any) -> str:
    return str((line[1] if isinstance(line, tuple) else line).id)


def _gather(lines: Sequence[tuple[Voice, Utterance]]) -> tuple[Voice, ...]:
    """The quotations under who said them again."""
    gathered = [list(run) for _, run in groupby(lines, key=lambda line: id(line[0]))]
    return tuple(replace(run[0][0], utterances=tuple(said for _, said in run)) for run in gathered)


def _gather_alone(lines: Sequence[tuple[Alone, Finding]]) -> tuple[Alone, ...]:
    """The findings under the report that alone tells them again."""
    gathered = [list(run) for _, run in groupby(lines, key=lambda line: id(line[0]))]
    return tuple(replace(run[0][0], findings=tuple(finding for _, finding in run)) for run in gathered)
