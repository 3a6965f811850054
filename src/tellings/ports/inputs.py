"""What comes in and goes out: readers of bytes, writers of formats, the web."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from tellings.model.brief import Briefing
from tellings.model.document import Document, Skipped
from tellings.model.fetched import Conditions, Fetched, Limits, Refused

Reader = Callable[[bytes, str], Iterator[Document | Skipped]]
"""Bytes and their location in, documents and refusals out; never raises for bad input."""

Exporter = Callable[[Briefing, Sequence[Document]], str]
"""A briefing and the documents it cites in, one text out."""


class Fetch(Protocol):
    """Asks an address politely; never raises for what a server does.

    ``conditions`` are those of the last answer; then ``Fetched.unchanged`` may be true. ``limits`` replace the
    fetcher's own for this one address. It may wait for the host's turn, at most ``limits.patience`` seconds.
    """

    def __call__(
        self, url: str, *, conditions: Conditions | None = None, limits: Limits | None = None
    ) -> Fetched | Refused: ...
