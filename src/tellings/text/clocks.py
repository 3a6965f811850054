"""Clock times, as words of a day: "shortly after noon on Friday" is on Friday."""

import re

_CLOCK = (
    r"(?:noon|midnight|midday|dawn|dusk|daybreak|sunrise|sunset|nightfall|\d{1,2}:\d\d\b"
    r"|\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b|[^\W_]+\so[’']clock)"
)
# No clause begins with these words: "killed two shortly after noon".
NO_CLAUSE = rf"(?:after|before|since|until)\s{_CLOCK}"
_BOUND = re.compile(
    rf"(?:\b(?:shortly|just|soon|right|immediately|moments|minutes|hours|well|long)\s+)?\b(?:after|before)\s+(?={_CLOCK})",
    re.IGNORECASE,
)


def before_clock(text: str, start: int, at: int) -> int:
    """Where the words begin that bound a clock time at ``at`` ("shortly after"); ``at`` itself where none do."""
    return next((m.start() for m in _BOUND.finditer(text, start) if m.end() == at), at) if start < at else at
