"""Whether "May" is the month and not the verb."""

from collections.abc import Sequence
from typing import Protocol


class Printed(Protocol):
    """A word as it is printed."""

    @property
    def text(self) -> str:
        """The word, its capitals kept."""
        ...


# Behind these stands a month, whatever follows: "In May Marek put the case".
_LEADS = frozenset("in since until till by from last early late mid of during".split())
# A headline in capitals has the verb: "20 May Be Trapped".
_HELPED = frozenset(("be", "have", "not"))


def is_month(words: Sequence[Printed], at: int) -> bool:
    """Whether the word at ``at`` is "May" and no verb: "on 8 May killed 17", "the council in May said".

    A number beside it or a word that leads to a month make it one. So does its capital in mid-sentence, which may be a
    surname's as well, unless the next word has one too ("Harsk May Close Bridge").
    """
    if words[at].text != "May":
        return False
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    if after.lower() in _HELPED:
        return False
    numbered = before[:1].isdecimal() or before in ("st", "nd", "rd", "th") or after[:1].isdecimal()
    return numbered or before.lower() in _LEADS or (before[:1].isalpha() and not after[:1].isupper())
