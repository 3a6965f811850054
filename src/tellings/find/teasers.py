"""Links to other reports: their labels ("Read more"), and the headlines with them."""

import re
from functools import cache

from tellings.find.phrases import phrases
from tellings.lexicon import load_words
from tellings.text.lines import plain, words_of

_LEAD = re.compile(r"[\s\-–—•*|>»▶►→#+\[(]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.!?][\"'”’)\]]*$")
_SAID = re.compile(r"\b(?:said|says|told)\b")
_TAG = re.compile(r"[\[({|]\s*(?P<tag>[\w ]{2,20}?)\s*[\])}|]+$")
_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:(?:read|see|view|continue|learn|show)\s+(?:more|reading|full\b.{0,12})|more|»|›|>>?)\W*$",
    re.IGNORECASE,
)
_THEN_MORE = re.compile(
    r"[^\s.!?:](?:['’\"”)])?\s(?:read more|learn more|find out more|continue reading|watch now)\W*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[(\[](?:related|read more|read|also read|read also|see also|more|watch|see|related stor(?:y|ies))\s?:\s"
    r"[^()\[\]]{3,250}[)\]]",
    re.IGNORECASE,
)
_LIST_END = re.compile(r".{0,30}\b(?:stories|news|headlines|articles|posts|videos|picks|reads)$", re.IGNORECASE)
_POPULAR = re.compile(r"popular (?:on|in) \S.{0,30}$", re.IGNORECASE)
_SITE = re.compile(r"(?:also )?on [\w-]{2,30}\.(?:com|org|net|co\.uk|tv|news)\b", re.IGNORECASE)
_HEADED = re.compile(r"(?: [\w&'’.-]{1,20}){0,3}\s?[:|]\s*[\w'‘“\"]")
_LONGEST_LABEL = 5
"""Words of the longest label, about."""
_SHOUT = 8
"""Words from which a line in capitals is a link: the headings of reports are shorter."""
# Words of any sentence: before other words such a label needs a colon.
_ANY = frozenset(
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


@cache
def _labels() -> frozenset[str]:
    return frozenset(plain(label) for label in load_words("teaser_labels"))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(label.split()[0].replace("’", "'") for label in _labels())


def is_teaser_label(line: str) -> bool:
    """Whether a line is nothing but the label over links ("Read more:", "Most read in News")."""
    if len(line) > 60:
        return False
    words = plain(line)
    if words in _labels():
        return True
    lists = phrases("link_lists").match(line)
    if _POPULAR.match(line) or (lists and _LIST_END.match(line, lists.end())):
        return True
    # "Most read in News", "Latest from Sport": a label with the section it is of.
    first, _, rest = words.partition(" in ") if " in " in words else words.partition(" from ")
    return bool(rest) and first in _labels() and len(rest.split()) <= 3 and not _STOP.search(line)


def is_teaser(line: str) -> bool:
    """Whether a whole line leads to another report: label and headline, words in square brackets, a tagged headline."""
    if len(line) > 900:
        return False
    if line[0] == "[" and line[-1] == "]" and line.count("[") == 1 and len(line) <= 200:
        return not _SAID.search(line) and (len(words_of(line)) > 4 or ":" in line)
    if _MORE.search(line[-40:]) or (len(line) <= 200 and _THEN_MORE.search(line[-40:])):
        return True
    if len(line) <= 200 and not _STOP.search(line) and not _SAID.search(line):
        tag = _TAG.search(line[-24:])
        if tag and phrases("headline_tags").fullmatch(tag["tag"]):
            return True
        head = phrases("link_heads").match(line)
        if _SITE.match(line) or (head and _HEADED.match(line, head.end())) or _shouts(line):
            return True
    return _is_labelled(line)


def links_inside(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The links in brackets within ``text[start:end]`` ("(RELATED: ...)") as (start, end) pairs."""
    return [match.span() for match in _INSIDE.finditer(text, start, end)] if text.find(":", start, end) >= 0 else []


def _shouts(line: str) -> bool:
    """A headline all in capitals, longer than the headings reports have."""
    return line.isupper() and "|" not in line and len(words_of(line)) >= _SHOUT


def _is_labelled(line: str) -> bool:
    """A label at the start of a line, set off by a mark or by capitals, and after it words that are no sentence."""
    lead = _LEAD.match(line)
    head = line[lead.end() if lead else 0 :][:60]
    first = _WORD.match(head)
    if not first or first.group().casefold().replace("’", "'") not in _first_words():
        return False
    ends = [match.end() for match in _WORD.finditer(head)][:_LONGEST_LABEL]
    for end in reversed(ends):
        label, rest = plain(head[:end]), head[end:]
        if label not in _labels():
            continue
        if rest[:1] in tuple(":|»→>") or re.match(r"\s+[|»→>]|\s[–—-]\s", rest):
            return len(words_of(line)) <= 40 and not (_STOP.search(line) and _SAID.search(rest))
        if label in _ANY or not rest[:1].isspace() or _STOP.search(line):
            return False
        opens = rest.lstrip()[:1]
        return head[:end].isupper() or (" " in label and head[:1].isupper() and (opens in "'‘“\"" or opens.isupper()))
    return False


def is_headline(line: str) -> bool:
    """Whether a line reads like a headline or a fragment: short, begun with a capital, without a full stop."""
    if len(line) > 180 or (_STOP.search(line) and not line.endswith(("...", "?", "!"))):
        return False
    first = line.lstrip("-–—•*|>»▶►'‘“\"[( ")[:1]
    return 2 <= len(words_of(line)) <= 25 and (first.isupper() or first.isdigit())
