"""The verbs of a sentence as a draft is compared: which are told as done, which as still to come."""

import re
from functools import cache, lru_cache

from tellings.lexicon import load_table
from tellings.model.reading import Event, EventStatus
from tellings.model.span import Span
from tellings.story.check_words import words_of
from tellings.text.verbs import verb_forms
from tellings.text.words import stem

# Characters after a verb within which the rest of a phrase stands: "played a part".
REACH = 14
_COMING = re.compile(
    r"\b(?:will|would|shall|should|may|might|can|could|must|to|if|whether|when|once|be|being|is|are|expected|due|set)\b[^,.;]*$"
)
_OBJECT = re.compile(r"\s+(?:the|an?|its|his|her|their)\s")
# Before a bare verb: it is not said that it happened.
_WILL = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|can|must|(?:is|are|was|were|expects?|expected|due|plans?|planned|set|hopes?"
    r"|hoped|wants?|wanted|asked|promised|vowed|agreed|intends?|intended|scheduled|likely|ready|ought|has|have|had|needs?)\s+to|(?:not|n[’']t|never)"
    r"\s+to)\s+(?:[a-z]+ly\s+|also\s+|now\s+|then\s+|be\s+|have\s+)?$",
    re.IGNORECASE,
)
# Of a bare verb that is joined to one of those: "ought to stand here and answer".
_WILL_AND = re.compile(
    r"\b(?:ought to|will|would|should|must|may|might|could|can|to)\s+[a-z]+(?:\s+[a-z]+){0,3}\s+(?:and|or)\s+$",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(r"(?:,|\band|\bbut|—|–)\s+not\b", re.IGNORECASE)
_PARTICLE = re.compile(r"\s+(?:off|back|out)\b", re.IGNORECASE)
_HELPERS = frozenset(("be", "have", "do"))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=8192)
def coming_verbs(text: str) -> frozenset[str]:
    """The base forms of verbs that every time they stand in ``text`` are told as to come."""
    coming: set[str] = set()
    other: set[str] = set()
    for match in _WORD.finditer(text):
        bases = {base for base, form in verb_forms().get(match.group().lower(), ()) if form != "ing"}
        before = text[max(0, match.start() - 40) : match.start()]
        joined = match.group().lower() in bases and _WILL_AND.search(before)
        (coming if joined or _WILL.search(before) else other).update(bases)
    return frozenset(coming - other)


@lru_cache(maxsize=256)
def past_verbs(text: str) -> dict[str, str]:
    """The base forms of verbs told in the plain past, each with the word as printed."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        forms = verb_forms().get(match.group().lower(), ())
        before = text[max(0, match.start() - 40) : match.start()]
        if any(form == "past" for _, form in forms) and not _WILL.search(before) and not _COMING.search(before[-16:]):
            found.update({base: match.group() for base, form in forms if form == "past" and base not in _HELPERS})
    return found


def with_particle(text: str, verb: Span) -> Span:
    """A verb with the particle that belongs to it: "called off"."""
    match = _PARTICLE.match(text, verb.end)
    return Span(verb.start, match.end()) if match else verb


def is_said(word: str) -> bool:
    """Whether a folded word is a verb of saying in the past: "denied"."""
    saying = load_table("speech_verbs")["say"]
    return any(form == "past" and base in saying for base, form in verb_forms().get(word, ()))


def helps(after: str, word: str) -> bool:
    """Whether "help" only leads to the verb that is meant: "helped to rescue", "will help build"."""
    match = re.match(r"\s+(?:to\s+)?([^\W\d_]+)\b", after)
    forms = verb_forms().get(match.group(1).lower(), ()) if match and word == "help" else ()
    return any(form == "base" for _, form in forms)


def takes_object(text: str, trigger: Span) -> bool:
    """Whether a word that may be a noun is a verb by what follows: "the company runs the dam"."""
    forms = verb_forms().get(text[trigger.start : trigger.end].lower(), ())
    return text[: trigger.end].endswith("s") and bool(forms) and bool(_OBJECT.match(text, trigger.end))


def only_after(text: str, sentence: Span, trigger: Span) -> bool:
    """Whether what is denied comes after a verb as the other side of it: "wanted bread and not speeches"."""
    negating = {*load_table("checking")["negation"]["words"], *load_table("checking")["negation"]["denial"]}
    before = text[sentence.start : trigger.start].casefold().replace("’", "'")
    turned = any(word in negating or word.endswith("n't") for word in re.findall(r"[\w']+", before))
    return not turned and bool(_OTHER_SIDE.search(text, trigger.end, sentence.end))


def status_of(text: str, sentence: Span, event: Event, *, draft: bool) -> EventStatus:
    """Of a draft's plain past the status is not left to what stands around it: it says that it happened."""
    if event.status == "denied" and event.negated and only_after(text, sentence, event.trigger):
        return "happened"
    if not draft or event.status not in ("expected", "possible"):
        return event.status
    before = text[max(sentence.start, event.trigger.start - 32) : event.trigger.start].lower()
    past = any(
        form == "past" for _, form in verb_forms().get(text[event.trigger.start : event.trigger.end].lower(), ())
    )
    if (past and not _COMING.search(before)) or before.endswith("had to "):
        return "happened"
    return event.status


def stem_of(text: str, event: Event) -> str:
    """The stem an event is compared by; a phrase ("stepped down") as the word it stands for."""
    words = words_of(text[event.trigger.start : event.trigger.end + REACH])
    return (
        words[0]
        if words and len(event.lemma) > 1 and words[0] != stem(event.lemma) and _is_phrase(words[0])
        else stem(event.lemma)
    )


@cache
def _phrase_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in load_table("checking")["phrases"].values())


def _is_phrase(word: str) -> bool:
    return word in _phrase_stems()
