"""The documents of a partition, in order; nothing is raised for what is wrong with an input."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.bulk.places import open_input
from tellings.bulk.records import Partition, Piece, Settings
from tellings.errors import TellingsError
from tellings.model.document import Document, Skipped
from tellings.readers.given import settle
from tellings.readers.inflate import Inflated
from tellings.readers.jsonlines import MOST_BAD_LINES, read_jsonlines, read_record
from tellings.readers.lines import is_by_lines, split_lines
from tellings.readers.newstools import FLAT, TEXT
from tellings.readers.opening import LARGEST, read_stream

STRETCH = 4096
"""Reports whose pages are compared for what is furniture: as many as a partition of lines has, and held in memory."""
CHARACTERS = 32_000_000
"""Characters of a stretch at most."""
ROWS = 32
"""Rows of a Parquet file in memory at a time: a small file may unpack to rows of any size."""

_LASTING = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, or the rest of one, that could not be read: it may be read another time."""

    skipped: Skipped


@dataclass(slots=True)
class Stretch:
    """Reports that are read side by side, and what was left out among them."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    faults: int = 0
    doubles: int = 0
    characters: int = 0

    @property
    def full(self) -> bool:
        """Whether nothing more is to be put into it."""
        return max(len(self.documents), len(self.skipped)) >= STRETCH or self.characters >= CHARACTERS


def gather_stretches(items: Iterable[Document | Skipped | Fault]) -> Iterator[Stretch]:
    """The items by the stretch, each document once; where a stretch ends depends on the items alone."""
    stretch = Stretch()
    first_at: dict[str, str] = {}
    for item in items:
        if isinstance(item, Document):
            if item.id in first_at:
                stretch.doubles += 1
                stretch.skipped.append(Skipped(item.location, f"same text as {first_at[item.id]}"))
            else:
                first_at[item.id] = item.location
                stretch.documents.append(item)
                stretch.characters += len(item.text)
        elif isinstance(item, Fault):
            stretch.faults += 1
            stretch.skipped.append(item.skipped)
        else:
            stretch.skipped.append(item)
        if stretch.full:
            yield stretch
            stretch = Stretch()
    if stretch.documents or stretch.skipped:
        yield stretch


def read_pieces(partition: Partition, settings: Settings, *, patient: bool) -> Iterator[Document | Skipped | Fault]:
    """The documents of the partition, and why others are left out.

    Raises:
        OSError: while ``patient``, where a file cannot be read and that may pass.
    """
    for piece in partition.pieces:
        try:
            for item in _read_piece(piece, settings.today):
                yield settle(
                    item,
                    on_date=settings.on_date,
                    language=settings.language,
                    max_characters=settings.max_characters,
                )
        except TellingsError:
            raise
        except OSError as err:
            if patient and not isinstance(err, _LASTING):
                raise
            yield Fault(Skipped(piece.location, f"cannot be read: {err.strerror or str(err)[:200]}"))
        except pa.ArrowException as err:
            yield Skipped(piece.location, f"is damaged, or no Parquet file ({str(err)[:200]})")
        except ValueError as err:
            yield Skipped(piece.location, f"is damaged ({str(err)[:200]}); what came before was read")
        except Exception as err:
            # A fault of a reader costs the file, not the archive.
            yield Skipped(piece.location, f"cannot be read ({type(err).__name__}: {str(err)[:200]})")


def _read_piece(piece: Piece, today: date | None) -> Iterator[Document | Skipped]:
    with open_input(piece.address) as stream:
        if piece.kind == "parquet":
            yield from _read_parquet(stream, piece, today)
        elif piece.kind == "lines" and piece.count:
            stream.seek(piece.start)
            yield from _read_lines(stream, piece, today)
        elif piece.kind == "packed lines" and is_by_lines(Inflated(stream).readline(LARGEST)):
            stream.seek(0)
            unpacked = Inflated(stream)
            yield from _read_lines(unpacked, piece, today)
            if unpacked.cut:
                yield Skipped(piece.location, "is cut short: what came before was read")
        else:
            stream.seek(0)
            for item, _ in read_stream(stream, piece.location, today=today):
                yield item


def _read_lines(stream: Any, piece: Piece, today: date | None) -> Iterator[Document | Skipped]:
    for item in split_lines(stream, piece.location, first=piece.first, most=piece.count):
        if isinstance(item, Skipped):
            yield item
        else:
            yield from read_jsonlines(item.data, piece.location, today=today, first_line=item.first)


def _read_parquet(stream: Any, piece: Piece, today: date | None) -> Iterator[Document | Skipped]:
    with pq.ParquetFile(stream) as file:
        columns = file.schema_arrow.names
        wanted = [name for name in FLAT if name in columns]
        if not set(TEXT) & set(wanted):
            shown = ", ".join(columns[:12]) + (" ..." if len(columns) > 12 else "")
            yield Skipped(piece.location, f"has no column text (or {TEXT[1]}, {TEXT[2]}); it has {shown or 'none'}")
            return
        groups = list(range(piece.start, piece.start + piece.count)) if piece.count else None
        bad = 0
        for number, row in enumerate(_rows_of(file, groups, wanted), start=piece.first):
            item = read_record(row, f"{piece.location}#{number}", today=today)
            bad += isinstance(item, Skipped)
            if isinstance(item, Document) or bad <= MOST_BAD_LINES:
                yield item
        if bad > MOST_BAD_LINES:
            yield Skipped(piece.location, f"holds {bad - MOST_BAD_LINES:,} more bad rows, not listed one by one")


def _rows_of(file: Any, groups: list[int] | None, columns: list[str]) -> Iterator[dict[str, object]]:
    for batch in file.iter_batches(ROWS, row_groups=groups, columns=columns, use_threads=False):
        for row in batch.to_pylist():
            yield {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    """The value as JSON would have it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value
    return value


def batched(documents: list[Document], most: int, characters: int) -> Iterator[list[Document]]:
    """The documents by so many, fewer where they are long."""
    batch: list[Document] = []
    size = 0
    for doc in documents:
        batch.append(doc)
        size += len(doc.text)
        if len(batch) == most or size >= characters:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
