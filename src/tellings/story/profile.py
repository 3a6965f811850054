"""What a story sounds like: the terms of its reports added up, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tellings.model.story import Fingerprint
from tellings.story.fingerprint import NAME, NUMBER, OFTEN, PAIR, RARITY_STEP, TIMES, TITLE

Floats = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]

VIEW = 224
"""Terms kept of a story, the weightiest first."""

SPEAKERS = 48
"""A story is known by so many of its reports: the first half and the last half of them in time."""

_KINDS = np.uint8(PAIR | NAME | NUMBER)
_OFTEN = (1 + np.log(np.array(TIMES))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of one or more reports. Arrays have one entry a term; ``terms`` are hashes, rising.

    ``rarity`` is that of background news in nats, ``body`` the mean weight in the reports (each of unit length),
    ``title`` the share of reports that have the term in their title, ``kind`` one of the bits ``PAIR``, ``NAME``,
    ``NUMBER`` or 0 for a word. ``first`` and ``last`` are days as ordinals, 0 where no report is dated. ``size`` counts
    the reports, ``coherence`` (to 1) is how alike they are: the length of the mean of vectors of unit length.
    """

    terms: Hashes
    rarity: Floats
    body: Floats
    title: Floats
    kind: Bytes
    first: int
    last: int
    size: int
    coherence: float


def find_profile(prints: Sequence[Fingerprint]) -> Profile:
    """The profile of reports, the same for any order of them."""
    ordered = sorted(prints, key=in_time)
    first = min((p.earliest.toordinal() for p in ordered if p.earliest), default=0)
    last = max((p.latest.toordinal() for p in ordered if p.latest), default=0)
    heard = ordered if len(ordered) <= SPEAKERS else [*ordered[: SPEAKERS // 2], *ordered[-SPEAKERS // 2 :]]
    parts = [_weigh(p) for p in heard]
    if len(parts) == 1:
        terms, rarity, places, body = parts[0]
        title, kind = ((places & TITLE) > 0).astype(np.float32), places & _KINDS
    else:
        terms, where = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
        places = np.concatenate([part[2] for part in parts])
        rarity, kind = np.zeros(len(terms), np.float32), np.zeros(len(terms), np.uint8)
        rarity[where] = np.concatenate([part[1] for part in parts])
        kind[where] = places & _KINDS
        columns = (np.concatenate([part[3] for part in parts]), (places & TITLE) > 0)
        share = np.float32(1 / len(parts))
        body, title = (np.bincount(where, column, len(terms)).astype(np.float32) * share for column in columns)
    weighed = body * rarity
    coherence = float(np.sqrt(weighed @ weighed))
    if len(terms) > VIEW:
        keep = np.sort(weightiest(terms, weighed, VIEW))
        terms, rarity, body, title, kind = terms[keep], rarity[keep], body[keep], title[keep], kind[keep]
    return Profile(terms, rarity, body, title, kind, first, last, len(prints), coherence)


def find_central(profile: Profile, prints: Sequence[Fingerprint]) -> list[Fingerprint]:
    """The reports, the one that says most of what all say first; ties in time order."""
    if len(prints) == 1 or not len(profile.terms):
        return sorted(prints, key=in_time)
    weights = profile.body * profile.rarity * profile.rarity
    scored: list[tuple[float, int, Fingerprint]] = []
    for print_ in sorted(prints, key=in_time):
        terms, _, _, body = _weigh(print_)
        at = np.minimum(np.searchsorted(profile.terms, terms), len(profile.terms) - 1)
        said = float(np.sum(weights[at] * body * (profile.terms[at] == terms)))
        scored.append((-round(said, 4), len(scored), print_))
    return [print_ for *_, print_ in sorted(scored)]


def in_time(print_: Fingerprint) -> tuple[bool, int, str]:
    """Sorts reports by their day, the undated last, then by id."""
    day = print_.latest
    return (day is None, day.toordinal() if day else 0, print_.doc)


def weightiest(terms: Hashes, weights: Floats, most: int) -> npt.NDArray[np.intp]:
    """Where the ``most`` weightiest terms stand, weightiest first; the lower hash goes first on a tie."""
    ranked = np.round(weights, 5)
    if len(terms) > most:
        # Everything that could be among them, ties with the last one included: sorting all would take longer.
        near = np.flatnonzero(ranked >= np.partition(ranked, len(ranked) - most)[len(ranked) - most])
        return near[np.lexsort((terms[near], -ranked[near]))[:most]]
    return np.lexsort((terms, -ranked))


def _weigh(print_: Fingerprint) -> tuple[Hashes, Floats, Bytes, Floats]:
    """Terms, their background rarity, their places and their weights, scaled so that the report has unit length."""
    rarity = np.frombuffer(print_.weights, np.uint8) * np.float32(RARITY_STEP)
    places = np.frombuffer(print_.places, np.uint8)
    body = _OFTEN[places & OFTEN]
    weighed = body * rarity
    return np.frombuffer(print_.terms, "<u4"), rarity, places, body / (np.sqrt(weighed @ weighed) or np.float32(1))
