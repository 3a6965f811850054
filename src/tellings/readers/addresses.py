"""Which addresses may be asked: by how they are written, and by the machine they lead to."""

import ipaddress
import re
from collections.abc import Callable

import httpx

from tellings.readers.refusals import RefusedError

LONGEST = 4096
"""Characters of an address; servers seldom take more than 8,000, and a report's address has some hundred."""

_LOCAL = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "localdomain")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z", re.I)
_HOSTLESS = re.compile(r"https?:(?!//[^/])", re.I)
_LOGIN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.I)
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")

# Addresses that serve a machine's own cloud, though they look public.
_METADATA = {ipaddress.ip_address("168.63.129.16"): "a service of the cloud this machine may run in"}
# Stated here because older Pythons count some of them as public.
_CLOSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this machine"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's inner network"),
    ("127.0.0.0/8", "this machine"),
    ("169.254.0.0/16", "the local link, where clouds keep their metadata"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "a reserved network"),
    ("192.0.2.0/24", "a network for examples"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "a network for measurements"),
    ("198.51.100.0/24", "a network for examples"),
    ("203.0.113.0/24", "a network for examples"),
    ("224.0.0.0/4", "an address of many machines"),
    ("240.0.0.0/4", "a reserved network"),
    ("::/128", "this machine"),
    ("::1/128", "this machine"),
    ("64:ff9b:1::/48", "a private network"),
    ("100::/64", "a reserved network"),
    ("2001:db8::/32", "a network for examples"),
    ("3fff::/20", "a network for examples"),
    ("5f00::/16", "a reserved network"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "the local link"),
    ("fec0::/10", "a private network"),
    ("ff00::/8", "an address of many machines"),
)
_NETWORKS = tuple((ipaddress.ip_network(network), what) for network, what in _CLOSED)
# IPv6 networks that carry an IPv4 address, and how far from the right it stands. What it leads to is what counts.
_CARRIERS: tuple[tuple[ipaddress.IPv6Network, Callable[[int], int]], ...] = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), lambda value: value),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), lambda value: value),
    (ipaddress.IPv6Network("64:ff9b::/96"), lambda value: value),
    (ipaddress.IPv6Network("::/96"), lambda value: value),
    (ipaddress.IPv6Network("2002::/16"), lambda value: value >> 80),
    (ipaddress.IPv6Network("2001::/32"), lambda value: ~value),
)


def parse_address(text: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """The address without its fragment, joined to ``base`` where it is relative.

    Raises:
        RefusedError: when no browser would read it as the same address.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise RefusedError("malformed", why=f"it has more than {LONGEST:,} characters")
    found = _UNFIT.search(text.replace(" ", "%20"))
    if found:
        what = "a backslash" if found[0] == "\\" else "a control character"
        raise RefusedError("malformed", why=f"it holds {what}")
    if _LOGIN.match(text):
        raise RefusedError("credentials")
    if _HOSTLESS.match(text):
        raise RefusedError("malformed", why="it names no host")
    try:
        url = httpx.URL(text) if base is None else base.join(text)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as err:
        raise RefusedError("malformed", why=str(err) or "it cannot be taken apart") from err
    return url


def check_address(url: httpx.URL, *, allow_private: bool = False) -> None:
    """Passes an address that may be asked, as far as its letters tell.

    Raises:
        RefusedError: for another scheme than http and https, a name or password, a host that is a number in disguise or
            a name of the local network, a port of another service.
    """
    if url.scheme not in ("http", "https"):
        raise RefusedError("scheme", scheme=url.scheme or "an address without a scheme")
    if url.userinfo:
        raise RefusedError("credentials")
    host = url.host.rstrip(".").lower()
    if not host or any(c in host for c in "%/ "):
        raise RefusedError("malformed", why="it names no host")
    if url.port is not None and not 0 < url.port < 65536:
        raise RefusedError("malformed", why="there is no such port")
    literal = is_numeric(host)
    if not literal and _NUMBER.match(host.rpartition(".")[2]):
        raise RefusedError("odd host", host=host)
    if allow_private:
        return
    port = url.port if url.port is not None else 443
    if port not in (80, 443) and port < 1024:
        raise RefusedError("port", port=port)
    if literal:
        check_machine(host, host)
    elif "." not in host or host.endswith(tuple(f".{name}" for name in _LOCAL)):
        raise RefusedError("local name", host=host)


def check_machine(host: str, address: str) -> None:
    """Passes the numeric ``address`` that ``host`` leads to, where it is one of the open internet.

    Raises:
        RefusedError: when it is not.
    """
    what = why_closed(address)
    if what:
        raise RefusedError("private", host=host, address=address, what=what)


def why_closed(address: str) -> str:
    """What a numeric address is if not a machine of the open internet ("this machine"), or ""."""
    ip = _as_ip(address.partition("%")[0])
    if ip is None:
        return "no address of a machine"
    if ip in _METADATA:
        return _METADATA[ip]
    for network, what in _NETWORKS:
        if ip in network:
            return what
    if isinstance(ip, ipaddress.IPv6Address):
        for carrier, shift in _CARRIERS:
            if ip in carrier:
                return why_closed(str(ipaddress.IPv4Address(shift(int(ip)) & 0xFFFFFFFF)))
    return "" if ip.is_global and not ip.is_reserved else "a reserved network"


def is_numeric(host: str) -> bool:
    """Whether the host is a plain IPv4 or IPv6 address."""
    return _as_ip(host) is not None


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
