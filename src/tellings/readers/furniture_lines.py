"""Lines inside the box of an article that are none of it: links to other pages, credits of pictures, dates."""

import re

from tellings.readers.boxes import Block

_LABEL = re.compile(r"[^.!?:]{2,40}:\s*")
_CREDIT = re.compile(
    r"(?:\u00a9|\(c\)|(?:foto|photo|image|bild|picture|photograph|credit|quelle|source)s?\s*(?:credit|by)?\s*:)", re.I
)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[:.]\d\d")
_CELLS = frozenset(("td", "th", "li"))

LONGEST_CREDIT = 200
"""Characters of a line that begins like the credit of a picture."""

LONGEST_STAMP = 60
"""Characters of a line with a day or an hour in it that is no sentence: when the page was changed."""

MOSTLY, ALL = 0.6, 0.85
"""Share of a line that is links: a line with more than the first is none of the article unless it ends a sentence."""


def drop_furniture_lines(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without such lines, without headings that nothing is left of, and without labels at both ends."""
    dropped = [_is_furniture(block, blocks[place + 1 : place + 2]) for place, block in enumerate(blocks)]
    follows = False  # whether what stood behind this place, up to the next heading, was dropped, all of it
    for place in range(len(blocks) - 1, -1, -1):
        if blocks[place].is_heading:
            dropped[place] = dropped[place] or follows
            follows = False
        else:
            last = place + 1 == len(blocks) or blocks[place + 1].is_heading
            follows = dropped[place] and (last or follows)
    kept = [block for block, drop in zip(blocks, dropped, strict=True) if not drop]
    start, end = 0, len(kept)
    while start < end and _is_label(kept[start]):
        start += 1
    while start < end and _is_left_over(kept[end - 1]):
        end -= 1
    return tuple(kept[start:end])


def _is_furniture(block: Block, behind: tuple[Block, ...]) -> bool:
    if block.is_heading:  # a list of things with a paragraph on each has links for headings
        return block.linked > MOSTLY and not any(other.is_prose for other in behind)
    if block.linked > ALL or (block.linked > MOSTLY and not block.ends_sentence) or _is_pointer(block):
        return True
    if is_credit(block):
        return True
    stamp = len(block.text) < LONGEST_STAMP and not block.weight and block.tag not in _CELLS
    return stamp and bool(_DAY.search(block.text))


def is_credit(block: Block) -> bool:
    """Whether it begins like the credit of a picture."""
    return len(block.text) < LONGEST_CREDIT and bool(_CREDIT.match(block.text))


def _is_pointer(block: Block) -> bool:
    """Whether it is a label and a link behind it: "Read more: ..."."""
    label = _LABEL.match(block.text)
    return label is not None and block.linked * len(block.text) >= max(1, len(block.text) - label.end() - 2)


def _is_label(block: Block) -> bool:
    """Whether a line at the top is neither running text nor a heading inside the article."""
    return block.tag != "h2" and not block.weight and not block.ends_sentence


def _is_left_over(block: Block) -> bool:
    return block.is_heading or (block.tag == "div" and len(block.text) < 40 and not block.ends_sentence)
