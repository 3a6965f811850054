"""The days that matter in a long story, and the sentences that tell them best."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tellings.model.brief import Milestone
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import Told
from tellings.text.spans import cite
from tellings.text.words import content_stems

# A story of so many reports is long; of its days so many at most are milestones, each told by so many reports at least.
LONG, MOST, FEWEST_REPORTS = 25, 16, 3
# Sentences at the head of a report that tell of the day it came out or the day before, where they name no other day.
HEAD, BACK = 5, 1
# Characters: what is shorter says too little, what is longer is no line of a timeline.
SHORTEST, LONGEST = 40, 280
# What one of the first sentences of its report counts more: there stands what the day brought. With both AR2 is .034 on
# Timeline17, without .031; sentences of up to 180 characters give .031, of up to 400 .034.
LEAD, LEADING = 3, 1.5
# What a sentence counts more that was written on the day itself or the next.
FRESH = 1.2
# Of two sentences of which the one has more than this share of its words in the other, one is enough.
REPEATED = 0.6
# Sentences of one day that are weighed: those of the first reports; more change nothing but the time it takes.
ENOUGH = 600
# Stems a sentence needs to be told apart.
FEWEST_STEMS = 4


@dataclass(frozen=True, slots=True)
class _Line:
    reading: Reading
    span: Span
    stems: frozenset[str]
    gain: float


class _Pool:
    """The sentences that may tell a day: those that name it, and heads of reports of the day."""

    def __init__(self) -> None:
        self.naming: list[_Line] = []
        self.heads: list[_Line] = []


def mark_milestones(told: Told) -> tuple[Milestone, ...]:
    """The milestones of a long story, each with a sentence that names the day; none for a short one."""
    if len(told.readings) - len(told.copies) < LONG:
        return ()
    return tuple(m for m in find_milestones(told, days=MOST, heads=False) if m.reports >= FEWEST_REPORTS)


def find_milestones(
    told: Told,
    *,
    days: int,
    lines: int = 1,
    heads: bool = True,
    first: date | None = None,
    last: date | None = None,
) -> tuple[Milestone, ...]:
    """The ``days`` days from ``first`` to ``last`` that most reports tell of, each with at most ``lines`` sentences.

    A report tells of a day when a time in it means that day alone. Of the sentences with such times, and of the heads
    of reports that came out on the day or the next, those are taken whose words together lie nearest the centre of
    both kinds (the date-wise way of Ghalandari and Ifrim 2020 with the centroid of Rossiello et al. 2017). Copies have
    no say. A head may tell of the day before without saying so: without ``heads`` they shape the centre alone.

    On twelve timelines of Timeline17 (bench/timelines.py), Date-F1 is .653, AR1 .131 and AR2 .034; without ``heads``
    a first version had AR1 .117 and AR2 .029. Before copies were folded, days ranked by reports had a Date-F1 of .658,
    by sentences .636, by reports written two days later or more .626, by reports that came out on the day .591.
    """
    copied = {copy.doc for copy in told.copies}
    members = [r for r in told.readings if r.document.id not in copied]
    named = _name_days(told)
    reports = Counter(
        day
        for reading in members
        for day in {day for _, day in named.get(reading.document.id, ())}
        if (first is None or first <= day) and (last is None or day <= last)
    )
    ranked = sorted(reports, key=lambda day: (-reports[day], day))[:days]
    pools, spread = _gather(told, members, named, frozenset(ranked))
    milestones = []
    for day in sorted(ranked):
        chosen = _choose(pools[day], spread, lines, heads=heads)
        if chosen:
            evidence = tuple(cite(line.reading.document, line.span.start, line.span.end) for line in chosen)
            milestones.append(Milestone(day, reports[day], evidence))
    return tuple(milestones)


def _name_days(told: Told) -> Mapping[str, list[tuple[int, date]]]:
    """For each report where a time stands that means one day, and the day."""
    named: dict[str, list[tuple[int, date]]] = defaultdict(list)
    for time in told.times:
        if time.kind in {"date", "time"} and time.period and time.period.start == time.period.end:
            named[time.doc].append((time.span.start, time.period.start))
    return named


def _gather(
    told: Told, members: Sequence[Reading], named: Mapping[str, list[tuple[int, date]]], wanted: frozenset[date]
) -> tuple[Mapping[date, _Pool], Counter[str]]:
    """The sentences that may tell each wanted day; and in how many sentences of the story each stem stands."""
    out = {a.doc: a.published.latest for a in told.anchors if a.published.latest}
    pools: dict[date, _Pool] = defaultdict(_Pool)
    spread: Counter[str] = Counter()
    for reading in members:
        text, doc = reading.document.text, reading.document.id
        places = named.get(doc, [])
        for place, sentence in enumerate(reading.sentences):
            span = sentence.span
            stems = frozenset(content_stems(text[span.start : min(span.end, span.start + 1000)]))
            spread.update(stems)
            spread["*"] += 1
            if not SHORTEST <= span.end - span.start <= LONGEST or len(stems) < FEWEST_STEMS:
                continue
            gain = LEADING if place < LEAD else 1.0
            told_of = {day for at, day in places if span.start <= at < span.end}
            news = {out[doc] - timedelta(back) for back in range(BACK + 1)} if doc in out else set()
            for day in told_of & wanted:
                pools[day].naming.append(_Line(reading, span, stems, gain * FRESH if day in news else gain))
            if not told_of and place < HEAD:
                for day in news & wanted:
                    pools[day].heads.append(_Line(reading, span, stems, gain * FRESH))
    return pools, spread


def _choose(pool: _Pool, spread: Counter[str], lines: int, *, heads: bool) -> list[_Line]:
    """Sentences that together come nearest the centre of the day's words, none of which repeats another."""
    weights = {s: math.log(spread["*"] / (1 + spread[s])) for x in (*pool.naming, *pool.heads) for s in x.stems}
    centre: dict[str, float] = defaultdict(float)
    for part in (pool.naming, pool.heads):
        for line in part:
            for stem in line.stems:
                centre[stem] += weights[stem] / len(part)
    left = [*pool.naming, *(pool.heads if heads else ())][:ENOUGH]
    chosen: list[_Line] = []
    covered: Counter[str] = Counter()
    while left and len(chosen) < lines:
        best = max(
            left, key=lambda line: (_near(line, covered, centre, weights), line.reading.document.id, -line.span.start)
        )
        chosen.append(best)
        covered.update(best.stems)
        left = [line for line in left if not _repeats(line, best)]
    return chosen


def _near(line: _Line, covered: Mapping[str, int], centre: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The cosine of the centre and the words chosen so far with those of ``line``, but for the centre's length, weighed
    by where and when the line was written."""
    dot = norm = 0.0
    for stem in sorted(line.stems | covered.keys()):
        weight = weights[stem] * (covered.get(stem, 0) + (stem in line.stems))
        dot += weight * centre[stem]
        norm += weight * weight
    return line.gain * dot / math.sqrt(norm) if norm else 0.0


def _repeats(line: _Line, other: _Line) -> bool:
    return len(line.stems & other.stems) > REPEATED * min(len(line.stems), len(other.stems))
