"""Records of web archives: WARC 0.18 to 1.1 and the older ARC, packed or not, whole or damaged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from tellings.readers.inflate import DamagedError, Inflated
from tellings.readers.stamps import read_stamp

LARGEST_RECORD = 16 * 2**20
"""Bytes of one record that are kept; a page is skipped from 8 MiB on, and its headers and packing come on top."""

LONGEST_LINE = 1 << 16
MOST_HEADERS = 500
_STARTS = (b"WARC/1.", b"WARC/0.1")
_ARC_STARTS = (b"http://", b"https://")
_READ = frozenset(("response", "resource", "conversion"))


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its type ("response"), address, media type as the record states it, day and bytes.

    ``data`` is empty for the types that hold no page (request, revisit, metadata, warcinfo). ``cut`` says why the bytes
    are not all there, or "".
    """

    kind: str
    address: str = ""
    media_type: str = ""
    day: date | None = None
    data: bytes = b""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the archive cannot be read, in words; ``resumed`` tells that there was more behind it."""

    reason: str
    resumed: bool


@dataclass(slots=True)
class _Headers:
    values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def is_archive(start: bytes) -> bool:
    """Whether these are the first bytes of an archive, unpacked."""
    return start.startswith((*_STARTS, b"filedesc://")) or bool(re.match(rb"warc/[01]\.\d+\r?\nWARC-", start, re.I))


def read_records(stream: BinaryIO) -> Iterator[Record | Damage]:
    """The archive's records in order, one in memory at a time; damage is told and, where it goes on, passed over."""
    source = Inflated(stream)
    while True:
        try:
            record = _next_record(source)
        except DamagedError as err:
            resumed = source.resume((*_STARTS, *_ARC_STARTS), _STARTS)
            yield Damage(str(err), resumed)
            if not resumed:
                return
            continue
        if record is None:
            if source.cut:
                yield Damage("the file is cut short", False)
            return
        yield record
        if record.cut.startswith("the file"):
            return


def _next_record(source: Inflated) -> Record | None:
    line = source.readline(LONGEST_LINE)
    while line and not line.strip():
        line = source.readline(LONGEST_LINE)
    if not line:
        return None
    if line[:5].upper() == b"WARC/":
        return _warc_record(source)
    fields = _arc_fields(line)
    if fields:
        return _arc_record(source, *fields)
    raise DamagedError(f"no record where one should begin ({line[:40]!r})")


def _warc_record(source: Inflated) -> Record:
    headers = _read_headers(source)
    try:
        length = int(headers["content-length"])
    except ValueError:
        raise DamagedError("a record without its length") from None
    if length < 0:
        raise DamagedError("a record of negative length")
    kind = headers["warc-type"].lower() or "unknown"
    address = headers["warc-target-uri"].strip("<> ")
    data, cut = _read_block(source, length, keep=kind in _READ)
    if not cut and headers["warc-truncated"]:
        cut = f"truncated when it was archived ({headers['warc-truncated'][:40]})"
    return Record(kind, address, headers["content-type"], _day(headers["warc-date"]), data, cut)


def _arc_fields(line: bytes) -> tuple[str, str, str, int] | None:
    """Address, day, media type and length of an ARC record; the address may hold spaces. ``None`` if it is none."""
    parts = line[:8000].decode("utf-8", "replace").split()
    if (
        len(parts) < 4
        or ":" not in parts[0]
        or not parts[-1].isascii()
        or not parts[-1].isdigit()
        or len(parts[-1]) > 12
    ):
        return None
    # Address, host's address, stamp, type; five more in version 2; length.
    stamps = [n for n in range(2, len(parts) - 1) if re.fullmatch(r"\d{8,14}", parts[n])]
    if not stamps or len(parts) - stamps[0] > 9:
        return None
    at = stamps[0]
    media = parts[at + 1] if at + 1 < len(parts) - 1 else ""
    return "%20".join(parts[: at - 1]), parts[at][:8], media, int(parts[-1])


def _arc_record(source: Inflated, address: str, stamp: str, media: str, length: int) -> Record:
    header, web = address.startswith("filedesc:"), address.lower().startswith(("http:", "https:"))
    data, cut = _read_block(source, length, keep=web)
    if data.startswith(b"HTTP/"):
        media = "application/http"
    return Record("arc header" if header else "response" if web else "other", address, media, _day(stamp), data, cut)


def _read_block(source: Inflated, length: int, *, keep: bool) -> tuple[bytes, str]:
    wanted = min(length, LARGEST_RECORD) if keep else 0
    data = source.read(wanted)
    passed = source.skip(length - wanted) if len(data) == wanted else 0
    if len(data) + passed < length:
        return data, "the file is cut short inside of it"
    return data, f"larger than {LARGEST_RECORD >> 20} MiB" if keep and length > wanted else ""


def _read_headers(source: Inflated) -> _Headers:
    headers = _Headers()
    last = ""
    for _ in range(MOST_HEADERS):
        line = source.readline(LONGEST_LINE).decode("utf-8", "replace")
        if not line.strip():
            return headers
        if line[0] in " \t" and last:
            headers.values[last] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip().lower()
            headers.values.setdefault(last, value.strip())
    raise DamagedError("a record with endless headers")


def _day(value: str) -> date | None:
    try:
        return read_stamp(value).day
    except ValueError:
        return None
