"""XML that others wrote, parsed so that it can neither swell nor reach out, and the names in it."""

import html
import re
from html.entities import html5
from typing import Any

from tellings.text.decode import NotTextError, decode

Element = Any
"""An ``lxml`` element; the library carries no types."""


class NotXmlError(ValueError):
    """The bytes are no XML that is read; the message says why."""


MOST_ATTRIBUTES = 5_000
"""Attributes of one element: the parser takes time with the square of their number (200,000: minutes)."""

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{1,40})")
_ENTITY = re.compile(r"<!ENTITY\b", re.I)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.S)
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))

# Prefixes as the specifications write them, whatever prefix a document binds.
_SPACES = {
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/xml/1998/namespace": "xml:",
}


def parse_xml(data: bytes) -> tuple[Element, tuple[str, ...]]:
    """The root of the document, and notes on what had to be mended; nothing is fetched and no entity grows.

    Broken XML is read as far as it makes sense. The names of HTML's characters ("&eacute;") are known.

    Raises:
        NotXmlError: not text, no element in it, or it declares entities of its own: they are how small files swell to
            gigabytes and read files of the machine, and news needs none.
    """
    from lxml import etree  # type: ignore[import-untyped]

    charset = _DECLARED.search(data[:512])
    try:
        decoded = decode(data, declared=charset[1].decode("ascii") if charset else "", mend=False)
    except NotTextError as err:
        raise NotXmlError(str(err)) from err
    text = _DECLARATION.sub("", decoded.text, count=1).lstrip("\ufeff \t\r\n")
    start = re.search(r"<[A-Za-z]", text)
    if _ENTITY.search(text[: start.start()] if start else text):
        raise NotXmlError("declares XML entities of its own, which can swell a file or read others: refused")
    if any(len(piece) > 4 * MOST_ATTRIBUTES and piece.count("=") > MOST_ATTRIBUTES for piece in text.split("<")):
        raise NotXmlError(f"has an element with more than {MOST_ATTRIBUTES:,} attributes: refused")
    source = _NOT_XML.sub("\ufffd", _spell_out(text)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as err:
        raise NotXmlError(f"is not XML ({str(err)[:100]})") from err
    if root is None:
        raise NotXmlError("is not XML (no element in it)")
    faults = [fault for fault in parser.error_log if fault.level > 1]
    mended = (f"broken XML mended, first in line {faults[0].line}: {faults[0].message[:80]}",) if faults else ()
    return root, decoded.notes + mended


def _spell_out(text: str) -> str:
    """With the characters that HTML has names for instead of the names, outside of CDATA; a bare "&" is one."""
    if "&" not in text:
        return text
    pieces = _CDATA.split(text) if "<![CDATA[" in text else [text]
    return "".join(
        piece if piece.startswith("<![CDATA[") else _BARE.sub("&amp;", _NAMED.sub(_spell, piece)).replace("&#X", "&#x")
        for piece in pieces
    )


def _spell(name: re.Match[str]) -> str:
    if name[1] in _OWN:
        return name[0]
    found = html5.get(f"{name[1]};")
    return "".join(f"&#{ord(c)};" for c in found) if found else f"&amp;{name[1]};"


def name_of(element: Element) -> str:
    """The element's name, with the usual prefix where it belongs to a known vocabulary ("dc:creator")."""
    return _named(element.tag)


def _named(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag.lower()
    space, _, local = tag[1:].partition("}")
    return _SPACES.get(space.strip().lower(), "") + local.lower()


def local_name(element: Element) -> str:
    """The element's name in lower case, without a prefix or namespace."""
    return name_of(element).rpartition(":")[2]


def attribute(element: Element, name: str) -> str:
    """The attribute of that local name in whatever namespace and case, or ""."""
    found = element.get(name)
    if found is None:
        found = next((v for k, v in element.attrib.items() if _named(k).rpartition(":")[2] == name.lower()), "")
    return str(found).strip()


def children(element: Element, *names: str) -> list[Element]:
    """The children of one of these names, as ``name_of`` gives them."""
    return [child for child in element if name_of(child) in names]


def text_in(element: Element) -> str:
    """All characters below the element, without white space at the ends."""
    return "".join(element.itertext()).strip()


def line_in(element: Element) -> str:
    """All characters below the element on one line."""
    return " ".join(text_in(element).split())


def markup_in(element: Element) -> str:
    """What stands inside the element as mark-up, namespaces gone."""
    from lxml import etree

    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        source = etree.tostring(child, encoding="unicode", with_tail=True)
        parts.append(re.sub(r"(</?)[A-Za-z][\w.-]{0,30}:(?=[A-Za-z])|\sxmlns(?::[\w.-]{1,30})?=(?:\"[^\"]*\"|'[^']*')",
                            lambda m: m[1] or "", source))  # fmt: skip
    return "".join(parts).strip()
