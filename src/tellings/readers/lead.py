"""The lead of an article: the sentences between its heading and its first paragraph, which many pages set apart.

Much of what stands there is of others (teasers, captions, buttons), so a lead is known by its name, as what the page
tells of itself, or as a sentence close below the heading in one box with it.
"""

import re

from tellings.readers.boxes import Block, Boxes
from tellings.readers.furniture_lines import is_credit
from tellings.readers.mainbox import Body
from tellings.readers.pairs import fold, pairs_of, share_of

SHORTEST, LONGEST = 50, 1000
"""Characters of a lead. Shorter ones are labels and kickers, longer ones articles."""

FAR = 60
"""Blocks behind the heading that are looked at."""

NEAR = 8
"""Blocks behind the heading among which a sentence in one box with it is the lead, whatever it is called."""

SAME = 0.6
"""Share of a lead's pairs of words in the article from which on the article has it already."""

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|intro|teaser-?text|article-?teaser|standfirst|sub-?(?:title|headline|head|line)|summary"
    r"|excerpt|abstract|chapo|preface|description|deck|dek|bajada|entradilla|sommario|occhiello)(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHERS = re.compile(
    r"related|comment|caption|social|share|newsletter|recommend|promo|sidebar|author|byline|widget", re.I
)
_OUTSIDE = frozenset(("nav", "aside", "footer", "figure", "figcaption", "form", "li", "table", "a", "button", "label"))


def find_lead(page: Boxes, body: Body, *, title: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of the lead that stands on the page between the heading and the first block of ``body``, or none.

    It is known by the name of its box (or of one of two around it), as what the page tells of itself (``told``, its
    descriptions), or as a sentence close to the heading.
    """
    first = body.blocks[0].place if body.blocks else 0
    described = [fold(words) for words in told if len(words) >= SHORTEST]
    heading = _heading(page, first, title)
    for block in page.blocks[heading + 1 : min(heading + FAR, first)] if heading >= 0 else ():
        if not SHORTEST <= len(block.text) <= LONGEST or block.tag in ("h1", "h4", "h5", "h6") or block.linked > 0.5:
            continue
        around = [page.boxes[place] for place in page.around(block.box, 5)]
        if any(box.tag in _OUTSIDE or _OTHERS.search(box.look) for box in around):
            continue
        named = any(_NAMED.search(_CAMEL.sub("-", box.look or box.styles)) for box in around[:3])
        own = not body.furniture[block.box]
        if named or (own and (_is_told(block, described) or _is_close(page, heading, block))):
            seen = {pair for kept in body.blocks for pair in pairs_of(kept.text)}
            return block.lines if share_of(block.text, seen) < SAME else ()
    return ()


def _heading(page: Boxes, first: int, title: str) -> int:
    """The place of the last ``h1`` before the article, or of the heading that is the page's title; -1 for none."""
    wanted = fold(title)
    before = [block for block in page.blocks[:first] if block.is_heading]
    named = [block for block in before if wanted and fold(block.text) == wanted]
    return next((block.place for block in [*named, *(b for b in before if b.tag == "h1")][::-1]), -1)


def _is_close(page: Boxes, heading: int, block: Block) -> bool:
    """Whether it is a sentence without links just below the heading, in one box with it."""
    if (
        block.place - heading > NEAR
        or not block.is_prose
        or block.linked >= 0.1
        or not block.ends_sentence
        or is_credit(block)
    ):
        return False
    around = page.around(page.blocks[heading].box, 3)
    return any(place in around for place in page.around(block.box, 4))


def _is_told(block: Block, described: list[str]) -> bool:
    folded = fold(block.text)
    pairs = set(pairs_of(block.text))
    for words in described:
        both = pairs & set(pairs_of(words))
        if len(both) > 0.8 * len(pairs) and len(words) < 1.5 * len(folded):
            return True
    return False
