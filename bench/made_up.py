"""Made-up reports of many days in files, an archive to group: each file holds the fingerprints of one day.

Reports are made as in ``bench/stream.py``, a story at a time. Here a story goes on as those of the development pool do:
most reports of a story come out on one day, some a day later, a few after weeks. Ids say nothing of the order.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.stream import FIRST, make_stories
from tellings.model.story import Fingerprint, pack_fingerprint, unpack_fingerprint

RESTS = ((0, 0.75), (1, 0.12), (2, 0.03), (5, 0.04), (14, 0.03), (30, 0.02), (70, 0.01))
"""Days between a report of a story and the next, and how often: as in the development pool, where 600 are known."""

_SIZE = struct.Struct("<I")
_NUMBER = struct.Struct("<Q")


def spread(
    pool: Sequence[Sequence[Fingerprint]], reports: int, days: int, seed: int = 1
) -> Iterator[tuple[int, Fingerprint]]:
    """So many reports with the number of their story, over ``days``; in the order of stories, not of days."""
    drawn = np.random.default_rng(seed)
    rests, chances = zip(*RESTS, strict=True)
    made = 0
    for number, story in groupby(make_stories(pool, seed), lambda of: of[0]):
        day = int(drawn.integers(days))
        for _, print_ in story:
            told: date = FIRST + timedelta(days=min(day, days - 1))
            doc = f"d{crc32(made.to_bytes(8, 'little')):08x}{made:09x}"
            yield number, replace(print_, doc=doc, earliest=told, latest=told)
            day += int(drawn.choice(rests, p=chances))
            made += 1
            if made == reports:
                return


def write_days(made: Iterable[tuple[int, Fingerprint]], folder: Path) -> dict[date, int]:
    """How many reports each day has; they lie in ``folder``, a file a day."""
    counts: dict[date, int] = {}
    waiting: dict[date, list[bytes]] = {}

    def write() -> None:
        for day, records in waiting.items():
            with (folder / day.isoformat()).open("ab") as out:
                out.write(b"".join(records))
        waiting.clear()

    for count, (number, print_) in enumerate(made, 1):
        day = print_.latest or FIRST
        packed = pack_fingerprint(print_)
        waiting.setdefault(day, []).append(_SIZE.pack(len(packed)) + _NUMBER.pack(number) + packed)
        counts[day] = counts.get(day, 0) + 1
        if count % 20_000 == 0:
            write()
    write()
    return counts


def read_day(path: Path) -> Iterator[tuple[int, Fingerprint]]:
    """The reports of a file, each with the number of its story."""
    with path.open("rb") as data:
        while head := data.read(_SIZE.size + _NUMBER.size):
            (number,) = _NUMBER.unpack_from(head, _SIZE.size)
            yield number, unpack_fingerprint(data.read(_SIZE.unpack_from(head)[0]))
