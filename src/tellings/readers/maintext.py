"""The readable text of a web page, without its furniture."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile
from typing import Any

from tellings.readers.lead import find_lead
from tellings.readers.page import Element, is_huge, words_of

_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"[^.!?:]{2,40}:\s*")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u0964][\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u300d)]?$")
_HOLDERS = frozenset(("p", "head", "list", "table", "quote", "cell", "row", "item", "div", "ab"))
_COMMENTS = re.compile(r"comment|respon[ds]|repl(?:y|ies)|disqus", re.I)
_INLINE = frozenset(("span", "font", "b", "i", "em", "strong", "u", "small", "mark", "a"))
_UNSEEN = (
    "script", "style", "svg", "template", "iframe", "img", "source", "picture", "input", "link", "meta", "video",
    "audio", "object", "canvas", "select", "footer",
)  # fmt: skip
LONG_RUN = 500
"""Children of one element from which on inline ones are melted into its text."""

SHORT = 1000
"""Characters of article under which a slower extraction is asked whether there is much more."""

LABELS = 0.03
"""Share of the characters that may stand in lines other than headings and running text before a second, strict
extraction is asked. Of 1,299 pages 784 need one only; F1 is .975, .954 and .922, with two for all .975, .952, .922."""

FAR_LESS = 0.7
"""A strict extraction with less of the lenient one's length than this is asked again, with other ways to read the page
compared: 192 of 1,299 pages, as many right as if all were (without it F1 is .971 and .915, with it .975 and .922)."""

FAR_MORE = 5
"""An extraction this many times longer than another shows that the other missed the article; less, that it strayed."""

SAME = 0.6
"""Share of a lead's pairs of words in the article from which on the article has it already."""

MOST_TEASERS = 50
"""Items of a closing list of links that are looked at."""

PARAGRAPH = 80
"""Characters from which on a block counts as running text."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph, heading, list item or table row; ``text`` is one line without white space at its ends."""

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
    """The article of the page: where a lenient extraction is doubtful, what a strict one agrees to, in its words.

    The lenient one keeps sentences whole but takes teasers and menus with it; the strict one leaves these out, but also
    words inside sentences. ``title`` (left out at the top) and ``body`` (the article as the page gives it to machines,
    used where the extraction finds far less) help. The lead that a page sets apart comes first. The tree is used up.
    Figures: bench/pages.py.
    """
    if is_huge(tree):
        return Extracted(_drop_title(_plain_blocks(tree), title))
    links = {_fold(words_of(link)) for link in tree.iter("a")} - {""}
    told = _descriptions(tree)
    _drop_unseen(tree)
    _melt_runs(tree)
    _join_chunks(tree)
    blocks = _blocks_of(tree)
    if _is_doubtful(blocks):
        strict = _blocks_of(tree, strict=True)
        if _length(strict) < max(SHORT, FAR_LESS * _length(blocks)):
            strict = _blocks_of(tree, strict=True, thorough=True)
        blocks = _agree(blocks, strict)
    if _length(blocks) < min(SHORT, len(words_of(tree)) / FAR_MORE):
        thorough = _blocks_of(tree, thorough=True)
        blocks = thorough if _prose(thorough) > FAR_MORE * _length(blocks) else blocks
    blocks = _drop_teasers(blocks, links) if any(map(_reads_on, blocks)) else ()
    given = tuple(TextBlock("p", line) for line in _lines(body))
    if _length(blocks) < 0.6 * _length(given):
        blocks = given
    blocks = _drop_title(blocks, title)
    lead = find_lead(tree, blocks[0].text, told) if blocks else ""
    if lead and _share(lead, {pair for block in blocks for pair in _pairs(block.text)}) < SAME:
        blocks = (TextBlock("p", lead), *blocks)
    return Extracted(blocks)


def _descriptions(tree: Element) -> tuple[str, ...]:
    """What the page tells of itself in a few sentences, for cards and search engines."""
    named = {"description", "og:description", "twitter:description"}
    metas = (meta for meta in tree.iter("meta") if (meta.get("property") or meta.get("name") or "").lower() in named)
    return tuple(" ".join((meta.get("content") or "").split()) for meta in metas)


