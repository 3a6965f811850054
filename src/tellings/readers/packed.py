"""Tar and zip files, read like folders: their reports as parts, with no way to swell and no way out."""

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from posixpath import basename, splitext
from typing import IO, BinaryIO, Self

from tellings.model.document import Skipped
from tellings.readers.part import Part, count_kinds

MOST_MEMBERS = 1_000_000
MOST_UNPACKED = 8 * 2**30
"""Bytes that all members together may unpack to: a year of a large outlet's pages."""

SWOLLEN, SMALL = 200, 2**20
"""A member of more than ``SMALL`` bytes that unpacks to ``SWOLLEN`` times its packed size is a bomb; pages reach 30."""


def is_tar(start: bytes) -> bool:
    """Whether these are the first bytes of a tar file, unpacked."""
    return start[257:262] == b"ustar"


def is_zip(start: bytes) -> bool:
    """Whether these are the first bytes of a zip file."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def split_tar(stream: BinaryIO, location: str, *, largest: int, suffixes: tuple[str, ...]) -> Iterator[Part | Skipped]:
    """The regular files of a tar file, packed or not, in its own order; cut short, those that were whole."""
    counts: Counter[str] = Counter()
    total = found = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|*", tarinfo=_Member) as archive:
            for number, member in enumerate(archive):
                total += member.size
                if number >= MOST_MEMBERS or total > MOST_UNPACKED:
                    yield Skipped(location, _too_much(number))
                    return
                if not member.isreg() or not _wanted(member.name, suffixes, counts):
                    continue
                found += 1
                where = _inside(location, member.name)
                if member.size > largest:
                    yield Skipped(where, f"is larger than {largest / 2**20:g} MiB")
                    continue
                opened = archive.extractfile(member)
                data = opened.read(largest + 1) if opened else b""
                if len(data) < member.size:
                    raise EOFError("cut short")
                yield Part(data, where)
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError) as err:
        yield Skipped(location, f"is a tar file damaged or cut short ({str(err)[:80]}); what came before was read")
    yield from _others(location, counts, found)


class _Member(tarfile.TarInfo):
    """A member of a tar file; half a head is an error, which the standard library takes for the end of the file."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if 0 < len(buf) < tarfile.BLOCKSIZE:
            raise EOFError("cut short")
        return super().frombuf(buf, encoding, errors)


def split_zip(stream: BinaryIO, location: str, *, largest: int, suffixes: tuple[str, ...]) -> Iterator[Part | Skipped]:
    """The files of a zip file in its own order; one that unpacks to far more than it should is refused."""
    counts: Counter[str] = Counter()
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as err:
        yield Skipped(location, f"is a zip file damaged or cut short ({str(err)[:80]})")
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(basename(m.filename) in ("[Content_Types].xml", "mimetype") for m in members):
            yield Skipped(location, "is an office document or an e-book: save it as a PDF or as text")
            return
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            yield Skipped(location, _too_much(len(members)))
            return
        if sum(member.compress_size for member in members) > _size_of(stream):
            yield Skipped(location, "is a zip file whose members overlap, made to swell: refused")
            return
        found = 0
        for member in members:
            if _wanted(member.filename, suffixes, counts):
                found += 1
                yield _read_member(archive, member, _inside(location, member.filename), largest)
    yield from _others(location, counts, found)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, largest: int) -> Part | Skipped:
    if member.flag_bits & 1:
        return Skipped(where, "is locked with a password")
    if member.file_size > largest:
        return Skipped(where, f"is larger than {largest / 2**20:g} MiB")
    if member.file_size > SMALL and member.file_size > SWOLLEN * max(1, member.compress_size):
        return Skipped(where, f"unpacks to {member.file_size // max(1, member.compress_size)} times its size: refused")
    try:
        with archive.open(member) as opened:
            data = _read_to(opened, largest)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as err:
        return Skipped(where, f"is damaged in its zip file ({str(err)[:80]})")
    return Part(data, where)


def _read_to(opened: IO[bytes], largest: int) -> bytes:
    data = opened.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"larger than {largest / 2**20:g} MiB")
    return data


def _size_of(stream: BinaryIO) -> int:
    at = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(at)
    return size


def _inside(location: str, name: str) -> str:
    return f"{location}!{name}".encode("utf-8", "replace").decode("utf-8", "replace")[:1000]


def _wanted(name: str, suffixes: tuple[str, ...], counts: Counter[str]) -> bool:
    last = basename(name)
    if last.startswith(".") or name.startswith("__MACOSX/"):
        return False
    stem, suffix = splitext(last.lower())
    if (splitext(stem)[1] if suffix == ".gz" else suffix) in suffixes:
        return True
    counts[(suffix or "no suffix")[:20]] += 1
    return False


def _too_much(number: int) -> str:
    return f"unpacks to more than {MOST_UNPACKED >> 30} GiB or {MOST_MEMBERS:,} files (at file {number:,}): refused"


def _others(location: str, counts: Counter[str], found: int) -> Iterator[Skipped]:
    if counts:
        yield Skipped(location, f"files of other kinds left out: {count_kinds(counts)}")
    elif not found:
        yield Skipped(location, "holds no files")
