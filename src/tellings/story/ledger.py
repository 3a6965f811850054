"""The ledger of an event: who announced, confirmed, doubted or put it off, and on what day."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tellings.lexicon import load_table
from tellings.model.brief import StatusStep, Step, TimelineEntry
from tellings.model.document import Published
from tellings.model.reading import Event, EventStatus, Quotation, Reading, Sentence
from tellings.model.span import Span
from tellings.model.story import Told
from tellings.model.when import Period
from tellings.story.voices import Voices
from tellings.text.spans import cite
from tellings.text.words import content_stems

# Days before its report within which a dated word was given: older ones are history.
LATELY = 45
# Characters from the verb to the thing it is said of, and the words looked at there.
NEAR, WORDS = 60, 5
# Steps that each voice takes for itself; of the others the first telling is the move, the rest only repeat it.
_OWN: frozenset[Step] = frozenset({"confirmed", "not_confirmed", "denied", "postponed"})
# On one day, the order in which steps are told.
_ORDER: dict[Step, int] = {
    "possible": 0, "announced": 1, "expected": 2, "confirmed": 3, "not_confirmed": 4, "denied": 5, "postponed": 6,
    "under_way": 7, "cancelled": 8, "happened": 9,
}  # fmt: skip
# "This" and "that" stand for a plan only where no noun or clause follows: not "confirmed this afternoon that ...".
_PRONOUN = re.compile(
    r"\s*(?:(?:it|so)\b|(?:this|that)\b(?=\s*(?:[.,;:!?”\"’)]|$)|\s+(?:on|in|at|to|by|but|and|as|when|during)\b))",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:asked|question\w*|pressed) (?:about|on|whether|if)\s+", re.IGNORECASE)
_THE = re.compile(
    r"\s*(?:about |on |of |to )?(?:the|this|that|these|those|his|her|its|their|such|any|a|an)\s+", re.IGNORECASE
)
_AFTER_NOUN = re.compile(r"\s(?:of|for|to|from|in|at|on|with|as|by|who|that|and)\s|[–—(]")
_WORD = re.compile(r"[^\W\d_]+")
_STANDING = re.compile(
    r"\b(?:re)?(?:confirm|verif|reaffirm|acknowledg|den(?:y|ied|ies)|refut|disput)\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about a plan that was told before them in the same report: a step without a date of its own.

    ``noun`` is what they call it ("trip", "talks"), empty for a pronoun. ``at`` is where they begin.
    """

    doc: str
    at: int
    noun: str
    step: StatusStep


