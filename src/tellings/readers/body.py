"""The text of a web page as a browser has it: menus, scripts and white space included."""

from dataclasses import dataclass

from tellings.readers.html import LARGEST_PAGE
from tellings.readers.page import declared_charset, parse_page
from tellings.readers.sniff import sniff_kind
from tellings.text.decode import NotTextError, decode

LONGEST = 500_000
"""Characters of a body: of longer ones no place is looked for."""

_UNSEEN = frozenset(("script", "style", "noscript"))


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page's body; of ``seen`` scripts and styles are blank, so that both have the same places."""

    text: str
    seen: str


def read_body(data: bytes) -> Body:
    """What ``document.body.textContent`` is before scripts change it; nothing of what is no web page, or too large."""
    if len(data) > LARGEST_PAGE:
        return Body("", "")
    try:
        html = decode(data, declared=declared_charset(data), mend=False).text
    except NotTextError:
        return Body("", "")
    if sniff_kind(html[:5000], ".html") != "html":
        return Body("", "")
    tree = parse_page(html.replace("\r\n", "\n").replace("\r", "\n"), whole=True)
    whole, seen = [], []
    for piece in tree.xpath("//body//text()[not(ancestor::template)]"):
        whole.append(str(piece))
        hidden = piece.is_text and piece.getparent().tag in _UNSEEN
        seen.append(" " * len(piece) if hidden else str(piece))
    body = Body("".join(whole), "".join(seen))
    return body if len(body.text) <= LONGEST else Body("", "")
