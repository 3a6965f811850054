"""Files that are no text, told by the mark they begin with."""

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"RIFF", "a sound, picture or film file"),
    (b"OggS", "a sound or film file"),
    (b"ID3", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
# These spell words too ("RIFFRAFF", "BZh", "ID3 tags"): they count only with a control character close behind.
_WORDLIKE = (b"RIFF", b"OggS", b"ID3", b"fLaC", b"wOFF", b"wOF2", b"BZh")


def kind_of(data: bytes) -> str:
    """What the first bytes say the file is ("a PNG image"), or "" when they are no known mark."""
    for mark, kind in _MAGIC:
        if data.startswith(mark) and (mark not in _WORDLIKE or re.search(rb"[\x00-\x08]", data[:64])):
            return kind
    if data[4:8] == b"ftyp":
        return "a film or picture file"
    return ""
