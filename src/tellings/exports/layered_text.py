"""The full text of a report as HTML with every layer in it; which of them show is the page's choice."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from tellings.exports.characters import shorten, show
from tellings.exports.layers import Marking
from tellings.model.reading import Block

FOLD_FROM = 240
"""Characters of furniture from which it is folded, as in the one-file page."""

SHOWN = 200_000
"""Characters of a text that are shown at once: a browser marks no more without a pause. Of a thousand reports of news
none is longer."""

_SAID = 3
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


class LayeredText:
    """One report with a class for each layer on the stretches it covers, and ``words`` as a ``<mark>``."""

    def __init__(
        self,
        text: str,
        layers: Mapping[str, Sequence[Marking]],
        blocks: Sequence[Block] = (),
        words: tuple[int, int] | None = None,
    ) -> None:
        self._text = text
        self._words = words if words and 0 <= words[0] < words[1] <= len(text) else None
        self._furniture = list(_apart(layers.get("furniture", ())))
        self._markings = sorted(m for name, found in layers.items() if name != "furniture" for m in found)
        self._blocks = [(b.span.start, b.span.end, b.kind) for b in blocks if b.kind in ("title", "heading", "caption")]
        first = max(0, self._words[0] - SHOWN // 2) if self._words and self._words[1] > SHOWN else 0
        self._first, self._last = first, min(len(text), first + SHOWN)

    def render(self) -> Markup:
        """The text, or as much of it around ``words`` as is shown at once."""
        out: list[Markup] = []
        if self._first:
            out.append(_gap(self._first, "before"))
        at = self._first
        for piece in self._furniture:
            if piece.start < at or piece.end > self._last:
                continue
            out += self._stretch(at, piece.start)
            out.append(self._set_back(piece))
            at = piece.end
        out += self._stretch(at, self._last)
        if self._last < len(self._text):
            out.append(_gap(len(self._text) - self._last, "after"))
        return Markup("").join(out)

    def _set_back(self, piece: Marking) -> Markup:
        inner = Markup("").join(self._stretch(piece.start, piece.end))
        why = show(f"Page furniture: {piece.says}")
        sought = self._words and self._words[0] < piece.end and piece.start < self._words[1]
        if piece.end - piece.start < FOLD_FROM or sought:
            return Markup('<span class="furniture" title="{}">{}</span>').format(why, inner)
        size = f"{piece.end - piece.start:,} characters"
        return Markup('<details class="furniture"><summary>{} ({})</summary>{}</details>').format(why, size, inner)

    def _stretch(self, start: int, end: int) -> Iterator[Markup]:
        """The words from ``start`` to ``end`` cut at every border of a marking."""
        inside = [m for m in self._markings if m.start < end and start < m.end]
        borders = {start, end} | {max(start, m.start) for m in inside} | {min(end, m.end) for m in inside}
        borders |= {b for first, last, _ in self._blocks for b in (first, last) if start < b < end}
        borders |= {border for border in self._words or () if start < border < end}
        ordered = sorted(borders)
        waiting, active = iter(inside), list[Marking]()
        upcoming = next(waiting, None)
        for left, right in pairwise(ordered):
            active = [m for m in active if m.end > left]
            while upcoming is not None and upcoming.start <= left:
                active.append(upcoming)
                upcoming = next(waiting, None)
            yield self._piece(left, right, active)

    def _piece(self, start: int, end: int, active: Sequence[Marking]) -> Markup:
        words = escape(_BLANK_LINES.sub("\n\n", show(self._text[start:end])))
        classes = [f"l-{name}" for name in dict.fromkeys(m.layer for m in active)]
        classes += [f"b-{kind}" for first, last, kind in self._blocks if first <= start and end <= last]
        if classes:
            said = "\n".join(dict.fromkeys(shorten(f"{m.layer}: {m.says}", 140) for m in active[:_SAID]))
            title = f' title="{escape(show(said))}"' if said else ""
            words = Markup(f'<span class="l {escape(" ".join(classes))}"{title}>{words}</span>')
        if self._words and self._words[0] <= start and end <= self._words[1]:
            anchor = Markup(' id="w{}-{}"').format(*self._words) if start == self._words[0] else ""
            words = Markup('<mark class="words"{}>{}</mark>').format(anchor, words)
        # Put together from what is escaped: Markup's own way takes ten times as long, for every piece of a report.
        return Markup(f'<span data-at="{start}">{words}</span>') if active or self._words else words


def _apart(furniture: Iterable[Marking]) -> Iterator[Marking]:
    """The pieces in the order of the text, none of them inside another."""
    at = 0
    for piece in sorted(furniture):
        if piece.start >= at:
            yield piece
            at = piece.end


def _gap(characters: int, where: str) -> Markup:
    return Markup('<span class="gap">[{:,} characters {} this are not shown]</span>').format(characters, where)
