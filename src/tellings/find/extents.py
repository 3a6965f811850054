"""Extents: where the words that a verb gives to somebody end before their sentence does."""

import re
from dataclasses import replace

from tellings.find.clause_words import word_class
from tellings.find.clauses import Token
from tellings.model.reading import Quotation
from tellings.model.span import Span

_OPENING = frozenset({"while", "although", "though", "if", "because", "since", "whereas"})
_NOMINATIVE = frozenset({"he", "she", "they", "it", "we", "i", "there"})
_CONTRAST = re.compile(r"\s*,\s+(?:while|whereas)\s+(?:the\s+)?[A-Z][\w.&’'-]+\s+(?=\w)")
_FARTHEST = 3  # tokens before the subject of a clause that opens its sentence: "Even though the port"


def content_end(tokens: list[Token], start: int, at: int, *, during: bool) -> int:
    """The index where the content that begins at ``at`` ends; its verb's subject begins at ``start``.

    A clause that leads to another ends at its comma: "While Tarn denied the claim, Orlan went on", "In what Tarn called
    “a ruin”, nobody stayed". So does the object of a verb that goes on (``during``): "is testing the pumps, with Orlan
    as its guest".
    """
    last = _lead_end(tokens, start, at)
    if not during:
        return last
    return next((c for c in range(at, last - 1) if tokens[c].text == "," and tokens[c + 1].low == "with"), last)


def without_contrast(text: str, quotation: Quotation) -> Quotation:
    """An indirect quotation without another's doings set against it: "said it would stay, while Orlan will leave".

    Whose word that is the sentence does not say; it is the report's far more often than the speaker's.
    """
    if quotation.kind != "indirect" or not quotation.cue or quotation.cue[0].start > quotation.content[0].start:
        return quotation
    last = quotation.content[-1]
    found = _CONTRAST.search(text, last.start + 1, last.end)
    if found is None:
        return quotation
    return replace(quotation, content=(*quotation.content[:-1], Span(last.start, found.start())))


def _lead_end(tokens: list[Token], start: int, at: int) -> int:
    first, second = tokens[0].low, tokens[1].low if len(tokens) > 1 else ""
    opens = first in _OPENING or (first == "even" and second in _OPENING)
    named = first == "in" and second == "what"
    if not (opens or named) or start > _FARTHEST or any(t.text == "," for t in tokens[start:at]):
        return len(tokens)
    for c in range(at, len(tokens) - 1):
        if named and tokens[c].kind == "q":
            return c + 1
        if tokens[c].text == "," and _begins_clause(tokens[c + 1]):
            return c
    return len(tokens)


def _begins_clause(token: Token) -> bool:
    return token.mention >= 0 or token.text[:1].isupper() or token.low in word_class("determiners") | _NOMINATIVE
