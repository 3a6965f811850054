"""What happened and what is expected, dated, with how its status moved from report to report."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tellings.lexicon import load_table
from tellings.model.brief import StatusStep, Step, TimelineEntry
from tellings.model.reading import Event, EventStatus
from tellings.model.story import Told
from tellings.model.when import Period
from tellings.story.called_off import (
    called_off_on,
    gives_new_day,
    has_no_day,
    is_wait,
    leave_old_days,
    lend_dates,
    plan_off,
    taken_off,
)
from tellings.story.dated import SHORTEST, Dated, cosine, names_source, say, words_of
from tellings.story.facts import importance, spread
from tellings.story.ledger import Ledger, settle_steps
from tellings.story.linkage import link_average
from tellings.story.moves import mark_moves
from tellings.story.remarks import assign_remarks
from tellings.story.voices import Voices
from tellings.text.names import hash_id
from tellings.text.requests import is_request
from tellings.text.spans import cite
from tellings.text.words import content_stems, leans_back, tokens

# Mean likeness of clauses at which two events are one, on the same days and on overlapping ones. Between .14 and .26
# the hand-read stories do not tell them apart (timeline_found .764, status_right .884 to .892); the upper end it is.
SAME_DAYS = 0.24
NEAR_DAYS = 0.30
# What is expected to be of one kind (a meeting, a trip) on such days is mostly one thing.
SAME_KIND = 0.16
# Two clusters that expect a thing of one kind are one when their tellings are so alike on the mean, and two of them so.
PLAN_MEAN, PLAN_LINK = 0.6, 1.2
# Days: shorter stretches are compared as days; a week may hold one where both expect a thing of one kind.
SHORT, A_WEEK = 4, 8
# Of the events of a month, so many are looked at for each.
NEAREST = 400
# Likeness of events on different days: a vague week must not tie two days together.
APART = -3.0
# A longer stretch than this around the report's own day is no date.
LONG_NOW = 45
# What was expected for a day this long before the report is told as past, whatever helper its verb has.
LONG_PAST = 31
# Longer stretches than this many days date a background, not an event.
LONGEST_DAYS = 366
# Characters: a longer telling is not the one that is shown.
READABLE = 220
# A longer source than this is left out of a line.
LONGEST_SOURCE = 90
# What a telling keeps of its claim to be shown when it begins with "And" or is too long or too short.
LEANING = 0.5
# Characters before a verb in which it is doubted: "is unlikely to visit".
DOUBT = 30
# A question tells nothing.
_ASKS = re.compile(r"\?[\s\"”’')]*$")
_ORDER: dict[EventStatus, int] = {
    "possible": 0, "expected": 1, "denied": 2, "under_way": 3, "cancelled": 4, "happened": 5,
}  # fmt: skip


def build_timeline(told: Told) -> tuple[TimelineEntry, ...]:
    """Entries in order of their days; one for each event, however many reports date it."""
    voices = Voices(told.readings)
    ledger = Ledger(told, voices)
    dated, pledged = _date_events(told, ledger)
    likeness = _liken(dated)
    linked = _join_plans(dated, likeness, link_average(likeness, 1.0))
    groups = [[dated[i] for i in members] for members in linked]
    remarks = assign_remarks(ledger, told.readings, groups, pledged)
    entries = [_enter(group, voices, ledger, remarks[n]) for n, group in enumerate(groups)]
    return mark_moves(sorted(entries, key=lambda e: (e.start or date.max, e.end or date.max, e.id)))


def _date_events(told: Told, ledger: Ledger) -> tuple[list[Dated], list[Dated]]:
    """The dated tellings; and the plans somebody stands behind without giving their days."""
    periods = {(t.doc, t.span): t.period for t in told.times}
    days = {a.doc: a.published for a in told.anchors}
    merged = {member: actor.id for actor in told.actors for member in actor.members}
    saying = frozenset(load_table("claim_frames")["saying"]["verbs"])
    shared = spread(told.readings)
    found: list[Dated] = []
    ended: list[Dated] = []
    pledged: list[Dated] = []
    for reading in told.readings:
        doc = reading.document
        questions = [s.span for s in reading.sentences if _ASKS.search(doc.text, s.span.start, s.span.end)]
        for event in reading.events:
            period = periods.get((doc.id, event.time)) if event.time else None
            published = days[doc.id]
            off = taken_off(reading, event)
            if off == "postponed" and is_wait(reading, event):
                continue
            if off == "postponed" and gives_new_day(reading, event):
                off, event = "", _plan(event, period, published.latest)
            on = called_off_on(reading, event, period, published.latest) if off and period else None
            undated = off == "cancelled" or (off == "postponed" and has_no_day(reading, event))
            called_off = on is not None or (period is None and undated)
            pledge = period is None and event.status == "expected" and ledger.is_backed(reading, event)
            if period is None and (called_off or pledge):
                period = Period(date.min, date.min, "other")
            if period is None or event.negated or event.lemma in saying | {"be"} or _too_wide(period, published.latest):
                continue
            if _is_not_to_be(doc.text, event, period, published.latest):
                continue
            if any(asked.start <= event.span.start < asked.end for asked in questions):
                continue
            words = doc.text[event.span.start : event.span.end]
            plan = "" if pledge or off else plan_off(reading, event)
            actors = [merged[doc.id, p] for p in event.participants if (doc.id, p) in merged]
            (ended if called_off else pledged if pledge else found).append(
                Dated(
                    reading=reading,
                    event=event,
                    period=period,
                    told=published.latest,
                    status="expected"
                    if pledge
                    else "cancelled"
                    if off or plan
                    else _settle(event, words, period, published.earliest, published.latest),
                    vector=_weigh(words, shared),
                    kinds=_kinds(words),
                    actors=frozenset(actors),
                    place=merged.get((doc.id, event.place)) if event.place else None,
                    off=off or plan,
                    off_on=on,
                )
            )
    found += leave_old_days(found, periods)
    return [*found, *lend_dates(found, ended)], pledged


def _plan(event: Event, period: Period | None, told: date | None) -> Event:
    """A plan that was put off, expected on its new day where that is still to come."""
    return replace(event, status="expected") if period and told and period.start > told else event


def _too_wide(period: Period, told: date | None) -> bool:
    """True for a stretch that dates nothing: longer than a year, or "this year" told within it."""
    length = (period.end - period.start).days
    return length > LONGEST_DAYS or (length > LONG_NOW and told is not None and period.start <= told <= period.end)


def _is_not_to_be(text: str, event: Event, period: Period, told: date | None) -> bool:
    """True for what is only asked for on a day to come ("called on them to meet in June"), and for what is unlikely."""
    ahead = told is not None and period.start > told
    if ahead and event.status == "happened" and is_request(text, event.lemma, event.trigger.end):
        return True
    around = text[max(event.span.start, event.trigger.start - DOUBT) : event.trigger.end]
    doubted = not set(tokens(around)).isdisjoint(load_table("verb_frames")["doubting"])
    return event.status == "possible" and doubted


def _settle(event: Event, words: str, period: Period, earliest: date | None, latest: date | None) -> EventStatus:
    """The status with the calendar's say: what lies after the report has not happened yet."""
    if event.status in {"happened", "under_way"} and latest and period.start > latest:
        asked = event.status == "happened" and event.lemma in load_table("verb_frames")["wishing"]
        return "possible" if asked else "expected"
    if event.status == "under_way" and earliest and period.end < earliest:
        return "happened"
    if event.status == "expected" and earliest and (earliest - period.end).days > LONG_PAST and not _is_awaited(words):
        return "happened"
    return event.status


