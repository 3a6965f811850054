"""Sentences in, signals out: what every engine does the same way around its model."""

from collections.abc import Callable, Iterator, Sequence

from tellings.model.document import Document
from tellings.model.reading import EntityKind, LabelledSpan, Sentence, Signals
from tellings.model.span import Span

Batch = Sequence[tuple[Document, tuple[Sentence, ...]]]
Named = tuple[int, int, EntityKind, float]
"""``(start, end, kind, score)`` of a name, counted in the sentence it stands in."""

# What a name may not begin or end with; a full stop stays after a single letter ("U.S.").
_EDGE = " \t\r\n\u00a0,;:!?\"'“”‘’«»()[]{}<>|*_-–—…/\\"


def signal_names(batch: Batch, find: Callable[[Sequence[str]], Sequence[Sequence[Named]]]) -> list[tuple[Signals, ...]]:
    """One ``Signals`` a sentence, offsets in the document; ``find`` gets each different sentence once.

    Wire copies repeat each other's sentences, and what a sentence says does not depend on its neighbours.
    """
    texts = [[doc.text[s.span.start : s.span.end] for s in sentences] for doc, sentences in batch]
    different = list(dict.fromkeys(text for row in texts for text in row))
    names = dict(zip(different, find(different), strict=True)) if different else {}
    return [
        tuple(Signals(entities=_place(s.span.start, text, names[text])) for s, text in zip(sentences, row, strict=True))
        for (_, sentences), row in zip(batch, texts, strict=True)
    ]


def _place(start: int, text: str, names: Sequence[Named]) -> tuple[LabelledSpan, ...]:
    placed = set()
    for begin, end, kind, score in names:
        trimmed = _trim(text, begin, end)
        if trimmed:
            span = Span(start + trimmed[0], start + trimmed[1])
            # Rounded: processors differ in the last digits, and the same input shall give the same bytes.
            placed.add(LabelledSpan(span, kind, round(min(max(score, 0.0), 1.0), 4)))
    return tuple(sorted(placed, key=lambda named: (named.span, named.label)))


def _trim(text: str, begin: int, end: int) -> tuple[int, int] | None:
    begin, end = max(begin, 0), min(end, len(text))
    while begin < end and text[begin] in _EDGE + ".":
        begin += 1
    while begin < end and (text[end - 1] in _EDGE or (text[end - 1] == "." and not _abbreviates(text, begin, end))):
        end -= 1
    return (begin, end) if begin < end else None


def _abbreviates(text: str, begin: int, end: int) -> bool:
    """True for a full stop that is part of the name: after one letter that itself follows a stop or begins it."""
    letter = text[end - 2 : end - 1]
    return letter.isalpha() and (end - 2 == begin or not text[end - 3].isalnum())


def cut_to_fit(text: str, fits: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Pieces of ``text`` that a model can take, each with its start; cut between words as long as there are some."""
    waiting = [(0, text)]
    while waiting:
        start, piece = waiting.pop()
        if len(piece) <= 1 or fits(piece):
            yield start, piece
            continue
        half = len(piece) // 2
        cut = piece.rfind(" ", 1, half + 1)
        cut = cut if cut > 0 else piece.find(" ", half)
        cut = cut if cut > 0 else half
        waiting += [(start + cut, piece[cut:]), (start, piece[:cut])]
