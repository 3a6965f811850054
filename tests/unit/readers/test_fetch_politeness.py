"""robots.txt, in all the ways in which it can be there or not."""

import gzip
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tellings.model.fetched import Fetched, Limits, Refused
from tellings.readers.fetch import Fetcher
from tellings.readers.pacing import read_retry_after
from tellings.readers.proxies import no_proxy
from tellings.readers.robots import Robots, keep_ours
from tests.badserver import BadServer, Clock, answer, drip, page, serving

WORDS = "The ferry of Harsk sank on Monday, the coast guard of Orlan said. " * 5


@pytest.fixture
def server() -> Iterator[BadServer]:
    with serving() as started:
        started.paths["/a"] = page(WORDS)
        started.paths["/private/a"] = page(WORDS)
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Callable[..., Fetcher]:
    def build(**options: Any) -> Fetcher:
        given = {
            "limits": Limits(connect=0.5, read=0.5, total=5.0, patience=30.0),
            "allow_private": True,
            "clock": clock,
            "now": clock.now,
            "sleep": clock.sleep,
            "resolve": lambda host, port: ["127.0.0.1"],
            "find_proxy": no_proxy,
        }
        return Fetcher(**{**given, **options})

    return build


def robots(text: str) -> bytes:
    return answer(text.encode(), headers=("Content-Type: text/plain",))


def count(server: BadServer) -> int:
    return sum(b"/robots.txt" in request for request in server.requests)


def test_what_it_forbids_is_not_read(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = robots("User-agent: *\nDisallow: /private/\n")
    fetch = make()

    found = fetch(server.url("/private/a"))

    assert isinstance(found, Refused)
    assert found.kind == "robots"
    assert "--no-robots" in found.reason
    assert isinstance(fetch(server.url("/a")), Fetched)
    assert (server.asked(), count(server)) == (["/a"], 1)


def test_it_is_not_asked_for_where_the_user_says_so(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = robots("User-agent: *\nDisallow: /\n")

    assert isinstance(make(robots=False)(server.url("/private/a")), Fetched)
    assert count(server) == 0


def test_a_redirect_into_what_it_forbids_is_not_followed(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = robots("User-agent: *\nDisallow: /private/\n")
    server.paths["/go"] = answer(status="302 Found", headers=("Location: /private/a",))

    found = make()(server.url("/go"))

    assert isinstance(found, Refused)
    assert found.kind == "robots"
    assert found.reason.startswith(f"redirects to {server.url('/private/a')}: the site's robots.txt")
    assert server.asked() == ["/go"]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "401 Unauthorized", "410 Gone", "418 Teapot"])
def test_one_that_is_not_there_forbids_nothing(server: BadServer, make: Callable[..., Fetcher], status: str) -> None:
    server.paths["/robots.txt"] = answer(b"Disallow: /", status=status)

    assert isinstance(make()(server.url("/a")), Fetched)


@pytest.mark.parametrize(
    "broken",
    [
        answer(status="503 Busy"),
        answer(status="500 Oops"),
        answer(status="429 Too Many"),
        answer(b"User-agent: *", length=999),
        answer(b"no gzip", headers=("Content-Encoding: gzip",)),
        b"junk\r\n\r\n",
        lambda connection: time.sleep(0.6),
    ],
)
def test_one_that_cannot_be_had_forbids_all_for_a_while(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher], broken: Any
) -> None:
    server.paths["/robots.txt"] = broken
    fetch = make()

    found = fetch(server.url("/a"))

    assert isinstance(found, Refused)
    assert (found.kind, found.passing) == ("robots", True)
    assert "wish to be left alone" in found.reason
    assert server.asked() == []
    server.paths["/robots.txt"] = robots("")
    assert isinstance(fetch(server.url("/a")), Refused)
    clock.seconds += 301
    assert isinstance(fetch(server.url("/a")), Fetched)


