"""What a server is started with."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tellings.errors import UsageError

PORT = 8377
"""Where the desk is found unless it is said otherwise; no registered service uses it."""

SHORTEST_TOKEN = 16
"""Signs of a token at least: what nobody guesses over a network even with a thousand tries a second."""

PER_MINUTE = 1200
"""Requests of one visitor in a minute where others can reach the desk: 20 in a second, far more than reading takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the desk is served.

    ``token`` lets in whoever knows it; ``accounts`` whoever has one. ``public`` is the address readers use when another
    server stands in front ("https://desk.example"). ``reader`` is the name of a visitor without an account. ``secret``
    signs forms and visits. What is sent as it happens ends when its visitor may no longer see it: looked at every
    ``recheck``. Sizes are bytes, times seconds; ``per_minute`` counts requests of one visitor (0: no end). While
    ``backlog`` reports wait to be worked through no more are taken. What is being answered when the server is told to
    end has ``grace`` seconds.

    Raises:
        UsageError: when it would be open to others with neither token nor accounts, or a value makes no sense.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = field(default=None, repr=False)
    accounts: bool = False
    public: str = ""
    reader: str = "me"
    secret: bytes = field(default=b"", repr=False)
    largest_body: int = 1 << 20
    largest_upload: int = 64 << 20
    patience: float = 20.0
    slowest: int = 64 << 10
    recheck: float = 60.0
    per_minute: int = 0
    backlog: int = 10_000
    grace: int = 5

    def __post_init__(self) -> None:
        if self.token is not None and self.accounts:
            raise UsageError("give either --token or --accounts: with both it is not clear who a visitor is.")
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise UsageError(
                f"the token has {len(self.token)} signs: others could guess it. Give {SHORTEST_TOKEN} or more.\n"
                "`--token new` makes one and prints it."
            )
        if self.is_guarded:
            return
        if not is_loopback(self.host) or self.public:
            raise UsageError(
                f"{self.public or self.host} can be reached by others: anybody there could read and change the library."
                "\nGive --token SECRET or --accounts, or serve on 127.0.0.1 alone."
            )

    @property
    def is_guarded(self) -> bool:
        """Whether a visitor has to show who they are."""
        return self.token is not None or self.accounts

    @property
    def is_encrypted(self) -> bool:
        """Whether readers come over TLS, which another server ends."""
        return self.public.startswith("https://")

    def allows_host(self, host: str) -> bool:
        """Whether a request may be meant for this host (the header, with or without a port).

        A page of an attacker can have the name of its own host lead to this machine (DNS rebinding); a number it cannot
        make its own, and neither a name that is ours.
        """
        name = split_host(host)
        if name is None:
            return False
        ours = {"localhost", split_host(self.host) or "", split_host(urlsplit(self.public).netloc) or ""}
        return name in ours - {""} or is_address(name)

    def allows_origin(self, origin: str, host: str) -> bool:
        """Whether a request to ``host`` may come from a page of this origin: the desk's own."""
        own = {f"http://{host}".lower()} | ({self.public.lower()} if self.public else set())
        return origin.lower() in own


def split_host(host: str) -> str | None:
    """The name or address in a Host header, in small letters and without brackets; ``None`` where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        if parts.netloc != host or parts.username is not None or parts.port == 0:
            return None
        return parts.hostname
    except ValueError:
        return None


def is_address(name: str) -> bool:
    """Whether a host is a number (IPv4 or IPv6)."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def read_public(address: str) -> str:
    """The origin of the address that readers use.

    Raises:
        UsageError: when it is none.
    """
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/") and parts.port != 0
        good = good and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        good = False
    if not good:
        raise UsageError(
            f"{address[:200]!r} is no address of a desk. Give it as https://desk.example, without a path: the desk has "
            "a host of its own."
        )
    default = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, default) else f":{parts.port}"
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{name}{port}"
