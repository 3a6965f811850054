"""A stream that may be packed member by member (gzip), read in small pieces, with a way on past damage."""

import zlib
from typing import BinaryIO

MARK = b"\x1f\x8b\x08"
CHUNK = 1 << 16
"""Bytes read and unpacked at a time."""


_WINDOW = 1 << 12
# What zlib is given at a time: it copies what is left over, and a chunk may hold thousands of tiny members.


class DamagedError(ValueError):
    """The stream cannot be read on from here; the message says why. ``resume`` may find a place further on."""


class Inflated:
    """The bytes of a stream, unpacked where it is gzip; never more in memory than is asked for and one chunk.

    ``cut`` tells that the stream ended inside of a packed member.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = stream.read(CHUNK)
        self._packed = self._raw.startswith(MARK[:2])
        self._member = zlib.decompressobj(wbits=31) if self._packed else None
        self._out = bytearray()
        self._at = 0
        self._ended = False
        self.cut = False

    def read(self, count: int) -> bytes:
        """The next ``count`` bytes; fewer at the end of the stream.

        Raises:
            DamagedError: the bytes are no gzip from here on; what came before has been handed out.
        """
        while len(self._out) < count and self._fill():
            pass
        piece = bytes(self._out[:count])
        del self._out[:count]
        return piece

    def readline(self, limit: int) -> bytes:
        """The next line with its end, or its first ``limit`` bytes; b"" at the end of the stream."""
        at = 0
        while (end := self._out.find(b"\n", at, limit)) < 0 and len(self._out) < limit:
            at = len(self._out)
            if not self._fill():
                break
        count = end + 1 if end >= 0 else min(limit, len(self._out))
        line = bytes(self._out[:count])
        del self._out[:count]
        return line

    def skip(self, count: int) -> int:
        """How many of the next ``count`` bytes there were; they are passed over."""
        passed = 0
        while passed < count:
            if not self._out and not self._fill():
                break
            step = min(count - passed, len(self._out))
            del self._out[:step]
            passed += step
        return passed

    def resume(self, members: tuple[bytes, ...], lines: tuple[bytes, ...]) -> bool:
        """Whether it goes on further behind; what lies between is passed over.

        A packed stream goes on at a member that unpacks to one of ``members``, another at a line with one of ``lines``.
        """
        return self._resume_member(members) if self._packed else self._resume_line(lines)

    def _fill(self) -> bool:
        if self._member is None:
            piece, self._raw = self._raw, self._stream.read(CHUNK) if self._raw else b""
            self._out += piece
            return bool(piece)
        if self._ended or not self._more():
            return False
        if self._member.eof:
            return self._next_member()
        return self._unpack()

    def _more(self) -> bool:
        """Whether there are packed bytes left."""
        assert self._member is not None
        if self._at >= len(self._raw):
            self._raw, self._at = self._stream.read(CHUNK), 0
        if not self._raw:
            self.cut, self._ended = not self._member.eof, True
        return not self._ended

    def _unpack(self) -> bool:
        assert self._member is not None
        window = self._raw[self._at : self._at + _WINDOW]
        try:
            piece = self._member.decompress(window, CHUNK)
        except zlib.error as err:
            self._ended = True
            raise DamagedError(f"damaged gzip ({err})") from err
        self._out += piece
        self._at += len(window) - len(self._member.unconsumed_tail or self._member.unused_data)
        return True

    def _next_member(self) -> bool:
        if self._raw[self._at] == 0:  # padding between members
            self._at += 1
            return True
        self._member = zlib.decompressobj(wbits=31)
        return True

    def _resume_member(self, wanted: tuple[bytes, ...]) -> bool:
        self._out.clear()
        data, at, more = self._raw[self._at :], 1, True
        while True:
            at = data.find(MARK, at)
            if more and (at < 0 or len(data) - at < _WINDOW):
                piece = self._stream.read(CHUNK)
                data, at, more = data[at if at >= 0 else max(0, len(data) - 2) :] + piece, 0, bool(piece)
            elif at < 0:
                self._raw, self._ended = b"", True
                return False
            elif _begins(data[at : at + _WINDOW], wanted):
                self._raw, self._at = data, at
                self._member, self._ended, self.cut = zlib.decompressobj(wbits=31), False, False
                return True
            else:
                at += 1

    def _resume_line(self, wanted: tuple[bytes, ...]) -> bool:
        while True:
            line = self.readline(CHUNK)
            if not line:
                return False
            if line.startswith(wanted):
                self._out[:0] = line
                return True


def _begins(packed: bytes, wanted: tuple[bytes, ...]) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 64).startswith(wanted)
    except zlib.error:
        return False
