"""Sentences of the reports that can be read alone, and a choice of few of them that covers most of what they say."""

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import ResolvedTime
from tellings.model.when import Period
from tellings.story.standing import Standing
from tellings.text.spans import within
from tellings.text.words import content_stems, rarity

SHORTEST, LONGEST = 50, 330
# Days before a report that are background in it.
LONG_AGO = 45
# Sentences of a report that stand at its head, where news is told first.
LEAD = 3
# A sentence longer than this (characters) is no sentence, and of a report only so many are looked at.
CUT, MOST_SENTENCES = 1000, 400


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a paragraph as it reads alone: ``text`` has in brackets what it leans on.

    ``place`` counts the sentences of the report from 1; ``told`` is the day the report came out.
    ``background`` is true where its times lie long before that day, all of them.
    """

    document: Document
    span: Span
    text: str
    stems: frozenset[str]
    place: int
    told: date | None
    background: bool = False

    @property
    def order(self) -> tuple[str, int]:
        return (self.document.id, self.span.start)


def stand_lines(reading: Reading, days: Mapping[tuple[str, Span], ResolvedTime], told: date | None) -> Iterator[Line]:
    """The sentences of one report that stand alone, neither very short nor very long, in order."""
    text = reading.document.text
    standing = Standing(reading, days)
    doc = reading.document.id
    periods = {t.span: known.period for t in reading.times if (known := days.get((doc, t.span))) and known.period}
    place = 0
    for sentence in reading.sentences:
        block = reading.blocks[sentence.block] if sentence.block < len(reading.blocks) else None
        if block and block.kind != "paragraph":
            continue
        place += 1
        span = sentence.span
        if not SHORTEST <= span.end - span.start <= LONGEST:
            continue
        words = standing.tell(span)
        if words is not None:
            stems = frozenset(content_stems(text[span.start : span.end]))
            past = _is_past(
                [periods[t.span] for t in within(reading.times, span.start, span.end) if t.span in periods], told
            )
            yield Line(reading.document, span, words, stems, place, told, past)


def _is_past(periods: Sequence[Period], told: date | None) -> bool:
    return bool(periods) and told is not None and all((told - p.end).days > LONG_AGO for p in periods)


def sentence_stems(reading: Reading) -> list[frozenset[str]]:
    """The content stems of each sentence of a report."""
    text = reading.document.text
    return [
        frozenset(content_stems(text[s.span.start : min(s.span.end, s.span.start + CUT)]))
        for s in reading.sentences[:MOST_SENTENCES]
    ]


def spread_of(told: Sequence[Sequence[frozenset[str]]]) -> Counter[str]:
    """In how many of the reports, given as the stems of their sentences, each stem stands."""
    return Counter(stem for sentences in told for stem in frozenset[str]().union(*sentences))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Cosine of two sets of stems, each weighed by its rarity in news at large."""
    one, two = weight_of(a), weight_of(b)
    return weight_of(a & b) / (math.sqrt(one * two) or 1.0)


def weight_of(stems: frozenset[str]) -> float:
    """The sum of squared rarities."""
    return math.fsum(sorted(rarity(s) ** 2 for s in stems))


def cover(
    lines: Sequence[Line],
    weights: Mapping[str, float],
    *,
    most: int,
    worth: Callable[[Line], float],
    admit: Callable[[Line, Sequence[Line]], bool],
    another: float,
    first: Sequence[Line] = (),
) -> list[Line]:
    """At most ``most`` lines, each the one that adds most by the length it takes, in the order chosen.

    Lazy greedy choice under a submodular coverage of weighed stems (Lin and Bilmes 2011; Minoux 1978). ``worth`` is a
    factor on what a line adds, ``admit`` says whether a line may stand beside those chosen, ``another`` is what a
    further line of a report keeps; ``first`` are taken beforehand and count.
    """
    chosen = list(first)
    covered: Counter[str] = Counter(s for line in chosen for s in line.stems)
    heard: Counter[str] = Counter(line.document.id for line in chosen)

    def gain(line: Line) -> float:
        added = math.fsum(
            sorted(weights[s] * (math.sqrt(covered[s] + 1) - math.sqrt(covered[s])) for s in line.stems if s in weights)
        )
        shared = another ** heard[line.document.id]
        return added * worth(line) * shared / math.sqrt(line.span.end - line.span.start)

    queue = [(-gain(line), line.order, at) for at, line in enumerate(lines)]
    heapq.heapify(queue)
    while queue and len(chosen) < most:
        _, order, at = heapq.heappop(queue)
        line = lines[at]
        if not admit(line, chosen):
            continue
        now = -gain(line)
        if now >= 0:
            continue
        if queue and (now, order) > queue[0][:2]:
            heapq.heappush(queue, (now, order, at))
            continue
        chosen.append(line)
        heard[line.document.id] += 1
        covered.update(line.stems)
    return chosen
