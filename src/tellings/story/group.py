"""Reports grouped into stories, day by day as they came out: the steps of one ``Stream``."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from tellings.model.reading import Reading
from tellings.model.story import Fingerprint, Known, Move, Step, Story


def group_readings(readings: Sequence[Reading], *, stream: bool = False) -> tuple[Story, ...]:
    """The stories told by ``readings``, largest first; every reading is in exactly one.

    The result does not depend on the order of the readings: they are taken day by day, as they came out. With
    ``stream`` they are taken one by one, each without the others of its day, in the order of their ids.
    """
    # Arrays are loaded when there is something to group: importing the package must stay fast.
    from tellings.story.fingerprint import find_fingerprint

    prints = {p.doc: p for p in map(find_fingerprint, readings)}
    days = in_days(prints.values())
    steps = [[p] for day in days for p in sorted(day, key=lambda p: p.doc)] if stream else days
    stories = group_days(steps).stories
    return tuple(sorted(stories, key=lambda s: (-len(s.documents), s.first is None, s.first, s.id)))


def group_days(days: Iterable[Iterable[Fingerprint]], known: Known | None = None) -> Step:
    """What reports change in the stories that are ``known``, taken step by step, a day each (see ``in_days``).

    ``stories`` of the step are those that changed and still stand, as they stand after the last day.
    """
    from tellings.story.stream import Stream

    stream = Stream(known)
    moves: list[Move] = []
    told: dict[str, Story] = {}
    for day in days:
        step = stream.take(day)
        moves += step.moves
        told.update((story.id, story) for story in step.stories)
        for move in step.moves:
            if move.kind == "merge" and move.other:
                told.pop(move.other, None)
    return Step(tuple(moves), tuple(story for _, story in sorted(told.items())))


def in_days(prints: Iterable[Fingerprint]) -> list[list[Fingerprint]]:
    """The reports of each day, by their last possible day; those of no known day at the end."""
    days: dict[date, list[Fingerprint]] = defaultdict(list)
    for print_ in prints:
        days[print_.latest or date.max].append(print_)
    return [days[day] for day in sorted(days)]
