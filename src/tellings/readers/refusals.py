"""Every ground on which an address is refused: its kind, its words, and what can be done; the docs show this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tellings.model.fetched import RefusalKind

_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an address brings nothing: ``words`` is a template of the reason, ``advice`` what its reader can do.

    ``passing``: another try, later, may well succeed.
    """

    kind: RefusalKind
    words: str
    advice: str
    passing: bool = False


_MEANT = "Say so with --allow-private where the machine is one of yours."
_SAVE = "Save it from a browser, and give the file."
_ALLOW = "give --allow-private if you mean to read it"

GROUNDS: Mapping[str, Ground] = {
    "malformed": Ground("address", "is not a well-formed web address: {why}", "Copy the address from the browser."),
    "scheme": Ground("address", "is not fetched: {scheme} is neither http nor https", "Save it, and give the file."),
    "credentials": Ground(
        "address",
        "carries a name or a password before its host, which hides where it leads: leave that out",
        "Take away what stands between // and @.",
    ),
    "odd host": Ground(
        "address",
        "its host {host} is a number in an unusual form: write a name, or four numbers with points",
        "Such hosts are a known way to hide an address of a private network.",
    ),
    "port": Ground(
        "address",
        "its port {port} belongs to another service than the web",
        "Ports 80 and 443 and those from 1024 on are asked; with --allow-private all.",
    ),
    "local name": Ground("private", f"its host {{host}} is a name of the local network; {_ALLOW}", _MEANT),
    "private": Ground("private", f"its host {{host}} leads to {{address}}, {{what}}; {_ALLOW}", _MEANT),
    "robots": Ground(
        "robots",
        "the site's robots.txt asks programs not to read it; --no-robots reads it all the same",
        "Give --no-robots if you have the site's leave, or save the page in a browser and give the file.",
    ),
    "robots unread": Ground(
        "robots",
        "the site's robots.txt cannot be read ({why}), which counts as a wish to be left alone",
        "Try again later. --no-robots does not ask for it.",
        passing=True,
    ),
    "later": Ground(
        "later",
        "the host {host} asks to be left alone for another {wait} seconds: try again then",
        "Another request came shortly before, the site's robots.txt asks for long pauses, or the host was busy.",
        passing=True,
    ),
    "circle": Ground("redirect", "redirects in a circle", "Such pages often want a cookie first; none are kept."),
    "too many": Ground("redirect", "redirects more than {count} times", "Give the address it ends at in a browser."),
    "downgrade": Ground(
        "redirect", "redirects from https to http, which anybody on the way could change", "Give the http address."
    ),
    "nowhere": Ground("redirect", "redirects (HTTP {code}) without saying where to", "The site is at fault."),
    "no host": Ground("unreachable", "its host {host} is not known", "Look for a mistake in the name.", passing=True),
    "no connection": Ground(
        "unreachable", "its host {host} does not answer: {why}", "Look whether this machine is online.", passing=True
    ),
    "tls": Ground(
        "unreachable",
        "the connection to {host} is not safe: {why}",
        "The certificate is out of date, for another name, or of an issuer that is not known here.",
    ),
    "proxy": Ground(
        "unreachable",
        "the proxy named in the environment cannot be used: {why}",
        "Set HTTPS_PROXY to an http:// address, or NO_PROXY to what is read without it.",
    ),
    "slow to connect": Ground("slow", "no connection within {seconds} seconds", "Try again later.", passing=True),
    "slow to answer": Ground("slow", "silent for {seconds} seconds", "Try again, or raise --timeout.", passing=True),
    "slow": Ground("slow", "not complete within {seconds} seconds", "Try again, or raise --timeout.", passing=True),
    "large": Ground("large", "sends more than {size}", "Save it, and give the file."),
    "bomb": Ground("large", "unpacks to more than {size}", "A small answer that unpacks to a huge one is an attack."),
    "cut short": Ground("broken", "the answer is cut short", "Try again.", passing=True),
    "not http": Ground("broken", "the answer is not proper HTTP: {why}", "Look whether it opens in a browser."),
    "damaged": Ground("broken", "the answer is packed as {coding} and damaged", "Try again.", passing=True),
    "coding": Ground("broken", "the answer is packed in a way nobody asked for ({coding})", "The site is at fault."),
    "missing": Ground("missing", "is not there (HTTP 404)", "Look for a mistake in the address."),
    "gone": Ground("gone", "is gone for good (HTTP 410)", "It need not be asked again."),
    "says missing": Ground(
        "missing", "the page says that what was asked for is not there ({what})", "Look for it by its title."
    ),
    "front page": Ground(
        "missing", "leads to the site's front page, as addresses do whose page is gone", "Look for it by its title."
    ),
    "denied": Ground("denied", "is not given to us (HTTP {code}, {what})", _SAVE),
    "busy": Ground("later", "the site is busy (HTTP {code}), also at try {tries}", "Try again later.", passing=True),
    "server": Ground("status", "the site is at fault (HTTP {code})", "Try again later.", passing=True),
    "status": Ground("status", "is answered with HTTP {code}, which brings no page", "Look at it in a browser."),
    "no content": Ground("status", "is answered without content", "Look at it in a browser."),
    "not text": Ground("kind", "is {what}, not a report", "Only what holds text is fetched."),
    "consent": Ground(
        "wall",
        "shows a page that asks for consent in place of the report",
        _SAVE,
    ),
    "human": Ground(
        "wall",
        "shows a page that asks for proof of being human in place of the report",
        _SAVE,
    ),
    "login": Ground(
        "wall",
        "shows a page to log in or subscribe in place of the report",
        _SAVE,
    ),
}
"""By the name the code calls them."""


class RefusedError(Exception):
    """An address is refused on the ground of that name in ``GROUNDS``; ``words`` fill its template."""

    def __init__(
        self, ground: str, *, status: int = 0, not_before: datetime | None = None, **words: str | int | float
    ) -> None:
        self.ground = GROUNDS[ground]
        self.reason = self.ground.words.format_map({name: shown(str(word)) for name, word in words.items()})
        self.status = status
        self.not_before = not_before
        super().__init__(self.reason)


def shown(words: str) -> str:
    """What a server sent, fit for a line of a log: printable, on one line, not long."""
    line = " ".join("".join(c if c.isprintable() or c in "\t\n\r" else "\ufffd" for c in words).split())
    return line if len(line) <= _LONGEST_WORD else line[:_LONGEST_WORD] + " …"
