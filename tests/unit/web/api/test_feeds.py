"""Feeds that any reader of Atom takes, whatever stands in the reports."""

from xml.etree import ElementTree

from starlette.testclient import TestClient

from tellings.daily.notify import add_watchlist
from tellings.exports.as_atom import to_story_atom
from tellings.model.library import Report
from tellings.ports import Store
from tellings.web.server import make_app
from tellings.web.settings import Settings
from tests.unit.web.conftest import ADDRESS, NOW

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[ElementTree.Element]:
    """The entries of a feed, which has all that RFC 4287 asks for."""
    root = ElementTree.fromstring(text)
    found = root.findall(f"{ATOM}entry")
    for element in (root, *found):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")), text[:500]
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in found)
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == len(found)
    return found


def link(element: ElementTree.Element, rel: str) -> str:
    """Where the link of this relation leads."""
    found = element.find(f"{ATOM}link[@rel='{rel}']")
    return "" if found is None else found.get("href", "")


def test_a_story_has_a_feed_of_its_brief_and_its_reports(client: TestClient, store: Store, story: str) -> None:
    answer = client.get(f"/stories/{story}/feed.atom")
    brief, *reports = entries(answer.text)

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert link(ElementTree.fromstring(answer.text), "self") == f"{ADDRESS}/stories/{story}/feed.atom"
    assert (brief.findtext(f"{ATOM}content") or "").startswith("<p>")
    assert {link(entry, "alternate") for entry in reports} == {
        f"{ADDRESS}/reports/{report.id}" for report in store.list_reports(story=story)
    }


def test_a_watchlist_has_a_feed_of_what_meets_it(client: TestClient, store: Store) -> None:
    add_watchlist(store, "the dam & <co>", "said:Venn", [], now=NOW)
    answer = client.get("/watchlists/the dam & <co>/feed.atom")
    found = entries(answer.text)

    assert found
    assert ElementTree.fromstring(answer.text).findtext(f"{ATOM}title") == "the dam & <co>"
    assert all(link(entry, "alternate").startswith(f"{ADDRESS}/reports/") for entry in found)
    assert all("#w" in link(entry, "alternate") for entry in found)


def test_a_feed_that_did_not_change_is_not_sent_again(client: TestClient, store: Store, story: str) -> None:
    add_watchlist(store, "dam", "dam", [], now=NOW)
    for path in (f"/stories/{story}/feed.atom", "/watchlists/dam/feed.atom"):
        tag = client.get(path).headers["etag"]

        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_links_lead_to_where_readers_find_the_desk(store: Store, story: str) -> None:
    settings = Settings(secret=b"for tests", token="long enough to be a token", public="https://desk.example")
    with TestClient(make_app(store, settings, clock=lambda: NOW), base_url="https://desk.example") as client:
        answer = client.get(f"/stories/{story}/feed.atom", headers={"Authorization": f"Bearer {settings.token}"})

    assert link(ElementTree.fromstring(answer.text), "alternate") == f"https://desk.example/stories/{story}"


def test_what_a_report_says_stays_words(client: TestClient, store: Store, story: str) -> None:
    from dataclasses import replace

    kept = store.load_brief(story)
    assert kept is not None
    evil = "<script>alert(1)</script>]]>&amp;\x00\x1b[31m\u202e\ufffe\"'"
    brief = replace(kept, title=evil, summary=(replace(kept.summary[0], text=evil),))
    report = Report(evil, evil, evil, evil, "javascript:alert(1)", None, None, NOW, story)
    text = to_story_atom(brief, [report], base=ADDRESS)
    first, second = entries(text)

    assert "<script" not in text
    assert "javascript:" not in text
    assert (first.findtext(f"{ATOM}content") or "").startswith("<p>&lt;script&gt;alert(1)")
    assert not link(second, "via")
    assert not set("\x00\x1b\u202e\ufffe") & set(text)
