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
_LISTS = (
    (re.compile(r"<(?:\w+:)?feed\b", re.I), "application/atom+xml"),
    (re.compile(r"<(?:rss|(?:\w+:)?rdf)\b", re.I), "application/rss+xml"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
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
    # One control character in 50 is more than text has (escapes of ISO-2022-JP are not counted); films have one in ten.
    if len(_CONTROL.findall(start)) > max(3, len(start) / 50):
        found = _PICTURE_OR_FILM.match(stated)
        return stated, _KINDS[found[1].lower()] if found else "a file of another kind than text"
    return _sniff_text(start, stated), ""


def _sniff_text(start: str, stated: str) -> str:
    kind = sniff_kind(start)
    if kind == "html":
        return "application/xhtml+xml" if stated == "application/xhtml+xml" else "text/html"
    if kind == "feed":
        return next((media for mark, media in _LISTS if mark.search(start)), "application/rss+xml")
    if kind == "opml":
        return "text/x-opml"
    if kind in ("sitemap", "newsml", "xml"):
        return stated if stated.endswith("xml") else "application/xml"
    if kind == "jsonlines":
        return stated if "json" in stated else "application/json"
    if kind == "mail":
        return "message/rfc822"
    return stated if stated.startswith("text/") and stated != "text/xml" else "text/plain"
