"""Reading that goes on when a report breaks it: what fails is found and told with its reason, the rest is read."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from tellings.daily.local import Piece
from tellings.daily.reading import Batch, Failed, Reader, read_arrivals, read_batch
from tellings.errors import TellingsError
from tellings.model.document import Document
from tellings.model.library import Arrival
from tellings.ports import Recogniser

PIECE_SECONDS = 120.0
"""For one piece. The longest report that is taken, a million characters, is read in half a minute on two cores."""

BATCH_SECONDS = 900.0
"""For a batch, which holds 8 MiB at most: eight times the longest report, read four times as slowly."""

Read = Callable[[Sequence[Piece], Reader, Recogniser], Batch]


class TookTooLongError(Exception):
    """Reading was cut off."""


def read_carefully(
    pieces: Sequence[Piece], reader: Reader, recogniser: Recogniser, *, read: Read = read_batch
) -> Batch:
    """The reports of the pieces, each once; what breaks the reading of it is in ``failed``, and the others are read.

    Where a file holds a report a line, the line is found.

    Raises:
        TellingsError: what is not the fault of a report, such as a part that is not installed.
    """
    try:
        with _within(BATCH_SECONDS if len(pieces) > 1 else PIECE_SECONDS):
            return read(pieces, reader, recogniser)
    except (TellingsError, BrokenPipeError):
        raise
    except Exception as err:  # whatever a report may set off
        parts = list(pieces) if len(pieces) > 1 else _split_lines(pieces[0])
        if len(parts) == 1:
            return Batch((), (), (Failed(parts[0], say_fault(err)),))
        return join([read_carefully([part], reader, recogniser, read=read) for part in parts])


def say_fault(err: BaseException) -> str:
    """Why something could not be read, by the kind and place of the fault: its message may hold words of a report."""
    if isinstance(err, TookTooLongError):
        return f"was not read in {PIECE_SECONDS:g} s"
    frame, last = err.__traceback__, None
    while frame is not None:
        name = frame.tb_frame.f_globals.get("__name__", "")
        last = f"{name}:{frame.tb_lineno}" if name.startswith("tellings.") else last
        frame = frame.tb_next
    return f"breaks the reading ({type(err).__name__}{f' at {last}' if last else ''})"


def read_documents(
    documents: Sequence[Document], recogniser: Recogniser, *, beside: Sequence[Document] = ()
) -> tuple[tuple[Arrival, ...], tuple[tuple[Document, str], ...]]:
    """The documents read, and those whose reading broke off, with the reason."""
    try:
        with _within(BATCH_SECONDS if len(documents) > 1 else PIECE_SECONDS):
            return read_arrivals(documents, recogniser, beside=beside), ()
    except (TellingsError, BrokenPipeError):
        raise
    except Exception as err:  # whatever a report may set off
        if len(documents) == 1:
            return (), ((documents[0], say_fault(err)),)
        done = [read_documents([doc], recogniser, beside=beside) for doc in documents]
        return tuple(one for read, _ in done for one in read), tuple(one for _, failed in done for one in failed)


def join(batches: Sequence[Batch]) -> Batch:
    """All of them as one; a report that is in several is kept once by whoever keeps it."""
    return Batch(
        tuple(arrival for batch in batches for arrival in batch.arrivals),
        tuple(skipped for batch in batches for skipped in batch.skipped),
        tuple(failed for batch in batches for failed in batch.failed),
    )


def read_apart(
    pieces: Sequence[Piece], reader: Reader, *, seconds: float = PIECE_SECONDS, read: Read = read_batch
) -> Batch:
    """The reports of the pieces, read by a process of its own: one that ends, or does not end, ends nothing else.

    Which piece or line it ended over is found by halves.
    """
    if not pieces:
        return Batch((), ())
    batch, fault = _ask_process(pieces, reader, seconds if len(pieces) == 1 else BATCH_SECONDS, read)
    if batch is not None:
        return batch
    parts = list(pieces) if len(pieces) > 1 else _split_lines(pieces[0])
    if len(parts) == 1:
        return Batch((), (), (Failed(parts[0], fault),))
    half = len(parts) // 2
    return join([read_apart(some, reader, seconds=seconds, read=read) for some in (parts[:half], parts[half:])])


def _ask_process(pieces: Sequence[Piece], reader: Reader, seconds: float, read: Read) -> tuple[Batch | None, str]:
    """What came of it, or why nothing did."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    given = (theirs, tuple(pieces), reader, read)
    process = context.Process(target=_read_there, args=given, name="tellings reading", daemon=True)
    process.start()
    theirs.close()
    try:
        # A model is loaded first, which may take as long as reading.
        if not ours.poll(2 * seconds):
            return None, say_fault(TookTooLongError())
        answer: Batch | TellingsError = ours.recv()
    except (EOFError, OSError):
        process.join()
        return None, f"ends the process that reads it ({_say_end(process.exitcode)})"
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, TellingsError):
        raise answer
    return answer, ""


def _read_there(pipe: Connection, pieces: Sequence[Piece], reader: Reader, read: Read) -> None:
    # The keyboard stops who waits for this process, and that one ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send(read_carefully(pieces, reader, reader.load(), read=read))
    except TellingsError as err:
        pipe.send(err)


def _say_end(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"exit code {code}"


def _split_lines(piece: Piece) -> list[Piece]:
    """The lines of a piece that holds a report a line; anything else as it is."""
    if not piece.first_line:
        return [piece]
    lines = piece.part.data.splitlines(keepends=True)
    if len(lines) < 2:
        return [piece]
    base = piece.address.rpartition("#")[0]
    return [
        replace(
            piece,
            part=replace(piece.part, data=line),
            address=f"{base}#L{number}-L{number}" if base else "",
            first_line=number,
        )
        for number, line in enumerate(lines, piece.first_line)
        if line.strip()
    ]


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Cuts the block off after so many seconds, where that can be done: in the main thread, not on Windows."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def cut(number: int, frame: FrameType | None) -> None:
        raise TookTooLongError

    before: Any = signal.signal(signal.SIGALRM, cut)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
