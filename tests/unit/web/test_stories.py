"""The list of stories, and visits."""

import re
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from tellings.daily.reviews import rename_story
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.story import Move, Story
from tellings.ports import Store
from tellings.web.overview import ON_A_PAGE, say_ago, still_ahead, sum_up
from tellings.web.visits import KEPT, PAUSE, Visits
from tests.shelf import make_arrivals
from tests.unit.web.conftest import NOW, Example
from tests.unit.web.test_story import words_of


def test_a_row_says_what_a_desk_wants_to_know(client: TestClient, story: str) -> None:
    page = client.get("/").text
    row = page[page.index(f'id="{story}"') :]
    words = words_of(row[: row.index("</li>")])

    assert "5 independent origins" in words
    assert "10 reports" in words
    assert "unread" in words
    assert "conflict" in words
    assert "expected" not in words  # it was, for a day that is long over
    assert "just now" in words
    assert 'class="sparkline" role="img" aria-label="' in row


def test_what_is_expected_stands_in_the_list_until_its_days_are_over(example: Example) -> None:
    with open_library(example.file, now=NOW) as store:
        (story,) = store.load_stories()
        brief = store.load_brief(story.id)
    assert brief is not None
    gist = sum_up(brief)

    assert "inspectors" in still_ahead(gist, date(2025, 3, 21))
    assert still_ahead(gist, date(2025, 4, 1)) == still_ahead(gist, date(2025, 3, 21))
    assert still_ahead(gist, date(2025, 4, 2)) == ""
    assert still_ahead(None, date(2025, 4, 1)) == ""


def test_a_story_has_one_title_in_the_list_and_on_its_page(client: TestClient, store: Store, story: str) -> None:
    def titles() -> set[str]:
        row = client.get("/").text.partition(f'<a href="/stories/{story}">')[2].partition("</a>")[0]
        return {row, client.get(f"/stories/{story}").text.partition('<h1 id="s-title">')[2].partition("</h1>")[0]}

    assert len(titles()) == 1
    rename_story(store, story, "The dam that failed", by="Tal", now=NOW)
    assert titles() == {"The dam that failed"}


def test_a_story_that_was_read_is_no_longer_unread(client: TestClient, story: str) -> None:
    client.get(f"/stories/{story}")

    assert f'<li class="read" id="{story}"' in client.get("/").text


def test_new_reports_of_a_story_that_was_read_are_counted(client: TestClient, store: Store, story: str) -> None:
    client.get(f"/stories/{story}")
    (arrival,) = make_arrivals(1)
    store.keep([arrival], now=NOW)
    store.apply_moves([Move("join", story, (arrival.document.id,), "same words")], now=NOW)

    assert '<span class="chip fresh">1 new</span>' in client.get("/").text


def test_stories_come_in_pages_and_orders(client: TestClient, store: Store) -> None:
    arrivals = make_arrivals(ON_A_PAGE + 5, read=False)
    store.keep(arrivals, now=NOW)
    made = [Story(f"sabc{n:03}", f"<b>Story {n}</b>", (a.document.id,)) for n, a in enumerate(arrivals)]
    store.apply_moves([Move("new", s.id, s.documents, "by itself") for s in made], made, now=NOW)

    first = client.get("/?order=largest")
    assert first.text.count('<li class="unread"') == ON_A_PAGE
    assert "<b>Story" not in first.text
    assert "brief being made" in first.text
    assert 'rel="next" href="/?order=largest&amp;page=2"' in first.text
    second = client.get("/?order=largest&page=2").text
    assert not set(re.findall(r'id="(s\w+)"', first.text)) & set(re.findall(r'id="(s[0-9a-z]+)"', second))
    assert "no more stories" in client.get("/?page=99").text


@pytest.mark.parametrize("query", ["order=loudest", "order=%27", "page=x"])
def test_what_is_no_order_or_page_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/?{query}").status_code in (400, 422)


def test_a_brief_that_is_made_anew_is_told_anew(client: TestClient, store: Store, story: str) -> None:
    assert "the library is empty" not in client.get("/").text
    (kept,) = store.load_stories([story])
    store.apply_moves([Move("split", story, (kept.documents[0],), "another matter", "sabc001")], now=NOW)
    make_briefs(store, [story], lambda: NOW + timedelta(hours=1))

    assert "9 reports" in words_of(client.get("/").text)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (1, "1 minute ago"), (59, "59 minutes ago"), (60, "1 hour ago"), (60 * 24 * 3, "3 days ago"),
     (60 * 24 * 40, "30 March 2031"), (-5, "just now")],
)  # fmt: skip
def test_time_since_is_said_in_words(minutes: int, words: str) -> None:
    assert say_ago(NOW - timedelta(minutes=minutes), NOW) == words


def test_a_visit_goes_on_until_a_pause() -> None:
    visits = Visits()
    first = visits.come("Tal", "s1", frozenset("a"), None, now=NOW)
    again = visits.come("Tal", "s1", frozenset("ab"), NOW, now=NOW + PAUSE)
    later = visits.come("Tal", "s1", frozenset("ab"), NOW, now=NOW + PAUSE + PAUSE + timedelta(seconds=1))

    assert first.seen == again.seen == {"a"}
    assert (sorted(later.seen), later.before) == (["a", "b"], NOW)
    assert visits.come("Brul", "s1", frozenset(), None, now=NOW).seen == frozenset()


def test_a_visit_can_be_ended_and_old_ones_are_forgotten() -> None:
    visits = Visits()
    visits.come("Tal", "s1", frozenset("a"), None, now=NOW)
    visits.end("Tal", "s1")
    assert visits.come("Tal", "s1", frozenset("ab"), None, now=NOW).seen == {"a", "b"}
    for n in range(KEPT):
        visits.come("Brul", f"s{n}", frozenset(), None, now=NOW)
    assert visits.come("Tal", "s1", frozenset("abc"), None, now=NOW).seen == {"a", "b", "c"}
