"""Text to windows: sentences cut into word pieces and packed, a few to a window, for one pass of the encoder.

A window holds whole consecutive sentences of one report, so what is read never depends on other reports. Its length is
padded to a multiple of ``STEP``, whatever batch it is put in: the same window gives the same numbers anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.pieces import WordPieces
from tellings.errors import UsageError

Ints = npt.NDArray[np.int64]

LONGEST = 160
"""Pieces in a window, marks at its ends and between sentences included."""
STEP = 8
CLS, SEP, PAD = "[CLS]", "[SEP]", "[PAD]"
MARK = -1
"""Sentence number of the pieces that belong to none."""


@dataclass(frozen=True, slots=True)
class Window:
    """One run of the encoder over consecutive sentences of a report, ``n`` pieces long, not padded.

    ``text`` is the report's. ``pieces`` int64 [n] are numbers of the vocabulary, ``shapes`` int64 [n] columns of
    ``SHAPES``, ``starts`` and ``ends`` int64 [n] code points of the document (0, 0 at marks), ``heads`` bool [n] says
    whether a piece begins a word, ``sentences`` int64 [n] is the index of the sentence or ``MARK``.
    """

    document: int
    text: str
    pieces: Ints
    shapes: Ints
    starts: Ints
    ends: Ints
    heads: npt.NDArray[np.bool_]
    sentences: Ints

    def padded(self) -> int:
        """The length it is computed at."""
        return -(-len(self.pieces) // STEP) * STEP


def number_of(tokenizer: WordPieces, piece: str) -> int:
    """The number of a piece that every vocabulary of the encoder has."""
    number = tokenizer.number(piece)
    if number is None:
        raise UsageError(f"the tokenizer of the encoder has no piece {piece}: its files do not belong together.")
    return number


def shape_of(word: str) -> int:
    """Which of ``SHAPES`` a word has."""
    if any(c.isdigit() for c in word):
        return 5
    if not word[:1].isalpha():
        return 0
    if word.islower():
        return 1
    if len(word) > 1 and word.isupper():
        return 3
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 2
    return 4


def _shapes(text: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[bool]]:
    """The shape of the word each piece stands in, and whether the piece begins that word."""
    shapes: list[int] = []
    heads: list[bool] = []
    begin = end = -1
    shape = 0
    for start, stop in zip(starts, ends, strict=True):
        if start < end:  # the same word goes on
            heads.append(False)
            shapes.append(shape)
            continue
        begin = start
        end = stop
        if text[start : start + 1].isalnum():
            while end < len(text) and text[end].isalnum():
                end += 1
        shape = shape_of(text[begin:end])
        heads.append(True)
        shapes.append(shape)
    return shapes, heads


def pack(
    tokenizer: WordPieces,
    document: int,
    text: str,
    sentences: Sequence[tuple[int, int]],
    readable: int = 10**9,
    longest: int = LONGEST,
) -> Iterator[Window]:
    """The windows of one report; ``sentences`` are (start, end) of its text.

    A sentence that is longer than a window is cut hard; one of more than ``readable`` characters is left out.
    """
    cls, sep = number_of(tokenizer, CLS), number_of(tokenizer, SEP)
    room = longest - 2
    rows: list[tuple[int, int, int, int, bool, int]] = []

    def close() -> Window:
        mark = (cls, 0, 0, 0, False, MARK)
        columns = list(zip(mark, *rows, strict=True))
        rows.clear()
        numbers = [np.array(c, dtype=np.int64) for c in columns]
        return Window(
            document, text, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4].astype(bool), numbers[5]
        )

    for number, (begin, end) in enumerate(sentences):
        sentence = text[begin:end] if end - begin <= readable else ""
        ids, starts, ends = tokenizer.cut(sentence)
        if not ids:
            continue
        shapes, heads = _shapes(sentence, starts, ends)
        if rows and len(rows) + len(ids) > room:
            yield close()
        for at in range(0, len(ids), room):
            if rows and at:
                yield close()
            part = range(at, min(at + room, len(ids)))
            rows += [(ids[k], shapes[k], begin + starts[k], begin + ends[k], heads[k], number) for k in part]
        rows.append((sep, 0, 0, 0, False, MARK))
    if rows:
        yield close()
