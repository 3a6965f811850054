"""What happened or may happen: one event for each verb that carries news, with its status."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tellings.find.event_signals import clause_at, settle, status_of, unseen
from tellings.find.event_times import BOUND, REACH, REMEMBERS, frame, is_remembered, share_times
from tellings.lexicon import load_words
from tellings.model.document import Document
from tellings.model.reading import Entity, Event, EventSignal, EventStatus, Quotation, Sentence, Signals, TimeExpression
from tellings.model.span import Span
from tellings.text.clauses import split_clauses
from tellings.text.requests import is_request
from tellings.text.spans import overlap, trim
from tellings.text.verbs import VerbGroup, find_verb_groups, lemma_of

# A sentence longer than this is no sentence: reading its verbs would cost more than it gives.
LONGEST = 2000
# Quotations that may begin before a clause and still hold it: what is quoted in what is quoted.
NESTED = 12
# What may stand between a verb and the noun that is its object.
_OBJECT = re.compile(
    r"\s+(?:(?:off|back)\s+)?(?:(?:the|a|an|this|that|his|her|its|their|our)\s+)?(?:[a-z’'-]+\s+){0,2}$"
)
# Before a participle these make it describe what follows.
_SHOWN = re.compile(
    r"\b(?:show(?:s|ed|ing)?|depict(?:s|ed)?|sees?|saw|found|finds?|of|among|with|past|through|by|near|in|into|inside)\s+$",
    re.IGNORECASE,
)
# The same for what is asked for, with whom it is asked of: "called on the court for a full inquiry".
_ASKED = re.compile(r"\s+(?:[a-z’'-]+\s+){0,6}$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Where the phrase around a noun ends: a mark, a verb's helper, a new clause.
_PHRASE_END = re.compile(
    r"[;:!?()“”\"—–]|,(?!\d)|\s(?:where|when|who|which|that|and|but|is|are|was|were|will|would|has|have|had|to|as|after|before"
    r"|while|since|could|might|should|must|can|(?-i:may))\s",
    re.IGNORECASE,
)
PHRASE = 90
# "Next month's presidential elections": what a time owns, and the characters in which its noun stands.
_OWNED = re.compile(r"[’']s?((?:\s+[^\W\d_]+(?:-[^\W\d_]+)*){1,3})")
OWNED = 50


def find_events(
    doc: Document,
    sentences: tuple[Sentence, ...],
    times: tuple[TimeExpression, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
    signals: tuple[Signals, ...],
) -> tuple[Event, ...]:
    """Events in text order, one for each clause; ``span`` is the clause, ``time`` the time expression in it.

    ``by`` is the source of the quotation that holds the clause. A dated noun ("the October congress") is an
    event of its own, its clause the phrase around it.

    Signals decide the status of what a verb tells as so, and add undated events at words that no rule takes for one
    ("the planned visit", "to strike"): these stand behind the clause's own event.
    """
    named = _Names(entities)
    sources = [(c, q.source[0]) for q in quotations if q.source and q.kind != "scare" for c in q.content]
    sources.sort(key=lambda pair: pair[0])
    starts = [time.span.start for time in times]
    events: list[Event] = []
    added: list[Event] = []
    for number, sentence in enumerate(sentences):
        if sentence.span.end - sentence.span.start > LONGEST:
            continue
        seen = signals[number].events if signals else ()
        groups = find_verb_groups(doc.text, sentence.span.start, sentence.span.end)
        clauses = split_clauses(doc.text, sentence.span, groups) if groups else ()
        first = bisect_left(starts, sentence.span.start)
        inside = times[first : bisect_left(starts, sentence.span.end)]
        taken = share_times(doc.text, groups, clauses, inside)
        of_clause = [
            None if _is_no_event(doc.text, part[0]) else _build(*part, named, sources)
            for part in zip(groups, clauses, taken, strict=True)
        ]
        own = [event for event in of_clause if event is not None]
        dated = _dated_nouns(doc.text, sentence.span, inside, groups, named, sources)
        for signal in unseen(seen, sorted(e.trigger for e in [*own, *dated])):
            at = clause_at(signal.span, clauses)
            added.append(_add(doc.text, signal, of_clause[at] if at >= 0 else None, sentence.span, named, sources))
        events += [settle(event, seen) for event in [*own, *dated]]
    events.sort(key=_place)
    added.sort(key=_place)
    return tuple(sorted(events + added, key=lambda e: (e.span.start, e.span.end)))


def _place(event: Event) -> tuple[int, int, int, int]:
    return event.span.start, event.span.end, event.trigger.start, event.trigger.end


class _Names:
    """Where the entities stand, for looking up who is in a clause."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._places = sorted((span.start, span.end, e.id, e.kind) for e in entities for span in e.mentions)
        self._starts = [place[0] for place in self._places]

    def within(self, span: Span) -> list[tuple[str, str]]:
        """(entity id, kind) of each mention that starts in ``span``, in text order, each entity once."""
        low = bisect_right(self._starts, span.start - 1)
        high = bisect_right(self._starts, span.end - 1)
        found = dict.fromkeys((entity, kind) for _, _, entity, kind in self._places[low:high])
        return list(found)


