"""What grouping keeps of one report: its telling words, pairs of words, names and numbers, hashed and weighed."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from tellings.model.reading import Reading
from tellings.model.story import Fingerprint
from tellings.story.titles import title_of
from tellings.text.names import fold
from tellings.text.words import content_stems, rarity, tokens

SCHEME = 1
"""Raise it with every change of what is kept: fingerprints of two schemes cannot be compared."""

# Bits of ``Fingerprint.places``: what a term is, where it stands; the three lowest bits say how often (``TIMES``).
TITLE, LEAD, PAIR, NAME, NUMBER = 128, 64, 32, 16, 8
OFTEN = 7
TIMES = (1, 2, 3, 4, 6, 9, 15, 25)
"""How often a term stands in the report at least, by its three lowest bits."""

RARITY_STEP = 1 / 30
"""One step of ``Fingerprint.weights`` in nats of background rarity: 255 steps reach 8.5."""

# The head of a report tells its story; longer texts wander (bench/grouping.py).
HEAD = 6000
LEAD_LENGTH = 500
TITLE_TIMES = 3
# Stems in more than three of ten background documents say nothing of a story.
RARE_ENOUGH = 1.2
# Terms kept of each kind, the weightiest first: 170 terms are 1,020 bytes.
WORDS, PAIRS, NAMES, NUMBERS = 112, 36, 16, 6
# A pair of words is rarer than either, but not as rare as if they knew nothing of each other.
PAIR_SHARE = 1 / 1.5
MOST_RARE = 8.4
# Words in a row that make a run, and how many runs are kept: the lowest hashes, the same ones in every report.
RUN = 8
RUNS = 48
TITLE_LENGTH = 160
# Smaller whole numbers stand in every report.
TELLING_NUMBER = 13
YEARS = range(1900, 2101)

# The first sentences say where a report points; a wider vector would not fit beside the terms.
POINTED = 12
WIDEST = 384

_MIX = np.uint32(2654435761)


def find_fingerprint(reading: Reading) -> Fingerprint:
    """The fingerprint of a report, from its sentences outside furniture, its title and its entities.

    The sample of runs holds the lowest hashes of all runs of eight words (bottom-k sketch, Broder 1997), so that the
    samples of two reports can be compared.
    """
    doc = reading.document
    sentences = [doc.text[s.span.start : s.span.end] for s in reading.sentences] or [doc.text[:HEAD]]
    title = title_of(reading) or ""
    terms = sorted(_find_terms(title, sentences, reading), key=lambda term: term[0])
    vectors = [signals.vector for signals in reading.signals if signals.vector]
    return Fingerprint(
        doc=doc.id,
        title=_cut(title),
        earliest=doc.published.earliest,
        latest=doc.published.latest,
        terms=np.array([h for h, _, _ in terms], "<u4").tobytes(),
        weights=bytes(weight for _, weight, _ in terms),
        places=bytes(place for _, _, place in terms),
        runs=_sample_runs(sentences),
        vector=_point(vectors[:POINTED]),
        scheme=SCHEME,
    )


def _find_terms(title: str, sentences: list[str], reading: Reading) -> Iterator[tuple[int, int, int]]:
    """``(hash, weight, place)`` of the terms kept, each hash once."""
    titled = content_stems(title)
    body = content_stems(" ".join(_head(sentences, HEAD)))
    in_title = {*titled, *_pair(titled)}
    in_lead = set(content_stems(" ".join(_head(sentences, LEAD_LENGTH))))
    counts = Counter(body)
    for stem in titled:
        counts[stem] += TITLE_TIMES
    pairs = Counter([*_pair(body), *_pair(titled)])
    names = {f"@{name}": len(e.mentions) for e in reading.entities if (name := fold(e.name).strip())}
    rare = {stem: rarity(stem) for stem in counts}
    kinds: tuple[tuple[int, int, Iterable[tuple[float, int, str]]], ...] = (
        (0, WORDS, ((rare[s], n, s) for s, n in counts.items() if rare[s] > RARE_ENOUGH)),
        (PAIR, PAIRS, ((_pair_rarity(p, rare), n, p) for p, n in pairs.items())),
        (NAME, NAMES, ((_name_rarity(name), n, name) for name, n in names.items())),
        (NUMBER, NUMBERS, ((6.0, n, number) for number, n in _count_numbers(reading).items())),
    )
    seen: set[int] = set()
    for kind, most, found in kinds:
        weighed = sorted((-(1 + math.log(n)) * rarity_, term, n, rarity_) for rarity_, n, term in found)
        for _, term, n, rarity_ in weighed[:most]:
            hashed = crc32(term.encode())
            if hashed in seen:
                continue
            seen.add(hashed)
            often = sum(n >= times for times in TIMES) - 1
            place = kind | TITLE * (term in in_title) | LEAD * (term in in_lead) | often
            yield hashed, max(1, min(255, round(rarity_ / RARITY_STEP))), place


def _head(sentences: list[str], length: int) -> Iterator[str]:
    for sentence in sentences:
        if length <= 0:
            break
        yield sentence[:HEAD]
        length -= len(sentence)


def _pair(stems: list[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(stems)]


def _pair_rarity(pair: str, rare: dict[str, float]) -> float:
    one, _, other = pair.partition(" ")
    return min(MOST_RARE, (rare[one] + rare[other]) * PAIR_SHARE)


def _name_rarity(name: str) -> float:
    stems = content_stems(name[1:])
    return sum(map(rarity, stems)) / len(stems) if stems else 0.1


def _count_numbers(reading: Reading) -> Counter[str]:
    """Numbers a story can be known by, with their unit: no years, no small counts, no bounds."""
    return Counter(
        f"#{q.value:g} {q.unit or ''}"
        for q in reading.quantities
        if q.value == q.value_max and q.value >= TELLING_NUMBER and not (q.unit is None and q.value in YEARS)
    )


def _sample_runs(sentences: list[str]) -> bytes:
    words = [crc32(word.encode()) for word in tokens(" ".join(sentences))]
    if len(words) < RUN:
        return b""
    hashes = np.array(words, np.uint32)
    count = len(words) - RUN + 1
    runs = np.zeros(count, np.uint32)
    for at in range(RUN):
        runs = (runs ^ hashes[at : at + count]) * _MIX
        runs ^= runs >> np.uint32(15)
    return np.unique(runs)[:RUNS].astype("<u4").tobytes()


def _point(vectors: Sequence[Sequence[float]]) -> bytes:
    """The mean direction of the sentences, one signed byte a dimension; empty where the encoder gave none."""
    if not vectors or len(vectors[0]) > WIDEST:
        return b""
    mean = np.mean(np.array(vectors), axis=0)
    length = float(np.sqrt(mean @ mean)) or 1.0
    packed: bytes = np.round(mean / length * 127).astype(np.int8).tobytes()
    return packed


def _cut(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line.encode()) <= TITLE_LENGTH else line.encode()[:TITLE_LENGTH].decode(errors="ignore").rstrip()
