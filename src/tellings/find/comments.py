"""Readers' comments under a report, by the marks that come back with each of them."""

import re
from collections.abc import Sequence

from tellings.find.phrases import phrases

_NAMED = re.compile(r".{1,40} (?:says|writes|wrote|commented|replied):$", re.IGNORECASE)
_DATED = re.compile(
    r"(?:\w+,? )?(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9} \d{4}|\d{1,2}/\d{1,2}/\d{2,4})(?: at|,|)? "
    r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:\d+ )?", re.IGNORECASE)
_LEAST = 3
"""Stamps that make comments: two alone stand in reports ("3 hours ago", "12 votes") and on covers of them."""
_NEAR = 16
"""Lines within which three stamps must stand."""


_REPORT = 90
"""Characters of a line of the report that must stand above: where none does, the comments are all there is to read."""


def comments_from(lines: Sequence[str]) -> int:
    """The index of the first line of the readers' comments, or the number of lines when there are none.

    Three stamps ("3 hours ago", "12 votes", "Jane says:") near each other begin them; the name over the first stamp and
    the label of the whole ("Comments") belong to them.
    """
    stamps = [i for i, line in enumerate(lines) if len(line) <= 80 and phrases("comment_stamps").match(line)]
    known = set(stamps)
    stamps += [i for i, line in enumerate(lines) if i - 1 in known and len(line) <= 60 and _DATED.match(line)]
    stamps.sort()
    for first, third in zip(stamps, stamps[_LEAST - 1 :], strict=False):
        if third - first <= _NEAR:
            start = _start(lines, first)
            return start if any(len(line) >= _REPORT for line in lines[:start]) else len(lines)
    return len(lines)


def _start(lines: Sequence[str], first: int) -> int:
    if first and not _NAMED.match(lines[first]) and len(lines[first - 1]) <= 40:
        first -= 1
    while first and len(lines[first - 1]) <= 140 and _is_label(lines[first - 1]):
        first -= 1
    return first


def _is_label(line: str) -> bool:
    at = _LABEL.match(line)
    return bool(phrases("comment_labels").fullmatch(line[at.end() if at else 0 :].rstrip(":")))
