"""Paragraphs in another language than the report."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from tellings.find.teasers import is_headline
from tellings.lexicon import load_table
from tellings.model.reading import Block
from tellings.text.language import language_of

_WORD = re.compile(r"[^\W\d_]+")
_CLEAR = 2
"""How many times more short words of the other language than of the report's make a paragraph foreign."""
_LEAST = 6
"""Words under which a paragraph's language is not asked for."""
_MAIN = 0.7
"""Share of a page its language must hold before anything on it counts as foreign: a page in two languages is no page with furniture."""


@cache
def _short_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in load_table("languages").items()}


def foreign_blocks(blocks: Sequence[Block], lines: Sequence[str]) -> list[int]:
    """The indexes of paragraphs in another language than the report's, with the headline over each; quotations are left out."""
    prose = [i for i, block in enumerate(blocks) if block.kind in ("paragraph", "turn")]
    sample = " ".join(lines[i][:600] for i in prose[:12])
    main = language_of(sample, _short_words())
    if main is None or len(prose) < 2:
        return []
    own = _short_words().get(main)
    found = []
    foreign_size = 0
    for i in prose:
        line = lines[i][:600]
        words = _WORD.findall(line.casefold())
        if len(words) < _LEAST or blocks[i].kind == "turn" or any(mark in line for mark in '"“”„'):
            continue
        mine = sum(word in own for word in words) if own else 0
        if mine > len(words) / 8:
            continue
        other = language_of(line, _short_words())
        if other is None or other == main:
            continue
        theirs = _short_words().get(other)
        if (
            not theirs
            or ((hits := sum(word in theirs for word in words)) >= max(3, len(words) / 6)
            and hits >= _CLEAR * mine)
        ):
            found.append(i)
            foreign_size += len(lines[i])
    if foreign_size > (1 - _MAIN) * sum(len(lines[i]) for i in prose):
        return []
    return sorted({*found, *_headlines_over(found, blocks, lines, own)})


def _headlines_over(
    found: Sequence[int], blocks: Sequence[Block], lines: Sequence[str], own: frozenset[str] | None
) -> list[int]:
    """Headlines right above foreign paragraphs that hold no short word of the report's language."""
    over = []
    for i in found:
        above = i - 1
        if above > 0 and blocks[above].kind in ("heading", "paragraph") and is_headline(lines[above]):
            words = _WORD.findall(lines[above].casefold())
            if not own or not own & set(words):
                over.append(above)
    return over
