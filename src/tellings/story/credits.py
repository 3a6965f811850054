"""Whose report it says it is: an agency named in the dateline, an outlet credited in the page's tail."""

import re
from functools import lru_cache

from tellings.model.reading import Reading

_NAME = r"((?:[A-Z][\w&.’'\-]*)(?:\s+(?:of|the|and|for|&|[A-Z][\w&.’'\-]*)){0,6})"
_LEADS = (
    r"\boriginally\s+(?:appeared|published|reported|broadcast)\s+(?:on|in|by|at|with)\s+(?:the\s+)?",
    r"\b(?:first|previously)\s+(?:appeared|published)\s+(?:on|in|by|at)\s+(?:the\s+)?",
    r"\b(?:[Tt]ranscript|[Cc]ontent|[Tt]ext|[Rr]eport)\s+provided\s+by\s+(?:the\s+)?",
    r"\b(?:republished|reprinted|reproduced)\s+(?:from|with\s+permission\s+(?:from|of))\s+(?:the\s+)?",
    r"(?:©|\([Cc]\)|[Cc]opyright)[\s(c)©]*(?:\d{4}[\s.,\-–]*\d{0,4})[\s.,]*(?:by\s+)?(?:[Tt]he\s+)?",
)
_CREDITS = tuple(re.compile(lead + _NAME) for lead in _LEADS)
_DATELINE = re.compile(r"\s*[A-Z][A-Za-z .,’'\-]{2,40}\s\(([A-Z][\w .]{1,24})\)\s*[-–—]")
# A credit stands at the head or in the tail of a page; the middle is the report's own.
_HEAD, _TAIL = 600, 1500
_LAST = re.compile(r"\s+(?:of|the|and|for|&|All|Inc|Ltd|Publishers)\.?$")


def find_credit(reading: Reading) -> str | None:
    """The outlet or agency the report credits for its text, as printed; ``None`` where it credits nobody."""
    text = reading.document.text
    openings = tuple(text[b.span.start : min(b.span.end, b.span.start + 90)] for b in reading.blocks[:6])
    return _read_credit(openings, text[:_HEAD] + "\n" + text[max(_HEAD, len(text) - _TAIL) :])


@lru_cache(maxsize=1024)  # Asked for each line a report stands behind.
def _read_credit(openings: tuple[str, ...], edges: str) -> str | None:
    for opening in openings:
        if match := _DATELINE.match(opening):
            return match.group(1).strip()
    for pattern in _CREDITS:
        if match := pattern.search(edges):
            name = match.group(1).strip(" .,")
            while (shorter := _LAST.sub("", name)) != name:
                name = shorter.strip(" .,")
            return name
    return None
