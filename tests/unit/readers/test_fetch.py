"""Fetching from a server that behaves, and from one that does not."""

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.readers.fetch import Fetcher
from tellings.readers.proxies import no_proxy
from tests.badserver import BadServer, Clock, answer, drip, page, serving

WORDS = "The ferry of Harsk sank on Monday, the coast guard of Orlan said. " * 5
LIMITS = Limits(connect=0.5, read=0.5, total=5.0, patience=30.0, packed=200_000, unpacked=1_000_000)


@pytest.fixture
def server() -> Iterator[BadServer]:
    with serving() as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Callable[..., Fetcher]:
    """Fetchers for which every host is this machine, which they may ask."""

    def build(**options: Any) -> Fetcher:
        given = {
            "limits": LIMITS,
            "allow_private": True,
            "clock": clock,
            "now": clock.now,
            "sleep": clock.sleep,
            "resolve": lambda host, port: ["127.0.0.1"],
            "find_proxy": no_proxy,
        }
        return Fetcher(**{**given, **options})

    return build


def refuse(found: Fetched | Refused, kind: str, words: str) -> Refused:
    assert isinstance(found, Refused), found
    assert (found.kind, words in found.reason) == (kind, True), found
    return found


def take(found: Fetched | Refused) -> Fetched:
    assert isinstance(found, Fetched), found
    return found


def test_a_page_comes_with_what_is_known_of_it(server: BadServer, clock: Clock, make: Callable[..., Fetcher]) -> None:
    server.paths["/a?utm_source=x#top"] = b""
    server.paths["/a?utm_source=x"] = page(
        WORDS, headers=('ETag: "v1"', "Last-Modified: Mon, 05 May 2031 08:00:00 GMT")
    )
    url = server.url("/a?utm_source=x#top")

    found = take(make()(url))

    assert WORDS.encode() in found.data
    assert (found.url, found.status, found.media_type, found.charset) == (url, 200, "text/html", "utf-8")
    assert found.final_url == server.url("/a?utm_source=x")
    assert found.canonical_url == server.url("/a")
    assert (found.etag, found.last_modified) == ('"v1"', "Mon, 05 May 2031 08:00:00 GMT")
    assert (found.redirects, found.moved_to, found.notes, found.at) == ((), "", (), clock.now())


def test_the_request_says_who_asks_and_carries_nothing_else(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/a"] = page(WORDS, headers=("Set-Cookie: id=7; Path=/",))
    fetch = make(contact="desk@harsk.example")
    fetch(server.url("/a"))
    fetch(server.url("/a"))

    lines = server.requests[-1].decode().lower()
    assert "user-agent: tellings/" in lines
    assert "(+desk@harsk.example)\r\n" in lines
    assert "cookie" not in lines
    assert "referer" not in lines


@pytest.mark.parametrize("contact", ["desk@harsk.example\r\nX: y", "the desk", "d\u00e9sk@harsk.example", "a(b)c", "x"])
def test_a_contact_that_could_break_the_request_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="is no contact"):
        Fetcher(contact=contact)


