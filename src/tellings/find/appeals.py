"""Sentences with which a page speaks to its reader about itself: newsletters, apps, accounts, cookies, tips, comments."""

import re
from functools import cache
from typing import NamedTuple

from tellings.lexicon import load_table

SURE = 4
"""Points from which a sentence is an appeal. Measured on the residue data: 3 costs article text, 5 misses half."""
MAYBE = 1
"""Points from which a sentence next to an appeal belongs to it."""

_TOKEN = re.compile(r"@?[^\W_]+(?:[-'’][^\W_]+)*")
_ADDRESS = re.compile(
    r"\b[\w.+-]{1,40}@[\w-]{1,40}\.\w|\bhttps?://|\bwww\.\w|(?<!\w)@\w{2,30}\b|\b\w{2,30}\.(?:com|org|net|co\.\w\w)/"
)
_QUOTED = re.compile(r"[\"“”«»„]|(?<!\w)‘\w[^’]{0,200}’")
_PLEASE = re.compile(r"\b(?:please|and|or|to|,)\s+(?P<word>[a-z-]+)", re.IGNORECASE)
_FIXED = re.compile(
    r"\b(?:click(?:ing)? (?:here|on (?:the|this) (?:link|image|button))|tap here|sign(?:ing)? up|log(?:ged)? in|email address"
    r"|send (?:us )?your (?:tips|story|stories)|terms (?:of|and) (?:use|service|conditions)|privacy (?:policy|notice)"
    r"|(?:user|subscriber) agreement|your (?:inbox|email|subscription)|thanks? (?:you )?for (?:reading|visiting|your)"
    r"|(?:may|might|could) (?:earn|receive|get) (?:a|an|some) (?:small )?(?:affiliate |share|commission)|(?:story|news) (?:idea|tip)s?"
    r"|letters? to the editor|all fields are required|already (?:a subscriber|have an account)|comment(?:s|ing)? (?:policy|guidelines|rules)"
    r"|want to (?:read|know|see|hear|get|stay|receive|learn|find|share|contribute|help)|follow (?:us|me|him|her|them)\b"
    r"|for (?:more|further) (?:information|details|news|stories|updates)[^.]{0,60}(?:visit|see|click|contact|go to|follow)"
    r"|stay (?:up[- ]to[- ]date|tuned|informed|updated|connected|on top)|free trial|up to date with|(?:can|may) be (?:reached|contacted|followed) (?:at|on|by|via)"
    r"|if you (?:enjoyed|liked|value|have (?:a|any) (?:tip|question|comment|stor))|share (?:it|this) with)\b",
    re.IGNORECASE,
)
# Words of forms and boxes that no report uses outside quotation marks.
_BOX = re.compile(
    r"\b(?:thanks?(?: you)? for (?:signing up|subscribing|registering)|invalid (?:email|e-mail|address)|error has occurred|error processing your"
    r"|try again later|you (?:agree|consent) to (?:receive|our|the)|not a robot|(?:we use|uses|accept|our use of) cookies|has been sent to your"
    r"|by (?:subscribing|signing up|registering|continuing|clicking|submitting)\b[^.]{0,80}\b(?:you|i) (?:agree|accept|consent|confirm|acknowledge)"
    r"|(?:this|our) (?:web)?site (?:uses|is protected)|requires javascript|enable javascript|javascript is disabled|playback is (?:un|not )supported"
    r"|ad ?blocker|click here (?:to|for)|sign up (?:here|now|today|for (?:our|the|free|a free)|to (?:our|receive|get|the))|you have been successfully subscribed"
    r"|(?:like|love|enjoy|enjoying) (?:this|what|our) [^.?]{2,40}\?)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W{0,4}(?:do|don't|have|haven't|are|want|got|did|looking|would|is there|can|need|like|love|enjoy\w*|interested|curious|missed)\b",
    re.IGNORECASE,
)
_LIKE_ON = re.compile(r"like\b.{1,60}\bon (?:facebook|twitter|instagram|youtube|linkedin)\b", re.IGNORECASE)
_SELF = re.compile(
    r"(?:this|the) (?:article|story|report|post|piece|column|content|transcript|text|copy|material|interview|page|video|work|item|document|press release)"
    r"(?:,? (?:which|written by)[^,.]{1,60},?)? (?:was |is |has been |had been )?(?:originally|first|previously|also) (?:appeared|published|ran|posted|printed|aired|produced|written)\b"
    r"|^(?:originally|first) (?:appeared|published|posted) (?:on|in|at|by)\b",
    re.IGNORECASE,
)


class _Words(NamedTuple):
    requests: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    networks: frozenset[str]
    reporting: frozenset[str]


@cache
def _words() -> _Words:
    table = load_table("appeals")
    return _Words(*(frozenset(table[name]) for name in _Words._fields))


_YOU = frozenset(["you", "your", "yours", "you're", "you'd", "you'll", "you've", "yourself"])
_US = frozenset(["we", "our", "us", "we're", "we'd", "we'll", "we've", "ours"])


def appeal_points(sentence: str) -> int:
    """How much a sentence looks like an appeal to the reader: 0 for report, ``SURE`` or more for an appeal.

    A sentence that addresses nobody (no request, no "you", no "we", no address to write to) has no points, whatever it is about.
    """
    if len(sentence) > 1200:
        return 0
    lists = _words()
    tokens = [token.casefold().replace("’", "'") for token in _TOKEN.findall(sentence)]
    if not tokens:
        return 0
    held = frozenset(tokens)
    request = _is_request(sentence, tokens, lists)
    you, us = bool(held & _YOU), bool(held & _US)
    fixed = bool(_FIXED.search(sentence))
    quoted = bool(_QUOTED.search(sentence))
    if not quoted and _BOX.search(sentence):
        return SURE
    question = you and "?" in sentence and bool(_ASKS.match(sentence))
    address = bool(_ADDRESS.search(sentence))
    if _SELF.search(sentence[:400]):
        return SURE
    if not (request or you or us or fixed or address):
        return 0
    points = 2 * request + you + us + 2 * fixed + 2 * bool(held & lists.strong) + min(2, len(held & lists.weak))
    points += 2 * (address and request) + question
    if not (request or us or fixed or address or question):
        points = min(points, SURE - 1)
    points -= 3 * quoted + min(4, 2 * len(held & lists.reporting)) + (len(tokens) > 45)
    return max(0, points)


def _is_request(sentence: str, tokens: list[str], lists: _Words) -> bool:
    """The sentence opens with a verb that asks the reader for something, or asks "please"."""
    first = tokens[1] if tokens[0] in ("please", "to", "or", "and") and len(tokens) > 1 else tokens[0]
    if first == "like":
        return bool(_LIKE_ON.match(sentence.lstrip(" -–—•*|>")))
    if (
        first in lists.requests
        and len(tokens) > 1
        and tokens[1] not in ("the" if first in ("like",) else "", "that", "of")
    ):
        return True
    return "please" in tokens[:12] and any(
        m["word"].casefold() in lists.requests for m in _PLEASE.finditer(sentence[:200])
    )
