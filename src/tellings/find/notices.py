"""Notices of a page: copyright, terms, how a transcript was made, tags, addresses, markup and script in the text."""

import re

from tellings.find.phrases import phrases

ADDRESS = "bare address"

_OWNER = re.compile(
    r"(?:^|[,;.|–—-]\s*)(?:©|\([cC]\)|Copyright(?:\s*(?:©|\([cC]\)))?)\s+(?:by\s+)?[A-Z][\w.&]*(?:\s+[\w.&]+){0,6}[.,]?$"
)
# A sentence without any of these is no notice: cheap to ask, and nearly all sentences have none.
_HINTS = (
    *(
        "©",
        "&copy;",
        "(c)",
        "(C)",
        "opyright",
        "ights",
        "OPYRIGHT",
        "IGHTS",
        "ot be ",
        "ermission",
        "consent",
        "personal",
    ),
    *(
        "derechos",
        "direitos",
        "droits",
        "echte",
        "iservat",
        "защищены",
        "ranscript",
        "deadline",
        "uthoritative",
        "ccuracy",
    ),
    *("his text", "his copy", "final form", "erms of", "rivacy", "protected by", "ookie", "not sell", "ommunity"),
)
_BARE = re.compile(
    r"(?:[\w /-]{0,24}:\s*)?(?:(?:https?://|www\.|pic\.twitter\.com/|(?:twitter|facebook|instagram)\.com/)\S+"
    r"|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,12}|@\w{2,30})$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*$")
_FILE = re.compile(r"\S.{0,80}\.(?:jpe?g|png|gif|webp|svg|mp4|pdf)$", re.IGNORECASE)
_SLUG = re.compile(
    r"\([^()\n]{0,60}(?:\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b[^()\n]{0,40}|\bpage ?\d+[^()\n]{0,20})\)$", re.IGNORECASE
)
_STOP = re.compile(r"[.!?][\"”’)]*$")
_TAG = re.compile(
    r"(?:<|&lt;)/?(?:span|div|p|a|img|script|style|iframe|br|strong|em|b|i|u|li|ul|ol|td|tr|th|table|figure|figcaption|"
    r"h[1-6]|blockquote|section|svg|path|input|button|noscript|meta|link|hr|font|center|video|source)\b[^<>]{0,600}?(?:>|&gt;)",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"\[/?(?:button|caption|gallery|embed|video|audio|automerge|youtube|quote|url|img|vc_\w+|et_\w+)\b"
    r"(?:[ =][^\]\n]{0,300})?\]"
)
_SCRIPT = re.compile(
    r"\bfunction\s*\w*\s*\(|\bvar \w+\s*=|\bwindow\.\w+|\bdocument\.\w+\(|\.push\(|googletag|getElementById|!important"
    r"|\bmargin:\s*\d|@media\b"
)


def line_notice(line: str) -> str:
    """Why a whole line is a notice of the page; empty when it is none. Reads its first 2,000 characters at most."""
    words = line[:2000]
    if len(words) < 600 and ":" in words and not _STOP.search(words):
        head = phrases("tags").match(words)
        if head and re.match(r"\s*:\s*\S", words[head.end() :]):
            return "tags or address of the page"
    if len(words) < 300 and _BARE.match(words):
        return ADDRESS
    if len(words) < 120 and (_SLUG.match(words) or _FILE.match(words)):
        return "slug or file name of the page"
    if len(words) < 80 and phrases("page_stubs").fullmatch(words):
        return "stub of the page"
    if len(words) < 60 and (phrases("reading_time").fullmatch(words) or _MOMENT.match(words)):
        return "counter of the page"
    if "(" in words or "{" in words:
        signs = sum(words.count(sign) for sign in "{}();=<>")
        if signs > len(words) / 25 and _SCRIPT.search(words):
            return "script or style left in the text"
    return ""


def may_hold_notice(words: str) -> bool:
    """False where no sentence of these words can be a notice: cheap, and true of few paragraphs."""
    return any(map(words.__contains__, _HINTS))


def sentence_notice(sentence: str) -> str:
    """Why a sentence is a notice of the page (copyright, terms, transcript); empty when it is none."""
    if len(sentence) > 800 or not may_hold_notice(sentence):
        return ""
    quoted = any(mark in sentence for mark in '"“”')
    if phrases("rights").search(sentence) or _OWNER.search(sentence):
        report = phrases("on_rights").search(sentence) and "written permission" not in sentence
        return "" if quoted or report else "copyright"
    if len(sentence) < 400 and phrases("transcript").search(sentence):
        return "how the transcript was made"
    if len(sentence) < 300 and not quoted and phrases("terms").search(sentence):
        return "" if re.search(r"\b(?:said|told|according)\b", sentence) else "terms of the page"
    return ""


def markup(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The tags of markup left in ``text[start:end]`` as (start, end) pairs."""
    found = []
    if text.find("<", start, end) >= 0 or text.find("&lt;", start, end) >= 0:
        found += [match.span() for match in _TAG.finditer(text, start, end)]
    if text.find("[", start, end) >= 0:
        found += [match.span() for match in _SHORTCODE.finditer(text, start, end)]
    return found
