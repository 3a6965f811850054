"""The days an undated report was written on, worked out from what it and its story's other reports say of time.

Every day near a date the story names is weighed. A day gains when the report's own words fit it: past dates lie before
it, coming ones after; weekdays told as past are mostly today or yesterday; and a relative time ("next week") falls,
counted from that day, on the date that another sentence of the story gives for the same thing. The weights become
probabilities; few days that hold most of them are the answer, anything less is left unknown. Of 101 dated reports, each
taken as undated among the dated ones of its story, 39 % were given days, and 95 % of these were right.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tellings.model.document import Published
from tellings.model.reading import Reading, Tense, TimeExpression
from tellings.model.span import Evidence
from tellings.model.when import Period, When
from tellings.story.told_dates import Told, gather_dates, leaves_of, likeness, years_of
from tellings.text.calendar import Scene, resolve
from tellings.text.periods import days_in
from tellings.text.spans import cite, within

# Days around a named date that are weighed.
_REACH = 13
# How likely a report tells a past weekday 0, 1, 2 ... days later, and a coming one ahead: 497 weekdays, 427 reports.
_PAST = (0.42, 0.32, 0.08, 0.06, 0.04, 0.05, 0.03)
_COMING = (0.22, 0.30, 0.16, 0.10, 0.08, 0.07, 0.07)
# How likely a report comes out 0, 1, 2 ... days from the nearest dated one of its story (505 reports of 114 stories
# have 0.71, 0.075, 0.015 ...: flattened, since those stories were gathered by their day).
_NEAR = (0.26, 0.12, 0.07, 0.05, 0.04, 0.035, 0.03, 0.025, 0.02, 0.015)
# What the agreement of a relative time with a date told elsewhere weighs, at full likeness of the sentences.
_LINK = 12.0
_ALIKE = 0.12
# The share of probability that must lie in the days given; the fewest (page and paper are a day apart), the most.
_SURE = 0.75
_FEWEST, _DAYS = 2, 3
_WRONG_SIDE = -6.0
# Days from the story's reports within which dates are compared, and how often one date's tellings are.
_NEARBY, _TELLINGS = 120, 8
# What a dateline ("TARN, March 5 -") weighs for its own day and the days after.
_DATELINE = {0: 3.0, 1: 1.5, 2: -1.0}


class _Cue(NamedTuple):
    """A time expression of the report, and the dates told of like things elsewhere with how like they are (0 to 1)."""

    time: TimeExpression
    links: tuple[tuple[Period, float], ...]
    dateline: bool = False


_Fits = dict[tuple[When, Tense | None, bool], dict[date, tuple[float, Period | None]]]


class _Story(NamedTuple):
    """What bears on the day of every report: known days, years told of, and how words were found to fit days."""

    anchors: Sequence[date]
    years: Sequence[int]
    fits: _Fits


def infer_dates(
    readings: Sequence[Reading], known: Mapping[str, Published], hints: Mapping[str, date] | None = None
) -> dict[str, Published]:
    """For each report without a known date the few days it was written on, or ``unknown``; keyed by document id.

    ``hints`` are days that are near the truth (an address of the page is often dated a day late).
    """
    undated = [reading for reading in readings if reading.document.id not in known]
    if not undated:
        return {}
    inferred = _infer_all(readings, undated, known, hints or {})
    found = {doc: published for doc, published in inferred.items() if published.earliest}
    if found and len(found) < len(undated):
        # Once more, and only once, for the rest: what was found now tells of them too.
        rest = [reading for reading in undated if reading.document.id not in found]
        inferred |= _infer_all(readings, rest, {**known, **found}, hints or {})
    return inferred


def _infer_all(
    readings: Sequence[Reading], undated: Sequence[Reading], known: Mapping[str, Published], hints: Mapping[str, date]
) -> dict[str, Published]:
    told = gather_dates(readings, known)
    anchors = sorted(p.latest for p in known.values() if p.latest)
    years = years_of(readings, anchors)
    facts = _comparable(told, anchors)
    own: dict[str, list[Told]] = {}
    for one in told:
        own.setdefault(one.doc, []).append(one)
    inferred = {}
    fits: _Fits = {}
    around = _candidates(told, anchors, None)
    for reading in undated:
        doc = reading.document.id
        hint = hints.get(doc)
        days = _candidates(told, anchors, hint) if hint else around
        cues = _cues(reading, own.get(doc, []), facts)
        inferred[doc] = _infer(reading, cues, days, _Story(anchors, years, fits), hint)
    return inferred


def _infer(
    reading: Reading,
    cues: Sequence[_Cue],
    days: Sequence[date],
    story: _Story,
    hint: date | None,
) -> Published:
    if not days or (not cues and not hint):
        return Published(why="nothing in the report or its story tells when it was written")
    scores = [_prior(day, story, hint) for day in days]
    for cue in cues:
        fit = story.fits.setdefault((cue.time.when, cue.time.tense, cue.dateline), {})
        for k, day in enumerate(days):
            if day not in fit:
                fit[day] = _fit(cue, day)
            score, period = fit[day]
            scores[k] += score + (_link(cue, period) if period and cue.links else 0.0)
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    window = _densest(days, weights, math.exp(_elsewhere(cues, story.anchors, hint) - top))
    if window is None:
        return Published(why="the signs of time in the report do not agree on few days")
    first, last = window
    evidence, why = _explain(reading, cues, first)
    return Published(first, last, "inferred", None, evidence, why)


def _candidates(told: Sequence[Told], anchors: Sequence[date], hint: date | None) -> list[date]:
    """The days around every date the story names, in order."""
    if hint:
        return [hint + timedelta(k) for k in range(-3, 4)]
    days: set[date] = set()
    middles = set(anchors)
    for one in told:
        if days_in(one.period) <= 3 and one.near:
            middles |= {one.period.start, one.period.end}
    for middle in middles:
        days |= {middle + timedelta(k) for k in range(-_REACH, _REACH + 1)}
    return sorted(days)


def _prior(day: date, story: _Story, hint: date | None) -> float:
    if hint:
        # Print editions are dated a day after the page came out.
        off = (day - hint).days
        return {0: 0.0, -1: -0.5, 1: -1.8}.get(off, -2.0 * abs(off))
    if story.anchors:
        after = bisect_left(story.anchors, day)
        nearest = min(abs((day - anchor).days) for anchor in story.anchors[max(0, after - 1) : after + 1])
        return math.log(_NEAR[min(len(_NEAR) - 1, nearest)])
    return 0.0 if not story.years or day.year == story.years[0] else -0.7


def _comparable(told: Sequence[Told], anchors: Sequence[date]) -> tuple[Told, ...]:
    """The dates a relative time may mean: known days and months near the story's reports, a few tellings of each."""
    met: Counter[Period] = Counter()
    kept = []
    for one in told:
        near = not anchors or min(abs((one.period.start - day).days) for day in (anchors[0], anchors[-1])) <= _NEARBY
        if one.fixed and near and days_in(one.period) <= 31 and met[one.period] < _TELLINGS:
            met[one.period] += 1
            kept.append(one)
    return tuple(kept)