class Ledger:
    """The steps that the reports of a story tell."""

    def __init__(self, told: Told, voices: Voices) -> None:
        self._voices = voices
        self._periods = {(t.doc, t.span): t.period for t in told.times}
        published = {a.doc: a.published for a in told.anchors}
        self._days = {r.document.id: self._told_on(r, published.get(r.document.id, Published())) for r in told.readings}
        self._quoted: Mapping[str, list[tuple[Span, Quotation]]] = {
            r.document.id: sorted(
                ((c, q) for q in r.quotations if q.source and q.kind != "scare" for c in q.content), key=lambda p: p[0]
            )
            for r in told.readings
        }

    def enter(self, reading: Reading, event: Event, status: EventStatus, words: Span, what: str) -> StatusStep:
        """The step that one telling of an event makes: the kind from the verb it is given with and from its voice."""
        quotation = self._quotation(reading, event)
        cue = _stems(reading, quotation.cue) if quotation else frozenset()
        by = self._voices.titled(reading.document.id, event.by)
        step: Step = status
        if by and cue & _list("confirming") and status in {"expected", "happened", "under_way", "cancelled"}:
            step = "confirmed"
        elif by and status == "expected" and (cue & _list("announcing") or _holds_office(by)):
            step = "announced"
        elif status == "cancelled" and _list("postponing") & set(content_stems(_text(reading, event.span))):
            step = "postponed"
        elif status == "expected" and not by and (verb := _announced_by(reading, event)):
            step, by = ("confirmed" if verb[0] in _list("confirming") else "announced"), verb[1]
        day = self._day(reading, quotation.cue if quotation else (), event)
        return StatusStep(day, status, step, by, (cite(reading.document, words.start, words.end),), what)

    def is_backed(self, reading: Reading, event: Event) -> bool:
        """True for what somebody announced or confirmed, in so many words."""
        quotation = self._quotation(reading, event)
        return bool(quotation and _stems(reading, quotation.cue) & (_list("announcing") | _list("confirming")))

    def remarks(self, reading: Reading) -> Iterator[Remark]:
        """Confirmations, denials and refusals to say that name the plan by a pronoun or a noun only."""
        text = reading.document.text
        for sentence in reading.sentences:
            words = text[sentence.span.start : sentence.span.end]
            found = _withheld(words) or _stood_behind(words)
            if not found:
                continue
            step, verb, noun = found
            source = self._source(reading, sentence, sentence.span.start + verb)
            if source is None:
                continue
            day = self._day(reading, (Span(sentence.span.start + verb, sentence.span.start + verb + 1),), None)
            status: EventStatus = "denied" if step == "denied" else "expected"
            evidence = (cite(reading.document, sentence.span.start, sentence.span.end),)
            told = StatusStep(day, status, step, source, evidence, " ".join(words.split()))
            yield Remark(reading.document.id, sentence.span.start, noun, told)

    def _quotation(self, reading: Reading, event: Event) -> Quotation | None:
        if event.by is None:
            return None
        quoted = self._quoted[reading.document.id]
        at = bisect_right(quoted, event.trigger.start, key=lambda pair: pair[0].start)
        near = (q for c, q in reversed(quoted[max(0, at - 6) : at]) if c.end >= event.trigger.end)
        return next((q for q in near if q.source[0] == event.by), None)

    def _source(self, reading: Reading, sentence: Sentence, verb: int) -> str | None:
        """Who speaks in a sentence: the source of its quotation, else the last name or office before the verb."""
        doc, span = reading.document.id, sentence.span
        for quotation in reading.quotations:
            if quotation.source and any(span.start <= part.start < span.end for part in quotation.cue):
                return self._voices.titled(doc, quotation.source[0])
        return _subject(reading, span.start, verb)

    def _day(self, reading: Reading, cue: Sequence[Span], event: Event | None) -> date | None:
        """The day the words give for the saying; else the day of the report."""
        told_on = self._days[reading.document.id]
        for part in cue:
            for said in reading.events:
                hit = said.trigger.start < part.end and part.start < said.trigger.end
                if hit and said.time and (event is None or said.time != event.time):
                    period = self._periods.get((reading.document.id, said.time))
                    if period and _is_lately(period, told_on):
                        return period.start
        return told_on

    def _told_on(self, reading: Reading, published: Published) -> date | None:
        """The report's day; of a stretch of days the last that the report itself speaks of, else the last."""
        first, last = published.earliest, published.latest
        if first is None or last is None or first == last:
            return last
        doc = reading.document.id
        periods = (self._periods.get((doc, event.time)) for event in reading.events if event.time)
        told = {p.start for p in periods if p and p.start == p.end and first <= p.start <= last}
        return max(told, default=last)


def settle_steps(steps: Sequence[StatusStep]) -> tuple[StatusStep, ...]:
    """The moves among ``steps`` in order of their days: nothing repeated, and no plan after the deed.

    A step is kept when the status moves by it, or when a voice confirms, denies or withholds for the first time.
    """
    ordered = sorted(steps, key=lambda s: (s.as_of or date.min, _ORDER[s.step], s.by is None, s.evidence[0]))
    kept: list[StatusStep] = []
    heard: set[tuple[Step, str]] = set()
    now: EventStatus | None = None
    for step in ordered:
        if step.step in _OWN:
            key = (step.step, _fold(step.by))
            if key in heard or (step.step != "postponed" and now == "happened" and step.status != "happened"):
                continue
            heard.add(key)
        elif step.status == now or (now == "happened" and step.status != "cancelled"):
            continue
        kept.append(step)
        now = now if step.step in {"not_confirmed", "denied"} and now else step.status
    return tuple(kept)


