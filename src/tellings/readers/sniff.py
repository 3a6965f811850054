"""What kind of text a file holds, told from its first characters; its suffix is only a hint."""

import re
from typing import Literal

Kind = Literal["text", "html", "jsonlines", "feed"]

_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
_NOISE = re.compile(r"(?:\s+|<\?xml[^>]{0,300}\?>|<!--.{0,5000}?-->)+", re.S)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b", re.I)
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
    if _FEED.match(head):
        return "feed"
    if _RECORD.match(head):
        return "jsonlines"
    if suffix in _HTML_SUFFIXES and (_TAG.search(start) or not head.strip()):
        return "html"
    if suffix in _JSON_SUFFIXES:
        return "jsonlines"
    return "html" if head.startswith("<") and len(_TAG.findall(head)) >= 3 else "text"
