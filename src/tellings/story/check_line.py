"""One sentence, of a draft or of a report, laid out for comparison: words, values, days, names, deeds, voices."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Event, EventStatus, Quantity, Reading, Sentence
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.story.check_names import STRANGER, Ids, Names, capital_words, mentions_of, noun_phrase, without_day
from tellings.story.check_verbs import only_after, status_of, stem_of, takes_object
from tellings.story.check_words import negated_words, words_of
from tellings.text.names import fold
from tellings.text.negation import is_ruled_out
from tellings.text.spans import overlap, within
from tellings.text.verbs import find_verb_groups

_PLACED = "in|at|on|from|to|near|into|inside|outside|against|with|by|for|of|over|under|towards?|between|below|above"
_SLOT = re.compile(
    rf"\b({_PLACED})\s+(?:(?!(?:{_PLACED})\s)[^\s,.;:()“”\"]+\s+){{0,3}}$",
    re.IGNORECASE,
)
_TIME_SLOT = re.compile(r"\b(from|since|until|till|before|after|by|to|for)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_OWNED = re.compile(r"[’']s?\s+((?:[^\W\d_][\w\-]*\s+){0,3}[^\W\d_][\w\-]*)")
# Another subject stands between a name and the verb.
_OTHER = re.compile(r"\b(?:it|they|we|you|I|there|this|nobody|somebody)\b")
_ORDINAL = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b", re.I
)
_JOINED = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:the\s+)?$")
# Words of a title between two names of one noun phrase: "Sambreli Prime Minister Onda Merek".
TITLE = 3
_DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4,
    "year": 365.25,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A number: ``low`` to ``high`` in the base ``unit``, exact or not, and the stems of what is counted.

    ``figure`` is what is printed, in the base unit, ``bound`` how it is limited ("over", "about", "exact" ...).
    """

    span: Span
    low: float
    high: float
    unit: str | None
    exact: bool
    of: frozenset[str]
    printed_unit: str | None = None
    figure: float = 0.0
    bound: str = "exact"


@dataclass(frozen=True, slots=True)
class Day:
    """A date with the days it means, and the preposition that places it ("from", "until" ...)."""

    span: Span
    period: Period | None
    slot: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name: whom it may mean, the prepositions before it, and the stems of what is said to be theirs."""

    span: Span
    ids: Ids
    slots: frozenset[str]
    owns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """An event with who does it and whom it is done to, as far as they are names."""

    span: Span
    trigger: Span
    word: str
    status: EventStatus
    negated: bool
    subject: Ids
    object: Ids
    time: Span | None
    verb: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Words given to somebody: ``who`` as actors (empty: not known), ``name`` as printed."""

    content: tuple[Span, ...]
    kind: str
    who: Ids
    name: str | None
    cue: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence laid out."""

    reading: Reading
    span: Span
    words: tuple[str, ...]
    negated: frozenset[str]
    values: tuple[Value, ...]
    days: tuple[Day, ...]
    names: tuple[Named, ...]
    deeds: tuple[Deed, ...]
    said: tuple[Said, ...]
    ordinals: frozenset[str]

    @property
    def text(self) -> str:
        """Its words as printed."""
        return self.reading.document.text[self.span.start : self.span.end]

    @property
    def actors(self) -> Ids:
        """Everybody named in it."""
        return frozenset(actor for name in self.names for actor in name.ids)

    def words_at(self, span: Span) -> str:
        """The words of one place, in one line."""
        return " ".join(self.reading.document.text[span.start : span.end].split())


def lay_line(
    reading: Reading, span: Span, names: Names, periods: Mapping[Span, Period | None], *, draft: bool = False
) -> Line:
    """The sentence or part of one at ``span``; names of a ``draft`` are looked up among the story's actors."""
    text = reading.document.text
    verbs = {group.trigger for group in find_verb_groups(text, span.start, span.end)}
    called = _find_names(reading, span, names, verbs, draft=draft)
    called = [_with_seat(name, text, names) for name in called] if draft else called
    return Line(
        reading=reading,
        span=span,
        words=tuple(words_of(text[span.start : span.end])),
        negated=negated_words(text[span.start : span.end]),
        values=tuple(_find_values(reading, span)),
        days=tuple(
            Day(t.span, periods.get(t.span), _time_slot(text, span, t.span))
            for t in within(reading.times, span.start, span.end)
            if t.kind in ("date", "time")
        ),
        names=tuple(called),
        deeds=tuple(
            _deed(reading, span, e, called, e.trigger in verbs or takes_object(text, e.trigger), draft=draft)
            for e in reading.events
            if overlap(e.trigger, span)
        ),
        said=tuple(_find_said(reading, span, names, draft=draft)),
        ordinals=frozenset(m.group().lower() for m in _ORDINAL.finditer(text, span.start, span.end)),
    )


