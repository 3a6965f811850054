"""Feeds, OPML and sitemaps: what an entry is, when it is a report, and what is refused."""

import json

import pytest

from tellings.exports.as_opml import to_opml
from tellings.model.document import Document, Skipped
from tellings.readers.listing import Entry, Listing, entries_to_fetch, fill_in
from tellings.readers.opening import read_bytes, read_listing

LONG = "The harbour of Orlan reopened on Monday, the port authority of Harsk said. " * 10
LOCATION = "orlan.xml"


def _rss(items: str) -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = "<title>The Orlan Lantern</title><link>https://orlan.example/</link><language>en_GB</language>"
    return f'<?xml version="1.0"?><rss version="2.0" {space}><channel>{head}{items}</channel></rss>'.encode()


FULL = f"""<item><title>Harbour &amp; bridge reopen</title><link>/harbour</link><dc:creator>Mira Tal</dc:creator>
<pubDate>Mon, 05 May 2031 22:30:00 -0400</pubDate>
<content:encoded><![CDATA[<p>{LONG}</p>
<p>Ferries to Tarn sail again.</p><script>spy()</script>]]></content:encoded></item>"""
TEASER = """<item><title>Marek resigns</title><link>https://orlan.example/marek</link>
<description>The mayor of Velmark has resigned. Read more...</description></item>"""


def _list(data: bytes, location: str = LOCATION) -> Listing:
    listing = read_listing(data, location)
    assert listing is not None
    return listing


def test_an_entry_with_its_text_is_a_report() -> None:
    (doc,) = read_bytes(_rss(FULL), LOCATION)

    assert isinstance(doc, Document)
    assert doc.text == f"Harbour & bridge reopen\n\n{LONG.strip()}\n\nFerries to Tarn sail again."
    assert (doc.url, doc.outlet, doc.bylines) == ("https://orlan.example/harbour", "The Orlan Lantern", ("Mira Tal",))
    assert (str(doc.published.earliest), doc.language) == ("2031-05-05", "en-GB")


def test_an_entry_with_a_teaser_says_what_to_do() -> None:
    (item,) = read_bytes(_rss(TEASER), LOCATION)

    assert isinstance(item, Skipped)
    assert item.location == "https://orlan.example/marek"
    assert "only a teaser (Marek resigns)" in item.reason
    assert "tellings add" in item.reason


def test_only_what_is_not_whole_is_to_be_fetched_and_each_address_once() -> None:
    listing = _list(_rss(FULL + TEASER + TEASER))

    assert [entry.url for entry in entries_to_fetch(listing)] == ["https://orlan.example/marek"]


@pytest.mark.parametrize(
    "end", ["...", "\u2026", "[\u2026]", "Read more", "Continue reading \u2192", "Weiterlesen \u00bb", "Lire la suite"]
)
def test_a_long_text_that_breaks_off_is_a_teaser(end: str) -> None:
    (entry,) = _list(_rss(FULL.replace("Ferries to Tarn sail again.", f"Ferries to Tarn {end}"))).entries

    assert not entry.text
    assert entry.teaser


