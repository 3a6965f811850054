"""Which judgements hold: what was taken back is left out, and of those that contradict each other the last counts."""

from collections.abc import Hashable, Iterable, Sequence

from tellings.model.review import Judgement


def leave_out_undone(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that were not taken back, by time; an undo can itself be taken back, and then has no effect."""
    ordered = sorted(judgements, key=lambda one: (one.at, one.id))
    gone: set[str] = set()
    for one in reversed(ordered):
        if one.verb == "undo" and one.id not in gone:
            gone.add(one.undoes)
    return tuple(one for one in ordered if one.verb != "undo" and one.id not in gone)


def find_superseded(judgements: Sequence[tuple[Judgement, Hashable]]) -> dict[str, Judgement]:
    """For each judgement that a later one took the place of, by its id, that later one.

    Each comes with what it is about: two judgements contradict each other only where that is equal. What two people say
    alike stands twice.
    """
    taken: dict[str, Judgement] = {}
    live: dict[Hashable, list[Judgement]] = {}
    for one, about in judgements:
        if one.verb == "note":
            continue
        before = live.setdefault(about, [])
        for earlier in [each for each in before if _takes_over(one, each)]:
            taken[earlier.id] = one
            before.remove(earlier)
        before.append(one)
    return taken


def _takes_over(one: Judgement, earlier: Judgement) -> bool:
    again = one.by == earlier.by
    if one.verb == "confirm":
        # What was corrected before is what is confirmed.
        return earlier.verb == "reject" or (earlier.verb == "confirm" and again)
    if one.verb == "reject":
        return earlier.verb in ("confirm", "correct") or again
    if one.verb == "correct":
        same = one.field == earlier.field
        return earlier.verb in ("confirm", "reject") or (same and (again or one.now != earlier.now))
    if one.verb in ("same", "different"):
        return one.verb != earlier.verb or again
    return one.verb == "rename" == earlier.verb
