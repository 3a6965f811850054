"""Quotation marks of a report, paired: where quoted words begin and end, whatever the style or the damage."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tellings.model.reading import Block, Furniture
from tellings.text.spans import within

# Alternatives of one mark: the right character, old ASCII habits, and UTF-8 that was once read as Latin-1 or cp1252.
# A lookahead for their first characters comes first: with it the search passes over all others at once.
_DOUBLE = re.compile(
    "(?=[“„‟«`â”»’\"＂'])(?:"
    "(?P<open>[“„‟«]|``|â\x80\x9c|â€œ)|"
    "(?P<close>[”»]|’’|â\x80\x9d|â€\x9d|â€(?![œ™˜“”–—¦\x80-\x9f]))|(?P<either>[\"＂]|''))"
)
_SINGLE_OPEN = re.compile("(?=[‘‚â'])(?<![\\w’'])(?:[‘‚]|â\x80\x98|â€˜|'(?!'))(?=[\\w“\"(\\[…])")
_SINGLE_CLOSE = re.compile("(?=[’'â])(?<=[\\w.,!?…)%\\]])(?:’(?!’)|'(?!')|â\x80\x99|â€™)(?!\\w)")
_ELISION = re.compile(r"\W{1,3}(?:\d0s|em|til|tis|twas|cause|bout|n|round)\b", re.IGNORECASE)
_BEFORE = frozenset("([{—–-/|:")
_AFTER = frozenset(".,;:!?)]}—–-/|…")
_TAIL_CUE = re.compile(r", (?:[^,.]{1,60} )?(?:said|says|added|told [^,.]{1,40}|(?:said|says) [^,.]{1,60})[.,]?\s*$")
_PARAGRAPHS = 8  # blocks without a mark that quoted words may run over before they are closed
_NEARBY_CLOSERS = 4  # how many possible ends of a single-quoted stretch are weighed: keeps the search linear

Side = Literal["open", "close", "both"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks in block number ``block``: ``[outer, ender)`` with the marks, ``[start, end)`` without.

    ``open_ended``: no closing mark, because the next paragraph opens again; ``resumed``: the paragraph that does.
    """

    outer: int
    start: int
    end: int
    ender: int
    block: int
    open_ended: bool = False
    resumed: bool = False


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    side: Side
    spaced: bool


def find_quoted(text: str, blocks: Sequence[Block], furniture: Sequence[Furniture]) -> tuple[Quoted, ...]:
    """The outermost quoted stretches in text order, none across a block; time is linear, however deep they nest."""
    found: list[Quoted] = []
    marks = [_marks(text, block, furniture) for block in blocks]
    closing = _closing_blocks(blocks, marks)
    for index, block in enumerate(blocks):
        follows = closing[index] > index or (
            index + 1 < len(blocks) and _opens(text, blocks[index + 1]) and blocks[index + 1].kind == block.kind
        )
        carried = bool(found) and found[-1].open_ended and found[-1].block == index - 1 and closing[index - 1] >= index
        pairs = _pair(text, block, marks[index], index, follows, carried)
        resumed = bool(found) and found[-1].open_ended and found[-1].block == index - 1
        if resumed and pairs and pairs[0].outer - block.span.start <= 1:
            first = pairs[0]
            pairs[0] = Quoted(first.outer, first.start, first.end, first.ender, index, first.open_ended, True)
        single = _single_paragraph(text, blocks, index) if not pairs else None
        found += [single] if single else _with_singles(text, block, pairs, index)
    return tuple(found)


def _opens(text: str, block: Block) -> bool:
    match = _DOUBLE.match(text, block.span.start)
    return bool(match and match.lastgroup != "close")


def _marks(text: str, block: Block, furniture: Sequence[Furniture]) -> list[_Mark]:
    marks: list[_Mark] = []
    hidden = within(furniture, block.span.start, block.span.end)
    for match in _DOUBLE.finditer(text, block.span.start, block.span.end):
        start, end = match.span()
        if hidden and any(f.span.start <= start < f.span.end for f in hidden):
            continue
        before = text[start - 1] if start > block.span.start else " "
        after = text[end] if end < block.span.end else " "
        left, right = before.isspace() or before in _BEFORE, after.isspace() or after in _AFTER
        side: Side
        if match.lastgroup != "either":
            turned = before in ",.?!…" and after.isspace()  # an opening mark set where a closing one belongs
            side = "open" if match.lastgroup == "open" and not turned else "close"
        elif before.isdigit() and right and (not marks or marks[-1].side == "close"):
            continue  # inches
        else:
            side = "open" if left and not right else "close" if right and not left else "both"
        marks.append(_Mark(start, end, side, before.isspace() and after.isspace()))
    return marks


def _closing_blocks(blocks: Sequence[Block], marks: list[list[_Mark]]) -> list[int]:
    """For each block the block in which words left open are closed by a mark that opens nothing there; -1 for none."""
    closing = [-1] * len(blocks)
    for index in range(len(blocks) - 2, -1, -1):
        after = index + 1
        if blocks[after].kind != blocks[index].kind:
            continue
        if marks[after]:
            closing[index] = after if marks[after][0].side == "close" else -1
        elif 0 <= closing[after] <= index + _PARAGRAPHS:
            closing[index] = closing[after]
    return closing