def test_atom_gives_the_published_day_before_the_changed_one_and_its_own_link() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Velmark</title>
    <entry><title type="html">&lt;b&gt;Pont&lt;/b&gt; ouvert</title><updated>2031-05-09T10:00:00Z</updated>
    <published>2031-05-05T10:00:00Z</published><author><name>Lio Marek</name></author>
    <link rel="enclosure" href="https://v.example/a.mp3"/><link href="https://v.example/pont"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div></content></entry></feed>"""
    (doc,) = read_bytes(atom.encode(), LOCATION)

    assert isinstance(doc, Document)
    assert (doc.title, doc.url, doc.language) == ("Pont ouvert", "https://v.example/pont", "fr")
    assert str(doc.published.earliest) == "2031-05-05"


def test_a_json_feed_is_read_like_the_others() -> None:
    items = [{"id": "1", "url": "https://t.example/1", "title": "Ferry sails", "content_html": f"<p>{LONG}</p>"}, 5]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Tarn Post", "items": items}
    (doc,) = read_bytes(json.dumps(feed).encode(), "feed.json")

    assert isinstance(doc, Document)
    assert (doc.title, doc.outlet, doc.url) == ("Ferry sails", "Tarn Post", "https://t.example/1")
    assert [entry.url for entry in _list(json.dumps(feed).encode(), "feed.json").entries] == ["https://t.example/1"]


def test_a_feed_cut_short_gives_what_was_whole() -> None:
    data = _rss(FULL + TEASER)
    listing = _list(data[: data.index(b"</description>")])

    assert [bool(entry.text) for entry in listing.entries] == [True, False]
    assert any("broken XML" in note for note in listing.notes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss/>', "entities"),
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "x">]><rss/>'.encode("utf-16"), "entities"),
        (b"<rss " + b" ".join(b'a%d=""' % n for n in range(6000)) + b"><channel/></rss>", "attributes"),
        (b"<rss>" + b"<a>" * 100_000, "without entries"),
        (b'<?xml version="1.0"?><note><to>Mira</to></note>', "of a kind that is not read"),
    ],
)
def test_what_could_swell_or_is_no_list_is_refused(data: bytes, reason: str) -> None:
    (item,) = read_bytes(data, "list.xml")

    assert isinstance(item, Skipped)
    assert reason in item.reason


def test_many_entries_without_text_are_counted_in_one_line() -> None:
    found = list(read_bytes(_rss(TEASER * 30), LOCATION))

    assert len(found) == 21
    assert isinstance(found[-1], Skipped)
    assert "10 more entries" in found[-1].reason


def test_a_news_sitemap_tells_title_outlet_and_day_and_an_index_its_sitemaps() -> None:
    news = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://o.example/1</loc>
    <lastmod>2031-05-09</lastmod><news:news><news:publication><news:name>Orlan Lantern</news:name>
    <news:language>en</news:language></news:publication><news:publication_date>2031-05-05</news:publication_date>
    <news:title>Ferry sails</news:title></news:news></url><url><loc>nowhere</loc></url></urlset>"""
    (entry,) = _list(news.encode(), "s.xml").entries
    index = b"<sitemapindex><sitemap><loc>https://o.example/s.xml</loc></sitemap></sitemapindex>"

    assert (entry.title, entry.outlet, entry.language) == ("Ferry sails", "Orlan Lantern", "en")
    assert str(entry.published.earliest) == "2031-05-05"
    assert [(e.kind, e.url) for e in _list(index, "i.xml").entries] == [("sitemap", "https://o.example/s.xml")]
    (item,) = read_bytes(news.encode(), "s.xml")
    assert isinstance(item, Skipped)
    assert "a sitemap of 1 page" in item.reason


def test_opml_goes_out_and_comes_back() -> None:
    feeds = [("The <Orlan> Lantern", "https://o.example/feed?a=1&b=2"), ("", "https://t.example/rss")]
    entries = _list(to_opml(feeds, title="My feeds").encode(), "feeds.opml").entries

    assert [(entry.title, entry.url, entry.kind) for entry in entries] == [
        ("The <Orlan> Lantern", "https://o.example/feed?a=1&b=2", "feed"),
        ("https://t.example/rss", "https://t.example/rss", "feed"),
    ]


def test_a_page_is_filled_in_from_its_entry_and_keeps_what_it_says() -> None:
    doc = Document("d1", "x", "Words.", title="Own title")
    filled = fill_in(doc, Entry("https://o.example/1", "Other", bylines=("Mira Tal",), outlet="Lantern"))

    assert (filled.title, filled.url, filled.bylines) == ("Own title", "https://o.example/1", ("Mira Tal",))
    assert filled.id != doc.id
