"""The few sentences of the reports that tell the story: the news first, nothing twice, every one cited."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.brief import Finding, Statement
from tellings.model.reading import Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import ResolvedTime, Told
from tellings.story.offices import OFFICE
from tellings.text.spans import cite
from tellings.text.words import content_stems, leans_back, rarity

LONGEST_SUMMARY = 6
SHORTEST, LONGEST = 50, 330
# Sentences that share this much (cosine) say the same: only one is taken.
REPEATED = 0.42
# Another report's sentence must share this much (cosine) to stand as a source beside one.
BORNE_OUT = 0.40
# Other reports' sentences that stand behind one, at most.
SOURCES = 4
CONFLICTS_SHOWN = 2
MOVES_SHOWN = 2
# What a further sentence of a report that was heard already keeps of its gain: other reports have a say.
ANOTHER = 0.75
# Days after which a report's sentence counts half as much as one of the last day, and never less.
FRESH = 6.0
# Sentences of a report that may open the summary.
LEAD = 3
_OPEN_QUOTE = re.compile(r"^[\"“‘'«]")
_RELATIVE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|yesterday|tomorrow|tonight|overnight)\b"
    r"|\blast night\b|\bthis (?:morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
# "On Tuesday, he is due": a pronoun before anybody is named.
_SOON_PRONOUN = re.compile(r"(?:\S+\s+){1,4}?(?:he|she|they|it|his|her|their)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    reading: Reading
    span: Span
    stems: frozenset[str]
    place: int
    told: date | None

    @property
    def text(self) -> str:
        return self.reading.document.text[self.span.start : self.span.end]


def summarise(told: Told, findings: Sequence[Finding]) -> tuple[Statement, ...]:
    """At most ``LONGEST_SUMMARY`` sentences as printed, then what the reports contradict each other on.

    Greedy choice under a submodular coverage of the words that several reports share (Lin and Bilmes 2011). The
    first comes from the head of a report of the last day; relative days are followed by their date in brackets.
    """
    candidates = _candidates(told)
    weights = _importance(told)
    beside = _beside(findings)
    days = {(t.doc, t.span): t for t in told.times}
    chosen = _choose(candidates, weights, _counted(findings)) if candidates else []
    lines = [_state(c, beside, days) for c in chosen]
    moved = [f for f in findings if f.verdict == "updated" and f.kind == "number"][:MOVES_SHOWN]
    conflicts = [f for f in findings if f.verdict == "conflict"][:CONFLICTS_SHOWN]
    return (*lines, *(_state_moved(f) for f in moved), *(_state_conflict(f) for f in conflicts))


def _candidates(told: Told) -> list[_Candidate]:
    days = {a.doc: a.published.latest for a in told.anchors}
    copied = {c.doc for c in told.copies}
    found = []
    for reading in told.readings:
        if reading.document.id in copied:
            continue
        text = reading.document.text
        place = 0
        for sentence in reading.sentences:
            span = sentence.span
            block = reading.blocks[sentence.block] if sentence.block < len(reading.blocks) else None
            if block and block.kind != "paragraph":
                continue
            place += 1
            words = text[span.start : min(span.end, span.start + LONGEST + 1)]
            if not SHORTEST <= len(words) <= LONGEST or _unfit(words):
                continue
            stems = frozenset(content_stems(words))
            found.append(_Candidate(reading, span, stems, place, days.get(reading.document.id)))
    return found


def _unfit(words: str) -> bool:
    """True for what cannot stand alone: pronouns and connectives in front, questions, speech, cut or broken text."""
    first = words.split(None, 1)[0].lower() if words.split() else ""
    return bool(
        leans_back(words)
        or _SOON_PRONOUN.match(words)
        or _OPEN_QUOTE.match(words)
        or not words.rstrip().endswith((".", ".”", '."', ".’"))
        or first in {"i", "we", "you", "my", "our"}
        or words.count("“") != words.count("”")
        or words.count('"') % 2
    )


def _importance(told: Told) -> Mapping[str, float]:
    """Weight of each stem: how many reports use it, times how rare it is in news at large."""
    copied = {c.doc for c in told.copies}
    spread: Counter[str] = Counter()
    for reading in told.readings:
        if reading.document.id in copied:
            continue
        text = reading.document.text
        stems: set[str] = set()
        for sentence in reading.sentences[:400]:
            stems.update(content_stems(text[sentence.span.start : min(sentence.span.end, sentence.span.start + 1000)]))
        spread.update(stems)
    several = 1 if len(told.readings) - len(copied) == 1 else 2
    return {stem: (n - several + 1) * rarity(stem) for stem, n in spread.items() if n >= several}


def _choose(
    candidates: Sequence[_Candidate], weights: Mapping[str, float], counted: Mapping[tuple[str, int], set[str]]
) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    covered: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    told: set[str] = set()
    newest = max((c.told for c in candidates if c.told), default=None)
    while len(chosen) < LONGEST_SUMMARY:
        best = max(
            (
                c
                for c in candidates
                if (chosen or _leads(c, newest)) and not _repeats(c, chosen) and not told & _counts_in(c, counted)
            ),
            key=lambda c: (
                _gain(c, covered, weights, newest, opening=not chosen) * ANOTHER ** heard[c.reading.document.id],
                c.reading.document.id,
                -c.place,
            ),
            default=None,
        )
        if best is None or _gain(best, covered, weights, newest, opening=False) <= 0:
            break
        chosen.append(best)
        heard[best.reading.document.id] += 1
        told |= _counts_in(best, counted)
        covered.update(best.stems)
    return [
        *chosen[:1],
        *sorted(chosen[1:], key=lambda c: (c.place > LEAD, c.told or date.max, c.reading.document.id, c.span)),
    ]


def _counts_in(c: _Candidate, counted: Mapping[tuple[str, int], set[str]]) -> set[str]:
    """The findings whose counts the sentence gives: a second sentence with the same count tells nothing new."""
    doc = c.reading.document.id
    return {f for (d, start), ids in counted.items() if d == doc and c.span.start <= start < c.span.end for f in ids}


def _leads(c: _Candidate, newest: date | None) -> bool:
    """True for the head of a report of the last day: the news comes first."""
    return c.place <= LEAD and (newest is None or c.told == newest)


def _gain(
    c: _Candidate, covered: Counter[str], weights: Mapping[str, float], newest: date | None, *, opening: bool
) -> float:
    """What the sentence adds, by the length it takes; heads of reports and the newest report count for more."""
    gain = math.fsum(weights.get(s, 0.0) * (math.sqrt(covered[s] + 1) - math.sqrt(covered[s])) for s in c.stems)
    gain /= math.sqrt(c.span.end - c.span.start)
    if opening:
        return gain / c.place
    if c.place <= LEAD:
        gain *= 1.5 - 0.1 * c.place
    age = (newest - c.told).days if newest and c.told else 0
    return gain / (1 + min(age, FRESH) / FRESH)


def _repeats(c: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    return any(_shared(c.stems, other.stems) >= REPEATED for other in chosen)


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    one, two = (math.fsum(rarity(s) ** 2 for s in stems) for stems in (a, b))
    return math.fsum(rarity(s) ** 2 for s in a & b) / (math.sqrt(one * two) or 1.0)


def _beside(findings: Sequence[Finding]) -> Mapping[tuple[str, int], list[Evidence]]:
    """For each sentence told by several reports, where the others tell it."""
    beside: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for finding in findings:
        told_alike = finding.verdict in {"agree", "compatible"} and not finding.about.startswith(OFFICE)
        if told_alike and finding.kind in {"other", "attribution"}:
            places = [e for t in finding.tellings for e in t.evidence]
            for place in places:
                beside[place.doc, place.start] += [p for p in places if p.doc != place.doc]
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
    c: _Candidate, beside: Mapping[tuple[str, int], list[Evidence]], days: Mapping[tuple[str, Span], ResolvedTime]
) -> Statement:
    own = cite(c.reading.document, c.span.start, c.span.end)
    others: dict[str, Evidence] = {}
    for place in beside.get((own.doc, own.start), []):
        if _shared(c.stems, frozenset(content_stems(place.text))) >= BORNE_OUT:
            others.setdefault(place.doc, place)
    return Statement(_with_dates(c, days), (own, *sorted(others.values())[:SOURCES]))


def _with_dates(c: _Candidate, days: Mapping[tuple[str, Span], ResolvedTime]) -> str:
    """The sentence in one line, each relative day followed by its date in brackets."""
    text = c.reading.document.text
    parts, at = [], c.span.start
    for time in c.reading.times:
        if not c.span.start <= time.span.start < c.span.end:
            continue
        known = days.get((c.reading.document.id, time.span))
        period = known.period if known and known.kind == "date" else None
        words = text[time.span.start : time.span.end]
        if period and period.start == period.end and time.span.start >= at and _bare(words):
            parts += [text[at : time.span.end], f" [{period.start.day} {period.start:%B %Y}]"]
            at = time.span.end
    parts.append(text[at : c.span.end])
    return " ".join("".join(parts).split())


def _bare(words: str) -> bool:
    """True for a day named from where the report stands, without its date."""
    return _RELATIVE.search(words) is not None and not _DIGITS.search(words)


def _state_moved(finding: Finding) -> Statement:
    return Statement(f"{finding.about[:1].upper()}{finding.about[1:]}: {finding.why}", _evidence(finding))


def _state_conflict(finding: Finding) -> Statement:
    return Statement(f"Reports differ: {finding.why}", _evidence(finding))


def _evidence(finding: Finding) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for t in finding.tellings for e in t.evidence))
