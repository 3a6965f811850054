"""What came of asking for an address: its bytes, or the reason why there are none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RefusalKind = Literal[
    "address",  # not a web address that may be asked: scheme, host, port, name and password in it
    "private",  # its host is this machine, a private network or a cloud's own service
    "robots",  # the site's robots.txt does not allow it, or could not be read
    "later",  # the host asked to be left alone until ``not_before``
    "redirect",  # redirects in a circle, too many, to a less safe or unfit address
    "unreachable",  # no such host, no connection, TLS at fault
    "slow",  # a time limit was met
    "large",  # a size limit was met, packed or unpacked
    "broken",  # the answer is cut short or not HTTP
    "missing",  # 404, or a page that says so in words
    "gone",  # 410: do not ask again
    "denied",  # 401, 402, 403, 451
    "status",  # another status that brings no page
    "kind",  # a picture, a film, a program
    "wall",  # a page that asks for consent, a login or a proof of being human, in place of the report
]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the last answer from an address said of its version; sent along, a server may answer "unchanged"."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one fetch may take.

    Seconds: to connect to one address (``connect``), between two pieces of an answer (``read``), of one request and its
    whole answer (``total``), and of waiting for a host's turn (``patience``: what takes longer is refused with
    ``not_before``). Bytes: as sent (``packed``) and after decompression (``unpacked``). ``redirects`` is how many are
    followed, ``tries`` how often a host that is busy for the moment is asked in all.

    Raises:
        ValueError: when a limit is not positive (``redirects`` and ``patience`` may be 0).
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    patience: float = 60.0
    packed: int = 32 * 2**20
    unpacked: int = 64 * 2**20
    redirects: int = 10
    tries: int = 3

    def __post_init__(self) -> None:
        positive = (self.connect, self.read, self.total, self.packed, self.unpacked, self.tries)
        if not all(value > 0 for value in positive) or self.redirects < 0 or not self.patience >= 0:
            raise ValueError(f"{self} has a limit that lets nothing through.")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    ``url`` is the address as asked; ``final_url`` where the answer came from, ``redirects`` the addresses in between
    (``final_url`` not among them). ``moved_to`` is the address to ask from now on, where every redirect was permanent;
    else "". ``canonical_url`` is the cleaned address of the report, by which two fetches of it are told to be one: what
    the page states, else ``final_url``. ``data`` is decompressed and otherwise untouched; empty where ``status`` is 304
    (``unchanged``). ``media_type`` is what the bytes show ("text/html"), ``charset`` what the server states, or "".
    ``notes`` says what had to be overlooked. ``at`` is when it was asked, with zone.
    """

    url: str
    final_url: str
    canonical_url: str
    status: int
    at: datetime
    data: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    redirects: tuple[str, ...] = ()
    moved_to: str = ""
    packed_bytes: int = 0
    notes: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether the address still holds what it held when it was asked last."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an address brought nothing, in words a user can act on (``reason``) and as a ``kind`` to count by.

    ``final_url`` is where it ended (``url`` where it did not get under way); ``status`` is what was answered, 0 where
    nothing was. ``not_before`` is when it may be asked again, where that is known. ``passing`` tells that another try
    may well succeed. ``at`` is when it was asked, with zone.
    """

    url: str
    reason: str
    kind: RefusalKind
    at: datetime
    final_url: str = ""
    status: int = 0
    not_before: datetime | None = None
    passing: bool = False

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError(f"Refused {self.url} without a reason.")
