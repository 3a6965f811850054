"""Any input, as a stream or as bytes: what it is, its parts where it is a container, and the reader for each part."""

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from os.path import splitext
from typing import BinaryIO, cast

from tellings.model.document import Document, Provenance, Skipped
from tellings.model.library import Original
from tellings.readers.archive import split_archive
from tellings.readers.feed import list_feed, read_feed
from tellings.readers.html import read_html
from tellings.readers.jsonlines import read_jsonlines
from tellings.readers.links import web_address
from tellings.readers.listing import Listing
from tellings.readers.mail import is_mailbox, read_mail, split_mailbox
from tellings.readers.newsml import read_newsml
from tellings.readers.opml import list_opml, read_opml
from tellings.readers.packed import is_tar, is_zip, split_tar, split_zip
from tellings.readers.part import Part
from tellings.readers.pdf import read_pdf
from tellings.readers.sitemap import list_sitemap, read_sitemap
from tellings.readers.sniff import sniff_kind
from tellings.readers.stamps import moment_of
from tellings.readers.text import read_text
from tellings.readers.unpacking import DamagedError, TooLargeError, unpack_gzip
from tellings.readers.warc import is_archive
from tellings.text.decode import NotTextError, decode_start
from tellings.text.names import document_id

LARGEST = 64 * 2**20
"""Bytes of one input, unpacked. A year of a daily's front pages fits; a disk image does not. Containers (web archives,
mailboxes, tar and zip files) may be of any size: this holds for each of their parts."""

SUFFIXES = (
    ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json", ".xml", ".rss", ".atom", ".opml",
    ".eml", ".mbox", ".pdf", ".warc", ".arc", ".wet", ".tar", ".tgz", ".zip",
)  # fmt: skip
_HEAD = 1 << 16


def read_stream(
    stream: BinaryIO, location: str, *, today: date | None = None, largest: int = LARGEST
) -> Iterator[tuple[Document | Skipped, Original | None]]:
    """Each document of the input with the bytes of the part it was read from, and each reason with ``None``.

    Documents of one part share one ``Original``. A container is read part by part, one in memory at a time. Nothing is
    raised for bad input; ``OSError`` where the stream itself cannot be read.
    """
    for part in split_stream(stream, location, largest, inside=False):
        if isinstance(part, Skipped):
            yield part, None
            continue
        original = None
        for item in read_part(part, today=today, largest=largest):
            if isinstance(item, Skipped):
                yield item, None
                continue
            original = original or Original(part.data, part.location, part.media_type)
            yield item, original


def read_bytes(
    data: bytes,
    location: str,
    *,
    today: date | None = None,
    largest: int = LARGEST,
    charset: str = "",
    media_type: str = "",
) -> Iterator[Document | Skipped]:
    """The documents of one input, read as what its content shows it to be; the suffix of ``location`` is a hint.

    ``charset`` and ``media_type`` are what a server said of it; they count where the bytes do not tell.
    """
    stream = io.BytesIO(data)
    for item in split_stream(stream, location, largest, inside=False):
        if isinstance(item, Part):
            part = replace(item, charset=item.charset or charset, media_type=item.media_type or media_type)
            yield from read_part(part, today=today, largest=largest)
        else:
            yield item


def read_listing(data: bytes, location: str, *, today: date | None = None) -> Listing | None:
    """The list that the bytes are (feed, JSON Feed, OPML, sitemap), or ``None`` when they are another kind of input."""
    import json

    from tellings.readers.jsonfeed import is_json_feed, list_json_feed

    try:
        data = unpack_gzip(data, LARGEST) if data.startswith(b"\x1f\x8b") else data
        start = decode_start(data)
    except (NotTextError, DamagedError, TooLargeError):
        return None
    kind = sniff_kind(start, suffix_of(location))
    if kind == "jsonlines" and "jsonfeed.org" in start:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return None
        return list_json_feed(value, location, today=today) if is_json_feed(value) else None
    listed: Listing | Skipped | None = None
    if kind == "feed":
        listed = list_feed(data, location, today=today)
    elif kind == "opml":
        listed = list_opml(data, location)
    elif kind == "sitemap":
        listed = list_sitemap(data, location, today=today)
    return listed if isinstance(listed, Listing) else None


