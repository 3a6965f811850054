"""What happened or may happen: one event for each verb that carries news, with its status."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from tellings.find.event_signals import clause_at, settle, status_of, unseen
from tellings.lexicon import load_table, load_words
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
_WHEN = re.compile(r"[\s,]*(?:when|where|on which|during which)\b", re.IGNORECASE)
_MEANWHILE = re.compile(r"\s*(?:when|as|while)\b", re.IGNORECASE)
# Words between a verb and a time that give the time to something else than the verb.
_ASIDE = re.compile(r"\b(?:ahead of|prior to|before|following|after|since|planned|upcoming|scheduled)\b", re.IGNORECASE)
# "For the first time since", "the worst flood since" a time: it is compared with what is told and dates nothing of it.
_SINCE = re.compile(
    r"\b(?:first|last|only|most|least|[a-z]{2,}est)\b[^;:]{0,90}\bsince\s+(?:(?:at least|about|around)\s+)?$",
    re.IGNORECASE,
)
# "Before July", "after the end of May", "until Monday": no day on which the thing is. "Not until Monday" is on Monday.
_BOUND = re.compile(
    r"\b(?:ahead of|prior to|before|following|after|since|(?<!not )(?:until|till))\s+(?:the\s+|at least\s+)?$",
    re.IGNORECASE,
)
# "The 20th anniversary of the 2004 flood", "the 9/11 anniversary": the day of what is remembered dates nothing.
_MEMORY = r"(?:anniversar(?:y|ies)|commemorations?|remembrance|jubilee|centenary)"
_REMEMBERS = re.compile(rf"\b{_MEMORY}\s+of\s+([^,;:.]{{0,80}})$", re.IGNORECASE)
_REMEMBERED = re.compile(rf"(?:\s+[a-z]+s?)?\s+{_MEMORY}\b", re.IGNORECASE)
_THAN = re.compile(r"\s+than\b", re.IGNORECASE)
_HAD = re.compile(r"\bhad\b", re.IGNORECASE)
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
# "Put off on Tuesday to 12 June": the new day says more than that of the telling.
_NEW_DAY = re.compile(r"\b(?:to|until|till)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_PARTICIPLE = re.compile(r"([^\W\d_]{3,})\s+(?:in|on|at|during|since)?\s*(?:the\s+)?$")
_WORD = re.compile(r"[^\W_]+")
# The head of a stretch between marks: "Accused of fraud in 2019, ...", ", first elected in May, ...".
_HEAD = re.compile(r"[\s“\"‘(]*(?:(?:first|once|also|then|twice|[a-z]+ly)\s+)?([^\W\d_]{3,})\b", re.IGNORECASE)
# Where the phrase around a noun ends: a mark, a verb's helper, a new clause.
_PHRASE_END = re.compile(
    r"[;:!?()“”\"—–]|,(?!\d)|\s(?:where|when|who|which|that|and|but|is|are|was|were|will|would|has|have|had|to|as|after|before"
    r"|while|since)\s",
    re.IGNORECASE,
)
PHRASE = 90
# Characters before a time in which what it is compared with begins.
REACH = 120


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
        taken = _share_times(doc.text, groups, clauses, inside)
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


def _share_times(
    text: str, groups: Sequence[VerbGroup], clauses: Sequence[Span], times: Sequence[TimeExpression]
) -> list[Span | None]:
    """For each clause the time of its event: "in May, when ..." dates the clause that follows, "since May" none."""
    taken: list[Span | None] = [None] * len(clauses)
    starts = [clause.start for clause in clauses]
    for time in times:
        at = bisect_right(starts, time.span.start) - 1
        if time.kind not in {"date", "time"} or time.when.op == "vague" or at < 0:
            continue
        if at + 1 < len(clauses) and _WHEN.match(text, time.span.end):
            at += 1
        elif _is_aside(text, groups[at], time.span, clauses[at].start) or _is_bound(
            text, sentence_start=starts[0], time=time, group=groups[at]
        ):
            continue
        elif _is_of_report(text, groups, at, time):
            at += 1
        put_off = groups[at].takes_off == "postponed" and _NEW_DAY.search(text, clauses[at].start, time.span.start)
        if taken[at] is None or put_off:
            taken[at] = time.span
    for at in range(1, len(clauses)):
        if taken[at] is None and taken[at - 1] is not None and _MEANWHILE.match(text, clauses[at].start):
            taken[at] = taken[at - 1]
    return taken


def _is_of_report(text: str, groups: Sequence[VerbGroup], at: int, time: TimeExpression) -> bool:
    """True for "in 2004 the agency reported that a bridge had fallen": the year is that of the fall."""
    long_ago = time.when.op == "calendar" and time.when.unit in {"year", "month"} and time.tense == "past"
    told = groups[at].lemma in _frame("announcing") | {"say"} and at + 1 < len(groups)
    return long_ago and told and groups[at + 1].status == "happened" and bool(_HAD.search(text, *_of(groups[at + 1])))


def _of(group: VerbGroup) -> tuple[int, int]:
    return group.span.start, group.span.end


def _reaches(group: VerbGroup, bound: str) -> bool:
    """Whether a bound dates the verb: put off "until Monday", and what lasted "until 2014" and then ended."""
    lasted = group.lemma in _frame("lasting") and group.status == "happened" and not group.negated
    moved = group.takes_off == "postponed" or group.lemma in _frame("postponing") | {"move"}
    return (lasted or moved) and bound.startswith(("until", "till"))


def _is_bound(text: str, *, sentence_start: int, time: TimeExpression, group: VerbGroup) -> bool:
    """True for a time that dates nothing: of "the first since 1946", "before July" and "a day later than planned".

    A clock names the day it is on: "shortly after noon on Friday".
    """
    span = time.span
    before = max(sentence_start, span.start - REACH)
    if _SINCE.search(text, before, span.start) or _THAN.match(text, span.end):
        return True
    if _is_remembered(text, before, time):
        return True
    bound = _BOUND.search(text, before, span.start) if time.kind == "date" else None
    return bound is not None and not (bound.end() > group.span.end and _reaches(group, bound.group().lower()))


def _is_remembered(text: str, before: int, time: TimeExpression) -> bool:
    """Whether a time is that of a thing whose anniversary is spoken of: with its year, or as all that "of" leads to."""
    past_day = time.when.year is not None and time.when.unit == "day"
    if past_day and _REMEMBERED.match(text, time.span.end):
        return True
    found = _REMEMBERS.search(text, before, time.span.start)
    return found is not None and (time.when.year is not None or found.group(1).lower() in ("", "the "))


def _is_aside(text: str, group: VerbGroup, time: Span, start: int) -> bool:
    """True when the time belongs to a noun or a participle beside the verb: "the pact, founded in 1996, has sent".

    So does every time between marks that a participle leads: "Accused of fraud in 2019, Marek resigned".
    """
    if _ASIDE.search(text, group.trigger.end, max(group.trigger.end, time.start)):
        return True
    beside = _PARTICIPLE.search(text, max(0, time.start - 40), time.start)
    for found in (beside, _HEAD.match(text, _stretch(text, start, time.start))):
        own = found is None or group.span.start <= found.start(1) < group.trigger.end
        if (
            found
            and not own
            and (found.group(1).lower() == "born" or lemma_of(found.group(1).lower(), ("participle",)))
        ):
            return True
    return False


def _stretch(text: str, start: int, at: int) -> int:
    """Where the stretch between marks begins that holds ``at``, no further back than ``start``."""
    return max(start, *(text.rfind(mark, start, at) + 1 for mark in ",;:(—–"))


def _is_no_event(text: str, group: VerbGroup) -> bool:
    """ "Pictures show abandoned cars", "kept the port from closing": the form is a verb's, but nothing happened."""
    before = max(0, group.span.start - 12)
    if group.lemma in _frame("cancelling") and _SHOWN.search(text, before, group.span.start):
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
    nouns, coming = _frame("event_nouns"), _frame("coming")
    found = []
    for time in times:
        if time.kind != "date":
            continue
        before = list(_WORD.finditer(text, max(sentence.start, time.span.start - 60), time.span.start))
        head = _noun_beside(text, sentence, time, before, nouns)
        bound = head is not None and head.end() <= time.span.start and _BOUND.search(text, head.end(), time.span.start)
        if head is None or bound or _is_remembered(text, sentence.start, time):
            continue
        if _REMEMBERS.search(text, max(sentence.start, head.start() - REACH), head.start()) or _is_of_verb(
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
        told = group.lemma in _frame("announcing") and group.status == "happened" and time.tense == "past"
        behind = group.trigger.end <= head.start() and head.end() <= time.span.start
        if (told or group.takes_off) and behind and _OBJECT.fullmatch(text, group.trigger.end, head.start()):
            return True
    return False


def _is_not_to_be(text: str, head: re.Match[str], time: TimeExpression, group: VerbGroup) -> bool:
    """True for "called for a vote in June", "a vote in June is unlikely", "no vote in June is planned"."""
    if is_request(text, group.lemma, group.trigger.end) and group.trigger.end <= head.start():
        return _ASKED.fullmatch(text, group.trigger.end, head.start()) is not None
    behind = max(head.end(), time.span.end)
    follows = behind <= group.span.start and not text[behind : group.span.start].strip()
    doubted = group.lemma in _frame("doubting") or (group.negated and group.lemma in _frame("expecting"))
    return follows and doubted


@cache
def _frame(name: str) -> frozenset[str]:
    return frozenset(load_table("verb_frames")[name])


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
    after = _WORD.search(text, time.span.end, min(sentence.end, time.span.end + 24))
    if after and after.start() - time.span.end <= 1 and after.group().lower() in nouns:
        return after
    function = load_words("function_words")
    plain = [m for m in before if m.group().lower() not in function]
    return plain[-1] if plain and plain[-1].group().lower() in nouns else None
