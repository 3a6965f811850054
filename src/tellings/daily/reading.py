"""Pieces of sources read to reports, in this process or in several: the same reports whatever the number."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tellings import app, flow
from tellings.daily.local import Piece
from tellings.model.document import Document, Skipped
from tellings.model.fetched import Fetched
from tellings.model.library import Arrival, Original
from tellings.ports import Recogniser
from tellings.readers import given
from tellings.readers.fetched import read_fetched
from tellings.readers.jsonlines import read_jsonlines
from tellings.readers.listing import Entry, fill_in
from tellings.readers.opening import read_part
from tellings.story.fingerprint import find_fingerprint

BATCH = 64
"""Pieces that are read and kept together: one call of the encoder, one transaction."""

BATCH_BYTES = 8 * 2**20
"""Bytes of a batch, so that a batch of long pages stays small in memory."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How reports are read; see ``app.read`` for the fields. It can be sent to another process."""

    on_date: date | None = None
    language: str | None = None
    today: date | None = None
    max_characters: int = app.LONGEST
    engine: str | None = None
    model: bool = True
    threads: int = 0

    def load(self) -> Recogniser:
        """The recogniser.

        Raises:
            MissingPart, UsageError: when it cannot be loaded.
        """
        return app.pick_recogniser(None, self.engine, self.model, self.threads)


@dataclass(frozen=True, slots=True)
class Failed:
    """A piece whose reading broke off, and why; see ``daily.careful``."""

    piece: Piece
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of some parts: reports read, with what is to be kept of them, what was left out, and what failed."""

    arrivals: tuple[Arrival, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...] = ()


def gather_batches(
    pieces: Iterable[Piece | Skipped], known: Callable[[Piece], int]
) -> Iterator[tuple[tuple[Piece, ...], tuple[Skipped, ...], int]]:
    """Pieces by the batch, with what was skipped on the way and how many of their reports were known already.

    Where a batch ends depends on the pieces alone, so that a run that goes on where another was stopped reads the same
    batches.
    """
    batch: list[Piece] = []
    skipped: list[Skipped] = []
    size = count = seen = 0
    for item in pieces:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        count, size = count + 1, size + len(item.part.data)
        there = known(item)
        seen += there
        if not there:
            batch.append(item)
        # A piece of a JSON Lines file holds a batch of reports by itself.
        if count == BATCH or size >= BATCH_BYTES or item.first_line:
            yield tuple(batch), tuple(skipped), seen
            batch, skipped, size, count, seen = [], [], 0, 0, 0
    if count or skipped:
        yield tuple(batch), tuple(skipped), seen


def read_batch(pieces: Sequence[Piece], reader: Reader, recogniser: Recogniser) -> Batch:
    """The reports of the pieces, each once, read and ready to be kept."""
    found: dict[str, tuple[Document, Piece]] = {}
    skipped: list[Skipped] = []
    for piece in pieces:
        for item in _read_piece(piece, reader.today):
            doc = settle(item, reader)
            if isinstance(doc, Skipped):
                skipped.append(doc)
            else:
                found.setdefault(doc.id, (doc, piece))
    arrivals = read_arrivals([doc for doc, _ in found.values()], recogniser)
    return Batch(tuple(_with_origin(arrival, found[arrival.document.id][1]) for arrival in arrivals), tuple(skipped))


def _with_origin(arrival: Arrival, piece: Piece) -> Arrival:
    part = piece.part
    return replace(arrival, original=Original(part.data, part.location, part.media_type), address=piece.address or None)


def read_arrivals(
    documents: Sequence[Document], recogniser: Recogniser, *, beside: Sequence[Document] = ()
) -> tuple[Arrival, ...]:
    """The documents with their readings and fingerprints."""
    readings = flow.read_documents(documents, recogniser, beside=beside)
    return tuple(
        Arrival(reading.document, reading=reading, fingerprint=find_fingerprint(reading)) for reading in readings
    )


def _read_piece(piece: Piece, today: date | None) -> Iterator[Document | Skipped]:
    part = piece.part
    if piece.first_line:
        return read_jsonlines(part.data, part.location, today=today, first_line=piece.first_line)
    return read_part(part, today=today)


def read_page(answer: Fetched, entry: Entry | None, *, today: date | None) -> Iterator[Document | Skipped]:
    """The report of a fetched page, with what only the entry of its feed says of it."""
    for item in read_fetched(answer, answer.final_url, today=today):
        yield fill_in(item, entry) if entry and isinstance(item, Document) else item


def settle(item: Document | Skipped, reader: Reader) -> Document | Skipped:
    """The document with the day and language given for those that carry none; what is too long is left out."""
    return given.settle(item, on_date=reader.on_date, language=reader.language, max_characters=reader.max_characters)
