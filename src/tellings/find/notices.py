"""Notices of a page: copyright, licence, how a transcript was made, tags, addresses, markup and script left in the text."""

import re

ADDRESS = "bare address"

_RIGHTS = re.compile(
    r"(?:©|\(c\)|&copy;|\bcopyright\b[\s:]*(?:©|\(c\)|@)?)\s*(?:[A-Z][\w.&]*\s+){0,4}(?:19|20)\d\d\b|\ball rights (?:are )?reserved\b"
    r"|\b(?:may|must) not be (?:published|reproduced|copied|republished|distributed|redistributed|broadcast|rewritten)\b"
    r"|\bwithout (?:the )?(?:prior |express |written )*(?:permission|consent) (?:of|from)\b.{0,80}$"
    r"|\bfor (?:your )?personal,? (?:and )?non-?commercial use\b|\btodos os direitos reservados\b|\btodos los derechos reservados\b"
    r"|\btous droits réservés\b|\balle rechte vorbehalten\b|\briproduzione riservata\b|\bвсе права защищены\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:^|[,;.|–—-]\s*)(?:©|\([cC]\)|Copyright(?:\s*(?:©|\([cC]\)))?)\s+(?:by\s+)?[A-Z][\w.&]*(?:\s+[\w.&]+){0,6}[.,]?$"
)
_ON_RIGHTS = re.compile(
    r"[\"“”]|\b(?:said|says|told|sued|according|lawsuit|court|judge|infring\w+|accused)\b|^copyright\s+"
    r"(?:laws?|acts?|office|owners?|holders?|protection|infringement|reform|claims?|cases?|disputes?)\b",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(
    r"\btranscripts? (?:is|are|was|were)?\s*(?:provided|created|produced|made|edited|lightly|not yet|may|has been|have been)\b|\brush deadline\b|\bauthoritative record of\b|"
    r"\b(?:this|the) (?:text|transcript|copy) may (?:not )?(?:be|contain|have)\b|\baccuracy and availability (?:may|of)\b|\bmay not be in its final form\b",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\bterms of (?:use|service)\b|\bprivacy (?:policy|notice|statement)\b|\b(?:site|page|form) is protected by\b|\bcookie (?:policy|settings|preferences|notice)\b|"
    r"\bdo not sell my\b|\bcommunity (?:rules|guidelines|standards)\b.{0,40}\b(?:content|comment|apply)",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:filed under|filed in|tags?|tagged(?: (?:in|as|with))?|topics?|categor(?:y|ies)|keywords?|posted in|sections?|etiquetas|temas|schlagworte|schlagwörter|"
    r"mots-clés|metki|теги|labels|share (?:this|on|via)|print|citation|permalink|short url|shortlink|hashtags?|read or share this (?:story|article))\s*:\s*\S",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:[\w /-]{0,24}:\s*)?(?:(?:https?://|www\.|pic\.twitter\.com/|(?:twitter|facebook|instagram)\.com/)\S+|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,12}|@\w{2,30})$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*$")
_SLUG = re.compile(
    r"\([^()\n]{0,60}(?:\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b[^()\n]{0,40}|\bpage ?\d+[^()\n]{0,20})\)$", re.IGNORECASE
)
_READING_TIME = re.compile(
    r"(?:estimated |average )?(?:reading time|read time|time to read|tempo de leitura|lesezeit|temps de lecture|tiempo de lectura)\b.{0,30}$"
    r"|(?:\w+ ){0,2}\d{1,3}[ -]?min(?:ute)?s? (?:read|listen|watch)$|\d+ (?:comments?|shares?|views?|likes?|votes?|replies|reactions?)$|\d{1,3}\s*/\s*\d{1,3}$",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?:<|&lt;)/?(?:span|div|p|a|img|script|style|iframe|br|strong|em|b|i|u|li|ul|ol|td|tr|th|table|figure|figcaption|h[1-6]|blockquote|section|svg|path|input|button|"
    r"noscript|meta|link|hr|font|center|video|source)\b[^<>]{0,600}?(?:>|&gt;)",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"\[/?(?:button|caption|gallery|embed|video|audio|automerge|youtube|quote|url|img|vc_\w+|et_\w+)\b(?:[ =][^\]\n]{0,300})?\]"
)
_SCRIPT = re.compile(
    r"\bfunction\s*\w*\s*\(|\bvar \w+\s*=|\bwindow\.\w+|\bdocument\.\w+\(|\.push\(|googletag|getElementById|!important|\bmargin:\s*\d|@media\b"
)


def line_notice(line: str) -> str:
    """Why a whole line is a notice of the page; empty when it is none. Reads no more than its first 2,000 characters."""
    words = line[:2000]
    if _TAGS.match(words) and len(words) < 600 and not re.search(r"[.!?][\"”’)]*$", words):
        return "tags or address of the page"
    if _ADDRESS.match(words) and len(words) < 300:
        return ADDRESS
    if len(words) < 120 and _SLUG.match(words):
        return "slug of the printed page"
    if len(words) < 60 and (_READING_TIME.match(words) or _MOMENT.match(words)):
        return "counter of the page"
    if _SCRIPT.search(words) and sum(words.count(c) for c in "{}();=<>") > len(words) / 25:
        return "script or style left in the text"
    return ""


def sentence_notice(sentence: str) -> str:
    """Why a sentence is a notice of the page (copyright, terms, transcript); empty when it is none."""
    if len(sentence) > 800:
        return ""
    if (_RIGHTS.search(sentence) or _OWNER.search(sentence)) and not _ON_RIGHTS.search(sentence):
        return "copyright"
    if _TRANSCRIPT.search(sentence) and len(sentence) < 400:
        return "how the transcript was made"
    if (
        _TERMS.search(sentence)
        and len(sentence) < 300
        and not re.search(r"[\"“”]|\b(?:said|told|according)\b", sentence)
    ):
        return "terms of the page"
    return ""


def markup(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The tags of markup left in ``text[start:end]`` as (start, end) pairs."""
    found = []
    if text.find("<", start, end) >= 0 or text.find("&lt;", start, end) >= 0:
        found += [match.span() for match in _TAG.finditer(text, start, end)]
    if text.find("[", start, end) >= 0:
        found += [match.span() for match in _SHORTCODE.finditer(text, start, end)]
    return found
