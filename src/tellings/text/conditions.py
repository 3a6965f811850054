"""What stands before a verb and takes the fact out of it: nobody does it, or it is only asked whether."""

from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table

# Words before a verb that are looked at: a subject with what belongs to it is seldom longer.
REACH = 12


def is_nobody(words: Sequence[str], floor: int, at: int, *, said: bool) -> bool:
    """True when the subject of the verb at ``at`` is nobody: "no ships left", "none of the sailors survived".

    ``words`` are in lower case, marks among them; nothing before ``floor`` belongs to this verb. ``said`` is true when
    the verb before is one of saying: what follows any other is its object ("there was no reason").
    """
    start = _clause_start(words, floor, at)
    if start >= at or (start == floor > 0 and not said):
        return False
    first, second, before = words[start], words[start + 1], words[start - 1] if start else "."
    if first == "no":
        # "No doubt the ship left", "No. 5 pier".
        return second.isalpha() and second not in _table("no_matter")
    if first == "not":
        return second in ("one", "a") and not before[0].isalnum()
    return first in _table("nobody")


def is_asked(words: Sequence[str], floor: int, at: int) -> bool:
    """True when the clause of the verb at ``at`` begins with "if", "whether" or "unless"."""
    start = _clause_start(words, floor, at)
    return start > floor and words[start - 1] in _table("conditions")


def _clause_start(words: Sequence[str], floor: int, at: int) -> int:
    """Where the clause of the verb at ``at`` begins: behind the last mark or word that opens a clause.

    ``at`` itself where that is further back than a subject is long.
    """
    low = max(floor, at - REACH)
    opening = _table("opens")
    for k in range(at - 1, low - 1, -1):
        if words[k] in opening or not (words[k][0].isalnum() or words[k][0] in "'’"):
            return k + 1
    return floor if low == floor else at


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(load_table("verb_frames")[name])