def test_one_that_redirects_in_a_circle_forbids_nothing(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = answer(status="302 Found", headers=("Location: /robots.txt",))

    assert isinstance(make()(server.url("/a")), Fetched)


def test_one_that_lies_elsewhere_is_read_there(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = answer(status="301 Moved", headers=("Location: /rules",))
    server.paths["/rules"] = robots("User-agent: tellings\nDisallow: /private")

    assert isinstance(make()(server.url("/private/a")), Refused)


def test_one_without_end_is_read_as_far_as_it_goes(server: BadServer, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = drip(
        b"# nothing to say\n" * 4000, before=b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private/\n", every=0
    )
    fetch = make()

    assert isinstance(fetch(server.url("/private/a")), Refused)
    assert isinstance(fetch(server.url("/a")), Fetched)


def test_a_bomb_in_its_place_does_no_harm(server: BadServer, make: Callable[..., Fetcher]) -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /private/\n" + b"\n" * 50_000_000)
    server.paths["/robots.txt"] = answer(packed, headers=("Content-Encoding: gzip",))

    assert isinstance(make()(server.url("/private/a")), Refused)


def test_the_pause_it_asks_for_is_kept(server: BadServer, clock: Clock, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 12\n")
    fetch = make()
    fetch(server.url("/a"))
    fetch(server.url("/a"))

    assert clock.slept == [12.0]


def test_a_pause_beyond_patience_is_told_and_not_slept(
    server: BadServer, clock: Clock, make: Callable[..., Fetcher]
) -> None:
    server.paths["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 1e12\n")
    fetch = make()
    assert isinstance(fetch(server.url("/a")), Fetched)

    found = fetch(server.url("/a"))

    assert isinstance(found, Refused)
    assert (found.kind, str(found.not_before), clock.slept) == ("later", "2031-05-09 09:00:00+00:00", [])


def test_it_is_asked_for_once_in_a_day(server: BadServer, clock: Clock, make: Callable[..., Fetcher]) -> None:
    server.paths["/robots.txt"] = robots("")
    fetch = make()
    fetch(server.url("/a"))
    clock.seconds += 23 * 3600
    fetch(server.url("/a"))
    assert count(server) == 1
    clock.seconds += 3600
    fetch(server.url("/a"))
    assert count(server) == 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("User-agent: *\nDisallow: /a", "User-agent: *\nDisallow: /a"),
        ("User-agent: other\nDisallow: /a", ""),
        ("User-agent: other\nUser-agent: Tellings/2.0\nDisallow: /a # why", "User-agent: Tellings\nDisallow: /a"),
        ("user agent tellings\nSitemap: /s\nUser-agent: other\nDisallow: /a", "User-agent: tellings\nDisallow: /a"),
        ("User-agent: tell\nDisallow: /a", ""),
        ("User-agent: tellings-more\nDisallow: /a", ""),
        (
            "User-agent: a\nDisallow: /a\nUser-agent: *\nAllow: /b\n\nDisallow: /c",
            "User-agent: *\nAllow: /b\nDisallow: /c",
        ),
    ],
)
def test_only_what_speaks_to_us_is_kept(text: str, kept: str) -> None:
    assert keep_ours(text) == kept


def test_a_file_made_to_swell_is_read_quickly() -> None:
    text = "".join(f"User-agent: a{n}\n" for n in range(15_000)) + "User-agent: *\n" + "Disallow: /x*y\n" * 15_000
    begun = time.perf_counter()

    rules = Robots(clock=lambda: 0.0).rules("http://tarn.example", lambda address: text.encode())

    assert rules.allows("http://tarn.example/" + "x" * 2000)
    assert not rules.allows("http://tarn.example/xy")
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 09 May 2031 08:02:00 GMT", 120.0),
        ("Fri, 09 May 2031 07:00:00 GMT", 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("9" * 500, 999999999.0),
        ("\u0662", 0.0),
        ("Fri, 99 May 99999 08:02:00 GMT", 0.0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float) -> None:
    assert read_retry_after(value, Clock().now()) == seconds
