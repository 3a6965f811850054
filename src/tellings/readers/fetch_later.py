"""A fetcher that loads what it stands on when it is first called: whoever reads files need not wait for it."""

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from threading import Lock

from tellings.errors import MissingPart, UsageError
from tellings.model.document import Document, Skipped
from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.ports import Fetch
from tellings.readers.fetched import read_fetched
from tellings.readers.identity import identify

TIMEOUT = 60.0
"""Seconds after which an address is given up."""
WEB = ("httpcore", "httpx", "protego")
"""What the web is asked with; no installation has it unless it asks for it."""


class FetchLater:
    """Calls a ``Fetcher`` that is made at the first call; callable as ``ports.Fetch``."""

    def __init__(self, contact: str, limits: Limits, allow_private: bool, robots: bool) -> None:
        self._given = (contact, limits, allow_private, robots)
        self._fetcher: Fetch | None = None
        self._lock = Lock()

    def __call__(
        self, url: str, *, conditions: Conditions | None = None, limits: Limits | None = None
    ) -> Fetched | Refused:
        """What ``url`` answers; see ``ports.Fetch``. Raises ``MissingPart`` as ``need_web`` does."""
        with self._lock:
            if self._fetcher is None:
                need_web()
                from tellings.readers.fetch import Fetcher

                contact, usual, allow_private, robots = self._given
                self._fetcher = Fetcher(contact=contact, limits=usual, allow_private=allow_private, robots=robots)
        return self._fetcher(url, conditions=conditions, limits=limits)


def need_web() -> None:
    """Passes where addresses of the web can be asked.

    Raises:
        MissingPart: when a package is missing for it.
    """
    missing = [name for name in WEB if find_spec(name) is None]
    if missing:
        raise MissingPart(
            f"addresses of the web cannot be read: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not "
            "installed.\nInstall what is missing with: pip install 'tellings[web]'\n"
            "Files, folders and a library need no network and go on without it."
        )


def load_fetch(
    *, contact: str = "", allow_private: bool = False, robots: bool = True, timeout: float = TIMEOUT
) -> Fetch:
    """What asks addresses of the web, politely; nothing is loaded and nothing asked before it is called.

    Sites are told ``contact``, a mail or web address. With ``allow_private`` addresses of this machine and of private
    networks may be asked, with ``robots=False`` what a robots.txt forbids. An address is given up after ``timeout``
    seconds.

    Raises:
        UsageError: when ``contact`` cannot stand in a request.
    """
    try:
        identify(contact)
    except ValueError as err:
        raise UsageError(str(err)) from err
    usual = Limits()
    limits = Limits(
        connect=min(usual.connect, timeout),
        read=min(usual.read, timeout),
        total=timeout,
        patience=min(usual.patience, timeout),
    )
    return FetchLater(contact, limits, allow_private, robots)


def read_address(url: str, *, fetch: Fetch, today: date | None = None) -> Iterator[Document | Skipped]:
    """The documents that ``url`` answers, or why there are none."""
    answer = fetch(url)
    if isinstance(answer, Refused):
        yield Skipped(url, answer.reason)
    else:
        yield from read_fetched(answer, url, today=today)
