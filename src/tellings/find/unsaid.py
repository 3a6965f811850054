"""What a report says was not said: "did not say whether", "no sign that Tarn had pledged"."""

import re
from collections.abc import Iterable

from tellings.find.clause_words import word_class
from tellings.lexicon import load_words
from tellings.model.reading import Quotation
from tellings.model.span import Span

# Characters before a cue in which a denial of it stands.
_BEFORE = 120
_WORD = re.compile(r"[^\W\d_]+(?:[’'-]\w+)*|\d[\d.,]*")
# "If all goes according to plan": nobody says it.
_AS_MEANT = frozenset(("plan", "schedule", "script"))
_NOT = re.compile(r"(?:\b(?:not|never|cannot)|n[’']t)(?:\s+\w+ly|\s+yet|\s+even)?\s*$", re.IGNORECASE)
_NO_SIGN = re.compile(
    r"\b(?:no|any|without|little|lack of|nor)\s+(?:\w+\s+){0,2}"
    r"(?:sign|evidence|indication|suggestion|proof|hint|word|confirmation)s?\s+(?:that|of)\b[^.;:!?]*$",
    re.IGNORECASE,
)


def says_something(text: str, contents: Iterable[Span]) -> bool:
    """Whether there is a word in it that is no pronoun, article or preposition: "it himself" says nothing."""
    empty = word_class("pronouns") | word_class("prepositions") | word_class("determiners") | word_class("openers")
    words = [w.casefold() for c in contents for w in _WORD.findall(text[c.start : c.end])]
    return any(w not in empty and not w.endswith(("self", "selves")) for w in words)


def is_unsaid(text: str, quotation: Quotation) -> bool:
    """Whether the report denies that the words were said, or they say nothing: shown as somebody's they would mislead.

    Words in quotation marks were said by somebody, whatever the verb beside them.
    """
    if quotation.kind != "indirect":
        return False
    source = " ".join(text[part.start : part.end] for part in quotation.source)
    if is_label(source) or (source in _AS_MEANT and _cue(text, quotation) == "according to"):
        return True
    if not says_something(text, quotation.content):
        return True
    if not quotation.cue:
        return False
    cue = quotation.cue[0].start
    before = text[max(0, cue - _BEFORE) : cue]
    return _NOT.search(before) is not None or _NO_SIGN.search(before) is not None


def is_label(words: str) -> bool:
    """Whether words before a colon say what sort of report it is, and are nobody: "Explainer: what is the ..."."""
    return " ".join(words.casefold().split()) in load_words("report_labels")


def _cue(text: str, quotation: Quotation) -> str:
    return " ".join(text[part.start : part.end] for part in quotation.cue).casefold()
