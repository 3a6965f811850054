"""A draft tested against the reports of a story: each sentence with a verdict, its reason and what it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.lexicon import load_table
from tellings.model.brief import Finding
from tellings.model.check import CheckedSentence, CheckVerdict
from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import Anchor, Told
from tellings.model.when import Period
from tellings.story.check_clauses import Kept, find_clauses, keep_only
from tellings.story.check_compare import ask
from tellings.story.check_counts import are_apart, find_counts, find_newer, meets
from tellings.story.check_ground import LONGEST, Ground
from tellings.story.check_line import Line, lay_line
from tellings.story.check_names import STRANGER
from tellings.story.check_narrow import Sentences
from tellings.story.check_numbers import gives_day
from tellings.story.check_overtaken import Later
from tellings.story.check_parts import Asked, Compared, Fault
from tellings.story.check_quotes import Quoted, Spoken, find_quoted, unquoted
from tellings.story.check_roles import Called, check_roles
from tellings.story.origins import count_origins
from tellings.story.resolve import resolve_times
from tellings.text.spans import cite

# The share of a sentence's words that one report's sentence must have to bear it out, and to contradict it. Chosen on
# the development half of examples/gold/harsk_dam_drafts.json (bench/check.py).
BORNE_OUT = 0.7
SPOKEN_OF = 0.5
# A sentence is taken apart so many times: a clause of a clause of a clause.
DEPTH = 3
# Pieces of evidence shown for a sentence.
SHOWN = 4
# What can be said to clash though one other part of the sentence is left open.
_SURE = frozenset(("number", "date", "status", "speaker", "swap", "turned"))
_ORDER: tuple[CheckVerdict, ...] = ("contradicted", "unsupported", "differs", "supported", "opinion")


@dataclass(frozen=True, slots=True)
class _Part:
    """The outcome for a part of a sentence."""

    verdict: CheckVerdict
    why: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    documents: frozenset[str] = frozenset()


def check_drafts(
    drafts: Sequence[Reading], told: Told, findings: Sequence[Finding]
) -> tuple[tuple[CheckedSentence, ...], ...]:
    """For each draft its sentences in order, with their verdicts.

    ``supported`` takes a report's sentence that bears out every part that can be tested: numbers, days, names, roles,
    who said it, quoted words, whether it happened, denials, firsts. A part that the reports put otherwise makes the
    sentence ``contradicted``; one they do not speak of, ``unsupported``; ``differs`` is for what they disagree on or
    what has moved on since. Of several claims in a sentence the worst decides. Days are resolved from the draft's own
    date, or from that of the latest report.
    """
    ground = Ground(told)
    spoken = Spoken(told.readings, ground.names)
    later = Later(ground)
    checked = []
    for draft in drafts:
        desk = _Desk(draft, ground, spoken, findings, later)
        checked.append(tuple(desk.check(number) for number in range(len(draft.sentences))))
    return tuple(checked)


class _Desk:
    """The draft on one side, the reports on the other."""

    def __init__(
        self, draft: Reading, ground: Ground, spoken: Spoken, findings: Sequence[Finding], later: Later
    ) -> None:
        self._draft = draft
        self._sentences = Sentences(draft)
        self._told = told = ground.story
        self._ground = ground
        self._spoken = spoken
        self._later = later
        self._findings = findings
        times = resolve_times((draft,), (Anchor(draft.document.id, _written(draft, told)),))
        self._periods: dict[Span, Period | None] = {t.span: t.period for t in times}
        self._days = {a.doc: a.published.latest for a in told.anchors}

    def check(self, number: int) -> CheckedSentence:
        """The verdict on one sentence, by its place in the draft."""
        self._draft = self._sentences.narrow(number)
        span = self._draft.sentences[0].span
        text = self._draft.document.text[span.start : span.end]
        too_long = f"longer than {LONGEST:,} characters: too long to be checked as one sentence"
        part = _Part("unsupported", (too_long,), ()) if len(text) > LONGEST else self._judge(span)
        why = "; ".join(dict.fromkeys(part.why))
        return CheckedSentence(span.start, span.end, text, part.verdict, why[:1].upper() + why[1:] + ".", part.evidence)

    def _judge(self, span: Span) -> _Part:
        everyone = self._frame(span, "everyone")
        if everyone:
            return self._judge_everyone(span, everyone)
        some = self._frame(span, "some")
        if some:
            span = Span(some, span.end)
        line = self._lay(span)
        if self._is_opinion(line):
            return _Part("opinion", ("a judgement, not a matter of fact",), ())
        return self._judge_line(line, self._judge_part(line), DEPTH)

    def _judge_line(self, line: Line, whole: _Part, depth: int) -> _Part:
        """A sentence that no report's sentence bears out may be borne out clause by clause."""
        if whole.verdict in ("supported", "opinion") or not depth:
            return whole
        deeds = [deed.trigger for deed in line.deeds]
        for clauses in find_clauses(line.reading.document.text, line.span, find_quoted(line), deeds):
            judged = []
            for kept in clauses:
                part = self._lay_clause(line, kept)
                judged.append(self._judge_line(part, self._judge_part(part), depth - 1))
                if judged[-1].verdict not in ("supported", "differs"):
                    break
            else:
                evidence = tuple(dict.fromkeys(e for p in judged for e in p.evidence))[:SHOWN]
                if differing := [p for p in judged if p.verdict == "differs"]:
                    return _Part("differs", differing[0].why, evidence)
                return _Part("supported", ("each part is in the reports",), evidence)
        return whole

    def _lay_clause(self, line: Line, kept: Kept) -> Line:
        reading = keep_only(line.reading, line.span, kept)
        return lay_line(reading, Span(kept[0].start, kept[-1].end), self._ground.names, self._periods, draft=True)

    def _lay(self, span: Span) -> Line:
        return lay_line(self._draft, span, self._ground.names, self._periods, draft=True)

    def _frame(self, span: Span, kind: str) -> int:
        """Where the thing reported begins after "all outlets say"; 0 where there is no such frame."""
        table = load_table("checking")[kind]
        text = self._draft.document.text[span.start : span.end]
        pattern = table["frame"] % table["pattern"] if "frame" in table else table["pattern"]
        match = re.match(pattern, text, re.IGNORECASE)
        return span.start + match.end() if match and match.end() < len(text) - 1 else 0

    def _judge_everyone(self, span: Span, start: int) -> _Part:
        """ "All outlets say": true only where every independent origin bears it out."""
        part = self._judge_part(self._lay(Span(start, span.end)))
        if part.verdict in ("contradicted", "unsupported") and not part.evidence:
            return part
        every = count_origins(self._told, [r.document.id for r in self._told.readings])
        saying = count_origins(self._told, part.documents)
        if part.verdict == "supported" and saying >= every:
            return part
        evidence = part.evidence or self._any_evidence(start, span.end)
        why = f"the draft says that all report it; {saying} of {every} independent origins do"
        return _Part("contradicted" if evidence else "unsupported", (why,), evidence)

    def _any_evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        line = self._lay(Span(start, end))
        near = self._ground.nearest(ask(line, ()))[:1]
        return tuple(cite(n.line.reading.document, n.line.span.start, n.line.span.end) for n in near)

    def _is_opinion(self, line: Line) -> bool:
        pattern = load_table("checking")["opinion"]["pattern"]
        if any(s.who for s in line.said):
            return False
        strangers = any(actor.startswith(STRANGER) for actor in line.actors)
        figures = any(c.isdigit() for c in line.text)
        own = unquoted(line)
        return bool(re.search(pattern, own, re.IGNORECASE)) and not figures and not strangers

    def _judge_part(self, line: Line) -> _Part:
        if copied := self._copied(line):
            disputed = self._overtake(line, copied, self._ground.compare(ask(line, ()))) or self._dispute(line, copied)
            return disputed or _Part("supported", (_say_support(copied, (), ()),), _cite_all(copied))
        quoted = self._spoken.check(line)
        called = check_roles(line, self._told, self._ground.names)
        tested = [*(q.span for q in quoted), *(c.span for c in called)]
        strangers = [n for n in line.names if any(a.startswith(STRANGER) for a in n.ids)]
        strangers = [n for n in strangers if not any(s.start <= n.span.start < s.end for s in tested)]
        strangers = [n for n in strangers if not self._spoken.has(line.words_at(n.span))]
        if strangers:
            printed = " or ".join(line.words_at(n.span) for n in strangers[:2])
            return _Part("unsupported", (f"no report names {printed}",), ())
        own = _own_faults(quoted, called)
        asked = ask(line, tested)
        empty = not asked.words and not line.values and not line.days
        if empty and not quoted and not called and not line.names:
            return _Part("opinion", ("nothing in it can be tested",), ())
        if empty and (quoted or called):
            return self._conclude(line, asked, None, own, quoted, called)
        compared = self._ground.compare(asked)
        if quoted:
            places = {(r.document.id, s.start) for q in quoted for r, s in q.found}
            holding = [c for c in compared if _holds(c, places)]
            compared = holding if any(c.coverage >= BORNE_OUT for c in holding) else compared
        best = _choose(compared)
        return self._conclude(line, asked, best, own, quoted, called, compared)

    def _copied(self, line: Line) -> list[Compared]:
        """The sentences of reports that the draft repeats word for word, from beginning to end."""
        places = self._spoken.find(line.text)
        found = []
        for told in self._ground.told:
            own = told.line
            for reading, span in places:
                if reading is own.reading and abs(span.start - own.span.start) < 3 and abs(own.span.end - span.end) < 4:
                    found.append(Compared(told, 1.0, (), True))
        return found

    def _conclude(
        self,
        line: Line,
        asked: Asked,
        best: Compared | None,
        own: list[Fault],
        quoted: Sequence[Quoted],
        called: Sequence[Called],
        compared: Sequence[Compared] = (),
    ) -> _Part:
        evidence = [e for q in quoted for e in q.evidence[:2]] + [e for c in called for e in c.evidence]
        bearing = [c for c in compared if not c.faults and c.coverage >= BORNE_OUT]
        if denied := _denied(line, compared, bearing):
            best, bearing = denied, []
        documents = frozenset(c.told.line.reading.document.id for c in bearing)
        if best is not None:
            shown = bearing[:SHOWN] or [best]
            evidence = [_cite(c) for c in shown] + evidence
        cited = tuple(dict.fromkeys(evidence))[: SHOWN + 2]
        faults = list(own)
        if best is not None and not bearing:
            faults += best.faults
        clashes = [f for f in faults if f.clash]
        if clashes and best and not own and (newer := find_newer(best, line.values, self._told.readings, self._days)):
            why = f"reports give several counts: a later one says “{newer.text}”"
            return _Part("differs", (why,), (_cite(best), newer))
        if clashes and (own or (best and best.coverage >= SPOKEN_OF and _is_sure(faults))):
            return _Part("contradicted", tuple(f.why for f in [*clashes, *(f for f in faults if not f.clash)]), cited)
        if faults:
            return _Part("unsupported", tuple(f.why for f in faults), cited)
        if cited and (best is None or bearing):
            if disputed := self._overtake(line, bearing, compared) or self._dispute(line, bearing):
                return disputed
            return _Part("supported", (_say_support(bearing, quoted, called),), cited, documents)
        return _Part("unsupported", ("no report says it in words near enough",), cited)

    def _overtake(self, line: Line, bearing: Sequence[Compared], compared: Sequence[Compared]) -> _Part | None:
        """Where later reports say that what the draft has as to come is off, or done."""
        found = self._later.overtake(line, bearing, compared)
        if found is None:
            return None
        told = (t.line for t in found.told)
        evidence = tuple(dict.fromkeys(cite(t.reading.document, t.span.start, t.span.end) for t in told))
        return _Part(found.verdict, (found.why,), evidence)

    def _dispute(self, line: Line, bearing: Sequence[Compared]) -> _Part | None:
        """Where a number the draft repeats is one the reports disagree on, or one that has moved on."""
        places = [
            (c.told.line.reading.document.id, v.span)
            for c in bearing
            for v in c.told.line.values
            if any(v.low == mine.low and v.unit == mine.unit for mine in line.values)
        ]
        dated = [(c.told.line.reading.document.id, c.told.line.span) for c in bearing if line.days]
        where = {True: dated, False: places}
        for finding in self._findings:
            if finding.verdict not in ("conflict", "updated"):
                continue
            mine = [
                t
                for t in finding.tellings
                if finding.kind != "date" or gives_day(t.value, line.days)
                for e in t.evidence
                if any(d == e.doc and s.start < e.end and e.start < s.end for d, s in where[finding.kind == "date"])
            ]
            others = [t for t in finding.tellings if t not in mine]
            if mine and others and not (finding.verdict == "updated" and self._is_latest(finding, mine[0].evidence)):
                evidence = tuple(dict.fromkeys([mine[0].evidence[0], *(t.evidence[0] for t in others)]))[:SHOWN]
                moved = "it was moved" if finding.kind == "date" else "the count has moved on"
                word = "the reports disagree" if finding.verdict == "conflict" else moved
                said = ", ".join(f"“{' '.join(t.text.split())}”" for t in others[:3])
                return _Part("differs", (f"{word}: others say {said}",), evidence)
        return None if line.days else self._move_on(line, bearing)

    def _move_on(self, line: Line, bearing: Sequence[Compared]) -> _Part | None:
        """Where later reports alone give another count of what moves: the dead, the missing ..."""
        moving = load_table("claim_frames")["moving"]["heads"]
        mine = [count for c in bearing for count in find_counts(c.told, moving) if meets(line.values, count)]
        days = [self._days.get(count.doc) for count in mine]
        last = max((day for day in days if day), default=None)
        later = [
            (day, reading, claim)
            for reading in self._told.readings
            for claim in reading.claims
            if mine and claim.head == mine[0].head and claim.low is not None
            if (day := self._days.get(reading.document.id)) and last and day > last and are_apart(claim, mine[0])
        ]
        if not later:
            return None
        _, reading, claim = max(later, key=lambda one: (one[0], one[1].document.id, -one[2].focus.start))
        newest = cite(reading.document, claim.focus.start, claim.focus.end)
        why = f"the count has moved on: a later report says “{newest.text}”"
        return _Part("differs", (why,), (_cite(bearing[0]), newest))

    def _is_latest(self, finding: Finding, evidence: Sequence[Evidence]) -> bool:
        days = [self._days.get(e.doc) for t in finding.tellings for e in t.evidence]
        last = max((d for d in days if d), default=None)
        return any(self._days.get(e.doc) == last for e in evidence)


