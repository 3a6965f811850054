"""Lines that are looked for by id: also those of a brief that has been made anew since."""

from collections.abc import Iterable

from tellings.errors import LibraryError
from tellings.exports.told_page import Line
from tellings.model.brief import Actor, Brief, Finding
from tellings.model.span import Evidence
from tellings.ports import Store

LOOKED_THROUGH = 12
"""Earlier briefs, the latest first, in which a line that is gone is looked for."""


def find_line(store: Store, brief: Brief, id_: str) -> Line | None:
    """The line of this id; where there is none now, the one that rests on most of the words an earlier one had."""
    for line in list_lines(brief):
        if line.id == id_:
            return line
    for day in list(reversed(store.list_briefs(brief.id)))[:LOOKED_THROUGH]:
        try:
            earlier = store.load_brief(brief.id, on=day)
        except LibraryError:  # made by another version
            continue
        was = next((line for line in list_lines(earlier) if line.id == id_), None) if earlier else None
        if was is not None:
            return _find_heir(was, brief)
    return None


def find_words(line: Line) -> tuple[Evidence, ...]:
    """All the words a line rests on, each place once."""
    if isinstance(line, Actor):
        return tuple(dict.fromkeys(e for role in line.roles for e in role.evidence))
    if isinstance(line, Finding):
        return tuple(dict.fromkeys(e for telling in line.tellings for e in telling.evidence))
    return tuple(dict.fromkeys(line.evidence))


def list_lines(brief: Brief) -> Iterable[Line]:
    """Every line that has an id of its own."""
    yield from brief.summary
    yield from brief.timeline
    yield from brief.findings
    yield from brief.quotations
    yield from brief.entities


def _find_heir(was: Line, brief: Brief) -> Line | None:
    """The line of the same kind with the largest share of the words; ``None`` when none shares any."""
    places = find_words(was)
    best: tuple[int, Line] | None = None
    for line in list_lines(brief):
        if type(line) is not type(was):
            continue
        shared = sum(_overlap(one, other) for one in places for other in find_words(line) if one.doc == other.doc)
        if shared and (best is None or shared > best[0]):
            best = (shared, line)
    return best[1] if best else None


def _overlap(one: Evidence, other: Evidence) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
