"""Dead letters: what failed to be read, found again by its bytes, tried again, put aside, listed and dropped."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from tellings.daily.careful import join, read_apart
from tellings.daily.local import Piece
from tellings.daily.reading import Batch, Failed, Reader
from tellings.errors import UsageError
from tellings.model.document import Document, Skipped
from tellings.model.fetched import Fetched
from tellings.model.service import DeadLetter, LettersRecord
from tellings.ports import Store
from tellings.readers.part import Part
from tellings.service.events import note
from tellings.text.names import hash_id

TRIES = 3
"""Failures after which something is left alone: the first may be the machine's, the third is its own."""

LARGEST = 8 << 20
"""Bytes that are kept to try again with, as many as a batch holds; what is larger has to be added again."""

FORGOTTEN = timedelta(days=7)
"""What was begun this long ago and never ended is not looked for any more: it did not come in again."""

Clock = Callable[[], datetime]
Waiting = tuple[tuple[Piece, ...], tuple[Skipped, ...], int]


@dataclass(slots=True)
class Letters:
    """Stands around the reading of pieces: what is aside is left out, what killed a process before is read apart.

    ``sift`` goes before the batches are gathered, ``begin`` before they are read, ``end`` after each, in their order;
    ``rescue`` when the processes that read were lost over one, ``forget`` when no more is read.
    """

    store: Store
    clock: Clock
    reader: Reader
    _begun: deque[tuple[Waiting, Batch, tuple[Piece, ...]]] = field(default_factory=deque, init=False)

    def sift(self, pieces: Iterable[Piece | Skipped]) -> Iterator[Piece | Skipped]:
        """The pieces, without those that are aside."""
        self.store.letters.drop_begun(before=self.clock() - FORGOTTEN)
        aside = {letter.id for letter in self.store.letters.list_all() if letter.state == "aside"}
        for item in pieces:
            if isinstance(item, Skipped) or not aside:
                yield item
            elif (id_ := id_of(item)) in aside:
                yield Skipped(item.part.location, f"failed to be read {TRIES} times and is set aside ({id_})")
            else:
                yield item

    def begin(self, batches: Iterator[Waiting]) -> Iterator[Waiting]:
        """The batches that were begun and not ended, then the others, without what a process died over.

        That is read by a process of its own, here. When no more is taken the batches stand where they are.
        """
        yield from [waiting for waiting, _, _ in self._begun]
        while (waiting := next(batches, None)) is not None:
            pieces, skipped, seen = waiting
            states = self.store.letters.find_states(map(id_of, pieces))
            suspects = tuple(piece for piece in pieces if states.get(id_of(piece)) == "begun")
            done = read_apart(suspects, self.reader)
            rest = tuple(piece for piece in pieces if piece not in suspects)
            self.store.letters.begin([_letter(piece, "", self.clock()) for piece in pieces])
            self._begun.append(((rest, skipped, seen), done, pieces))
            yield rest, skipped, seen

    def end(self, batch: Batch) -> Batch:
        """All that came of the first batch that was begun and not ended, with what failed among what was left out."""
        _, apart, pieces = self._begun.popleft()
        whole = join([batch, apart])
        failed = tuple(keep_failed(self.store, one, now=self.clock()) for one in whole.failed)
        self._cross_out(pieces)
        return Batch(whole.arrivals, (*whole.skipped, *failed))

    def rescue(self) -> tuple[Batch, tuple[Skipped, ...], int]:
        """What came of the first batch that was begun: read by a process of its own."""
        (pieces, skipped, seen), _, _ = self._begun[0]
        return read_apart(pieces, self.reader), skipped, seen

    def forget(self) -> None:
        """Crosses out what was begun and will not be read now: no process died over it."""
        for _, _, pieces in self._begun:
            self._cross_out(pieces)
        self._begun.clear()

    def _cross_out(self, pieces: Iterable[Piece]) -> None:
        self.store.letters.end(map(id_of, pieces))


