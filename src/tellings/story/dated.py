"""One telling of an event: a report's clause with its days, weighed for comparison and put for reading."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tellings.lexicon import load_table
from tellings.model.reading import Event, EventStatus, Reading
from tellings.model.span import Span
from tellings.model.when import Period

# Characters: a clause shorter than this says too little alone, a sentence longer than that is not read in a list.
SHORTEST, LONGEST_SENTENCE = 60, 320


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of one report with its days and words."""

    reading: Reading
    event: Event
    period: Period
    told: date | None
    status: EventStatus
    vector: Mapping[str, float]
    kinds: frozenset[str]
    actors: frozenset[str]
    place: str | None


def cosine(a: Dated, b: Dated) -> float:
    """How alike the words of two tellings are, 0 to 1."""
    return math.fsum(w * b.vector[stem] for stem, w in a.vector.items() if stem in b.vector)


def words_of(dated: Dated) -> Span:
    """The clause where it can stand alone, else its sentence."""
    text, span = dated.reading.document.text, dated.event.span
    named = dated.event.lemma in load_table("verb_frames")["event_nouns"]
    if named or (text[span.start : span.start + 1].isupper() and span.end - span.start >= SHORTEST):
        return span
    sentences = dated.reading.sentences
    at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    whole = sentences[at].span if at >= 0 else span
    return whole if whole.end - whole.start <= LONGEST_SENTENCE else span


def say(dated: Dated) -> str:
    """Its words on one line, with an ellipsis where they begin in mid-sentence."""
    text, span = dated.reading.document.text, words_of(dated)
    words = " ".join(text[span.start : span.end].split()).strip(" ,;:—–-(").rstrip(".")
    return words if words[:1].isupper() or words[:1] in "“‘\"'" else f"… {words}"
