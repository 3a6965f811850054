"""Reports that carry the text of another: wire copy, syndication, lightly edited reprints."""

from collections import Counter
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
# The same for an earlier report in a later one: a short early text may only be what everybody quotes.
CARRIED_ON = 0.5
# A report with fewer runs than this is too short to tell.
FEWEST = 12
# Of the reports that hold a run, so many are remembered, first come first: time stays linear in the reports however
# often a text is carried, and the one that all of them carry is among the first.
HOLDERS = 40


def find_copies(readings: Sequence[Reading]) -> tuple[Copy, ...]:
    """For each report that carries another's text, the report it carries most of, and the share of its words.

    Of two reports that carry each other the copy is the one that credits another outlet than its own; then the one
    published later; then the shorter. Containment of word 8-grams (Broder 1997), counted over an index of the runs.
    No report is, through others, a copy of itself.
    """
    ordered = sorted(readings, key=_first_come)
    runs = [_runs(reading) for reading in ordered]
    parent: dict[int, int] = {}
    shares: dict[int, float] = {}
    for at, candidates in enumerate(_find_candidates(runs)):
        for other, share in candidates:
            if at not in _line(other, parent):
                parent[at], shares[at] = other, share
                break
    ids = [reading.document.id for reading in ordered]
    return tuple(sorted((Copy(ids[at], ids[of], shares[at]) for at, of in parent.items()), key=lambda c: c.doc))


def _share_runs(runs: Sequence[frozenset[int]]) -> list[Counter[int]]:
    """For each report how many of its runs stand in each report before it."""
    holders: dict[int, list[int]] = {}
    held: list[Counter[int]] = []
    for at, mine in enumerate(runs):
        shared: Counter[int] = Counter()
        for run in mine:
            others = holders.setdefault(run, [])
            shared.update(others)
            if len(others) < HOLDERS:
                others.append(at)
        held.append(shared)
    return held


def _find_candidates(runs: Sequence[frozenset[int]]) -> list[list[tuple[int, float]]]:
    """For each report those whose text it may carry, with the share of its runs: earlier first, then likeliest."""
    found: list[list[tuple[bool, float, int]]] = [[] for _ in runs]
    for at, shared in enumerate(_share_runs(runs)):
        size = len(runs[at])
        for other, count in shared.items():
            if size >= FEWEST and count >= CARRIED * size:
                found[at].append((False, -count / size, other))
            elif len(runs[other]) >= FEWEST and count >= CARRIED_ON * len(runs[other]):
                found[other].append((True, -count / len(runs[other]), at))
    return [[(other, -share) for _, share, other in sorted(candidates)] for candidates in found]


def _line(at: int, parent: dict[int, int]) -> set[int]:
    """The report with those whose text it carries, one through another."""
    line = {at}
    while at in parent:
        at = parent[at]
        line.add(at)
    return line


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
