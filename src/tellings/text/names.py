"""Names compared without their clothes: case, accents, punctuation; and a report's name from its content."""

import hashlib
import unicodedata
from datetime import datetime
from functools import lru_cache

# Letters that Unicode does not decompose, with the plain letters readers type for them.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "ł": "l",
        "œ": "oe",
        "æ": "ae",
        "þ": "th",
        "ŧ": "t",
        "ə": "e",
        "'": "",
        "\u2018": "",
        "\u2019": "",
        "\u02bc": "",
        "`": "",
        ".": "",
    }
)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """The name in lower-case letters and digits, words parted by one space: "Müller-Stahl" is "muller stahl".

    Accents go, points and apostrophes close up ("U.S." is "us", "O'Neill" is "oneill"), all other
    punctuation parts words. Names recur, so the last 65,536 are remembered.
    """
    plain = name.casefold() if name.isascii() else _strip_accents(name)
    plain = plain.translate(_PLAIN)
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _strip_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def hash_id(letter: str, *parts: object) -> str:
    """An id from content: ``letter`` and 12 hex digits of the SHA-256 of the parts, the same on every machine."""
    raw = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return letter + hashlib.sha256(raw).hexdigest()[:12]


def document_id(
    text: str,
    url: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    published: datetime | None = None,
) -> str:
    """The id of a report: the same for the same content on every machine ("d" and twelve hexadecimal digits).

    Text, address, outlet, title and the moment of publication count; what is missing counts as empty.
    """
    parts = (text, url or "", outlet or "", title or "", published.isoformat() if published else "")
    return hash_id("d", *parts)
