"""One telling of an event: a report's clause with its days, weighed for comparison and put for reading."""

import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tellings.lexicon import load_table
from tellings.model.reading import Event, EventStatus, Reading
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.text.called_off import TakenOff

# Characters: a clause shorter than this says too little alone, a sentence longer than that is not read in a list.
SHORTEST, LONGEST_SENTENCE = 60, 320
# A clause that only says more of what stands before it.
_ASIDE = re.compile(r"(?<=, )(?:who|which|whose|where|when)\b|under which\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\s*(?:who|which|whose|where|that|when)\b", re.IGNORECASE)
_MARK = re.compile(r"[,;:—–(]\s+")
_BEFORE_TIME = re.compile(r"\b((?:(?:in|on|since|at|by|until|from|during)\s+)(?:at least\s+)?)$", re.IGNORECASE)
# Words a clause is left with where the sentence goes on, and begins with.
_TAIL = re.compile(r"(?:,?\s+(?:and|but|or|which|who|that|while|when))+$", re.IGNORECASE)
_HEAD = re.compile(r"(?:and|but|or)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of one report with its days and words; ``off`` what it does to a plan, ``off_on`` the day of that."""

    reading: Reading
    event: Event
    period: Period
    told: date | None
    status: EventStatus
    vector: Mapping[str, float]
    kinds: frozenset[str]
    actors: frozenset[str]
    place: str | None
    off: TakenOff = ""
    off_on: date | None = None


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
    text, span = dated.reading.document.text, _shown(dated)
    words = _TAIL.sub("", " ".join(text[span.start : span.end].split()).strip(" ,;:—–-(")).rstrip(".")
    return (
        words
        if words[:1].isupper() or words[:1] in "“‘\"'"
        else f"… {_HEAD.sub('', words, count=1) if _HEAD.match(words) else words}"
    )


def _shown(dated: Dated) -> Span:
    """The words a reader is shown: of a sentence with a second date only what this date belongs to."""
    text, clause, words = dated.reading.document.text, dated.event.span, words_of(dated)
    sentences = dated.reading.sentences
    at = bisect_right(sentences, clause.start, key=lambda s: s.span.start) - 1
    if at < 0 or clause.start <= sentences[at].span.start:
        return words
    whole, time = sentences[at].span, dated.event.time
    aside = _ASIDE.match(text, clause.start) is not None
    shared = any(
        e.time is not None and e.time != time and whole.start <= e.trigger.start < whole.end
        for e in dated.reading.events
    )
    if not (shared or aside) or words == clause:
        return words
    if time and 0 <= clause.start - time.end <= 2:
        lead = _BEFORE_TIME.search(text, whole.start, time.start)
        return Span(lead.start(1) if lead else time.start, clause.end)
    if _RELATIVE.match(text, clause.start):
        marks = list(_MARK.finditer(text, whole.start, max(whole.start, clause.start - 2)))
        return Span(marks[-1].end() if marks else whole.start, clause.end)
    parted = text[: clause.start].rstrip()[-1:] in ",;:—–(" or _HEAD.match(text, clause.start)
    return clause if parted and clause.end - clause.start >= SHORTEST // 2 else words
