"""Who may ask over HTTP: the Host and Origin a browser cannot forge, and a token where one was set."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

_PORTS = {b"http": "80", b"https": "443"}
"""What an address without a port means."""


class Guard:
    """Lets a request through to ``inner`` when it is meant for this server and may come from where it comes.

    ``hosts`` are the names it is reached by, as a Host header has them, with any port. A page of another site cannot
    ask through somebody's browser: its Origin is not one of them at the port that was asked, and a name that was made
    to point here (DNS rebinding) is not either. With a ``token`` every request needs ``Authorization: Bearer TOKEN``.
    """

    def __init__(self, inner: App, *, hosts: tuple[str, ...] = LOOPBACK, token: str | None = None) -> None:
        self._inner, self._hosts, self._token = inner, frozenset(host.lower() for host in hosts), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        refusal = self._find_fault(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._inner(scope, receive, send)
            return
        status, why = refusal
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        headers += [(b"www-authenticate", b'Bearer realm="tellings"')] if status == 401 else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": why.encode()})

    def _find_fault(self, scope: Scope) -> tuple[int, str] | None:
        given: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name.lower(), []).append(value)
        hosts = given.get(b"host", [])
        if len(hosts) != 1 or _name(hosts[0]) not in self._hosts:
            return 421, "This server is not reached by that name: see --allow-host.\n"
        for origin in given.get(b"origin", []):
            scheme, _, rest = origin.partition(b"://")
            usual = _PORTS.get(scheme, "")
            # Another port of this machine is another site: anybody's program may serve pages there.
            same = (_port(rest) or usual) == (_port(hosts[0]) or usual)
            if not usual or not same or _name(rest) not in self._hosts:
                return 403, "Pages of other sites may not ask here.\n"
        if self._token is not None and not self._is_known(given.get(b"authorization", [])):
            return 401, "Give the token that the server was started with: Authorization: Bearer TOKEN.\n"
        return None

    def _is_known(self, given: list[bytes]) -> bool:
        kind, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        return kind.lower() == b"bearer" and hmac.compare_digest(token.strip(), (self._token or "").encode())


def _name(host: bytes) -> str:
    """The name without its port; "" for what is no host."""
    name, port = _split(host)
    return name if not port or port.isdigit() else ""


def _port(host: bytes) -> str:
    """The port as it stands there; "" for the usual one."""
    return _split(host)[1]


def _split(host: bytes) -> tuple[str, str]:
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        name, bracket, port = text.partition("]")
        return name + bracket, port.removeprefix(":")
    name, _, port = text.partition(":")
    return name, port
