"""What a report corrects or takes back: correction notices, retractions, revised figures."""

import re
from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table
from tellings.model.reading import Reading
from tellings.model.span import Evidence
from tellings.text.spans import cite

# Characters: a longer sentence is no notice.
LONGEST = 600


def find_takebacks(reading: Reading) -> tuple[Evidence, ...]:
    """The sentences of a report that say something told before was wrong or is no longer held, in order."""
    text = reading.document.text
    return tuple(
        cite(reading.document, s.span.start, s.span.end)
        for s in reading.sentences
        if s.span.end - s.span.start <= LONGEST and takes_back(text[s.span.start : s.span.end])
    )


def takes_back(sentence: str) -> bool:
    """Whether the sentence takes something back."""
    return any(pattern.search(sentence) for pattern in _patterns())


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    table = load_table("takebacks")
    report, saying = (f"(?:{'|'.join(table[name])})" for name in ("report", "saying"))
    return [
        re.compile(phrase.replace("REPORT", report).replace("SAYING", saying), re.IGNORECASE)
        for phrase in table["phrases"]
    ]
