"""The few sentences of the reports that tell the story: the news first, nothing twice, every one cited."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tellings.lexicon import load_table
from tellings.model.brief import Finding, Statement, Telling, TimelineEntry
from tellings.model.reading import Reading
from tellings.model.span import Evidence
from tellings.model.story import Told
from tellings.story.lines import LEAD, LONGEST, Line, cover, likeness, sentence_stems, spread_of, stand_lines, weight_of
from tellings.story.offices import OFFICE
from tellings.text.spans import cite
from tellings.text.words import content_stems, rarity

LONGEST_SUMMARY = 6
# Sentences that share this much (cosine), or of which the shorter has this much in the other, say the same.
REPEATED, HELD = 0.38, 0.55
# A sentence of another report is cited beside one of the summary where the cosine of their words is as great: read over
# in nine stories, those below bear out a part of it at most, those above nearly all of it.
BESIDE = 0.65
# Another report's sentence must share this much (cosine) to stand as a source beside one.
BORNE_OUT = 0.40
# A sentence this much like (cosine) one of those that put a thing on two days tells that thing.
SAME_DEED = 0.20
# Other reports' sentences that stand behind one, at most.
SOURCES = 4
CONFLICTS_SHOWN = 2
MOVES_SHOWN = 2
# What a further sentence of a report that was heard already keeps of its gain: all of it (with .75 the rows touched
# below fall to .434 and .274), since what reports share already asks for sentences of the middle.
ANOTHER = 1.0
# Days after which a report's sentence counts half as much as one of the last day, and never less.
FRESH = 6.0
# The last day's reports open the summary where their best first sentence tells at least this share of what the best of
# all tells: a late report of a side matter does not.
CENTRAL = 0.3
# What is told of long ago keeps this much.
BACKGROUND = 0.6
# A fact of the brief weighs so much for each origin of it, in stems of medium rarity; a difference and a move weigh
# twice. Over the hand-read stories the summaries touch .456 of the rows compared and .270 of the timeline in 189 words
# (CORE 0: .436 and .258 in 203; 4: .443 and .294 in 187).
CORE, DIFFERING = 2.0, 2.0
# The rarity of a medium stem of a story (nats).
MEDIUM = 4.0
# Characters of a value and of what it is about, and how many values of a difference are given.
LONGEST_VALUE, VALUES = 90, 3
_COUNT = re.compile(
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|all|none)\b", re.I
)
_OPEN_QUOTE = re.compile(r"^[\"“‘'«]")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something the summary should hold: its weight and the places that tell it."""

    id: str
    weight: float
    places: tuple[Evidence, ...]


def summarise(told: Told, findings: Sequence[Finding], timeline: Sequence[TimelineEntry]) -> tuple[Statement, ...]:
    """At most ``LONGEST_SUMMARY`` sentences as printed, then the differences and moves that none of them holds.

    Greedy choice under a submodular coverage (Lin and Bilmes 2011) of the words that several reports share and of the
    brief's facts: what origins agree on, what they differ on, what moved, how events stand. The first comes from the
    head of a report of the last day, then in order of the reports, background last. Relative days, pronouns and
    descriptions are followed by what they stand for in brackets; a sentence whose value another report contradicts,
    or that moved, says so in brackets.
    """
    findings = [finding for finding in findings if finding.sure]
    facts = [*_facts_of(findings), *_states_of(timeline)]
    lines, units = _lay_out(told, facts)
    weights = dict(_importance(told)) | {fact.id: fact.weight for fact in facts}
    chosen = _choose(_settle_days(lines, findings), units, weights, _counted(findings))
    beside = _beside(findings)
    labels = {r.document.id: r.document.outlet for r in told.readings}
    shown = [f for f in findings if f.verdict == "conflict"][:CONFLICTS_SHOWN]
    shown += [f for f in findings if f.verdict == "updated" and f.kind == "number"][:MOVES_SHOWN]
    statements, held = [], set()
    for line in chosen:
        inside = [f for f in shown if f.id not in held and _holds(line, _evidence(f))]
        held |= {f.id for f in inside}
        statements.append(_state(line, beside, inside, labels))
    return (*statements, *(_state_apart(f, labels, told) for f in shown if f.id not in held))


