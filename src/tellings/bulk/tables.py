"""The Parquet files of an archive: their columns, and rows written to them so that equal rows give equal bytes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.bulk.places import Folder, Output, Written

Row = Mapping[str, Any]

READINGS = pa.schema(
    [
        ("id", pa.string()),
        ("location", pa.string()),
        ("outlet", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("earliest", pa.date32()),
        ("latest", pa.date32()),
        ("basis", pa.string()),
        ("language", pa.string()),
        ("text", pa.string()),
        ("reading", pa.string()),
        ("packed", pa.binary()),
    ]
)
"""A report read: what is known of it, ``reading`` as tellings-reading/1, ``packed`` as it is needed to be briefed."""

FINGERPRINTS = pa.schema(
    [("id", pa.string()), ("earliest", pa.date32()), ("latest", pa.date32()), ("fingerprint", pa.binary())]
)
"""What grouping needs of each report of ``READINGS``."""

SKIPPED = pa.schema([("location", pa.string()), ("reason", pa.string())])
"""What was left out, and why."""

STORIES = pa.schema(
    [
        ("story", pa.string()),
        ("title", pa.string()),
        ("reports", pa.int64()),
        ("document", pa.string()),
        ("partition", pa.int32()),
        ("bucket", pa.int32()),
        ("briefed", pa.bool_()),
        ("why", pa.string()),
    ]
)
"""Which story of how many reports a report tells, and why.

Its reading is in the file of ``partition``, the story's brief in that of ``bucket``; ``briefed`` says whether the brief
rests on this report too.
"""

BRIEFS = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("reports", pa.int64()),
        ("briefed", pa.int64()),
        ("brief", pa.string()),
    ]
)
"""A story: its days, how many reports tell it, how many of these its brief rests on, and the brief as JSON."""

PARTIALS = pa.schema(
    [
        ("day", pa.int32()),
        ("first_report", pa.string()),
        ("title", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("reports", pa.int64()),
        ("documents", pa.list_(pa.string())),
        ("partitions", pa.list_(pa.int32())),
        ("shared", pa.list_(pa.string())),
        ("central", pa.list_(pa.string())),
        ("heads", pa.list_(pa.binary())),
    ]
)
"""What one window knows of a story (``story.windows.Partial``), and in which partition each of its reports is."""

SHUFFLED = pa.schema(
    [
        ("story", pa.string()),
        ("title", pa.string()),
        ("reports", pa.int64()),
        ("document", pa.string()),
        ("packed", pa.binary()),
    ]
)
"""A reading on its way to the bucket of its story."""

# Said by few words again and again; of the others a dictionary would be as large as they are.
_REPEATED = frozenset(("outlet", "basis", "language", "story", "title", "why"))
# By which a reader passes over what it does not need.
_RANGED = frozenset(("id", "earliest", "latest", "first", "last", "partition"))
_LEVEL = 3


@dataclass(slots=True)
class Table:
    """A Parquet file as it is written: each call of ``add`` that has rows makes one row group."""

    schema: pa.Schema
    output: Output
    rows: int = 0
    _writer: Any = field(default=None, repr=False)

    def add(self, rows: Sequence[Row]) -> None:
        """Rows behind those that are there, as one row group.

        Raises:
            OutputError: when the file cannot be written.
        """
        if rows:
            self.writer().write_table(pa.Table.from_pylist(list(rows), schema=self.schema))
            self.rows += len(rows)

    def writer(self) -> Any:
        """What writes the file; begun once."""
        if self._writer is None:
            names = self.schema.names
            self._writer = pq.ParquetWriter(
                self.output,
                self.schema,
                version="2.6",
                compression="zstd",
                compression_level=_LEVEL,
                use_dictionary=[name for name in names if name in _REPEATED],
                write_statistics=[name for name in names if name in _RANGED],
                store_schema=False,
            )
        return self._writer

    def finish(self) -> Written:
        """The file with its end written; one without rows has its columns all the same."""
        self.writer().close()
        return self.output.done(self.rows)


@contextmanager
def written(folder: Folder, name: str, schema: pa.Schema) -> Iterator[Table]:
    """A table to add rows to; call ``finish`` on it before the end. It is there as a whole or not at all.

    Raises:
        OutputError: when it cannot be written.
    """
    with folder.writing(name) as output:
        table = Table(schema, output)
        try:
            yield table
        except BaseException:
            # A writer that is not closed would write its end when it is thrown away.
            with suppress(Exception):
                table.writer().close()
            raise


def write_rows(folder: Folder, name: str, schema: pa.Schema, rows: Iterable[Sequence[Row]]) -> Written:
    """A file of these rows, each sequence a row group.

    Raises:
        OutputError: when it cannot be written.
    """
    with written(folder, name, schema) as table:
        for group in rows:
            table.add(group)
        return table.finish()


def read_rows(folder: Folder, name: str, *, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a file in their order, a row group in memory at a time.

    Raises:
        OSError: when it cannot be read.
    """
    with folder.open(name) as stream, pq.ParquetFile(stream) as file:
        for number in range(file.num_row_groups):
            yield from read_group(file, number, columns)


def read_group(file: Any, number: int, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of one row group."""
    rows: list[dict[str, Any]] = file.read_row_group(number, columns=columns, use_threads=False).to_pylist()
    return rows
