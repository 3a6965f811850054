"""Sentence ends: where one sentence stops and the next begins, from punctuation and the words around it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tellings.lexicon import load_table, load_words

# A quotation mark of three bytes that was decoded as three characters, and its other forms.
_BROKEN = "â(?:€|\x80)[\x98\x99\x9c\x9d˜™œ]"
_OPENER = re.compile(f"(?:[\"'“‘«‹„(\\[ –—-]|{_BROKEN})*")
# A run of end marks, what closes after it, then white space or the end; CJK marks need no white space.
# With the lookahead the search passes over all other characters at once.
_END = re.compile(
    r"(?=[.!?…。！？؟।])(?:(?P<marks>[.!?…]+(?:[ \t]\.){0,2}[.!?…]*)"
    rf"(?P<close>(?:[\"'”’»›“)\]}}″′*]|{_BROKEN}){{0,6}}(?:\[\d{{1,3}}\]){{0,4}})(?P<gap>\s+|$|(?=[^\W\d_]))"
    r"|(?P<cjk>[。！？؟।]+[”’」』）\"]{0,3})\s*)"
)
_BEFORE = re.compile(r"[\w.&'’\-]{1,24}\Z")
_WORD = re.compile(r"[^\W_][\w.'’\-]*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_IN_ADDRESS = re.compile(r"[@/_]|www\.|\.\w*\Z")
_DOMAINS = frozenset(["com", "org", "net", "gov", "edu", "info"])
_SAID = re.compile(
    r"(?:(?:[^\W\d_a-z][\w.'’\-]*|[Tt]he|of|de|al|a)\s+){1,5}"
    r"(?:said|says|asked|asks|added|adds|told|wrote|writes|tweeted|replied|answered|wondered|recalled|shouted|cried|continued|"
    r"explained|concluded|demanded|declared|insisted|exclaimed|joked)\b"
)
_CLOCK_NEXT = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|[A-Z]{2,4}\b|Eastern|Pacific|Central|Mountain|Greenwich|Local"
)


class _Marks(NamedTuple):
    before_name: frozenset[str]
    before_number: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]


@cache
def _marks() -> _Marks:
    table = load_table("abbreviations")
    return _Marks(
        frozenset(table["before_name"]),
        frozenset(table["before_number"]),
        frozenset(table["either"]),
        load_words("sentence_starters"),
    )


def split_stretch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as (start, end) pairs, in order, without white space at their ends.

    Every character that is no white space stands in exactly one of them.
    """
    at = start
    for cut in sentence_ends(text, start, end):
        yield from _trimmed(text, at, cut)
        at = cut
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """The offsets in ``(start, end)`` right after a sentence's last mark, in order."""
    for match in _END.finditer(text, start, end):
        if match["cjk"]:
            cut = match.end("cjk")
        elif _ends_here(text, match, start, end):
            cut = match.end("close")
        else:
            continue
        if start < cut < end:
            yield cut


def _ends_here(text: str, match: re.Match[str], start: int, end: int) -> bool:
    marks, close, after = match["marks"], match["close"], match.end("gap")
    if after >= end:
        return False
    if not match["gap"]:
        return _glued(text, match, start, end)
    upcoming = text[after : min(end, after + 60)]
    opener = _OPENER.match(upcoming)
    first = upcoming[opener.end() if opener else 0 :][:1]
    if first.islower():
        return False
    if marks.strip(". ") or close:
        return not (_asks(marks, close) and _SAID.match(upcoming))
    if len(marks) > 1 or marks == "…":
        return first.isupper()
    return _full_stop_ends(text, match.start(), after, start, end)


def _asks(marks: str, close: str) -> bool:
    return bool(close) and marks[-1] in "?!"


def _glued(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A new sentence starts right after the mark, without white space ("ended.The next")."""
    at = match.start()
    after = match.end()
    before = text[max(start, at - 24) : at]
    follow = _WORD.match(text, after, min(end, after + 40))
    word = follow.group() if follow else ""
    if not word[:1].isupper() or (word.isupper() and len(word) > 1) or word.casefold() in _DOMAINS:
        return False
    if len(word) < 3 and word not in _marks().starters:
        return False
    if (
        "." in word[:-1]
        or _IN_ADDRESS.search(before)
        or text[after + len(word) : after + len(word) + 1] in tuple("/@_")
    ):
        return False
    tail = re.search(r"[^\W\d_]+\Z", before)
    return bool(match["close"]) or bool(tail and len(tail.group()) > 2 and tail.group()[1:].islower())


def _full_stop_ends(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether the single full stop at ``at`` ends a sentence, and not an abbreviation or an initial."""
    lists = _marks()
    token = _BEFORE.search(text, max(start, at - 24), at)
    word = token.group().lstrip("'’.-") if token else ""
    # "then-Rep." is abbreviated as "Rep." is.
    word = word.rpartition("-")[2]
    low = word.casefold().replace("’", "'")
    # "5. The ferry": the number of a list.
    if low.isdigit() and at - start <= len(word) + 3 and not any(map(str.isalnum, text[start : at - len(word)])):
        return False
    follow = _WORD.search(text, after, min(end, after + 40))
    upcoming = follow.group() if follow else ""
    bare = upcoming.rstrip(".'’-").replace("’", "'")
    opens = bare in lists.starters or bare.split("'")[0] in lists.starters
    if (low in lists.before_name and word[:1].isupper()) or low in ("vs", "v", "e.g", "i.e"):
        return False
    if low in lists.before_number and (word[:1].isupper() or low in ("no", "p", "pp", "c", "ca", "vol")):
        return not upcoming[:1].isdigit() and (low not in ("no", "nos", "p", "pp", "c", "ca") or opens or low == "no")
    if low in ("a.m", "p.m"):
        return not _CLOCK_NEXT.match(upcoming + text[after + len(upcoming) : after + len(upcoming) + 1])
    if text[after] in "-–—" and (low in lists.either or low in lists.before_number):
        return False
    if low in lists.either and (word[:1].isupper() or "." in low or low in ("etc", "al")):
        return opens or upcoming.rstrip(".") == word
    if _INITIAL.match(word) and word[:1].isupper():
        return (opens and upcoming != "A") or upcoming.rstrip(".") == word
    return True
