"""Blocks that lead away from the report: labels, the headlines under them, teasers cut short, headlines after the end."""

import re
from collections.abc import Sequence

from tellings.find.teasers import is_headline, is_teaser, is_teaser_label
from tellings.model.reading import Block
from tellings.text.lines import words_of

_TABULAR = re.compile(r"^\W*\d|\d\W*$| -- |\(|: ")
LINK = "link to another report"
_TAIL = 15
"""Blocks after a label at the end of a page that may be teasers; a report that goes on is longer."""
_TEASER = 220
"""Characters of a teaser's paragraph."""
_LIST = 3
"""Headlines in a row after the report's last sentence that make a list of links."""


def link_reasons(blocks: Sequence[Block], lines: Sequence[str], reasons: list[str]) -> None:
    """Fills ``reasons`` where a whole block is a link to another report."""
    free = [block.kind not in ("title", "turn", "byline", "dateline") for block in blocks]
    labels = []
    for index, line in enumerate(lines):
        if not free[index] or (reasons[index] and not is_teaser_label(line)):
            continue
        if is_teaser_label(line):
            labels.append(index)
        if is_teaser_label(line) or is_teaser(line):
            reasons[index] = reasons[index] or LINK
    for label in labels:
        _under_label(label, lines, free, reasons)
    _cut_short(lines, free, reasons)
    _after_end(lines, free, reasons)
    _kickers(lines, free, reasons)


def _under_label(label: int, lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    rest = range(label + 1, len(lines))
    if (
        label > len(lines) / 3
        and _is_tail_of_teasers([lines[i] for i in rest if not reasons[i]])
        and all(reasons[i] or free[i] for i in rest)
    ):
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
    """Short lines to the end of the page, most of them without a full stop: a report that went on would have sentences."""
    stopped = sum(line[-1] in '.”"' for line in rest)
    return len(rest) <= _TAIL and all(len(line) <= _TEASER for line in rest) and 2 * stopped < max(1, len(rest))


def _cut_short(lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """A paragraph cut with an ellipsis at the very end, and the headline over it."""
    for index in range(len(lines) - 1, 0, -1):
        if reasons[index]:
            continue
        line = lines[index]
        if (
            not free[index]
            or not line.endswith(("…", "[...]", "[…]", " ..."))
            or len(line) > 400
            or "“" in line
            or '"' in line
        ):
            return
        above = lines[index - 1]
        if not (reasons[index - 1] or (free[index - 1] and is_headline(above))):
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
    counts = [len(words_of(lines[i])) for i in run]
    tabular = sum(bool(_TABULAR.search(lines[i])) for i in run)
    if len(run) >= _LIST and index > len(lines) / 4 and 5 <= sum(counts) / len(counts) <= 16 and 3 * tabular < len(run):
        for found in run:
            reasons[found] = LINK


def _kickers(lines: Sequence[str], free: Sequence[bool], reasons: list[str]) -> None:
    """Headlines each under a kicker in capitals, two or more pairs in a row."""
    index = 1
    while index < len(lines) - 3:
        end = index
        while (
            end < len(lines) - 1
            and all(free[i] and not reasons[i] for i in (end, end + 1))
            and _is_kicker(lines[end])
            and is_headline(lines[end + 1])
        ):
            end += 2
        if end - index >= 4:
            for found in range(index, end):
                reasons[found] = LINK
        index = max(end, index + 1)


def _is_kicker(line: str) -> bool:
    return len(line) <= 40 and line.isupper() and len(line.split()) <= 5 and line[-1] not in ".:"
