"""Numbers to spans: the best legal sequence of tags, and which content belongs to which cue and source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.labels import (
    DIRECTIONS,
    KINDS,
    LINK_WIDTH,
    NAME_TAGS,
    PART_TAGS,
    PARTS,
    STATUSES,
    columns,
)
from tellings.engines.encoder.windows import Window

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
COLUMNS = columns()
NEVER = np.float32(-1e9)
_NO_END = frozenset(",;:()[]{}\"“”‘’'«»-–—®™")

TRIGGERS_FROM = 0.05
"""Words at least this likely to name an event carry a status; finders choose what they trust."""


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled run of text, offsets of the document, with its mean probability."""

    start: int
    end: int
    label: str
    score: float
    first: int
    """The piece of the window it begins with."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A content with the cue and the source it points to, as indices into the window's found parts; -1 is none."""

    content: Found
    cue: Found | None
    source: Found | None
    speech: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A word that may name an event: how likely, its status and time direction with their probabilities."""

    start: int
    end: int
    trigger: float
    status: str
    status_score: float
    direction: str
    statuses: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the heads say of one window."""

    names: tuple[Found, ...]
    parts: tuple[Found, ...]
    ties: tuple[Tie, ...]
    events: tuple[Heard, ...]


def log_softmax(x: Floats) -> Floats:
    """Along the last axis."""
    shifted: Floats = x - x.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def best_tags(scores: Floats) -> Ints:
    """The best legal BIO sequence: ``scores`` float32 [batch, steps, tags] with O first, then B and I of each kind.

    An I follows only a B or an I of its own kind. Returns int64 [batch, steps].
    """
    batch, steps, tags = scores.shape
    rows, begins, insides = np.arange(batch), np.arange(1, tags, 2), np.arange(2, tags, 2)
    best = scores[:, 0].copy()
    best[:, 2::2] = NEVER
    back = np.zeros((steps, batch, tags), dtype=np.int64)
    for step in range(1, steps):
        begun, inside = best[:, 1::2], best[:, 2::2]
        stays = inside > begun
        top = best.argmax(axis=1)
        back[step] = top[:, None]
        back[step, :, 2::2] = np.where(stays, insides, begins)
        onward = scores[:, step] + best[rows, top][:, None]
        onward[:, 2::2] = scores[:, step, 2::2] + np.where(stays, inside, begun)
        best = onward
    path = np.empty((batch, steps), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    for step in range(steps - 1, 0, -1):
        path[:, step - 1] = back[step, rows, path[:, step]]
    return path


def decode(windows: Sequence[Window], output: Floats) -> list[Findings]:
    """What the heads say of each window; ``output`` float32 [windows, padded length, width]."""
    words = [np.flatnonzero(w.heads) for w in windows]
    most = max(1, *(len(w) for w in words))
    kept = np.zeros((len(windows), most, output.shape[2]), dtype=np.float32)
    for row, at in enumerate(words):
        kept[row, : len(at)] = output[row, at]
    scores = {name: log_softmax(kept[..., COLUMNS[name]]) for name in ("names", *PARTS)}
    for row, at in enumerate(words):
        for table in scores.values():
            table[row, len(at) :, 1:] = NEVER
    paths = {"names": best_tags(scores["names"])}
    stacked = best_tags(np.concatenate([scores[p] for p in PARTS]))
    for k, part in enumerate(PARTS):
        paths[part] = stacked[k * len(windows) : (k + 1) * len(windows)]
    return [
        _one(
            window,
            words[row],
            {n: s[row] for n, s in scores.items()},
            {n: p[row] for n, p in paths.items()},
            output[row],
        )
        for row, window in enumerate(windows)
    ]


def _one(window: Window, words: Ints, scores: dict[str, Floats], paths: dict[str, Ints], output: Floats) -> Findings:
    ends = _word_ends(window, words)
    paths["names"] = _without_marks(window, words, paths["names"])
    names = tuple(_runs(window, words, ends, paths["names"], scores["names"], NAME_TAGS))
    parts: dict[str, list[Found]] = {}
    for part in PARTS:
        tags = tuple(t if t == "O" else f"{t}-{part}" for t in PART_TAGS)
        parts[part] = list(_runs(window, words, ends, paths[part], scores[part], tags))
    ties = tuple(_ties(parts, output))
    every = tuple(sorted((f for found in parts.values() for f in found), key=lambda f: (f.start, f.end, f.label)))
    return Findings(names, every, ties, tuple(_events(window, words, ends, output)))


def _without_marks(window: Window, words: Ints, path: Ints) -> Ints:
    """The path with no name that ends in a comma, a bracket or a quotation mark; a point may end an abbreviation."""
    kept = path.copy()
    for k in np.flatnonzero(path[: len(words)])[::-1].tolist():
        goes_on = k + 1 < len(words) and kept[k + 1] and kept[k + 1] % 2 == 0
        if not goes_on and window.text[window.starts[words[k]]] in _NO_END:
            kept[k] = 0
    return kept


def _word_ends(window: Window, words: Ints) -> Ints:
    """Where each word ends: with the last piece before the next word or mark."""
    borders = np.append(np.flatnonzero(window.heads | (window.ends == 0)), len(window.pieces))
    found: Ints = window.ends[borders[np.searchsorted(borders, words, side="right")] - 1]
    return found


def _runs(window: Window, words: Ints, ends: Ints, path: Ints, scores: Floats, tags: Sequence[str]) -> Iterator[Found]:
    tagged = path.tolist()
    past = -1
    for k in np.flatnonzero(path[: len(words)]).tolist():
        if k <= past:
            continue
        last = k
        inside = tagged[k] + 1
        while (
            last + 1 < len(words) and tagged[last + 1] == inside and _same_sentence(window, words[k], words[last + 1])
        ):
            last += 1
        score = float(np.exp(scores[np.arange(k, last + 1), path[k : last + 1]].mean()))
        label = tags[path[k]].partition("-")[2]
        yield Found(int(window.starts[words[k]]), int(ends[last]), label, round(score, 4), int(words[k]))
        past = last


def _same_sentence(window: Window, one: int, other: int) -> bool:
    return bool(window.sentences[one] == window.sentences[other])


def _ties(parts: dict[str, list[Found]], output: Floats) -> Iterator[Tie]:
    for content in sorted(parts["content"] + parts["inner"], key=lambda f: (f.start, -f.end)):
        speech = float(np.exp(log_softmax(output[content.first, COLUMNS["speech"]])[1]))
        yield Tie(
            content,
            _target(content, parts["cue"], output, "cue"),
            _target(content, parts["source"], output, "source"),
            round(speech, 4),
        )


def _target(content: Found, found: Sequence[Found], output: Floats, part: str) -> Found | None:
    """The found part a content points to: the best of those outside it, and of none (the window's first mark)."""
    query = output[content.first, COLUMNS[f"{part}_query"]] / np.float32(LINK_WIDTH**0.5)
    open_to = [f for f in found if f.end <= content.start or f.start >= content.end]
    places = [0, *(f.first for f in open_to)]
    best = int(np.argmax(output[places, COLUMNS[f"{part}_key"]] @ query))
    return None if best == 0 else open_to[best - 1]


def _events(window: Window, words: Ints, ends: Ints, output: Floats) -> Iterator[Heard]:
    rows = output[words]
    trigger = np.exp(log_softmax(rows[:, COLUMNS["trigger"]])[:, 1])
    status = np.exp(log_softmax(rows[:, COLUMNS["status"]]))
    direction = rows[:, COLUMNS["direction"]].argmax(axis=-1)
    for k in np.flatnonzero(trigger >= TRIGGERS_FROM):
        best = int(status[k].argmax())
        yield Heard(
            int(window.starts[words[k]]),
            int(ends[k]),
            round(float(trigger[k]), 4),
            STATUSES[best],
            round(float(status[k, best]), 4),
            DIRECTIONS[int(direction[k])],
            tuple(round(float(p), 4) for p in status[k]),
        )


assert len(NAME_TAGS) == 2 * len(KINDS) + 1
