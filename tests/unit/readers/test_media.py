"""What the first bytes of an answer show it to be."""

import gzip

import pytest

from tellings.readers.media import sniff_media


@pytest.mark.parametrize(
    ("head", "stated", "media"),
    [
        (b"<!DOCTYPE html><p>Harsk", "", "text/html"),
        (b"\xef\xbb\xbf  <html>", "text/plain", "text/html"),
        ("\ufeff<html><p>Harsk".encode("utf-16"), "image/gif", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "application/xhtml+xml; charset=x", "application/xhtml+xml"),
        (b"<?xml version='1.0'?><rss>", "text/html", "application/rss+xml"),
        (b"<feed xmlns='x'>", "", "application/atom+xml"),
        (b"<opml>", "", "text/x-opml"),
        (b"<urlset>", "", "application/xml"),
        (
            b"<?xml version='1.0'?><newsItem>",
            "application/vnd.iptc.g2.newsitem+xml",
            "application/vnd.iptc.g2.newsitem+xml",
        ),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/feed+json", "application/feed+json"),
        (b'{"text": "Harsk"}', "text/plain", "application/json"),
        (b"From: a@tarn.example\r\nTo: b@tarn.example\r\nSubject: Harsk\r\n\r\n", "", "message/rfc822"),
        (b"The ferry of Harsk sank.", "", "text/plain"),
        (b"The ferry of Harsk sank.", "text/html; charset=utf-8", "text/html"),
        (b"The ferry of Harsk sank.", "application/octet-stream", "text/plain"),
        (b"%PDF-1.7", "text/html", "application/pdf"),
        (gzip.compress(b"Harsk", mtime=0), "text/xml", "application/gzip"),
        (b"WARC/1.0\r\n", "", "application/warc"),
        (b"", "text/html", "text/html"),
    ],
)
def test_content_tells_and_the_server_is_asked_only_where_it_does_not(head: bytes, stated: str, media: str) -> None:
    assert sniff_media(head, stated) == (media, "")


@pytest.mark.parametrize(
    ("head", "stated", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "text/html", "a PNG image"),
        (b"\0\0\0\x20ftypisom\0", "video/mp4", "a film or picture file"),
        (b"\x7fELF\x02\x01", "", "a program"),
    ],
)
def test_what_holds_no_text_is_named(head: bytes, stated: str, what: str) -> None:
    assert sniff_media(head, stated)[1] == what


@pytest.mark.parametrize(("stated", "what"), [("audio/x", "a sound file"), ("", "a file of another kind than text")])
def test_unknown_bytes_are_no_text(stated: str, what: str) -> None:
    assert sniff_media(bytes(range(256)) * 16, stated)[1] == what


def test_text_in_an_old_charset_is_text() -> None:
    japanese = (
        "\u30cf\u30fc\u30b9\u30af\u6e2f\u306e\u30d5\u30a7\u30ea\u30fc\u306f\u6708\u66dc\u65e5\u306b\u6c88\u6ca1\u3057\u305f\u3002\n"
        * 40
    )

    for charset in ("iso2022_jp", "shift_jis", "euc_jp", "utf-16"):
        assert sniff_media(japanese.encode(charset), "text/plain") == ("text/plain", "")
