"""One telling of an event: a report's clause with its days, weighed for comparison and put for reading."""

import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tellings.lexicon import load_table
from tellings.model.reading import Event, EventStatus, Reading
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.text.called_off import TakenOff
from tellings.text.spans import within
from tellings.text.verbs import find_verb_groups

# Characters: a clause shorter than this says too little alone, a sentence longer than that is not read in a list.
SHORTEST, LONGEST_SENTENCE = 60, 320
# Characters before a relative clause within which whom or what it is of begins.
NAMED = 40
# A clause that only says more of what stands before it.
_ASIDE = re.compile(r"(?<=, )(?:who|which|whose|where|when)\b|under which\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\s*(?:who|which|whose|where|that|when)\b", re.IGNORECASE)
# A clause that dates itself and not what stands before it: "will stay shut until the pier is rebuilt in June".
_OTHER_DAY = re.compile(r"\s*(?:before|after|until|till|once|as soon as)\s+", re.IGNORECASE)
# These share the day of what stands before them, unless that is not to be: "no deal is likely when they meet in June".
_SAME_DAY = re.compile(r"\s*(?:when|while|as)\s+", re.IGNORECASE)
# Words before a verb that are no subject.
_NO_SUBJECT = re.compile(r"\b(?:and|but|or|so|then|also|later|now|that|which|who|[a-z]+ly)\b|[\W_]+", re.IGNORECASE)
# Where the phrase of a dated noun begins, what does not stand within it, and what may stand before and behind it.
_DETERMINER = re.compile(r"\b(?:the|an?|this|that|these|those)\s", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:his|her|its|their|our|my|in|on|at|to|from|for|with|by|since|before|after|until|as|if|that|which|who|and|or|but"
    r"|ahead)\b(?!\s*$)",
    re.IGNORECASE,
)
_TO_PLACE = re.compile(r"\s+to\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
# A name goes on: "the launch of the Lake | and River Initiative".
_AND_NAME = re.compile(r"\s+(?:and|&)\s+[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_NAME_LAST = re.compile(r"\b[A-Z][\w’'-]*\s*$")
_OWNS = re.compile(r"[’']s?\s")
_LEADS = re.compile(r"(?:ahead of|before|after|since|during|until|till|following|at|in|for|of|to|on|by|with|from)\s+")
_BOUND = re.compile(r"\b(?:ahead of|before|after|since|until|till|following)\s+$", re.IGNORECASE)
_MARK = re.compile(r"[,;:—–(]\s+")
_BEFORE_TIME = re.compile(r"\b((?:(?:in|on|since|at|by|until|from|during)\s+)(?:at least\s+)?)$", re.IGNORECASE)
# Words with which a clause of its own begins.
_PARTS = re.compile(
    r"(?:and|but|or|so|that|which|who|whose|when|where|while|as|because|although|though|if|unless|whether|after|before"
    r"|until|since|once|despite|following|amid)\b",
    re.IGNORECASE,
)
# What belongs to the "before" or "after" behind it, and the characters looked at there.
_LENGTH = re.compile(r"\b(?:(?:minute|hour|day|week|month|year|decade)s?|shortly|just|soon|long)$", re.IGNORECASE)
LENGTH = 12
# Words a clause is left with where the sentence goes on, and begins with.
_TAIL = re.compile(r"(?:,?\s+(?:and|but|or|which|who|that|while|when))+$", re.IGNORECASE)
_HEAD = re.compile(r"(?:and|but|or)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of one report with its days and words; ``off`` what it does to a plan, ``off_on`` the day of that."""

    reading: Reading
    event: Event
    period: Period
    told: date | None
    status: EventStatus
    vector: Mapping[str, float]
    kinds: frozenset[str]
    actors: frozenset[str]
    place: str | None
    off: TakenOff = ""
    off_on: date | None = None


def cosine(a: Dated, b: Dated) -> float:
    """How alike the words of two tellings are, 0 to 1."""
    return math.fsum(w * b.vector[stem] for stem, w in a.vector.items() if stem in b.vector)


def words_of(dated: Dated) -> Span:
    """The clause where it can stand alone, else its sentence."""
    text, span = dated.reading.document.text, dated.event.span
    if _is_named(dated.event) or (text[span.start : span.start + 1].isupper() and span.end - span.start >= SHORTEST):
        return span
    sentences = dated.reading.sentences
    at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    whole = sentences[at].span if at >= 0 else span
    return whole if whole.end - whole.start <= LONGEST_SENTENCE else span


def say(dated: Dated) -> str:
    """Its words on one line, with an ellipsis where they begin in mid-sentence."""
    text, span = dated.reading.document.text, _shown(dated)
    words = _TAIL.sub("", " ".join(text[span.start : span.end].split()).strip(" ,;:—–-(")).rstrip(".")
    return (
        words
        if words[:1].isupper() or words[:1] in "“‘\"'"
        else f"… {_HEAD.sub('', words, count=1) if _HEAD.match(words) else words}"
    )


def _shown(dated: Dated) -> Span:
    """The words a reader is shown: only what the date belongs to, from its subject on, and not whose words they are."""
    text, event = dated.reading.document.text, dated.event
    span = _phrase(dated) if _is_noun(dated) else _of_date(dated)
    by = event.by
    if by and event.trigger.end <= by.start and by.end <= span.end and not text[by.end : span.end].strip(" ,;:—–-"):
        return Span(span.start, by.start)
    return span


def names_source(dated: Dated) -> bool:
    """Whether the words shown name whose they are: not by a pronoun or a label."""
    text, by, shown = dated.reading.document.text, dated.event.by, _shown(dated)
    if by is None or not shown.start <= by.start < shown.end:
        return False
    words = text[by.start : by.end]
    return not words.isupper() and words.lower() not in load_table("verb_frames")["pronouns"]


def _is_named(event: Event) -> bool:
    return event.lemma in load_table("verb_frames")["event_nouns"]


def _is_noun(dated: Dated) -> bool:
    """Whether the event is a dated noun: of a verb with the same word ("will visit") the clause is told."""
    event, reading = dated.event, dated.reading
    if not _is_named(event):
        return False
    for sentence in within(reading.sentences, event.trigger.start, event.trigger.end):
        groups = find_verb_groups(reading.document.text, sentence.span.start, sentence.span.end)
        if any(group.trigger == event.trigger for group in groups):
            return False
    return True


def _phrase(dated: Dated) -> Span:
    """A dated noun with its own words, without those in whose midst it stands: "ahead of an October congress"."""
    text, event = dated.reading.document.text, dated.event
    start, end, time = event.span.start, event.span.end, event.time
    behind = _TO_PLACE.match(text, end)
    end = behind.end() if behind else end
    more = _AND_NAME.match(text, start + len(text[start:end].rstrip()))
    end = more.end() if more and _NAME_LAST.search(text, start, end) else end
    first = min(event.trigger.start, time.start) if time else event.trigger.start
    begins = [m.start() for m in _DETERMINER.finditer(text, start, event.trigger.start) if m.start() <= first]
    own = bool(begins) and not _WITHOUT.search(text[_behind_word(text, begins[-1]) : event.trigger.start])
    if own and (not text[start].isupper() or _BOUND.search(text, start, begins[-1])):
        return Span(begins[-1], end)
    if time and time.start < event.trigger.start and _OWNS.match(text, time.end):
        return Span(time.start, end)
    lead = _LEADS.match(text, start)
    return Span(lead.end() if lead and lead.end() <= first else start, end)


def _behind_word(text: str, at: int) -> int:
    return text.index(" ", at) if " " in text[at : at + len("those ")] else at


def _of_date(dated: Dated) -> Span:
    """Of a sentence with a second date, or of a clause that dates itself alone, what this date belongs to."""
    text, event, words = dated.reading.document.text, dated.event, words_of(dated)
    clause, time = event.span, event.time
    sentences = dated.reading.sentences
    at = bisect_right(sentences, clause.start, key=lambda s: s.span.start) - 1
    if at < 0:
        return words
    whole = sentences[at].span
    own = _own_day(dated, whole)
    if own is not None or clause.start <= whole.start:
        return own or words
    if not _RELATIVE.match(text, clause.start) and not _has_subject(text, clause.start, event, whole):
        return whole
    aside = _ASIDE.match(text, clause.start) is not None
    shared = any(
        e.time is not None and e.time != time and whole.start <= e.trigger.start < whole.end
        for e in dated.reading.events
    )
    if not (shared or aside) or words == clause:
        return words
    if time and 0 <= clause.start - time.end <= 2:
        lead = _BEFORE_TIME.search(text, whole.start, time.start)
        return Span(lead.start(1) if lead else time.start, _end(dated, whole))
    if _RELATIVE.match(text, clause.start):
        marks = list(_MARK.finditer(text, whole.start, max(whole.start, clause.start - 2)))
        start = marks[-1].end() if marks else whole.start
        # Of a long clause only whom or what the relative clause is of: "the dam, which was completed in 1981".
        named = list(_DETERMINER.finditer(text, max(start, clause.start - NAMED), clause.start))
        far = clause.start - start > NAMED
        return Span(named[-1].start() if named and far else start, _end(dated, whole))
    parted = text[: clause.start].rstrip()[-1:] in ",;:—–(" or _HEAD.match(text, clause.start)
    return Span(clause.start, _end(dated, whole)) if parted and clause.end - clause.start >= SHORTEST // 2 else words


def _own_day(dated: Dated, whole: Span) -> Span | None:
    """The clause of what is still to come, without its conjunction, where the rest of the sentence has another day."""
    text, event = dated.reading.document.text, dated.event
    others = [e for e in dated.reading.events if e.time != event.time and whole.start <= e.trigger.start < whole.end]
    before = [e for e in others if e.trigger.end <= event.span.start]
    beside = before[-1] if before else next((e for e in others if e.trigger.start >= event.span.end), None)
    doubted = beside is not None and (beside.negated or beside.status in {"possible", "denied"})
    ahead = dated.status in {"expected", "possible"} and event.span.start > whole.start
    led = _OTHER_DAY.match(text, event.span.start) if ahead or doubted else None
    led = led or (_SAME_DAY.match(text, event.span.start) if doubted else None)
    if led is None or (event.time and event.time.start < led.end()) or not _has_subject(text, led.end(), event, whole):
        return None
    return Span(led.end(), _end(dated, whole))


def _end(dated: Dated, whole: Span) -> int:
    """Where the clause ends, with those behind it that no mark or conjunction parts from it: "what it | calls"."""
    text, end = dated.reading.document.text, dated.event.span.end
    for other in dated.reading.events:
        if other.span.start == end < other.span.end <= whole.end and not _is_parted(text, end):
            end = other.span.end
    return end


def _is_parted(text: str, at: int) -> bool:
    """Whether a mark or a conjunction stands there, but for one with a length: "three weeks before the dam burst"."""
    before = text[max(0, at - LENGTH) : at].rstrip()
    if before[-1:] in ',;:—–-()”"':
        return True
    led = _PARTS.match(text, at)
    return led is not None and not (led.group().lower() in ("before", "after") and _LENGTH.search(before))


def _has_subject(text: str, start: int, event: Event, whole: Span) -> bool:
    """Whether a word that may be a subject stands between ``start`` and the verb with its helpers."""
    groups = find_verb_groups(text, whole.start, whole.end)
    verb = next((g.span.start for g in groups if g.trigger == event.trigger), event.trigger.start)
    lead, time = text[start:verb], event.time
    if time and start <= time.start and time.end <= verb:
        lead = _BEFORE_TIME.sub("", text[start : time.start]) + text[time.end : verb]
    return bool(_NO_SUBJECT.sub("", lead))
