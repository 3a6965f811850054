"""Who wrote it, from the author fields of pages and records."""

import re
from collections.abc import Collection, Iterable

from tellings.text.names import fold

_BY = re.compile(
    r"^\s*(?:(?:words|text|story|report(?:ed|ing)?|analysis|opinion|written|posted|updated|published)\s+)?by:?\s+", re.I
)
# Before two words or more: "Von Arx" is a name.
_BY_ELSEWHERE = re.compile(r"^\s*(?:[Vv]on|[Pp]ar|[Pp]or):?\s+(?=\S+\s+\S)")
_LINK_LABEL = re.compile(
    r"^\s*(?:view|show|see|read|more|zeige|alle|voir|afficher|ver)\b.{0,40}?\b(?:by|of|von|de)\s*", re.I
)
_JOIN = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*[;|\u2022\u00b7]\s*|\s+/\s+|\s+with\s+", re.I)
_ADDRESS = re.compile(r"https?:|www\.|@|\S\.(?:com|org|net|php|html?)\b|^\S+\.(?:[a-z]{2}|at|info)$", re.I)
_TRAIL = re.compile(
    r"\s*\([^)]*\)\s*$|\s+(?:\uae30\uc790|\u8a18\u8005|\u8bb0\u8005)$|\s+(?:in|for)\s+(?:the\s+)?[A-Z].*$"
)
_ROLE = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|staff|desk|team|newsroom|bureau|agenc(?:y|ies)|contributor|columnist|"
    r"producer|chief|newspaper|news|press|wire|service)s?\b",
    re.I,
)
_NO_NAME = re.compile(r"[\u2192\u00bb:<>{}]|^[(\[]|^\S*[._\d]\S*[a-z\d]$")
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "anonymous",
        "author",
        "authors",
        "default",
        "editor",
        "guest",
        "na",
        "no author",
        "none",
    }
    | {"null", "redaccion", "redaction", "redaktion", "the editors", "unknown", "user", "webmaster", "wordpressadmin"}
)
MOST = 20


def clean_bylines(values: Iterable[str], *, own: Collection[str] = ()) -> tuple[str, ...]:
    """The names in the order given, each once; joined names are parted, addresses and the outlet's own names go.

    ``own`` are the names the outlet goes by: what equals one of them says who published, not who wrote.
    """
    not_wanted = _NOBODY | {fold(name) for name in own}
    names: dict[str, str] = {}
    for value in values:
        for name in _split(value[:1000]):
            key = fold(name)
            if _is_name(name, key) and key not in not_wanted:
                names.setdefault(key, name)
    return tuple(names.values())[:MOST]


def _split(value: str) -> list[str]:
    if re.match(r"\s*https?:", value, re.I):
        return []
    text = _LINK_LABEL.sub("", " ".join(value.split()))
    parts = []
    for joined in _JOIN.split(_strip_by(text)):
        parts.extend(_drop_titles([part.strip() for part in joined.split(",")]))
    return [_strip_end(_TRAIL.sub("", _strip_by(part))) for part in parts]


def _strip_by(text: str) -> str:
    return _BY_ELSEWHERE.sub("", _BY.sub("", text))


def _strip_end(name: str) -> str:
    """Without marks at the ends; the point of "Jr." and of an initial stays."""
    name = name.strip(" ,-\u2013\u2014:\u2192\u00bb").lstrip(".")
    last = name.rsplit(" ", 1)[-1]
    return name.rstrip(".") if len(last) > 4 and last.endswith(".") else name


def _drop_titles(listed: list[str]) -> list[str]:
    """Without what stands after a name's comma and is no name: "Jane Roe, Political Editor"."""
    return [part for n, part in enumerate(listed) if n == 0 or (not _ROLE.search(part) and " " in part)]


def _is_name(name: str, key: str) -> bool:
    return (
        1 < len(name) <= 80
        and len(key.split()) <= 7
        and any(map(str.isalpha, name))
        and not _ADDRESS.search(name)
        and not _NO_NAME.search(name)
    )
