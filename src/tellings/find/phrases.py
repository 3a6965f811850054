"""Phrases of pages, as patterns."""

import re
from functools import cache

from tellings.lexicon import load_table


@cache
def phrases(name: str) -> re.Pattern[str]:
    """The pattern that finds any phrase of the list ``name`` of the lexicon's ``page_phrases``, whatever its capitals.

    A phrase that begins or ends with a letter stands there between word boundaries.

    Raises:
        KeyError: when there is no such list.
    """
    parts = load_table("page_phrases")[name]
    return re.compile(
        r"(?:(?<!\w)|(?=\W))(?:" + "|".join(f"(?:{part})" for part in parts) + r")(?!(?<=\w)\w)", re.IGNORECASE
    )


@cache
def phrase_words(name: str) -> frozenset[str]:
    """The words of the list ``name``, for comparing with a sentence's own."""
    return frozenset(load_table("page_phrases")[name])
