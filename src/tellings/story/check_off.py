"""What is taken off in the reports: "cancelled her visit", "the talks will not take place", "will no longer go"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.lexicon import load_table
from tellings.model.span import Span
from tellings.story.check_line import Deed, Line
from tellings.story.check_parts import Told
from tellings.story.check_verbs import with_particle
from tellings.story.check_words import fold_phrases, words_of
from tellings.text.spans import overlap
from tellings.text.words import stem

# Characters before a verb in which its helpers stand.
HELPERS = 40
# Words that begin what is said beside the thing: why, when, by whose word.
_BESIDE = (
    r"amid|over|because|after|following|due|until|till|citing|as|while|when|since|but|and|who|which|that|in protest"
    r"|owing|despite|hours|days|minutes|before|ahead"
)
_END = re.compile(rf"[.;:()“”\"—–?!]|,(?!\d)|\s(?:{_BESIDE})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:()“”\"—–]|\b(?:but|and|that|because|while|when|after)\s", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s(?:in|at|on|to|for|from|with|by|between|of|into|near|about|against|planned|scheduled|set|expected|due)\b", re.I
)
_BE = re.compile(
    r"\b(?:(?:is|are|was|were|be|being|gets?|got)|(?:has|have|had)\s+(?:\w+\s+)?been)\s+(?:now\s+|also\s+|since\s+)*$",
    re.I,
)
_ASIDE = re.compile(r",[^,;.]*,\s*$")
# "Will not take place", "is off": it is taken off without a verb for it.
_NOT_HELD = re.compile(
    r"\b(?:(?:will|would)\s+(?:now\s+)?(?:not|no\s+longer)|won[’']t|(?:is|are|was|were)\s+(?:not|no\s+longer)\s+(?:going\s+)?to)\s+"
    r"(?:now\s+)?(?:take\s+place|go\s+ahead|happen|be\s+held|proceed|be\s+going\s+ahead)\b"
    r"|\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:now\s+)?(?:off|called\s+off)(?=\s*[,.;]|\s*$)",
    re.IGNORECASE,
)
_WILL_NOT = re.compile(
    r"\b(?:will|would)\s+(?:now\s+)?(?:not|no\s+longer)\s+(?:now\s+|be\s+)?$|\bwon[’']t\s+(?:now\s+|be\s+)?$", re.I
)
# What may never come to be, or is only asked: no word on the thing.
_OPEN = re.compile(r"\b(?:[Ii]f|[Uu]nless|[Ww]hether|may|might|could)\b|\?\s*$")
_OWN = re.compile(r"\s*(?:his|her|their|its)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Off:
    """A sentence of a report by which a thing does not come about as planned.

    ``head`` is the stem of the thing, ``place`` where its words stand, ``later`` whether it was only put off, ``own``
    whether it belongs to who takes it off. ``words`` say that it is off; ``deed`` is their verb, if there is one.
    """

    told: Told
    head: str
    place: Span
    words: Span
    later: bool
    own: bool
    deed: Deed | None


def find_off(told: Sequence[Told]) -> tuple[Off, ...]:
    """What the sentences of reports take off, in their order."""
    return tuple(off for one in told for off in _find(one))


def says_off(line: Line) -> bool:
    """Whether a sentence itself says that something is off, or put off."""
    return _has_word(line) or _NOT_HELD.search(line.text) is not None


def _find(told: Told) -> list[Off]:
    line = told.line
    if _OPEN.search(line.text) or not (line.negated or says_off(line)):
        return []
    found = [off for deed in line.deeds if (off := _by_deed(told, deed))]
    text, start = line.reading.document.text, line.span.start
    for match in _NOT_HELD.finditer(line.text):
        words = Span(start + match.start(), start + match.end())
        subject = _subject(line, words.start)
        head = head_of(text[subject : words.start])
        if head and not any(overlap(off.words, words) for off in found):
            found.append(Off(told, head, Span(subject, words.end), words, later=False, own=False, deed=None))
    return found


def _has_word(line: Line) -> bool:
    return bool((stems("verbs") | stems("put_off")) & {deed.word for deed in line.deeds})


@cache
def stems(name: str) -> frozenset[str]:
    """The stems of a list of words on what is taken off."""
    return frozenset(stem(word) for word in load_table("checking")["taken_off"][name])


def _by_deed(told: Told, deed: Deed) -> Off | None:
    line = told.line
    text = line.reading.document.text
    before = max(line.span.start, deed.trigger.start - HELPERS)
    if deed.negated or deed.status == "denied":
        will_not = _WILL_NOT.search(text, before, deed.trigger.start)
        if deed.word in light_stems() or not will_not:
            return None
        words = Span(will_not.start(), deed.trigger.end)
        place = Span(deed.trigger.start, _end(text, words.end, line.span.end))
        return Off(told, deed.word, place, words, later=False, own=True, deed=deed)
    later = deed.word in stems("put_off")
    off = later or deed.word in stems("verbs")
    if not off or deed.status not in ("happened", "under_way", "cancelled") or _is_governed(line, deed):
        return None
    words = with_particle(text, deed.trigger)
    passive = _BE.search(text, before, deed.trigger.start)
    end = _end(text, words.end, line.span.end)
    head = head_of(text[words.end : end])
    if head and not passive:
        own = bool(_OWN.match(text, words.end))
        return Off(told, head, Span(words.end, end), words, later, own, deed=deed)
    subject = _subject(line, passive.start() if passive else words.start)
    head = head_of(text[subject : passive.start() if passive else words.start])
    return Off(told, head, Span(subject, end), words, later, own=False, deed=deed) if head else None


def _is_governed(line: Line, deed: Deed) -> bool:
    """Whether it only hangs on another verb: "asked to cancel", "spoke of scrapping it"."""
    text = line.reading.document.text
    before = text[max(line.span.start, deed.trigger.start - HELPERS) : deed.trigger.start].lower()
    return before.endswith(("to ", "of ", "for ", "into ", "considered ", "considering ", "suggested "))


def _end(text: str, start: int, stop: int) -> int:
    """The end of what belongs to a verb, before what is said beside it."""
    end = _END.search(text, start, stop)
    return end.start() if end else stop


def _subject(line: Line, verb: int) -> int:
    """Where the words of the clause before a verb begin; an "and" with no deed before it only joins names."""
    text, start = line.reading.document.text, line.span.start
    aside = _ASIDE.search(text, start, verb)
    stop = aside.start() if aside else verb
    first = start
    for match in _CLAUSE.finditer(text, start, stop):
        told = any(deed.trigger.start < match.start() for deed in line.deeds)
        first = match.end() if told or match.group().lower() != "and " else first
    comma = text.rfind(", ", first, stop)
    return comma + 2 if comma >= 0 else first


def head_of(phrase: str) -> str:
    """The stem of the noun a phrase is about ("a two-day visit to Orlan": visit), of a plan that of what is planned."""
    rest = " " + fold_phrases(phrase).strip(" ,")
    verb = False
    while rest.strip():
        cut = _PREPOSITION.search(rest, 1)
        words = words_of(re.split(r"[,;]", rest[: cut.start()] if cut else rest)[0])
        if words and (verb or words[-1] not in stems("plans")):
            return words[0] if verb else words[-1]
        verb = bool(words) and cut is not None and cut.group().strip().lower() == "to"
        rest = rest[cut.end() :] if cut else ""
    return ""


@cache
def light_stems() -> frozenset[str]:
    """The stems of verbs too light to name a deed."""
    return frozenset(stem(word) for word in load_table("checking")["light"]["verbs"])
