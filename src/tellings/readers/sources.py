"""Paths, folders, globs and standard input to documents; whatever cannot be read is listed with its reason."""

import errno
import glob
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

from tellings.model.document import Document, Published, Skipped
from tellings.readers.opening import LARGEST as LARGEST
from tellings.readers.opening import SUFFIXES, read_stream, suffix_of
from tellings.readers.opening import read_bytes as read_bytes

LONGEST = 1_000_000
"""Characters of one report: longer than a novel, and read within half a minute. What is longer is a dump of many."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_GLOB = re.compile(r"[*?\[]")


ReadAddress = Callable[[str], Iterable[Document | Skipped]]
"""The documents of an address; never raises for what a server does."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file to read: ``path`` for the system, ``location`` as shown."""

    path: str
    location: str


def read_sources(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    on_date: date | None = None,
    today: date | None = None,
    largest: int = LARGEST,
    max_characters: int = LONGEST,
    read_address: ReadAddress | None = None,
) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """The documents of all inputs, each once, and what was skipped; both sorted, whatever the order of ``paths``.

    A path is a file, a folder (searched to its depths for files of known suffix, hidden ones left out), a glob or "-"
    for ``stdin``. ``on_date`` is the day of publication of every document that does not carry one. A date more than a
    day after ``today`` is not believed. An input of more than ``largest`` bytes is skipped, and so is a report of more
    than ``max_characters``. Addresses ("https://...") are read by ``read_address``; without it they are skipped, and
    nothing of the web is asked.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for item in _read_all(sorted(set(paths)), stdin, today, largest, read_address):
        if isinstance(item, Document) and len(item.text) > max_characters:
            item = Skipped(item.location, _too_long(len(item.text), max_characters))
        (documents if isinstance(item, Document) else skipped).append(item)  # type: ignore[arg-type]
    skipped += (Skipped(printable(path), "given more than once, read once") for path in _repeated(paths))
    kept, doubles = _drop_doubles(documents)
    if on_date is not None:
        kept = [_date(doc, on_date) for doc in kept]
    return tuple(kept), tuple(sorted(skipped + doubles, key=lambda s: (s.location, s.reason)))


def _too_long(characters: int, limit: int) -> str:
    return (
        f"holds {characters:,} characters, too many for one report (the limit is {limit:,}): "
        "split it into reports, or raise the limit with --max-characters"
    )


def _repeated(paths: Sequence[str]) -> list[str]:
    return sorted(path for path, count in Counter(paths).items() if count > 1)


def _drop_doubles(documents: Iterable[Document]) -> tuple[list[Document], list[Skipped]]:
    kept: dict[str, Document] = {}
    doubles: list[Skipped] = []
    for doc in sorted(documents, key=lambda doc: (doc.location, doc.id, doc.notes)):
        first = kept.setdefault(doc.id, doc)
        if first is not doc:
            doubles.append(Skipped(doc.location, f"same text as {first.location}"))
    return list(kept.values()), doubles


def _date(doc: Document, day: date) -> Document:
    if doc.published.basis != "unknown":
        return doc
    return replace(doc, published=Published(day, day, "metadata", why="given by the caller"))


def _read_all(
    paths: Sequence[str],
    stdin: BinaryIO | None,
    today: date | None,
    largest: int,
    read_address: ReadAddress | None,
) -> Iterator[Document | Skipped]:
    files = []
    for path in paths:
        if path == "-":
            yield from _read_stdin(stdin, today, largest)
        elif read_address and is_address(path):
            yield from read_address(path)
        else:
            files.append(path)
    for item in find_files(files):
        if isinstance(item, Skipped):
            yield item
        else:
            yield from _read_file(item, today, largest)


def is_address(path: str) -> bool:
    """Whether it names something of the web or another network ("https://...") and no file."""
    return bool(_ADDRESS.match(path))


def find_files(paths: Iterable[str], *, suffixes: Sequence[str] = SUFFIXES) -> Iterator[SourceFile | Skipped]:
    """The files that paths, folders and globs name, each once and in a fixed order; and why others are left out.

    In folders, files of these ``suffixes`` are looked for.
    """
    seen: dict[str, str] = {}
    for path in sorted(set(paths)):
        for item in _expand(path, suffixes):
            if isinstance(item, Skipped):
                yield item
                continue
            first = seen.setdefault(os.path.realpath(item.path), item.location)
            if first is item.location:
                yield item
                continue
            same = f"same file as {first}" if first != item.location else "given more than once, read once"
            yield Skipped(item.location, same)


def _read_stdin(stdin: BinaryIO | None, today: date | None, largest: int) -> Iterator[Document | Skipped]:
    if stdin is None:
        yield Skipped("-", "standard input is not open")
        return
    yield from _read_opened(stdin, "-", today, largest)


def _read_opened(stream: BinaryIO, location: str, today: date | None, largest: int) -> Iterator[Document | Skipped]:
    try:
        for item, _ in read_stream(stream, location, today=today, largest=largest):
            yield item
    except (OSError, ValueError) as err:
        yield Skipped(location, f"cannot be read: {_say(err)}")


def _expand(path: str, suffixes: Sequence[str]) -> Iterator[SourceFile | Skipped]:
    shown = printable(path)
    if is_address(path):
        yield Skipped(shown, "is an address: save the page or the feed as a file and give that")
        return
    if not os.path.lexists(path) and _GLOB.search(path):
        matches = [] if "\0" in path else sorted(glob.glob(path, recursive=True))
        if not matches:
            yield Skipped(shown, "matches no file")
        for match in matches:
            yield from _expand_one(match, suffixes)
        return
    yield from _expand_one(path, suffixes)


def _expand_one(path: str, suffixes: Sequence[str]) -> Iterator[SourceFile | Skipped]:
    shown = printable(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as err:
        broken = isinstance(err, FileNotFoundError) and os.path.islink(path)
        yield Skipped(shown, "is a link to a file that does not exist" if broken else f"cannot be read: {_say(err)}")
        return
    if stat.S_ISDIR(mode):
        yield from _expand_folder(path, suffixes)
    elif stat.S_ISREG(mode):
        yield SourceFile(path, shown)
    else:
        yield Skipped(shown, "is a device, pipe or socket, not a file; use - for standard input")


def _expand_folder(path: str, suffixes: Sequence[str]) -> Iterator[SourceFile | Skipped]:
    found = False
    others: Counter[str] = Counter()
    for item in _walk(path, set()):
        if isinstance(item, Skipped):
            found = True
            yield item
            continue
        suffix = suffix_of(item)
        if suffix in suffixes:
            found = True
            yield from _expand_one(item, suffixes)
        else:
            others[os.path.splitext(item)[1].lower() or "no suffix"] += 1
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items())[:10])
    if not found:
        yield Skipped(printable(path), f"folder without reports (looked for {' '.join(suffixes)}, also with .gz)")
    elif others:
        yield Skipped(printable(path), f"files of other kinds left out: {printable(kinds)}")


def _walk(folder: str, entered: set[tuple[int, int]]) -> Iterator[str | Skipped]:
    """Paths of the files below, sorted; a folder is entered once, so that links cannot lead round in circles."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            at = os.stat(path)
            if (at.st_dev, at.st_ino) in entered:
                continue
            entered.add((at.st_dev, at.st_ino))
            names = sorted(os.listdir(path))
        except OSError as err:
            yield Skipped(printable(path), f"cannot be read: {_say(err)}")
            continue
        below = []
        for name in names:
            if name.startswith("."):
                continue
            child = os.path.join(path, name)
            if os.path.isdir(child):
                below.append(child)
            else:
                yield child
        waiting.extend(reversed(below))


def _read_file(file: SourceFile, today: date | None, largest: int) -> Iterator[Document | Skipped]:
    try:
        with open(file.path, "rb") as opened:
            yield from _read_opened(opened, file.location, today, largest)
    except (OSError, ValueError) as err:
        yield Skipped(file.location, f"cannot be read: {_say(err)}")


def printable(path: str) -> str:
    """The path as it can be shown and written: bytes of a file name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace") if not path.isascii() else path


def _say(err: OSError | ValueError) -> str:
    if isinstance(err, OSError) and err.errno == errno.ELOOP:
        return "its links lead round in circles"
    if isinstance(err, OSError) and err.strerror:
        return err.strerror.lower()
    return str(err)
