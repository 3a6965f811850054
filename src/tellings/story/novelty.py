"""The sentences of new reports that say what no seen report says, the weightiest first."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.story.heard import Heard, Known
from tellings.story.lines import Line, cover, likeness, spread_of
from tellings.text.words import rarity

# A sentence of which one known sentence has this share of the weight says again what was known.
KNOWN = 0.60
# ... and one that holds a change told by itself, this share.
KNOWN_CHANGE = 0.40
# ... unless this share of it stands in no seen report at all: what is new may be told in known surroundings.
UNHEARD = 0.25
# Sentences this alike say the same: one is listed, the others stand behind it, so many at most.
REPEATED, SOURCES = 0.42, 4
# What a stem loses that all seen reports have, what the head of a report gains, what it gains more where a single
# report is new (shared out over several), and what a further sentence of one report keeps. Chosen on bench/news_update:
# ROUGE-1, -2, -L .252, .062, .160 over six events; first sentences .239, .045, .145.
OLD, HEAD, THIN, ANOTHER = 0.35, 1.0, 6.0, 0.75
# What is told of long ago keeps this much: new to the reader, but no news.
BACKGROUND = 0.6


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new line with the other new lines that say the same."""

    line: Line
    beside: tuple[Line, ...]


def choose_news(
    lines: Sequence[Line], known: Mapping[tuple[str, int], Known], weights: Mapping[str, float], *, most: int
) -> tuple[Fresh, ...]:
    """At most ``most`` of ``lines``, no two alike, in the order of what each adds to those before it.

    ``known`` holds, by ``Line.order``, how each line stands to what was said before; ``weights`` as ``weigh_news``.
    """

    lead = HEAD + THIN / max(1, len({line.document.id for line in lines}))

    def worth(line: Line) -> float:
        head = 1.0 + lead / line.place
        return (1.0 - known[line.order].share) * head * (BACKGROUND if line.background else 1.0)

    def admit(line: Line, chosen: Sequence[Line]) -> bool:
        return not any(likeness(line.stems, other.stems) >= REPEATED for other in chosen)

    chosen = cover(lines, weights, most=most, worth=worth, admit=admit, another=ANOTHER)
    return tuple(Fresh(line, _beside(line, lines)) for line in chosen)


def weigh_news(new: Sequence[Sequence[frozenset[str]]], seen: Mapping[str, int], of_seen: int) -> Mapping[str, float]:
    """The weight of each stem: how many new reports, and how often, have it, less where seen ones have it too.

    ``new`` are the new reports as the stems of their sentences; ``seen`` says in how many of the ``of_seen`` seen ones
    a stem stands. A stem of one report among several weighs nothing: that one alone does not say what they are about.
    """
    several = 1 if len(new) == 1 else 2
    often = Counter(stem for sentences in new for stems in sentences for stem in stems)
    return {
        stem: (n - several + 1)
        * math.log(1 + often[stem])
        * math.sqrt(rarity(stem))
        * (1.0 - OLD * seen.get(stem, 0) / max(1, of_seen))
        for stem, n in spread_of(new).items()
        if n >= several
    }


def is_known(known: Known, bound: float = KNOWN) -> bool:
    """Whether a sentence says again what was said before."""
    return known.share >= bound and known.fresh < UNHEARD


def look_up(lines: Sequence[Line], heard: Heard) -> dict[tuple[str, int], Known]:
    """How each line stands to what was said before, by ``Line.order``."""
    return {line.order: heard.look_up(line.stems) for line in lines}


def _beside(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """One line of each other report that says the same, the likest, in order of the reports."""
    best: dict[str, tuple[float, Line]] = {}
    for other in lines:
        doc = other.document.id
        if doc != line.document.id and len(line.stems & other.stems) > 1:
            alike = likeness(line.stems, other.stems)
            if alike >= REPEATED and alike > best.get(doc, (0.0, other))[0]:
                best[doc] = (alike, other)
    return tuple(best[doc][1] for doc in sorted(best))[:SOURCES]
