"""Who wrote it, from the author fields of pages and records."""

import re
from collections.abc import Iterable

from tellings.text.names import fold

_BY = re.compile(
    r"^\s*(?:(?:words|text|story|report(?:ed|ing)?|analysis|opinion|written|posted|updated)\s+)?by:?\s+", re.I
)
_JOIN = re.compile(r"\s+(?:and|und|et|&)\s+|\s*[;|/•·]\s*|\s+with\s+", re.I)
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|org|net|co|php|html?)\b", re.I)
_TRAIL = re.compile(r"\s*\([^)]*\)\s*$|\s+(?:in|for)\s+[A-Z].*$")
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|staff|desk|team|newsroom|bureau|agenc(?:y|ies)|contributor|columnist|"
    r"producer|chief|newspaper|news|press|wire|service)s?\b",
    re.I,
)
_NOBODY = frozenset(
    {"admin", "administrator", "anonymous", "author", "default", "editor", "guest", "na", "none", "null", "redaccion"}
    | {"redaction", "redaktion", "the editors", "unknown", "user", "webmaster"}
)
MOST = 20


def clean_bylines(values: Iterable[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """The names in the order given, each once; joined names are parted, addresses and the outlet's own name go."""
    own = fold(outlet) if outlet else ""
    names: dict[str, str] = {}
    for value in values:
        for name in _split(value[:1000]):
            key = fold(name)
            if _is_name(name, key) and key != own:
                names.setdefault(key, name)
            if len(names) == MOST:
                break
    return tuple(names.values())


def _split(value: str) -> list[str]:
    text = " ".join(value.split())
    text = _BY.sub("", text)
    parts = []
    for joined in _JOIN.split(text):
        listed = [part.strip() for part in joined.split(",")]
        parts.extend(_drop_titles(listed))
    return [_TRAIL.sub("", _BY.sub("", part)).strip(" .,-\u2013\u2014:") for part in parts]


def _drop_titles(listed: list[str]) -> list[str]:
    """Without what stands after a name's comma and is no name: "Jane Roe, Political Editor"."""
    if len(listed) == 1:
        return listed
    return [part for n, part in enumerate(listed) if n == 0 or (not _ROLE.search(part) and " " in part)]


def _is_name(name: str, key: str) -> bool:
    return (
        1 < len(name) <= 80
        and len(key.split()) <= 7
        and any(map(str.isalpha, name))
        and not _ADDRESS.search(name)
        and key not in _NOBODY
    )
