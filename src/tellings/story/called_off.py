"""When a thing that is called off was to be, which the day of the calling off is not."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Event, Reading, TimeExpression
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.story.dated import Dated, cosine
from tellings.text.called_off import TakenOff, leaves_no_day
from tellings.text.spans import within
from tellings.text.verbs import find_verb_groups
from tellings.text.words import content_stems, stem

# Characters between a date and the calling off of its thing, and how alike the two must be.
NEARBY, SAME_THING = 600, 0.12
# How alike a plan of another report must be: as much as makes two tellings of the same days one event.
SAME_PLAN = 0.24
# Words between "called off" and "planned for" that belong to the thing: "the second round of peace talks with Orlan".
_THING = re.compile(
    r"\s+(?:(?:off|back)\s+)?(?:(?!(?:after|before|as|because|when|while|that|which|who|and|but|amid|over|ahead|despite"
    r"|until|since|if)\b)[\w’'-]+\s+){1,10}$",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\s*(?:that|which|before (?:it|they) (?:was|were))\b", re.IGNORECASE)
_MOVED = re.compile(
    r",?\s+(?:has|have|had|was|were|is|are|will be)\s+(?:been\s+|now\s+)*(?:moved|postponed|put off|rescheduled|delayed"
    r"|pushed back|brought forward|deferred|adjourned|shifted|called off|cancelled|canceled|scrapped|abandoned|shelved"
    r"|axed)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(?:called off|cancelled|canceled|scrapped|abandoned|shelved|axed)$", re.IGNORECASE)
# What a clause has before a time that dates its verb: "On Tuesday, the talks were called off".
_FRONTED = re.compile(r"[\W_]*(?:(?:and|but|then|later|late|early|only|just|by|on|in|at)\s+)*", re.IGNORECASE)
# Characters behind "called" in which "them off" stands.
PRONOUN = 5
_PRONOUN = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\w )(?:the )?([^\W\d_a-z][^\W\d_]*[a-z])")
_NEW_DAY = re.compile(r"\b(?:to|until|till|for)\s+(?:the\s+)?$", re.IGNORECASE)
# Characters behind a verb in which it says that there is no day, and where they end.
UNNAMED = 80
_STOP = re.compile(r"[.;!?]")
WEEK = 7
# "Moved the vote from 8 to 9 May": what stands before each of the two days.
_OLD_DAY, _TO = re.compile(r"\bfrom\s+$", re.IGNORECASE), re.compile(r"\s+to\s+(?:the\s+)?", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till?|to)\b", re.IGNORECASE)
_OWNED = re.compile(r"[’']s?\s+[^\W\d_]")


def taken_off(reading: Reading, event: Event) -> TakenOff:
    """What a telling does to a plan: "cancelled" or "postponed"; "" where it does nothing to it, or has not yet."""
    if event.negated or event.status not in {"happened", "under_way", "cancelled"}:
        return ""
    kind: TakenOff = "cancelled" if event.status == "cancelled" else ""
    if event.lemma in _verbs():
        sentence = next(iter(within(reading.sentences, event.trigger.start, event.trigger.end)), None)
        if sentence is not None:
            groups = find_verb_groups(reading.document.text, sentence.span.start, sentence.span.end)
            kind = next((g.takes_off for g in groups if g.trigger == event.trigger), kind)
    return kind


def called_off_on(reading: Reading, event: Event, period: Period, told: date | None) -> date | None:
    """The day of a calling off that its time gives; ``None`` where the time is that of the thing.

    A day behind the verb is that of the calling off, unless it is still to come or has the thing behind it: "the
    regatta on 8 March was cancelled", "cancelled Friday's launch".
    """
    text, time = reading.document.text, event.time
    if time is None or period.start != period.end or (told is not None and period.start > told):
        return None
    fronted = _FRONTED.fullmatch(text, event.span.start, time.start) is not None
    if _OWNED.match(text, time.end) or (time.start < event.trigger.start and not fronted):
        return None
    return period.start


def gives_new_day(reading: Reading, event: Event) -> bool:
    """Whether the time of a telling that puts a plan off is its new day: "postponed on Tuesday to 12 June"."""
    text = reading.document.text
    return event.time is not None and _NEW_DAY.search(text, event.span.start, event.time.start) is not None


def has_no_day(reading: Reading, event: Event) -> bool:
    """Whether a telling puts a plan off to no day: "moved to a later date", "postponed indefinitely"."""
    text, end = reading.document.text, event.trigger.end
    stop = _STOP.search(text, end, end + UNNAMED)
    return leaves_no_day(text[end : stop.start() if stop else end + UNNAMED])


def leave_old_days(dated: Sequence[Dated], periods: Mapping[tuple[str, Span], Period | None]) -> list[Dated]:
    """What is put on a new day, told as off on its old one: "moved from 8 to 9 May"."""
    left = []
    for one in dated:
        old = _old_day(one)
        period = periods.get((one.reading.document.id, old.span)) if old else None
        if old is None or period is None:
            continue
        # Of two weekdays it is not always known in which week the first is.
        if old.when.op != "weekday" or abs((one.period.start - period.start).days) < WEEK:
            left.append(replace(one, period=period, status="cancelled", off="postponed"))
    return left


def _old_day(one: Dated) -> TimeExpression | None:
    """The day that a thing is moved from, where it was moved."""
    reading, event = one.reading, one.event
    text, new = reading.document.text, event.time
    moved = load_table("verb_frames")["moving"] + load_table("verb_frames")["postponing"]
    if new is None or event.lemma not in {*moved, "put", "push", "bring", "change"}:
        return None
    told = next((e for e in reading.events if e.trigger == event.trigger), event)
    if told.negated or told.status not in {"happened", "under_way"}:
        return None
    for time in within(reading.times, event.trigger.end, new.start):
        behind = _TO.fullmatch(text, time.span.end, new.start)
        if behind and _OLD_DAY.search(text, event.trigger.end, time.span.start):
            return time
    return None


def is_wait(reading: Reading, event: Event) -> bool:
    """Whether the time of a telling runs from the putting off to the new day, and dates neither: "Monday until May"."""
    text, time = reading.document.text, event.time
    return time is not None and _UNTIL.search(text, time.start, time.end) is not None


def plan_off(reading: Reading, event: Event) -> TakenOff:
    """What the very sentence that tells a plan with its day does to it; "" where the plan stands.

    So in "cancelled a trip that he was to make in May", "called off a day before it was to begin in May", "called off
    the talks planned for May", "planned for May, was moved to June" and "the summit in May was called off".
    """
    text, start = reading.document.text, event.span.start
    if event.time is None or "\n\n" in text[start : event.span.end]:
        return ""
    planned = event.lemma in {"plan", "schedule", "set", "expect"}
    named = event.lemma in load_table("verb_frames")["event_nouns"]
    if not (planned or named or event.status == "expected"):
        return ""
    moved = _MOVED.match(text, event.time.end)
    if moved and (planned or named or _is_taken_off(reading, moved.end())):
        return "cancelled" if _ENDED.search(moved.group()) else "postponed"
    for other in reading.events:
        off = taken_off(reading, other) if other.trigger != event.trigger else ""
        if not off:
            continue
        if named and other.time == event.time and other.span.start <= event.trigger.start < other.span.end:
            return off
        if not 0 <= start - other.span.end <= 1:
            continue
        if event.status == "expected" and _WHICH.match(text, start):
            return off
        if planned and _THING.fullmatch(text, other.trigger.end, event.trigger.start):
            return off
    return ""


def _is_taken_off(reading: Reading, end: int) -> bool:
    """Whether the verb with its particle that ends at ``end`` takes something off: "that was to begin in May was"."""
    events = (e for e in reading.events if e.trigger.start < end <= e.trigger.end + len(" forward"))
    return any(taken_off(reading, event) for event in events)


def lend_dates(dated: Sequence[Dated], called_off: Sequence[Dated]) -> list[Dated]:
    """What is called off with the days of the thing, where the reports give them.

    They are those told in the same sentence, else those of a plan that its words name, in the same report or in one
    that was out before. What has none keeps the day it was called off on; without one it is left out.
    """
    found = []
    for one in called_off:
        period = _in_sentence(one, dated) or _before(one, dated) or _in_report(one, dated) or _in_story(one, dated)
        if period is not None:
            found.append(replace(one, period=period))
        elif one.off_on is not None:
            found.append(one)
    return found


def _in_sentence(one: Dated, dated: Sequence[Dated]) -> Period | None:
    for sentence in within(one.reading.sentences, one.event.trigger.start, one.event.trigger.end):
        for other in dated:
            here = other.reading is one.reading and other.event.trigger != one.event.trigger
            if (
                here
                and other.status == "cancelled"
                and sentence.span.start <= other.event.span.start < sentence.span.end
            ):
                return other.period
    return None


def _before(one: Dated, dated: Sequence[Dated]) -> Period | None:
    """The days of the one plan in the sentence before, where the thing is "it" or "them" or has the plan's own noun."""
    text, event = one.reading.document.text, one.event
    at = bisect_right(one.reading.sentences, event.trigger.start, key=lambda s: s.span.start) - 2
    meant = _PRONOUN.search(text, event.span.start, event.trigger.end + PRONOUN) is not None
    if at < 0 or not (meant or has_no_day(one.reading, event)):
        return None
    before = one.reading.sentences[at].span
    periods = {
        other.period
        for other in dated
        if other.reading is one.reading
        and other.status == "expected"
        and before.start <= other.event.trigger.start < before.end
        and (one.off_on is None or other.period.end >= one.off_on)
        and (meant or _things(one) & _things(other))
    }
    return periods.pop() if len(periods) == 1 else None


