"""Paragraphs in another language than the report."""

import re
from collections.abc import Sequence

from tellings.find.teasers import is_headline
from tellings.model.reading import Block
from tellings.text.language import language_of, short_words

_WORD = re.compile(r"[^\W\d_]+")
_OWN = 0.125
"""Share of short words from which a paragraph counts as the report's language; running text has .3 to .5."""
_CLEAR = 2
"""How many times more short words of the other language than of the report's make a paragraph foreign."""
_LEAST = 6
"""Words under which a paragraph's language is not asked for."""
_MAIN = 0.7
"""Share of a page its language must hold before anything counts as foreign: a page in two languages is no such page."""
_READ = 600
"""Characters of a paragraph that are read."""


def foreign_blocks(blocks: Sequence[Block], lines: Sequence[str]) -> list[int]:
    """The indexes of paragraphs in another language than the report's, and of the headline over each.

    Quotations and turns are left out: people may be quoted in their own language.
    """
    prose = [i for i, block in enumerate(blocks) if block.kind in ("paragraph", "turn")]
    if len(prose) < 2:
        return []
    main = language_of(" ".join(lines[i][:_READ] for i in prose[:12]))
    if main is None:
        return []
    found = [i for i in prose if blocks[i].kind == "paragraph" and _is_foreign(lines[i][:_READ], main)]
    if sum(len(lines[i]) for i in found) > (1 - _MAIN) * sum(len(lines[i]) for i in prose):
        return []
    return sorted({*found, *_headlines_over(found, blocks, lines, main)})


def _is_foreign(line: str, main: str) -> bool:
    if any(mark in line for mark in '"“”„'):
        return False
    words = _WORD.findall(line.casefold())
    if len(words) < _LEAST:
        return False
    own = short_words().get(main, frozenset())
    mine = sum(map(own.__contains__, words))
    if mine > _OWN * len(words):
        return False
    other = language_of(line)
    if other is None or other == main:
        return False
    if other not in short_words():
        return True
    theirs = sum(map(short_words()[other].__contains__, words))
    return theirs >= max(3, len(words) / 6, _CLEAR * mine)


def _headlines_over(found: Sequence[int], blocks: Sequence[Block], lines: Sequence[str], main: str) -> list[int]:
    """Headlines right above foreign paragraphs that hold no short word of the report's language."""
    own = short_words().get(main, frozenset())
    above = [
        i - 1 for i in found if i > 1 and blocks[i - 1].kind in ("heading", "paragraph") and is_headline(lines[i - 1])
    ]
    return [i for i in above if not own & set(_WORD.findall(lines[i].casefold()))]
