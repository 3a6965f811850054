"""Inputs cut into partitions that depend on the inputs alone: not on who reads them, nor on how many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow.parquet as pq

from tellings.bulk.places import open_input
from tellings.bulk.records import InputFile, Kind, Partition, Piece
from tellings.engines.local import LocalMapper
from tellings.errors import TellingsError
from tellings.ports import Mapper
from tellings.readers.lines import LARGEST, is_by_lines

GRAIN = 512
"""Lines or rows by which a file can be cut."""
MOST = 4096
"""Lines or rows of a partition: about 40 MB of readings, some minutes of a worker's time."""
SHARES = 64
"""Below ``MOST``, an input is cut into so many partitions, so that some workers end at about the same time."""
BYTES = 16 * 2**20
"""Bytes of other files that make one partition: small ones are put together, a web archive is one by itself."""
FILES = 512
"""Files that make one partition at most."""
WORTH = 1 << 30
"""Bytes of lines from which it is worth to have them counted by all workers: it takes some seconds for each."""

_UNIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a file can be cut: its byte or row group, the number of its first line or row, how many follow."""

    start: int
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Where a file can be cut; no cuts where it is read whole. ``kind`` is what it is after a look at it."""

    kind: Kind
    cuts: tuple[Cut, ...] = ()


def plan_partitions(files: Sequence[InputFile], mapper: Mapper) -> tuple[Partition, ...]:
    """The partitions of the files, in the order of the files.

    Lines and rows are counted first, a file an item of ``mapper``: a partition has ``MOST`` of them, and fewer where
    the input is small. Files that are read whole are put together up to ``BYTES``.
    """
    # A few files are looked through sooner than workers begin.
    scanning = mapper if sum(file.size for file in files if file.kind == "lines") > WORTH else LocalMapper()
    scans = scanning.map(partial(_begin_scan, GRAIN), files)
    scanned = list(zip(files, scans, strict=True))
    total = sum(cut.rows for _, scan in scanned for cut in scan.cuts)
    size = min(MOST, max(GRAIN, -(-total // SHARES)))
    return tuple(_gather(_weigh(scanned, size)))


def _begin_scan(grain: int) -> Callable[[InputFile], Scan]:
    return partial(scan_file, grain=grain)


def scan_file(file: InputFile, *, grain: int) -> Scan:
    """Where the file can be cut: after every ``grain`` lines, before every row group.

    One that cannot be read has no cuts: the reason is told where it is to be read.
    """
    try:
        with open_input(file.address) as stream:
            if file.kind == "lines":
                return _scan_lines(stream, grain)
            if file.kind == "parquet":
                return Scan("parquet", tuple(_cuts_of(pq.ParquetFile(stream).metadata)))
            return Scan(file.kind)
    except TellingsError:
        raise
    except Exception:
        return Scan(file.kind)


def _scan_lines(stream: Any, grain: int) -> Scan:
    first = stream.readline(LARGEST)
    if not is_by_lines(first):
        return Scan("files")
    stream.seek(0)
    cuts, at, start, lines, rows = [], 0, 0, 0, 0
    while line := stream.readline(_UNIT):
        at += len(line)
        if not line.endswith(b"\n"):
            continue
        rows += 1
        if rows == grain:
            cuts.append(Cut(start, lines + 1, rows))
            start, lines, rows = at, lines + rows, 0
    if at > start:
        cuts.append(Cut(start, lines + 1, rows + 1))
    return Scan("lines", tuple(cuts))


def _cuts_of(metadata: Any) -> Iterator[Cut]:
    first = 1
    for number in range(metadata.num_row_groups):
        rows = metadata.row_group(number).num_rows
        yield Cut(number, first, rows)
        first += rows


def _weigh(scanned: Iterable[tuple[InputFile, Scan]], size: int) -> Iterator[tuple[Piece, int]]:
    """The smallest pieces, each with its share of a partition in units of one to ``_UNIT``."""
    for file, scan in scanned:
        if not scan.cuts:
            weight = max(file.size * _UNIT // BYTES, _UNIT // FILES)
            yield Piece(file.address, file.location, scan.kind), weight
        for cut in scan.cuts:
            count = cut.rows if scan.kind == "lines" else 1
            yield Piece(file.address, file.location, scan.kind, cut.start, count, cut.first), cut.rows * _UNIT // size


def _gather(weighed: Iterable[tuple[Piece, int]]) -> Iterator[Partition]:
    held: list[Piece] = []
    number = weight = 0
    for piece, share in weighed:
        if held and weight + share > _UNIT:
            yield Partition(number, tuple(_joined(held)))
            number, held, weight = number + 1, [], 0
        held.append(piece)
        weight += share
    if held:
        yield Partition(number, tuple(_joined(held)))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces of one file that follow each other as one."""
    held = pieces[0]
    for piece in pieces[1:]:
        if piece.address == held.address and piece.count and held.count:
            held = Piece(held.address, held.location, held.kind, held.start, held.count + piece.count, held.first)
        else:
            yield held
            held = piece
    yield held
