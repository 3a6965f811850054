"""The full text of a report as HTML, with the cited words marked and the page furniture set back."""

import heapq
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tellings.exports.characters import shorten, show
from tellings.model.brief import Marked

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_FOLD_FROM = 240
_WHOLE_UP_TO = 60_000
_AROUND = 800


@dataclass(frozen=True, slots=True, order=True)
class _Part:
    """A stretch of one place; a place cut by the end of another has several, of which the first is not ``later``."""

    start: int
    minus_end: int
    later: bool
    place: tuple[int, int]

    @property
    def end(self) -> int:
        return -self.minus_end


class MarkedText:
    """One report with every cited place as a ``<mark>``.

    ``prefix`` begins the ids of the marks; ``backs`` gives for each cited place the lines of the brief that rest on it.
    """

    def __init__(
        self, text: str, prefix: str, backs: Mapping[tuple[int, int], Sequence[str]], furniture: Sequence[Marked]
    ) -> None:
        self.text = text
        self.prefix = prefix
        self.backs = backs
        self.furniture = [f for f in sorted(furniture, key=lambda f: (f.start, f.end)) if f.end <= len(text)]
        self.split: list[str] = []

    def render(self) -> Markup:
        """The text; afterwards ``split`` holds the ids of the places that had to be cut into several marks."""
        out: list[Markup] = []
        parts = self._parts()
        at = 0
        for piece in self.furniture:
            if piece.start < at:
                continue
            out += self._stretch(at, piece.start, parts)
            out.append(self._set_back(piece, parts))
            at = piece.end
        out += self._stretch(at, len(self.text), parts)
        return Markup("").join(out)

    def _parts(self) -> list[_Part]:
        """Parts in text order that lie in one another or apart, and never across the border of furniture."""
        borders = sorted({border for f in self.furniture for border in (f.start, f.end)})
        heap = [_Part(s, -e, False, (s, e)) for s, e in self.backs if e <= len(self.text)]
        heapq.heapify(heap)
        parts: list[_Part] = []
        around: list[int] = []
        while heap:
            part = heapq.heappop(heap)
            while around and around[-1] <= part.start:
                around.pop()
            cut = min([e for e in around if e < part.end] + _first_between(borders, part.start, part.end), default=None)
            if cut is not None:
                heapq.heappush(heap, _Part(cut, part.minus_end, True, part.place))
                part = _Part(part.start, -cut, part.later, part.place)
            around.append(part.end)
            parts.append(part)
        return parts

    def _set_back(self, piece: Marked, parts: Sequence[_Part]) -> Markup:
        inner = Markup("").join(self._stretch(piece.start, piece.end, parts))
        why = show(f"Page furniture: {piece.why}")
        cited = any(part.start < piece.end and part.end > piece.start for part in parts)
        if piece.end - piece.start < _FOLD_FROM or cited:
            return Markup('<span class="furniture" title="{}">{}</span>').format(why, inner)
        size = f"{piece.end - piece.start:,} characters"
        return Markup('<details class="furniture"><summary>{} ({})</summary>{}</details>').format(why, size, inner)

    def _stretch(self, start: int, end: int, parts: Sequence[_Part]) -> list[Markup]:
        inside = [part for part in parts if start <= part.start and part.end <= end]
        out: list[Markup] = []
        open_ends: list[int] = []
        at = start
        for part in inside:
            while open_ends and open_ends[-1] <= part.start:
                out += [self._words(at, open_ends[-1], end), Markup("</mark>")]
                at = open_ends.pop()
            out += [self._words(at, part.start, end), self._open(part)]
            at = part.start
            open_ends.append(part.end)
        while open_ends:
            out += [self._words(at, open_ends[-1], end), Markup("</mark>")]
            at = open_ends.pop()
        return [*out, self._words(at, end, end)]

    def _open(self, part: _Part) -> Markup:
        anchor = f"{self.prefix}-{part.place[0]}-{part.place[1]}"
        why = show("\n".join(shorten(line, 160) for line in self.backs[part.place]))
        if part.later:
            self.split.append(anchor)
            return Markup('<mark class="of-{}" title="{}">').format(anchor, why)
        return Markup('<mark id="{}" title="{}" tabindex="-1">').format(anchor, why)

    def _words(self, start: int, end: int, limit: int) -> Markup:
        words = self.text[start:end]
        if len(self.text) > _WHOLE_UP_TO and len(words) > 3 * _AROUND:
            left_out = len(words) - 2 * _AROUND
            gap = Markup('<span class="gap">[{} characters without citations not shown]</span>').format(f"{left_out:,}")
            return _plain(words[:_AROUND]) + gap + _plain(words[-_AROUND:])
        return _plain(words)


def _plain(words: str) -> Markup:
    return escape(_BLANK_LINES.sub("\n\n", show(words)))


def _first_between(borders: Sequence[int], start: int, end: int) -> list[int]:
    index = bisect_right(borders, start)
    return [borders[index]] if index < len(borders) and borders[index] < end else []


def anchor_rules(anchors: Iterable[str]) -> str:
    """CSS that lights all pieces of a place that was cut into several when its first piece is the target."""
    return "".join(f":root:has(#{a}:target) .of-{a}{{background:var(--target);}}" for a in sorted(set(anchors)))
