"""By what a removed report is known again: marks, which hold no words of it."""

import hashlib
from collections.abc import Iterable


def mark(name: str) -> str:
    """The SHA-256 of an id or address, in hexadecimal digits."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def marks_of(doc: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """The marks of a report: of its id and of its addresses. A line of a file is no address: it may hold another."""
    return tuple(sorted({mark(doc), *(mark(each) for each in addresses if "://" in each)}))
