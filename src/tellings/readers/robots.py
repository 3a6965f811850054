"""What a site's robots.txt asks of us (RFC 9309)."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from tellings.model.fetched import Limits
from tellings.readers.identity import TOKEN
from tellings.readers.refusals import RefusedError

LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least."""

KEPT, KEPT_FAULT = 24 * 3600.0, 300.0
"""Seconds for which a robots.txt is believed (at most a day, RFC 9309), and for which one that could not be read."""

ROBOTS_LIMITS = Limits(connect=10.0, read=10.0, total=20.0, packed=LARGEST, unpacked=LARGEST, redirects=5, tries=1)

_MOST_KEPT = 2_000_000  # characters of all kept together; parsed they take some 30 times that
_AGENT = re.compile(r"\s*user[- ]?agent\b\s*[:\s]\s*(.*)", re.I)
_SITE_WIDE = re.compile(r"\s*(?:site-?maps?|host)\b", re.I)
_PRODUCT = re.compile(r"[a-z_-]+|\*", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us, good ``until`` that second of the clock; ``fault`` where it could not be read."""

    until: float
    size: int = 0
    parsed: Protego | None = None
    fault: str = ""

    def allows(self, url: str) -> bool:
        """Whether it lets us read ``url``; without a readable robots.txt nothing is forbidden."""
        return self.parsed is None or self.parsed.can_fetch(url, TOKEN)

    def gap(self) -> float:
        """Seconds it wants between two requests; 0.0 where it names none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(TOKEN)
        return max(self.parsed.crawl_delay(TOKEN) or 0.0, rate.seconds / rate.requests if rate else 0.0)


class Robots:
    """The robots.txt of every host, asked for once in a day; may be shared by threads.

    ``ask`` gives the bytes of the robots.txt at an address. It raises ``RefusedError`` where there is none.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def rules(self, origin: str, ask: Callable[[str], bytes]) -> Rules:
        """The rules of ``origin`` ("https://tarn.example"); see ``Rules``."""
        with self._lock:
            rules = self._kept.get(origin)
        if rules is None or rules.until <= self._clock():
            rules = self._ask(origin, ask)
            with self._lock:
                self._keep(origin, rules)
        return rules

    def _ask(self, origin: str, ask: Callable[[str], bytes]) -> Rules:
        moment = self._clock()
        try:
            data = ask(f"{origin}/robots.txt")
        except RefusedError as err:
            # RFC 9309, 2.3.1.3 and 2.3.1.4: what is not there forbids nothing; what cannot be had forbids all.
            if err.ground.kind in ("missing", "gone", "denied", "redirect", "kind") or 400 <= err.status < 500:
                busy = err.status == 429
                return Rules(moment + KEPT_FAULT, fault=err.reason) if busy else Rules(moment + KEPT)
            if err.ground.kind in ("unreachable", "private", "address"):
                raise
            return Rules(moment + KEPT_FAULT, fault=err.reason)
        text = keep_ours(data[:LARGEST].decode("utf-8-sig", "replace"))
        return Rules(moment + KEPT, len(text), Protego.parse(text))

    def _keep(self, origin: str, rules: Rules) -> None:
        self._kept.pop(origin, None)
        self._kept[origin] = rules
        size = sum(kept.size + 200 for kept in self._kept.values()) if len(self._kept) > 3 else 0
        while size > _MOST_KEPT:
            oldest = next(iter(self._kept))
            size -= self._kept.pop(oldest).size + 200


def keep_ours(text: str) -> str:
    """The lines of a robots.txt that speak to us or to all.

    A file that lists thousands of agents above thousands of rules makes their product in a parser; two agents cannot.
    """
    kept: list[str] = []
    naming = ours = False
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        agent = _AGENT.match(line)
        if agent:
            if not naming:
                naming, ours = True, False
            product = _PRODUCT.match(agent[1].strip())
            if product and product[0].lower() in (TOKEN, "*"):
                ours = True
                kept.append(f"User-agent: {product[0]}")
        elif line and not _SITE_WIDE.match(line):
            naming = False
            if ours:
                kept.append(line)
    return "\n".join(kept)
