"""The page of a report: its whole text, every layer, the words asked for; and its text for the pane."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tellings.exports.layers import LAYERS
from tellings.model.document import Document
from tellings.model.library import Arrival
from tellings.model.story import Move, Story
from tellings.ports import Store
from tests import attacks
from tests.shelf import make_readings
from tests.unit.web.conftest import NOW


def text_of(page: str) -> str:
    inner = page[page.index('<div class="text"') : page.index('<aside class="layers-pane"')]
    return unescape(re.sub(r"<summary>.*?</summary>|<[^>]*>", "", inner))


@pytest.fixture
def report(store: Store, story: str) -> Document:
    """The transcript of the example: turns, furniture, quotations."""
    docs = store.load_documents(store.load_stories([story])[0].documents)
    return max(docs, key=lambda doc: doc.text.count("THORNE"))


def test_all_of_the_text_is_there_with_every_layer(client: TestClient, report: Document) -> None:
    page = client.get(f"/reports/{report.id}").text

    assert " ".join(text_of(page).split()) == " ".join(report.text.split())
    for layer in LAYERS:
        assert f'<input type="checkbox" id="layer-{layer}"' in page
    for layer in ("quotations", "speakers", "names", "times", "quantities", "events", "claims", "cited"):
        assert f"l-{layer}" in page
    assert 'class="furniture"' in page


def test_every_listed_place_leads_to_its_words(client: TestClient, report: Document) -> None:
    page = client.get(f"/reports/{report.id}").text
    listed = re.findall(r'href="\?words=(\d+)-(\d+)#w\1-\2">([^<]*)</a>', page)
    assert len(listed) > 60

    for start, end, words in listed[::50]:
        marked = client.get(f"/reports/{report.id}?words={start}-{end}").text
        assert f'id="w{start}-{end}"' in marked
        found = "".join(re.findall(r'<mark class="words".*?</mark>', marked, re.S))
        assert unescape(re.sub("<[^>]*>", "", found)).split()[:3] == unescape(words).split()[:3]


@pytest.mark.parametrize("words", ["", "5", "9-5", "5-99999999", "0-0", "-1-4", "<script>", "1-2-3", "٣-٤"])
def test_places_that_are_none_mark_nothing(client: TestClient, report: Document, words: str) -> None:
    page = client.get(f"/reports/{report.id}", params={"words": words})

    assert page.status_code == 200
    assert "<mark" not in page.text
    assert "<script>" not in page.text


def test_the_report_leads_to_its_story_and_is_dated(client: TestClient, report: Document, story: str) -> None:
    page = client.get(f"/reports/{report.id}").text

    assert f'href="/stories/{story}"' in page
    assert "worked out" in page


def test_the_pane_has_the_cited_words_marked_and_furniture_set_back(client: TestClient, report: Document) -> None:
    pane = client.get(f"/reports/{report.id}/pane").text

    assert "<html" not in pane
    assert pane.count('<mark id="p-') > 20
    assert "furniture" in pane
    assert 'title="Summary: ' in pane or "Quoted: " in pane


def test_a_report_in_no_brief_is_shown_by_itself(client: TestClient, store: Store) -> None:
    reading = make_readings(1)[0]
    store.keep([Arrival(reading.document, reading=reading)], now=NOW)

    assert client.get(f"/reports/{reading.document.id}").status_code == 200
    assert client.get(f"/reports/{reading.document.id}/pane").status_code == 404


@pytest.mark.parametrize("path", ["/reports/none", "/reports/none/pane", "/reports/%3Cscript%3E", "/reports/..%2fx"])
def test_a_report_that_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_nothing_in_a_report_becomes_markup(client: TestClient, store: Store) -> None:
    from tellings import flow
    from tellings.ports import RulesOnly

    text = "\n\n".join((*attacks.ATTACKS, "“It broke,” said Ilse <b>Marek</b>, mayor of <i>Tarn</i>, on Monday."))
    doc = Document("dhostile", text, text, title=text, outlet=text, url="javascript:alert(1)", bylines=(text,))
    (reading,) = flow.read_documents([doc], RulesOnly())
    store.keep([Arrival(doc, reading=reading)], now=NOW)
    made = Story("sabc", text, ("dhostile",))
    store.apply_moves([Move("new", "sabc", ("dhostile",), "why")], (made,), now=NOW)

    for path in ("/reports/dhostile", "/reports/dhostile/pane", "/stories/sabc", "/", "/stories/sabc/sections/single"):
        page = client.get(path).text
        body = re.sub(r"<(/?)(script|link|meta|form|input|svg|title)\b[^>]*>", "", page)
        assert not re.search(r"<(script|img|iframe|b>Marek|i>Tarn|svg onload|h1>broken)", body), path
        assert 'href="javascript' not in page, path
        assert "\x1b" not in page, path
        assert "\u202e" not in page, path
