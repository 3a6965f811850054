"""Whether reports agree, differ in precision, moved on or conflict: one finding for each fact."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tellings.lexicon import load_table
from tellings.model.brief import Finding, Telling, TimelineEntry, Verdict
from tellings.model.document import Document
from tellings.model.reading import Claim
from tellings.model.span import Span
from tellings.model.story import Alignment, Told
from tellings.story.align import Fact, cosine, lay_out
from tellings.story.dates import compare_dates
from tellings.story.offices import OFFICE, compare_offices
from tellings.story.origins import count_origins, count_texts
from tellings.story.voices import Voices
from tellings.text.spans import cite

# How alike the sentences of two different values must be before they can be said to conflict. Over the hand-read
# stories conflict_precision is highest between .3 and .4; below, other things of the same name are taken for one.
CONFLICT = 0.34
# Sentences this alike say the same; less alike ones may differ in what they add.
SAME = 0.38
# Statements of one report alone that are listed as such, the weightiest first.
ALONE_A_REPORT = 6
# Values further apart than this factor count different things, whatever their words.
FARTHEST = 10.0
# Measures turned from one unit into another are rounded by the reports: up to 3 % on either side.
ROUNDING = 0.03
# Characters of the heading of a comparison.
LONGEST_LABEL = 90
AGE = "year_of_age"
_LEADING_NUMBER = re.compile(
    r"^.*?\d[\d.,½¼¾]*\s*(?:(?:hundred|thousand|million|billion|trillion|m|bn)\b)?", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|without|neither|nor|den(?:y|ies|ied)|refus\w+|declin\w+|reject\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
# Words that bound a value without changing what it counts.
_BOUND_SCOPE = frozenset({"at least", "up to", "so far", "total", "combined"})


@dataclass(frozen=True, slots=True)
class _Case:
    """The facts of one alignment with the documents and days they come from."""

    facts: tuple[Fact, ...]
    documents: Mapping[str, Document]
    days: Mapping[str, date | None]
    counts: Mapping[str, Sequence[Claim]]
    voices: Voices

    def day(self, fact: Fact) -> date | None:
        return self.days.get(fact.member.doc)


def judge(told: Told, alignments: Sequence[Alignment], timeline: Sequence[TimelineEntry]) -> tuple[Finding, ...]:
    """One finding for each alignment, office and dated event: conflicts first, then updates, then the rest.

    A conflict needs the same thing, the same scope and the same time, and values that cannot both be true; what falls
    short of that is compatible.
    """
    facts = {fact.member: fact for fact in lay_out(told)}
    documents = {r.document.id: r.document for r in told.readings}
    days = {a.doc: a.published.latest for a in told.anchors}
    counts = {r.document.id: [c for c in r.claims if c.kind == "number"] for r in told.readings}
    voices = Voices(told.readings)
    cases: list[_Case] = []
    findings = []
    alone: dict[str, list[tuple[float, Finding]]] = {}
    for alignment in alignments:
        case = _Case(tuple(facts[m] for m in alignment.members), documents, days, counts, voices)
        cases += _part(case)
    for case in cases:
        finding = _find(case, told)
        if finding.verdict == "single" and _echoed(case):
            continue
        if case.facts[0].claim.kind in {"other", "attribution"} and _numbers_differ(case):
            continue
        if finding.verdict == "single" and case.facts[0].claim.kind in {"other", "attribution"}:
            weight = math.fsum(case.facts[0].vector.values())
            alone.setdefault(case.facts[0].member.doc, []).append((weight, finding))
        else:
            findings.append(finding)
    for singles in alone.values():
        findings += [finding for _, finding in sorted(singles, key=lambda p: (-p[0], p[1].id))[:ALONE_A_REPORT]]
    findings += [*compare_offices(told), *compare_dates(told, timeline)]
    return tuple(sorted(findings, key=_rank))


def _part(case: _Case) -> list[_Case]:
    """The case itself, or one case a value where different values stand in sentences too unlike to be of one thing."""
    first = case.facts[0].claim
    if first.low is None or _moves(first):
        return [case]
    apart = [
        (a, b)
        for i, a in enumerate(case.facts)
        for b in case.facts[:i]
        if a.member.doc != b.member.doc and not _meet(a.claim, b.claim)
    ]
    if not apart or any(cosine(a.vector, b.vector) >= CONFLICT for a, b in apart):
        return [case]
    groups: list[list[Fact]] = []
    for fact in case.facts:
        home = next((g for g in groups if all(_meet(fact.claim, other.claim) for other in g)), None)
        if home is None:
            groups.append([fact])
        else:
            home.append(fact)
    return [replace(case, facts=tuple(group)) for group in groups]


def _echoed(case: _Case) -> bool:
    """True when another report gives the same number of the same measure: then no report is alone with it."""
    first = case.facts[0]
    if first.claim.low is None or first.claim.kind not in {"number", "duration"}:
        return False
    return any(
        (other.low, other.high, other.unit) == (first.claim.low, first.claim.high, first.claim.unit)
        for doc, claims in case.counts.items()
        if doc != first.member.doc
        for other in claims
    )


def _rank(finding: Finding) -> tuple[int, int, int, str]:
    order = {"conflict": 0, "updated": 1, "compatible": 2, "agree": 2, "single": 3}
    office = finding.about.startswith(OFFICE)
    loose = 2 if office else 1 if finding.kind in {"other", "attribution"} else 0
    return (order[finding.verdict], loose, -finding.origins, finding.id)


def _find(case: _Case, told: Told) -> Finding:
    tellings = _tell(case)
    docs = sorted({d for t in tellings for d in t.documents})
    origins = count_origins(told, docs)
    first = case.facts[0].claim
    if count_texts(told, docs) == 1:
        why = f"{len(docs)} reports carry it, but from one origin." if len(docs) > 1 else "Only one report says it."
        return _make(case, tellings, "single", 1, why)
    if first.unit == "ordinal":
        verdict, why = _judge_firsts(case)
    elif first.kind == "membership":
        verdict, why = _judge_members(case)
    elif first.low is not None:
        verdict, why = _judge_values(case)
    else:
        verdict, why = _judge_statements(case)
    return _make(case, tellings, verdict, origins, why)


def _make(case: _Case, tellings: tuple[Telling, ...], verdict: Verdict, origins: int, why: str) -> Finding:
    places = sorted((f.member.doc, f.claim.focus.start, f.claim.focus.end, f.claim.head) for f in case.facts)
    digest = hashlib.sha256(repr((case.facts[0].claim.kind, places)).encode()).hexdigest()
    return Finding(
        id="f" + digest[:12],
        about=_about(case),
        kind=case.facts[0].claim.kind,
        verdict=verdict,
        origins=origins,
        tellings=tellings,
        why=why,
    )


def _about(case: _Case) -> str:
    """What is compared, as a reader would call it: the thing counted, the first claimed, the shortest statement."""
    claims = [(f.claim, case.documents[f.member.doc].text) for f in case.facts]
    first = claims[0][0]
    if first.kind == "membership":
        return first.head
    if first.unit == AGE:
        return "age"
    toll, _, part = first.head.partition(" ")
    labels = load_table("claim_frames")["labels"]
    if toll in labels and not part:
        return str(labels[toll])
    focuses = [_plain(text, claim.focus) for claim, text in claims]
    if first.low is not None:
        things = [thing for focus in focuses if (thing := _LEADING_NUMBER.sub("", focus).strip(" -"))]
        named = sorted((t for t in things if len(t) > 2 and t not in _measured()), key=lambda t: (len(t), t))
        if named and first.unit not in _measured():
            return named[0][:LONGEST_LABEL]
        focuses = [_plain(text, claim.span) for claim, text in claims]
    shortest = min(focuses, key=lambda words: (len(words), words))
    return shortest if len(shortest) <= LONGEST_LABEL else shortest[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"


def _plain(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _tell(case: _Case) -> tuple[Telling, ...]:
    """One telling for each value, with all reports that give it; the value most reports give comes first."""
    by_value: dict[str, list[Fact]] = {}
    for fact in case.facts:
        by_value.setdefault(_key(fact, case), []).append(fact)
    tellings = []
    for facts in by_value.values():
        evidence = tuple(
            dict.fromkeys(cite(case.documents[f.member.doc], f.claim.span.start, f.claim.span.end) for f in facts)
        )
        text = case.documents[facts[0].member.doc].text
        sources = (case.voices.name(f.member.doc, f.claim.attributed) for f in facts)
        tellings.append(
            Telling(
                value=_value(facts[0], case),
                unit=facts[0].claim.unit if facts[0].claim.unit != "ordinal" else None,
                text=_plain(text, facts[0].claim.focus),
                documents=tuple(sorted({f.member.doc for f in facts})),
                attributed_to=next((source for source in sources if source), None),
                evidence=evidence,
            )
        )
    return tuple(sorted(tellings, key=lambda t: (-len(t.documents), t.evidence[0])))


def _key(fact: Fact, case: _Case) -> str:
    """What makes two tellings one: the bounds of a number, the names of a list, else the words."""
    claim = fact.claim
    if claim.kind == "membership":
        return ", ".join(claim.names)
    if claim.low is not None:
        return f"{claim.low} {claim.high} {claim.unit}"
    return _plain(case.documents[fact.member.doc].text, claim.focus).casefold()


def _value(fact: Fact, case: _Case) -> str:
    claim = fact.claim
    if claim.kind == "membership":
        return ", ".join(claim.names)
    if claim.low is not None and claim.low == claim.high and claim.unit not in _measured():
        return f"{claim.low:g}" if claim.low < 1e6 else f"{claim.low:,.0f}"
    return _plain(case.documents[fact.member.doc].text, claim.focus)


def _judge_firsts(case: _Case) -> tuple[Verdict, str]:
    """Firsts counted over different spans of time can all be true."""
    scopes = {f.claim.names for f in case.facts}
    if len(scopes) == 1:
        return "agree", "The reports count the same first over the same time."
    return "compatible", "They count over different spans of time, or in rounder terms; all can be true."


def _judge_members(case: _Case) -> tuple[Verdict, str]:
    lists = sorted({f.claim.names for f in case.facts})
    if len(lists) == 1:
        return "agree", f"The same {len(lists[0])} names, whatever their order."
    every = {n for names in lists for n in names}
    extra = sorted(n for n in every if any(n not in names for names in lists))
    return "compatible", f"The lists share most names; not all give {', '.join(extra[:4])}."


def _judge_statements(case: _Case) -> tuple[Verdict, str]:
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


def _negative(fact: Fact, case: _Case) -> bool:
    return _NEGATIVE.search(_plain(case.documents[fact.member.doc].text, fact.claim.span)) is not None


def _numbers_differ(case: _Case) -> bool:
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
        doc != other and (one.head, one.unit) == (two.head, two.unit) and not _meet(one, two)
        for i, (doc, one) in enumerate(counts)
        for other, two in counts[:i]
    )


def _judge_values(case: _Case) -> tuple[Verdict, str]:
    pairs = [(a, b) for i, a in enumerate(case.facts) for b in case.facts[:i] if a.member.doc != b.member.doc]
    values = {(f.claim.low, f.claim.high) for f in case.facts}
    if len(values) == 1:
        return "agree", "The same value in every report."
    apart = [(a, b) for a, b in pairs if not _meet(a.claim, b.claim)]
    if not apart:
        return "compatible", "The values differ only in precision: all can be true at once."
    if _moves(case.facts[0].claim) and (moved := _moved(case)):
        return "updated", moved
    hard = [pair for pair in apart if _clash(*pair) and not _told_together(case, *pair)]
    if hard:
        return "conflict", _say_conflict(case, *hard[0])
    return "compatible", "The values differ, but the reports may not count the same thing at the same time."


def _meet(a: Claim, b: Claim) -> bool:
    if a.low is None or b.low is None or a.high is None or b.high is None:
        return True
    slack = ROUNDING if a.unit in _measured() else 0.0
    return max(a.low, b.low) * (1 - slack) <= min(a.high, b.high) * (1 + slack)


@cache
def _measured() -> frozenset[str]:
    bases = {row["base"] for row in load_table("measures")["to_base"].values()}
    return frozenset(bases - {"percent", "percentage_point"})


def _moves(claim: Claim) -> bool:
    return claim.unit == "percent" or claim.head.split(" ")[0] in load_table("claim_frames")["moving"]["heads"]


def _moved(case: _Case) -> str | None:
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
    if math.inf not in {first.claim.high, last.claim.high} and _meet(first.claim, last.claim):
        return None
    words = [_plain(case.documents[f.member.doc].text, f.claim.focus) for f in (first, last)]
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


def _told_together(case: _Case, a: Fact, b: Fact) -> bool:
    """True when one report gives both values: it does not contradict itself, so they are of different things."""
    told: dict[str, set[bool]] = {}
    for fact in case.facts:
        for which, value in ((True, a), (False, b)):
            if (fact.claim.low, fact.claim.high) == (value.claim.low, value.claim.high):
                told.setdefault(fact.member.doc, set()).add(which)
    return any(len(both) == 2 for both in told.values())


def _say_conflict(case: _Case, a: Fact, b: Fact) -> str:
    first, second = sorted((a, b), key=lambda f: f.member.doc)
    words = [_plain(case.documents[f.member.doc].text, f.claim.focus) for f in (first, second)]
    named = [case.voices.name(f.member.doc, f.claim.attributed) for f in (first, second)]
    sources = [f" ({name})" if name else "" for name in named]
    return f"“{words[0]}”{sources[0]} and “{words[1]}”{sources[1]} cannot both be true of the same thing."
