"""Files wherever they lie, local or at an address that fsspec knows: opened, listed, written whole or not at all."""

import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import fsspec

from tellings.errors import MissingPart, UsageError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(://|::)", re.I)
_BUFFER = 1 << 20
_TEMPORARY = re.compile(r".*\.[0-9a-f]{32}\.part")


class OutputError(UsageError):
    """The output cannot be written: the disk is full, or the place read-only or gone. What stands already stays."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the output: its name in the folder, the SHA-256 of its bytes in hex, how many rows and bytes it has."""

    name: str
    sha256: str
    rows: int
    bytes: int


def is_remote(path: str) -> bool:
    """Whether the path is an address for fsspec ("s3://bucket/x") and no local path."""
    return bool(_ADDRESS.match(path)) and not path.lower().startswith("file://")


def to_address(path: str) -> str:
    """The address under which every worker finds it, whatever folder it works in."""
    if is_remote(path):
        return path
    return os.path.abspath(path[len("file://") :] if path.lower().startswith("file://") else path)


def find_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there.

    Raises:
        MissingPart: when the package for this kind of address is not installed.
        UsageError: when there is no such kind of address, or it cannot be reached as it is written.
    """
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as err:
        raise MissingPart(f"{address[:200]} cannot be opened: {err}.\nInstall the package it names.") from err
    except (ValueError, OSError) as err:
        known = "a path, file://, s3://, gs://, az://, hdfs://, ssh:// and others of fsspec"
        raise UsageError(f"{address[:200]} cannot be opened: {str(err)[:300]}\nAn address is one of: {known}.") from err
    return system, path


@contextmanager
def open_input(address: str) -> Iterator[BinaryIO]:
    """A file opened for reading from its beginning; it can be sought in.

    Raises:
        OSError: when it cannot be read.
        MissingPart, UsageError: as ``find_system``.
    """
    if not is_remote(address):
        with open(address, "rb") as stream:
            yield stream
        return
    system, path = find_system(address)
    # A line of a remote file cannot be bounded without a buffer of our own.
    with system.open(path, "rb") as raw, io.BufferedReader(raw, _BUFFER) as buffered:
        yield cast(BinaryIO, buffered)


class Folder:
    """The folder that an archive is written to.

    Raises:
        MissingPart, UsageError: as ``find_system``.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, self._root = find_system(address)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def list_files(self) -> dict[str, int]:
        """The size in bytes of every file below, by its name; those begun by a run that was killed are left out."""
        return {name: size for name, size in self._find() if not _TEMPORARY.fullmatch(name)}

    def _find(self) -> Iterator[tuple[str, int]]:
        self._system.invalidate_cache()
        found = self._system.find(self._root, detail=True) if self._system.exists(self._root) else {}
        skip = len(self._root.rstrip("/")) + 1
        for path, info in sorted(found.items()):
            yield path[skip:], int(info.get("size") or 0)

    def open(self, name: str) -> Any:
        """A file of the folder, opened for reading."""
        return self._system.open(self._path(name), "rb")

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: when it cannot be read.
        """
        data: bytes = self._system.cat_file(self._path(name))
        return data

    def read_all(self, names: list[str]) -> dict[str, bytes]:
        """The bytes of many files by name, asked for together where the file system can."""
        if not names:
            return {}
        paths = {self._path(name): name for name in names}
        found = self._system.cat(list(paths))
        if isinstance(found, bytes):
            return {names[0]: found}
        return {name: found[path] for path, name in paths.items() if path in found}

    def write(self, name: str, data: bytes, *, rows: int = 0) -> Written:
        """A file of these bytes, there as a whole or not at all.

        Raises:
            OutputError: when it cannot be written.
        """
        with self.writing(name) as out:
            out.write(data)
        return out.done(rows)

    @contextmanager
    def writing(self, name: str) -> "Iterator[Output]":
        """A file to write to; it has its name from when all of it is there, and is gone where writing broke off.

        Raises:
            OutputError: when it cannot be written.
        """
        path = self._path(name)
        # Two workers may write the same file at once, where one was taken for lost: what they write is equal.
        partial = f"{path}.{uuid.uuid4().hex}.part"
        output = Output(name)
        try:
            with _told(path):
                self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                output.stream = self._system.open(partial, "wb")
            yield output
            with _told(path):
                output.stream.close()
                self._system.mv(partial, path)
        except BaseException:
            with suppress(Exception):
                output.stream.close()
                self._system.rm(partial)
            raise

    def remove(self, names: list[str]) -> None:
        """Takes files away; those that are gone already are passed by."""
        for name in names:
            with _told(name), suppress(FileNotFoundError):
                self._system.rm(self._path(name))

    def remove_tree(self, name: str) -> None:
        """Takes away a folder below with all that is in it; one that is gone already is passed by."""
        with _told(name), suppress(FileNotFoundError):
            self._system.rm(self._path(name), recursive=True)

    def clear(self) -> None:
        """Takes away what runs that were killed had begun."""
        self.remove([name for name, _ in self._find() if _TEMPORARY.fullmatch(name)])


class Output:
    """A file as it is written: a stream for whoever writes, with the digest of what went through."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stream: Any = None
        self.closed = False
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: Any) -> int:
        """How many bytes were taken: all of them."""
        view = memoryview(data).cast("B")
        with _told(self.name):
            self.stream.write(view)
        self._digest.update(view)
        self._size += len(view)
        return len(view)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._size

    def flush(self) -> None:
        """Nothing: what counts is that the file gets its name."""

    def writable(self) -> bool:
        """It is."""
        return True

    def readable(self) -> bool:
        """It is not."""
        return False

    def seekable(self) -> bool:
        """It is not: files are written from beginning to end."""
        return False

    def close(self) -> None:
        """Nothing: the folder closes the file."""

    def done(self, rows: int) -> Written:
        """What the file is, when all of it was written."""
        return Written(self.name, self._digest.hexdigest(), rows, self._size)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turns what a file system says of writing into an error that is not taken for a fault of the input."""
    try:
        yield
    except OSError as err:
        why = err.strerror or str(err)[:300]
        raise OutputError(
            f"{path[:300]} cannot be written: {why}.\nWhat was done by then stands: make room there and run again."
        ) from err
