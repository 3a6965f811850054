"""Captions and credits of pictures and graphics, by their form."""

import re

_CREDIT = re.compile(
    r"\((?:[^()]{0,120}\b(?i:photos?|photograph(?:er|s)?|getty images|shutterstock|istock\w*|handout|courtesy|screengrab|screenshot|via (?:ap|reuters|afp)|file)\b[^()]{0,80}"
    r"|[A-Z][\w.'’ -]{1,40}/[^()]{2,80}|AP|AFP|Reuters|EPA|Getty Images|Associated Press|Image credit:[^()]{1,60}|Credit:[^()]{1,60})\)\.?(?: \([^()]{2,40}\))?$"
)
_NAMED = re.compile(
    r"\bphotograph(?:er|y|s)?\s?:|(?:^|[.)\w]\s?)(?:photo|image|picture|video|cover image|photo credit|image credit|picture credit|main image credit)s?(?: credits?| source)?(?: by)?\s?:\s?\S.{0,100}$"
    r"|\bphoto(?:graph)?s? (?:by|via|courtesy(?: of)?) [A-Z].{0,60}$|(?:^|[.\w)] ?)credit: ?[^.]{2,60}$|\bimage (?:copyright|caption|credit|source)\b",
    re.IGNORECASE,
)
_SLASH = re.compile(
    r"(?:^|\s|[.\"”’])(?:[A-Z][\w.'’-]+ ){0,4}[\w.'’-]*[A-Za-z.](?:\s?/\s?)(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Bloomberg|Rex|PA|Alamy|Xinhua|TASS|Anadolu|NurPhoto|UPI|AAP|file)(?:/\S.{0,30}| file| Images)?\.?$"
)
_AGENCY = re.compile(r"(?:REUTERS|AFP|AP|EPA|Getty|GETTY)\s?/\s?[A-Z]")
_OPENS = re.compile(
    r"FILE\s?(?:PHOTO|PICTURE|IMAGE)?S?\s?[-–—:]|(?:enlarge (?:this )?(?:image|photo)|toggle caption|hide caption|view (?:image|photo)|photos?: |image \d|figure \d+[:.])"
    r"|(?:in )?this (?:[\w.]+[ ,]+){0,8}?(?:file )?(?:photo|image|picture|photograph|frame grab|screen ?(?:shot|grab)|satellite image|combination of)\b"
    r"|\d{1,3} ?(?:of|/) ?\d{1,3}[. ]\s*[A-Z\"“'‘]|a (?:file|stock|combination|general|handout) (?:photo|picture|image|view)\b",
    re.IGNORECASE,
)
_AGENCY_FIRST = re.compile(
    r"(?:©\s?)(?:[A-Z][\w.'’-]+[ /]?){1,5}|(?:AP:Associated Press|Associated Press|Reuters|Getty Images|Getty|AFP|EPA|PA|Rex|Alamy|Shutterstock|Twitter|Facebook|Instagram|"
    r"Splash|Xinhua|Bloomberg|Corbis|Barcroft)(?: Images)? [A-Z\"“'‘]"
)
_COUNTED = re.compile(r"\bhide caption\s+\d+ of \d+", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:on |, )(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.) \d{1,2}, \d{4}"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}\.$"
)
_SHOWN = re.compile(
    r"\b(?:speaks?|attends?|walks?|arrives?|looks? (?:on|at)|gestures?|listens?|poses?|shakes?|stands?|testif(?:y|ies)|leaves?|waves?|holds?|(?:is|are) (?:seen|pictured|shown)|"
    r"shows?|sits?|reacts?|inspects?|gathers?|wait|waits|carr(?:y|ies)|rides?|runs?|plays?|celebrates?|greets?|answers?|delivers?|addresses|takes? part|"
    r"makes?|smiles?|watch(?:es)?|hugs?|prays?|marches|march|protest|work|works|board|boards|pass|passes|seen|pictured)\b"
)
_SIDES = re.compile(
    r"\((?:L|R|C|left|right|center|centre|rear|front)\)|, (?:second )?(?:from )?(?:left|right|center|centre), ",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"day,? ")
_PAST = re.compile(r"\b(?:was|were|had|has|have|will|would|did)\b")
_GRAPHIC = re.compile(
    r"(?:[A-Z][\w.&]*\s){0,2}(?:map|graphic|chart|diagram|infographic|slideshow)\b(?: (?:of|showing|shows)\b.{1,160}|)$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"(?:CLOSE|VIDEO|WATCH|PHOTOS?|PLAY|FULLSCREEN|GALLERY)\s+(?=[A-Z][a-z]|A )")
_END = re.compile(r"[.!?][\"'”’)\]]*$")
_SAID = re.compile(r"\b(?:said|told|announced|tweeted|wrote)\b")


def is_caption(words: str) -> bool:
    """Whether a line is the caption or the credit of a picture, a map or a film.

    By the credit at its end, the phrase it opens with, or its form: what is seen, in the present tense, with the full date.
    Reads at most the first 200 and the last 160 characters.
    """
    if len(words) > 2500:
        return len(words) < 100_000 and len(_COUNTED.findall(words[:4000])) > 1
    head, tail = words[:200], words[-160:]
    if _OPENS.match(head) or _CREDIT.search(tail) or _AGENCY.search(tail) or len(_COUNTED.findall(words)) > 0:
        return len(words) <= 1500 or bool(_COUNTED.search(words))
    closed = bool(_END.search(tail))
    if len(words) <= 700 and (_NAMED.search(tail) or _SLASH.search(tail)) and not (closed and _SAID.search(words)):
        return True
    if len(words) <= 300 and not closed and (_AGENCY_FIRST.match(head) or _CLOSED.match(head)):
        return True
    if len(words) <= 200 and not _SAID.search(words) and _GRAPHIC.match(words.rstrip(".")):
        return True
    return len(words) <= 500 and _is_scene(words)


def _is_scene(words: str) -> bool:
    """What is seen in a picture: the present tense with a weekday, a day and a year, or people told apart by side."""
    if '"' in words or "“" in words:
        return False
    dated, sides = _DATED.search(words), _SIDES.search(words)
    if _SAID.search(words) or _PAST.search(words):
        return bool(dated and sides and _SHOWN.search(words[:250]))
    return bool(dated and _WEEKDAY.search(dated.group())) or bool((dated or sides) and _SHOWN.search(words[:250]))