def _find_names(reading: Reading, span: Span, names: Names, verbs: Collection[Span], *, draft: bool) -> list[Named]:
    text = reading.document.text
    found: list[Named] = []
    full = {entity.id: entity.name for entity in reading.entities}
    own = {mention.span for mention in reading.mentions}
    end = span.start
    for place, entity in mentions_of(reading):
        if draft:
            place = without_day(reading, place)
        if place.start < end or place.end > span.end:
            continue
        printed = text[place.start : place.end]
        if draft:
            ids = names.find(printed) or names.find(full[entity])
            head = re.match(r"(.+?)\s+(?:of|from|at)\s+(?:the\s+)?(?=[A-Z])", printed)
            if not ids and head and (ids := names.find(head.group(1))):
                place = Span(place.start, place.start + head.end(1))
            if not ids and place not in own:
                continue
            ids = ids or frozenset({STRANGER + " ".join(printed.split())})
        else:
            ids = names.resolve(reading, entity, place)
        owned = _owned(text, span, place, names, ids, verbs)
        if draft and owned and "’" not in text[place.end : place.end + 1] and (one := names.holder(ids, owned)):
            ids, owned = one, frozenset()
        found.append(Named(place, ids, _slots(text, span, place, found), owned))
        end = place.end
    first = next((m.start() for m in re.finditer(r"\w", text[span.start : span.end])), 0) + span.start
    for place in capital_words(text, span, first):
        if any(overlap(place, name.span) for name in found):
            continue
        word = text[place.start : place.end]
        ids = names.find(word)
        if ids or draft:
            ids = ids or frozenset({STRANGER + word})
            found.append(
                Named(place, ids, _slots(text, span, place, found), _owned(text, span, place, names, ids, verbs))
            )
    return sorted(found, key=lambda name: name.span)


def _with_seat(name: Named, text: str, names: Names) -> Named:
    """A capital that acts stands for its country as well; one that something is in, or goes to, does not."""
    seat = frozenset() if name.slots else names.seat(text[name.span.start : name.span.end])
    known = frozenset(actor for actor in name.ids if not actor.startswith(STRANGER))
    return replace(name, ids=known | seat) if seat else name


def _slots(text: str, sentence: Span, place: Span, before: Sequence[Named]) -> frozenset[str]:
    """The prepositions a name hangs on: "in the city of X" gives both."""
    found = set()
    start = sentence.start
    beside = next((n for n in reversed(before) if text[n.span.end : place.start] == ", "), None)
    if beside and beside.slots & {"in", "at", "near", "from", "to"}:
        return beside.slots
    match = _SLOT.search(text, max(start, place.start - 60), place.start)
    while match:
        slot = match.group(1).lower()
        found.add({"into": "to", "towards": "to", "toward": "to", "inside": "in"}.get(slot, slot))
        match = _SLOT.search(text, max(start, match.start() - 40), match.start()) if slot == "of" else None
    return frozenset(found)


def _owned(text: str, sentence: Span, place: Span, names: Names, ids: Ids, verbs: Collection[Span]) -> frozenset[str]:
    """The noun that belongs to a name: "Harsk's river police" gives "polic", "the Harsk police" too."""
    match = _OWNED.match(text, place.end, sentence.end) or _OWNED.match(
        text, max(place.start, place.end - 2), sentence.end
    )
    if match:
        end = min((v.start for v in verbs if v.start >= match.start(1)), default=match.end(1))
        return frozenset(noun_phrase(text[match.start(1) : min(end, match.end(1))]))
    printed = fold(text[place.start : place.end])
    if " " in printed or printed in (fold(names.name(i)) for i in ids):
        return frozenset()
    if any(names.kind(actor) == "person" for actor in ids):
        return frozenset()
    end = min((v.start for v in verbs if v.start >= place.end), default=sentence.end)
    after = re.match(r"\s+((?:[^\W\d_][\w\-]*\s+){0,3}[^\W\d_][\w\-]*)", text[place.end : end])
    return frozenset(noun_phrase(after.group(1))) if after else frozenset()


def _find_values(reading: Reading, span: Span) -> list[Value]:
    text = reading.document.text
    told = [q for q in within(reading.quantities, span.start, span.end) if not is_ruled_out(text, q.span)]
    found = [_value(text, quantity) for quantity in told]
    for time in within(reading.times, span.start, span.end):
        when = time.when
        if when.op == "length" and when.low is not None and when.high is not None and when.unit in _DAYS:
            size = _DAYS[when.unit]
            if not any(overlap(time.span, value.span) for value in found):
                low, high = when.low * size, when.high * size
                found.append(Value(time.span, low, high, "day", True, frozenset(), figure=low))
    return sorted(found, key=lambda value: value.span)


