"""Whose report it says it is: an agency of the dateline or byline, an outlet credited in the page's tail."""

import re
from functools import cache, lru_cache

from tellings.lexicon import load_table
from tellings.model.reading import Block, Reading
from tellings.text.names import fold

_NAME = r"((?:[A-Z][\w&.’'\-]*)(?:\s+(?:of|the|and|for|&|[A-Z][\w&.’'\-]*)){0,6})"
_LEADS = (
    r"\boriginally\s+(?:appeared|published|reported|broadcast)\s+(?:on|in|by|at|with)\s+(?:the\s+)?",
    r"\b(?:first|previously)\s+(?:appeared|published)\s+(?:on|in|by|at)\s+(?:the\s+)?",
    r"\b(?:[Tt]ranscript|[Cc]ontent|[Tt]ext|[Rr]eport)\s+provided\s+by\s+(?:the\s+)?",
    r"\b(?:republished|reprinted|reproduced)\s+(?:from|with\s+permission\s+(?:from|of))\s+(?:the\s+)?",
    r"(?:©|\([Cc]\)|[Cc]opyright)[\s(c)©]*(?:\d{4}[\s.,\-–]*\d{0,4})[\s.,]*(?:by\s+)?(?:[Tt]he\s+)?",
)
_CREDITS = tuple(re.compile(lead + _NAME) for lead in _LEADS)
_DATELINE = re.compile(r"\s*(?:[A-Z][\w .,’'/\-]{2,60}\s)?\(([A-Z][\w .]{1,24})\)\s*[-–—]")
# A credit stands at the head or in the tail of a page; the middle is the report's own.
_HEAD, _TAIL = 600, 1500
_LAST = re.compile(r"\s+(?:of|the|and|for|&|All|Rights|Reserved|Inc|Ltd|LLC|Publishers)\.?$")
# Lines looked at for a dateline or byline at the head (pictures and menus may come first) and at the end.
_FIRST_LINES, _LAST_LINES = 24, 3
_LONGEST_BYLINE = 110
_OPENING = 90
_DIGIT = re.compile(r"\d")
_PEOPLE = 6  # capitalised words beside the agency: two authors
_HELPED = re.compile(
    r"(?:[Ww]ith (?:files|reporting|additional reporting|material|inputs?) (?:from|by)\s+(?P<from>[^.\n]{2,120})"
    r"|(?P<by>[^.\n]{2,160})\bcontributed (?:reporting )?to this\b)"
)


def find_credit(reading: Reading) -> str | None:
    """The outlet or agency the report credits for its text, as printed; ``None`` where it credits nobody.

    An agency that only helped is no credit: ``find_helpers``.
    """
    text = reading.document.text
    lines = [" ".join(text[b.span.start : b.span.end].split()) for b in _edge_blocks(reading)]
    openings = tuple(line[:_OPENING] for line in lines[:_FIRST_LINES])
    short = (*reading.document.bylines, *lines[:_FIRST_LINES], *lines[-_LAST_LINES:])
    bylines = tuple(line for line in short if len(line) <= _LONGEST_BYLINE)
    edges = text if len(text) <= _HEAD + _TAIL else text[:_HEAD].rsplit(" ", 1)[0] + "\n" + text[-_TAIL:]
    return _read_credit(openings, bylines, edges)


def _edge_blocks(reading: Reading) -> list[Block]:
    text = reading.document.text
    # The caption of a picture names its photographer's agency; a line with a day in it is no caption after all.
    blocks = [b for b in reading.blocks if b.kind != "caption" or _DIGIT.search(text, b.span.start, b.span.end)]
    return blocks if len(blocks) <= _FIRST_LINES + _LAST_LINES else blocks[:_FIRST_LINES] + blocks[-_LAST_LINES:]


def find_helpers(reading: Reading) -> tuple[str, ...]:
    """The agencies whose material a report says it also uses ("With files from ..."), by the names readers know."""
    text = reading.document.text
    tail = text[max(0, len(text) - _TAIL) :]
    found = {
        agency
        for match in _HELPED.finditer(tail)
        for part in re.split(
            r",|\band\b|\bin\b|’s|'s|\bwriters?\b|\breporters?\b", match.group("from") or match.group("by")
        )
        if (agency := agency_of(part.strip(" .–—-_")))
    }
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def agency_of(printed: str) -> str | None:
    """The agency a printed name or the address of a site stands for, by the name readers know; ``None`` if none."""
    known, sites = _agencies()
    if name := known.get(fold(printed)):
        return name
    if "." in printed and " " not in printed.strip():
        parts = printed.casefold().split("/")[0].removeprefix("www.").split(".")
        return next((sites[part] for part in parts[:-1] if part in sites), sites.get(".".join(parts[:2])))
    return None


@cache
def _agencies() -> tuple[dict[str, str], dict[str, str]]:
    table = load_table("agency_names")
    known = {fold(alias): name for name, aliases in table["credited"].items() for alias in (name, *aliases)}
    return known, {site: name for name, sites in table["sites"].items() for site in sites}


@lru_cache(maxsize=8192)
def _read_credit(openings: tuple[str, ...], bylines: tuple[str, ...], edges: str) -> str | None:
    for opening in openings:
        if match := _DATELINE.match(opening):
            return match.group(1).strip()
    for line in bylines:
        if name := _agency_line(line):
            return name
    for pattern in _CREDITS:
        if match := pattern.search(edges):
            name = match.group(1).strip(" .,")
            while (shorter := _LAST.sub("", name)) != name:
                name = shorter.strip(" .,")
            return name
    return None


def _is_picture(line: str) -> bool:
    words = re.findall(r"[\w.]+:?", line.casefold())
    return "©" in line or not set(words).isdisjoint(load_table("agency_names")["byline"]["pictures"])


def _agency_line(line: str) -> str | None:
    """The agency in a line that says whose report it is: with names of people, days and little else beside it."""
    if "(" in line or _is_picture(line):
        return None
    match = _printed_agency().search(line)
    if match is None or (len(match.group(1)) < 4 and match.group(1).islower()):
        return None
    allowed = load_table("agency_names")["byline"]["words"]
    beside = re.findall(r"[^\W\d_][\w.’'\-]*", line[: match.start()] + " " + line[match.end() :])
    left = [word for word in beside if word.casefold().strip(".") not in allowed]
    people = len(left) <= _PEOPLE and all(word[0].isupper() for word in left)
    return match.group(1) if people else None


@cache
def _printed_agency() -> re.Pattern[str]:
    names = {alias for aliases in load_table("agency_names")["credited"].values() for alias in aliases}
    names |= set(load_table("agency_names")["credited"])
    forms = {form for name in names for form in (name.upper() if len(name) < 5 else name.title(), name)}
    forms -= {name for name in names if len(name) < 4}  # "ap" and "pa" in small letters are words
    # A name of a person may run into the agency's where a page lost its line break ("Marek TarnAssociated Press").
    return re.compile(
        r"(?:(?<![\w/])|(?<=[a-z])(?=[A-Z][a-z]))("
        + "|".join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))
        + r")(?![\w/])"
    )
