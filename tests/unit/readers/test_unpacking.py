"""Packed bytes to plain ones."""

import gzip
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.readers.unpacking import DamagedError, Deflate, Gzip, TooLargeError, unpack_gzip


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(1, 50))
def test_members_come_out_whole_however_they_are_cut(parts: list[bytes], size: int) -> None:
    packed = b"".join(map(gzip.compress, parts))
    stream = Gzip()

    out = b"".join(piece for at in range(0, len(packed), size) for piece in stream.feed(packed[at : at + size]))
    stream.close()

    assert out == b"".join(parts)


def test_a_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    tracemalloc.start()

    assert len(unpack_gzip(bomb, 1000)) == 1001
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_empty_members_without_end_are_refused_in_time() -> None:
    begun = time.perf_counter()
    with pytest.raises(TooLargeError, match="too many members"):
        unpack_gzip(gzip.compress(b"") * 300_000, 1000)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("cut", [1, 9, 12, 30])
def test_what_is_cut_short_is_told(cut: int) -> None:
    with pytest.raises(DamagedError, match="cut short"):
        unpack_gzip(gzip.compress(b"The ferry of Harsk sank on Monday.")[:cut], 1000)


def test_what_follows_the_last_member_is_left() -> None:
    assert unpack_gzip(gzip.compress(b"Harsk") + b"\0\0 padding", 1000) == b"Harsk"


def test_what_is_no_deflate_is_told() -> None:
    with pytest.raises(DamagedError):
        list(Deflate().feed(b"<html>"))
    stream = Deflate()
    assert b"".join(stream.feed(zlib.compress(b"Harsk")[:-2])) == b"Harsk"
    with pytest.raises(DamagedError, match="cut short"):
        stream.close()