def _written(draft: Reading, told: Told) -> Published:
    """The draft's own day, or for lack of one that of the latest report."""
    own = draft.document.published
    if own.earliest:
        return own
    last = max((a.published.latest for a in told.anchors if a.published.latest), default=None)
    return Published(last, last, "inferred", why="the day of the latest report") if last else own


def _is_sure(faults: Sequence[Fault]) -> bool:
    """Whether the sentences are near enough for an accusation: where they differ in much, they may be of two things.

    Of the sentences of four sets that were judged contradicted with two parts left open, three of seven were right;
    with one left open and a clash of denials or names, half of them. Numbers and days are surer.
    """
    left = sum(not f.clash for f in faults)
    kinds = {f.kind for f in faults if f.clash}
    if len(kinds) > 1 and "speaker" in kinds:
        return False  # another's word for it, which may well be another
    return left == 0 or (left == 1 and any(f.clash and f.kind in _SURE for f in faults))


def _own_faults(quoted: Sequence[Quoted], called: Sequence[Called]) -> list[Fault]:
    return [*(f for q in quoted for f in q.faults), *(f for c in called for f in c.faults)]


def _denied(line: Line, compared: Sequence[Compared], bearing: Sequence[Compared]) -> Compared | None:
    """A sentence with the draft's own deed that differs in nothing but that, where what bears it out lacks the deed."""
    if not bearing:
        return None
    surest = max((c.coverage for c in bearing if c.aligned), default=0.0)
    for one in compared:
        if one.coverage > surest and one.coverage >= BORNE_OUT and [f.kind for f in one.faults] == ["turned"]:
            return one
    if surest:
        return None
    most = max(c.coverage for c in bearing)
    bare = not line.negated and not any(deed.verb for deed in line.deeds)
    for one in compared:
        kinds = {f.kind for f in one.faults if f.clash}
        if (
            (one.aligned or bare)
            and one.coverage >= most
            and len(one.faults) == 1
            and kinds & {"denial", "status", "swap"}
        ):
            return one
    return None


