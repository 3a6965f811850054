"""The page of a story: what stands on it, what is new to whom, and where its permalinks lead."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import count
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tellings import flow
from tellings.library.open import open_library
from tellings.model.library import Arrival
from tellings.model.story import Move
from tellings.ports import Store
from tellings.web.sections import SECTIONS, cut_first, find_places, first_ids
from tellings.web.server import make_app
from tellings.web.settings import Settings
from tellings.web.told import load_shown
from tests.shelf import make_arrivals
from tests.unit.web.conftest import ADDRESS, NOW, Example


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture
def at_any_time(example: Example, tmp_path: Path) -> Iterator[tuple[TestClient, list[timedelta], Store]]:
    """A visitor whose clock can be put forward: the last of the list is what has passed."""
    passed = [timedelta(0)]
    with open_library(shutil.copy(example.file, tmp_path / "clock.db"), now=NOW) as store:
        app = make_app(store, Settings(secret=b"for tests"), clock=lambda: NOW + passed[-1])
        with TestClient(app, base_url=ADDRESS) as client:
            yield client, passed, store


def test_every_section_of_the_brief_is_on_the_page_or_led_to(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text

    for section in ("summary", "next", "timeline", "compared", "voices", "single", "entities"):
        assert f'<section id="s-{section}"' in page
    assert "5 independent origins" in words_of(page)
    assert f'href="/stories/{story}/sections/compared"' in page
    assert f'href="/stories/{story}/feed.atom"' in page


def test_ids_stand_once_and_links_inside_lead_somewhere(client: TestClient, story: str) -> None:
    for path in (f"/stories/{story}", *(f"/stories/{story}/sections/{name}" for name in SECTIONS)):
        page = client.get(path).text
        ids = re.findall(r'\sid="([^"]*)"', page)
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids), path


def test_every_line_of_the_brief_stands_on_a_page_that_its_permalink_leads_to(client: TestClient, story: str) -> None:
    shown = load_shown(client.app.state.web, story)  # type: ignore[attr-defined]
    told, pages = shown.told, dict[str, str]()
    ids = {*first_ids(cut_first(told)), *find_places(told)}
    brief = told.brief
    every = [e.id for e in brief.timeline] + [f.id for f in brief.findings] + [u.id for u in brief.quotations]
    assert set(every) <= ids

    for line in {*sorted(ids)[::9], *(u.id for u in told.scare)}:
        answer = client.get(f"/stories/{story}/statements/{line}", follow_redirects=False)
        assert answer.status_code == 303
        where, _, fragment = answer.headers["location"].partition("#")
        assert fragment == line
        pages.setdefault(where, client.get(where).text if where not in pages else "")
        assert f'id="{line}"' in pages[where], line


def test_each_citation_leads_to_its_words_in_the_report(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text
    links = sorted(set(re.findall(r'class="cite" href="(/reports/[^"]+)"', page)))
    assert len(links) > 50

    for link in links[::40]:
        path, _, anchor = unescape(link).partition("#")
        assert f'id="{anchor}"' in client.get(path).text


def test_a_line_with_many_places_leads_to_all_of_them(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text
    rest = re.search(r'class="cite rest" href="([^"]+)" title="(\d+) more', page)
    assert rest

    places = client.get(rest[1]).text
    assert places.count('class="cite"') > int(rest[2])


def test_outlets_stand_beside_each_other_and_can_be_chosen(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}/sections/compared?outlet=pelorin&outlet=%3Cscript%3E").text

    assert re.findall(r'<span class="label">([^<]*)</span>', page) == ["Pelorin"]
    assert "<script>" not in page.replace("<script src", "")
    assert "The Briscan Ledger" in re.findall(r"<label>.*?</label>", page, re.S)[0] or "outlet" in page


def test_the_first_visit_calls_nothing_new(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text

    assert 'id="s-changes"' not in page
    assert "chip fresh" not in page


def test_what_comes_in_during_the_first_visit_is_new(
    at_any_time: tuple[TestClient, list[timedelta], Store], story: str
) -> None:
    client, passed, store = at_any_time
    whole = store.load_brief(story)
    assert whole is not None
    readings = store.load_readings(d.id for d in whole.documents)
    told = store.load_stories([story])[0]
    fewer = flow.brief_story(replace(told, documents=told.documents[:-1]), readings)
    store.keep_brief(fewer, made_by="x", now=NOW + timedelta(seconds=1))
    assert "chip fresh" not in client.get(f"/stories/{story}").text
    store.keep_brief(whole, made_by="x", now=NOW + timedelta(seconds=2))
    passed.append(timedelta(minutes=5))

    assert "1 new since your last visit" in words_of(client.get(f"/stories/{story}").text)


def test_what_is_new_stays_new_for_a_visit_and_is_read_in_the_next(
    at_any_time: tuple[TestClient, list[timedelta], Store], story: str
) -> None:
    client, passed, store = at_any_time
    kept = [doc.id for doc in store.load_brief(story).documents]  # type: ignore[union-attr]
    store.mark_seen("me", kept[:-1], now=NOW - timedelta(days=1))

    for minutes in (0, 10, 35):
        passed.append(timedelta(minutes=minutes))
        page = client.get(f"/stories/{story}").text
        assert "New since your last visit" in page
        assert "1 new since your last visit" in words_of(page)
        assert page.count('<li class="fresh">') == 1
    passed.append(timedelta(minutes=35 + 31))
    assert 'id="s-changes"' not in client.get(f"/stories/{story}").text
    assert store.count_unseen("me", [story]) == {}


def test_news_of_a_story_of_many_reports_is_led_to_until_it_is_made(
    at_any_time: tuple[TestClient, list[timedelta], Store], story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, store = at_any_time
    monkeypatch.setattr("tellings.web.pages.story.QUICK", 1)
    kept = [doc.id for doc in store.load_brief(story).documents]  # type: ignore[union-attr]
    store.mark_seen("me", kept[:-2], now=NOW - timedelta(days=1))

    later = client.get(f"/stories/{story}").text
    assert f'data-news="/stories/{story}/news"' in later
    assert "2 reports" in words_of(later[later.index('id="s-changes"') :])
    assert "2 of 10 reports new" in words_of(client.get(f"/stories/{story}/news").text)
    assert "2 of 10 reports new" in words_of(client.get(f"/stories/{story}").text)


def test_all_can_be_marked_as_read_at_once(at_any_time: tuple[TestClient, list[timedelta], Store], story: str) -> None:
    client, _, store = at_any_time
    kept = [doc.id for doc in store.load_brief(story).documents]  # type: ignore[union-attr]
    store.mark_seen("me", kept[:-1], now=NOW - timedelta(days=1))
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(f"/stories/{story}").text)
    assert token

    answer = client.post(f"/stories/{story}/seen", data={"csrf": token[1]}, headers={"origin": ADDRESS})
    assert answer.status_code == 200
    assert 'id="s-changes"' not in answer.text


def test_looking_ahead_is_not_reading(client: TestClient, store: Store, story: str) -> None:
    client.get(f"/stories/{story}", headers={"sec-purpose": "prefetch"})
    assert store.load_seen("me", story) is None

    client.get(f"/stories/{story}")
    assert store.load_seen("me", story) is not None


def test_since_a_day_tells_what_came_after_it(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}?since=2025-03-18").text

    assert "What is new" in page
    assert "2 of 10 reports new since 18 March 2025" in words_of(page)
    assert client.get(f"/stories/{story}?since=2025-03-18T10:00:00%2B00:00").status_code == 200


@pytest.mark.parametrize("since", ["yesterday", "2031-13-01", "2031-05-09T99", "'", "0", "<script>", "9" * 400])
def test_a_day_that_is_none_is_refused(client: TestClient, story: str, since: str) -> None:
    answer = client.get(f"/stories/{story}", params={"since": since})

    assert answer.status_code == 400
    assert "2031-05-09" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/stories/snone", "/stories/%3Cscript%3E", "/stories/{story}/sections/none", "/stories/{story}/statements/f0",
     "/stories/{story}/statements/f0/words", "/stories/snone/pictures"],
)  # fmt: skip
def test_what_is_not_there_is_said_in_words(client: TestClient, story: str, path: str) -> None:
    answer = client.get(path.format(story=story))

    assert answer.status_code == 404
    assert "<script>" not in answer.text


@pytest.mark.parametrize("page", ["-5", "0", "99999999999999999999", "1"])
def test_pages_that_are_none_show_the_nearest(client: TestClient, story: str, page: str) -> None:
    assert client.get(f"/stories/{story}/sections/voices?page={page}").status_code == 200


def test_a_page_that_is_no_number_is_refused(client: TestClient, story: str) -> None:
    assert client.get(f"/stories/{story}/sections/voices?page=two").status_code in (400, 422)


def test_reports_that_came_since_the_brief_are_counted_and_no_brief_is_made(
    client: TestClient, store: Store, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.flow.brief_story", None)
    (arrival,) = make_arrivals(1)
    assert isinstance(arrival, Arrival)
    store.keep([arrival], now=NOW)
    store.apply_moves([Move("join", story, (arrival.document.id,), "same words")], now=NOW)

    page = words_of(client.get(f"/stories/{story}").text)
    assert "1 report came since this brief was made" in page
    assert "10 reports" in page


def test_a_brief_made_anew_is_shown_and_old_permalinks_lead_to_the_same_words(
    client: TestClient, store: Store, story: str
) -> None:
    from dataclasses import replace

    numbers = count()
    brief = store.load_brief(story)
    assert brief
    client.get(f"/stories/{story}")
    old = brief.timeline[3]
    again = replace(
        brief, title="Another title", timeline=tuple(replace(e, id=f"tnew{next(numbers)}") for e in brief.timeline)
    )
    store.keep_brief(again, made_by="a better reader", now=NOW + timedelta(days=1))

    assert "Another title" in client.get(f"/stories/{story}").text
    answer = client.get(f"/stories/{story}/statements/{old.id}", follow_redirects=False)
    assert answer.headers["location"].endswith("#tnew3")


def test_the_beginning_of_an_id_leads_to_the_story(client: TestClient, story: str) -> None:
    answer = client.get(f"/stories/{story[:6]}", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (308, f"/stories/{story}")


def test_pictures_stand_with_their_words(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}/pictures").text

    assert page.count("<svg") > 3
    assert "speaks of" in page


def test_what_counts_as_new_since_a_day_is_said(client: TestClient, story: str) -> None:
    words = words_of(client.get(f"/stories/{story}?since=2025-03-18").text)
    assert "Counted by the day a report came out; one without a day by when it came into the library." in words
    assert "8 reports that came out before came in since." in words  # the example came in years later

    words = words_of(client.get(f"/stories/{story}?since=2031-05-10").text)
    assert "No report came out since 10 May 2031." in words


def test_asking_for_the_head_of_a_page_is_no_visit(client: TestClient, store: Store, story: str) -> None:
    assert client.head(f"/stories/{story}").status_code == 200

    assert store.load_seen("me", story) is None
    assert not client.app.state.web.visits._going  # type: ignore[attr-defined]