def _in_report(one: Dated, dated: Sequence[Dated]) -> Period | None:
    """A thing put off is on its new day in the same report: that lends nothing, unless there is no such day."""
    if one.off == "postponed" and not has_no_day(one.reading, one.event):
        return None
    near = [
        (dot, -other.period.start.toordinal(), other.period)
        for other in dated
        if other.reading is one.reading
        and other.status == "expected"
        and (one.off_on is None or other.period.end >= one.off_on)
        and abs(other.event.span.start - one.event.span.start) < NEARBY
        and (dot := cosine(one, other)) >= SAME_THING
    ]
    return max(near)[2] if near else None


def _in_story(one: Dated, dated: Sequence[Dated]) -> Period | None:
    """The days that all plans like it in reports before it give."""
    if one.told is None or one.event.lemma not in _verbs():
        return None
    since = one.off_on or one.told
    periods = {
        other.period
        for other in dated
        if other.reading is not one.reading
        and other.status == "expected"
        and other.told is not None
        and other.told < one.told
        and other.period.start >= since
        and cosine(one, other) >= SAME_PLAN
        and _is_one_thing(one, other)
    }
    return periods.pop() if len(periods) == 1 else None


def _is_one_thing(one: Dated, plan: Dated) -> bool:
    """Whether both name a thing of one kind, and it is not of one of them alone with somebody else."""
    if _names(one) - _names(plan) and _names(plan) - _names(one):
        return False
    return bool(one.kinds & plan.kinds or _things(one) & _things(plan))


def _names(dated: Dated) -> frozenset[str]:
    """The words of the clause with a capital letter, but the first, titles and those of its time."""
    text, span, time = dated.reading.document.text, dated.event.span, dated.event.time
    found = _NAME.finditer(text, span.start, span.end)
    words = (m.group(1) for m in found if time is None or not time.start <= m.start(1) < time.end)
    return frozenset(word for word in words if word.lower() not in load_words("titles"))


def _things(dated: Dated) -> frozenset[str]:
    span = dated.event.span
    return _plans().intersection(content_stems(dated.reading.document.text[span.start : span.end]))


@cache
def _plans() -> frozenset[str]:
    return frozenset(stem(noun) for noun in load_table("verb_frames")["plans"])


@cache
def _verbs() -> frozenset[str]:
    frames = load_table("verb_frames")
    return frozenset(("call", "put", "push", *frames["cancelling"], *frames["postponing"], *frames["moving"]))
