"""A text edited lightly, as a desk does after publication, with where each of its old places is now."""

import random
import re
from dataclasses import dataclass

from tellings.model.span import Span

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"”’»)]*(?=\s|$)|(?=\n\n)|\Z)", re.S)
_STYLES = (
    str.maketrans("“”‘’–—", "\"\"''--"),
    str.maketrans({"“": "„", "”": "“", "–": "—", "—": "–"}),
    str.maketrans({"“": "«", "”": "»", "’": "'", "—": "–"}),
)
_ADDED = (
    "The office of the council in Orlan did not answer a request for comment.",
    "More rain is expected in the hills above Harsk, said the weather service of Tarn.",
    "This report was updated with a word from the fire brigade of Velmark.",
    "A picture taken by a reader showed the road under water.",
)
_OTHER = ("also", "then", "still", "later", "however", "again", "there", "now")


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and for each stretch of it that came from the old one where it stood there."""

    text: str
    stretches: tuple[tuple[int, int, int, int], ...]
    """New start and end, old start and end; of a stretch left as it was all characters map one to one."""

    def now(self, old: Span) -> Span | None:
        """Where the words stand now; ``None`` where nothing of them, or less than half, was left."""
        places, kept = [], 0
        for start, end, was, until in self.stretches:
            common = min(until, old.end) - max(was, old.start)
            if common <= 0:
                continue
            same = end - start == until - was
            first = start + max(0, old.start - was) if same else start
            places.append((first, end - max(0, until - old.end) if same else end))
            kept += common
        if kept * 2 < old.end - old.start:
            return None
        return Span(places[0][0], places[-1][1])


def re_edit(text: str, seed: int, *, share: float = 0.02, sentences: int = 2) -> Edited:
    """The text with ``share`` of its words changed, some sentences taken out and put in, and other typography.

    Words are misspelt (as if the old text had the right spelling, or the other way round), replaced, left out or put
    in; numbers stay. Of the ``sentences`` half are taken out, half are put in. Quotes, dashes and where paragraphs end
    change for the whole text.
    """
    draw = random.Random(seed)
    pieces = [(match[0], match.start(), match.end()) for match in _PIECE.finditer(text)]
    gone = _draw_gone(text, draw, sentences - sentences // 2)
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    added = {draw.choice(ends): draw.choice(_ADDED) for _ in range(sentences // 2)} if ends else {}
    style = draw.choice((None, *_STYLES))
    breaks = draw.choice(("\n\n", "\n", "\n    \n", " "))
    made: list[str] = []
    stretches: list[tuple[int, int, int, int]] = []
    size = 0
    for word, start, end in pieces:
        if not any(span.start <= start < span.end for span in gone):
            new = _change(word, draw, share)
            if word.isspace():
                new = breaks if "\n\n" in word else word
            new = new.translate(style) if style else new
            if new:
                stretches.append((size, size + len(new), start, end))
                made.append(new)
                size += len(new)
        if end in added:
            sentence = f" {added.pop(end)}"
            made.append(sentence)
            size += len(sentence)
    return Edited("".join(made), tuple(stretches))


def _draw_gone(text: str, draw: random.Random, number: int) -> list[Span]:
    sentences = [Span(*match.span()) for match in _SENTENCE.finditer(text) if match.end() > match.start()]
    return draw.sample(sentences, min(number, len(sentences) // 4))


def _change(word: str, draw: random.Random, share: float) -> str:
    if not word.isalpha() or draw.random() >= share:
        return word
    kind = draw.choice(("typo", "typo", "other", "less", "more"))
    if kind == "typo" and len(word) > 4:
        at = draw.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "more":
        return f"{word} {draw.choice(_OTHER)}"
    return "" if kind == "less" else draw.choice(_OTHER)
