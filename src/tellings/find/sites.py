"""Lines that many pages of one outlet share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tellings.model.document import Document
from tellings.text.lines import plain, split_lines

_LONGEST = 240
"""Characters of a line that can be furniture by repetition; what is longer is copied report."""
_PROSE = 80
"""Characters from which a line that two pages share shows that they carry the same report."""
_SHORT = 15
"""Words up to which a line needs only two pages; a longer one needs three, and half of the outlet's pages."""
_EDGE = 4
"""A sentence with a full stop counts only among the first and last lines: agencies repeat their background inside."""


@dataclass(frozen=True, slots=True)
class Sites:
    """Lines that pages of one outlet share, as (outlet, line in small letters without punctuation)."""

    lines: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of one page that may be furniture by repetition, and those long enough to be its report."""

    short: frozenset[str]
    prose: frozenset[str]


def site_of(doc: Document) -> str:
    """The outlet a page is of: the host of its address, or the outlet's name; empty when neither is known."""
    try:
        host = urlsplit(doc.url).hostname if doc.url else None
    except ValueError:
        host = None
    return (host or doc.outlet or "").casefold().removeprefix("www.")


def survey(documents: Sequence[Document]) -> Sites:
    """What pages of the same outlet share; of pages that carry the same report only the first counts."""
    pages: dict[str, list[Document]] = defaultdict(list)
    for doc in documents:
        if site := site_of(doc):
            pages[site].append(doc)
    shared: set[tuple[str, str]] = set()
    for site, group in pages.items():
        if len(group) > 1:
            shared.update((site, line) for line in _shared(group))
    return Sites(frozenset(shared))


def _shared(group: Sequence[Document]) -> list[str]:
    seen: dict[str, int] = defaultdict(int)
    known: set[str] = set()
    count = 0
    for doc in group:
        page = _page(doc)
        # Two long lines in common are a report carried twice, not furniture.
        if len(page.prose & known) > 1:
            continue
        known |= page.prose
        count += 1
        for line in page.short:
            seen[line] += 1
    return [
        line
        for line, times in seen.items()
        if times > 1 and (len(line.split()) <= _SHORT or (times > 2 and 2 * times >= count))
    ]


def _page(doc: Document) -> _Page:
    spans = split_lines(doc.text)
    title = plain(doc.title or "")
    short, prose = set(), set()
    for index, span in enumerate(spans):
        words = doc.text[span.start : min(span.end, span.start + _LONGEST + 1)]
        if len(words) >= _PROSE and words[-1] != ":":
            prose.add(plain(words))
        if len(words) > _LONGEST or words[0] in "\"“‘'" or words.endswith(("--", "—", "–")):
            continue
        edge = index < _EDGE or index >= len(spans) - _EDGE
        line = plain(words)
        if line and line != title and (edge or words[-1] not in '.!?"”’'):
            short.add(line)
    return _Page(frozenset(short), frozenset(prose))