def _cues(reading: Reading, own: Sequence[Told], facts: Sequence[Told]) -> list[_Cue]:
    """The report's time expressions that bear on its own date, each with the dates told of like things elsewhere."""
    at = {one.span: one for one in own}
    cues: dict[tuple[When, Tense | None], _Cue] = {}
    for time in reading.times:
        one = at.get(time.span)
        if one is None:
            continue
        when = _bare(time.when)
        # Told again, a weekday is the same day, and no second sign.
        key = (when, None if when.op == "weekday" else time.tense)
        before = cues.get(key, _Cue(time, ()))
        links = dict(before.links)
        for other in facts if _is_relative(when) else ():
            if other.doc == one.doc and (other.span == time.span or not other.coming):
                continue
            alike = likeness(one, other)
            if alike >= _ALIKE:
                links[other.period] = max(alike, links.get(other.period, 0.0))
        ranked = tuple(sorted(links.items(), key=lambda link: (link[0].start, link[0].end, link[1])))
        dateline = any(b.kind == "dateline" for b in within(reading.blocks, time.span.start, time.span.end))
        cues[key] = _Cue(before.time, ranked, dateline or before.dateline)
    return list(cues.values())


def _is_relative(when: When) -> bool:
    """Whether a time leans on the day of writing, and is more than a clock."""
    return not all(leaf.op == "clock" or (leaf.op == "calendar" and leaf.count is None) for leaf in leaves_of(when))


def _fit(cue: _Cue, day: date) -> tuple[float, Period | None]:
    """How well the words of a cue fit the report being written on ``day``, as a log weight; its days if relative."""
    time, when = cue.time, _bare(cue.time.when)
    period = resolve(time.when, Scene(day, time.tense))
    if period is None:
        return 0.0, None
    if cue.dateline and when.op == "calendar" and days_in(period) == 1:
        return _DATELINE.get((day - period.start).days, _WRONG_SIDE), None
    score = 0.0
    if when.op == "calendar" and when.unit == "month" and when.year == day.year:
        # "In May 2014" is said in another year: in 2014 it is "in May" (7 of 151 such months).
        score -= 1.3
    if when.op == "weekday" and when.count is None and days_in(period) == 1:
        score += _weekday_weight(day, period.start, time)
    elif when.op in ("calendar", "range", "easter", "nth") or (when.op == "part" and when.of[0].op == "calendar"):
        score += _side(day, period, time, dated=when.year is not None)
    elif when.op == "part" and when.unit is None and time.tense in ("past", "future", "present"):
        score += _side(day, period, time, dated=False)
        if time.tense != "past" and period.start <= day <= period.end and days_in(period) == 1:
            # "By midweek" is seldom said on that day itself.
            score -= 1.2
    elif when.op == "unit" and when.unit == "weekend" and when.count == 0:
        gap = (day - period.end).days if time.tense == "past" else (period.start - day).days
        score -= 0.35 * max(0, gap)
    return score, period if _is_relative(when) else None


