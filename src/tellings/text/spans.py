"""Spans: citing, overlapping and looking up in order."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar

from tellings.model.document import Document
from tellings.model.span import Evidence, Span


class Spanned(Protocol):
    """Anything that stands at a place in a text."""

    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)


def cite(doc: Document, start: int, end: int) -> Evidence:
    """The words of ``doc`` at ``[start, end)``, trimmed of white space at both ends."""
    words = doc.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Evidence(doc.id, start, start + len(words), words)


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; ``None`` when nothing else is there."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Span(start, start + len(words)) if words else None


def overlap(a: Span, b: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def within(items: Sequence[S], start: int, end: int) -> Sequence[S]:
    """The items (sorted, not overlapping each other) that touch ``[start, end)``, by bisection."""
    low = bisect_right(items, start, key=lambda item: item.span.end)
    high = bisect_left(items, end, key=lambda item: item.span.start)
    return items[low:high]
