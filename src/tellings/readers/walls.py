"""Pages that stand in front of the report or in its place, told by general signs and never by an outlet's name."""

import re
from urllib.parse import urlsplit

from tellings.readers.canonical import choose_canonical, site_of
from tellings.readers.html import LARGEST_PAGE
from tellings.readers.page import Element, declared_charset, parse_page, words_of
from tellings.readers.refusals import RefusedError
from tellings.text.decode import NotTextError, decode

MOST_WORDS = 400
"""Words of a page beyond which it is no wall: pages that only ask for consent, a login or proof have 20 to 300."""

_HIDDEN = ("script", "style", "template", "noscript", "head", "svg", "iframe", "option", "textarea")
_WORD = re.compile(r"\w+")

_CONSENT_PLACE = re.compile(
    r"(?:\A|[./_-])(?:consent|cookie-?(?:wall|consent)|cmp|gdpr|privacy-?(?:gate|wall))(?:[./_-]|\Z)"
)
_LOGIN_PLACE = re.compile(r"(?:\A|[./_-])(?:log-?in|sign-?in|sso|oauth2?|paywall|subscribe|register)(?:[./_-]|\Z)")


def _any_of(phrases: str) -> re.Pattern[str]:
    """A pattern of the phrases, some in a line, each whole words."""
    return re.compile("|".join(rf"\b(?:{line.strip()})\b" for line in phrases.strip().splitlines()), re.I)


_CONSENT = _any_of(r"""
    cookies?
    consents?|consentement|consentimiento|consentimento|consenso|toestemming
    accept all|accept and continue|reject all|alle akzeptieren|tout accepter|tout refuser|continuer sans accepter
    aceptar tod[oa]s?|accetta tutto|accetta tutti|alles accepteren|aceitar tudo|godkänn alla|hyväksy kaikki
    our (?:\d{1,4} )?partners|nos (?:\d{1,4} )?partenaires|nuestros socios|nostri partner|unsere (?:\d{1,4} )?partner
    personal(?:ised|ized) ads|privacy settings|privacy choices|privacy policy
    einwillig\w+|zustimm\w+|datenschutz\w*|samtyck\w+|samtykke\w*|suostumu\w+|evästei\w+|zgod[ęya]
""")
_CONSENT_ASKED = re.compile(
    r"accept|agree|akzeptier|zustimm|acepta|accett|akkoord|aceitar|godkänn|hyväksy|akceptuj|zgadzam", re.I
)
_HUMAN = _any_of(r"""
    verify (?:that )?you(?:'re|’re| are) (?:a )?human|verifying you are human|are you (?:a )?(?:human|robot)
    not a (?:ro)?bot|captcha|checking your browser|checking if the site connection is secure
    unusual traffic|unusual activity|enable javascript and cookies|please enable js|just a moment|ddos protection
    access (?:to this page has been |is )?(?:denied|blocked)|you (?:have been|are) blocked|request unsuccessful
    press and hold|press & hold
""")
_THING = "page|article|story|content"
_MISSING = re.compile(
    rf"""\A\W*(?:error|http|fehler|erreur)?\W*404\W*(?:\Z|[|–—:-]|(?:error|(?:{_THING})\ not|not\ found)\b)
    |\b(?:error|fehler|erreur|http)\ 404\b
    |\b(?:{_THING})\ (?:(?:was|is|could|can)\ not\ (?:be\ )?found|cannot\ be\ found|not\ found)\b
    |\b(?:{_THING})\ (?:does\ not|doesn['’]t|no\ longer)\ exists?\b
    |\bseite\ (?:wurde\ )?nicht\ gefunden\b|\bpage\ (?:introuvable|non\ trouvée)\b
    |\bpágina\ (?:no\ encontrada|não\ encontrada)\b|\bpagina\ (?:non\ trovata|niet\ gevonden)\b
    |\bsidan\ (?:hittades|kunde|finns)\ inte\b|\bsiden\ (?:blev\ |ble\ )?ikke\ fun[dn]et\b|\bsivua\ ei\ löy\w+
    |\bnie\ znaleziono\ strony\b|\bстраница\ не\ найдена\b""",
    re.I | re.X,
)
_REPORT_TYPES = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:\w{0,20}Article|LiveBlogPosting|BlogPosting|Report)"')
_DATED = ("article:published_time", "article:modified_time", "datepublished", "date", "dc.date", "dcterms.date")


