"""Reports that carry the text of another: wire copy, syndication, lightly edited reprints."""

from collections.abc import Sequence

from tellings.model.reading import Reading
from tellings.model.story import Copy
from tellings.story.credits import find_credit
from tellings.text.names import fold
from tellings.text.words import tokens

# Words in a row that count as carried over. Shorter runs recur in names and set phrases of one story.
RUN = 8
# Share of a report's runs that stand in another before it counts as carrying that one's text.
# Reports of one gold story written apart share under .15 of them, edited wire copies over .5.
CARRIED = 0.35
# A report with fewer runs than this is too short to tell.
FEWEST = 12


def find_copies(readings: Sequence[Reading]) -> tuple[Copy, ...]:
    """For each report that carries another's text, the report it carries most of, and the share of its words.

    Of two reports that carry each other the copy is the one that credits another outlet than its own; then the one
    published later; then the shorter. Containment of word 8-grams (Broder 1997).
    """
    runs = {r.document.id: _runs(r) for r in readings}
    ordered = sorted(readings, key=_first_come)
    copies = []
    for at, reading in enumerate(ordered):
        mine = runs[reading.document.id]
        if len(mine) < FEWEST:
            continue
        shares = [(len(mine & runs[other.document.id]) / len(mine), other) for other in ordered[:at]]
        share, other = max(shares, key=lambda pair: pair[0], default=(0.0, reading))
        if share >= CARRIED:
            copies.append(Copy(reading.document.id, other.document.id, share))
    return tuple(sorted(copies, key=lambda c: c.doc))


def _first_come(reading: Reading) -> tuple[bool, bool, str, int, str]:
    """Sorts originals before their copies: what credits nobody else, then dated before undated, earlier, longer."""
    doc = reading.document
    credit = find_credit(reading)
    borrowed = credit is not None and doc.outlet is not None and fold(credit) not in fold(doc.outlet)
    day = doc.published.latest
    return (borrowed, day is None, day.isoformat() if day else "", -len(doc.text), doc.id)


def _runs(reading: Reading) -> frozenset[int]:
    text = reading.document.text
    words: list[str] = []
    for sentence in reading.sentences:
        words += tokens(text[sentence.span.start : sentence.span.end])
    return frozenset(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))
