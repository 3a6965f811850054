"""Links to other reports: their labels ("Read more"), and the headlines under them."""

import re
from functools import cache

from tellings.lexicon import load_words
from tellings.text.lines import plain, words_of

_LEAD = re.compile(r"[\s\-–—•*|>»▶►→#+\[(]*")
_BREAK = re.compile(r"\s*[:|»>→–—-]\s*\S|\s+['‘“\"]")
_END = re.compile(r"[.!?][\"'”’)\]]*$")
_SAID = re.compile(r"\b(?:said|says|told)\b")
_TAG = re.compile(
    r"[\[({|]\s*(?:video|videos|watch|photos?|pictures|pics|gallery|images|insight|analysis|opinion|comment|reaction|reveal(?:ed)?|update|latest|exclusive|report|map|maps|graphic|foto|listen|podcast|warning|claim|blog|live|read|infographic|interview)\s*[\])}|]+$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:more|top|latest|popular|trending|recommended|today['’]s top|our|our latest|our best|other)\b.{0,30}\b(?:stories|news|headlines|articles|posts|videos|picks|reads)$|popular (?:on|in) \S.{0,30}$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:also )?on [\w-]{2,30}\.(?:com|org|net|co\.uk|tv|news)\b|(?:related|more|see|also|read|watch|listen|video|photos|gallery|in pictures|in photos|explainer|opinion|analysis|editorial|podcast|from the archives?|live|live updates|follow live|fact check|quiz|infographic|interactive|recipe)"
    r"(?: [\w&'’.-]{1,20}){0,3}\s?[:|]\s*[\w'‘“\"]",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:(?:read|see|view|continue|learn|show)\s+(?:more|reading|full\b.{0,12})|more|»|›|>>?)\W*$",
    re.IGNORECASE,
)
_LONGEST = 5
"""Words of the longest label, about."""
_BARE = frozenset(
    [
        "more",
        "related",
        "watch",
        "listen",
        "the latest",
        "featured",
        "recommended",
        "sponsored",
        "trending",
        "promoted",
        "read this",
        "see more",
        "read now",
        "learn more",
        "find out more",
    ]
)
"""Labels that are words of any sentence: before other words they need a colon."""


@cache
def _labels() -> frozenset[str]:
    return frozenset(plain(label) for label in load_words("teaser_labels"))


def is_teaser_label(line: str) -> bool:
    """Whether a line is nothing but the label over links ("Read more:", "Related Stories")."""
    if len(line) > 60:
        return False
    words = plain(line)
    if words in _labels():
        return True
    if _SECTION.match(line):
        return True
    # "Most read in News", "Latest from Sport", "More from The Courier": a label with the section it is of.
    first, _, rest = words.partition(" in ") if " in " in words else words.partition(" from ")
    return bool(rest) and first in _labels() and len(rest.split()) <= 3 and not _END.search(line)


def is_teaser(line: str) -> bool:
    """Whether a whole line leads to another report: a label and its headline, words in square brackets, a tagged headline."""
    if len(line) > 900:
        return False
    if line[0] == "[" and line[-1] == "]" and line.count("[") == 1 and len(line) <= 200:
        return not _SAID.search(line) and (len(words_of(line)) > 4 or ":" in line)
    if (
        len(line) <= 200
        and not _END.search(line)
        and not _SAID.search(line)
        and (_ELSEWHERE.match(line) or _shouts(line))
    ):
        return True
    if _MORE.search(line[-40:]) or (_TAG.search(line[-24:]) and len(line) <= 160):
        return True
    return _labelled(line)


def _shouts(line: str) -> bool:
    """A headline all in capitals, longer than the headings reports have."""
    return line.isupper() and "|" not in line and len(words_of(line)) >= 8


def _labelled(line: str) -> bool:
    """A label at the start of a line, set off by a mark or by capitals, and words that are no sentence."""
    start = _LEAD.match(line).end()  # type: ignore[union-attr]
    head = line[start : start + 60]
    spans = [match.end() for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", head)][:_LONGEST]
    for end in reversed(spans):
        label = plain(head[:end])
        if label not in _labels():
            continue
        rest = head[end:]
        if rest[:1] in (":", "|", "»", "→", ">") or re.match(r"\s+[|»→>]|\s[–—-]\s", rest):
            return len(words_of(line)) <= 40 and not _SAID.search(line[start + end :][:40] if _END.search(line) else "")
        if label in _BARE or not rest[:1].isspace():
            return False
        shouts = head[:end].isupper()
        named = " " in label and head[:1].isupper() and not _END.search(line)
        return (shouts and not _END.search(line)) or (
            (named and rest.lstrip()[:1] in "'‘“\"") or (named and rest.lstrip()[:1].isupper())
        )
    return False


def is_headline(line: str) -> bool:
    """Whether a line reads like a headline or a fragment: short, begun with a capital, without a full stop at its end."""
    if len(line) > 180 or (_END.search(line) and not line.endswith(("…", "...", "?", "!"))):
        return False
    count = len(words_of(line))
    first = line.lstrip("-–—•*|>»▶►'‘“\"[( ")[:1]
    return 2 <= count <= 25 and (first.isupper() or first.isdigit())
