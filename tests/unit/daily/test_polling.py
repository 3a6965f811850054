"""Feeds asked again and again: nothing fetched twice, nothing lost, and those that fail left alone for a while."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tellings.daily.add import Desk, add, poll_due, watch
from tellings.model.library import Source
from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, Clock, Web, write_feed, write_page

FEED = "https://courier.example/feed"
ONE, TWO = "https://courier.example/1", "https://courier.example/2"


@pytest.fixture
def feed(desk: Desk, web: Web) -> Web:
    """A feed with one report, followed."""
    web.put(FEED, write_feed(("Ferry aground", ONE)), etag='"1"')
    web.put(ONE, write_page(MONDAY, "Ferry aground", "2031-05-05"))
    add([FEED], desk)
    web.asked.clear()
    return web


def _source(desk: Desk, address: str = FEED) -> Source:
    return next(source for source in desk.store.list_sources() if source.address == address)


def test_a_feed_is_followed_and_its_pages_are_kept(desk: Desk, feed: Web) -> None:
    (report,) = desk.store.list_reports()
    source = _source(desk)

    assert (report.title, report.url) == ("Ferry aground", ONE)
    assert (source.kind, source.title, source.etag) == ("feed", "Orlan Courier", '"1"')
    assert {fetch.outcome for fetch in desk.store.list_fetches()} == {"kept"}


def test_only_what_is_new_is_fetched(desk: Desk, feed: Web, clock: Clock) -> None:
    clock.now += timedelta(hours=1)
    unchanged, _ = poll_due(desk)
    feed.put(FEED, write_feed(("Ferry towed", TWO), ("Ferry aground", ONE)), etag='"2"')
    feed.put(TWO, write_page(TOW, "Ferry towed", "2031-05-08"))
    clock.now += timedelta(hours=1)
    added, changes = poll_due(desk)

    assert (unchanged.reports, added.reports) == (0, 1)
    assert feed.asked == [FEED, FEED, TWO]
    assert [change.documents for change in changes] == [tuple(r.id for r in desk.store.list_reports() if r.url == TWO)]


def test_a_feed_that_is_not_due_is_left_alone(desk: Desk, feed: Web) -> None:
    poll_due(desk)
    assert feed.asked == []
    poll_due(desk, everything=True)
    assert feed.asked == [FEED]


def test_a_page_that_fails_for_the_moment_is_asked_again(desk: Desk, feed: Web, clock: Clock) -> None:
    feed.put(FEED, write_feed(("Ferry towed", TWO), ("Ferry aground", ONE)), etag='"2"')
    feed.refuse(TWO, passing=True, kind="slow")
    clock.now += timedelta(hours=1)
    poll_due(desk)
    feed.put(TWO, write_page(TOW, "Ferry towed", "2031-05-08"))
    clock.now += timedelta(hours=1)
    added, _ = poll_due(desk)

    assert added.reports == 1
    assert feed.asked == [FEED, TWO, FEED, TWO]


def test_a_page_that_was_refused_is_left_alone(desk: Desk, feed: Web, clock: Clock) -> None:
    feed.put(FEED, write_feed(("Ferry towed", TWO)), etag='"2"')
    feed.refuse(TWO, passing=False)
    for hour in range(3):
        feed.etags[FEED] = f'"{hour + 2}"'
        clock.now += timedelta(hours=1)
        poll_due(desk)

    assert feed.asked.count(TWO) == 1
    assert desk.store.list_fetches(url=TWO)[0].reason == "it is not there"


def test_a_feed_that_fails_waits_longer_each_time(desk: Desk, feed: Web, clock: Clock) -> None:
    feed.refuse(FEED, passing=True, kind="unreachable")
    waits = []
    for _ in range(3):
        clock.now += timedelta(days=2)
        poll_due(desk)
        source = _source(desk)
        assert source.next_poll is not None
        waits.append(source.next_poll - clock.now)

    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= timedelta(days=1)
    assert _source(desk).failures == 3
    assert _source(desk).fault == "it is not there"


def test_a_feed_that_is_gone_is_not_asked_again(desk: Desk, feed: Web, clock: Clock) -> None:
    feed.refuse(FEED, passing=False, kind="gone")
    for _ in range(3):
        clock.now += timedelta(days=2)
        poll_due(desk, everything=True)

    assert feed.asked == [FEED]


def test_a_feed_that_moved_is_asked_at_its_new_address(desk: Desk, feed: Web, clock: Clock) -> None:
    new = "https://courier.example/new-feed"
    feed.moved[FEED] = new
    feed.etags[FEED] = '"2"'
    clock.now += timedelta(hours=1)
    poll_due(desk)

    assert [source.address for source in desk.store.list_sources()] == [new]


def test_a_page_is_kept_but_not_followed(desk: Desk, web: Web) -> None:
    web.put(ONE, write_page(BARLEY, "Barley", "2031-05-05"))
    added = add([ONE], desk)
    again = add([ONE], desk)

    assert (added.reports, added.followed) == (1, ())
    assert (again.reports, again.known) == (0, 1)
    assert desk.store.list_sources() == ()


def test_a_sitemap_index_leads_to_its_pages(desk: Desk, web: Web) -> None:
    index = "https://courier.example/sitemap.xml"
    part = "https://courier.example/news.xml"
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    web.put(index, f"<sitemapindex {space}><sitemap><loc>{part}</loc></sitemap></sitemapindex>")
    web.put(part, f"<urlset {space}><url><loc>{ONE}</loc></url></urlset>")
    web.put(ONE, write_page(SLOW, "Told to slow down", "2031-05-06"))
    added = add([index], desk)

    assert added.reports == 1
    assert set(added.followed) == {index, part}


def test_watching_ends_when_it_is_stopped_and_goes_on_later(desk: Desk, feed: Web, clock: Clock) -> None:
    rounds: list[int] = []
    stopped: list[bool] = []
    desk.stop = lambda: bool(stopped)

    def wait(seconds: float) -> None:
        clock.now += timedelta(seconds=seconds)
        if len(rounds) == 20:
            stopped.append(True)

    watch(desk, lambda added, _: rounds.append(added.reports), wait=wait)
    feed.put(FEED, write_feed(("Ferry towed", TWO)), etag='"2"')
    feed.put(TWO, write_page(TOW, "Ferry towed", "2031-05-08"))
    desk.stop = bool
    watch(desk, lambda added, _: rounds.append(added.reports), wait=wait, once=True)

    assert rounds == [0] * 20 + [1]
    assert feed.asked.count(FEED) >= 2


def _write_opml(*feeds: str) -> str:
    rows = "".join(f'<outline type="rss" text="A feed" xmlUrl="{feed}"/>' for feed in feeds)
    return f'<opml version="2.0"><head><title>Feeds</title></head><body>{rows}</body></opml>'


def test_a_list_of_feeds_leaves_their_turn_and_their_pause_alone(desk: Desk, feed: Web, clock: Clock) -> None:
    lists = "https://courier.example/feeds.opml"
    feed.put(lists, _write_opml(FEED))
    before = _source(desk)
    add([lists], desk)
    assert (feed.asked, _source(desk)) == ([lists], before)

    desk.store.keep_sources([replace(before, paused=True)])
    clock.now += timedelta(days=1)
    poll_due(desk)
    assert (feed.asked, _source(desk).paused) == ([lists, lists], True)


def test_a_file_that_lists_feeds_asks_them_but_none_that_is_paused(desk: Desk, feed: Web, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(_write_opml(FEED), encoding="utf-8")
    add([str(path)], desk)
    assert (feed.asked, _source(desk).etag) == ([FEED], '"1"')

    desk.store.keep_sources([replace(_source(desk), paused=True)])
    add([str(path)], desk)
    assert (feed.asked, _source(desk).paused) == ([FEED], True)


def test_a_paused_feed_that_is_named_is_followed_again(desk: Desk, feed: Web) -> None:
    desk.store.keep_sources([replace(_source(desk), paused=True)])
    add([FEED], desk)

    assert not _source(desk).paused


def test_a_feed_that_was_removed_or_paused_while_it_was_asked_stays_so(desk: Desk, feed: Web, clock: Clock) -> None:
    store, fetch = desk.store, desk.fetch

    def pausing(url: str, **more: object) -> object:
        store.keep_sources([replace(_source(desk), paused=True)])
        return fetch(url)

    def removing(url: str, **more: object) -> object:
        store.drop_source(FEED)
        return fetch(url)

    desk.fetch = pausing  # type: ignore[assignment]
    poll_due(desk, everything=True)
    assert _source(desk).paused

    store.keep_sources([replace(_source(desk), paused=False)])
    desk.fetch = removing  # type: ignore[assignment]
    poll_due(desk, everything=True)
    assert store.list_sources() == ()


def test_the_log_tells_which_reports_a_feed_gave_itself(desk: Desk, web: Web) -> None:
    whole = f"<content:encoded><![CDATA[{f'<p>{MONDAY}</p><p>{SLOW}</p>' * 9}]]></content:encoded>"
    item = f"<item><title>Ferry</title><link>{ONE}</link><description>More inside.</description>{whole}</item>"
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    web.put(FEED, f'<rss version="2.0" {space}><channel><title>Orlan Courier</title>{item}</channel></rss>')
    add([FEED], desk)
    (report,) = desk.store.list_reports()

    assert desk.store.list_fetches(url=FEED)[0].documents == (report.id,)
    assert desk.store.count_given() == {FEED: 1}