def _weigh(cue: _Cue, day: date) -> float:
    score, period = _fit(cue, day)
    return score + (_link(cue, period) if period else 0.0)


def _link(cue: _Cue, period: Period) -> float:
    """What the dates told of like things elsewhere add where the cue, read on some day, falls on one of them."""
    linked = [alike - _ALIKE for other, alike in cue.links if _same_stretch(period, other)]
    return _LINK * max(linked, default=0.0)


def _weekday_weight(day: date, named: date, time: TimeExpression) -> float:
    gap = (day - named).days
    return math.log(_PAST[gap] if gap >= 0 and time.tense != "future" else _COMING[abs(gap)])


def _side(day: date, period: Period, time: TimeExpression, *, dated: bool) -> float:
    """A date told as past lies before the report, a coming one after; near dates are told more than far ones."""
    size = days_in(period)
    if time.tense == "past":
        gap = (day - period.start).days
    elif time.tense in ("future", "present"):
        gap = (period.end - day).days
    else:
        gap = max(0, abs((day - period.start).days))
    if gap < 0:
        return _WRONG_SIDE
    if size > 7:
        return 0.0
    if dated:
        # Captions, tweets, datelines: a day named with its year and told as past is often the day itself.
        return 2.0 * math.exp(-gap / 3) if time.tense != "future" else 0.0
    return -min(gap, 40) / 30


def _same_stretch(period: Period, other: Period) -> bool:
    """Whether a time and a date told elsewhere can mean the same days: they meet, and neither is much longer."""
    if not (period.start <= other.end and other.start <= period.end):
        return False
    short, long = sorted((days_in(period), days_in(other)))
    return long <= 7 or (short > 20 and long <= 31)


def _bare(when: When) -> When:
    """The time itself, without the clock or part of the day on it."""
    while when.op in ("clock", "part") and when.of and (when.op == "clock" or when.part in _DAYPARTS):
        when = when.of[0]
    return when


_DAYPARTS = ("morning", "afternoon", "evening", "night", "overnight")


def _elsewhere(cues: Sequence[_Cue], anchors: Sequence[date], hint: date | None) -> float:
    """The log weight of all days that were not weighed: what the words would weigh on a day they do not fit."""
    weekdays = sum(_bare(cue.time.when).op == "weekday" for cue in cues)
    return weekdays * math.log(1 / 7) + math.log(1.0 if hint else 0.06 if anchors else 30.0)


def _densest(days: Sequence[date], weights: Sequence[float], elsewhere: float) -> tuple[date, date] | None:
    """The fewest days in a row that hold ``_SURE`` of all weight; ``None`` where that takes more than ``_DAYS``."""
    total = math.fsum(weights) + elsewhere
    for length in range(_FEWEST, _DAYS + 1):
        best = max(range(len(days)), key=lambda i: (_held(days, weights, i, length), -i))
        if _held(days, weights, best, length) >= _SURE * total:
            return days[best], days[best] + timedelta(length - 1)
    return None


def _held(days: Sequence[date], weights: Sequence[float], start: int, length: int) -> float:
    last = days[start] + timedelta(length - 1)
    return math.fsum(
        w for day, w in zip(days[start : start + length], weights[start : start + length], strict=True) if day <= last
    )


def _explain(reading: Reading, cues: Sequence[_Cue], day: date) -> tuple[tuple[Evidence, ...], str]:
    """The words that weighed most for ``day``, and a sentence that says how."""
    ranked = sorted(cues, key=lambda cue: (-_gain(cue, day), cue.time.span))
    told: list[str] = []
    evidence: list[Evidence] = []
    for cue in ranked[:3]:
        if _gain(cue, day) <= 0.0 and evidence:
            break
        period = resolve(cue.time.when, Scene(day, cue.time.tense))
        if period is None:
            continue
        words = cite(reading.document, cue.time.span.start, cue.time.span.end)
        evidence.append(words)
        told.append(f"“{words.text}” is then {_name(period)}")
    return tuple(evidence), "; ".join(told) or "from the other reports of the story"


def _gain(cue: _Cue, day: date) -> float:
    """How much an expression speaks for ``day`` against a week before and after."""
    here = _weigh(cue, day)
    return (
        here
        - max(_weigh(cue, day - timedelta(7)), _weigh(cue, day + timedelta(7)))
        + 0.01 * (cue.time.when.op == "weekday")
    )


def _name(period: Period) -> str:
    if period.start == period.end:
        return period.start.isoformat()
    return f"{period.start.isoformat()} to {period.end.isoformat()}"