def state_at(entry: TimelineEntry, day: date) -> StatusStep | None:
    """The last step told up to ``day``; ``None`` where nothing was told by then. Steps of unknown days do not count."""
    return next((step for step in reversed(entry.history) if step.as_of and step.as_of <= day), None)


def _is_lately(period: Period, latest: date | None) -> bool:
    one_day = period.start == period.end
    return one_day and latest is not None and latest - timedelta(LATELY) <= period.start <= latest


def _withheld(words: str) -> tuple[Step, int, str] | None:
    """A refusal to say: where its verb stands and what it is about."""
    found = _withholding().search(words)
    if not found:
        return None
    asked = _ASKED.search(words, 0, found.start())
    noun = _noun(words, asked.end()) if asked else _noun(words, found.end())
    return ("not_confirmed", found.start(), noun) if noun is not None else None


def _stood_behind(words: str) -> tuple[Step, int, str] | None:
    """A confirmation or a denial whose object is a pronoun or a noun alone."""
    for word in _STANDING.finditer(words):
        stems = set(content_stems(word.group()))
        noun = _noun(words, word.end())
        if noun is None:
            continue
        return ("confirmed" if stems & _list("confirming") else "denied"), word.start(), noun
    return None


def _noun(words: str, at: int) -> str | None:
    """The noun that names an event at ``at`` ("the trip"), "" for a pronoun; ``None`` where it is neither."""
    if _PRONOUN.match(words, at):
        return ""
    article = _THE.match(words, at)
    if not article:
        return None
    nouns = frozenset(load_table("verb_frames")["event_nouns"]) | _list("anything")
    after = words[article.end() : article.end() + NEAR]
    heads = [word.group().lower() for word in _WORD.finditer(re.split(r"[,;:.]|\bthat\b|\bby\b|\bof\b", after)[0])]
    return next((head for head in heads[:WORDS] if head in nouns), None)


def _announced_by(reading: Reading, event: Event) -> tuple[str, str] | None:
    """(stem of the verb, its subject) where a plan is the object of "announced" or "confirmed" in its sentence."""
    text = reading.document.text
    verbs = _list("announcing") | _list("confirming")
    at = bisect_right(reading.sentences, event.trigger.start, key=lambda s: s.span.start) - 1
    start = reading.sentences[at].span.start if at >= 0 else event.span.start
    for verb in reading.events:
        if verb.trigger.start < start or verb.trigger.end > event.trigger.start or verb.negated:
            continue
        stem = next(iter(content_stems(text[verb.trigger.start : verb.trigger.end])), "")
        close = event.trigger.start - verb.trigger.end < NEAR
        if (
            stem in verbs
            and verb.status == "happened"
            and close
            and (by := _subject(reading, start, verb.trigger.start))
        ):
            return stem, by
    return None


def _subject(reading: Reading, start: int, verb: int) -> str | None:
    """The last actor named before the verb, with nothing but a few words between; as printed."""
    text = reading.document.text
    named = [
        span
        for entity in reading.entities
        if entity.kind in {"person", "organisation", "group", "place"}
        for span in entity.mentions
        if start <= span.start and span.end <= verb
    ]
    if not named:
        return None
    span = max(named)
    if "," in text[span.end : verb] or len(_WORD.findall(text[span.end : verb])) > WORDS:
        return None
    return " ".join(text[span.start : span.end].split())


def _text(reading: Reading, span: Span) -> str:
    return reading.document.text[span.start : span.end]


def _stems(reading: Reading, spans: Sequence[Span]) -> frozenset[str]:
    return frozenset(stem for span in spans for stem in content_stems(_text(reading, span)))


def _holds_office(by: str) -> bool:
    """Whether the noun of the source, or of its role behind a comma, is an office: not "a report from the office"."""
    heads = " ".join(_AFTER_NOUN.split(part)[0] for part in by.split(","))
    return bool(_list("offices") & {word.group().lower() for word in _WORD.finditer(heads)})


def _fold(by: str | None) -> str:
    """The voice without its role, for telling whether it was heard already."""
    return " ".join(content_stems((by or "").partition(",")[0])[-2:])


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(load_table("ledger")[name])


@cache
def _withholding() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_table("ledger")["withholding"])), re.IGNORECASE)