def id_of(piece: Piece) -> str:
    """The id of a piece: of where it is and of its bytes; what was changed is another, and may be read."""
    return hash_id("l", piece.address or piece.part.location, sha256(piece.part.data).hexdigest())


def _letter(piece: Piece, reason: str, now: datetime) -> DeadLetter:
    line = f":{piece.first_line}" if piece.first_line else ""
    where = piece.part.location + line
    return DeadLetter(id_of(piece), where[:2000], piece.address, "failed", reason, 0, now, now)


def keep_failed(store: Store, failed: Failed, *, now: datetime) -> Skipped:
    """Writes a failure down, and says it as what was left out."""
    letter = _letter(failed.piece, failed.reason, now)
    body = msgspec.msgpack.encode(failed.piece) if len(failed.piece.part.data) <= LARGEST else b""
    kept = store.letters.keep(letter, body, most=TRIES)
    aside = kept.state == "aside"
    note("dead_letter", "warning", id=kept.id, kind="piece", reason=kept.reason, tries=kept.tries, aside=aside)
    return Skipped(kept.location, f"{kept.reason}; kept as dead letter {kept.id}")


def keep_page(store: Store, answer: Fetched, url: str, reason: str, *, now: datetime) -> Skipped:
    """The same for a page whose bytes could not be made a report."""
    part = Part(answer.data, answer.final_url, answer.media_type, address=url)
    return keep_failed(store, Failed(Piece(part, url), reason), now=now)


def keep_document(store: Store, doc: Document, reason: str, *, now: datetime) -> Skipped:
    """The same for a report whose text could not be read: it is kept as a line of JSON."""
    day = doc.published.at or doc.published.earliest
    record = {
        "text": doc.text,
        "url": doc.url,
        "title": doc.title,
        "outlet": doc.outlet,
        "authors": doc.bylines,
        "date_publish": day.isoformat() if day else None,
        "language": doc.language,
    }
    given = {name: value for name, value in record.items() if value}
    piece = Piece(Part(msgspec.json.encode(given) + b"\n", doc.location), doc.url or "", first_line=1)
    return keep_failed(store, Failed(piece, reason), now=now)


def list_letters(store: Store, *, limit: int | None = None) -> LettersRecord:
    """What failed and what was set aside, the latest first."""
    return LettersRecord(store.where, store.letters.list_all(limit=limit))


def drop_letters(store: Store, ids: Sequence[str]) -> tuple[str, ...]:
    """The letters that are gone: what they hold is tried again when it is met again.

    Raises:
        UsageError: when one is not there; then none is dropped.
    """
    return store.letters.drop([find_letter(store, id_).id for id_ in ids])


def find_letter(store: Store, id_: str) -> DeadLetter:
    """The letter of this id, or whose id begins so.

    Raises:
        UsageError: when there is none, or more than one.
    """
    found = [letter for letter in store.letters.list_all() if id_ and letter.id.startswith(id_)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{id_[:40]!r} is how {len(found)} dead letters begin. Give more of one.")
    raise UsageError(f"there is no dead letter {id_[:40]!r} in {store.where}.\nSee: tellings dead-letters list")


def retry_letter(store: Store, letter: DeadLetter, reader: Reader, *, now: datetime) -> Batch:
    """What came of reading it again, by a process of its own; where that failed again it is noted.

    Raises:
        UsageError: when its bytes were too large to be kept.
    """
    loaded = store.letters.load(letter.id)
    if loaded is None or not loaded[1]:
        raise UsageError(
            f"the bytes of {letter.id} are not kept: they were too many.\nAdd it again: {letter.location[:200]}"
        )
    piece = msgspec.msgpack.decode(loaded[1], type=Piece)
    batch = read_apart([piece], reader)
    if batch.failed:
        return replace(batch, skipped=(*batch.skipped, *(keep_failed(store, one, now=now) for one in batch.failed)))
    return batch