def _is_awaited(words: str) -> bool:
    """True for "was expected to meet": that alone never says that it came about. "They would meet" in 1992 does."""
    return not set(tokens(words)).isdisjoint(load_table("verb_frames")["expecting"])


def _kinds(text: str) -> frozenset[str]:
    """The kinds of deed its words speak of, as far as the lexicon names them."""
    kinds = load_table("claim_frames")["firsts"]
    stems = set(content_stems(text))
    return frozenset(kind for kind, forms in kinds.items() if stems.intersection(forms))


def _weigh(text: str, shared: Mapping[str, int]) -> Mapping[str, float]:
    weights = {stem: importance(stem, shared) for stem in content_stems(text)}
    norm = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    return {stem: w / norm for stem, w in weights.items()}


def _liken(dated: Sequence[Dated]) -> list[dict[int, float]]:
    """Likeness over what it takes to be one event: 1 and more means the same."""
    by_month: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows: list[dict[int, float]] = [{} for _ in dated]
    for i, one in enumerate(dated):
        months = {(d.year, d.month) for d in (one.period.start, one.period.end)}
        for j in sorted({j for month in months for j in by_month[month][-NEAREST:]}):
            alike = _alike(one, dated[j])
            if alike:
                rows[i][j] = rows[j][i] = alike
        for month in months:
            by_month[month].append(i)
    return rows


def _join_plans(
    dated: Sequence[Dated], likeness: Sequence[Mapping[int, float]], linked: Sequence[Sequence[int]]
) -> list[list[int]]:
    """The clusters, those joined that expect a thing of one kind on the same days and hold together well enough."""
    home = {
        i: n
        for n, members in enumerate(linked)
        if all(dated[i].status == "expected" and dated[i].kinds for i in members)
        for i in members
    }
    links: dict[tuple[int, int], list[float]] = defaultdict(list)
    for i in sorted(home):
        for j, alike in likeness[i].items():
            if j in home and home[i] < home[j]:
                links[home[i], home[j]].append(alike)
    into: dict[int, int] = {}
    for (a, b), found in sorted(links.items()):
        fit = max(found) >= PLAN_LINK and math.fsum(found) >= PLAN_MEAN * len(linked[a]) * len(linked[b])
        if fit and b not in into:
            into[b] = into.get(a, a)
    joined: dict[int, list[int]] = defaultdict(list)
    for n, members in enumerate(linked):
        joined[into.get(n, n)] += members
    return list(joined.values())


