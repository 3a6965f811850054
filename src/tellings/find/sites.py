"""Lines that many pages of one outlet share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tellings.model.document import Document
from tellings.text.lines import plain, split_lines

_LONGEST = 240
"""Characters of a line that can be furniture by repetition; what is longer is copied report."""
_SHORT = 15
"""Words up to which a line needs only two pages; a longer one needs three, and half of the outlet's pages."""
_EDGE = 4
"""A sentence with a full stop counts only among the first and last lines: agencies repeat their background inside."""


@dataclass(frozen=True, slots=True)
class Sites:
    """Lines that pages of one outlet share, as (outlet, line in small letters without punctuation)."""

    lines: frozenset[tuple[str, str]] = frozenset()


def site_of(doc: Document) -> str:
    """The outlet a page is of: the host of its address, or the outlet's name; empty when neither is known."""
    host = urlsplit(doc.url).hostname if doc.url else None
    return (host or doc.outlet or "").casefold().removeprefix("www.")


def survey(documents: Sequence[Document]) -> Sites:
    """What pages of the same outlet share, copies of one report aside."""
    pages: dict[str, list[tuple[Document, list[tuple[str, bool]]]]] = defaultdict(list)
    for doc in documents:
        if site := site_of(doc):
            pages[site].append((doc, _lines(doc)))
    shared = set()
    for site, group in pages.items():
        if len(group) < 2:
            continue
        seen: dict[str, int] = defaultdict(int)
        kept: list[frozenset[str]] = []
        for doc, lines in group:
            own = frozenset(line for line, _ in lines)
            if any(len(own & other) > 0.3 * min(len(own), len(other)) for other in kept[-50:]):
                continue
            kept.append(own)
            title = plain(doc.title or "")
            for line in {line for line, counts in lines if counts and line != title}:
                seen[line] += 1
        for line, count in seen.items():
            if count >= 2 and (len(line.split()) <= _SHORT or (count >= 3 and 2 * count >= len(kept))):
                shared.add((site, line))
    return Sites(frozenset(shared))


def _lines(doc: Document) -> list[tuple[str, bool]]:
    """The short lines of a page, and whether each may be furniture by repetition."""
    spans = split_lines(doc.text)
    found = []
    for index, span in enumerate(spans):
        if span.end - span.start > _LONGEST:
            continue
        words = doc.text[span.start : span.end]
        edge = index < _EDGE or index >= len(spans) - _EDGE
        found.append((plain(words), edge or words[-1] not in '.!?"”’'))
    return [(line, counts) for line, counts in found if line]
