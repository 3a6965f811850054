"""Dates that several reports tie to one thing: the same day, or one more closely than another."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.brief import Finding, Telling
from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import ResolvedTime, Told
from tellings.model.when import Period
from tellings.story.cases import shorten_label
from tellings.story.likeness import probability
from tellings.story.linkage import link_average
from tellings.story.origins import count_origins, count_texts
from tellings.text.names import hash_id
from tellings.text.spans import cite
from tellings.text.words import content_stems, word_pairs

# Fitted on 13 hand-read stories by train/alignment.py. Of the rows of dates of stories left out that two reports give
# days that meet, .85 are found at a probability of .4 with .65 of the pairs right, .75 at .5 with .70. More features
# (cosine, words of the whole sentence, distance from the report's day) found no more.
DAY = {"equal": 2.9, "near": 2.38, "word pairs": 1.05, "told often": -1.47, "bias": -1.58}
# facts_aligned over the hand-read stories: .607 without, .645 at .30 to .40, .625 at .45.
JOIN = 0.4
# Pairs less likely than this count as nothing alike.
LEAST = JOIN / 3
# Characters on either side of a date that say what was then.
AROUND = 90
# Longer stretches than this many days date a background.
LONGEST = 366
SCALE, MOST_PAIRS = 10.0, 4


@dataclass(frozen=True, slots=True)
class Day:
    """A date of one report: its days, the stems and pairs of words near it, and the words to cite for it."""

    doc: str
    period: Period
    days: tuple[date, date]
    span: Span
    told: Span
    near: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def compare_shared_days(told: Told, weigh: Mapping[str, float]) -> tuple[Finding, ...]:
    """One finding for each thing that two texts or more give a day; ``weigh`` is the importance of each stem.

    Days that cannot both be right are not joined here: what they are of is too uncertain for that.
    """
    documents = {r.document.id: r.document for r in told.readings}
    days = lay_days(told)
    often = count_days(days)
    rows: list[dict[int, float]] = [{} for _ in days]
    for i, j in _promising(days, weigh, often):
        value = probability(day_features(days[i], days[j], weigh, often), DAY)
        if value > LEAST:
            rows[i][j] = rows[j][i] = value
    findings = []
    for members in link_average(rows, JOIN):
        group = _meeting([days[i] for i in members])
        if count_texts(told, [day.doc for day in group]) > 1:
            findings.append(_find(told, documents, group))
    return tuple(findings)


def _meeting(group: Sequence[Day]) -> Sequence[Day]:
    """The dates of the group that meet the one most reports give, the closer one first where as many give two."""
    told: dict[Period, set[str]] = {}
    for day in group:
        told.setdefault(Period(day.period.start, day.period.end, "other"), set()).add(day.doc)
    best = min(told, key=lambda p: (-len(told[p]), (p.end - p.start).days, p.start))
    return [d for d in group if d.period.start <= best.end and best.start <= d.period.end]


def lay_days(told: Told) -> list[Day]:
    """The dates of all reports that are no longer than a year, in text order."""
    readings = {r.document.id: r for r in told.readings}
    starts = {doc: [s.span.start for s in r.sentences] for doc, r in readings.items()}
    days = []
    for time in told.times:
        if time.kind != "date" or time.period is None or (time.period.end - time.period.start).days > LONGEST:
            continue
        reading = readings[time.doc]
        at = bisect_right(starts[time.doc], time.span.start) - 1
        if at >= 0 and time.span.start < reading.sentences[at].span.end:
            days.append(_lay(reading, reading.sentences[at].span, time, time.period))
    return days


def _lay(reading: Reading, sentence: Span, time: ResolvedTime, period: Period) -> Day:
    text = reading.document.text
    before = text[max(sentence.start, time.span.start - AROUND) : time.span.start]
    near = f"{before} {text[time.span.end : min(sentence.end, time.span.end + AROUND)]}"
    return Day(
        doc=time.doc,
        period=period,
        days=(period.start, period.end),
        span=time.span,
        told=_clause(reading, sentence, time.span),
        near=frozenset(stem for stem in content_stems(near) if not stem[0].isdigit()),
        pairs=word_pairs(near),
    )


def _clause(reading: Reading, sentence: Span, time: Span) -> Span:
    """The smallest clause with a claim around the date, the sentence where there is none."""
    claims = reading.claims[bisect_left(reading.claims, sentence.start, key=lambda c: c.span.start) :]
    around = [sentence]
    for claim in claims:
        if claim.span.start > time.start:
            break
        if claim.span.end >= time.end:
            around.append(claim.span)
    return min(around, key=lambda span: (span.end - span.start, span.start))


def count_days(days: Sequence[Day]) -> Mapping[tuple[date, date], int]:
    """How often each stretch of days is told: what happened on the day of the story is seldom one thing."""
    return Counter(d.days for d in days)


def overlapping(days: Sequence[Day]) -> list[tuple[int, int]]:
    """The pairs (later, earlier) of dates of two reports that share a day and a word."""
    order = sorted(range(len(days)), key=lambda i: (days[i].period.start, i))
    pairs = []
    open_: list[int] = []
    for i in order:
        day = days[i]
        open_ = [j for j in open_ if days[j].period.end >= day.period.start]
        pairs += [
            (max(i, j), min(i, j)) for j in open_ if day.doc != days[j].doc and not day.near.isdisjoint(days[j].near)
        ]
        open_.append(i)
    return sorted(pairs)


def _promising(
    days: Sequence[Day], weigh: Mapping[str, float], often: Mapping[tuple[date, date], int]
) -> Iterator[tuple[int, int]]:
    """The pairs that can be likely enough, told from each alone: all words of the one with fewer in common."""
    words = [DAY["near"] * math.fsum(map(weigh.__getitem__, day.near)) / SCALE for day in days]
    seldom = [DAY["told often"] * math.log(1 + often[day.days]) for day in days]
    least = math.log(LEAST / (1 - LEAST)) - DAY["bias"] - DAY["word pairs"] * MOST_PAIRS / 3
    for i, j in overlapping(days):
        equal = DAY["equal"] if days[i].days == days[j].days else 0.0
        if equal + min(words[i], words[j]) + max(seldom[i], seldom[j]) > least:
            yield i, j


def day_features(
    a: Day, b: Day, weigh: Mapping[str, float], often: Mapping[tuple[date, date], int]
) -> dict[str, float]:
    """What two dates of different reports share."""
    return {
        "equal": float(a.days == b.days),
        "near": math.fsum(map(weigh.__getitem__, a.near & b.near)) / SCALE,
        "word pairs": min(MOST_PAIRS, len(a.pairs & b.pairs)) / 3,
        "told often": math.log(1 + min(often[a.days], often[b.days])),
    }


def _find(told: Told, documents: Mapping[str, Document], group: Sequence[Day]) -> Finding:
    """The finding; each report tells its days in its own words."""
    by_report: dict[tuple[str, str], list[Day]] = {}
    for day in sorted(group, key=lambda d: (d.doc, d.span)):
        by_report.setdefault((_say(day.period), day.doc), []).append(day)
    tellings = tuple(_tell(documents, value, days) for (value, _), days in by_report.items())
    docs = sorted({day.doc for day in group})
    same = len({value for value, _ in by_report}) == 1
    return Finding(
        id=hash_id("f", "shared days", sorted((d.doc, d.span.start) for d in group)),
        about=f"when: {shorten_label(min((t.text for t in tellings), key=lambda words: (len(words), words)))}",
        kind="date",
        verdict="agree" if same else "compatible",
        origins=count_origins(told, docs),
        tellings=tuple(sorted(tellings, key=lambda t: (t.value, t.evidence[0]))),
        why=f"{len(docs)} reports place it on the same days."
        if same
        else "Some reports give the day more closely than others; all can be true.",
        # Of 26 such comparisons a reporter found 12 right (story/sureness.py), whatever their likelihood.
        sure=False,
    )


def _tell(documents: Mapping[str, Document], value: str, days: Sequence[Day]) -> Telling:
    evidence = tuple(dict.fromkeys(cite(documents[d.doc], d.told.start, d.told.end) for d in days))
    text = " ".join(min((e.text for e in evidence), key=lambda words: (len(words), words)).split())
    return Telling(value, None, text, (days[0].doc,), None, evidence)


def _say(period: Period) -> str:
    return f"{period.start}" if period.start == period.end else f"{period.start}/{period.end}"
