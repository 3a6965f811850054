"""Verbs by which somebody asks for a thing: that it was asked for is all they tell."""

import re
from functools import cache

from tellings.lexicon import load_table

# "Called an election" sets one; "called for an election" asks for it.
_FOR = re.compile(r"\s+(?:[a-z]+ly\s+)?(?:for|on|upon)\b", re.IGNORECASE)
_NEEDS_FOR = frozenset(("call", "push", "press", "appeal"))


def is_request(text: str, lemma: str, end: int) -> bool:
    """Whether the verb that ends at ``end`` asks for what stands behind it: "called for a vote", "demanded a vote"."""
    if lemma not in _requesting():
        return False
    return lemma not in _NEEDS_FOR or _FOR.match(text, end) is not None


@cache
def _requesting() -> frozenset[str]:
    return frozenset(load_table("verb_frames")["requesting"])
