"""What a single line of a page is by its form: a byline, a date, a place before the first sentence, a heading."""

import re

from tellings.find.phrases import phrases
from tellings.lexicon import load_words
from tellings.text.lines import words_of

_END_MARK = re.compile(r"[.!?…。！？:;,][\"'”’»)\]]*$")
_STOP = re.compile(r"[.!?][\"'”’]?$")
_LEAD = re.compile(r"(?:[-–—•*|]\s*)?\(?")
_CONTRIBUTED = re.compile(r"\bcontributed (?:to|reporting|from)\b.{0,60}$|\bcontributed\.?$", re.IGNORECASE)
# "Ana Bel reported from Kessany and Tor Vik from Dorvath.": those who wrote, each with a place.
_REPORTED = re.compile(
    r"(?:[A-Z\u00c0-\u00de][\w.'’-]*,? (?:and )?){2,10}reported from [A-Z\u00c0-\u00de][^.\"“]{2,120}\.?$"
)
_BY_NAME = re.compile(r"(?:by|By|BY)\s+(?:the\s+)?[A-Z\u00c0-\u00de]")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b{_MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?!\w)|\b\d{{4}}-\d{{2}}-\d{{2}}\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    rf"\b(?:{_MONTH}|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|published|updated|posted|modified|"
    r"created|original|first|last|on|at|am|pm|a\.m\.?|p\.m\.?|gmt|utc|edt|est|et|cet|cest|bst|ist|pdt|pst|pt|ct|cst|cdt|date|time|"
    r"ago|hours?|minutes?|read|min|st|nd|rd|th|\d+)(?!\w)",
    re.IGNORECASE,
)
# "PARIS (AP) -", "KABUL, Aug. 15 (Agency) -", "TARNOVA, Orlan -", "(Reuters) -"; the dash may be decoded wrongly.
_UPPER = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’-]+"
_DATELINE = re.compile(
    rf"(?:{_UPPER}(?:[ /]{_UPPER}){{0,3}}(?:, [^\n(—–]{{2,30}})?(?: ?\([^)\n]{{2,40}}\))?"
    r"|\((?:[A-Z]{2,4}|Reuters|Xinhua|Bloomberg)\))\s?(?:[—–]|--?|â\x80[\x93\x94])\s+(?=[\"“'‘]?\S)"
)


def is_byline(words: str) -> bool:
    """Whether a line names those who wrote, reported or edited."""
    if len(words) > 240:
        return False
    if _CONTRIBUTED.search(words) and len(words) <= 200 and not any(mark in words for mark in '"“'):
        return True
    if " reported from " in words and len(words) <= 200 and _REPORTED.match(words):
        return True
    lead = _LEAD.match(words)
    if phrases("byline_opens").match(words, lead.end() if lead else 0):
        return True
    if _BY_NAME.match(words):
        count = len(words_of(words))
        return count <= 5 or (count <= 14 and not _STOP.search(words))
    return _ends_in_agency(words)


def _ends_in_agency(words: str) -> bool:
    """A short line that is an agency, or a name before one ("Jane Roe, Associated Press")."""
    if len(words) > 70 or _END_MARK.search(words) or not words[0].isupper():
        return False
    parts = words.split()
    for size in (1, 2, 3):
        if len(parts) >= size and " ".join(parts[-size:]) in load_words("agencies"):
            names = [part for part in parts[:-size] if part.strip(",|/-–") not in ("", "and", "of")]
            return len(names) <= 6 and all(name[:1].isupper() for name in names)
    return False


def is_date(words: str) -> bool:
    """Whether a short line is a date and says little else."""
    if len(words) > 90 or not _DATE.search(words):
        return False
    others = len(words_of(_DATE_WORDS.sub(" ", words)))
    return others == 0 or (others <= 2 and not _STOP.search(words))


def is_heading(words: str) -> bool:
    """Whether a line may be a heading of a report: up to twelve words, begun with a capital, without an end mark."""
    return len(words) <= 90 and len(words_of(words)) <= 12 and not _END_MARK.search(words) and not words[0].islower()


def ends_openly(words: str) -> bool:
    """Whether a line ends without any mark, as a line does that was cut to fit a width."""
    return not _END_MARK.search(words)


def place_before(text: str, start: int, end: int) -> int:
    """The offset of a report's first sentence after its place ("PARIS (AP) — "); ``start`` where none is given."""
    match = _DATELINE.match(text, start, min(end, start + 120))
    return match.end() if match else start
