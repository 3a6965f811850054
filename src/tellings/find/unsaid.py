"""What a report says was not said: "did not say whether", "no sign that Tarn had pledged"."""

import re
from collections.abc import Iterable

from tellings.find.clause_words import word_class
from tellings.model.reading import Quotation
from tellings.model.span import Span

# Characters before a cue in which a denial of it stands.
_BEFORE = 120
_WORD = re.compile(r"[^\W\d_]+(?:[’'-]\w+)*|\d[\d.,]*")
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
    if not says_something(text, quotation.content):
        return True
    if not quotation.cue:
        return False
    cue = quotation.cue[0].start
    before = text[max(0, cue - _BEFORE) : cue]
    return _NOT.search(before) is not None or _NO_SIGN.search(before) is not None