def _choose(compared: Sequence[Compared]) -> Compared | None:
    """The sentence that bears it out, or else speaks of it most: few faults, many of its words."""

    def rank(one: Compared) -> tuple[bool, float]:
        open_ = sum(not f.clash for f in one.faults)
        grade = one.coverage + 0.15 * one.aligned - 0.12 * len(one.faults) - 0.08 * open_
        return (not one.faults and one.coverage >= BORNE_OUT, grade)

    return max(compared, key=rank, default=None)


def _holds(compared: Compared, places: set[tuple[str, int]]) -> bool:
    line = compared.told.line
    return any(doc == line.reading.document.id and line.span.start <= at < line.span.end for doc, at in places)


def _cite(compared: Compared) -> Evidence:
    line = compared.told.line
    return cite(line.reading.document, line.span.start, line.span.end)


def _cite_all(compared: Sequence[Compared]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(_cite(c) for c in compared))[:SHOWN]


def _say_support(bearing: Sequence[Compared], quoted: Sequence[Quoted], called: Sequence[Called]) -> str:
    docs = (
        {c.told.line.reading.document.id for c in bearing}
        or {e.doc for q in quoted for e in q.evidence}
        or {e.doc for c in called for e in c.evidence}
    )
    return "one report says it" if len(docs) == 1 else f"{len(docs)} reports say it"