def _is_no_event(text: str, group: VerbGroup) -> bool:
    """ "Pictures show abandoned cars", "kept the port from closing": the form is a verb's, but nothing happened."""
    before = max(0, group.span.start - 12)
    if group.lemma in frame("cancelling") and _SHOWN.search(text, before, group.span.start):
        return True
    form = text[group.trigger.start : group.trigger.end].lower()
    return form.endswith("ing") and _FROM.search(text, max(0, group.span.start - 8), group.span.start) is not None


def _build(
    group: VerbGroup, clause: Span, time: Span | None, named: _Names, sources: Sequence[tuple[Span, Span]]
) -> Event:
    inside = named.within(clause)
    return Event(
        span=clause,
        trigger=group.trigger,
        lemma=group.lemma,
        status=group.status,
        negated=group.negated,
        time=time,
        participants=tuple(e for e, kind in inside if kind in {"person", "organisation", "group"}),
        place=next((e for e, kind in inside if kind == "place"), None),
        by=_source_of(clause, sources),
    )


def _add(
    text: str,
    signal: EventSignal,
    verb: Event | None,
    sentence: Span,
    named: _Names,
    sources: Sequence[tuple[Span, Span]],
) -> Event:
    """An event that only the recogniser sees, in the clause of ``verb``; a date in it dates the verb, not this."""
    word = text[signal.span.start : signal.span.end].lower()
    clause = verb.span if verb else sentence
    status = status_of(signal, verb)
    inside = named.within(clause)
    return Event(
        span=clause,
        trigger=signal.span,
        lemma=lemma_of(word, ("base", "s", "past", "participle", "ing")) or word,
        status=status,
        negated=status == "denied",
        participants=tuple(e for e, kind in inside if kind in {"person", "organisation", "group"}),
        place=next((e for e, kind in inside if kind == "place"), None),
        by=_source_of(clause, sources),
    )


def _source_of(clause: Span, sources: Sequence[tuple[Span, Span]]) -> Span | None:
    """Whose words hold most of the clause, or are mostly held by it."""
    at = bisect_left(sources, clause.end, key=lambda pair: pair[0].start)
    for content, source in reversed(sources[max(0, at - NESTED) : at]):
        shorter = min(clause.end - clause.start, content.end - content.start)
        if content.end > clause.start and overlap(clause, content) * 2 >= shorter:
            return source
    return None


def _dated_nouns(
    text: str,
    sentence: Span,
    times: Sequence[TimeExpression],
    groups: Sequence[VerbGroup],
    named: _Names,
    sources: Sequence[tuple[Span, Span]],
) -> list[Event]:
    """Events named by a noun right beside their date: "the October congress", "a visit later in the week".

    A word that is read as a verb is none ("to report by June"), nor is what somebody announced on that day.
    """
    nouns, coming = frame("event_nouns"), frame("coming")
    found = []
    for time in times:
        if time.kind != "date":
            continue
        before = list(_WORD.finditer(text, max(sentence.start, time.span.start - 60), time.span.start))
        head = _noun_beside(text, sentence, time, before, nouns)
        bound = head is not None and head.end() <= time.span.start and BOUND.search(text, head.end(), time.span.start)
        if head is None or bound or is_remembered(text, sentence.start, time):
            continue
        if REMEMBERS.search(text, max(sentence.start, head.start() - REACH), head.start()) or _is_of_verb(
            text, head, time, groups
        ):
            continue
        lead = {m.group().lower() for m in before[-6:]}
        status: EventStatus = "expected" if lead & coming or "ahead" in lead or time.tense == "future" else "happened"
        near = _phrase(text, sentence, head, time.span)
        found.append(
            Event(
                span=near,
                trigger=Span(head.start(), head.end()),
                lemma=head.group().lower(),
                status=status,
                time=time.span,
                participants=tuple(e for e, k in named.within(near) if k in {"person", "organisation", "group"}),
                by=_source_of(sentence, sources),
            )
        )
    return found


