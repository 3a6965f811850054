"""A small invented web and newsroom for the tests of the daily use: pages, feeds, a clock."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tellings.model.fetched import Conditions, Fetched, Limits, Refused

MONDAY = "The ferry Aldis ran aground off Orlan on Monday with 212 people aboard, the port authority of Orlan said."
TOW = "The ferry Aldis was towed to Velmark on Thursday. “It was a long night,” said Ilse Marek, mayor of Orlan."
SLOW = (
    "The ferry Aldis had been told to slow down twice before it ran aground off Orlan, the port authority of Orlan"
    " said. The captain of the Aldis was questioned in Velmark."
)
BARLEY = "Farmers in Tarn harvested a third less barley this summer after eight weeks without rain, a survey found."


class Clock:
    """Starts on a Friday noon; goes on by hand."""

    def __init__(self) -> None:
        self.now = datetime(2031, 5, 9, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time; a second later at each call."""
        self.now += timedelta(seconds=1)
        return self.now


class Web:
    """Answers from a dictionary; remembers what it was asked."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pages: dict[str, bytes | Refused] = {}
        self.etags: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []

    def put(self, url: str, body: str, etag: str = "") -> None:
        """Lets an address answer."""
        self.pages[url] = body.encode()
        self.etags[url] = etag

    def refuse(self, url: str, *, passing: bool, kind: str = "missing") -> None:
        """Lets an address refuse."""
        self.pages[url] = Refused(url, "it is not there", kind, self.clock(), passing=passing)  # type: ignore[arg-type]

    def __call__(
        self, url: str, *, conditions: Conditions | None = None, limits: Limits | None = None
    ) -> Fetched | Refused:
        """As ``ports.Fetch``."""
        self.asked.append(url)
        body = self.pages.get(url)
        if body is None:
            return Refused(url, "there is no such page", "missing", self.clock())
        if isinstance(body, Refused):
            return body
        etag = self.etags.get(url, "")
        same = bool(etag) and conditions is not None and conditions.etag == etag
        final = self.moved.get(url, url)
        return Fetched(
            url, final, final, 304 if same else 200, self.clock(), b"" if same else body, etag=etag,
            moved_to=final if final != url else "",
        )  # fmt: skip


def write_page(text: str, title: str, day: str) -> str:
    """A web page with one report."""
    meta = f'<meta property="article:published_time" content="{day}T10:00:00+00:00"><title>{title}</title>'
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<html><head>{meta}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def write_feed(*links: tuple[str, str]) -> str:
    """An RSS feed of titles and addresses, with teasers alone."""
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>More inside.</description></item>"
        for title, link in links
    )
    return f'<rss version="2.0"><channel><title>Orlan Courier</title>{items}</channel></rss>'


def write_lines(path: Path, *texts: str, day: str = "2031-05-05", outlet: str = "courier.example") -> Path:
    """A JSON Lines file of reports."""
    rows: list[Mapping[str, str]] = [
        {"text": text, "source_domain": outlet, "date_publish": f"{day}T10:00:00+00:00", "url": f"https://{outlet}/{n}"}
        for n, text in enumerate(texts)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def invent_reports(count: int, *, each: int = 1) -> list[tuple[str, str]]:
    """So many (text, day) of small stories with names of their own, ``each`` reports a story on days in a row."""
    told = (
        "The mayor of {a} said on Monday that the {b} bridge was shut after {n} cars sank into the {c}.",
        "Engineers from {b} examined the bridge at {a}. “The piers were hollow,” said {c} Ilmar, who leads them.",
        "The {b} bridge will open again next week, the council of {a} announced. Repairs cost {n} crowns.",
        "Fishers on the {c} asked {a} to pay for {n} lost nets. The council has not answered.",
    )
    found = []
    for k in range(count):
        story, n = divmod(k, each)
        names = {key: _name(3 * story + i).capitalize() for i, key in enumerate("abc")}
        found.append((told[n % len(told)].format(**names, n=story % 50 + 3), f"2031-05-{1 + (story + n) % 28:02}"))
    return found


def _name(number: int) -> str:
    """A word that no other number has: syllables, the last of them says the number."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    first, second = divmod(number * 37, len(syllables))
    return f"{syllables[first % len(syllables)]}{syllables[second]}{syllables[number % len(syllables)]}rn"
