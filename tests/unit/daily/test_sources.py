"""What is followed, as its commands show and change it."""

from datetime import timedelta

import pytest

from tellings.daily.sources import (
    export_opml,
    follow_source,
    list_fetches,
    list_sources,
    pause_sources,
    remove_sources,
    resume_sources,
)
from tellings.errors import UsageError
from tellings.exports.as_sources import to_fetch_lines, to_source_lines
from tellings.model.library import LoggedFetch, Source
from tellings.ports import Store
from tellings.readers.opening import read_listing
from tests.shelf import NOON

FEED, MAP = "https://courier.example/feed?a=1&b=2", "https://post.example/sitemap.xml"
PAGE = "https://courier.example/1"
LATER = NOON + timedelta(minutes=15)


@pytest.fixture
def followed(store: Store) -> Store:
    """A feed that gave two reports and a sitemap that fails."""
    store.keep_sources(
        [
            Source(FEED, "feed", "Orlan <Courier>", added_at=NOON, polled_at=NOON, next_poll=LATER),
            Source(MAP, "sitemap", polled_at=NOON, next_poll=LATER, failures=3, fault="it does not answer"),
        ]
    )
    store.log_fetches(
        [
            LoggedFetch(FEED, NOON, "kept", status=200, source=FEED),
            LoggedFetch(PAGE, LATER, "kept", status=200, source=FEED, documents=("d1", "d2")),
            LoggedFetch(MAP, LATER, "failed", "it does not answer", source=MAP),
            LoggedFetch("https://post.example/x", LATER, "refused", "robots.txt asks not to", source=MAP),
        ]
    )
    return store


def test_each_source_is_listed_with_how_it_stands(followed: Store) -> None:
    feed, sitemap = list_sources(followed).sources
    text = to_source_lines(list_sources(followed))

    assert (feed.address, feed.kind, feed.asked_at, feed.due_at, feed.reports) == (FEED, "feed", NOON, LATER, 2)
    assert (sitemap.failures, sitemap.fault, sitemap.reports) == (3, "it does not answer", 0)
    assert "feed 'Orlan <Courier>': 2 reports; asked 2031-05-09 12:00, due 2031-05-09 12:15" in text
    assert "failed 3 times in a row: it does not answer" in text


def test_nothing_followed_says_how_to_begin(store: Store) -> None:
    assert "tellings add" in to_source_lines(list_sources(store))
    assert to_fetch_lines(list_fetches(store)) == "The fetch log has nothing of this.\n"


def test_a_paused_source_is_not_due_until_it_is_resumed(followed: Store) -> None:
    assert pause_sources(followed, ["sitemap"]) == (MAP,)
    assert [s.address for s in followed.list_sources(due=LATER)] == [FEED]
    assert [(s.paused, s.due_at) for s in list_sources(followed).sources] == [(False, LATER), (True, None)]

    assert resume_sources(followed, [MAP], now=NOON) == (MAP,)
    (due,) = followed.list_sources(due=NOON)
    assert (due.address, due.failures, due.fault) == (MAP, 0, "")


def test_a_source_is_removed_once(followed: Store) -> None:
    assert remove_sources(followed, [MAP, "post.example"]) == (MAP,)
    assert [source.address for source in followed.list_sources()] == [FEED]


@pytest.mark.parametrize(
    ("given", "said"),
    [("https://tarn.example/", MAP), (".example/", "part of 2 addresses"), ("", "nothing at ''")],
)
def test_what_is_not_one_source_changes_nothing(followed: Store, given: str, said: str) -> None:
    before = followed.list_sources()
    for change in (remove_sources, pause_sources):
        with pytest.raises(UsageError, match="(?s)" + said.replace(".", r"\.")):
            change(followed, [FEED, given])

    assert followed.list_sources() == before


def test_the_feeds_go_out_as_a_list_that_can_be_read_again(followed: Store) -> None:
    text, feeds, others = export_opml(followed)
    listing = read_listing(text.encode(), "feeds.opml")

    assert (feeds, others) == (1, 1)
    assert listing is not None
    assert [(entry.url, entry.title) for entry in listing.entries] == [(FEED, "Orlan <Courier>")]


def test_the_log_is_of_all_of_a_source_or_of_a_page(followed: Store) -> None:
    refused = list_fetches(followed, refused=True).fetches

    assert {fetch.reason for fetch in refused} == {"it does not answer", "robots.txt asks not to"}
    assert len(list_fetches(followed).fetches) == 4
    assert len(list_fetches(followed, limit=1).fetches) == 1
    assert {fetch.url for fetch in list_fetches(followed, FEED).fetches} == {FEED, PAGE}
    assert list_fetches(followed, FEED, refused=True).fetches == ()
    assert [fetch.url for fetch in list_fetches(followed, PAGE).fetches] == [PAGE]
    assert list_fetches(followed, PAGE, refused=True).fetches == ()
    assert {fetch.source for fetch in list_fetches(followed, "sitemap").fetches} == {MAP}
    with pytest.raises(UsageError, match="sources list"):
        list_fetches(followed, "https://tarn.example/")


def test_a_refusal_is_told_with_its_reason(followed: Store) -> None:
    text = to_fetch_lines(list_fetches(followed))

    assert "  refused        https://post.example/x\n  robots.txt asks not to\n" in text
    assert f"kept      200  {PAGE}  2 reports\n" in text


def test_an_address_is_followed_from_the_next_round_on(store: Store) -> None:
    assert follow_source(store, f" {FEED} ", now=NOON) == FEED

    assert store.list_sources(due=NOON) == (Source(FEED, "feed", added_at=NOON, next_poll=NOON),)


def test_one_that_failed_or_rests_is_followed_again(followed: Store) -> None:
    pause_sources(followed, [MAP])
    follow_source(followed, MAP, now=LATER)

    (found,) = (source for source in followed.list_sources() if source.address == MAP)
    assert (found.kind, found.paused, found.failures, found.next_poll) == ("sitemap", False, 0, LATER)


@pytest.mark.parametrize(
    "address",
    ["", "courier", "ftp://courier.example/x", "javascript:alert(1)", "https://", "https://a b.example", "http://[::1",
     "file:///etc/passwd", "https://courier.example/\nx", "https://me:secret@courier.example",
     "https://c.example/" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_address_is_not_followed(store: Store, address: str) -> None:
    with pytest.raises(UsageError):
        follow_source(store, address, now=NOON)
    assert store.list_sources() == ()
