"""Connections to machines that were checked: the address that passed the check is the one connected to."""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import httpcore
import httpx

from tellings.model.fetched import Limits
from tellings.readers.addresses import check_machine, is_numeric
from tellings.readers.proxies import FindProxy, open_tunnel, read_proxy
from tellings.readers.refusals import RefusedError

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port in, numeric addresses out, best first. Raises ``OSError``."""

_MOST_ADDRESSES = 4
_HEADROOM = 2**20  # bytes of an answer beside its body: headers, chunk sizes, notices before the answer
_SOCKET_OPTION = tuple[Any, ...]


def resolve_host(host: str, port: int) -> Sequence[str]:
    """What the system says the numeric addresses of a host are, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Wire(httpx.BaseTransport):
    """Carries the requests of one fetch, within ``limits``, to machines of the open internet alone.

    The name of a host is resolved once for a connection, every address it has is checked, and the connection is made
    to one that passed: between check and connection there is nothing that could change. Through a proxy it is the
    proxy that is asked for the checked address. Only where ``allow_private`` is set are addresses not checked.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        clock: Callable[[], float],
        resolve: Resolve,
        find_proxy: FindProxy,
        allow_private: bool,
        tls: ssl.SSLContext,
    ) -> None:
        self.backend = CheckedBackend(limits, clock, resolve, find_proxy, allow_private)
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=self.backend, retries=0, max_connections=4, keepalive_expiry=30.0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body unread. Raises ``RefusedError``, and what ``httpcore`` raises."""
        self.backend.begin(request.url.scheme)
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions={"timeout": self.backend.timeouts()},
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses; see ``Wire``. Keeps the time and the bytes of the request under way."""

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float],
        resolve: Resolve,
        find_proxy: FindProxy,
        allow_private: bool,
    ) -> None:
        self._limits, self._clock, self._resolve = limits, clock, resolve
        self._find_proxy, self._allow_private = find_proxy, allow_private
        self._scheme, self._deadline, self._bytes_left = "https", 0.0, 0

    def begin(self, scheme: str) -> None:
        """Starts the time and the count of one request."""
        self._scheme = scheme
        self._deadline = self._clock() + self._limits.total
        self._bytes_left = self._limits.packed + _HEADROOM

    def timeouts(self) -> dict[str, float]:
        """Seconds, as ``httpcore`` calls them."""
        limits = self._limits
        return {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}

    def left(self, at_most: float | None) -> float:
        """Seconds that the next step may take.

        Raises:
            RefusedError: when there are none left.
        """
        left = self._deadline - self._clock()
        if left <= 0:
            raise RefusedError("slow", seconds=f"{self._limits.total:g}")
        return left if at_most is None else min(left, at_most)

    def timed_out(self, ground: str, waited: float) -> RefusedError:
        """The refusal for a step that was cut off after ``waited`` seconds."""
        if self._deadline - self._clock() <= 0.05:
            return RefusedError("slow", seconds=f"{self._limits.total:g}")
        return RefusedError(ground, seconds=f"{waited:g}")

    def count(self, size: int) -> None:
        """Notes that so many bytes came in.

        Raises:
            RefusedError: when they are too many.
        """
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise RefusedError("large", size=say_size(self._limits.packed))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to ``host`` at an address that passed the check."""
        named = self._find_proxy(self._scheme, host)
        proxy = read_proxy(named) if named else None
        # Through a proxy nothing need be resolved here if nothing is to be checked: many such networks cannot.
        targets = [host] if proxy and self._allow_private else self._find_machines(host, port)
        if proxy is None:
            return self._connect_first(host, targets, port)
        stream = self._connect_first(proxy.host, [proxy.host], proxy.port)
        try:
            open_tunnel(stream, proxy, targets[0], port, self.left(self._limits.connect))
        except BaseException:
            stream.close()
            raise
        return stream

    def _find_machines(self, host: str, port: int) -> list[str]:
        limit = self.left(self._limits.connect)
        try:
            found = (
                [host.rstrip(".")]
                if is_numeric(host.rstrip("."))
                else _within(limit, lambda: self._resolve(host, port))
            )
        except TimeoutError as err:
            raise self.timed_out("slow to connect", limit) from err
        except (OSError, UnicodeError) as err:
            raise RefusedError("no host", host=host) from err
        if not found:
            raise RefusedError("no host", host=host)
        if self._allow_private:
            return list(found)[:_MOST_ADDRESSES]
        open_ones, refused = [], None
        for address in found:
            try:
                check_machine(host, address)
                open_ones.append(address)
            except RefusedError as err:
                refused = refused or err
        # One closed address among open ones is a mistake or a trick; either way nothing good is to be had there.
        if refused is not None:
            raise refused
        return open_ones[:_MOST_ADDRESSES]

    def _connect_first(self, host: str, addresses: Sequence[str], port: int) -> httpcore.NetworkStream:
        why = ""
        begun = self._clock()
        for nth, address in enumerate(addresses):
            within = self._limits.connect - (self._clock() - begun)
            if within <= 0:
                break
            limit = self.left(within / (len(addresses) - nth))
            try:
                return _Stream(httpcore.SyncBackend().connect_tcp(address, port, timeout=limit), self)
            except httpcore.ConnectTimeout:
                why = ""
            except httpcore.ConnectError as err:
                why = say_fault(err)
        if why:
            raise RefusedError("no connection", host=host, why=why)
        raise self.timed_out("slow to connect", self._limits.connect)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a web address leads to no file of this machine."""
        raise RefusedError("scheme", scheme="unix")

    def sleep(self, seconds: float) -> None:
        """Nothing waits here."""


class _Stream(httpcore.NetworkStream):
    """A stream that keeps to the time and the bytes of its backend."""

    def __init__(self, stream: httpcore.NetworkStream, backend: CheckedBackend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        limit = self._backend.left(timeout)
        try:
            data = self._stream.read(max_bytes, limit)
        except httpcore.ReadTimeout as err:
            raise self._backend.timed_out("slow to answer", limit) from err
        self._backend.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        limit = self._backend.left(timeout)
        try:
            self._stream.write(buffer, limit)
        except httpcore.WriteTimeout as err:
            raise self._backend.timed_out("slow to answer", limit) from err

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._backend.left(timeout)
        try:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit), self._backend)
        except httpcore.ConnectTimeout as err:
            raise self._backend.timed_out("slow to connect", limit) from err
        except httpcore.ConnectError as err:
            raise RefusedError("tls", host=server_hostname or "the host", why=say_fault(err)) from err

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def say_fault(err: BaseException) -> str:
    """What the system said, without its numbers."""
    cause = err.__context__ if isinstance(err.__context__, OSError) else err
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return (cause.reason or str(cause)).replace("_", " ").lower()
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror.lower()
    return str(err) or type(err).__name__


def say_size(size: int) -> str:
    """ "32 MiB", "12 kB"."""
    return f"{size / 2**20:g} MiB" if size >= 2**20 else f"{size / 1000:g} kB"


def _within(seconds: float, call: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What ``call`` gives; ``TimeoutError`` where it takes longer. The system's resolver takes no time limit itself."""
    answer: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def run() -> None:
        try:
            answer.put(call())
        except (OSError, UnicodeError) as err:
            answer.put(err)

    threading.Thread(target=run, daemon=True, name="resolve").start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty as err:
        raise TimeoutError from err
    if isinstance(found, OSError | UnicodeError):
        raise found
    return found