def _alike(a: Dated, b: Dated) -> float:
    one, two = a.period, b.period
    if one.start > two.end or two.start > one.end:
        return APART
    if a.status != b.status and (_has_no_day(a) or _has_no_day(b)):
        return APART
    if a.reading is b.reading and one == two and ("cancelled" in {a.status, b.status} or a.event.time == b.event.time):
        return 1.0
    dot = cosine(a, b) + 0.04 * min(2, len(a.actors & b.actors))
    planned = a.status == b.status == "expected"
    done = {a.status, b.status} == {"expected", "happened"} and len(a.actors & b.actors) > 1
    one_kind = (planned or done) and bool(a.kinds & b.kinds)
    dot += SAME_KIND * one_kind
    if (one.start, one.end) == (two.start, two.end):
        return dot / SAME_DAYS
    lengths = sorted((p.end - p.start).days for p in (one, two))
    near = lengths[1] < SHORT or (lengths[0] < SHORT and lengths[1] < A_WEEK and one_kind)
    return dot / NEAR_DAYS if near else 0.0


def _has_no_day(one: Dated) -> bool:
    """True for what stands on the day it was called off, since the day it was to be is not known."""
    return one.off_on is not None and one.off_on == one.period.start


def _enter(dated: Sequence[Dated], voices: Voices, ledger: Ledger, remarks: Sequence[StatusStep]) -> TimelineEntry:
    """One entry of all tellings of an event; its status is what the latest report says."""
    ordered = sorted(dated, key=lambda d: (d.told or date.min, _ORDER[d.status], d.reading.document.id, d.event.span))
    period = _range([d.period for d in ordered])
    status = _last_status(ordered)
    best = _clearest([d for d in ordered if d.status == status] or ordered)
    evidence = tuple(
        dict.fromkeys(cite(d.reading.document, w.start, w.end) for d in [best, *ordered] if (w := words_of(d)))
    )
    places = "".join(sorted(f"{e.doc}:{e.start}:{e.end};" for e in evidence))
    located = Counter(d.place for d in ordered if d.place)
    return TimelineEntry(
        id=hash_id("t", period.start, period.end, best.event.trigger.start, places),
        start=period.start,
        end=period.end,
        grain=period.grain,
        what=_say_whose(best, ordered, voices),
        status=status,
        history=settle_steps([*(_step(d, ledger) for d in _without_old_plans(ordered)), *remarks]),
        participants=tuple(sorted({a for d in ordered for a in d.actors})),
        place=located.most_common(1)[0][0] if located else None,
        evidence=evidence,
    )


def _range(periods: Sequence[Period]) -> Period:
    """The days the reports give together: of those that speak of days the longest, a week only where none does."""
    exact = [p for p in periods if (p.end - p.start).days < SHORT] or list(periods)
    return max(exact, key=lambda p: ((p.end - p.start).days, -p.start.toordinal(), p.grain))


def _clearest(dated: Sequence[Dated]) -> Dated:
    """The telling with the most words in common with the others that can stand alone and is of readable length."""

    def score(one: Dated) -> tuple[float, int]:
        common = math.fsum(w * other.vector.get(s, 0.0) for other in dated for s, w in one.vector.items())
        words = words_of(one)
        length = words.end - words.start
        if leans_back(one.reading.document.text[words.start : words.end]):
            common *= LEANING
        return (common * (1.0 if SHORTEST <= length <= READABLE else LEANING), -length)

    return max(dated, key=score)


def _say_whose(best: Dated, ordered: Sequence[Dated], voices: Voices) -> str:
    """The telling shown, with its source where it is nobody's own report."""
    by = voices.name(best.reading.document.id, best.event.by)
    told = (by and by in say(best)) or names_source(best)
    sourced = by and all(d.event.by for d in ordered) and len(by) <= LONGEST_SOURCE and not told
    return f"{say(best)} ({by})" if sourced else say(best)


def _last_status(ordered: Sequence[Dated]) -> EventStatus:
    """What the latest dated report says, among equals the firmest; what was told as done once it was over stays so."""
    done = [d for d in ordered if d.status == "happened" and d.told and d.told >= d.period.end]
    if done and ordered[-1].status in {"expected", "possible"}:
        return "happened"
    last = ordered[-1].told
    return max((d.status for d in ordered if d.told == last), key=lambda s: _ORDER[s])


def _without_old_plans(ordered: Sequence[Dated]) -> list[Dated]:
    """The tellings less the plans that a report tells of only to say that they were off by its day."""
    over = {d.reading.document.id for d in ordered if d.off_on is not None}
    return [d for d in ordered if d.status not in {"expected", "possible"} or d.reading.document.id not in over]


def _step(one: Dated, ledger: Ledger) -> StatusStep:
    """The step of one telling; what was called off was so on the day its words give, else on that of the report."""
    step = ledger.enter(one.reading, one.event, one.status, words_of(one), say(one))
    kind: Step = "postponed" if one.off == "postponed" and step.step == "cancelled" else step.step
    return replace(step, as_of=one.off_on or step.as_of, step=kind)