def _is_of_verb(text: str, head: re.Match[str], time: TimeExpression, groups: Sequence[VerbGroup]) -> bool:
    """True where the noun is the verb itself, or only asked for by it, or where the time behind it dates the verb.

    "Announced the visit on Monday" dates the telling, and "called off the strike on Monday" tells of no strike then.
    """
    for group in groups:
        if group.trigger.start <= head.start() < group.trigger.end:
            return True
        if group.takes_off and head.end() <= group.span.start and group.trigger.end <= time.span.start:
            return True
        if _is_not_to_be(text, head, time, group):
            return True
        told = group.lemma in frame("announcing") and group.status == "happened" and time.tense == "past"
        behind = group.trigger.end <= head.start() and head.end() <= time.span.start
        moved = group.takes_off or group.lemma in frame("moving")
        if (told or moved) and behind and _OBJECT.fullmatch(text, group.trigger.end, head.start()):
            return True
    return False


def _is_not_to_be(text: str, head: re.Match[str], time: TimeExpression, group: VerbGroup) -> bool:
    """True for "called for a vote in June", "a vote in June is unlikely", "no vote in June is planned"."""
    if is_request(text, group.lemma, group.trigger.end) and group.trigger.end <= head.start():
        return _ASKED.fullmatch(text, group.trigger.end, head.start()) is not None
    behind = max(head.end(), time.span.end)
    follows = behind <= group.span.start and not text[behind : group.span.start].strip()
    doubted = group.lemma in frame("doubting") or (group.negated and group.lemma in frame("expecting"))
    return follows and doubted


def _phrase(text: str, sentence: Span, head: re.Match[str], time: Span) -> Span:
    """The noun with its date and the words that belong to both: "an October congress of the ruling party"."""
    left, right = min(head.start(), time.start), max(head.end(), time.end)
    ends = [m.end() for m in _PHRASE_END.finditer(text, max(sentence.start, left - PHRASE), left)]
    start = ends[-1] if ends else _at_word(text, max(sentence.start, left - PHRASE), sentence.start)
    stop = _PHRASE_END.search(text, right, min(sentence.end, right + PHRASE))
    end = stop.start() if stop else min(sentence.end, right + PHRASE)
    while stop is None and right < end < sentence.end and text[end].isalnum() and text[end - 1].isalnum():
        end -= 1
    return trim(text, start, end) or sentence


def _at_word(text: str, at: int, floor: int) -> int:
    """The beginning of the next word at or behind ``at``, unless a sentence begins there."""
    while at > floor and text[at - 1].isalnum() and text[at].isalnum():
        at += 1
    return at


def _noun_beside(
    text: str, sentence: Span, time: TimeExpression, before: Sequence[re.Match[str]], nouns: frozenset[str]
) -> re.Match[str] | None:
    """The noun for an event right behind the time, or the last word of meaning before it."""
    owned = _OWNED.match(text, time.span.end, min(sentence.end, time.span.end + OWNED))
    if owned:
        heads = (m for m in _WORD.finditer(text, owned.start(1), owned.end(1)))
        return next((m for m in heads if m.group().lower() in nouns), None)
    after = _WORD.search(text, time.span.end, min(sentence.end, time.span.end + 24))
    if after and after.start() - time.span.end <= 1 and after.group().lower() in nouns:
        return after
    function = load_words("function_words")
    plain = [m for m in before if m.group().lower() not in function]
    return plain[-1] if plain and plain[-1].group().lower() in nouns else None
