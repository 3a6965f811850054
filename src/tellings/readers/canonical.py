"""One address for one report: what browsers, shares and newsletters hang on to it is taken off."""

import re
from urllib.parse import urlsplit, urlunsplit

# Parameters that tell who came from where, never what is shown. Names as their makers publish them.
_TRACKING = re.compile(
    r"(?:utm|mtm|piwik|pk|hsa|oly|vero|matomo|at|ns|wt|stm|itm|cm)_[a-z0-9_]*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_[ce]id"
    r"|_hs(?:enc|mi)|__hs(?:tc|sc|fp)|hsctatracking|mkt_tok|s_cid|cmpid|ocid|ncid|smid|smtyp|sr_share|icid|xtor"
    r"|_ga|_gl|__twitter_impression|guccounter|guce_referrer(?:_sig)?|ref_?src|ref_?url|referrer|soc_(?:src|trk)|tsrc"
    r"|wickedid|wprov|epik|s_kwcid|ef_id|trk(?:campaign|info)?|campaign_?id|share_?id",
    re.I,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BREAKS = re.compile(r"[\t\r\n]+")
_HEX = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DOTS = re.compile(r"(?:\A|/)\.{1,2}(?:/|\Z)")


def clean_url(url: str) -> str:
    """The address without what does not change the page; unchanged where it is no web address.

    Scheme and host in small letters, no default port, no fragment, no dot segments, no parameters that only track, the
    others in their order; percent-encoding as in RFC 3986, section 6. Cleaning twice changes nothing.
    """
    text = _BREAKS.sub("", url.strip())
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return url
    scheme, host = parts.scheme.lower(), parts.hostname.rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _tidy_path(_tidy_percent(parts.path)) or "/"
    return urlunsplit((scheme, host, path, _tidy_percent(_drop_tracking(parts.query)), ""))


def choose_canonical(stated: str | None, final_url: str) -> str:
    """The cleaned address a page states of itself, believed on its own site; else the cleaned ``final_url``.

    A page deep in a site that states the front page is not believed: templates do that by mistake, and every report of
    such a site would be one.
    """
    own = clean_url(final_url)
    if not stated:
        return own
    said = clean_url(stated.strip())
    try:
        here, there = urlsplit(own), urlsplit(said)
    except ValueError:
        return own
    if there.scheme not in _DEFAULT_PORTS or site_of(there.hostname or "") != site_of(here.hostname or ""):
        return own
    if there.path == "/" and not there.query and here.path != "/":
        return own
    return said


def site_of(host: str) -> str:
    """The last two labels of a host, three where the one before the last is short ("news.tarn.co.uk": "tarn.co.uk").

    A guess without a list of suffixes; it is used where a wrong answer costs little.
    """
    labels = host.lower().rstrip(".").split(".")
    if not labels[-1].isalpha():
        return ".".join(labels)
    count = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-count:])


def _drop_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))


def _tidy_percent(text: str) -> str:
    tidy = _HEX.sub(lambda found: _decode(found[1]), text)
    return "".join(c if 0x20 < ord(c) < 0x7F else _encode(c) for c in tidy)


def _decode(pair: str) -> str:
    char = chr(int(pair, 16))
    return char if char in _UNRESERVED else f"%{pair.upper()}"


def _encode(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _tidy_path(path: str) -> str:
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    tail = "/" if segments[-1] in (".", "..") and kept else ""
    return f"/{'/'.join(kept)}{tail}"
