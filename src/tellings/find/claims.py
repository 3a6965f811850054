"""Small facts with a slot: counts, lengths of time, firsts, lists of members, dated deeds, statements."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.document import Document
from tellings.model.reading import (
    Approx,
    Claim,
    ClaimKind,
    Entity,
    Event,
    Quantity,
    Quotation,
    Sentence,
    TimeExpression,
)
from tellings.model.span import Span
from tellings.text.names import fold
from tellings.text.spans import within
from tellings.text.words import content_stems, rarity, stem, tokens

# Characters before a list within which it is said what the list is.
LEAD_IN = 60
# The head of a number that counts nothing: an age in brackets, a telephone number, a page.
NOTHING = "number"
# Quotations that may begin before a place and still hold it.
NESTED = 12
# A sentence with fewer content stems says too little to be laid beside another.
FEWEST_STEMS = 4
# One with more is compared clause by clause.
MANY_STEMS = 16
LONGEST = 2000
# What a bound word leaves open, as shares of the value below and above it: "over 200" is 200 to 300.
_BOUNDS: dict[Approx, tuple[float, float]] = {
    "exact": (0.0, 0.0),
    "about": (0.15, 0.15),
    "almost": (0.2, 0.0),
    "over": (0.0, 0.5),
    "at_least": (0.0, math.inf),
    "under": (1.0, 0.0),
    "at_most": (1.0, 0.0),
}
# The more digits a round number has, the less these leave open: "some 146 billion" is not 151, "over 65" is not 92.
_ROUND = frozenset({"about", "almost", "over"})
_NTH = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = re.compile(
    rf"\b({'|'.join(_NTH)})\b(?=[^.;]{{0,60}}?\b(?:in|since|for|this|of)\b)[^.;,]{{3,90}}", re.IGNORECASE
)
_ORDINAL_SCOPE = re.compile(r"\b(?:in|since|this|for|of)\s+(?:the\s+)?\S+.*", re.IGNORECASE)
_PARTITIVE = re.compile(r"\b(?:of|among)\s+(?:the\s+|its\s+|their\s+|these\s+|those\s+)?$")
_LIST_MARK = re.compile(r",|\band\b|\bor\b")
_NOT_LISTED = re.compile(r"\bwith\b|\bexpected\b|\bbut\b|\bnot\b")


def find_claims(
    doc: Document,
    sentences: tuple[Sentence, ...],
    times: tuple[TimeExpression, ...],
    quantities: tuple[Quantity, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
    events: tuple[Event, ...],
) -> tuple[Claim, ...]:
    """Claims in text order. Each is found once, however many sections of a brief will show it."""
    listed = {"place", "organisation", "group"}
    names = [(s, e) for e in entities if e.kind in listed for s in e.mentions]
    names.sort(key=lambda pair: (pair[0].start, pair[0].end))
    starts = [name.start for name, _ in names]
    view = _View(doc, entities, quotations, events, times)
    claims: list[Claim] = []
    for sentence in sentences:
        span = sentence.span
        if span.end - span.start > LONGEST:
            continue
        inside = within(quantities, span.start, span.end)
        counted = [_count(view, span, quantity) for quantity in inside if _counts(doc.text, quantity)]
        claims += [claim for claim in counted if claim.head != NOTHING]
        claims += _ordinals(view, span)
        claims += _members(view, span, names[bisect_left(starts, span.start) : bisect_left(starts, span.end)])
        claims += _statement(view, span)
    return tuple(sorted(claims, key=lambda c: (c.span.start, c.span.end, c.focus.start, c.focus.end, c.kind)))


class _View:
    """The layers of one report, laid out for looking up what stands around a place."""

    def __init__(
        self,
        doc: Document,
        entities: Sequence[Entity],
        quotations: Sequence[Quotation],
        events: Sequence[Event],
        times: Sequence[TimeExpression],
    ) -> None:
        self.text = doc.text
        # A clause's own event comes first of those that share the clause.
        self.events = tuple({e.span: e for e in reversed(events)}.values())[::-1]
        self.times = times
        self._stems: dict[Span, list[str]] = {}
        self._time_starts = [t.span.start for t in times]
        self._event_starts = [e.span.start for e in self.events]
        self._names = sorted((span.start, e.id) for e in entities for span in e.mentions)
        self._name_starts = [start for start, _ in self._names]
        self._said = sorted((c, q.source[0]) for q in quotations if q.source and q.kind != "scare" for c in q.content)

    def clause(self, sentence: Span, place: Span) -> tuple[Span, Event | None]:
        """The clause around ``place`` with its event; the sentence where it has none."""
        for event in reversed(self.events[: bisect_right(self._event_starts, place.start)]):
            if event.span.start < sentence.start:
                break
            if event.span.start <= place.start and place.end <= event.span.end:
                return event.span, event
        return sentence, None

    def within(self, sentence: Span) -> Sequence[Event]:
        """The events whose clauses begin in the sentence."""
        starts = self._event_starts
        return self.events[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]

    def actors(self, span: Span) -> tuple[str, ...]:
        """Ids of the entities named in ``span``, in text order."""
        low, high = bisect_right(self._name_starts, span.start - 1), bisect_right(self._name_starts, span.end - 1)
        return tuple(dict.fromkeys(entity for _, entity in self._names[low:high]))

    def source(self, span: Span) -> Span | None:
        """Who the report says it has ``span`` from, as printed."""
        at = bisect_left(self._said, span.end, key=lambda pair: pair[0].start)
        for content, source in self._said[max(0, at - NESTED) : at]:
            if content.end > span.start:
                return source
        return None

    def time(self, span: Span) -> Span | None:
        """The first date in ``span``."""
        starts = self._time_starts
        for time in self.times[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            if time.kind == "date":
                return time.span
        return None

    def words(self, span: Span) -> str:
        """The text of ``span``."""
        return self.text[span.start : span.end]

    def stems(self, span: Span) -> list[str]:
        """The stems of meaning in ``span``: asked several times of one clause, found once."""
        found = self._stems.get(span)
        if found is None:
            found = self._stems[span] = content_stems(self.words(span))
        return found


@cache
def _heads() -> dict[str, str]:
    return {form: head for head, forms in load_table("claim_frames")["heads"].items() for form in forms}


@cache
def _scopes() -> re.Pattern[str]:
    words = sorted(load_table("claim_frames")["scope"]["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")


def _claim(view: _View, kind: ClaimKind, span: Span, focus: Span, head: str, event: Event | None) -> Claim:
    return Claim(
        kind=kind,
        span=span,
        focus=focus,
        head=head,
        about=tuple(sorted(set(view.stems(span)))),
        actors=view.actors(span),
        scope=tuple(sorted(set(_scopes().findall(view.words(span).lower())))),
        time=view.time(span),
        negated=event.negated if event else False,
        hedged=event.status == "possible" if event else False,
        status=event.status if event else None,
        attributed=view.source(focus),
    )


def _with(claim: Claim, **changes: object) -> Claim:
    fields = {name: getattr(claim, name) for name in Claim.__slots__}
    return Claim(**{**fields, **changes})


def _counts(text: str, quantity: Quantity) -> bool:
    """False for words that look like a count and are none: "the two leaders", "zero tolerance"."""
    spelled = not any(c.isdigit() for c in text[quantity.span.start : quantity.span.end])
    return quantity.value > 0 and not (spelled and quantity.unit in {None, "person"} and quantity.value <= 2)


def _count(view: _View, sentence: Span, quantity: Quantity) -> Claim:
    """A number and what it counts; ``head`` folds the ways to say one count ("died", "death toll") together."""
    clause, event = view.clause(sentence, quantity.span)
    below, above = _leeway(quantity)
    base = load_table("measures")["to_base"].get(quantity.unit or "", {"base": quantity.unit, "factor": 1.0})
    claim = _claim(view, "number", clause, quantity.span, _head(view, clause, sentence, quantity), event)
    return _with(
        claim,
        about=_around(claim),
        kind="duration" if quantity.unit in _LENGTHS else "number",
        low=quantity.value * (1 - below) * base["factor"],
        high=quantity.value_max * (1 + above) * base["factor"],
        unit=base["base"],
        value=quantity.value * base["factor"],
    )


def _leeway(quantity: Quantity) -> tuple[float, float]:
    """The shares of the value that its bound word leaves open below and above."""
    below, above = _BOUNDS[quantity.approx]
    if quantity.approx not in _ROUND:
        return below, above
    digits = f"{quantity.value:.6e}".split("e")[0].replace(".", "").rstrip("0")
    step = 10.0 ** (1 - len(digits)) / float(f"{digits[0]}.{digits[1:]}0")
    return min(below, 2 * step), min(above, 2 * step)


_LENGTHS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})


def _around(claim: Claim) -> tuple[str, ...]:
    """The words around a number without numbers and people; all ways to say its head become one."""
    plain = {_heads().get(s, s) for s in claim.about if not s[0].isdigit() and s not in _anybody()}
    toll = claim.head.split(" ")[0]
    return tuple(sorted(plain | {toll} if toll in load_table("claim_frames")["heads"] else plain))


def _head(view: _View, clause: Span, sentence: Span, quantity: Quantity) -> str:
    """What the number is of: people who died, were hurt, held ... under that; a part of them ("ten children") apart."""
    noun = view.stems(quantity.of) if quantity.of else []
    if quantity.unit not in {None, "person"}:
        base = load_table("measures")["to_base"].get(quantity.unit or "", {"base": quantity.unit})["base"]
        return noun[-1] if noun else _measured(view, sentence, quantity) or base or ""
    last = noun[-1] if noun else ""
    own = view.stems(quantity.span)
    toll = next((_heads()[s] for s in [*noun, *own] if s in _heads()), None) or _nearest_toll(view, clause, quantity)
    partitive = _PARTITIVE.search(view.text, max(sentence.start, quantity.span.start - 20), quantity.span.start)
    before = view.text[max(sentence.start, partitive.start() - 20) : partitive.start()] if partitive else ""
    counted = content_stems(before)[-1:]
    if counted and counted[0] in _heads():
        toll, partitive = _heads()[counted[0]], None
    if toll and not partitive and (not last or last in _people() or last in _heads()):
        part = last and last not in _heads() and last not in _anybody()
        return f"{toll} {last}" if part else toll
    return last or NOTHING


def _nearest_toll(view: _View, clause: Span, quantity: Quantity) -> str | None:
    """What befell those counted, by the word for it that stands nearest in the clause, before the number first."""
    before = content_stems(view.text[clause.start : quantity.span.start])
    after = content_stems(view.text[quantity.span.end : clause.end])
    found = [(len(before) - i - 0.5, _heads()[s]) for i, s in enumerate(before) if s in _heads()]
    found += [(i + 1.0, _heads()[s]) for i, s in enumerate(after) if s in _heads()]
    return min(found)[1] if found else None


def _measured(view: _View, sentence: Span, quantity: Quantity) -> str:
    """The thing a measure is said of: "a 25-tonne lorry"."""
    if "-" not in view.words(quantity.span):
        return ""
    head = ""
    after = view.text[quantity.span.end : min(sentence.end, quantity.span.end + 60)]
    for word in re.split(r"[\s-]+", after.lstrip(", -")):
        noun = content_stems(word.strip(",.;:"))
        if not noun or word.casefold() in load_words("phrase_enders"):
            break
        head = noun[-1]
        if word[-1] in ".;:":
            break
    return head


@cache
def _people() -> frozenset[str]:
    return frozenset(stem(word) for word in load_table("claim_frames")["people"]["nouns"])


@cache
def _anybody() -> frozenset[str]:
    return frozenset(stem(word) for word in load_table("claim_frames")["people"]["anybody"])


def _ordinals(view: _View, sentence: Span) -> Iterator[Claim]:
    """ "first trip abroad in over two years": what is counted, and the scope it is counted in."""
    if not any(map(view.words(sentence).lower().__contains__, _NTH)):
        return
    for match in _ORDINAL.finditer(view.text, sentence.start, sentence.end):
        scope = _ORDINAL_SCOPE.search(match.group())
        if not scope:
            continue
        scoped = Span(match.start() + scope.start(), match.end())
        if any(t.span.start == match.start() for t in view.times) or not within(view.times, scoped.start, scoped.end):
            continue
        noun = content_stems(match.group()[: scope.start()])
        clause, event = view.clause(sentence, Span(match.start(), match.start() + len(match.group(1))))
        if len(noun) < 2 and not (noun and view.actors(clause)):
            continue
        focus = Span(match.start(), match.start() + len(match.group().rstrip()))
        claim = _claim(view, "duration", sentence, focus, _first_of(noun, view.words(clause)), event)
        yield _with(claim, names=(match.group(1).lower(), " ".join(tokens(scope.group())[:8])), unit="ordinal")


def _first_of(noun: Sequence[str], clause: str) -> str:
    """What is done for the first time, nouns and verbs of one kind under one name ("trip" for visits and leaving)."""
    kinds = {form: kind for kind, forms in load_table("claim_frames")["firsts"].items() for form in forms}
    for stem_ in [*reversed(noun), *(content_stems(clause) if "time" in noun else ())]:
        if stem_ in kinds:
            return str(kinds[stem_])
    return noun[-1]


def _members(view: _View, sentence: Span, names: Sequence[tuple[Span, Entity]]) -> Iterator[Claim]:
    """A list of three names or more, and what the sentence says the list is."""
    if len(names) < 3:
        return
    run: list[tuple[Span, Entity]] = []
    best: list[tuple[Span, Entity]] = []
    for item in names:
        between = view.text[run[-1][0].end : item[0].start] if run else ""
        if run and (len(between) > 30 or not _LIST_MARK.search(between) or _NOT_LISTED.search(between)):
            run = []
        run.append(item)
        best = run[:] if len(run) > len(best) else best
    if len(best) < 3:
        return
    before = view.text[max(sentence.start, best[0][0].start - LEAD_IN) : best[0][0].start]
    words = " ".join(tokens(before))
    for relation in ("founders", "members"):
        cues = load_table("claim_frames")["membership"][relation]
        if any(cue in words if " " in cue else any(w.startswith(cue) for w in words.split()) for cue in cues):
            focus = Span(best[0][0].start, best[-1][0].end)
            claim = _claim(view, "membership", sentence, focus, relation, None)
            yield _with(claim, names=tuple(sorted({fold(e.name) for _, e in best})))
            return


def _statement(view: _View, sentence: Span) -> Iterator[Claim]:
    """The sentence as a whole, or each clause of a long one, where it says enough to be compared."""
    inside = view.within(sentence)
    whole = [(sentence, inside[0] if inside else None)]
    parts = [(e.span, e) for e in inside if _weight(view.stems(e.span)) >= FEWEST_STEMS] if len(inside) > 1 else []
    long = len(parts) > 1 and _weight(view.stems(sentence)) > MANY_STEMS
    for span, event in parts if long else whole:
        if long or _weight(view.stems(span)) >= FEWEST_STEMS:
            source = view.source(span)
            yield _claim(view, "attribution" if source else "other", span, span, event.lemma if event else "", event)


def _weight(stems: Sequence[str]) -> int:
    """How many different words of meaning there are that are not in every report."""
    return len({s for s in stems if rarity(s) > 2})