def _settle_days(lines: Sequence[Line], findings: Sequence[Finding]) -> list[Line]:
    """The lines but those that tell again, on its other day, what the reports date in two ways."""
    differ = [f for f in findings if f.verdict == "conflict" and f.kind == "date"]
    told = [(f, [(t.value, frozenset(content_stems(e.text))) for t in f.tellings for e in t.evidence]) for f in differ]
    return [line for line in lines if not any(_tells_again(line, f, stems) for f, stems in told)]


def _tells_again(line: Line, finding: Finding, told: Sequence[tuple[str, frozenset[str]]]) -> bool:
    days = {f"{d.day} {d:%B %Y}" for value, _ in told if (d := _day(value))}
    if _holds(line, _evidence(finding)) or not any(f"[{day}]" in line.text for day in days):
        return False
    return any(likeness(line.stems, stems) >= SAME_DEED for _, stems in told)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _facts_of(findings: Sequence[Finding]) -> list[_Fact]:
    """What origins agree or differ on; offices are who somebody is, not what happened."""
    facts = []
    for finding in findings:
        if finding.verdict == "single" or finding.about.startswith(OFFICE):
            continue
        heavy = DIFFERING if finding.verdict in {"conflict", "updated"} else 1.0
        facts.append(_Fact(finding.id, CORE * MEDIUM * heavy * finding.origins, _evidence(finding)))
    return facts


def _states_of(timeline: Sequence[TimelineEntry]) -> list[_Fact]:
    """Events by the places of their latest state, weighed by how many reports date them."""
    facts = []
    for entry in timeline:
        documents = len({e.doc for e in entry.evidence})
        moved = len({step.status for step in entry.history}) > 1
        if documents > 1 or moved:
            latest = [e for step in entry.history if step.status == entry.status for e in step.evidence]
            places = tuple(latest) if moved and latest else entry.evidence
            facts.append(_Fact(entry.id, CORE * MEDIUM * (DIFFERING if moved else 1.0) * documents, places))
    return facts


def _lay_out(told: Told, facts: Sequence[_Fact]) -> tuple[list[Line], dict[tuple[str, int], frozenset[str]]]:
    """The sentences that may stand in a summary, and by ``Line.order`` the facts each holds."""
    days = {a.doc: a.published.latest for a in told.anchors}
    times = {(t.doc, t.span): t for t in told.times}
    copied = {c.doc for c in told.copies}
    at: dict[str, list[tuple[Evidence, str]]] = defaultdict(list)
    for fact in facts:
        for place in fact.places:
            at[place.doc].append((place, fact.id))
    lines, units = [], {}
    for reading in sorted(told.readings, key=lambda r: r.document.id):
        doc = reading.document.id
        for line in stand_lines(reading, times, days.get(doc)) if doc not in copied else ():
            if not _OPEN_QUOTE.match(line.text) and not _FIRST_PERSON.search(_QUOTED.sub("", line.text)):
                lines.append(line)
                units[line.order] = frozenset(fact for place, fact in at[doc] if _holds(line, (place,)))
    return lines, units


def _holds(line: Line, places: Sequence[Evidence]) -> bool:
    """Whether the sentence has one of the places in it."""
    return any(p.doc == line.document.id and p.start < line.span.end and line.span.start < p.end for p in places)


def _importance(told: Told) -> Mapping[str, float]:
    """Weight of each stem: how many reports use it, times how rare it is in news at large."""
    copied = {c.doc for c in told.copies}
    own: list[Reading] = [r for r in told.readings if r.document.id not in copied]
    several = 1 if len(own) == 1 else 2
    spread = spread_of([sentence_stems(reading) for reading in own])
    return {stem: (n - several + 1) * rarity(stem) for stem, n in spread.items() if n >= several}