def _blocks_of(tree: Element, *, strict: bool = False, thorough: bool = False) -> tuple[TextBlock, ...]:
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without text as errors
    try:
        found = bare_extraction(
            copy.deepcopy(tree),
            fast=not thorough,
            favor_precision=strict,
            include_comments=False,
            with_metadata=False,
            config=_config(any_length=not thorough),
        )
    except Exception:  # a page can break the extraction in too many ways to name; the plain one then stands in
        return _plain_blocks(tree)
    body = getattr(found, "body", None)
    return tuple(_walk(body)) if body is not None else ()


@cache
def _config(*, any_length: bool) -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    if any_length:  # else it takes a short article for none and gives the whole page as one paragraph
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return config


def _walk(element: Element) -> Iterator[TextBlock]:
    if element.tag == "row":
        yield from _walk_row(element)
    elif element.tag in _HOLDERS and not any(child.tag in _HOLDERS for child in element):
        for line in _lines(_own_text(element)):
            yield TextBlock(element.tag, line)
    else:
        yield from (TextBlock("p", line) for line in _lines(element.text or ""))
        for child in element:
            yield from _walk(child)
            yield from (TextBlock("p", line) for line in _lines(child.tail or ""))


def _walk_row(row: Element) -> Iterator[TextBlock]:
    """One block for a row of figures; the paragraphs of its cells where the table only lays out the page."""
    cells = [" ".join(_own_text(cell).split()) for cell in row]
    if all(len(cell) < PARAGRAPH for cell in cells):
        if any(cells):
            yield TextBlock("row", " | ".join(cell for cell in cells if cell))
        return
    for cell in row:
        if any(child.tag in _HOLDERS for child in cell):
            yield from _walk(cell)
        else:
            yield from (TextBlock("p", line) for line in _lines(_own_text(cell)))


