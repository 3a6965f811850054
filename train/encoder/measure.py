"""Figures of a network or an exported model on texts it was not trained on.

Exact spans; punctuation and quotation marks at the ends of contents count on neither side, nor does a leading "the".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tellings.engines.encoder.decode import Findings
from tellings.engines.encoder.labels import STATUSES, columns
from train.encoder.corpora import Example, Place
from train.encoder.targets import Lesson

Read = Callable[[Sequence[Lesson]], Iterator[tuple[int, Findings, "np.typing.NDArray[np.float32]"]]]
"""Lessons in; for each its number, what was found and the scores, in any order."""
_TRIM = " \t\n\"'“”‘’«».,;:!?…—–-[]()"
COLUMNS = columns()


@dataclass(slots=True)
class Tally:
    """Counts of what was right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.wanted)

    def __str__(self) -> str:
        return f"{self.f1:.3f}"


@dataclass(slots=True)
class Figures:
    """Tallies by name."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, found: set[Any], wanted: set[Any]) -> None:
        self.tallies.setdefault(name, Tally()).add(found, wanted)

    def __str__(self) -> str:
        return "  ".join(f"{name} {tally}" for name, tally in self.tallies.items())


def trimmed(text: str, span: Place) -> Place:
    """Without marks and white space at the ends."""
    start, end = span
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def gather(lessons: Sequence[Lesson], read: Read) -> dict[int, list[Findings]]:
    """The findings of each document."""
    by_document: dict[int, list[tuple[int, Findings]]] = {}
    for number, findings, _ in read(lessons):
        window = lessons[number].window
        by_document.setdefault(window.document, []).append((int(window.starts[1]), findings))
    return {d: [f for _, f in sorted(found, key=lambda x: x[0])] for d, found in by_document.items()}


def names(examples: Sequence[Example], found: dict[int, list[Findings]]) -> Figures:
    """Exact spans of names in the nine kinds of the worldwide set, and ``P/O/L``: persons, organisations, places.

    Facilities are places there, as in the set's own four classes.
    """
    figures = Figures()
    for number, example in enumerate(examples):
        got = {(f.start, f.end, _NINE.get(f.label, f.label)) for one in found.get(number, []) for f in one.names}
        want = {(*n.span, next(iter(n.kinds)) if len(n.kinds) == 1 else "misc") for n in example.names or ()}
        figures.add("P/O/L", _three(got), _three(want))
        for kind in ("person", "organisation", "place", "facility", "group", "product", "misc", "date", "money"):
            figures.add(kind, {x for x in got if x[2] == kind}, {x for x in want if x[2] == kind})
    return figures


_NINE = {"event": "misc", "work": "misc", "other": "misc"}


def _three(spans: set[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    folded = {(s, e, "place" if k == "facility" else k) for s, e, k in spans}
    return {x for x in folded if x[2] in ("person", "organisation", "place")}


def attributions(examples: Sequence[Example], found: dict[int, list[Findings]], speech_only: bool = True) -> Figures:
    """Exact spans of each part, and pairs of source and content at Jaccard .5 (see train/README.md)."""
    figures = Figures()
    for number, example in enumerate(examples):
        gold = [a for a in example.attributions or () if a.speech is not False or not speech_only]
        other = [a for a in example.attributions or () if a.speech is False and speech_only]
        ties = [t for one in found.get(number, []) for t in one.ties]
        spoken = [t for t in ties if t.speech >= 0.5 or not speech_only]
        text = example.text
        got = {
            "source": {(t.source.start, t.source.end) for t in spoken if t.source},
            "cue": {(t.cue.start, t.cue.end) for t in spoken if t.cue},
            "content": {trimmed(text, (t.content.start, t.content.end)) for t in spoken},
        }
        want = {
            "source": {s for a in gold for s in a.source},
            "cue": {s for a in gold for s in a.cue},
            "content": {trimmed(text, s) for a in gold for s in a.content},
        }
        for part in ("source", "cue", "content"):
            figures.add(part, got[part], want[part])
        pairs = [((t.source.start, t.source.end), (t.content.start, t.content.end)) for t in spoken if t.source]
        wishes = [(s, c) for a in gold for s in a.source for c in a.content]
        matched = _matched(pairs, wishes)
        figures.add("pairs", set(range(len(pairs))), set())
        figures.tallies["pairs"].right += matched
        figures.tallies["pairs"].wanted += len(wishes)
        said = {trimmed(text, s) for a in other for s in a.content}
        figures.add("attitudes as speech", got["content"] & said, said)
    return figures


def _matched(found: Sequence[tuple[Place, Place]], wanted: Sequence[tuple[Place, Place]]) -> int:
    taken: set[int] = set()
    for source, content in found:
        for k, (s, c) in enumerate(wanted):
            if k not in taken and _jaccard(source, s) >= 0.5 and _jaccard(content, c) >= 0.5:
                taken.add(k)
                break
    return len(taken)


def _jaccard(a: Place, b: Place) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, both) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def statuses(lessons: Sequence[Lesson], read: Read) -> Counter[tuple[str, str]]:
    """(wanted, found) at given triggers, over four classes.

    Where a set leaves several statuses open (UDS-IH2, see ``corpora.uds_statuses``), each of them is right.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for number, _, scores in read(lessons):
        mask = lessons[number].masks["status"]
        for k in np.flatnonzero(mask):
            allowed = {s for i, s in enumerate(STATUSES) if mask[k] >> i & 1}
            counted[judged(allowed, STATUSES[int(scores[k, COLUMNS["status"]].argmax())])] += 1
    return counted


def judged(allowed: Set[str], found: str) -> tuple[str, str]:
    """The class wanted and the class found."""
    wanted = next(c for c in ("denied", "possible", "expected", "happened") if c in {FOUR[s] for s in allowed})
    return wanted, wanted if found in allowed else FOUR[found]


def macro_f1(counted: Counter[tuple[str, str]]) -> tuple[float, dict[str, tuple[float, int]]]:
    """Macro F1 and (F1, wanted) of each class."""
    each = {}
    for c in sorted({w for w, _ in counted}):
        right = counted[c, c]
        wanted = sum(n for (w, _), n in counted.items() if w == c)
        found = sum(n for (_, f), n in counted.items() if f == c)
        each[c] = (2 * right / max(1, wanted + found), wanted)
    return sum(f for f, _ in each.values()) / max(1, len(each)), each


FOUR = {
    "happened": "happened",
    "under_way": "happened",
    "expected": "expected",
    "possible": "possible",
    "denied": "denied",
    "cancelled": "denied",
}


def told(examples: Iterable[Example]) -> int:
    """How many attributions there are."""
    return sum(len(e.attributions or ()) for e in examples)