def _pair(
    text: str, block: Block, marks: list[_Mark], index: int, follows: bool, carried: bool = False
) -> list[Quoted]:
    """The outermost pairs of a block; ``follows``: the next block takes on open words; ``carried``: this one does."""
    pairs: list[Quoted] = []
    stack: list[_Mark] = []
    if carried:
        stack.append(_Mark(block.span.start, block.span.start, "open", False))
    inner: list[Quoted] = []
    for at, mark in enumerate(marks):
        side = mark.side
        if stack and mark.spaced and at + 1 < len(marks) and marks[at + 1].side == "close":
            continue  # a dash that became a quotation mark: the next mark closes, so this one does not
        if side == "both":
            side = "close" if stack else "open"
        if side == "open" and len(stack) == 1 and _reopens(text, mark):
            continue
        if side == "open":
            stack.append(mark)
        elif stack:
            begun = stack.pop()
            whole = Quoted(begun.start, begun.end, mark.start, mark.end, index)
            if not stack:
                pairs.append(whole)
                inner = []
            elif len(stack) == 1:
                inner.append(whole)
        elif not pairs and text[mark.start - 1 : mark.start] in tuple(",.?!…") and mark.start > block.span.start:
            begun_at = _after_colon(text, block.span.start, mark.start)
            pairs.append(Quoted(begun_at, begun_at, mark.start, mark.end, index))
    if stack:
        pairs += _unclosed(text, block, stack[0], inner, index, follows)
    return [p for p in pairs if text[p.start : p.end].strip()]


def _reopens(text: str, mark: _Mark) -> bool:
    """Whether the mark opens a new paragraph of words still open, where the page has run paragraphs together."""
    return text[mark.start - 2 : mark.start] in (". ", "? ", "! ", "… ")


def _after_colon(text: str, start: int, end: int) -> int:
    """Where words that lack their opening mark begin: after the first colon, else at ``start``."""
    at = text.find(": ", start, end)
    return at + 2 if at >= 0 else start


def _unclosed(text: str, block: Block, mark: _Mark, inner: list[Quoted], index: int, follows: bool) -> list[Quoted]:
    """The stretch begun by a mark that nothing closes in its block."""
    end = block.span.end
    while end > mark.end and text[end - 1].isspace():
        end -= 1
    if end <= mark.end:
        return inner
    tail = _TAIL_CUE.search(text, max(mark.end, end - 200), end)
    if follows and not tail:
        return [Quoted(mark.start, mark.end, end, end, index, open_ended=True)]
    if inner:
        end = inner[0].outer
    elif tail:
        end = tail.start() + 1
    return [Quoted(mark.start, mark.end, end, end, index), *inner]


def _with_singles(text: str, block: Block, pairs: list[Quoted], index: int) -> list[Quoted]:
    """``pairs`` and the single-quoted stretches that stand outside them, in order."""
    start, end = block.span.start, block.span.end
    closers = list(_SINGLE_CLOSE.finditer(text, start, end))
    if not closers:
        return pairs
    ends = [m.start() for m in closers]
    found, at, free = list(pairs), 0, start
    for opener in _SINGLE_OPEN.finditer(text, start, end):
        while at < len(pairs) and pairs[at].ender <= opener.start():
            at += 1
        inside = at < len(pairs) and pairs[at].outer < opener.start()
        if opener.start() < free or inside or _ELISION.match(text, opener.start()):
            continue
        limit = pairs[at].outer if at < len(pairs) and pairs[at].outer > opener.end() + 1 else end
        closer = _single_closer(text, closers, bisect_right(ends, opener.end()), limit)
        if closer is not None and closer.start() - opener.end() > 1:
            found.append(Quoted(opener.start(), opener.end(), closer.start(), closer.end(), index))
            free = closer.end()
    return _outermost(found)


def _single_paragraph(text: str, blocks: Sequence[Block], index: int) -> Quoted | None:
    """A paragraph that opens with a single mark, closes none and is followed by one that opens again."""
    block = blocks[index]
    if index + 1 == len(blocks) or blocks[index + 1].kind != block.kind:
        return None
    opener = _SINGLE_OPEN.match(text, block.span.start)
    again = _SINGLE_OPEN.match(text, blocks[index + 1].span.start)
    if not opener or not again or opener.group() != again.group():
        return None
    if any(text[m.start() - 1] in ".,!?…" for m in _SINGLE_CLOSE.finditer(text, opener.end(), block.span.end)):
        return None
    return Quoted(opener.start(), opener.end(), block.span.end, block.span.end, index, open_ended=True)


def _single_closer(text: str, closers: list[re.Match[str]], first: int, limit: int) -> re.Match[str] | None:
    choices = [c for c in closers[first : first + _NEARBY_CLOSERS] if c.start() <= limit]
    for choice in choices:
        plural = text[choice.start() - 1] in "sS" and text[choice.end() : choice.end() + 2].strip().islower()
        if not plural or choice is choices[-1]:
            return choice
    return None


def _outermost(found: list[Quoted]) -> list[Quoted]:
    kept: list[Quoted] = []
    for quoted in sorted(found, key=lambda q: (q.outer, -q.ender)):
        if not kept or quoted.outer >= kept[-1].ender:
            kept.append(quoted)
    return kept