def split_stream(
    stream: BinaryIO, location: str, largest: int = LARGEST, *, inside: bool = False
) -> Iterator[Part | Skipped]:
    """The parts of a container (web archive, mailbox, tar, zip), or the whole input as its only part.

    ``inside`` says that it stands in a container: then tar and zip files are refused.
    """
    stream, head = _peek(stream)
    start = _unpack_start(head)
    if is_archive(start):
        yield from split_archive(stream, location)
    elif is_tar(start) or is_zip(head):
        if inside:
            yield Skipped(location, "is an archive inside of an archive: unpack it first")
        else:
            yield from _split_packed(stream, location, largest, zipped=is_zip(head))
    elif is_mailbox(start):
        try:
            with contextlib.ExitStack() as opened:
                plain = opened.enter_context(gzip.open(stream)) if head.startswith(b"\x1f\x8b") else stream
                yield from split_mailbox(cast(BinaryIO, plain), location)
        except (EOFError, gzip.BadGzipFile, zlib.error) as err:
            yield Skipped(location, f"is damaged or cut short ({err}); the letters before that were read")
    else:
        yield Part(stream.read(largest + 1), location)


def _split_packed(stream: BinaryIO, location: str, largest: int, *, zipped: bool) -> Iterator[Part | Skipped]:
    if zipped and not stream.seekable():
        data = stream.read(largest + 1)
        if len(data) > largest:
            yield Skipped(location, f"is a zip file larger than {largest / 2**20:g} MiB: give it as a file")
            return
        stream = io.BytesIO(data)
    split = split_zip if zipped else split_tar
    for part in split(stream, location, largest=largest, suffixes=SUFFIXES):
        if isinstance(part, Part):
            yield from split_stream(io.BytesIO(part.data), part.location, largest, inside=True)
        else:
            yield part


def read_part(part: Part, *, today: date | None = None, largest: int = LARGEST) -> Iterator[Document | Skipped]:
    """The documents of one part, or why there are none, with what its container says of it."""
    if part.day is not None:
        today = min(today, part.day) if today else part.day
    for item in _read(part, today, largest):
        yield _placed(item, part) if isinstance(item, Document) else item


def _read(part: Part, today: date | None, largest: int) -> Iterator[Document | Skipped]:
    data, location = part.data, part.location
    if data.startswith(b"\x1f\x8b"):
        try:
            data = unpack_gzip(data, largest)
        except (DamagedError, TooLargeError) as err:
            yield Skipped(location, f"is a damaged gzip file ({err})")
            return
    if len(data) > largest:
        yield Skipped(location, f"is larger than {largest / 2**20:g} MiB")
        return
    if not data.strip():
        yield Skipped(location, "is empty" if not data else "holds no words")
        return
    if data.startswith(b"%PDF-"):
        yield from read_pdf(data, location, today=today)
        return
    try:
        start = decode_start(data)
    except NotTextError as err:
        yield Skipped(location, str(err))
        return
    yield from _read_kind(_kind_of(part, start), data, part, today)


def _kind_of(part: Part, start: str) -> str:
    stated = {
        "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "message/rfc822": "mail",
    }  # fmt: skip
    return stated.get(part.media_type) or sniff_kind(start, suffix_of(part.location))


def _read_kind(kind: str, data: bytes, part: Part, today: date | None) -> Iterator[Document | Skipped]:
    location = part.location
    if kind == "html":
        return read_html(data, location, today=today, address=part.address, charset=part.charset)
    if kind == "text":
        return read_text(data, location, charset=part.charset)
    if kind == "xml":
        return iter(
            (Skipped(location, "is XML of a kind that is not read: feeds, OPML, sitemaps, NewsML and NITF are"),)
        )
    readers = {
        "jsonlines": read_jsonlines, "feed": read_feed, "opml": read_opml, "sitemap": read_sitemap,
        "newsml": read_newsml, "mail": read_mail,
    }  # fmt: skip
    return readers[kind](data, location, today=today)


def _placed(doc: Document, part: Part) -> Document:
    """The document with the address it was fetched from, where it has none, and the part's notes."""
    if web_address(part.address) and not doc.url:
        own = document_id(doc.text, part.address, doc.outlet, doc.title, moment_of(doc.published))
        doc = replace(doc, id=own, url=part.address, provenance=(*doc.provenance, Provenance("url", "archive")))
    return replace(doc, notes=(*doc.notes, *part.notes)) if part.notes else doc


def _peek(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The stream from where it stands, and its first bytes."""
    if stream.seekable():
        at = stream.tell()
        head = stream.read(_HEAD)
        stream.seek(at)
        return stream, head
    head = stream.read(_HEAD)
    return cast(BinaryIO, io.BufferedReader(_Again(head, stream))), head


class _Again(io.RawIOBase):
    """A stream whose first bytes were taken already and are given again."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes, as many as there are and fit."""
        view = memoryview(cast(bytearray, buffer))
        piece = self._head[: len(view)] if self._head else self._stream.read(len(view)) or b""
        self._head = self._head[len(piece) :] if self._head else b""
        view[: len(piece)] = piece
        return len(piece)


def _unpack_start(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def suffix_of(path: str) -> str:
    """The suffix of a path in lower case, the one before ".gz"."""
    stem, suffix = splitext(path.lower())
    return splitext(stem)[1] if suffix == ".gz" else suffix
