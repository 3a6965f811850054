"""What kind of text a file holds, told from its first characters; its suffix is only a hint."""

import re
from typing import Literal

from tellings.readers.mail import is_mail

Kind = Literal["text", "html", "jsonlines", "feed", "opml", "sitemap", "newsml", "xml", "mail"]

_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_XML_SUFFIXES = frozenset((".xml", ".rss", ".atom", ".opml"))
_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
_NOISE = re.compile(r"(?:\s+|<\?[a-z][^>]{0,1000}\?>|<!--.{0,5000}?-->)+", re.S | re.I)
# Of another document than a page; what is declared in it ends at "]>".
_DOCTYPE = re.compile(r"<!doctype\s+(?!html\b)[^>\[]{0,1000}(?:\[.{0,5000}?\]\s*)?>\s*", re.S | re.I)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I)
_ROOT = re.compile(r"<(?:[a-z][\w.-]{0,30}:)?([a-z][\w.-]{0,40})[\s>/]", re.I)
_ROOTS: dict[str, Kind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "opml": "opml", "urlset": "sitemap",
    "sitemapindex": "sitemap", "newsitem": "newsml", "newsmessage": "newsml", "packageitem": "newsml",
    "newsml": "newsml", "nitf": "newsml",
}  # fmt: skip
_TAG = re.compile(
    r"</?(?:html|head|body|div|p|article|section|main|table|span|h1|h2|meta|script|title|a|br|ul)\b[^<>]{0,2000}>", re.I
)
_RECORD = re.compile(r'\{\s*(?:"[^"\n]{0,200}"\s*:|\})|\[\s*(?:\{|\])')


def sniff_kind(start: str, suffix: str = "") -> Kind:
    """The kind of a text, from its first few thousand characters; ``suffix`` (".html") decides where these do not."""
    noise = _NOISE.match(start)
    head = start[noise.end() :] if noise else start
    if _PAGE.match(head):
        return "html"
    declared = _DOCTYPE.match(head)
    root = _ROOT.match(head, declared.end() if declared else 0)
    if root and root[1].lower() in _ROOTS:
        return _ROOTS[root[1].lower()]
    if _RECORD.match(head):
        return "jsonlines"
    if suffix in _HTML_SUFFIXES and (_TAG.search(start) or not head.strip()):
        return "html"
    if suffix in _JSON_SUFFIXES:
        return "jsonlines"
    if is_mail(head):
        return "mail"
    if root and (suffix in _XML_SUFFIXES or start.lstrip().startswith("<?xml")) and not _TAG.search(head):
        return "xml"
    return "html" if head.startswith("<") and len(_TAG.findall(head)) >= 3 else "text"
