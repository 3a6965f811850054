"""Readers' comments under a report, by the marks that come back with each of them."""

import re
from collections.abc import Sequence

_STAMP = re.compile(
    r"(?:\d{1,3}|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago\b.{0,20}$|\d+ (?:votes?|likes?|upvotes?|points?)$|.{1,40} (?:says|writes|wrote|commented|replied):$"
    r"|(?:reply|report abuse|flag|like · reply|like reply|log in to reply|reply · share)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:\w+,? )?(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9} \d{4}|\d{1,2}/\d{1,2}/\d{2,4})(?: at|,|)? \d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:\d+ )?(?:comments?|responses?|replies|reader comments|thoughts on .{1,120}|comments? \(\d+\)|leave a (?:reply|comment)|add a comment|post a comment|join the (?:conversation|discussion))(?: to .{1,120})?:?$",
    re.IGNORECASE,
)
_LEAST = 3


def comments_from(lines: Sequence[str]) -> int:
    """The index of the first line of the readers' comments, or the number of lines when there are none.

    Two stamps of comments ("3 hours ago", "12 votes", "Jane says:") in a row of lines near each other begin them; so does a label
    ("Comments") with one stamp after it.
    """
    stamps = [i for i, line in enumerate(lines) if len(line) <= 80 and _STAMP.match(line)]
    stamps += [i for i, line in enumerate(lines) if i and len(line) <= 60 and _DATED.match(line) and i - 1 in stamps]
    stamps.sort()
    if len(stamps) < _LEAST:
        return len(lines)
    for first, third in zip(stamps, stamps[2:], strict=False):
        if third - first <= 16:
            begin = first
            if (
                begin
                and not re.match(r".{1,40} (?:says|writes|wrote|commented|replied):$", lines[begin])
                and len(lines[begin - 1]) <= 40
            ):
                begin -= 1
            while begin and _OPEN.match(lines[begin - 1]):
                begin -= 1
            return begin
    return len(lines)
