"""What the recogniser takes for somebody's words, put together from its pieces."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.find.quotation_marks import Quoted
from tellings.model.reading import AttributionSignal, QuotationKind, Sentence, Signals
from tellings.model.span import Span

_EDGES = " \t\r\n\f\v\u2028\u2029,;:—–-"
_MARKS = frozenset('"“”„«»')
_BETWEEN = 3  # words beside cue and source that may part the pieces of one content ("he said on Monday,")
_PIECES = 12  # of one content; more are another, so that the time stays linear
_STOPS = frozenset(".,;:")
_BROKEN = re.compile(r"(?:â(?:\x80.|€.)?|[“”\"‘]|\s)+")
_DANGLING = re.compile(
    r"[\s,]+(?:who|whom|which|that|whose|and|or|of|at|for|in|on|from|with|by|to|the|a|an|has|had|have|is|was|were|are)\s*\Z",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\s,]+(?:and|but|or|while|as)\Z")
UNFINISHED = re.compile(
    r"\b(?:of|by|the|an?|to|in|on|at|for|from|with|and|its|his|her|their|be|been|than|after|before|since|until|into|about)\Z",
    re.IGNORECASE,
)
"""Words no content ends with: it stops inside a phrase."""
_WHOLE = 0.9  # share of quoted characters from which the content counts as direct


@dataclass(slots=True)
class Told:
    """One content with what it is tied to; ``score`` and ``speech`` are means over its pieces by length.

    ``sentence`` is the index of the sentence its first piece stands in.
    """

    contents: list[Span]
    cue: Span | None
    source: Span | None
    score: float
    speech: float
    sentence: int

    @property
    def length(self) -> int:
        """Characters of its contents."""
        return sum(s.end - s.start for s in self.contents)


def gather_told(
    text: str, sentences: Sequence[Sentence], signals: Sequence[Signals], quoted: Sequence[Quoted]
) -> list[Told]:
    """The attributions of the signals in text order, contents without marks and punctuation at their ends.

    Pieces that only punctuation parts are one content; contents on both sides of their cue or in sentences that follow
    each other are one attribution where cue and source are the same.
    """
    starts = [q.outer for q in quoted]
    found: list[Told] = []
    for number, seen in enumerate(signals[: len(sentences)]):
        for piece in _whole(text, seen.attributions):
            span = _trimmed(text, piece.content, quoted, starts)
            source = _clean(text, piece.source)
            if span is None:
                continue
            told = Told([span], piece.cue, source, piece.score, piece.speech, number)
            if not (found and _goes_on(text, found[-1], told)):
                found.append(told)
    return found


def _whole(text: str, pieces: Sequence[AttributionSignal]) -> Iterator[AttributionSignal]:
    """The pieces of a sentence, those that only punctuation parts put together."""
    held: list[AttributionSignal] = []
    apart: list[AttributionSignal] = []
    for piece in sorted(pieces, key=lambda p: (p.content.start, -p.content.end)):
        if held and piece.content.start < held[-1].content.end:
            apart.append(piece)  # a content in a content
        elif held and not _has_word(text, held[-1].content.end, piece.content.start) and _fit(held, piece):
            held.append(piece)
        else:
            if held:
                yield _joined(held)
            held = [piece]
    if held:
        yield _joined(held)
    if apart:
        yield from _whole(text, apart)


def _has_word(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _fit(held: Sequence[AttributionSignal], piece: AttributionSignal) -> bool:
    """Whether two touching pieces are one: not where each has a source or cue of its own."""
    last = held[-1]
    return not (
        last.cue
        and piece.cue
        and last.cue != piece.cue
        and last.source
        and piece.source
        and last.source != piece.source
    )


def _joined(pieces: Sequence[AttributionSignal]) -> AttributionSignal:
    if len(pieces) == 1:
        return pieces[0]
    lengths = [p.content.end - p.content.start for p in pieces]
    whole = sum(lengths)
    cues, sources = Counter[Span](), Counter[Span]()
    for piece, length in zip(pieces, lengths, strict=True):
        if piece.cue is not None:
            cues[piece.cue] += length
        if piece.source is not None:
            sources[piece.source] += length
    return AttributionSignal(
        Span(pieces[0].content.start, pieces[-1].content.end),
        cues.most_common(1)[0][0] if cues else None,
        sources.most_common(1)[0][0] if sources else None,
        sum(p.score * n for p, n in zip(pieces, lengths, strict=True)) / whole,
        sum(p.speech * n for p, n in zip(pieces, lengths, strict=True)) / whole,
    )


def _trimmed(text: str, span: Span, quoted: Sequence[Quoted], starts: Sequence[int]) -> Span | None:
    """The span without punctuation at its ends, and without quotation marks where it is one quoted stretch."""
    start, end = span.start, span.end
    at = bisect_right(starts, start) - 1
    around = quoted[at] if at >= 0 and start < quoted[at].ender else None
    if around is not None and end <= around.ender + 1:
        start, end = max(start, around.start), min(end, around.end)
        return _stripped(text, start, end, _EDGES)
    while end > start and (text[end - 1].isspace() or text[end - 1] in _STOPS):
        end -= 1
    joined = _JOINED.search(text, max(start, end - 8), end)
    end = joined.start() if joined else end
    trimmed = _stripped(text, start, end, _EDGES)
    if trimmed is None:
        return None
    marks = [i for i in range(trimmed.start, trimmed.end) if text[i] in _MARKS]
    if len(marks) == 1 and marks[0] in (trimmed.start, trimmed.end - 1):
        return _stripped(text, trimmed.start, trimmed.end, _EDGES + text[marks[0]])
    return trimmed


def _stripped(text: str, start: int, end: int, edges: str) -> Span | None:
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return Span(start, end) if _has_word(text, start, end) else None


def _clean(text: str, source: Span | None) -> Span | None:
    """The source without marks at its ends, broken ones among them, and words no noun phrase ends with."""
    if source is None:
        return None
    begun = _BROKEN.match(text, source.start, source.end)
    start, end = begun.end() if begun else source.start, source.end
    while (cut := _DANGLING.search(text, start, end)) is not None:
        end = cut.start()
    return _stripped(text, start, end, _EDGES + '"“”‘') if start < end else None


def _goes_on(text: str, before: Told, told: Told) -> bool:
    """Puts ``told`` with the attribution before it where they are one; whether it did."""
    same = told.cue == before.cue and told.source == before.source and (told.cue or told.source)
    start, end = before.contents[-1].end, told.contents[0].start
    if (
        len(before.contents) == _PIECES
        or not same
        or end < start
        or told.sentence - before.sentence > len(before.contents)
    ):
        return False
    left = text[start:end]
    for part in (told.cue, told.source):
        if part is not None and start <= part.start and part.end <= end:
            left = left.replace(text[part.start : part.end], "", 1)
    if len(_words(left)) > _BETWEEN:
        return False
    whole = before.length + told.length
    before.score = (before.score * before.length + told.score * told.length) / whole
    before.speech = (before.speech * before.length + told.speech * told.length) / whole
    before.contents += told.contents
    return True


def _words(text: str) -> list[str]:
    return [w for w in text.split() if any(c.isalnum() for c in w)]


def kind_of(told: Told, quoted: Sequence[Quoted], starts: Sequence[int]) -> QuotationKind:
    """By the share of its characters between marks; words reported inside another's quotation are indirect."""
    inside = 0
    for span in told.contents:
        at = max(0, bisect_right(starts, span.start) - 1)
        while at < len(quoted) and quoted[at].outer < span.end:
            held = quoted[at]
            outer = told.cue or told.source
            if not (outer and held.start <= outer.start < held.end):
                inside += max(0, min(span.end, held.end) - max(span.start, held.start))
            at += 1
    if inside == 0:
        return "indirect"
    return "direct" if inside >= _WHOLE * told.length else "mixed"
