"""What the first bytes of an answer show it to be; the server's word counts only where they do not tell."""

import re

from tellings.readers.sniff import sniff_kind
from tellings.text.decode import NotTextError, decode_start
from tellings.text.magic import kind_of

ENOUGH = 4096
"""Bytes by which the kind of an answer is told."""

_READ = (
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
    (b"WARC/", "application/warc"),
)
_MAIL = re.compile(r"(?:[A-Z][A-Za-z-]{1,40}: [^\n]{0,1000}\r?\n(?:[ \t][^\n]{0,1000}\r?\n)*){3,}")
_FEEDS = (
    (re.compile(r"<rss\b|<rdf:rdf\b", re.I), "application/rss+xml"),
    (re.compile(r"<feed\b", re.I), "application/atom+xml"),
    (re.compile(r"<opml\b", re.I), "text/x-opml"),
    (re.compile(r"<(?:urlset|sitemapindex)\b", re.I), "application/xml"),
)
_PICTURE_OR_FILM = re.compile(r"(image|audio|video|font)/", re.I)
_KINDS = {"image": "a picture", "audio": "a sound file", "video": "a film", "font": "a font"}


def sniff_media(head: bytes, stated: str) -> tuple[str, str]:
    """The media type of an answer that begins with ``head``, and why it is no text ("a PNG image"), or "".

    ``stated`` is the server's media type, believed where the bytes leave it open.
    """
    stated = stated.partition(";")[0].strip().lower()
    for mark, media in _READ:
        if head.startswith(mark):
            return media, ""
    what = kind_of(head)
    if what:
        return stated or "application/octet-stream", what
    try:
        start = decode_start(head, size=ENOUGH)
    except NotTextError as err:
        return stated, str(err)
    media = _sniff_text(start, stated)
    zeros = head.count(b"\x00")
    if zeros and zeros > len(head) / 20 and "\x00" in start:
        found = _PICTURE_OR_FILM.match(stated)
        return stated, _KINDS[found[1].lower()] if found else "a file of another kind than text"
    return media, ""


def _sniff_text(start: str, stated: str) -> str:
    kind = sniff_kind(start)
    if kind == "html":
        return "application/xhtml+xml" if stated == "application/xhtml+xml" else "text/html"
    if kind == "feed":
        return next((media for mark, media in _FEEDS if mark.search(start)), "application/xml")
    if kind == "jsonlines":
        return stated if "json" in stated else "application/json"
    if start.lstrip().startswith("<?xml"):
        return stated if stated.endswith("xml") else "application/xml"
    if _MAIL.match(start):
        return "message/rfc822"
    if _PICTURE_OR_FILM.match(stated) or not stated.startswith("text/"):
        return "text/plain"
    return stated
