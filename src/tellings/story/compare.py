"""What reports not seen before change in a story: what is new, what moved, what was taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.brief import Brief, Finding, StatusStep, Telling, TimelineEntry
from tellings.model.changes import Changed, Changes, News, Reread, Section, StatusMove, Withdrawn
from tellings.model.reading import Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import ResolvedTime
from tellings.model.when import Period
from tellings.story.heard import Heard
from tellings.story.lines import SHORTEST, Line, sentence_stems, spread_of, stand_lines
from tellings.story.novelty import KNOWN, KNOWN_CHANGE, Fresh, choose_news, is_known, look_up, weigh_news
from tellings.story.takebacks import find_takebacks, takes_back
from tellings.text.names import fold
from tellings.text.spans import cite
from tellings.text.words import content_stems

# News of a story that are listed; what is beyond is counted.
MOST_NEWS = 40
# A report that carries this share of a seen one brings nothing of its own worth listing.
NEAR_COPY = 0.80
# Share of a correction's weight that a seen sentence must have to be what it corrects.
CORRECTED = 0.30
_Item = tuple[Section, str, str, tuple[Evidence, ...]]
_VALUES = frozenset(("number", "date", "time", "duration"))


@dataclass(frozen=True, slots=True)
class _Ground:
    """The seen reports and what they said: ``places`` by the keys of ``heard``, ``said`` their folded texts."""

    story: str
    seen: frozenset[str]
    unseen: frozenset[str]
    days: Mapping[str, date | None]
    outlets: Mapping[str, str]
    heard: Heard
    places: tuple[Evidence, ...]
    said: tuple[str, ...]

    def old(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """The words of seen reports."""
        return tuple(e for e in evidence if e.doc in self.seen)

    def fresh(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """The words of new reports that no seen report has as they are."""
        return tuple(e for e in evidence if e.doc in self.unseen and not self._repeated(e))

    def latest(self, evidence: Iterable[Evidence]) -> date:
        return max((day for e in evidence if (day := self.days.get(e.doc))), default=date.min)

    def origins(self, documents: Iterable[str]) -> int:
        return len({self.outlets.get(doc, doc) for doc in documents})

    def _repeated(self, evidence: Evidence) -> bool:
        words = f" {fold(evidence.text)} "
        return any(words in text for text in self.said)


def compare(previous: Brief | None, brief: Brief, readings: Sequence[Reading], *, since: str | None = None) -> Changes:
    """What the reports of ``brief`` that are not in ``previous`` add to, change or take back of what was told.

    ``readings`` holds at least the reports of ``brief``; ``previous`` is ``None`` for a story not seen at all. What
    rests on seen reports alone is never news: where the earlier brief did not tell it, it is in ``reread``. ``since``
    is the moment that parted the reports, where one did: then ``undated`` lists those that could not be placed.
    """
    ground = _lay_ground(previous, brief, readings)
    undated = tuple(sorted(d.id for d in brief.documents if since and d.published.earliest is None))
    reread = _find_reread(previous, brief, ground) if previous else ()
    if not ground.unseen:
        return Changes(since, undated=undated, reread=reread)
    changed = _find_changed(brief, ground)
    withdrawn = _find_withdrawn(readings, ground)
    told = [e for c in changed for e in c.evidence] + [e for w in withdrawn for e in w.evidence]
    new, further, repeated = _find_news(brief, readings, ground, told)
    return Changes(
        since=since,
        unseen=tuple(sorted(ground.unseen)),
        undated=undated,
        new=new,
        changed=changed,
        withdrawn=withdrawn,
        status=_find_moves(brief, ground),
        reread=reread,
        further=further,
        repeated=repeated,
        borne_out=sum(_gains_origin(f, ground) for f in brief.findings),
    )


def _lay_ground(previous: Brief | None, brief: Brief, readings: Sequence[Reading]) -> _Ground:
    seen = frozenset(d.id for d in previous.documents) if previous else frozenset()
    heard, places, said = Heard(), [], []
    for reading in sorted(readings, key=lambda r: r.document.id):
        if reading.document.id in seen:
            said.append(f" {fold(reading.document.text)} ")
            for sentence, stems in zip(reading.sentences, sentence_stems(reading), strict=False):
                heard.add(stems)
                places.append(cite(reading.document, sentence.span.start, sentence.span.end))
    here = {r.document.id for r in readings}
    for evidence in sorted(_all_evidence(previous)) if previous else ():
        if evidence.doc not in here:
            heard.add(frozenset(content_stems(evidence.text)))
            places.append(evidence)
            said.append(f" {fold(evidence.text)} ")
    return _Ground(
        story=brief.id,
        seen=seen,
        unseen=frozenset(d.id for d in brief.documents) - seen,
        days={d.id: d.published.latest for d in brief.documents},
        outlets={d.id: fold(d.credit or d.outlet or "") or (d.copy_of or d.id) for d in brief.documents},
        heard=heard,
        places=tuple(places),
        said=tuple(said),
    )


def _all_evidence(brief: Brief) -> set[Evidence]:
    return {e for statement in brief.summary for e in statement.evidence} | {
        e for _, _, _, evidence in _items(brief) for e in evidence
    }


def _find_news(
    brief: Brief, readings: Sequence[Reading], ground: _Ground, told: Sequence[Evidence]
) -> tuple[tuple[News, ...], int, int]:
    """The news, how many more there are, and how many sentences of new reports say what was known."""
    copies = _near_copies(brief, ground)
    new = [r for r in readings if r.document.id in ground.unseen and r.document.id not in copies]
    new.sort(key=lambda r: r.document.id)
    seen = [r for r in readings if r.document.id in ground.seen]
    days = {
        (t.evidence.doc, Span(t.evidence.start, t.evidence.end)): ResolvedTime(
            t.evidence.doc, Span(t.evidence.start, t.evidence.end), t.kind, Period(t.start, t.end, t.grain)
        )
        for t in brief.times
        if t.start and t.end
    }
    lines = [line for r in new for line in stand_lines(r, days, ground.days.get(r.document.id))]
    known = look_up(lines, ground.heard)
    fresh = [line for line in lines if not is_known(known[line.order], _bound(line, told))]
    fresh = [line for line in fresh if not takes_back(line.text) and ground.fresh([_cite(line)])]
    weights = weigh_news(list(map(sentence_stems, new)), spread_of(list(map(sentence_stems, seen))), len(seen))
    chosen = choose_news(fresh, known, weights, most=len(fresh))
    items = list(_items(brief))
    repeated = sum(
        is_known(ground.heard.look_up(stems))
        for r in new
        for sentence, stems in zip(r.sentences, sentence_stems(r), strict=False)
        if sentence.span.end - sentence.span.start >= SHORTEST
    )
    listed = tuple(_tell(one, items, ground) for one in chosen[:MOST_NEWS])
    return listed, len(chosen) - len(listed), repeated


def _bound(line: Line, told: Sequence[Evidence]) -> float:
    """The share from which a line is known: lower for one that only tells a change told by itself."""
    inside = any(e.doc == line.document.id and e.start < line.span.end and line.span.start < e.end for e in told)
    return KNOWN_CHANGE if inside else KNOWN


def _near_copies(brief: Brief, ground: _Ground) -> set[str]:
    """New reports that carry the text of a seen one, or of another new one, nearly whole."""
    carried = {d.id: d.copy_of for d in brief.documents if d.copy_of and d.copied >= NEAR_COPY}
    return {doc for doc in carried if doc in ground.unseen}


def _cite(line: Line) -> Evidence:
    return cite(line.document, line.span.start, line.span.end)


def _tell(one: Fresh, items: Sequence[_Item], ground: _Ground) -> News:
    evidence = tuple(_cite(line) for line in (one.line, *one.beside))
    rests = {
        item
        for _, item, _, places in items
        if any(p.doc == e.doc and p.start < e.end and e.start < p.end for p in places for e in evidence)
    }
    return News(ground.story, one.line.text, ground.origins(e.doc for e in evidence), tuple(sorted(rests)), evidence)


def _items(brief: Brief) -> Iterable[_Item]:
    """Section, id, words and evidence of everything told."""
    for entry in brief.timeline:
        steps = (e for step in entry.history for e in step.evidence)
        yield "timeline", entry.id, entry.what, tuple(dict.fromkeys((*entry.evidence, *steps)))
    for finding in brief.findings:
        evidence = tuple(dict.fromkeys(e for t in finding.tellings for e in t.evidence))
        yield "findings", finding.id, finding.about or finding.tellings[0].text, evidence
    for said in brief.quotations:
        yield "quotations", said.id, said.text, said.evidence


def _find_changed(brief: Brief, ground: _Ground) -> tuple[Changed, ...]:
    found = [c for f in brief.findings if f.kind in _VALUES and (c := _change(f, ground))]
    told = {e for c in found for e in c.evidence}
    found += [c for entry in brief.timeline if (c := _replan(entry, ground)) and not told & set(c.evidence)]
    return tuple(sorted(found, key=lambda c: (c.verdict, c.finding)))


def _change(finding: Finding, ground: _Ground) -> Changed | None:
    """The last value new reports give where no seen one gives it, beside the last that the seen ones gave.

    The same value in other words ("18", "18 people") is no change.
    """
    if finding.verdict != "updated" and finding.verdict != "conflict":
        return None
    old = [(t, e) for t in finding.tellings if (e := ground.old(t.evidence))]
    new = [(t, e) for t in finding.tellings if not ground.old(t.evidence) and (e := ground.fresh(t.evidence))]

    def newest(told: tuple[Telling, tuple[Evidence, ...]]) -> tuple[date, tuple[Evidence, ...]]:
        return ground.latest(told[1]), told[1]

    was, was_evidence = max(old, key=newest, default=(None, ()))
    if was is None or not (moved := [one for one in new if one[0].value != was.value]):
        return None
    now, evidence = max(moved, key=newest)
    return Changed(
        ground.story,
        finding.id,
        finding.about,
        finding.verdict,
        was.text,
        now.text,
        finding.why,
        was_evidence,
        evidence,
    )


def _replan(entry: TimelineEntry, ground: _Ground) -> Changed | None:
    """A plan that a new report moves to other days."""
    if not entry.history or entry.history[-1].what in {"", entry.what}:
        return None
    last, was = entry.history[-1], ground.old(e for step in entry.history[:-1] for e in step.evidence)
    evidence = ground.fresh(last.evidence)
    if last.status != "cancelled" or not was or not evidence:
        return None
    why = "A later report moves it to other days."
    return Changed(ground.story, entry.id, entry.what, "updated", entry.what, last.what, why, was, evidence)


def _find_moves(brief: Brief, ground: _Ground) -> tuple[StatusMove, ...]:
    """Events of seen reports that stand otherwise by what the latest new report says."""
    moves = []
    for entry in brief.timeline:
        was = [step for step in entry.history if ground.old(step.evidence)]
        now = [step for step in entry.history if not ground.old(step.evidence) and ground.fresh(step.evidence)]
        if was and now and _moves(was[-1], now[-1], entry):
            moves.append(_move(entry, was[-1], now[-1], ground))
    return tuple(moves)


def _moves(was: StatusStep, now: StatusStep, entry: TimelineEntry) -> bool:
    in_order = was.as_of is None or now.as_of is None or was.as_of <= now.as_of
    return in_order and was.status != now.status == entry.status


def _move(entry: TimelineEntry, was: StatusStep, now: StatusStep, ground: _Ground) -> StatusMove:
    return StatusMove(
        story=ground.story,
        event=entry.id,
        what=entry.what,
        start=entry.start,
        end=entry.end,
        was=was.status,
        now=now.status,
        by=now.by,
        as_of=now.as_of,
        was_evidence=ground.old(was.evidence),
        evidence=ground.fresh(now.evidence),
    )


def _find_withdrawn(readings: Sequence[Reading], ground: _Ground) -> tuple[Withdrawn, ...]:
    found = []
    for reading in sorted(readings, key=lambda r: r.document.id):
        if reading.document.id not in ground.unseen:
            continue
        for words in ground.fresh(find_takebacks(reading)):
            stems = frozenset(content_stems(words.text))
            known = ground.heard.look_up(stems)
            was = ground.places[known.at] if known.at is not None and known.share >= CORRECTED else None
            found.append(
                Withdrawn(
                    story=ground.story,
                    text=" ".join(words.text.split()),
                    was=" ".join(was.text.split()) if was else None,
                    why="A new report corrects or takes back what was said.",
                    was_evidence=(was,) if was else (),
                    evidence=(words,),
                )
            )
    return tuple(found)


def _find_reread(previous: Brief, brief: Brief, ground: _Ground) -> tuple[Reread, ...]:
    """What rests on seen reports alone, at places the earlier brief told nothing of in that section.

    Statements are left out: a brief lists the weightiest of them, so another choice is no other reading.
    """
    places: dict[tuple[Section, str], list[Evidence]] = {}
    for section, _, _, evidence in _items(previous):
        for e in evidence:
            places.setdefault((section, e.doc), []).append(e)
    loose = {f.id for f in brief.findings if f.kind in {"other", "attribution"}}
    found = []
    for section, item, text, evidence in _items(brief):
        if item in loose or not all(e.doc in ground.seen for e in evidence):
            continue
        if any(p.start < e.end and e.start < p.end for e in evidence for p in places.get((section, e.doc), ())):
            continue
        found.append(Reread(ground.story, section, item, text, evidence))
    return tuple(sorted(found, key=lambda r: (r.section, r.item)))


def _gains_origin(finding: Finding, ground: _Ground) -> bool:
    """Whether new reports of other origins bear out what seen ones said."""
    if finding.verdict not in {"agree", "compatible"}:
        return False
    docs = {e.doc for t in finding.tellings for e in t.evidence}
    old = docs & ground.seen
    return bool(old) and ground.origins(docs) > ground.origins(old)
