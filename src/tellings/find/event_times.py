"""Whose time a time is: that of a verb, of a noun beside it, or of something it is only compared with."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table
from tellings.model.reading import TimeExpression
from tellings.model.span import Span
from tellings.text.clocks import before_clock
from tellings.text.verbs import VerbGroup, lemma_of

_WHEN = re.compile(
    r"[\s,]*(?:when|where|on which|during which)\b|(?:[’']s)?(?:\s+[a-z]+){1,2},\s+when\b", re.IGNORECASE
)
_MEANWHILE = re.compile(r"\s*(?:when|as|while)\b", re.IGNORECASE)
# Words between a verb and a time that give the time to something else than the verb.
_ASIDE = re.compile(r"\b(?:ahead of|prior to|before|following|after|since|planned|upcoming|scheduled)\b", re.IGNORECASE)
# "For the first time since", "the worst flood since" a time: it is compared with what is told and dates nothing of it.
_SINCE = re.compile(
    r"\b(?:first|last|only|most|least|[a-z]{2,}est)\b[^;:]{0,90}\bsince\s+(?:(?:at least|about|around)\s+)?$",
    re.IGNORECASE,
)
# "Before July", "after the end of May", "until Monday": no day on which the thing is. "Not until Monday" is on Monday.
BOUND = re.compile(
    r"\b(?:ahead of|prior to|before|following|after|since|(?<!not )(?:until|till))\s+(?:the\s+|at least\s+)?$",
    re.IGNORECASE,
)
# "The 20th anniversary of the 2004 flood", "the 9/11 anniversary": the day of what is remembered dates nothing.
_MEMORY = r"(?:anniversar(?:y|ies)|commemorations?|remembrance|jubilee|centenary)"
REMEMBERS = re.compile(rf"\b{_MEMORY}\s+of\s+([^,;:.]{{0,80}})$", re.IGNORECASE)
_REMEMBERED = re.compile(rf"(?:\s+[a-z]+s?)?\s+{_MEMORY}\b", re.IGNORECASE)
_THAN = re.compile(r"\s+than\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)
# "Put off on Tuesday to 12 June": the new day says more than that of the telling.
_NEW_DAY = re.compile(r"\b(?:to|until|till)\s+$", re.IGNORECASE)
_PARTICIPLE = re.compile(r"([^\W\d_]{3,})\s+(?:in|on|at|during|since)?\s*(?:the\s+)?$")
# The head of a stretch between marks: "Accused of fraud in 2019, ...", ", first elected in May, ...".
_HEAD = re.compile(r"[\s“\"‘(]*(?:(?:first|once|also|then|twice|[a-z]+ly)\s+)?([^\W\d_]{3,})\b", re.IGNORECASE)
# Characters before a time in which what it is compared with begins.
REACH = 120


def share_times(
    text: str, groups: Sequence[VerbGroup], clauses: Sequence[Span], times: Sequence[TimeExpression]
) -> list[Span | None]:
    """For each clause the time of its event: "in May, when ..." dates the clause that follows, "since May" none."""
    taken: list[Span | None] = [None] * len(clauses)
    starts = [clause.start for clause in clauses]
    for time in times:
        at = bisect_right(starts, time.span.start) - 1
        if time.kind not in {"date", "time"} or time.when.op == "vague" or at < 0:
            continue
        if at + 1 < len(clauses) and _WHEN.match(text, time.span.end):
            at += 1
        elif _is_aside(text, groups[at], time.span, clauses[at].start) or _is_bound(
            text, sentence_start=starts[0], time=time, group=groups[at]
        ):
            continue
        elif _is_of_report(text, groups, at, time):
            at += 1
        put_off = _puts_off(groups[at]) and _NEW_DAY.search(text, clauses[at].start, time.span.start)
        if taken[at] is None or put_off:
            taken[at] = time.span
    for at in range(1, len(clauses)):
        if taken[at] is None and taken[at - 1] is not None and _MEANWHILE.match(text, clauses[at].start):
            taken[at] = taken[at - 1]
    return taken


def _is_of_report(text: str, groups: Sequence[VerbGroup], at: int, time: TimeExpression) -> bool:
    """True for "in 2004 the agency reported that a bridge had fallen": the year is that of the fall."""
    long_ago = time.when.op == "calendar" and time.when.unit in {"year", "month"} and time.tense == "past"
    told = groups[at].lemma in frame("announcing") | {"say"} and at + 1 < len(groups)
    return long_ago and told and groups[at + 1].status == "happened" and bool(_HAD.search(text, *_of(groups[at + 1])))


def _of(group: VerbGroup) -> tuple[int, int]:
    return group.span.start, group.span.end


def _reaches(group: VerbGroup, bound: str) -> bool:
    """Whether a bound dates the verb: put off "until Monday", and what lasted "until 2014" and then ended."""
    lasted = group.lemma in frame("lasting") and group.status == "happened" and not group.negated
    return (lasted or _puts_off(group)) and bound.startswith(("until", "till"))


def _puts_off(group: VerbGroup) -> bool:
    """Whether a new day may stand behind the verb: "put off to 12 June", "moved from 8 to 9 May"."""
    return group.takes_off == "postponed" or group.lemma in frame("postponing") or group.lemma in frame("moving")


def _is_bound(text: str, *, sentence_start: int, time: TimeExpression, group: VerbGroup) -> bool:
    """True for a time that dates nothing: of "the first since 1946", "before July" and "a day later than planned".

    A clock names the day it is on: "shortly after noon on Friday".
    """
    span = time.span
    before = max(sentence_start, span.start - REACH)
    if _SINCE.search(text, before, span.start) or _THAN.match(text, span.end):
        return True
    if is_remembered(text, before, time):
        return True
    bound = BOUND.search(text, before, span.start) if time.kind == "date" else None
    return bound is not None and not (bound.end() > group.span.end and _reaches(group, bound.group().lower()))


def is_remembered(text: str, before: int, time: TimeExpression) -> bool:
    """Whether a time is that of a thing whose anniversary is spoken of: with its year, or as all that "of" leads to."""
    past_day = time.when.year is not None and time.when.unit == "day"
    if past_day and _REMEMBERED.match(text, time.span.end):
        return True
    found = REMEMBERS.search(text, before, time.span.start)
    return found is not None and (time.when.year is not None or found.group(1).lower() in ("", "the "))


def _is_aside(text: str, group: VerbGroup, time: Span, start: int) -> bool:
    """True when the time belongs to a noun or a participle beside the verb: "the pact, founded in 1996, has sent".

    So does every time between marks that a participle leads: "Accused of fraud in 2019, Marek resigned".
    """
    if _ASIDE.search(text, group.trigger.end, before_clock(text, group.trigger.end, time.start)):
        return True
    beside = _PARTICIPLE.search(text, max(0, time.start - 40), time.start)
    for found in (beside, _HEAD.match(text, _stretch(text, start, time.start))):
        own = found is None or group.span.start <= found.start(1) < group.trigger.end
        if (
            found
            and not own
            and (found.group(1).lower() == "born" or lemma_of(found.group(1).lower(), ("participle",)))
        ):
            return True
    return False


def _stretch(text: str, start: int, at: int) -> int:
    """Where the stretch between marks begins that holds ``at``, no further back than ``start``."""
    return max(start, *(text.rfind(mark, start, at) + 1 for mark in ",;:(—–"))


@cache
def frame(name: str) -> frozenset[str]:
    """A list of words of verbs and events, from the lexicon."""
    return frozenset(load_table("verb_frames")[name])
