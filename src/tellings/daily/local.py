"""Local sources as pieces: files, folders, archives and long JSON Lines files, one piece in memory at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from tellings.model.document import Skipped
from tellings.readers.canonical import clean_url
from tellings.readers.lines import LARGEST, LINE_SUFFIXES, is_by_lines, split_lines
from tellings.readers.listing import Listing
from tellings.readers.opening import read_listing, split_stream
from tellings.readers.part import Part
from tellings.readers.sources import SourceFile, find_files


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with the address it is known by in the library ("" for standard input).

    ``first_line`` is the number of its first line in a JSON Lines file, 0 where it is something else.
    """

    part: Part
    address: str
    first_line: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """A file as it was sent: what it is called, and its bytes."""

    name: str
    data: bytes


def find_pieces(paths: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Piece | Listing | Skipped]:
    """Everything the paths name, in a fixed order; a feed, OPML list or sitemap as the list it is."""
    named = list(paths)
    if "-" in named:
        yield from _open_stdin(stdin)
    for item in find_files([path for path in named if path != "-"]):
        if isinstance(item, Skipped):
            yield item
        else:
            yield from _open_file(item)


def split_posted(files: Iterable[Posted]) -> Iterator[Piece | Listing | Skipped]:
    """Everything in the files; a feed, OPML list or sitemap as the list it is."""
    for file in files:
        yield from _split(BytesIO(file.data), file.name, "")


def _open_stdin(stdin: BinaryIO | None) -> Iterator[Piece | Listing | Skipped]:
    if stdin is None:
        yield Skipped("-", "standard input is not open")
        return
    yield from _split(stdin, "-", "")


def _open_file(file: SourceFile) -> Iterator[Piece | Listing | Skipped]:
    path = Path(file.path)
    address = path.absolute().as_uri()
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() in LINE_SUFFIXES and _is_by_lines(stream):
                yield from _split_lines(stream, file.location, address)
            else:
                yield from _split(stream, file.location, address)
    except (OSError, ValueError) as err:
        yield Skipped(file.location, f"cannot be read: {getattr(err, 'strerror', None) or err}")


def _split(stream: BinaryIO, location: str, address: str) -> Iterator[Piece | Listing | Skipped]:
    for part in split_stream(stream, location):
        if isinstance(part, Skipped):
            yield part
            continue
        whole = part.location == location and not part.address
        listing = read_listing(part.data, location) if whole else None
        if listing is not None and listing.entries:
            yield listing
            continue
        # A member of an archive of files is known by the archive and its own name.
        inside = part.location.removeprefix(location).replace("#", "/")
        yield Piece(part, clean_url(part.address) if part.address else address and f"{address}#{inside}".rstrip("#"))


def _split_lines(stream: BinaryIO, location: str, address: str) -> Iterator[Piece | Skipped]:
    """A long file by some lines; what is read from a piece stands at the right line of the file."""
    for item in split_lines(stream, location):
        if isinstance(item, Skipped):
            yield item
        else:
            yield Piece(Part(item.data, location), f"{address}#L{item.first}-L{item.last}", item.first)


def _is_by_lines(stream: BinaryIO) -> bool:
    line = stream.readline(LARGEST)
    stream.seek(0)
    return is_by_lines(line)
