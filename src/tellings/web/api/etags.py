"""Entity tags (RFC 9110, section 13): what did not change is not sent again."""

import hashlib
import re

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def make_etag(body: bytes, *more: str) -> str:
    """A weak tag of the body and of whatever else tells two replies apart; the same for the same bytes.

    Weak, since what stands in front of the server may compress the body.
    """
    digest = hashlib.blake2b(body, digest_size=15)
    for each in more:
        digest.update(b"\0" + each.encode())
    return f'W/"{digest.hexdigest()}"'


def is_known(etag: str, asked: str | None) -> bool:
    """Whether the value of If-None-Match names the tag: by the weak comparison, "*" names every one."""
    if not asked:
        return False
    own = _TAG.fullmatch(etag)
    return asked.strip() == "*" or (own is not None and own[1] in _TAG.findall(asked))
