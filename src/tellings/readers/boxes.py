"""A web page as boxes and blocks: which element holds which, and the paragraphs, headings and lines in them, in order.

The tree is walked once. A box is an element that starts a line of its own; what stands inside a line (links, bold
words) is part of its block.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.readers.page import Element

PARAGRAPH = 80
"""Characters from which on a block counts as running text. F1 on the half that the rules were made on (bench/pages.py,
of a prototype): .9835, .9383 and .9701; with 60 .9829, .9373 and .9698, with 100 .9831, .9378 and .9708."""

SENTENCE = 30
"""Characters from which on a line that ends like a sentence counts for half."""

LONG_LINK = 300
"""Characters of one link, on the average, from which on it is one that a page forgot to close."""

MOST_NAMES = 200
"""Characters looked at of each attribute that names a box."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SENTENCE_END = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u0964\u061f\u06d4\u0589\u1362][\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u300d)\]]*$"
)

_UNSEEN = frozenset((
    "script", "style", "svg", "template", "iframe", "img", "source", "picture", "input", "link", "meta", "video",
    "audio", "object", "canvas", "select", "option", "textarea", "head",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "math", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var", "wbr",
))  # fmt: skip
_NAMING = ("class", "id", "data-testid", "data-component", "role")
_WHITE = re.compile(r"\s+")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_HIDING = re.compile(r"display:none|visibility:hidden")
_SHOWN_LATER = re.compile(r" d-(?:sm|md|lg|xl|xxl)-")


@dataclass(slots=True)
class Box:
    """One element.

    ``above`` is the place of the box around it (-1: none), ``row`` that of its table row (-1: none). ``names`` are the
    words of its class, id and role, ``styles`` its class and id alone, ``look`` its class alone. One that
    ``may_be_hidden`` is shown later, or to some.
    """

    tag: str
    above: int
    row: int
    names: str
    styles: str
    look: str
    role: str
    is_body: bool
    is_hidden: bool
    may_be_hidden: bool


@dataclass(slots=True)
class Block:
    """One paragraph, heading or line. ``lines`` are parted where the page breaks them; ``linked`` is the share of the
    characters that are links, ``weight`` how many characters of running text it counts for."""

    place: int
    box: int
    tag: str
    lines: tuple[str, ...]
    text: str
    linked: float
    weight: float
    is_prose: bool

    @property
    def is_heading(self) -> bool:
        """Whether it stands in one of ``h1`` to ``h6``."""
        return self.tag in HEADINGS

    @property
    def ends_sentence(self) -> bool:
        """Whether its last character closes a sentence."""
        return ends_sentence(self.text)


@dataclass(slots=True)
class Boxes:
    """A page: each box after the one around it, and the blocks in order."""

    boxes: list[Box]
    blocks: list[Block]

    def summed(self, counted: Iterable[tuple[int, float]]) -> list[float]:
        """What was counted for boxes, for each box with all boxes in it."""
        sums = [0.0] * len(self.boxes)
        for box, count in counted:
            sums[box] += count
        for place in range(len(self.boxes) - 1, 0, -1):
            sums[self.boxes[place].above] += sums[place]
        return sums

    def inherited(self, marks: list[bool]) -> list[bool]:
        """Which boxes are marked or stand in a marked one."""
        found = list(marks)
        for place, box in enumerate(self.boxes):
            found[place] = marks[place] or (box.above >= 0 and found[box.above])
        return found

    def around(self, place: int, most: int) -> list[int]:
        """The box and those around it, from the inside, ``most`` of them."""
        found: list[int] = []
        while place >= 0 and len(found) < most:
            found.append(place)
            place = self.boxes[place].above
        return found


def ends_sentence(text: str) -> bool:
    """Whether the last character, quotation marks and brackets aside, closes a sentence."""
    return bool(SENTENCE_END.search(text[-20:]))


def read_boxes(tree: Element) -> Boxes:
    """The boxes and blocks of a page; takes linear time, however the page is built."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    walk = _Walk()
    events = iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if element.tag in _UNSEEN:
            if event == "start":
                events.skip_subtree()
            else:
                walk.add(element.tail)
        elif event == "start":
            walk.open(element)
        else:
            walk.close(element)
    return Boxes(walk.boxes, walk.blocks)


class _Walk:
    """What was read so far of the page, and of the line that is being read."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.blocks: list[Block] = []
        self._box = -1
        self._parts: list[str] = []
        self._linked = self._links = self._in_link = self._in_pre = 0

    def open(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag not in _INLINE:
            self._end_line()
            self.boxes.append(self._box_of(element))
            self._box = len(self.boxes) - 1
            self._in_pre += tag == "pre"
        elif tag == "a" and element.get("href"):
            self._in_link += 1
            self._links += 1
        self.add(element.text)

    def close(self, element: Element) -> None:
        tag = element.tag
        if tag not in _INLINE and tag != "br":
            self._end_line()
            self._in_pre -= tag == "pre"
            self._box = self.boxes[self._box].above
        elif tag == "a" and element.get("href"):
            self._in_link -= 1
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text if self._in_pre else _WHITE.sub(" ", text))
        if self._in_link:
            self._linked += len(" ".join(text.split()))

    def _box_of(self, element: Element) -> Box:
        naming = [(element.get(name) or "")[:MOST_NAMES] for name in _NAMING]
        row = len(self.boxes) if element.tag == "tr" else self.boxes[self._box].row if self.boxes else -1
        return Box(
            element.tag,
            self._box,
            row,
            " ".join(filter(None, naming)),
            " ".join(filter(None, naming[:2])),
            naming[0],
            naming[-1],
            element.get("itemprop") == "articleBody",
            _is_hidden(element),
            element.get("aria-hidden") == "true" or _is_veiled(naming[0]),
        )

    def _end_line(self) -> None:
        lines = tuple(
            " ".join(line.split()) for line in "".join(self._parts).split("\n") if any(map(str.isalnum, line))
        )
        if lines and self.boxes:
            linked = 0 if self._links and self._linked > LONG_LINK * self._links else self._linked
            self.blocks.append(_block_of(len(self.blocks), self._box, self.boxes[self._box].tag, lines, linked))
        self._parts.clear()
        self._linked = self._links = 0


def _block_of(place: int, box: int, tag: str, lines: tuple[str, ...], linked: int) -> Block:
    text = " ".join(lines)
    length = len(text)
    share = min(1.0, linked / length)
    wide = length + len(_WIDE.findall(text[:400]))  # such a character says as much as two of an alphabet
    plain = tag not in HEADINGS and share < 0.5
    weight = 0.0
    if plain and wide > PARAGRAPH:
        weight = length - linked
    elif plain and wide > SENTENCE and ends_sentence(text):
        weight = (length - linked) / 2
    return Block(place, box, tag, lines, text, share, weight, plain and wide > PARAGRAPH)


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    if style and _HIDING.search(style[:MOST_NAMES].replace(" ", "").lower()):
        return True
    return "hidden" in element.attrib


def _is_veiled(look: str) -> bool:
    return "d-none" in look.split() and not _SHOWN_LATER.search(f" {look}")
