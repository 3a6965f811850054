"""Asks the web for a page, a feed or an archive: politely, within limits, and nowhere it was not meant to go."""

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NoReturn

import httpcore
import httpx

from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.readers.addresses import check_address, parse_address
from tellings.readers.canonical import clean_url
from tellings.readers.gathering import gather
from tellings.readers.identity import identify
from tellings.readers.pacing import GAP, Pacer, read_retry_after
from tellings.readers.proxies import FindProxy, environment_proxy
from tellings.readers.refusals import RefusedError, shown
from tellings.readers.robots import ROBOTS_LIMITS, Robots, Rules
from tellings.readers.walls import look_at_page
from tellings.readers.wire import Resolve, Wire, resolve_host, say_fault

ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, */*;q=0.5"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.+-]{1,40})", re.I)
_VISIBLE = re.compile(r"[\x21-\x7e]{1,1000}")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_BUSY = frozenset({429, 502, 503, 504})
_DENIED: Mapping[int, str] = {
    401: "it asks for a login",
    402: "it asks for payment",
    403: "forbidden",
    407: "a proxy asks for a login",
    451: "withheld for legal reasons",
}


@dataclass(slots=True)
class _Answer:
    """One answer: its status, headers and decompressed body."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    data: bytes = b""
    packed: int = 0
    media_type: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Trip:
    """One fetch under way: where it has been, and what it carries along."""

    wire: Wire
    limits: Limits
    conditions: Conditions
    been: list[str] = field(default_factory=list)
    heading: str = ""  # where the last redirect leads, as it says
    permanent: bool = True


class Fetcher:
    """Fetches addresses for one process; callable as ``ports.Fetch``, and may be shared by threads.

    It keeps each host's pace (one request in ``gap`` seconds, or what its robots.txt asks), its pauses and its
    robots.txt; it keeps no cookies and sends nothing but the address, what was kept of its version, and who asks:
    ``tellings/VERSION (+CONTACT)``. With ``robots=False`` no robots.txt is asked for; with ``allow_private`` this
    computer and machines of its networks may be asked too. ``clock`` counts seconds, ``now`` tells the time of day,
    ``sleep`` waits for a host's turn, ``resolve`` finds the addresses of a host, ``find_proxy`` the proxy to it.

    Raises:
        ValueError: when ``contact`` holds something that cannot stand in a request.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        limits: Limits | None = None,
        allow_private: bool = False,
        robots: bool = True,
        gap: float = GAP,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = resolve_host,
        find_proxy: FindProxy = environment_proxy,
    ) -> None:
        self.identity = identify(contact)
        self._limits = limits or Limits()
        self._allow_private, self._obey, self._gap = allow_private, robots, gap
        self._clock, self._now, self._resolve, self._find_proxy = clock, now, resolve, find_proxy
        self._pacer = Pacer(clock=clock, now=now, sleep=sleep)
        self._robots = Robots(clock=clock)
        self._tls: ssl.SSLContext | None = None
        self._lock = threading.Lock()

    def __call__(
        self, url: str, *, conditions: Conditions | None = None, limits: Limits | None = None
    ) -> Fetched | Refused:
        """What ``url`` answers, or why it was not asked or brought nothing; see ``ports.Fetch``."""
        at = self._now()
        with self._wire(limits or self._limits) as wire:
            trip = _Trip(wire, limits or self._limits, conditions or Conditions())
            try:
                answer = self._follow(parse_address(url), trip)
                return self._finish(url, at, trip, answer)
            except RefusedError as err:
                return self._refuse(url, at, trip, err)

    def _refuse(self, url: str, at: datetime, trip: _Trip, err: RefusedError) -> Refused:
        led = f"redirects to {shown(trip.heading)}: " if trip.heading and err.ground.kind != "redirect" else ""
        return Refused(
            url,
            led + err.reason,
            err.ground.kind,
            at,
            final_url=trip.heading or (trip.been[-1] if trip.been else url),
            status=err.status,
            not_before=err.not_before,
            passing=err.ground.passing,
        )

    @contextmanager
    def _wire(self, limits: Limits) -> Iterator[Wire]:
        with self._lock:
            if self._tls is None:
                self._tls = httpx.create_ssl_context()
        wire = Wire(
            limits=limits,
            clock=self._clock,
            resolve=self._resolve,
            find_proxy=self._find_proxy,
            allow_private=self._allow_private,
            tls=self._tls,
        )
        try:
            yield wire
        finally:
            wire.close()

    def _follow(self, url: httpx.URL, trip: _Trip) -> _Answer:
        """The answer at the end of all redirects, each checked like the first address."""
        while True:
            trip.been.append(str(url))
            check_address(url, allow_private=self._allow_private)
            answer = self._ask_in_turn(url, trip, self._gap_of(url, trip.limits))
            if answer.status not in _REDIRECTS:
                return answer
            url = self._next_address(answer, trip)

    def _next_address(self, answer: _Answer, trip: _Trip) -> httpx.URL:
        location = answer.headers.get("location", "")
        if not location.strip():
            raise RefusedError("nowhere", code=answer.status, status=answer.status)
        trip.heading = location.strip()
        after = parse_address(location, base=answer.url)
        trip.heading = str(after)
        if answer.url.scheme == "https" and after.scheme == "http":
            raise RefusedError("downgrade", status=answer.status)
        if str(after) in trip.been:
            raise RefusedError("circle", status=answer.status)
        if len(trip.been) > trip.limits.redirects:
            raise RefusedError("too many", count=trip.limits.redirects, status=answer.status)
        trip.permanent = trip.permanent and answer.status in _PERMANENT
        return after

    def _gap_of(self, url: httpx.URL, limits: Limits) -> float:
        """Seconds between two requests to the host; refuses what its robots.txt forbids."""
        if not self._obey:
            return self._gap
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        rules: Rules = self._robots.rules(origin, lambda address: self._ask_robots(address, limits))
        if rules.fault:
            raise RefusedError("robots unread", why=rules.fault)
        if not rules.allows(str(url)):
            raise RefusedError("robots")
        return max(self._gap, rules.gap())

    def _ask_robots(self, address: str, limits: Limits) -> bytes:
        ours = replace(
            ROBOTS_LIMITS,
            connect=min(limits.connect, ROBOTS_LIMITS.connect),
            read=min(limits.read, ROBOTS_LIMITS.read),
            total=min(limits.total, ROBOTS_LIMITS.total),
        )
        with self._wire(ours) as wire:
            trip = _Trip(wire, ours, Conditions())
            url = parse_address(address)
            while True:
                trip.been.append(str(url))
                check_address(url, allow_private=self._allow_private)
                # Not in turn: the page it is asked for comes right after it, as with every crawler.
                answer = self._exchange(url, trip, robots=True)
                if answer.status not in _REDIRECTS:
                    break
                url = self._next_address(answer, trip)
            if answer.status != 200:
                _refuse_status(answer.status)
            return answer.data

    def _ask_in_turn(self, url: httpx.URL, trip: _Trip, gap: float) -> _Answer:
        """The answer of a host, asked in its turn, and again after a pause where it is busy for the moment."""
        host = url.host.removeprefix("www.")
        for attempt in range(1, trip.limits.tries + 1):
            self._pacer.wait_turn(host, gap=gap, patience=trip.limits.patience)
            try:
                answer = self._exchange(url, trip)
            except RefusedError as err:
                if not err.ground.passing:
                    raise
                self._pacer.failed(host)
                # What was slow once would be slow again, and take the same time once more.
                if attempt == trip.limits.tries or err.ground.kind != "broken":
                    raise
                continue
            if answer.status not in _BUSY:
                self._pacer.succeeded(host)
                return answer
            asked = read_retry_after(answer.headers.get("retry-after", ""), self._now())
            until = self._pacer.failed(host, asked=asked)
            waits_on = (until - self._now()).total_seconds() <= trip.limits.patience
            if attempt == trip.limits.tries or not waits_on:
                raise RefusedError("busy", code=answer.status, tries=attempt, status=answer.status, not_before=until)
        raise AssertionError("tries is at least 1")

    def _exchange(self, url: httpx.URL, trip: _Trip, *, robots: bool = False) -> _Answer:
        """One request and its answer, the body read only where it is wanted."""
        try:
            response = trip.wire.handle_request(httpx.Request("GET", url, headers=self._headers(trip.conditions)))
            try:
                answer = _Answer(url, response.status_code, response.headers)
                if answer.status in (200, 203):
                    body = gather(response, trip.limits, cut=robots, any_kind=robots)
                    answer.data, answer.packed, answer.media_type = body.data, body.packed, body.media_type
                    answer.notes += body.notes
                return answer
            finally:
                response.close()
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError) as err:
            _explain(err)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as err:
            raise RefusedError("no connection", host=url.host, why=say_fault(err)) from err

    def _headers(self, conditions: Conditions) -> dict[str, str]:
        headers = {"User-Agent": self.identity, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
        if _VISIBLE.fullmatch(conditions.etag):
            headers["If-None-Match"] = conditions.etag
        if _VISIBLE.fullmatch(conditions.last_modified.replace(" ", "")):
            headers["If-Modified-Since"] = conditions.last_modified
        return headers

    def _finish(self, url: str, at: datetime, trip: _Trip, answer: _Answer) -> Fetched:
        final, redirects = trip.been[-1], tuple(trip.been[:-1])
        kept = trip.conditions
        unchanged = answer.status == 304 and (kept.etag or kept.last_modified)
        if not unchanged and answer.status not in (200, 203):
            _refuse_status(answer.status)
        if not unchanged and not answer.data.strip():
            raise RefusedError("no content", status=answer.status)
        canonical = clean_url(final)
        if answer.media_type in ("text/html", "application/xhtml+xml"):
            canonical = look_at_page(answer.data, asked=trip.been[0], final=final, charset=_charset(answer.headers))
        return Fetched(
            url=url,
            final_url=final,
            canonical_url=canonical,
            status=answer.status,
            at=at,
            data=answer.data,
            media_type=answer.media_type,
            charset=_charset(answer.headers),
            etag=_kept(answer.headers.get("etag", "")) or (kept.etag if unchanged else ""),
            last_modified=_kept(answer.headers.get("last-modified", "")) or (kept.last_modified if unchanged else ""),
            redirects=redirects,
            moved_to=final if redirects and trip.permanent else "",
            packed_bytes=answer.packed,
            notes=tuple(answer.notes),
        )


def _explain(err: Exception) -> NoReturn:
    why = str(err)
    if isinstance(err, httpcore.RemoteProtocolError) and "without sending complete" not in why:
        if "disconnected without" in why:
            raise RefusedError("cut short") from err
        raise RefusedError("not http", why=why) from err
    raise RefusedError("cut short") from err


def _refuse_status(status: int) -> NoReturn:
    if status == 404:
        raise RefusedError("missing", status=status)
    if status == 410:
        raise RefusedError("gone", status=status)
    if status in _DENIED:
        raise RefusedError("denied", code=status, what=_DENIED[status], status=status)
    if status in (204, 205):
        raise RefusedError("no content", status=status)
    if status >= 500:
        raise RefusedError("server", code=status, status=status)
    raise RefusedError("status", code=status, status=status)


def _charset(headers: httpx.Headers) -> str:
    found = _CHARSET.search(headers.get("content-type", "")[:1000])
    return found[1] if found else ""


def _kept(value: str) -> str:
    return value if len(value) <= 1000 and value.isprintable() else ""
