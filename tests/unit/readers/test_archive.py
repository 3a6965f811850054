"""Web archives: pages come out, the rest is counted, and damage costs no more than what it hit."""

import gzip
import io

import pytest

from tellings.model.document import Document, Skipped
from tellings.readers.answer import PackedError, read_answer
from tellings.readers.opening import read_stream

TEXT = "The harbour of Orlan reopened on Monday, the port authority of Harsk said in a statement. " * 6


def _page(number: int) -> bytes:
    return (
        f"<html><head><title>Story {number}</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
    )


def _record(kind: str, url: str, block: bytes, media: str = "application/http") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-05T10:00:00Z\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _response(number: int, body: bytes | None = None, *, status: str = "200 OK", head: str = "") -> bytes:
    top = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{head}\r\n".encode()
    url = f"https://orlan.example/{number}"
    return _record("response", url, top + (_page(number) if body is None else body))


def _read(data: bytes, location: str = "a.warc.gz") -> tuple[list[str], list[str]]:
    found = [item for item, _ in read_stream(io.BytesIO(data), location)]
    urls = [item.url or "" for item in found if isinstance(item, Document)]
    return urls, [item.reason for item in found if isinstance(item, Skipped)]


def _urls(*numbers: int) -> list[str]:
    return [f"https://orlan.example/{number}" for number in numbers]


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["packed", "plain"])
def test_pages_come_out_and_the_rest_is_counted(pack: object) -> None:
    records = [
        _record("warcinfo", "", b"software: x"),
        _record("request", "https://orlan.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        _response(1),
        _response(2, status="404 Not Found"),
        _record("revisit", "https://orlan.example/1", b"HTTP/1.1 200 OK\r\n\r\n"),
        _record("response", "https://orlan.example/p", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
    ]
    urls, reasons = _read(b"".join(map(pack, records)))  # type: ignore[call-overload]

    assert urls == _urls(1)
    assert reasons == [
        "1 pages read; left out: 1 answers with status 404, 1 image/png, 1 request records, 1 revisit records, "
        "1 warcinfo records"
    ]


def test_the_bytes_of_each_page_come_with_it() -> None:
    pairs = list(read_stream(io.BytesIO(_response(1) + _response(2)), "a.warc"))

    assert [original.data for _, original in pairs if original] == [_page(1), _page(2)]


def test_an_archive_cut_short_gives_what_was_whole() -> None:
    data = b"".join(gzip.compress(_response(n)) for n in range(4))
    urls, reasons = _read(data[:-60])

    assert urls == _urls(0, 1, 2)
    assert "cut short" in reasons[-1]


def test_reading_goes_on_behind_damage_at_the_next_packed_record() -> None:
    packed = [gzip.compress(_response(n)) for n in range(4)]
    packed[1] = packed[1][:40] + bytes(20) + packed[1][60:]
    urls, reasons = _read(b"".join(packed))

    assert urls == _urls(0, 2, 3)
    assert any("read on behind it" in reason for reason in reasons)


def test_reading_goes_on_behind_a_wrong_length_at_the_next_record() -> None:
    first = _response(0).replace(b"Content-Length: ", b"Content-Length: -", 1)
    urls, reasons = _read(first + _response(1), "a.warc")

    assert urls == _urls(1)
    assert "negative length" in reasons[0]


def test_an_older_archive_is_read() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page(7)
    head = b"filedesc://x.arc 0.0.0.0 20310505100000 text/plain 4\n1 0 \n"
    line = f"https://orlan.example/7 192.0.2.1 20310505100000 text/html {len(block)}\n".encode()

    assert _read(head + line + block + b"\n", "x.arc")[0] == _urls(7)


def test_chunks_are_joined_and_compression_undone() -> None:
    packed = gzip.compress(_page(1))
    chunked = b"%x\r\n" % 10 + packed[:10] + b"\r\n%x\r\n" % (len(packed) - 10) + packed[10:] + b"\r\n0\r\n\r\n"
    head = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"

    assert _read(_response(1, chunked, head=head), "a.warc")[0] == _urls(1)


def test_an_answer_that_swells_is_left_out_and_counted() -> None:
    bomb = gzip.compress(bytes(40 * 2**20))
    urls, reasons = _read(_response(1, bomb, head="Content-Encoding: gzip\r\n"), "a.warc")

    assert not urls
    assert "larger than 16 MiB unpacked" in reasons[0]


def test_br_needs_its_package_and_is_undone_with_it() -> None:
    brotli = pytest.importorskip("brotli")
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n"

    found = read_answer(answer + brotli.compress(_page(1)))
    assert found is not None
    assert found.body == _page(1)
    with pytest.raises(PackedError, match="larger"):
        read_answer(answer + brotli.compress(bytes(40 * 2**20)))


@pytest.mark.parametrize("cut", range(0, 700, 37))
def test_no_cut_and_no_garbage_raises(cut: int) -> None:
    data = gzip.compress(_response(1)) + gzip.compress(_response(2))

    _read(data[:cut] + b"\x1f\x8b\x08\xff" + data[cut + 5 :])
    _read(_response(1)[:cut] + b"WARC/1.0\r\n" + _response(2)[cut:], "a.warc")
