"""What a draft says is to come, against what later reports say became of it: taken off, put off, done."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model.check import CheckVerdict
from tellings.model.when import Period
from tellings.story.check_ground import Ground
from tellings.story.check_line import Deed, Line
from tellings.story.check_off import Off, find_off, head_of, light_stems, says_off, stems
from tellings.story.check_parts import Compared, Told
from tellings.story.check_words import alike, words_of
from tellings.text.spans import overlap

# Before a verb: it was planned, whatever became of it.
_WAS_PLANNED = re.compile(
    r"\b(?:was|were|had|having)\s+(?:\w+\s+){0,3}?(?:to|expected|due|planned|scheduled|supposed|set|meant)\b"
    r"|\bwould\s+have\b|\b(?:planned|hoped|wanted|intended|meant)\s+to\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|might)\s+(?:\w+ly\s+|also\s+)?(?:be\s+)?$", re.IGNORECASE)
# Characters before a verb in which its helpers stand, and those of a noun phrase before or behind it.
HELPERS, PHRASE = 40, 80


@dataclass(frozen=True, slots=True)
class Overtaken:
    """How the reports that came after put a planned thing; ``told`` are the sentences that say so."""

    verdict: CheckVerdict
    why: str
    told: tuple[Told, ...]


class Later:
    """The reports by their days: whether what is planned in a draft still stands at the end of them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._off: tuple[Off, ...] | None = None
        self._days = {anchor.doc: anchor.published.latest for anchor in ground.story.anchors}

    def overtake(self, line: Line, bearing: Sequence[Compared], compared: Sequence[Compared]) -> Overtaken | None:
        """What became of a thing that ``line`` says is to come and the reports ``bearing`` it out expected.

        ``contradicted`` where a report later than all of these takes it off; ``differs`` where it cannot be told which
        came later, where it was only put off, or where a later report tells it as done.
        """
        plans = [deed for deed in line.deeds if _is_planned(line, deed)]
        if not plans or not bearing or says_off(line):
            return None
        if self._off is None:
            self._off = find_off(self._ground.told)
        stated = [c.told for c in bearing]
        for deed in plans:
            heads = _heads(line, deed)
            offs = [off for off in self._off if self._is_same(off, line, deed, heads, stated)]
            if found := self._weigh(line, heads, offs, stated):
                return found
        return self._is_done(line, bearing, compared)

    def _weigh(
        self, line: Line, heads: frozenset[str], offs: Sequence[Off], stated: Sequence[Told]
    ) -> Overtaken | None:
        """The last word on a plan: that it is off, or that it stands."""
        spoken = {id(off.told) for off in offs}
        standing = [t for t in stated if id(t) not in spoken and not _WAS_PLANNED.search(t.line.text)]
        known = [self._day(t) for t in standing]
        last = None if None in known else max((day for day in known if day), default=date.min)
        after = [off for off in offs if last is None or (day := self._day(off.told)) is None or day >= last]
        if not after:
            return None
        off = max(after, key=lambda one: (self._day(one.told) or date.min, _shared(one.told.line, line)))
        day = self._day(off.told)
        said = off.told.line.words_at(off.words)
        word = "put off" if off.later else "taken off"
        shown = (off.told, *standing[:1])
        sure = day is not None and last is not None and day > last
        if off.later and not line.days:
            return Overtaken("differs", f"it was put off: a report says “{said}” of it", shown)
        if not sure:
            return Overtaken("differs", f"the reports disagree: one says “{said}” of it", shown)
        if again := self._again(line, heads, day, off):
            return Overtaken("differs", f"the reports disagree: one says “{said}” of it", (off.told, again))
        return Overtaken(
            "contradicted", f"it was {word}: a later report says “{said}” of it", (off.told, *standing[:1])
        )

    def _again(self, line: Line, heads: frozenset[str], day: date | None, off: Off) -> Told | None:
        """A sentence of that day or later that tells the thing as to come, or as having come about, all the same."""
        for told in self._ground.told:
            told_on = self._day(told)
            if told.line is off.told.line or (told_on and day and told_on < day):
                continue
            if not told.line.actors & line.actors or told.line.negated:
                continue
            for deed in told.line.deeds:
                coming = deed.status in ("expected", "under_way", "happened") and not deed.negated
                if coming and not _was(told.line, deed) and _any_alike(_heads(told.line, deed), heads):
                    return told
        return None

    def _is_same(self, off: Off, line: Line, deed: Deed, heads: frozenset[str], stated: Sequence[Told]) -> bool:
        """Whether what is taken off is the planned thing: its kind, its people and places, its days, its words."""
        theirs = off.told.line
        if not any(alike(off.head, head) for head in heads):
            return False
        mine = line.actors.union(*(t.line.actors | t.near_actors for t in stated))
        near = theirs.actors | off.told.near_actors
        if (line.actors and not line.actors & near) or (deed.subject and not deed.subject & near):
            return False
        voices = frozenset(who for said in theirs.said for who in said.who)
        for name in theirs.names:
            doer = off.deed is not None and name.span.end <= off.deed.trigger.start
            exempt = name.ids & voices or (doer and not off.own and not overlap(name.span, off.place))
            if not exempt and overlap(name.span, off.told.line.span) and not name.ids & mine:
                return False
        doers = off.deed.subject if off.deed and off.own else frozenset()
        if doers and not doers & line.actors:
            return False
        return self._fits(off, line, stated) and not _strange(off, line, heads, stated)

    def _fits(self, off: Off, line: Line, stated: Sequence[Told]) -> bool:
        """Whether the days of both allow it: none is said of another day, nor taken off after its own."""
        own = [d.period for d in line.days if d.period]
        planned = own or [d.period for t in stated for d in t.line.days if d.period]
        told_on = self._day(off.told)
        theirs = [d.period for d in off.told.line.days if d.period and overlap(d.span, off.place)]
        if own and any(_meet(p, q) for p in own for q in theirs):
            return not off.later or not _is_new_day(off, own)
        if own and any(told_on is None or q.start > told_on for q in theirs) and not off.later:
            return False
        return not (planned and told_on and max(p.end for p in planned) < told_on)

    def _is_done(self, line: Line, bearing: Sequence[Compared], compared: Sequence[Compared]) -> Overtaken | None:
        """A later report that differs in nothing but that it tells the thing as done."""
        days = [self._day(c.told) for c in bearing]
        last = None if None in days else max((day for day in days if day), default=None)
        for one in compared:
            day = self._day(one.told)
            only = one.faults and all(f.kind == "status" and not f.clash for f in one.faults)
            if only and one.aligned and last and day and day > last and line.actors & one.told.line.actors:
                done = [d for d in one.told.line.deeds if d.status == "happened" and not d.negated and d.verb]
                pairs = [d for d in done if any(alike(d.word, m.word) for m in line.deeds)]
                if pairs and _dated_alike(line, one.told.line):
                    said = one.told.line.words_at(pairs[0].trigger)
                    return Overtaken(
                        "differs", f"it has moved on: a later report says “{said}”", (one.told, bearing[0].told)
                    )
        return None

    def _day(self, told: Told) -> date | None:
        return self._days.get(told.line.reading.document.id)


