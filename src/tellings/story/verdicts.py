"""The rules of judgement: agree, compatible, updated or conflict, with the reason in plain words."""

import math
import re
from collections.abc import Mapping, Sequence, Set
from datetime import date
from itertools import combinations

from tellings.lexicon import load_table
from tellings.model.brief import Verdict
from tellings.model.reading import Claim
from tellings.story.cases import CONFLICT, Case, meet, moves, plain
from tellings.story.check_words import opposed
from tellings.story.facts import Fact
from tellings.story.likeness import STATEMENT_WINDOW, beyond_names, densest_stems, most_together, same_value
from tellings.text.words import stem

# Each report must have a sentence that is as likely as this to tell what another's does. Of 122 groups of the hand-read
# stories that stand for one row, 100 were read as agreeing, and no measure tells them from the rest; below .35 half of
# the pairs are not about one thing.
SAME = 0.4
# Sentences that share names and roles alone tell of the same people, not the same thing: so much of their cosine must
# rest on other words before they can be said to agree.
PLAIN = 0.1
# So many plain words must stand together in both sentences before they agree: those that share two tell of one thing,
# not the same of it ("a new siren was promised by", "the siren was paid for by"). Over the hand-read stories .744 of
# the verdicts are right with none asked for, .750, .773, .747 and .727 with two to five.
TOGETHER = 3
# Words before the shared ones in which a denial turns them round.
BEFORE = 3
# Values further apart than this factor count different things, whatever their words.
FARTHEST = 10.0
# Characters within which two shares stand beside each other.
BESIDE = 200
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:[’'\-][^\W_]+)*")
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
    if first.unit == "record":
        return _judge_records(case)
    if first.unit == "denial":
        return "agree", "Each report says that it is denied."
    if first.kind == "place":
        return _judge_places(case)
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


def _judge_records(case: Case) -> tuple[Verdict, str]:
    """Records over different spans of time can all be true."""
    if len({f.claim.names[0] for f in case.facts}) == 1:
        return "agree", "The reports call it a record of the same kind over the same time."
    return "compatible", "They call it a record over different spans of time; all can be true."


def _judge_places(case: Case) -> tuple[Verdict, str]:
    """Two names of places can be one within the other: without a gazetteer they are not held against each other."""
    if len({f.claim.names for f in case.facts}) == 1:
        return "agree", "The reports name the same place."
    return "compatible", "The reports name different places; one may lie within the other, or there may be several."


def _judge_members(case: Case) -> tuple[Verdict, str]:
    lists = sorted({f.claim.names for f in case.facts})
    if len(lists) == 1:
        return "agree", f"The same {len(lists[0])} names, whatever their order."
    every = {n for names in lists for n in names}
    extra = sorted(n for n in every if any(n not in names for names in lists))
    return "compatible", f"The lists share most names; not all give {', '.join(extra[:4])}."


def _judge_statements(case: Case) -> tuple[Verdict, str]:
    """Agree where each report has a sentence much like another's, or one that says the same in passing."""
    by_words: dict[tuple[tuple[str, ...], bool], list[Fact]] = {}
    for fact in case.facts:
        span = fact.claim.span
        denied = _NEGATIVE.search(case.documents[fact.member.doc].text, span.start, span.end) is not None
        by_words.setdefault((fact.claim.about, denied), []).append(fact)
    best = {fact.member.doc: 0.0 for fact in case.facts}
    for told in by_words.values():
        if len({fact.member.doc for fact in told}) > 1:
            best |= {fact.member.doc: 1.0 for fact in told}
    for one, other in combinations(by_words.values(), 2):
        a, b = one[0], other[0]
        if _denies(case, a, b):
            return "compatible", "They speak of the same thing, one of them in the negative: read both."
        if a.member.doc != b.member.doc and opposed(stem(a.claim.head), stem(b.claim.head)):
            return "compatible", f"One says “{a.claim.head}”, the other “{b.claim.head}”: read both."
        alike = case.alike(a, b) if beyond_names(a, b) >= PLAIN and most_together(a, b) >= TOGETHER else 0.0
        for fact, across in ((f, o) for told, o in ((one, other), (other, one)) for f in told):
            if any(fact.member.doc != f.member.doc for f in across):
                best[fact.member.doc] = max(best[fact.member.doc], alike)
    if min(best.values()) >= SAME:
        return "agree", "Each report says it, in words much like another's."
    return "compatible", "They speak of the same thing and give different details."


def _denies(case: Case, a: Fact, b: Fact) -> bool:
    """Whether one of two sentences says the other in the negative: they share two plain words at least."""
    if a.member.doc == b.member.doc:
        return False
    _, both = densest_stems(a.stems, b.stems, case.weigh, STATEMENT_WINDOW)
    return len(both - a.names - b.names) > 1 and _negative(a, case, both) != _negative(b, case, both)


def _negative(fact: Fact, case: Case, shared: Set[str]) -> bool:
    """Whether the shared words stand in the negative: a word of denial just before them or among them."""
    doc = case.documents[fact.member.doc]
    words = list(_WORD.finditer(doc.text, fact.claim.span.start, fact.claim.span.end))
    places = [at for stem, at in fact.stems if stem in shared and at < len(words)]
    if not places:
        return False
    first, last = words[max(0, min(places) - BEFORE)], words[max(places)]
    return _NEGATIVE.search(doc.text, first.start(), last.end()) is not None


def _judge_values(case: Case) -> tuple[Verdict, str]:
    pairs = [(a, b) for i, a in enumerate(case.facts) for b in case.facts[:i] if a.member.doc != b.member.doc]
    values = {(f.claim.low, f.claim.high) for f in case.facts}
    if len(values) == 1:
        return "agree", "The same value in every report."
    if all(same_value(a, b) and _hedged_alike(a, b) for a, b in pairs):
        return "agree", "The same figure in every report, rounded or turned into another unit."
    apart = [(a, b) for a, b in pairs if not meet(a.claim, b.claim)]
    if not apart:
        return "compatible", "The values differ only in precision: all can be true at once."
    if moves(case.facts[0].claim) and (moved := _moved(case)):
        return "updated", moved
    hard = [pair for pair in apart if _clash(case, *pair) and not _told_together(case, *pair)]
    if hard:
        return "conflict", _say_conflict(case, *hard[0])
    return "compatible", "The values differ, but the reports may not count the same thing at the same time."


def _hedged_alike(a: Fact, b: Fact) -> bool:
    """True when neither number is bounded on one side only ("more than 20"): "nearly" and "about" may differ."""
    return not _one_sided(a.claim) and not _one_sided(b.claim)


def _one_sided(claim: Claim) -> bool:
    return not claim.low or claim.high == math.inf or (claim.low == claim.value and claim.high != claim.value)


def _moved(case: Case) -> str | None:
    """From what to what a count went, where it only went one way from day to day; ``None`` where it did not.

    A toll that reports of one day put differently was still being counted.
    """
    by_day: dict[date, list[Fact]] = {}
    for fact in case.facts:
        if day := case.day(fact):
            by_day.setdefault(day, []).append(fact)
    days = sorted(by_day)
    if not days:
        return None
    toll = case.facts[0].claim.head.split(" ")[0] in load_table("claim_frames")["heads"]
    ends = _count_up(by_day) if toll else None
    ends = ends or _rise(days, by_day) or _fall(days, by_day)
    if ends is None or not _apart(*ends) or _told_together(case, *ends):
        return None
    words = [plain(case.documents[f.member.doc].text, f.claim.focus) for f in ends]
    first, last = (case.day(fact) or days[0] for fact in ends)
    if first == last:
        return f"Reports of one day count from “{words[0]}” to “{words[1]}”: it was still rising." if toll else None
    return f"The count moved: “{words[0]}” on {_say_day(first)}, “{words[1]}” on {_say_day(last)}."


def _count_up(by_day: Mapping[date, Sequence[Fact]]) -> tuple[Fact, Fact] | None:
    """The lowest count of a toll and the highest, where the highest was not told first: some print an old one late."""
    told = [(day, fact) for day in sorted(by_day) for fact in by_day[day]]
    day, most = max(told, key=lambda pair: _low(pair[1]))
    before = [fact for other, fact in told if other <= day and _low(fact) < _low(most) and _apart(fact, most)]
    return (min(before, key=_low), most) if before else None


def _apart(a: Fact, b: Fact) -> bool:
    """Whether two counts cannot be one: "at least 9" and 17 can, and yet one followed the other."""
    return math.inf in {a.claim.high, b.claim.high} or not meet(a.claim, b.claim)


def _rise(days: Sequence[date], by_day: Mapping[date, Sequence[Fact]]) -> tuple[Fact, Fact] | None:
    """The lowest count of the first day and the highest of the last, where the highest never fell."""
    most = [max(by_day[day], key=_low) for day in days]
    first = min(by_day[days[0]], key=_low)
    rising = [_low(f) for f in most] == sorted(_low(f) for f in most)
    return (first, most[-1]) if rising and _low(first) < _low(most[-1]) else None


def _fall(days: Sequence[date], by_day: Mapping[date, Sequence[Fact]]) -> tuple[Fact, Fact] | None:
    """The highest count of the first day and the lowest of the last, where the lowest never rose."""
    least = [min(by_day[day], key=_low) for day in days]
    first = max(by_day[days[0]], key=_low)
    falling = [_low(f) for f in least] == sorted((_low(f) for f in least), reverse=True)
    return (first, least[-1]) if falling and len(days) > 1 and _low(first) > _low(least[-1]) else None


def _low(fact: Fact) -> float:
    return fact.claim.low or 0.0


def _say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _clash(case: Case, a: Fact, b: Fact) -> bool:
    """True when the two cannot both be true: same thing, same scope, same time, neither hedged."""
    one, two = a.claim, b.claim
    if one.hedged or two.hedged or one.negated != two.negated or one.unit != two.unit:
        return False
    if (set(one.scope) ^ set(two.scope)) - _BOUND_SCOPE:
        return False
    if a.period and b.period and (a.period.end < b.period.start or b.period.end < a.period.start):
        return False
    if one.unit == "percent" and (_listed(case, a) or _listed(case, b)):
        return False
    if not one.low or not two.low or max(one.low, two.low) > FARTHEST * min(one.low, two.low):
        return False
    return case.alike(a, b) >= CONFLICT


def _listed(case: Case, fact: Fact) -> bool:
    """Whether a share stands beside another one: figures of a poll or a table, each of a thing of its own."""
    return any(
        other.unit == fact.claim.unit
        and other.value != fact.claim.value
        and abs(other.focus.start - fact.claim.focus.start) < BESIDE
        for other in case.counts.get(fact.member.doc, ())
    )


def _told_together(case: Case, a: Fact, b: Fact) -> bool:
    """True when one report gives both values: it does not contradict itself, so they are of different things."""
    told: dict[str, set[bool]] = {}
    heads = {a.claim.head, b.claim.head}
    for fact in (f for f in case.facts if f.claim.head in heads):
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
