"""What is new for a reader who saw some of the reports, without making a brief."""

from datetime import date
from pathlib import Path

import pytest

from tellings import flow
from tellings.daily.visits import find_changes, find_seen_since
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.brief import Brief
from tellings.model.document import Document, Published
from tellings.model.library import Arrival
from tellings.model.story import Story
from tellings.ports import RulesOnly
from tests.newsroom import MONDAY, SLOW, TOW
from tests.shelf import NOON

DOCS = ("d1", "d2", "d3")
DAYS = (date(2031, 5, 5), date(2031, 5, 6), date(2031, 5, 8))
READINGS = flow.read_documents(
    [
        Document(doc, f"{doc}.txt", text, outlet=doc, published=Published(day, day, "stated"))
        for doc, day, text in zip(DOCS, DAYS, (MONDAY, TOW, SLOW), strict=True)
    ],
    RulesOnly(),
)


@pytest.fixture
def store(tmp_path: Path) -> Library:
    store = open_library(tmp_path / "l.db", now=NOON)
    store.keep([Arrival(r.document, reading=r) for r in READINGS], now=NOON)
    return store


@pytest.fixture
def brief() -> Brief:
    return flow.brief_story(Story("s1", "The Aldis", DOCS), READINGS)


def test_what_only_new_reports_tell_is_new(store: Library, brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "brief_story", None)  # no brief is made at a visit
    changes = find_changes(store, brief, DOCS[:2], moment=None).changes

    assert changes is not None
    assert changes.unseen == (DOCS[2],)
    assert changes.new
    assert {e.doc for news in changes.new for e in news.evidence} == {DOCS[2]}
    assert changes.reread == ()


def test_nothing_is_new_to_who_saw_everything(store: Library, brief: Brief) -> None:
    assert find_changes(store, brief, [*DOCS, "d-gone"], moment=None).changes is None


def test_everything_is_new_to_who_saw_nothing(store: Library, brief: Brief) -> None:
    changes = find_changes(store, brief, (), moment="2031-05-01").changes

    assert changes is not None
    assert set(changes.unseen) == set(DOCS)
    assert changes.since == "2031-05-01"


def test_reports_out_by_a_day_count_as_seen(store: Library, brief: Brief) -> None:
    assert find_seen_since(store, brief, date(2031, 5, 5)) == {DOCS[0]}
    assert find_seen_since(store, brief, date(2031, 5, 6)) == set(DOCS[:2])
