"""Blocks that lead away from the report: labels, headlines under them, teasers cut short, headlines after the end."""

import re
from collections.abc import Sequence

from tellings.find.teasers import is_headline, is_teaser, is_teaser_label
from tellings.model.reading import Block
from tellings.text.lines import words_of

LINK = "link to another report"
LOOSE = "line without a full stop beside a picture or a link"

_TAIL = 15
"""Blocks after a label at the end of a page that may be teasers; a report that goes on is longer."""
_END = 60
"""Blocks that a page may have after such a label, furniture counted."""
_TEASER = 220
"""Characters of a teaser's paragraph."""
_LIST = 3
"""Headlines in a row after the report's last sentence that make a list of links."""
_LOOSE = 60
"""Characters from which a line without a full stop is no heading: captions have 105 on average, headings 25."""
_CLOSED = 0.85
"""Share of a page's long lines that must end in a mark before one that does not tells anything."""
_TABULAR = re.compile(r"^\W*\d|\d\W*$| -- |\(|: ")
_POSTED = re.compile(r"[@#“”\"]|https?:|t\.co/|twitter\.com")
_CONTINUES = re.compile(r"(?:and|but|or|so|yet|because)\b", re.IGNORECASE)


def link_reasons(blocks: Sequence[Block], lines: Sequence[str], reasons: list[str]) -> None:
    """Fills ``reasons`` where a whole block is a link to another report."""
    free = [block.kind not in ("title", "turn", "byline", "dateline") for block in blocks]
    labels = []
    for index, line in enumerate(lines):
        if not free[index]:
            continue
        label = is_teaser_label(line)
        if label:
            labels.append(index)
        if not reasons[index] and (label or is_teaser(line)):
            reasons[index] = LINK
    for label_at in labels:
        _under_label(label_at, lines, free, reasons)
    _cut_short(lines, free, reasons)
    _after_end(lines, free, reasons)
    _kickers(lines, free, reasons)
    if not any(block.kind == "turn" for block in blocks):
        _beside_pictures(blocks, lines, free, reasons)


def _under_label(label: int, lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    rest = range(label + 1, len(lines))
    late = 3 * label > len(lines) and len(rest) <= _END and all(reasons[i] or free[i] for i in rest)
    if late and _is_tail_of_teasers([lines[i] for i in rest if not reasons[i]]):
        for index in rest:
            reasons[index] = reasons[index] or LINK
        return
    under = []
    for index in rest[:_TAIL]:
        if not reasons[index] and not (free[index] and is_headline(lines[index])):
            break
        under.append(index)
    loose = [index for index in under if not reasons[index]]
    if len(loose) > 1 or (loose and (lines[label].endswith(":") or len(words_of(lines[loose[0]])) >= 6)):
        for index in loose:
            reasons[index] = LINK


def _is_tail_of_teasers(rest: Sequence[str]) -> bool:
    """Short lines to the end, most of them without a full stop: a report that went on would have sentences."""
    stopped = sum(line[-1] in '.”"' for line in rest)
    return len(rest) <= _TAIL and all(len(line) <= _TEASER for line in rest) and 2 * stopped < max(1, len(rest))


def _cut_short(lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """A paragraph cut with an ellipsis at the very end, and the headline over it."""
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if reasons[index]:
            continue
        cut = (
            line.endswith(("…", "[...]", "[…]", " ...")) and len(line) <= 400 and not any(mark in line for mark in '“"')
        )
        if not free[index] or not cut:
            return
        if not (reasons[index - 1] or (free[index - 1] and is_headline(lines[index - 1]))):
            return
        reasons[index] = "teaser cut short"
        reasons[index - 1] = reasons[index - 1] or LINK


def _after_end(lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """Headlines in a row after the last sentence of the report; a list of dates, names or scores is none."""
    run: list[int] = []
    index = len(lines) - 1
    while index > 0 and (
        reasons[index] or (free[index] and is_headline(lines[index]) and lines[index][-1] not in ".!?…:")
    ):
        if not reasons[index]:
            run.append(index)
        index -= 1
    if len(run) < _LIST or 4 * index <= len(lines) or not any(reasons[index + 1 :]):
        return
    mean = sum(len(words_of(lines[i])) for i in run) / len(run)
    tabular = sum(bool(_TABULAR.search(lines[i])) for i in run)
    if 5 <= mean <= 16 and 3 * tabular < len(run):
        for found in run:
            reasons[found] = LINK


def _kickers(lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """Headlines each under a kicker in capitals, two or more pairs in a row."""
    index = 1
    while index < len(lines) - 3:
        end = index
        while end < len(lines) - 1 and _is_pair(end, lines, free, reasons):
            end += 2
        if end - index >= 4:
            for found in range(index, end):
                reasons[found] = LINK
        index = max(end, index + 1)


def _is_pair(at: int, lines: Sequence[str], free: Sequence[bool], reasons: Sequence[str]) -> bool:
    kicker = lines[at]
    if not all(free[i] and not reasons[i] for i in (at, at + 1)) or not kicker.isupper() or len(kicker) > 40:
        return False
    return len(kicker.split()) <= 5 and kicker[-1] not in ".:" and is_headline(lines[at + 1])


def _beside_pictures(blocks: Sequence[Block], lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """A line as long as a sentence but without a full stop, beside a caption or a link, on a page that closes its own.

    Posts of networks are left out: they are words of somebody, and often end without a stop.
    """
    long = [
        i for i, line in enumerate(lines) if len(line) >= _LOOSE and blocks[i].kind == "paragraph" and not reasons[i]
    ]
    loose = [i for i in long if lines[i][-1].isalnum()]
    if len(loose) > (1 - _CLOSED) * len(long) or len(long) < 6:
        return
    second = [i for i in long if i not in loose][1]
    for index in loose:
        line = lines[index]
        inside = second < index < len(lines) - 1 and free[index] and len(line) <= 300 and line[0].isalnum()
        plain_words = not _POSTED.search(line) and not _CONTINUES.match(line) and lines[index - 1][-1] != ":"
        if inside and plain_words and (reasons[index - 1] or reasons[index + 1]):
            reasons[index] = LOOSE
