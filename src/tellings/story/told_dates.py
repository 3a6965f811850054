"""What the reports of a story say of time, with the words around it, so that times of one thing can be compared."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.document import Published
from tellings.model.reading import Reading, TimeExpression
from tellings.model.span import Span
from tellings.model.when import Period, When
from tellings.text.calendar import Scene, resolve
from tellings.text.periods import days_in
from tellings.text.spans import within
from tellings.text.words import content_stems, rarity

# Stems in more than three of ten background documents say nothing of an event.
_RARE = 1.2
_LONGEST = 600
# What two times that both lie ahead share before any word is compared.
_AHEAD = 0.14
# Stems are compared by their beginning, so that a country and its people meet.
_STEM = 5
_CLAUSE = re.compile(r"\b(?:that|which|who|when|where|while|after|before|but)\b|[;:—–]")


@dataclass(frozen=True, slots=True)
class Told:
    """A time expression with the words of its sentence, weighed; ``fixed`` where its ``period`` is known for sure."""

    doc: str
    span: Span
    period: Period
    words: Mapping[str, float]
    fixed: bool
    near: bool = False
    coming: bool = False


def likeness(one: Told, other: Told) -> float:
    """How likely two times are of the same thing: the cosine of their weighed words, and a little for both being ahead.

    A story looks ahead to few things, mostly to one.
    """
    small, large = sorted((one.words, other.words), key=len)
    cosine = math.fsum(weight * large.get(stem, 0.0) for stem, weight in small.items())
    if one.coming and other.coming:
        cosine += _AHEAD if one.doc != other.doc else 2 * _AHEAD
    return cosine


def gather_dates(readings: Sequence[Reading], known: Mapping[str, Published]) -> tuple[Told, ...]:
    """Every time expression of the story with its sentence; dates without a year are set in each likely year."""
    frequency, total = _frequency(readings)
    anchors = sorted(p.latest for p in known.values() if p.latest)
    years = years_of(readings, anchors)
    told: list[Told] = []
    for reading in sorted(readings, key=lambda r: r.document.id):
        published = known.get(reading.document.id)
        for time in reading.times:
            if time.kind not in ("date", "time"):
                continue
            words = _weigh(_stems(reading, time), frequency, total)
            told += _tell(reading, time, words, published, anchors, years)
    return tuple(told)


def years_of(readings: Sequence[Reading], anchors: Sequence[date]) -> tuple[int, ...]:
    """The years a story may be of, likeliest first: those of its dated reports, else the last one its reports name."""
    if anchors:
        return tuple(sorted({day.year for day in anchors}, reverse=True))
    named = [when.year for reading in readings for time in reading.times for when in leaves_of(time.when) if when.year]
    hinted = [year for reading in readings for year in _years_in_furniture(reading)]
    planned = _planned(readings)
    sane = [year for year in (*named, *hinted) if 1900 <= year <= 2100 and year not in planned]
    return (max(sane), max(sane) + 1) if sane else ()


def _planned(readings: Sequence[Reading]) -> frozenset[int]:
    """Years told only as coming ("by 2030"): the reports were written before them."""
    sides: dict[int, set[str]] = {}
    for reading in readings:
        for time in reading.times:
            for when in leaves_of(time.when):
                if when.year:
                    sides.setdefault(when.year, set()).add(time.tense or "none")
    return frozenset(year for year, tenses in sides.items() if "past" not in tenses and "future" in tenses)


def _years_in_furniture(reading: Reading) -> list[int]:
    """Years of copyright lines: weak signs of when a page was made."""
    years = []
    for furniture in reading.furniture:
        words = reading.document.text[furniture.span.start : furniture.span.end][:400].lower()
        if "copyright" in words or "©" in words or "(c)" in words:
            figures = "".join(c if c.isdecimal() and c.isascii() else " " for c in words).split()
            years += [int(word) for word in figures if len(word) == 4]
    return years


def leaves_of(when: When) -> list[When]:
    """The times a time is made of, down to those that hold no other."""
    return [leaf for part in when.of for leaf in leaves_of(part)] if when.of else [when]


def _tell(
    reading: Reading,
    time: TimeExpression,
    words: Mapping[str, float],
    published: Published | None,
    anchors: Sequence[date],
    years: Sequence[int],
) -> list[Told]:
    doc, coming = reading.document.id, time.tense in ("future", "present")
    if published and published.earliest:
        period = resolve(time.when, Scene(published.earliest, time.tense))
        sure = period is not None and period == resolve(time.when, Scene(published.latest, time.tense))
        near = period is not None and abs((period.start - published.earliest).days) < 60
        return [Told(doc, time.span, period, words, True, near, coming)] if period and sure else []
    absolute = resolve(time.when, Scene(None, time.tense))
    if absolute:
        near = days_in(absolute) < 3 and (not years or absolute.start.year in years)
        return [Told(doc, time.span, absolute, words, True, near, coming)]
    leaves = leaves_of(time.when)
    if leaves and all(leaf.op == "calendar" and leaf.month for leaf in leaves) and leaves[0].count is None:
        # A day or month without its year: in the year of the story, whichever that is.
        scenes = anchors or [date(year, leaves[0].month or 1, 15) for year in years]
        found = {p for day in scenes if (p := resolve(time.when, Scene(day, time.tense if anchors else None)))}
        return [
            Told(doc, time.span, p, words, True, days_in(p) < 3, coming)
            for p in sorted(found, key=lambda p: (p.start, p.end))
        ]
    placeholder = Period(date(1, 1, 1), date(1, 1, 1), "other")
    return [Told(doc, time.span, placeholder, words, False, False, coming)]


def _stems(reading: Reading, time: TimeExpression) -> set[str]:
    """The content stems of the sentence around a time, the time's own words left out."""
    text = reading.document.text
    start, end = time.span.start, time.span.end
    for sentence in within(reading.sentences, start, end):
        start, end = min(start, sentence.span.start), max(end, sentence.span.end)
    start, end = max(start, time.span.start - _LONGEST), min(end, time.span.end + _LONGEST)
    for other in within(reading.times, start, end):
        # Another time in the sentence is of another thing: stop at it, or at the clause that leads to it.
        if other.span.end <= time.span.start:
            start = max(start, other.span.end)
        elif other.span.start >= time.span.end:
            clause = _CLAUSE.search(text, time.span.end, other.span.start)
            end = min(end, clause.start() if clause else other.span.start)
            break
    return _heads(text[start : time.span.start] + " " + text[time.span.end : end])


def _heads(words: str) -> set[str]:
    return {stem[:_STEM] for stem in content_stems(words) if rarity(stem) > _RARE}


def _frequency(readings: Sequence[Reading]) -> tuple[Counter[str], int]:
    """In how many sentences of the story each stem stands, and how many sentences there are."""
    frequency: Counter[str] = Counter()
    total = 0
    for reading in readings:
        for sentence in reading.sentences:
            end = min(sentence.span.end, sentence.span.start + _LONGEST)
            frequency.update(_heads(reading.document.text[sentence.span.start : end]))
            total += 1
    return frequency, total


def _weigh(stems: set[str], frequency: Counter[str], total: int) -> dict[str, float]:
    weights = {stem: math.log((total + 1) / frequency[stem]) for stem in sorted(stems) if frequency[stem]}
    norm = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    return {stem: weight / norm for stem, weight in weights.items()}