def look_at_page(data: bytes, *, asked: str, final: str, charset: str = "") -> str:
    """The canonical address of a page that was asked for at ``asked`` and came from ``final``.

    Raises:
        RefusedError: when it is a page that asks for consent, a login or proof of being human, or one that says in
            words that what was asked for is not there.
    """
    if len(data) > LARGEST_PAGE:
        return choose_canonical(None, final)
    try:
        tree = parse_page(decode(data, declared=declared_charset(data) or charset).text)
    except NotTextError:
        return choose_canonical(None, final)
    if not _is_report(tree):
        _refuse_elsewhere(tree, asked, final)
        _refuse_wall(tree)
    links = [(link.get("href") or "") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    stated = links[0].strip() if links else ""
    return choose_canonical(stated if stated.lower().startswith(("http://", "https://")) else None, final)


def _is_report(tree: Element) -> bool:
    """Whether the page says of itself that it is an article: then it is believed, whatever stands in front."""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if (name == "og:type" and content.lower() == "article") or (name in _DATED and content):
            return True
    return any(_REPORT_TYPES.search((script.text or "")[:200_000]) for script in tree.iter("script"))


def _refuse_elsewhere(tree: Element, asked: str, final: str) -> None:
    """Refuses what a redirect shows: another place than the one asked for."""
    if asked == final:
        return
    before, after = urlsplit(asked), urlsplit(final)
    where = f"{after.hostname or ''}{after.path}".lower()
    was = f"{before.hostname or ''}{before.path}".lower()
    if _CONSENT_PLACE.search(where) and not _CONSENT_PLACE.search(was):
        raise RefusedError("consent")
    if _LOGIN_PLACE.search(where) and not _LOGIN_PLACE.search(was) and tree.xpath("boolean(//input)"):
        raise RefusedError("login")
    deep = len([part for part in before.path.split("/") if part]) >= 2 or len(before.path) > 25
    same = site_of(before.hostname or "") == site_of(after.hostname or "")
    if deep and same and after.path in ("", "/", "/index.html") and not after.query:
        raise RefusedError("front page")


def _refuse_wall(tree: Element) -> None:
    """Refuses a short page that says it is no report."""
    titles = [words_of(element)[:200] for element in tree.iter("title", "h1")][:4]
    visible = _visible_words(tree)
    count = len(_WORD.findall(visible))
    if count > MOST_WORDS:
        return
    missing = next((title for title in titles if _MISSING.search(title)), "")
    if missing:
        raise RefusedError("says missing", what=missing)
    if count <= MOST_WORDS // 2 and _HUMAN.search(" ".join((*titles, visible))):
        raise RefusedError("human")
    hits = len(_CONSENT.findall(visible))
    # One word in 30 is about consent on such pages, and they have something to accept.
    if hits >= 3 and hits * 30 >= count and _CONSENT_ASKED.search(visible):
        raise RefusedError("consent")
    if count <= MOST_WORDS // 4 and tree.xpath("boolean(//input[@type='password'])"):
        raise RefusedError("login")


def _visible_words(tree: Element) -> str:
    """The page's words without those no reader sees, at most some 20,000 characters."""
    parts, size = [], 0
    hidden: set[Element] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        inside = element.getparent() in hidden or element.tag in _HIDDEN
        if inside:
            hidden.add(element)
        for words in ("" if inside else element.text, "" if element.getparent() in hidden else element.tail):
            if words:
                parts.append(words)
                size += len(words)
        if size > 20_000:
            break
    return " ".join(" ".join(parts).split())
