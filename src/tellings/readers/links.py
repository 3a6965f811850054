"""Addresses and language tags as lists and records write them."""

import re
from urllib.parse import urljoin, urlsplit

LONGEST_FIELD = 2000
"""Characters of a title, name or address; what is longer is none."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")


def web_address(value: object) -> str:
    """The value where it is a web address (http, https), else ""."""
    if not isinstance(value, str):
        return ""
    value = value.strip()
    try:
        parts = urlsplit(value)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return value if good and len(value) <= LONGEST_FIELD and value.isprintable() else ""


def join_address(base: str, address: str) -> str:
    """The address as it stands on a page at ``base``; unchanged where the two do not fit."""
    address = "".join(address.split()) if "://" in address[:12] else address.strip()
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def language_tag(value: object) -> str | None:
    """The value where it looks like a language tag ("en_GB" is "en-GB"), else ``None``."""
    good = isinstance(value, str) and _LANGUAGE.fullmatch(value.strip())
    return str(value).strip().replace("_", "-") if good else None
