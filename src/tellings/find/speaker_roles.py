"""The role that stands beside a speaker's name in the source of a quotation."""

import re

from tellings.model.reading import Role
from tellings.model.span import Span
from tellings.text.spans import trim

_TRIM = " ,;:—–-"
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|their)$", re.IGNORECASE)
_PERSONAL = re.compile(r"^(?:mr|mrs|ms|miss|sir|\W+)\.?$", re.IGNORECASE)
_JOINED = re.compile(r"^(?:and|but|or|as|then|when|while|if|to)\b|\b(?:and|or|as|that|to|for|of)$", re.IGNORECASE)
_OPENS_JOINED = re.compile(r"(?:and|but|then|when|while)\b", re.IGNORECASE)
_BEGINS = re.compile(r"\s?[,—–-]|\s(?:of|from|for|with|at)\s")
_AGE = re.compile(r"^(?:,?\s*(?:aged?\s+)?\d{1,3}\s*,?\s*)", re.IGNORECASE)


def printed_role(text: str, source: Span, speaker: Span) -> Role | None:
    """What ``source`` calls the name ``speaker`` in it: the description after it, else the title before."""
    after = _inside(text, speaker.end, source.end) if _BEGINS.match(text, speaker.end, source.end) else None
    if after is not None and not _OPENS_JOINED.match(text, after.start):
        return Role(text[after.start : after.end], after)
    before = _inside(text, source.start, speaker.start)
    if before is None:
        return None
    words = text[before.start : before.end]
    if _ARTICLE.match(words) or _PERSONAL.match(words) or _JOINED.search(words):
        return None
    return Role(words, before)


def _inside(text: str, start: int, end: int) -> Span | None:
    if start >= end:
        return None
    aged = _AGE.match(text, start, end)
    if aged:
        start = aged.end()
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if text.startswith(("'s", "’s", "who "), start):
        return None
    span = trim(text, start, end) if start < end else None
    return span if span and any(c.isalpha() for c in text[span.start : span.end]) else None
