"""What a server is started with."""

from dataclasses import dataclass, field

from tellings.errors import UsageError

PORT = 8377
"""Where the desk is found unless it is said otherwise; no registered service uses it."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the desk is served.

    ``token`` lets in whoever knows it; ``accounts`` whoever has one. ``public`` is the address readers use when another
    server stands in front ("https://desk.example"). ``reader`` is the name of a visitor without an account. ``secret``
    signs forms and cookies. Sizes are bytes, times seconds; ``per_minute`` counts requests of one visitor (0: no end).

    Raises:
        UsageError: when it would be open to a network with neither token nor accounts.
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
    per_minute: int = 0

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK and not self.token and not self.accounts:
            raise UsageError(
                f"{self.host} can be reached from other machines: anybody there could read and change the library.\n"
                "Give --token SECRET or --accounts, or serve on 127.0.0.1."
            )
