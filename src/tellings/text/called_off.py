"""Verbs that take a thing off: "called off the talks", "put the vote off"; and those that only sound like them."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from tellings.lexicon import load_table

TakenOff = Literal["", "cancelled", "postponed"]
# Words behind a verb, or before its helpers, in which the thing is looked for.
REACH = 9
# Words between "call" and "off" that are looked at: "called the second round of the talks off".
PARTED = 6
_PARTICLES = {"call": "off", "put": "off", "push": "back"}
# "Called police off the street": what stands behind a particle that ends its verb.
_AFTER = frozenset(
    "on at in after because amid until till over when as while since by due following this last again and but citing"
    " yesterday today before during later earlier late early indefinitely entirely altogether".split()
)
# These take off only what was planned; of a ship, a village or a post they say that it was left or done away with.
_OF_PLANS = frozenset(("abandon", "axe"))
_POSTPONING = frozenset(("postpone", "defer", "reschedule", "put", "push"))
# These put a plan off only where they leave it no day: "moved to a later date".
_MOVING = frozenset(("move", "shift"))
_NO_DAY = re.compile(
    r"\b(?:indefinitely|sine die|(?:to|until|till)\s+(?:an?|another|some)\s+(?:[^\W\d_]+\s+){0,2}(?:date|day|time)\b"
    r"(?!\s+(?:in|of|on|at|this|next|later|between|before|after|around|when)\b)(?![^.;]{0,24}\d))",
    re.IGNORECASE,
)
# Words behind a verb in which it says that there is no day.
UNNAMED = 12
_PREPOSITIONS = frozenset(
    "of in on at with for to from by near after before during amid over under between into behind".split()
)
_CONJUNCTIONS = frozenset("because when while that which who but and".split())
_DETERMINERS = frozenset("the a an this that these those his her its their our my your all some any both".split())
_STOPS = frozenset('.;:!?“”"()—')


def takes_off(words: Sequence[str], floor: int, first: int, at: int, lemma: str) -> TakenOff:
    """What a verb does to the plan it is said of: "" where it is of no plan, or where it ends what was under way.

    ``words`` are those of the sentence in lower case, marks among them; the verb group runs from ``first`` to its
    trigger ``at``, and nothing before ``floor`` belongs to it.
    """
    kind: TakenOff = "postponed" if lemma in _POSTPONING | _MOVING else "cancelled"
    if lemma not in _PARTICLES and kind == "cancelled" and lemma not in _table("cancelling"):
        return ""
    if lemma in _MOVING and not leaves_no_day(" ".join(words[at + 1 : at + 1 + UNNAMED])):
        return ""
    after = at + 1
    parted = False
    if particle := _PARTICLES.get(lemma):
        found = _particle(words, at, particle)
        if found < 0:
            return ""
        parted, after = found > at + 1, (at if found > at + 1 else found) + 1
    passive = not _table("be").isdisjoint(words[first:at])
    follows = words[after] if after < len(words) else "."
    head = _thing(words, floor, first) if passive else _first_known(words, after, min(len(words), after + REACH))
    if lemma == "call":
        named = head in _table("plans") or (not passive and follows in ("it", "them"))
        moved = passive and follows in _DETERMINERS - _AFTER
        return kind if head not in _table("ended") and not moved and (named or not parted) else ""
    if kind == "postponed" or lemma in _OF_PLANS:
        stirred = follows == "against" or (passive and lemma == "put" and follows == "by")
        return kind if head in _table("plans") and not stirred else ""
    return kind


def leaves_no_day(words: str) -> bool:
    """Whether the words behind a verb put its thing on no day: "to a later date", "until a day not named"."""
    return _NO_DAY.search(words) is not None


def _particle(words: Sequence[str], at: int, particle: str) -> int:
    """Where the particle of the verb at ``at`` stands, right behind it or behind its object; -1 for nowhere."""
    for place in range(at + 1, min(len(words), at + 2 + PARTED)):
        if words[place] == particle:
            follows = words[place + 1] if place + 1 < len(words) else "."
            return place if place == at + 1 or follows in _AFTER or not follows[0].isalnum() else -1
        if words[place] in _STOPS or words[place] == ",":
            break
    return -1


def _thing(words: Sequence[str], floor: int, first: int) -> str:
    """The known noun at the head of a subject, whatever is told beside it: "The talks, planned for 9 May, were"."""
    low = max(0, first - 2 * REACH)
    for place in range(first - 1, low - 1, -1):
        if words[place] in _STOPS:
            low = place + 1
            break
    return _first_known(words, max(floor, low), first) or _first_known(words, low, first)


def _first_known(words: Sequence[str], start: int, end: int) -> str:
    """The first known noun that stands behind no preposition: of "the ship with the party" none."""
    known = _table("plans") | _table("ended")
    return next((words[at] for at in range(start, end) if words[at] in known and _leads(words, start, at)), "")


def _leads(words: Sequence[str], start: int, at: int) -> bool:
    while at > start and words[at - 1] not in _DETERMINERS | _CONJUNCTIONS and words[at - 1][0].isalnum():
        at -= 1
        if words[at] in _PREPOSITIONS:
            return False
    determined = at > start + 1 and words[at - 1] in _DETERMINERS
    return not (determined and words[at - 2] in _PREPOSITIONS)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(load_table("verb_frames")[name])
