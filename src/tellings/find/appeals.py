"""Sentences of a page to its reader about itself: newsletters, apps, accounts, cookies, tips, comments."""

import re
from functools import cache
from typing import NamedTuple

from tellings.find.phrases import phrase_words, phrases
from tellings.lexicon import load_table

SURE = 4
"""Points from which a sentence is an appeal. Measured on extracted pages: 3 costs article text, 5 misses half."""
MAYBE = 1
"""Points from which a sentence next to an appeal belongs to it."""

_LONGEST = 1200
"""Characters of the longest sentence that is looked at: appeals are short."""
_TOKEN = re.compile(r"@?[^\W_]+(?:[-'][^\W_]+)*")
_ADDRESS = re.compile(
    r"\b[\w.+-]{1,40}@[\w-]{1,40}\.\w|\bhttps?://|\bwww\.\w|(?<!\w)@\w{2,30}\b|\b\w{2,30}\.(?:com|org|net|co\.\w\w)/"
)
_ADDRESS_MARKS = ("@", "://", "www.", ".com/", ".org/", ".net/", ".co.")
_QUOTED = re.compile(r"[\"“”«»„]|(?<!\w)‘\w[^’]{0,200}’")
_PLEASE = re.compile(r"\b(?:please|and|or|to|,)\s+(?P<word>[a-z-]+)", re.IGNORECASE)
_LIKE_ON = re.compile(r"like\b.{1,60}\bon (?:facebook|twitter|instagram|youtube|linkedin)\b", re.IGNORECASE)
_FIRST_HERE = re.compile(r"(?:originally|first) (?:appeared|published|posted) (?:on|in|at|by)\b", re.IGNORECASE)
_YOU = frozenset(["you", "your", "yours", "you're", "you'd", "you'll", "you've", "yourself"])
_US = frozenset(["we", "our", "us", "we're", "we'd", "we'll", "we've", "ours"])


class _Words(NamedTuple):
    requests: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    reporting: frozenset[str]


@cache
def _words() -> _Words:
    table = load_table("appeals")
    return _Words(*(frozenset(table[name]) for name in _Words._fields))


def appeal_points(sentence: str) -> int:
    """How much a sentence looks like an appeal to the reader: 0 for report, ``SURE`` or more for an appeal.

    A sentence that addresses nobody (no request, no "you", no "we", no address to write to) has no points, whatever
    it is about. Words of reporting ("said", "he") and quotation marks take points away.
    """
    if len(sentence) > _LONGEST:
        return 0
    lists = _words()
    tokens = _TOKEN.findall(sentence.casefold().replace("’", "'"))
    if not tokens:
        return 0
    held = frozenset(tokens)
    quoted = not sentence.isascii() or '"' in sentence
    quoted = quoted and bool(_QUOTED.search(sentence))
    boxed = not held.isdisjoint(phrase_words("box_words"))
    if boxed and not quoted and phrases("box").search(sentence):
        return SURE
    if phrases("about_itself").match(sentence) or _FIRST_HERE.match(sentence):
        return SURE
    request = _is_request(sentence, tokens, lists)
    you, us = not held.isdisjoint(_YOU), not held.isdisjoint(_US)
    offer = boxed and bool(phrases("offer").search(sentence))
    address = any(mark in sentence for mark in _ADDRESS_MARKS) and bool(_ADDRESS.search(sentence))
    question = you and "?" in sentence and bool(phrases("question").match(sentence.lstrip("\"'“‘•-–— ")))
    if not (request or you or us or offer or address):
        return 0
    points = 2 * request + you + us + 2 * offer + 2 * bool(held & lists.strong) + min(2, len(held & lists.weak))
    points += 2 * (address and request) + question
    if not (request or us or offer or address or question):
        points = min(points, SURE - 1)
    points -= 3 * quoted + min(4, 2 * len(held & lists.reporting)) + (len(tokens) > 45)
    return max(0, points)


def _is_request(sentence: str, tokens: list[str], lists: _Words) -> bool:
    """The sentence opens with a verb that asks the reader for something, or asks "please"."""
    first = tokens[1] if tokens[0] in ("please", "to", "or", "and") and len(tokens) > 1 else tokens[0]
    if first == "like":
        return bool(_LIKE_ON.match(sentence.lstrip(" -–—•*|>")))
    if first in lists.requests and len(tokens) > 1 and tokens[1] not in ("that", "of"):
        return True
    if "please" not in tokens[:12]:
        return False
    return tokens[0] == "please" or any(
        m["word"].casefold() in lists.requests for m in _PLEASE.finditer(sentence[:200])
    )
