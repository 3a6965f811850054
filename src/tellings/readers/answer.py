"""An HTTP answer as a web archive keeps it: status, media type, charset, and its body unwrapped."""

import re
import zlib
from dataclasses import dataclass
from importlib import import_module

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I)
_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})\s*(?:;[^\r\n]{0,1000})?\r?\n")
MOST_UNPACKED = 16 * 2**20
"""Bytes of one unpacked answer: twice the largest page that is read."""


class PackedError(ValueError):
    """The body is packed in a way that cannot be undone; the message says how."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: its status, the media type and charset it states ("" where none), and the plain body."""

    status: int
    media_type: str
    charset: str
    body: bytes


def read_answer(data: bytes) -> Answer | None:
    """The answer that ``data`` holds, chunks joined and compression undone; ``None`` when it is no HTTP answer.

    Raises:
        PackedError: the body is compressed by something unknown or missing, damaged, or swells too much.
    """
    status = _STATUS.match(data)
    if not status:
        return None
    end = re.search(rb"\r?\n\r?\n", data[: 1 << 16])
    head = data[: end.start()] if end else data[: 1 << 16]
    body = data[end.end() :] if end else b""
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:500]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _unpack(body, coding.strip())
    media = headers.get("content-type", "")
    charset = _CHARSET.search(media)
    return Answer(int(status[1]), media.partition(";")[0].strip().lower(), charset[1] if charset else "", body)


def _join_chunks(body: bytes) -> bytes:
    """The chunks joined as far as they are told; a body that is not in chunks, whatever its header says, as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        size = _SIZE.match(body, at)
        if not size:
            return b"".join(parts) if parts else body
        count = int(size[1], 16)
        if not count:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + count])
        at = size.end() + count
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0


def _unpack(body: bytes, coding: str) -> bytes:
    if coding in ("", "identity", "none", "utf-8"):
        return body
    if coding in ("gzip", "x-gzip", "deflate"):
        return _inflate(body)
    if coding == "br":
        return _unpack_brotli(body)
    raise PackedError(f"packed with {coding[:20]}")


def _inflate(body: bytes) -> bytes:
    """Unpacked, zlib, raw or gzip; bodies that were unpacked already when they were archived are left alone."""
    if body.startswith(b"\x1f\x8b"):
        wbits = 31
    elif body[:1] == b"\x78":
        wbits = 15
    elif re.match(rb"\s*<", body):
        return body
    else:
        wbits = -15
    member = zlib.decompressobj(wbits=wbits)
    try:
        out = member.decompress(body, MOST_UNPACKED + 1)
    except zlib.error as err:
        raise PackedError("packed and damaged") from err
    if len(out) > MOST_UNPACKED:
        raise PackedError(f"larger than {MOST_UNPACKED >> 20} MiB unpacked")
    return out


def _unpack_brotli(body: bytes) -> bytes:
    if re.match(rb"\s*<[!a-zA-Z]", body):
        return body
    try:
        brotli = import_module("brotli")
    except ImportError:
        raise PackedError("packed with br (pip install 'tellings[brotli]' to read them)") from None
    unpacker, parts, size = brotli.Decompressor(), [], 0
    try:
        piece = unpacker.process(body, output_buffer_limit=MOST_UNPACKED + 1)
        while piece or not unpacker.is_finished():
            parts.append(piece)
            size += len(piece)
            if size > MOST_UNPACKED or not piece:
                break
            piece = unpacker.process(b"", output_buffer_limit=MOST_UNPACKED + 1 - size)
    except brotli.error as err:
        raise PackedError("packed and damaged") from err
    if size > MOST_UNPACKED:
        raise PackedError(f"larger than {MOST_UNPACKED >> 20} MiB unpacked")
    return b"".join(parts)