def test_a_kept_version_is_asked_about_and_may_be_unchanged(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/feed"] = answer(status="304 Not Modified", headers=('ETag: "v1"',))

    found = take(make()(server.url("/feed"), conditions=Conditions('"v1"', "Mon, 05 May 2031 08:00:00 GMT")))

    assert found.unchanged
    assert (found.data, found.etag, found.last_modified) == (b"", '"v1"', "Mon, 05 May 2031 08:00:00 GMT")
    sent = server.requests[-1].decode().lower()
    assert 'if-none-match: "v1"' in sent
    assert "if-modified-since: mon, 05 may 2031 08:00:00 gmt" in sent


def test_unchanged_without_having_been_asked_is_no_answer(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/feed"] = answer(status="304 Not Modified")

    refuse(make()(server.url("/feed")), "status", "HTTP 304")


def test_a_kept_version_cannot_smuggle_in_a_header(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/feed"] = page(WORDS)

    take(make()(server.url("/feed"), conditions=Conditions('"v"\r\nX-Evil: 1', "now\nX-Evil: 1")))

    assert b"evil" not in server.requests[-1].lower()


def test_redirects_are_followed_and_told(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/a"] = answer(status="301 Moved", headers=("Location: /b",))
    server.paths["/b"] = answer(status="308 Moved", headers=(f"Location: {server.url('/c', 'velmark.example')}",))
    server.paths["/c"] = page(WORDS)

    found = take(make()(server.url("/a")))

    assert found.redirects == (server.url("/a"), server.url("/b"))
    assert found.final_url == found.moved_to == server.url("/c", "velmark.example")


def test_a_redirect_for_the_moment_moves_nothing(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/a"] = answer(status="301 Moved", headers=("Location: /b",))
    server.paths["/b"] = answer(status="302 Found", headers=("Location: /c",))
    server.paths["/c"] = page(WORDS)

    assert take(make()(server.url("/a"))).moved_to == ""


def test_redirects_in_a_circle_and_without_end_are_refused(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/a"] = answer(status="302 Found", headers=("Location: /b",))
    server.paths["/b"] = answer(status="302 Found", headers=("Location: /a",))
    for nth in range(20):
        server.paths[f"/n{nth}"] = answer(status="302 Found", headers=(f"Location: /n{nth + 1}",))
    server.paths["/nowhere"] = answer(status="302 Found")

    refuse(make()(server.url("/a")), "redirect", "in a circle")
    found = refuse(make()(server.url("/n0")), "redirect", "more than 10 times")
    assert found.final_url == server.url("/n11")
    refuse(make()(server.url("/nowhere")), "redirect", "without saying where to")


@pytest.mark.parametrize(
    ("location", "kind", "words"),
    [
        ("file:///etc/passwd", "address", "file is neither http nor https"),
        ("gopher://harsk.example/", "address", "gopher is neither"),
        ("javascript:alert(1)", "address", "javascript is neither"),
        ("data:text/html,hello", "address", "data is neither"),
        ("http://harsk.example@velmark.example/", "address", "carries a name or a password"),
        ("http://2130706433/", "address", "a number in an unusual form"),
        ("http:///", "address", "not a well-formed"),
        ("http://harsk.example\\@velmark.example/", "address", "a backslash"),
        ("http://harsk.example/" + "a" * 5000, "address", "more than 4,096 characters"),
    ],
)
def test_a_redirect_to_an_unfit_address_is_refused(
    server: BadServer, make: Callable[..., Fetcher], location: str, kind: str, words: str
) -> None:
    server.paths["/a"] = answer(status="302 Found", headers=(f"Location: {location}",))

    refuse(make()(server.url("/a")), kind, words)
    assert server.asked() == ["/a"]


def test_a_body_that_drips_is_given_up_in_time(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/drip"] = drip(b"x", before=b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<html>")
    begun = time.monotonic()

    found = make(limits=replace(LIMITS, total=0.3), clock=time.monotonic)(server.url("/drip"))

    refuse(found, "slow", "not complete within 0.3 seconds")
    assert time.monotonic() - begun < 2


def test_headers_that_drip_and_notices_without_end_are_given_up(
    server: BadServer, make: Callable[..., Fetcher]
) -> None:
    server.paths["/headers"] = drip(b"X-More: y\r\n", before=b"HTTP/1.1 200 OK\r\n")
    server.paths["/notices"] = drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", every=0.001)
    fetch = make(limits=replace(LIMITS, total=0.3), clock=time.monotonic, robots=False, gap=0.0)

    refuse(fetch(server.url("/headers")), "slow", "not complete within 0.3 seconds")
    refuse(fetch(server.url("/notices", "orlan.example")), "slow", "not complete within 0.3 seconds")


def test_silence_is_given_up(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/silent"] = lambda connection: time.sleep(0.4)

    found = make(limits=replace(LIMITS, read=0.1))(server.url("/silent"))

    assert refuse(found, "slow", "silent for 0.1 seconds").passing


def test_a_huge_body_is_refused_before_and_while_it_comes(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/announced"] = answer(b"<html>", length=10**9)
    server.paths["/flood"] = drip(b"word " * 20_000, before=b"HTTP/1.1 200 OK\r\n\r\n<html>", every=0)
    server.paths["/chunks"] = drip(
        b"10000\r\n" + b"word" * 16384 + b"\r\n",
        before=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n",
        every=0,
    )

    for path in ("/announced", "/flood", "/chunks"):
        refuse(make()(server.url(path)), "large", "sends more than 200 kB")


def test_a_header_bomb_is_refused(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/bomb"] = drip(b"X-Pad: " + b"y" * 60_000 + b"\r\n", before=b"HTTP/1.1 200 OK\r\n", every=0)

    refuse(make()(server.url("/bomb")), "broken", "not proper HTTP")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "x-gzip"])
def test_a_decompression_bomb_is_refused(server: BadServer, make: Callable[..., Fetcher], coding: str) -> None:
    bomb = b"<html><p>" + b"\x20" * 60_000_000
    packed = zlib.compress(bomb, 9) if coding == "deflate" else gzip.compress(bomb, 9)
    server.paths["/bomb"] = answer(packed, headers=(f"Content-Encoding: {coding}", "Content-Type: text/html"))

    refuse(make()(server.url("/bomb")), "large", "unpacks to more than")


def test_packed_pages_are_unpacked(server: BadServer, make: Callable[..., Fetcher]) -> None:
    html = b"<!doctype html><html><body><p>" + WORDS.encode() + b"</p></body></html>"
    raw = zlib.compressobj(wbits=-15)
    server.paths["/gzip"] = answer(gzip.compress(html), headers=("Content-Encoding: gzip",))
    server.paths["/members"] = answer(
        gzip.compress(html[:99]) + gzip.compress(html[99:]) + b"junk", headers=("Content-Encoding: GZIP",)
    )
    server.paths["/deflate"] = answer(zlib.compress(html), headers=("Content-Encoding: deflate",))
    server.paths["/raw"] = answer(raw.compress(html) + raw.flush(), headers=("Content-Encoding: deflate",))

    for path in ("/gzip", "/members", "/deflate", "/raw"):
        assert take(make()(server.url(path))).data == html


def test_damaged_and_cut_answers_are_refused(server: BadServer, make: Callable[..., Fetcher]) -> None:
    packed = gzip.compress(WORDS.encode() * 30)
    server.paths["/length"] = answer(b"<html>" + b"word " * 50, length=9_999)
    server.paths["/gzip"] = answer(packed[:-20], headers=("Content-Encoding: gzip",))
    server.paths["/damaged"] = answer(packed[:30] + b"\0\0\0" + packed[33:], headers=("Content-Encoding: gzip",))
    server.paths["/liar"] = answer(b"<html>not packed", headers=("Content-Encoding: gzip",))
    server.paths["/br"] = answer(b"\x0b\x02\x80", headers=("Content-Encoding: br",))
    server.paths["/twice"] = answer(gzip.compress(packed), headers=("Content-Encoding: gzip, gzip",))
    server.paths["/nothing"] = lambda connection: None
    server.paths["/junk"] = b"SSH-2.0-harsk\r\n\r\n"
    server.paths["/lengths"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello"

    for path in ("/length", "/gzip", "/nothing"):
        assert refuse(make()(server.url(path)), "broken", "cut short").passing
    for path in ("/damaged", "/liar"):
        refuse(make()(server.url(path)), "broken", "packed as gzip and damaged")
    refuse(make()(server.url("/br")), "broken", "nobody asked for (br)")
    refuse(make()(server.url("/twice")), "broken", "nobody asked for (gzip,gzip)")
    refuse(make()(server.url("/junk")), "broken", "not proper HTTP")
    refuse(make()(server.url("/lengths")), "broken", "not proper HTTP")


def test_content_beats_the_header(server: BadServer, make: Callable[..., Fetcher]) -> None:
    html = b"<!doctype html><html><body><p>" + WORDS.encode() + b"</p></body></html>"
    server.paths["/page"] = answer(html, headers=("Content-Type: image/png",))
    server.paths["/feed"] = answer(b'<?xml version="1.0"?><rss version="2.0"/>', headers=("Content-Type: text/html",))
    server.paths["/film"] = answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, headers=("Content-Type: text/html",))
    server.paths["/pdf"] = answer(b"%PDF-1.7 ...", headers=("Content-Type: text/html",))

    found = take(make()(server.url("/page")))
    assert (found.media_type, found.notes) == ("text/html", ("sent as image/png, read as text/html",))
    assert take(make()(server.url("/feed"))).media_type == "application/rss+xml"
    assert take(make()(server.url("/pdf"))).media_type == "application/pdf"
    refuse(make()(server.url("/film")), "kind", "is a PNG image, not a report")


def test_a_film_is_not_loaded_to_its_end(server: BadServer, make: Callable[..., Fetcher]) -> None:
    before = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n\0\0\0\x20ftypisom"
    server.paths["/film"] = drip(b"\0\x01" * 5_000, before=before, every=0)

    refuse(make(limits=replace(LIMITS, packed=10**9))(server.url("/film")), "kind", "not a report")


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("404 Not Found", "missing", "HTTP 404"),
        ("410 Gone", "gone", "gone for good"),
        ("401 Unauthorized", "denied", "asks for a login"),
        ("403 Forbidden", "denied", "forbidden"),
        ("451 Unavailable", "denied", "legal reasons"),
        ("418 Teapot", "status", "HTTP 418"),
        ("500 Oops", "status", "HTTP 500"),
        ("204 No Content", "status", "without content"),
        ("206 Partial", "status", "HTTP 206"),
        ("200 OK", "status", "without content"),
    ],
)
def test_answers_that_bring_no_page(
    server: BadServer, make: Callable[..., Fetcher], status: str, kind: str, words: str
) -> None:
    server.paths["/a"] = answer(b"" if status[0] == "2" else b"some words", status=status)

    found = refuse(make()(server.url("/a")), kind, words)
    assert found.status == int(status[:3])
    assert len(server.asked()) == 1


def test_a_busy_host_is_asked_again_when_it_says_so(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher]
) -> None:
    busy = answer(status="429 Too Many", headers=("Retry-After: 7",))
    server.paths["/a"] = [busy, answer(status="503 Busy"), page(WORDS)]

    take(make()(server.url("/a")))

    assert clock.slept == [7.0, 4.0]


def test_a_host_that_asks_for_more_patience_than_there_is_gets_its_rest(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher]
) -> None:
    server.paths["/a"] = answer(status="503 Busy", headers=("Retry-After: Fri, 09 May 2031 09:00:00 GMT",))
    server.paths["/b"] = page(WORDS)
    fetch = make()

    found = refuse(fetch(server.url("/a")), "later", "HTTP 503")
    after = refuse(fetch(server.url("/b")), "later", "asks to be left alone for another 3600 seconds")

    assert clock.slept == []
    assert str(found.not_before) == str(after.not_before) == "2031-05-09 09:00:00+00:00"
    assert server.asked() == ["/a"]
    clock.seconds += 3600
    take(fetch(server.url("/b")))


def test_a_host_that_stays_busy_is_left_alone_longer_and_longer(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher]
) -> None:
    server.paths["/a"] = answer(status="503 Busy")

    assert refuse(make()(server.url("/a")), "later", "also at try 3").passing
    assert clock.slept == [2.0, 4.0]


def test_a_host_is_asked_once_in_a_second_and_another_at_once(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher]
) -> None:
    server.paths["/a"] = page(WORDS)
    fetch = make()
    for host in ("tarn.example", "orlan.example", "tarn.example", "www.tarn.example"):
        take(fetch(server.url("/a", host)))

    assert clock.slept == [1.0, 1.0]


def test_an_unknown_host_and_a_closed_port_are_told_apart(make: Callable[..., Fetcher]) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    refuse(make(resolve=unknown)("http://tarn.example/"), "unreachable", "its host tarn.example is not known")
    refuse(make()(f"http://tarn.example:{port}/"), "unreachable", "connection refused")


def test_a_resolver_that_hangs_is_given_up(make: Callable[..., Fetcher]) -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(0.3)
        return []

    fetch = make(resolve=hang, robots=False, limits=replace(LIMITS, connect=0.05))

    refuse(fetch("http://tarn.example/"), "slow", "no connection within 0.05 seconds")
