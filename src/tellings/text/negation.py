"""Values that a text names only to say that they are not the ones."""

import re

from tellings.model.span import Span

_NOT = re.compile(r"\bnot (?:the |an? )?$", re.IGNORECASE)
# Characters before a value in which "not the" stands.
_BEFORE = 12


def is_ruled_out(text: str, place: Span) -> bool:
    """Whether the value at ``place`` stands right behind "not": "16 people, not 18", "not the $40m promised"."""
    return _NOT.search(text, max(0, place.start - _BEFORE), place.start) is not None
