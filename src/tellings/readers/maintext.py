"""The readable text of a web page, without its furniture."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tellings.readers.boxes import PARAGRAPH, Block, Boxes, read_boxes
from tellings.readers.lead import find_lead
from tellings.readers.mainbox import find_body
from tellings.readers.page import Element
from tellings.readers.pairs import fold, pairs_of, share_of

MOST_LOST = 0.6
"""Share of the pairs of words of the article as the page gives it to machines that must be found on the page."""

SHORTEST_GIVEN, LONG_GIVEN = 100, 1000
"""Characters of such an article; a shorter one is a teaser. A long one that was not found stands in for any text."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph (``p``), heading (``head``), list item (``item``) or table row (``row``); ``text`` is one line
    without white space at its ends."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The readable blocks of a page in order, without its title; none where the page has no article."""

    blocks: tuple[TextBlock, ...]

    @property
    def text(self) -> str:
        """The blocks, parted by blank lines."""
        return "\n\n".join(block.text for block in self.blocks)


def extract_main_text(tree: Element, *, title: str = "", body: str = "") -> Extracted:
    """The article of the page.

    ``title`` (left out at the top) and ``body`` (the article as the page gives it to machines, used where the page
    shows another text) help. The lead that a page sets apart comes first. Takes linear time, so that no page is too
    large. Figures: bench/pages.py.
    """
    page = read_boxes(tree)
    found = find_body(page, title)
    blocks = _without_title(found.blocks, title)
    lines = tuple(_lines_of(page, blocks))
    given = tuple(_given_lines(body))
    if _is_missed("\n".join(given), lines):
        return Extracted(tuple(TextBlock("p", line) for line in given))
    if not any(block.ends_sentence or len(block.text) > PARAGRAPH for block in blocks):
        return Extracted(())  # labels only
    lead = find_lead(page, found, title=title, told=_descriptions(tree))
    return Extracted((*(TextBlock("p", line) for line in lead), *lines))


def _descriptions(tree: Element) -> tuple[str, ...]:
    """What the page tells of itself in a few sentences, for cards and search engines."""
    named = {"description", "og:description", "twitter:description"}
    metas = (meta for meta in tree.iter("meta") if (meta.get("property") or meta.get("name") or "").lower() in named)
    return tuple(" ".join((meta.get("content") or "").split()) for meta in metas)


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Without the title, as a first heading anywhere and as any block among the first three."""
    wanted = fold(title)
    return tuple(
        block
        for place, block in enumerate(blocks)
        if not wanted or (place > 2 and block.tag != "h1") or fold(block.text) != wanted
    )


def _lines_of(page: Boxes, blocks: tuple[Block, ...]) -> Iterator[TextBlock]:
    """One block for each line, and one for a table row of figures."""
    for row, cells in groupby(blocks, key=lambda block: page.boxes[block.box].row):
        held = list(cells)
        if row >= 0 and all(len(block.text) < PARAGRAPH for block in held):
            yield TextBlock("row", " | ".join(block.text for block in held))
            continue
        for block in held:
            kind = "head" if block.is_heading else "item" if block.tag == "li" else "p"
            yield from (TextBlock(kind, line) for line in block.lines)


def _is_missed(body: str, lines: tuple[TextBlock, ...]) -> bool:
    """Whether the page gives machines an article that the lines found are not."""
    if len(body) < SHORTEST_GIVEN or not any(map(str.isalpha, body)):
        return False
    seen = {pair for line in lines for pair in pairs_of(line.text)}
    long = len(body) > MOST_LOST * sum(len(line.text) for line in lines) or len(body) >= LONG_GIVEN
    return long and share_of(body, seen) < MOST_LOST


def _given_lines(body: str) -> Iterator[str]:
    for line in body.split("\n"):
        if any(map(str.isalnum, line)):
            yield " ".join(line.split())
