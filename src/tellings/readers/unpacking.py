"""Packed bytes to plain ones, piece by piece, within limits that no bomb can pass."""

import zlib
from collections.abc import Iterator

MOST_MEMBERS = 200_000
"""Members of one gzip file: an archive has a few for each of its pages. More are an attack on time: 10 us each."""

_WINDOW, _PIECE = 1 << 12, 1 << 16  # what zlib is given at a time (it copies what is left of it), and what it gives


class DamagedError(Exception):
    """The bytes are not packed as they say, or end too early; its words say which."""


class TooLargeError(Exception):
    """There is more than the limit, or it is packed so as to take for ever."""


class Plain:
    """Bytes that are not packed."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes themselves."""
        yield data

    def close(self) -> None:
        """Nothing to be said."""


class Gzip:
    """All members of a gzip stream, one after the other; what follows the last one is ignored, as browsers do."""

    def __init__(self, most_members: int = MOST_MEMBERS) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._left, self._begun, self._over = most_members, False, False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpacked pieces of at most 64 KiB.

        Raises:
            DamagedError: when the bytes are no gzip.
            TooLargeError: when there are too many members.
        """
        view = memoryview(data)
        at = 0
        while at < len(view) and not self._over:
            window = view[at : at + _WINDOW]
            if self._member.eof:
                if bytes(window[:1]) != b"\x1f":
                    self._over = True
                    return
                self._left -= 1
                if self._left <= 0:
                    raise TooLargeError("too many members")
                self._member = zlib.decompressobj(wbits=31)
            self._begun = True
            yield from _inflate(self._member, window)
            at += len(window) - len(self._member.unused_data)

    def close(self) -> None:
        """Checks that the last member is complete.

        Raises:
            DamagedError: when it is not.
        """
        if self._begun and not self._member.eof:
            raise DamagedError("cut short")


class Deflate:
    """A deflate stream with the zlib header it should have, or without it, as some servers send."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpacked pieces of at most 64 KiB.

        Raises:
            DamagedError: when the bytes are no deflate stream.
        """
        if not data:
            return
        if self._stream is None:
            self._stream = zlib.decompressobj(wbits=15 if data[0] & 0x0F == 8 else -15)
        if not self._stream.eof:
            yield from _inflate(self._stream, data)

    def close(self) -> None:
        """Checks that the stream is complete.

        Raises:
            DamagedError: when it is not.
        """
        if self._stream is not None and not self._stream.eof:
            raise DamagedError("cut short")


def unpack_gzip(data: bytes, largest: int) -> bytes:
    """The content of all members of a gzip file, at most one byte more than ``largest``.

    Raises:
        DamagedError: when it is damaged or cut short.
        TooLargeError: when it has too many members.
    """
    out = bytearray()
    packed = Gzip()
    for piece in packed.feed(data):
        out += piece
        if len(out) > largest:
            return bytes(out[: largest + 1])
    packed.close()
    return bytes(out)


def _inflate(stream: "zlib._Decompress", data: bytes | memoryview) -> Iterator[bytes]:
    try:
        piece = stream.decompress(data, _PIECE)
        while piece or stream.unconsumed_tail:
            if piece:
                yield piece
            if stream.eof:
                return
            piece = stream.decompress(stream.unconsumed_tail, _PIECE)
    except zlib.error as err:
        raise DamagedError(str(err)) from err