def _own_text(element: Element) -> str:
    """All text of an element, a line break for each ``lb``."""
    parts = ["\n" if element.tag == "lb" else "", element.text or ""]
    for child in element:
        parts += (_own_text(child), child.tail or "")
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """The lines that hold a letter or digit, without white space at their ends and single inside."""
    return [" ".join(line.split()) for line in text.split("\n") if any(map(str.isalnum, line))]


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _length(blocks: tuple[TextBlock, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _reads_on(block: TextBlock) -> bool:
    """Whether it is running text: a page of labels only has no article."""
    return len(block.text) > PARAGRAPH or bool(_SENTENCE_END.search(block.text))


def _is_doubtful(blocks: tuple[TextBlock, ...]) -> bool:
    """Whether it is short, or more than a few lines of it may be furniture."""
    labels = tuple(block for block in blocks if block.kind != "head" and not _reads_on(block))
    return _length(blocks) <= SHORT or _length(labels) > LABELS * _length(blocks)


def _prose(blocks: tuple[TextBlock, ...]) -> int:
    return sum(len(block.text) for block in blocks if len(block.text) > PARAGRAPH)


def _agree(lenient: tuple[TextBlock, ...], strict: tuple[TextBlock, ...]) -> tuple[TextBlock, ...]:
    if not lenient or not strict:
        return lenient or strict
    if _length(strict) > FAR_MORE * _length(lenient):  # the lenient one took a teaser or a caption for the article
        return strict
    seen = {pair for block in strict for pair in _pairs(block.text)}
    kept = tuple(block for block in lenient if _share(block.text, seen) >= 0.5)
    if _length(kept) < 0.5 * _prose(lenient):  # the two read different parts of the page: one of them went astray
        strayed = _prose(lenient) >= 2 * _prose(strict) or _length(strict) > 1.3 * _length(lenient)
        return lenient if strayed else strict
    if _length(kept) < 0.8 * _length(strict) <= 0.8 * _length(lenient) or _length(kept) > 1.4 * _length(strict):
        return strict
    return kept


def _pairs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return list(pairwise(words)) if len(words) > 1 else [tuple(words)]


def _share(text: str, seen: set[tuple[str, ...]]) -> float:
    pairs = _pairs(text)
    return sum(pair in seen for pair in pairs) / len(pairs)


def _drop_teasers(blocks: tuple[TextBlock, ...], links: set[str]) -> tuple[TextBlock, ...]:
    """Without lines that are nothing but a link to another page, bare or after a label ("Read more: ...")."""
    kept = [block for block in blocks if not _is_teaser(block, links)]
    closing = takewhile(
        lambda block: block.kind == "item" and _is_mostly_link(block.text, links), kept[: -MOST_TEASERS - 1 : -1]
    )
    teasers = sum(1 for _ in closing)
    return tuple(kept[: len(kept) - teasers] if teasers > 2 else kept)


def _is_mostly_link(text: str, links: set[str]) -> bool:
    words = _fold(text)
    return any(words.count(" ") < 40 and link in words and len(link) > 0.4 * len(words) for link in links)


def _is_teaser(block: TextBlock, links: set[str]) -> bool:
    label = _LABEL.match(block.text)
    if label and _fold(block.text[label.end() :]) in links:
        return True
    words = _fold(block.text)
    return words in links and block.kind != "head" and words.count(" ") >= 3 and not _SENTENCE_END.search(block.text)


def _drop_title(blocks: tuple[TextBlock, ...], title: str) -> tuple[TextBlock, ...]:
    """Without the title among the first three blocks."""
    wanted = _fold(title)
    return tuple(block for n, block in enumerate(blocks) if n > 2 or not wanted or _fold(block.text) != wanted)


def _drop_unseen(tree: Element) -> None:
    """Takes away what shows no words, in place: the extraction asks many questions of each element.

    On 1,299 pages no main text changed with it, and an extraction took a third less time.
    """
    from lxml.etree import strip_elements  # type: ignore[import-untyped]

    for head in tree.iterchildren("head"):
        head.clear()
    strip_elements(tree, *_UNSEEN, with_tail=False)


def _melt_runs(tree: Element) -> None:
    """Melt long runs of inline elements into their parent's text.

    The extraction strips them one by one, each time moving all of the text: 15,000 in one paragraph took 33 s.
    """
    for parent in tree.xpath(f"//*[count(*) > {LONG_RUN}]"):
        kept: list[Element] = []
        parts = [[parent.text or ""]]
        for child in parent:
            if child.tag in _INLINE:
                parts[-1] += ("".join(child.itertext()), child.tail or "")
            else:
                kept.append(child)
                parts.append([child.tail or ""])
        parent[:] = kept
        parent.text = "".join(parts[0])
        for child, tail in zip(kept, parts[1:], strict=True):
            child.tail = "".join(tail)


def _join_chunks(tree: Element) -> None:
    """One container where the page breaks its text into several of the same class, with advertisements between.

    The extraction takes one container and would lose the others.
    """
    groups: dict[tuple[Element, str], list[Element]] = {}
    for box in tree.iter("div", "section"):
        name = box.get("class")
        if not name or _COMMENTS.search(name):
            continue
        if sum(len(words_of(p)) > PARAGRAPH for p in box.iterchildren("p")) < 2:
            continue
        above = [ancestor for n, ancestor in enumerate(box.iterancestors()) if n < 3]
        for ancestor in above:
            groups.setdefault((ancestor, name), []).append(box)
    joined: set[Element] = set()
    for boxes in sorted(groups.values(), key=len, reverse=True):
        fresh = [box for box in boxes if box not in joined]
        if len(fresh) < 2 or any(next(box.iter("h1"), None) is not None for box in fresh):
            continue
        joined.update(fresh)
        for box in fresh[1:]:
            fresh[0].extend(list(box))


def _plain_blocks(tree: Element) -> tuple[TextBlock, ...]:
    """Paragraphs of running text that are not mostly links, wherever they stand; takes linear time."""
    blocks = []
    for element in tree.iter("p", "h2", "h3", "blockquote"):
        text = words_of(element)
        linked = sum(len(words_of(link)) for link in element.iter("a"))
        if len(text) > PARAGRAPH and linked < 0.5 * len(text):
            blocks.append(TextBlock("p", text))
    return tuple(blocks)