def _shared(line: Line, mine: Line) -> int:
    """How much two sentences have in common: names and words."""
    return len(line.actors & mine.actors) + len(set(line.words) & set(mine.words))


def _dated_alike(line: Line, other: Line) -> bool:
    mine, theirs = ([d.period for d in one.days if d.period] for one in (line, other))
    return bool(mine and theirs) and any(_meet(p, q) for p in mine for q in theirs)


def _meet(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _is_new_day(off: Off, own: Sequence[Period]) -> bool:
    """Whether the draft's day is the one it was put off to: "postponed until 20 May"."""
    new = [d.period for d in off.told.line.days if d.period and d.slot in ("until", "till", "to", "by", "for")]
    return any(_meet(p, q) for p in own for q in new)


def _is_planned(line: Line, deed: Deed) -> bool:
    """Whether the draft says now that it is to come."""
    if deed.negated or _was(line, deed):
        return False
    before = line.reading.document.text[max(line.span.start, deed.trigger.start - HELPERS) : deed.trigger.start]
    return deed.status == "expected" or (deed.status == "possible" and bool(_MAY.search(before)))


def _was(line: Line, deed: Deed) -> bool:
    """Whether a verb only says what was planned: "was to visit", "had hoped to visit"."""
    start = max(line.span.start, deed.trigger.start - HELPERS)
    text = line.reading.document.text
    return bool(_WAS_PLANNED.search(text, start, min(line.span.end, deed.trigger.end))) and deed.status != "happened"


def _heads(line: Line, deed: Deed) -> frozenset[str]:
    """The stems that name the deed: the verb, or where that only says that something is held, its subject or object."""
    light = stems("holding") | light_stems()
    if deed.word not in light:
        return frozenset({deed.word})
    text = line.reading.document.text
    before = text[max(line.span.start, deed.span.start) : deed.trigger.start]
    after = text[deed.trigger.end : min(line.span.end, deed.trigger.end + PHRASE)]
    cut = re.split(r"[,;.:()“”\"]|\s(?:to|on|in|at|from|after|before|with)\s", after)[0]
    after_to = re.match(r"\s+to\s+(?:be\s+)?([^\W\d_]+)", after)
    heads = {head_of(_bare(before)), head_of(cut), *(words_of(after_to.group(1)) if after_to else ())}
    return frozenset(heads - {""} - light)


def _bare(before: str) -> str:
    """A subject without the helpers of its verb."""
    return re.split(r"\s(?:will|would|is|are|may|might|has|have|shall)\b", before)[0]


def _any_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(alike(a, b) for a in one for b in other)


def _strange(off: Off, line: Line, heads: frozenset[str], stated: Sequence[Told]) -> bool:
    """Whether the thing taken off has a word of meaning that neither the draft nor its reports have of theirs."""
    loose = stems("loose") | stems("plans") | stems("holding") | stems("put_off") | stems("verbs")
    known = set(line.words).union(*(set(t.line.words) | t.near_words for t in stated), loose, heads)
    return any(not any(alike(word, other) for other in known) for word in _words(off))


def _words(off: Off) -> Iterator[str]:
    """The words of the thing that is taken off, without names, days and the verbs of it."""
    text = off.told.line.reading.document.text
    line = off.told.line
    kept = list(text[off.place.start : off.place.end])
    spans = [n.span for n in line.names] + [d.span for d in line.days]
    for span in spans + ([off.deed.trigger] if off.deed else []):
        for at in range(max(span.start, off.place.start), min(span.end, off.place.end)):
            kept[at - off.place.start] = " "
    yield from words_of("".join(kept))