def _choose(
    lines: Sequence[Line],
    units: Mapping[tuple[str, int], frozenset[str]],
    weights: Mapping[str, float],
    counted: Mapping[tuple[str, int], set[str]],
) -> list[Line]:
    newest = max((line.told for line in lines if line.told), default=None)
    full = [replace(line, stems=line.stems | units[line.order]) for line in lines]
    plain = {line.order: line for line in lines}

    def worth(line: Line) -> float:
        age = (newest - line.told).days if newest and line.told else 0
        head = 1.5 - 0.1 * line.place if line.place <= LEAD else 1.0
        return head * (BACKGROUND if line.background else 1.0) / (1 + min(age, FRESH) / FRESH)

    def admit(line: Line, chosen: Sequence[Line]) -> bool:
        mine, counts = plain[line.order], _counts_in(line, counted)
        return not any(_repeats(mine, plain[o.order]) or counts & _counts_in(o, counted) for o in chosen)

    heads = _heads([line for line in full if line.place <= LEAD], weights, newest)
    opening = cover(
        heads, weights, most=1, worth=lambda line: 1.0 / line.place, admit=lambda line, chosen: True, another=1.0
    )
    chosen = cover(full, weights, most=LONGEST_SUMMARY, worth=worth, admit=admit, another=ANOTHER, first=opening)
    rest = sorted(chosen[len(opening) :], key=lambda line: (line.background, line.told or date.max, line.order))
    return [plain[line.order] for line in (*opening, *rest)]


def _heads(heads: Sequence[Line], weights: Mapping[str, float], newest: date | None) -> Sequence[Line]:
    """The first sentences of the last day's reports; of all where those tell far less of the story than others do."""

    def tells(line: Line) -> float:
        return math.fsum(weights.get(unit, 0.0) for unit in line.stems)

    fresh = [line for line in heads if newest is None or line.told == newest]
    most = max(map(tells, heads), default=0.0)
    return fresh if fresh and max(map(tells, fresh)) >= CENTRAL * most else heads


def _counts_in(line: Line, counted: Mapping[tuple[str, int], set[str]]) -> set[str]:
    """The findings whose counts the sentence gives: a second sentence with the same count tells nothing new."""
    doc = line.document.id
    return {
        f for (d, start), ids in counted.items() if d == doc and line.span.start <= start < line.span.end for f in ids
    }


def _repeats(one: Line, other: Line) -> bool:
    if likeness(one.stems, other.stems) >= REPEATED:
        return True
    least = min(weight_of(one.stems), weight_of(other.stems))
    return least > 0 and weight_of(one.stems & other.stems) >= HELD * least


def _beside(findings: Sequence[Finding]) -> Mapping[tuple[str, int], list[Evidence]]:
    """For each sentence told by several reports, where the others tell it."""
    beside: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for finding in findings:
        told_alike = finding.verdict in {"agree", "compatible"} and not finding.about.startswith(OFFICE)
        if told_alike and finding.kind in {"other", "attribution"}:
            places = [(e, frozenset(content_stems(e.text))) for t in finding.tellings for e in t.evidence]
            for place, stems in places:
                alike = (p for p, other in places if p.doc != place.doc and likeness(stems, other) >= BESIDE)
                beside[place.doc, place.start] += alike
    return beside


def _counted(findings: Sequence[Finding]) -> Mapping[tuple[str, int], set[str]]:
    """For each place of a count that several reports give, the findings it is part of."""
    counted: dict[tuple[str, int], set[str]] = defaultdict(set)
    for finding in findings:
        if finding.kind in {"number", "date"} and finding.verdict != "single":
            for telling in finding.tellings:
                for place in telling.evidence:
                    counted[place.doc, place.start].add(finding.id)
    return counted