def _value(text: str, quantity: Quantity) -> Value:
    base = load_table("measures")["to_base"].get(quantity.unit or "", {"base": quantity.unit, "factor": 1.0})
    low, high = quantity.value * base["factor"], quantity.value_max * base["factor"]
    unit = base["base"]
    if unit in _DAYS:
        low, high, unit = low * _DAYS[unit], high * _DAYS[unit], "day"
    figure = low
    if quantity.approx in ("about", "almost"):
        low, high = (
            low * (0.85 if quantity.approx == "about" else 0.8),
            high * (1.15 if quantity.approx == "about" else 1.0),
        )
    elif quantity.approx in ("over", "at_least"):
        high *= 1.5
    elif quantity.approx in ("under", "at_most"):
        low = 0.0
    of = frozenset(words_of(text[quantity.of.start : quantity.of.end])) if quantity.of else frozenset()
    return Value(
        quantity.span,
        low,
        high,
        None if unit == "person" else unit,
        quantity.approx == "exact",
        of,
        quantity.unit,
        figure,
        quantity.approx,
    )


def _time_slot(text: str, sentence: Span, place: Span) -> str:
    own = re.match(r"(from|since|until|till|before|after|by)\b", text[place.start : place.end], re.IGNORECASE)
    match = own or _TIME_SLOT.search(text, max(sentence.start, place.start - 20), place.start)
    slot = match.group(1).lower() if match else ""
    return {"till": "until", "since": "from", "by": "before"}.get(slot, slot)


def _deed(reading: Reading, sentence: Span, event: Event, names: Sequence[Named], verb: bool, *, draft: bool) -> Deed:
    text = reading.document.text
    voices = _voices_of(reading, event.trigger, names)
    clause = Span(max(sentence.start, event.span.start), max(event.trigger.end, min(sentence.end, event.span.end)))
    free = [n for n in names if not n.slots and not n.owns and n.span not in voices]
    before = [n for n in free if clause.start <= n.span.start and n.span.end <= event.trigger.start]
    after = [
        n for n in free if event.trigger.end <= n.span.start < clause.end and n.span.start - event.trigger.end < 60
    ]
    subject, goal = _joined(text, before), _first(text, after)
    if before and _OTHER.search(text, before[-1].span.end, event.trigger.start):
        subject = frozenset()
    doing = text[: event.trigger.end].endswith("ing")
    passive = _PASSIVE.search(text, max(sentence.start, event.trigger.start - 25), event.trigger.start)
    if not doing and (passive or text.startswith(" by ", event.trigger.end)):
        by = [n for n in names if "by" in n.slots and event.trigger.end <= n.span.start < clause.end]
        subject, goal = (by[0].ids if by else frozenset()), subject
    return Deed(
        event.span,
        event.trigger,
        stem_of(text, event),
        status_of(text, sentence, event, draft=draft),
        event.negated and not only_after(text, sentence, event.trigger),
        subject,
        goal,
        event.time,
        verb,
    )


def _voices_of(reading: Reading, trigger: Span, names: Sequence[Named]) -> set[Span]:
    """The names outside of the reported words that a deed stands in: who says it, not who does it."""
    holding = [c for q in reading.quotations if q.source for c in q.content if overlap(c, trigger)]
    return {n.span for n in names if holding and not any(overlap(n.span, c) for c in holding)}


def _joined(text: str, before: Sequence[Named]) -> Ids:
    """The last name before the verb, with those it is joined to by "and"."""
    if not before:
        return frozenset()
    ids = set(before[-1].ids)
    for one, two in zip(reversed(before[:-1]), reversed(before), strict=False):
        if not _JOINED.fullmatch(text, one.span.end, two.span.start) or two.span.start - one.span.end > 12:
            break
        ids |= one.ids
    return frozenset(ids)


def _first(text: str, after: Sequence[Named]) -> Ids:
    """The first name behind a verb, with those of one noun phrase with it: "met Orlani minister Ilse Marek"."""
    if not after:
        return frozenset()
    ids = set(after[0].ids)
    for one, two in pairwise(after):
        between = text[one.span.end : two.span.start]
        if len(between.split()) > TITLE or not between.replace(" ", "").replace("-", "").isalpha():
            break
        if load_words("function_words") & set(between.lower().split()):
            break
        ids |= two.ids
    return frozenset(ids)


def _find_said(reading: Reading, span: Span, names: Names, *, draft: bool) -> list[Said]:
    speakers = {s.span: s for s in reading.speakers}
    found = []
    for quotation in reading.quotations:
        if not any(overlap(content, span) for content in quotation.content):
            continue
        speaker = speakers.get(quotation.speaker) if quotation.speaker else None
        who: Ids = frozenset()
        if speaker:
            who = (
                names.member(reading.document.id, speaker.entity)
                if speaker.entity and not draft
                else names.find(speaker.name)
            )
            who = who or names.find(speaker.name)
            who |= names.seat(speaker.name) if draft else frozenset()
        printed = speaker.name if speaker else None
        found.append(Said(quotation.content, quotation.kind, who, printed, quotation.cue))
    return found


def sentence_of(reading: Reading, place: Span) -> Sentence | None:
    """The sentence a place stands in."""
    return next(iter(within(reading.sentences, place.start, place.end)), None)
