"""One partition read: its readings, their fingerprints, and what was left out, each in a file."""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from tellings import flow
from tellings.bulk.documents import Stretch, batched, gather_stretches, read_pieces
from tellings.bulk.places import Folder
from tellings.bulk.records import Entry, Partition, Settings
from tellings.bulk.stages import keep_entry, persist
from tellings.bulk.tables import FINGERPRINTS, READINGS, SKIPPED, Row, Table, written
from tellings.errors import TellingsError
from tellings.exports.as_json import to_readings_json
from tellings.exports.records import record_reading
from tellings.model.document import Document, Skipped
from tellings.model.reading import Reading
from tellings.model.story import pack_fingerprint
from tellings.ports import Recogniser
from tellings.story.fingerprint import find_fingerprint

BATCH = 128
"""Reports that are read together, and rows of a row group: some 10 MB of them in memory."""
CHARACTERS = 2_000_000
"""Characters of a batch, where reports are long."""

_NUMBER = re.compile(r"(?<![\w-])\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A partition to be read."""

    partition: Partition
    made_from: str

    @property
    def number(self) -> int:
        """That of the partition."""
        return self.partition.number


def begin_reading(out: str, settings: Settings, threads: int) -> Callable[[ReadTask], Entry]:
    """What reads a partition; the recogniser is loaded here, once a worker.

    Raises:
        MissingPart, UsageError: when it cannot be loaded.
    """
    return partial(read_partition, folder=Folder(out), settings=settings, recogniser=settings.load(threads))


def read_partition(task: ReadTask, *, folder: Folder, settings: Settings, recogniser: Recogniser) -> Entry:
    """The entry of the partition after all its files were written; files that cannot be read are in ``skipped``.

    Raises:
        OutputError: when nothing can be written.
    """
    begun = time.perf_counter()
    return persist(lambda patient: _write(task, folder, settings, recogniser, begun, patient=patient))


def _write(
    task: ReadTask, folder: Folder, settings: Settings, recogniser: Recogniser, begun: float, *, patient: bool
) -> Entry:
    part = f"part-{task.number:06d}.parquet"
    days: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    faults = doubles = 0
    with (
        written(folder, f"readings/{part}", READINGS) as readings,
        written(folder, f"fingerprints/{part}", FINGERPRINTS) as prints,
        written(folder, f"skipped/{part}", SKIPPED) as skipped,
    ):
        for stretch in gather_stretches(read_pieces(task.partition, settings, patient=patient)):
            for read, left_out in _read_stretch(stretch, recogniser):
                _add(read, readings, prints, days)
                faults += len(left_out)
                leave_out(left_out, skipped, reasons)
            leave_out(stretch.skipped, skipped, reasons)
            faults, doubles = faults + stretch.faults, doubles + stretch.doubles
        files = (readings.finish(), prints.finish(), skipped.finish())
    entry = Entry(
        "read", task.number, task.made_from, files, round(time.perf_counter() - begun, 3),
        reports=readings.rows, doubles=doubles, left_out=skipped.rows, faults=faults,
        reasons=tuple(sorted(reasons.items())), made_by=flow.made_by(recogniser), days=tuple(sorted(days.items())),
    )  # fmt: skip
    return keep_entry(folder, entry)


def _read_stretch(stretch: Stretch, recogniser: Recogniser) -> Any:
    """The readings of the stretch by the batch, with what no reading could be made of."""
    sites = flow.survey_sites(stretch.documents)
    for documents in batched(stretch.documents, BATCH, CHARACTERS):
        read = partial(flow.read_documents, recogniser=recogniser, sites=sites)
        try:
            yield read(documents), []
        except (TellingsError, OSError):
            raise
        except Exception:
            yield _read_alone(documents, read)


def _read_alone(
    documents: Sequence[Document], read: Callable[[Sequence[Document]], tuple[Reading, ...]]
) -> tuple[list[Reading], list[Skipped]]:
    """One by one, so that a report that a finder fails at costs itself and no other."""
    readings: list[Reading] = []
    left_out: list[Skipped] = []
    for doc in documents:
        try:
            readings += read([doc])
        except Exception as err:
            left_out.append(Skipped(doc.location, f"no reading could be made ({type(err).__name__}: {str(err)[:200]})"))
    return readings, left_out


def _add(read: Sequence[Reading], readings: Table, prints: Table, days: Counter[str]) -> None:
    rows = []
    for reading in read:
        published = reading.document.published
        made = find_fingerprint(reading)
        rows.append(
            {
                "id": reading.document.id,
                "earliest": published.earliest,
                "latest": published.latest,
                "fingerprint": pack_fingerprint(made),
            }
        )
        days[published.latest.isoformat() if published.latest else ""] += 1
    readings.add([to_row(reading) for reading in read])
    prints.add(rows)


def to_row(reading: Reading) -> Row:
    """A row of ``READINGS``."""
    doc = reading.document
    record = record_reading(reading)
    return {
        "id": doc.id,
        "location": doc.location,
        "outlet": doc.outlet,
        "title": record.document.title,
        "url": doc.url,
        "earliest": doc.published.earliest,
        "latest": doc.published.latest,
        "basis": doc.published.basis,
        "language": record.document.language,
        "text": doc.text,
        "reading": to_readings_json([record]).rstrip("\n"),
        "packed": msgspec.msgpack.encode(reading),
    }


def from_packed(data: bytes) -> Reading:
    """The reading of a row, exactly as it was made.

    Raises:
        ValueError: when the bytes are none, or of another version's making.
    """
    return msgspec.msgpack.decode(data, type=Reading)


def leave_out(items: Sequence[Skipped], skipped: Table, reasons: Counter[str]) -> None:
    """Writes down what was left out, and counts it by the kind of reason.

    Raises:
        OutputError: when it cannot be written.
    """
    skipped.add([{"location": item.location, "reason": item.reason} for item in items])
    reasons.update(find_kind(item.reason) for item in items)


def find_kind(reason: str) -> str:
    """The reason without what differs from one input to the next: numbers, and which report was there before."""
    if reason.startswith("same text as "):
        return "same text as another"
    return _NUMBER.sub("N", reason)[:120]