def _state(
    line: Line,
    beside: Mapping[tuple[str, int], list[Evidence]],
    inside: Sequence[Finding],
    labels: Mapping[str, str | None],
) -> Statement:
    """The sentence with its sources, and what other reports say instead of a value in it."""
    own = cite(line.document, line.span.start, line.span.end)
    others: dict[str, Evidence] = {}
    for place in beside.get((own.doc, own.start), []):
        if likeness(line.stems, frozenset(content_stems(place.text))) >= BORNE_OUT:
            others.setdefault(place.doc, place)
    evidence = [own, *sorted(others.values())[:SOURCES]]
    text = line.text
    for finding in inside:
        rest = [t for t in finding.tellings if not _holds(line, t.evidence)]
        if rest:
            text += f" [{_say_others(finding, rest, labels)}]"
            evidence += [e for t in rest for e in t.evidence]
    return Statement(text, tuple(dict.fromkeys(evidence)))


def _say_others(finding: Finding, rest: Sequence[Telling], labels: Mapping[str, str | None]) -> str:
    if finding.verdict == "conflict":
        return f"Reports differ: {_say_values(rest, labels)}"
    return finding.why.partition(". ")[0].rstrip(".")


def _state_apart(finding: Finding, labels: Mapping[str, str | None], told: Told) -> Statement:
    """A difference or move that no sentence chosen holds, with the values and whose they are."""
    about = finding.about if len(finding.about) <= LONGEST_VALUE else ""
    if finding.verdict == "conflict":
        on = f" on {about}" if about else ""
        return Statement(f"Reports differ{on}: {_say_values(finding.tellings, labels)}.", _evidence(finding))
    lead = f"{about[:1].upper()}{about[1:]}: " if about else ""
    later = _heard_later(finding, told)
    if later is None:
        return Statement(f"{lead}{finding.why}", _evidence(finding))
    day, words = later
    text = f"{lead}{finding.why} A report of {day.day} {day:%B %Y}: “{' '.join(words.text.split())}”"
    return Statement(text, (*_evidence(finding), words))


def _heard_later(finding: Finding, told: Told) -> tuple[date, Evidence] | None:
    """The newest sentence with such a count in a report that came out after all those of the finding."""
    days = {a.doc: a.published.latest for a in told.anchors if a.published.latest}
    newest = max((days[e.doc] for e in _evidence(finding) if e.doc in days), default=None)
    kinds = load_table("claim_frames")
    head = next((h for h, label in kinds["labels"].items() if label == finding.about), None)
    if newest is None or head is None:
        return None
    wanted = frozenset(kinds["heads"][head])
    found = []
    for reading in told.readings:
        doc = reading.document
        day = days.get(doc.id, newest)
        for sentence in reading.sentences if day > newest else ():
            span = sentence.span
            words = doc.text[span.start : span.end]
            if len(words) <= LONGEST and wanted & set(content_stems(words)) and _COUNT.search(words):
                found.append((-day.toordinal(), doc.id, span.start, cite(doc, span.start, span.end)))
    return (date.fromordinal(-min(found)[0]), min(found)[3]) if found else None


def _say_values(tellings: Sequence[Telling], labels: Mapping[str, str | None]) -> str:
    """ "“150 boats” (the harbour master), “67 boats” (Orlan Courier)"."""
    said = []
    for telling in tellings[:VALUES]:
        outlet = next((label for e in telling.evidence if (label := labels.get(e.doc))), None)
        by = telling.attributed_to or outlet
        words = (
            telling.text
            if len(telling.text) <= LONGEST_VALUE
            else telling.text[:LONGEST_VALUE].rsplit(" ", 1)[0] + " …"
        )
        said.append(f"“{words}” ({by})" if by else f"“{words}”")
    return ", ".join(said)


def _evidence(finding: Finding) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for t in finding.tellings for e in t.evidence))
