"""A watchlist tells of a text once, however many outlets carry it; what a copy adds is told."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tellings.daily.add import Desk, add
from tellings.daily.notify import add_watchlist, find_hits, find_hits_once, send_notice, tell_watchlists
from tellings.model.daily import Notice
from tellings.model.library import Hit
from tests.newsroom import write_lines

HOOK = "https://desk.example/hook"

TEXT = (
    "The council of Orlan closed the Velmark bridge on Monday after a crack was found in its second pier. "
    "“Nobody may cross it before the autumn,” said Ilse Marek, the mayor of Orlan. "
    "Drivers from Tarn were sent over the old ford, where the Gellow police counted four thousand cars in a day."
)
ADDED = "The Velmark bridge will be torn down in spring, the Gellow engineers decided."
OTHER = (
    "Gellow police closed the Velmark bridge for an hour on Monday. A lorry from Tarn had lost its load of apples, "
    "and children carried most of them away before the road was swept."
)


class Post:
    """Takes notices."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def __call__(self, target: str, notice: Notice, key: bytes) -> str:
        """As ``Send``."""
        self.notices.append(notice)
        return ""

    @property
    def told(self) -> list[tuple[str, str]]:
        """Outlet and address of what was told."""
        return [(hit.report.outlet or "", hit.report.url or "") for notice in self.notices for hit in notice.hits]


@pytest.fixture
def post(desk: Desk) -> Post:
    """An empty library with a watchlist."""
    sent = Post()
    desk.send = sent
    add_watchlist(desk.store, "bridge", "Velmark", [HOOK], now=desk.clock())
    return sent


def bring(desk: Desk, folder: Path, outlet: str, *texts: str) -> int:
    """Adds reports of an outlet; how many hits were told."""
    return add([str(write_lines(folder / f"{outlet}.jsonl", *texts, outlet=outlet))], desk).told


def outlets(hits: tuple[Hit, ...]) -> list[str | None]:
    """Whose reports they are in."""
    return [hit.report.outlet for hit in hits]


def test_a_copy_in_another_outlet_is_not_told(desk: Desk, post: Post, tmp_path: Path) -> None:
    first = bring(desk, tmp_path, "a.example", TEXT)
    second = bring(desk, tmp_path, "b.example", TEXT)

    assert (first, second) == (1, 0)
    assert post.told == [("a.example", "https://a.example/0")]
    assert sorted(map(str, outlets(find_hits(desk.store, "Velmark", now=desk.clock())))) == ["a.example", "b.example"]


def test_the_same_text_at_a_second_address_is_not_told(desk: Desk, post: Post, tmp_path: Path) -> None:
    bring(desk, tmp_path, "a.example", TEXT)
    (tmp_path / "again").mkdir()

    assert bring(desk, tmp_path / "again", "a.example", "Farmers in Tarn grow barley.", TEXT) == 0
    assert post.told == [("a.example", "https://a.example/0")]


def test_copies_that_come_in_together_are_told_once(desk: Desk, post: Post, tmp_path: Path) -> None:
    both = [
        str(write_lines(tmp_path / f"{name}.jsonl", TEXT, outlet=name, day=day))
        for name, day in (("b.example", "2031-05-06"), ("a.example", "2031-05-05"))
    ]

    assert add(both, desk).told == 1
    assert tell_watchlists(desk.store, desk.clock, post) == (0, ())


def test_the_agency_in_front_makes_no_news(desk: Desk, post: Post, tmp_path: Path) -> None:
    bring(desk, tmp_path, "a.example", TEXT)

    assert bring(desk, tmp_path, "b.example", f"ORLAN, May 5 (Tarn Press) — {TEXT}") == 0


def test_what_a_copy_adds_with_the_words_looked_for_is_told(desk: Desk, post: Post, tmp_path: Path) -> None:
    bring(desk, tmp_path, "a.example", TEXT)
    added = bring(desk, tmp_path, "b.example", f"{TEXT} {ADDED}")
    again = bring(desk, tmp_path, "c.example", f"{TEXT} {ADDED}")

    assert (added, again) == (1, 0)
    assert [outlet for outlet, _ in post.told] == ["a.example", "b.example"]


def test_what_a_copy_adds_of_other_things_is_not(desk: Desk, post: Post, tmp_path: Path) -> None:
    bring(desk, tmp_path, "a.example", TEXT)

    assert bring(desk, tmp_path, "b.example", f"{TEXT} Orlan has nine thousand inhabitants.") == 0


def test_a_report_of_its_own_is_told(desk: Desk, post: Post, tmp_path: Path) -> None:
    bring(desk, tmp_path, "a.example", TEXT)

    assert bring(desk, tmp_path, "b.example", OTHER) == 1


def test_a_quotation_is_told_once_for_all_copies(desk: Desk, post: Post, tmp_path: Path) -> None:
    add_watchlist(desk.store, "mayor", "said:Marek", ["https://desk.example/mayor"], now=desk.clock())
    bring(desk, tmp_path, "a.example", TEXT)
    bring(desk, tmp_path, "b.example", f"{TEXT} Orlan has nine thousand inhabitants.")
    more = f"{TEXT} “We shall build a new one of steel,” said Ilse Marek."
    bring(desk, tmp_path, "c.example", more)
    told = [hit.text for notice in post.notices if notice.watchlist == "mayor" for hit in notice.hits]

    assert told == ["Nobody may cross it before the autumn,", "We shall build a new one of steel,"]


def test_feeds_have_a_text_once(desk: Desk, post: Post, tmp_path: Path) -> None:
    feed = tmp_path / "bridge.xml"
    add_watchlist(desk.store, "feed", "Velmark", [f"atom:{feed}"], now=desk.clock())
    desk.send = send_notice
    for outlet, text in (("a.example", TEXT), ("b.example", TEXT), ("c.example", OTHER)):
        bring(desk, tmp_path, outlet, text)
    entries = ElementTree.parse(feed).getroot().findall("{http://www.w3.org/2005/Atom}entry")

    assert len(entries) == 2
    assert set(outlets(find_hits_once(desk.store, "Velmark", now=desk.clock()))) == {"a.example", "c.example"}
