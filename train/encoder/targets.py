"""Examples to windows with targets: what each head should say of each word.

Every target is a set of allowed answers, held as a bit mask, so that a coarse label or a kind the corpus never labels
costs nothing where several answers fit. 0 means that nothing is known and nothing is learnt.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.labels import DIRECTIONS, KINDS, NAME_TAGS, PART_TAGS, PARTS, STATUSES
from tellings.engines.encoder.pieces import WordPieces
from tellings.engines.encoder.windows import Window, pack
from train.encoder.corpora import Example, Place

Masks = npt.NDArray[np.int64]
LAYERS = ("names", *PARTS, "speech", "trigger", "status", "direction")
WIDTHS = {
    "names": len(NAME_TAGS),
    **dict.fromkeys(PARTS, len(PART_TAGS)),
    "speech": 2,
    "trigger": 2,
    "status": len(STATUSES),
    "direction": len(DIRECTIONS),
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with its targets: ``masks[layer]`` int64 [n]; ``links[part]`` int64 [n], -1 where nothing is known."""

    corpus: str
    window: Window
    masks: dict[str, Masks]
    links: dict[str, Masks]


def lessons(tokenizer: WordPieces, number: int, example: Example) -> Iterator[Lesson]:
    """The windows of one example with their targets."""
    for window in pack(tokenizer, number, example.text, example.sentences):
        n = len(window.pieces)
        masks = {layer: np.zeros(n, dtype=np.int64) for layer in LAYERS}
        links = {part: np.full(n, -1, dtype=np.int64) for part in ("cue", "source")}
        if example.names is not None:
            masks["names"] = _names(window, example)
        if example.attributions is not None:
            _attributions(window, example, masks, links)
        if example.events is not None:
            _events(window, example, masks)
        yield Lesson(example.corpus, window, masks, links)


def _words(window: Window, span: Place) -> npt.NDArray[np.int64]:
    """The word-initial pieces inside a span."""
    inside = window.heads & (window.starts >= span[0]) & (window.starts < span[1])
    return np.flatnonzero(inside)


def _names(window: Window, example: Example) -> Masks:
    outside = 1
    for k, kind in enumerate(KINDS):
        if kind in example.silent:
            outside |= 0b11 << (1 + 2 * k)
    masks = np.where(window.heads, outside, 0).astype(np.int64)
    for name in example.names or ():
        words = _words(window, name.span)
        if not len(words):
            continue
        kinds = [KINDS.index(k) for k in name.kinds if k != "O"]
        begin = sum(1 << (1 + 2 * k) for k in kinds)
        masks[words] = begin << 1
        masks[words[0]] = begin
        if "O" in name.kinds:
            masks[words] |= outside
            masks[words[1:]] |= begin
    return masks


def _attributions(window: Window, example: Example, masks: dict[str, Masks], links: dict[str, Masks]) -> None:
    for part in PARTS:
        masks[part] = window.heads.astype(np.int64)
    told = example.attributions or ()
    hulls = [(min(s for s, _ in a.content), max(e for _, e in a.content)) if a.content else (0, 0) for a in told]
    for number, one in enumerate(told):
        inner = any(
            k != number and begin <= hulls[number][0] and hulls[number][1] <= end and hulls[k] != hulls[number]
            for k, (begin, end) in enumerate(hulls)
        )
        layer = "inner" if inner else "content"
        spans = {"source": one.source, "cue": one.cue, layer: one.content}
        for part, places in spans.items():
            for place in places:
                words = _words(window, place)
                if len(words):
                    masks[part][words] = 0b100
                    masks[part][words[0]] = 0b010
        for place in one.content:
            words = _words(window, place)
            if not len(words) or window.starts[words[0]] > place[0] + 3:
                continue
            if one.speech is not None:
                masks["speech"][words[0]] = 0b10 if one.speech else 0b01
            for part, places in (("cue", one.cue), ("source", one.source)):
                targets = [w for p in places for w in _words(window, p)[:1]]
                links[part][words[0]] = targets[0] if targets else 0


def _events(window: Window, example: Example, masks: dict[str, Masks]) -> None:
    if example.all_events:
        masks["trigger"] = window.heads.astype(np.int64)
    for event in example.events or ():
        words = _words(window, event.span)
        if not len(words):
            continue
        if example.all_events:
            masks["trigger"][words[0]] = 0b10
        masks["status"][words[0]] = sum(1 << STATUSES.index(s) for s in event.statuses)
        if event.direction:
            masks["direction"][words[0]] = 1 << DIRECTIONS.index(event.direction)
