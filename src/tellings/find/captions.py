"""Captions and credits of pictures, by their form."""

import re

_CREDIT = re.compile(
    r"\((?:[^()]{0,80}(?:\bphotos?\b|\bgetty images\b|\bvia (?:ap|reuters|afp)\b)[^()]{0,60}|[^()/]{2,50}/[^()]{2,60}|"
    r"(?:ap|afp|reuters|epa|getty images|shutterstock))\)\.?(?: \([^()]{2,40}\))?$|\bphotograph(?:er|y)?:|\b(?:photo|image|picture|credit)(?: credit)?s?:"
    r"|\bfile (?:photo|image|picture)\b|\bphoto(?:graph)? by\b|\bREUTERS/[A-Z]|/(?:AP|AFP|Reuters|Getty(?: Images)?|EPA|Shutterstock)\.?$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:FILE\s?(?:PHOTO)?\s?[-–—:]|enlarge this image|toggle caption|hide caption|\d{1,3} ?(?:of|/) ?\d{1,3}\b|photos?:|image \d|"
    r"in this (?:\w+[ ,.]+){0,6}(?:file )?(?:photo|image|picture|photograph|frame)\b)",
    re.IGNORECASE,
)


def is_caption(words: str) -> bool:
    """Whether a line is the caption or the credit of a picture. Looks at its first 60 and last 160 characters only."""
    return bool(_OPENS.match(words[:120]) or (len(words) <= 1200 and _CREDIT.search(words[-160:])))
