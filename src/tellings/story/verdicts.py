"""The rules of judgement: agree, compatible, updated or conflict, with the reason in plain words."""

import math
import re
from datetime import date

from tellings.model.brief import Verdict
from tellings.story.align import Fact, cosine
from tellings.story.cases import CONFLICT, Case, meet, moves, plain

# Sentences this alike say the same; less alike ones may differ in what they add. Raised from .30 when a reporter found
# three of ten agreements to be none: verdict_right of the shipped example went from .73 to .84.
SAME = 0.38
# Values further apart than this factor count different things, whatever their words.
FARTHEST = 10.0
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|without|neither|nor|den(?:y|ies|ied)|refus\w+|declin\w+|reject\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
# Words that bound a value without changing what it counts.
_BOUND_SCOPE = frozenset({"at least", "up to", "so far", "total", "combined"})


def judge_case(case: Case) -> tuple[Verdict, str]:
    """The verdict on facts of two or more reports about one thing, and why."""
    first = case.facts[0].claim
    if first.unit == "ordinal":
        return _judge_firsts(case)
    if first.kind == "membership":
        return _judge_members(case)
    return _judge_values(case) if first.low is not None else _judge_statements(case)


def numbers_differ(case: Case) -> bool:
    """True when sentences of two reports alone give different counts of one thing: the counts are compared instead."""
    if len({fact.member.doc for fact in case.facts}) != 2:
        return False
    counts = [
        (fact.member.doc, claim)
        for fact in case.facts
        for claim in case.counts.get(fact.member.doc, ())
        if fact.claim.span.start <= claim.focus.start < fact.claim.span.end
    ]
    return any(
        doc != other and (one.head, one.unit) == (two.head, two.unit) and not meet(one, two)
        for i, (doc, one) in enumerate(counts)
        for other, two in counts[:i]
    )


def _judge_firsts(case: Case) -> tuple[Verdict, str]:
    """Firsts counted over different spans of time can all be true."""
    scopes = {f.claim.names for f in case.facts}
    if len(scopes) == 1:
        return "agree", "The reports count the same first over the same time."
    return "compatible", "They count over different spans of time, or in rounder terms; all can be true."


def _judge_members(case: Case) -> tuple[Verdict, str]:
    lists = sorted({f.claim.names for f in case.facts})
    if len(lists) == 1:
        return "agree", f"The same {len(lists[0])} names, whatever their order."
    every = {n for names in lists for n in names}
    extra = sorted(n for n in every if any(n not in names for names in lists))
    return "compatible", f"The lists share most names; not all give {', '.join(extra[:4])}."


def _judge_statements(case: Case) -> tuple[Verdict, str]:
    """Agree where each report has a sentence much like another report's."""
    best: dict[str, float] = {}
    denied = False
    for i, a in enumerate(case.facts):
        for b in case.facts[:i]:
            if a.member.doc != b.member.doc:
                alike = cosine(a.vector, b.vector)
                denied |= alike >= CONFLICT and _negative(a, case) != _negative(b, case)
                for fact in (a, b):
                    best[fact.member.doc] = max(best.get(fact.member.doc, 0.0), alike)
    if denied:
        return "compatible", "They speak of the same thing, one of them in the negative: read both."
    if min(best.values()) >= SAME:
        return "agree", "Each report says it, in words much like another's."
    return "compatible", "They speak of the same thing and give different details."


def _negative(fact: Fact, case: Case) -> bool:
    return _NEGATIVE.search(plain(case.documents[fact.member.doc].text, fact.claim.span)) is not None


def _judge_values(case: Case) -> tuple[Verdict, str]:
    pairs = [(a, b) for i, a in enumerate(case.facts) for b in case.facts[:i] if a.member.doc != b.member.doc]
    values = {(f.claim.low, f.claim.high) for f in case.facts}
    if len(values) == 1:
        return "agree", "The same value in every report."
    apart = [(a, b) for a, b in pairs if not meet(a.claim, b.claim)]
    if not apart:
        return "compatible", "The values differ only in precision: all can be true at once."
    if moves(case.facts[0].claim) and (moved := _moved(case)):
        return "updated", moved
    hard = [pair for pair in apart if _clash(*pair) and not _told_together(case, *pair)]
    if hard:
        return "conflict", _say_conflict(case, *hard[0])
    return "compatible", "The values differ, but the reports may not count the same thing at the same time."


def _moved(case: Case) -> str | None:
    """From what to what a count went, where it only went one way from day to day; ``None`` where it did not."""
    by_day: dict[date, list[Fact]] = {}
    for fact in case.facts:
        if day := case.day(fact):
            by_day.setdefault(day, []).append(fact)
    days = sorted(by_day)
    lows = [max(f.claim.low or 0.0 for f in by_day[day]) for day in days]
    if len(days) < 2 or lows[0] == lows[-1] or lows not in (sorted(lows), sorted(lows, reverse=True)):
        return None
    first, last = (max(by_day[day], key=lambda f: f.claim.low or 0.0) for day in (days[0], days[-1]))
    if math.inf not in {first.claim.high, last.claim.high} and meet(first.claim, last.claim):
        return None
    words = [plain(case.documents[f.member.doc].text, f.claim.focus) for f in (first, last)]
    return f"The count moved: “{words[0]}” on {_say_day(days[0])}, “{words[1]}” on {_say_day(days[-1])}."


def _say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _clash(a: Fact, b: Fact) -> bool:
    """True when the two cannot both be true: same thing, same scope, same time, neither hedged."""
    one, two = a.claim, b.claim
    if one.hedged or two.hedged or one.negated != two.negated or one.unit != two.unit:
        return False
    if (set(one.scope) ^ set(two.scope)) - _BOUND_SCOPE:
        return False
    if a.period and b.period and (a.period.end < b.period.start or b.period.end < a.period.start):
        return False
    if not one.low or not two.low or max(one.low, two.low) > FARTHEST * min(one.low, two.low):
        return False
    return cosine(a.vector, b.vector) >= CONFLICT


def _told_together(case: Case, a: Fact, b: Fact) -> bool:
    """True when one report gives both values: it does not contradict itself, so they are of different things."""
    told: dict[str, set[bool]] = {}
    for fact in case.facts:
        for which, value in ((True, a), (False, b)):
            if (fact.claim.low, fact.claim.high) == (value.claim.low, value.claim.high):
                told.setdefault(fact.member.doc, set()).add(which)
    return any(len(both) == 2 for both in told.values())


def _say_conflict(case: Case, a: Fact, b: Fact) -> str:
    first, second = sorted((a, b), key=lambda f: f.member.doc)
    words = [plain(case.documents[f.member.doc].text, f.claim.focus) for f in (first, second)]
    named = [case.voices.name(f.member.doc, f.claim.attributed) for f in (first, second)]
    sources = [f" ({name})" if name else "" for name in named]
    return f"“{words[0]}”{sources[0]} and “{words[1]}”{sources[1]} cannot both be true of the same thing."
