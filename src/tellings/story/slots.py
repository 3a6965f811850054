"""The days that sentences about one thing give it: the same, one within the other, or not both possible."""

from bisect import bisect_left
from collections.abc import Sequence, Set
from itertools import combinations

from tellings.model.brief import Finding, Telling, Verdict
from tellings.model.span import Span
from tellings.model.story import Member, Told
from tellings.model.when import Period
from tellings.story.cases import Case, name_thing
from tellings.story.facts import Fact
from tellings.story.origins import count_origins, count_texts
from tellings.text.names import hash_id
from tellings.text.said_days import say_days
from tellings.text.spans import cite

# The probability that two sentences tell one thing at which different days for it cannot both be true. Over the
# hand-read stories and the example one pair stands above it, rightly; no wrong one does down to .7.
SAME_DEED = 0.8
# Longer stretches than this many days date a background: two of them are not compared.
LONGEST = 366
# Different days further apart than this are of two things of a kind.
FARTHEST = 31
_DONE = frozenset({"happened"})


def compare_days(told: Told, case: Case) -> Finding | None:
    """The finding on which days the reports of ``case`` (statements about one thing) put it, if two of them say."""
    dated = [f for f in case.facts if f.period and f.claim.time and _short(f.period)]
    by_doc: dict[str, Fact] = {}
    for fact in sorted(dated, key=lambda f: (_length(f.period), f.member.index)):
        by_doc.setdefault(fact.member.doc, fact)
    facts = [by_doc[doc] for doc in sorted(by_doc)]
    if count_texts(told, [f.member.doc for f in facts]) < 2:
        return None
    judged = _judge(case, facts, _lone_dates(told, facts))
    if judged is None:
        return None
    verdict, why, kept = judged
    if count_texts(told, [f.member.doc for f in kept]) < 2:
        return None
    tellings = [_tell(case, fact) for fact in kept]
    return Finding(
        id=hash_id("f", "days", [(f.member.doc, f.claim.span.start, f.claim.span.end) for f in kept]),
        about=f"when: {name_thing(case)}",
        kind="date",
        verdict=verdict,
        origins=count_origins(told, [f.member.doc for f in kept]),
        tellings=tuple(sorted(tellings, key=lambda t: (t.value, t.evidence[0]))),
        why=why,
    )


def _lone_dates(told: Told, facts: Sequence[Fact]) -> Set[Member]:
    """The facts whose clause holds one date only: it is the date of what the clause tells."""
    times: dict[str, list[int]] = {fact.member.doc: [] for fact in facts}
    for time in told.times:
        if time.kind == "date" and time.doc in times:
            times[time.doc].append(time.span.start)
    for starts in times.values():
        starts.sort()
    return {f.member for f in facts if _between(times[f.member.doc], f.claim.span) == 1}


def _between(starts: Sequence[int], span: Span) -> int:
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _judge(case: Case, facts: Sequence[Fact], alone: Set[Member]) -> tuple[Verdict, str, Sequence[Fact]] | None:
    pairs = list(combinations(facts, 2))
    apart = [(a, b) for a, b in pairs if not _meet(a, b)]
    hard = [
        (a, b)
        for a, b in apart
        if case.alike(a, b) >= SAME_DEED
        and a.claim.kind == b.claim.kind == "other"
        and {a.member, b.member} <= alone
        and {a.claim.status, b.claim.status} == _DONE
        and not a.claim.negated
        and not b.claim.negated
        and _length(a.period) == _length(b.period)
        and _gap(a, b) <= FARTHEST
    ]
    if hard:
        a, b = hard[0]
        return "conflict", f"It cannot have happened both on {_said(a.period)} and on {_said(b.period)}.", (a, b)
    first = facts[0]
    together = [f for f in facts if _meet(f, first)] if apart else list(facts)
    if len(together) < 2:
        return None
    if len({_days(f.period) for f in together}) == 1:
        return "agree", f"{len(together)} reports give the same days.", together
    return "compatible", "Some reports give the day more closely than others; all can be true.", together


def _tell(case: Case, fact: Fact) -> Telling:
    evidence = cite(case.documents[fact.member.doc], fact.claim.span.start, fact.claim.span.end)
    return Telling(_days(fact.period), None, evidence.text, (fact.member.doc,), None, (evidence,))


def _short(period: Period) -> bool:
    return _length(period) <= LONGEST


def _length(period: Period | None) -> int:
    return (period.end - period.start).days if period else 0


def _meet(a: Fact, b: Fact) -> bool:
    return _gap(a, b) <= 0


def _gap(a: Fact, b: Fact) -> int:
    """Days between two facts; 0 or less where they overlap."""
    if not a.period or not b.period:
        return 0
    return max((a.period.start - b.period.end).days, (b.period.start - a.period.end).days)


def _said(period: Period | None) -> str:
    return say_days(period.start, period.end) if period else ""


def _days(period: Period | None) -> str:
    if period is None:
        return ""
    return f"{period.start}" if period.start == period.end else f"{period.start}/{period.end}"
