"""A web page as a tree, parsed so that no page can stall the parser, and small questions asked of it."""

import re
from typing import Any

Element = Any
"""An ``lxml`` element; the library carries no types."""

# One start tag as a browser reads it (a quote counts only after "="), with the raw text behind the tags that hold
# some. Possessive throughout, so that it takes linear time.
_ATTRIBUTES = r"(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?![\"'])))*+"
_RAW = r"(?:[^<]++|<(?!/(?:script|style|textarea)))*+"
_TAG = re.compile(
    rf"<(script|style|textarea)\b{_ATTRIBUTES}(?:>|\Z)({_RAW})|<([a-z][^\s/>]{{0,100}}){_ATTRIBUTES}(?:>|\Z)", re.I
)
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_SOFT_HYPHEN = re.compile(r"&(?:shy|#0*173|#x0*ad);", re.I)
_LONG_TAG = 1000
_MOST_ATTRIBUTES = 100
_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{1,40})", re.I)


def declared_charset(data: bytes) -> str:
    """The charset the page names in its first 4 kB, or ""."""
    found = _XML_DECLARED.search(data[:512]) or _DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def parse_page(html: str, *, whole: bool = False) -> Element:
    """The page's tree, always with an ``html`` root; comments, processing instructions and soft hyphens (which part a
    word where a line may end) are gone. With ``whole`` soft hyphens stay, so that places count as in a browser.

    Start tags with more than 100 attributes lose them: the parser takes time with the square of their number.
    The parser stops where elements are nested deeper than its 255 levels: what stands there and after it is lost.
    """
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    # The library's own lookup asks Python which class each element has; here all are of one.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    html = html.replace("\x00", "\ufffd")
    tame = _tame(html if whole else _SOFT_HYPHEN.sub("", html.replace("\xad", "")))
    for source in (tame, f"<html><body>{tame}</body></html>", "<html><body></body></html>"):
        try:
            return lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
        except (etree.LxmlError, ValueError, AssertionError):
            continue
    raise AssertionError("an empty page can be parsed")


def _tame(html: str) -> str:
    parts: list[str] = []
    done = 0
    for tag in _TAG.finditer(html):
        start, end = tag.start(), tag.start(2) if tag[1] else tag.end()
        if end - start >= _LONG_TAG and len(_QUOTED.sub("=", html[start:end]).split()) > _MOST_ATTRIBUTES:
            parts += (html[done:start], f"<{tag[1] or tag[3]}>")
            done = end
    return "".join((*parts, html[done:]))


def words_of(element: Element) -> str:
    """All text below an element on one line."""
    return " ".join("".join(element.itertext()).split())


def first_heading(tree: Element) -> str:
    """The page's only ``h1``, or the first of them inside an article; "" when that leaves it open."""
    headings = [words for words in map(words_of, tree.iter("h1")) if words]
    if len(set(headings)) == 1:
        return headings[0]
    inside = [words for article in tree.iter("article") for words in map(words_of, article.iter("h1")) if words]
    return inside[0] if inside else ""
