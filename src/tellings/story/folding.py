"""Near copies among fingerprints: one text in several reports is folded into the first that carried it."""

from collections.abc import Container, Sequence

import numpy as np

from tellings.model.story import Copy
from tellings.story.fingerprint import RUNS
from tellings.story.kept import Hashes, Kept
from tellings.story.profile import in_time

CARRIED = 0.5
"""Share of the shorter text's runs of words that stand in the other: gold stories' own texts share under .15."""
FEWEST = 6
"""Runs both samples must share: fewer may be a phrase that all quote."""


def fold_copies(prints: Sequence[Kept], fresh: Container[str]) -> tuple[tuple[Kept, ...], tuple[Copy, ...]]:
    """The reports that carry a text of their own, and the ``fresh`` ones that carry another's, with their share.

    The first in time is the original; what was there before stays one. Shares are estimated from samples of runs
    (bottom-k sketches, Broder 1997), so that they are near those ``story/copies`` counts in the whole texts.
    """
    if len(prints) == 1:
        return tuple(prints), ()
    kept: list[tuple[Kept, Hashes]] = []
    copies = []
    for print_ in sorted(prints, key=lambda p: (p.doc in fresh, in_time(p))):
        runs = print_.sample
        of, share = "", 0.0
        if print_.doc in fresh:
            for other, others in kept:
                found = _share(runs, others)
                if found > share:
                    of, share = other.doc, found
        if share >= CARRIED:
            copies.append(Copy(print_.doc, of, share))
        else:
            kept.append((print_, runs))
    return tuple(print_ for print_, _ in kept), tuple(copies)


def _share(one: Hashes, other: Hashes) -> float:
    """The greater share of one text's runs that stand in the other, 0 where too few are known."""
    if len(one) < FEWEST or len(other) < FEWEST:
        return 0.0
    # A full sample holds all runs up to its last; both are known up to the lower of the two ends.
    end = (
        min(int(sample[-1]) for sample in (one, other) if len(sample) == RUNS)
        if RUNS in (len(one), len(other))
        else None
    )
    if end is not None:
        one, other = one[: np.searchsorted(one, end, "right")], other[: np.searchsorted(other, end, "right")]
    shared = len(np.intersect1d(one, other, assume_unique=True))
    fewer = min(len(one), len(other))
    return shared / fewer if shared >= FEWEST else 0.0
