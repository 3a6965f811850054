"""Long JSON Lines files by the stretch of lines, so that never more than one stretch is in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tellings.model.document import Skipped

LARGEST = 64 * 2**20
"""Bytes of one line: as many as one input may have (``readers.opening``)."""

LINES = 64
"""Reports that make one stretch: a batch holds no more."""

LINE_SUFFIXES = (".jsonl", ".ndjson")


class Lines(Protocol):
    """A stream of lines: a file, or one that is unpacked as it is read."""

    def readline(self, limit: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that stand one after the other: their bytes, and the numbers of the first and the last of them."""

    data: bytes
    first: int
    last: int


def is_by_lines(line: bytes) -> bool:
    """Whether the first line of a file is an object by itself; a list, or an object over several lines, is not."""
    line = line.strip()
    return line.startswith(b"{") and line.endswith(b"}")


def split_lines(stream: Lines, location: str, *, first: int = 1, most: int = 0) -> Iterator[Stretch | Skipped]:
    """The lines from here on (``most`` of them, 0 for all), by ``LINES``; ``first`` is the number of the next one.

    A line of more than ``LARGEST`` bytes is passed over with its reason.

    Raises:
        OSError, ValueError: when the stream cannot be read on; the lines before that were given.
    """
    lines: list[bytes] = []
    number, size, taken = first, 0, 0
    try:
        while not most or taken < most:
            line = stream.readline(LARGEST + 1)
            if not line:
                break
            taken += 1
            if len(line) > LARGEST:
                if lines:
                    yield _stretch(lines, number)
                number, lines, size = number + len(lines), [], 0
                yield Skipped(f"{location}:{number}", f"is a line larger than {LARGEST / 2**20:g} MiB")
                number += 1
                while line and not line.endswith(b"\n"):
                    line = stream.readline(LARGEST)
                continue
            lines.append(line)
            size += len(line)
            if len(lines) == LINES or size > LARGEST // 8:
                yield _stretch(lines, number)
                number, lines, size = number + len(lines), [], 0
    except (OSError, ValueError):
        if lines:
            yield _stretch(lines, number)
        raise
    if lines:
        yield _stretch(lines, number)


def _stretch(lines: list[bytes], number: int) -> Stretch:
    return Stretch(b"".join(lines), number, number + len(lines) - 1)
