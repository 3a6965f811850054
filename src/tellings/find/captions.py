"""Captions and credits of pictures and graphics, by their form."""

import re

from tellings.find.phrases import phrases

_AGENCIES = (
    r"(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Bloomberg|Rex|PA|Alamy|Xinhua|TASS|Anadolu|"
    r"NurPhoto|UPI|AAP|Associated Press)"
)
# A credit is no clause: "(I hear that the photographer left)" is none.
_CREDIT = re.compile(
    r"\((?![^()]{0,100}\b(?:is|was|are|were|who|that|has|had|he|she|I)\b)"
    r"(?:[^()]{0,50}\b(?i:photos?|photograph(?:er|s)?|getty images|shutterstock|istock\w*|handout|courtesy|"
    r"screengrab|screenshot|via (?:ap|reuters|afp)|file)\b[^()]{0,60}|[A-Z][\w.'’ -]{1,40}/[^()]{2,80}|"
    rf"{_AGENCIES}|(?:Image c|C)redit:[^()]{{1,60}})\)\.?(?: \([^()]{{2,40}}\))?$"
)
_SLASH = re.compile(
    r"(?:^|\s|[.\"”’])(?:[A-Z][\w.'’-]+ ){0,4}[\w.'’-]*[A-Za-z.]\s?(?:[/|]|\svia\s)\s?"
    rf"{_AGENCIES}(?:/\S.{{0,30}}| file| Images)?\.?$"
)
_PHOTO_AGENCY = re.compile(
    r"[A-Z][\w.'’ -]{2,40},\s(?:EPA|EPA-EFE|Getty Images|Shutterstock|Alamy|NurPhoto|Rex Features|AFP-Getty)$"
)
_AGENCY = re.compile(r"(?:REUTERS|AFP|AP|EPA|Getty|GETTY)\s?/\s?[A-Z]")
_AGENCY_FIRST = re.compile(
    r"(?:©\s?)(?:[A-Z][\w.'’-]+[ /]?){1,5}|(?:AP:Associated Press|Associated Press|Reuters|Handout - \w+|AFP|EPA|PA|"
    r"Rex|Alamy|(?:Getty|GETTY)(?: Images| - \w+)?|Shutterstock|Twitter|Facebook|Instagram|Splash|Xinhua|Bloomberg|"
    r"Corbis|Barcroft)(?: Images)? [A-Z\"“'‘]"
)
_BARE_CREDIT = re.compile(
    r"(?:(?:Getty|GETTY)(?: Images| IMAGES)?|Shutterstock|Alamy|NurPhoto)$|File (?:photo|image|picture)$"
    r"|AP Photo(?:/[A-Z][\w.'’ -]{2,40}(?:, File)?)?\.?$"
)
_ENDS_CREDITED = re.compile(
    r"(?:^|[.!?”\"] )(?:\(?AP Photo/[A-Z][\w.'’ -]{2,40}(?:, File)?\)?|Credit ?\.{3} ?[A-Z][^.]{2,60})\.?$"
)
_COUNTED = re.compile(r"\bhide caption\s+\d+ of \d+", re.IGNORECASE)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|"
    r"Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_WEEKDAY = re.compile(rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? {_MONTH} \d{{1,2}}, \d{{4}}")
_DATED = re.compile(rf"\b{_MONTH} \d{{1,2}}, \d{{4}}\.$")
_SIDES = re.compile(
    r"\((?:L|R|C|left|right|center|centre|rear|front)\)|, (?:second )?(?:from )?(?:left|right|center|centre), ",
    re.IGNORECASE,
)
_GRAPHIC = re.compile(
    r"(?:[A-Z][\w.&]*\s){0,2}(?:map|graphic|chart|diagram|infographic|slideshow)\b(?: (?:of|showing|shows)\b.{1,160}|)$"
    r"|(?:[A-Z][\w.&]*\s){1,2}video$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"(?:CLOSE|VIDEO|WATCH|PHOTOS?|PLAY|FULLSCREEN|GALLERY)\s+(?=[A-Z][a-z]|A )")
_STOP = re.compile(r"[.!?][\"'”’)\]]*$")
_SAYING = ("said", "told", "announced", "tweeted", "wrote")
_SAID = re.compile(rf"\b(?:{'|'.join(_SAYING)})\b")
_PAST = re.compile(r"\b(?:was|were|had|has|have|will|would|did)\b")
_POST = re.compile(r"\(@\w{2,30}\)")


def is_caption(words: str) -> bool:
    """Whether a line is the caption or the credit of a picture, a map or a film.

    By the credit at its end, the phrase it opens with, or its form: what is seen, in the present tense, with the full
    date. A post of a network, signed with a handle, is none. Reads 4,000 characters of a line at most.
    """
    if len(words) > 2500:
        return len(_COUNTED.findall(words[:4000])) > 1
    head, tail = words[:200], words[-160:]
    if _POST.search(tail):
        return False
    if "hide caption" in words.lower() and _COUNTED.search(words):
        return True
    if len(words) <= 1500 and (phrases("caption_opens").match(head) or _is_credited(tail)):
        return True
    closed, said = bool(_STOP.search(tail)), any(map(words.__contains__, _SAYING)) and bool(_SAID.search(words))
    named = (":" in tail or "hoto" in tail or "mage " in tail) and phrases("caption_names").search(tail)
    if (
        len(words) <= 700
        and not (closed and said)
        and (named or (("/" in tail or "|" in tail or " via " in tail) and _SLASH.search(tail)))
    ):
        return True
    if len(words) <= 300 and not closed and (_AGENCY_FIRST.match(head) or _CLOSED.match(head)):
        return True
    if _PHOTO_AGENCY.match(words) or (len(words) <= 60 and _BARE_CREDIT.match(words)):
        return True
    if len(words) <= 200 and not said and _GRAPHIC.match(words.rstrip(".")):
        return True
    return len(words) <= 500 and _is_scene(words, said=said)


def _is_credited(tail: str) -> bool:
    if ("AP Photo" in tail or "..." in tail) and _ENDS_CREDITED.search(tail):
        return True
    if tail.rstrip(". ")[-1:] == ")" and _CREDIT.search(tail):
        return True
    return "/" in tail and bool(_AGENCY.search(tail))


def _is_scene(words: str, *, said: bool) -> bool:
    """What is seen in a picture: the present tense with a weekday, a day and a year, or people told apart by side."""
    if '"' in words or "“" in words:
        return False
    weekday = _WEEKDAY.search(words) if "day" in words else None
    dated = bool(weekday or _DATED.search(words[-40:]))
    sides = bool(_SIDES.search(words))
    if not dated and not sides:
        return False
    if said or _PAST.search(words):
        return dated and sides and bool(phrases("caption_verbs").search(words[:250]))
    return bool(weekday) or bool(phrases("caption_verbs").search(words[:250]))
