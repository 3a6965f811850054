"""Reviewing on the desk: forms, the history, undoing, and who may."""

import json
import re

import pytest
from starlette.testclient import TestClient

from tellings.daily import reviews
from tellings.daily.last_brief import find_last_brief
from tellings.ports import Store
from tests.unit.web.conftest import NOW, token_in


def _post(client: TestClient, path: str, **fields: str | list[str]) -> str:
    """The address one is sent back to."""
    answer = client.post(path, data={"csrf": token_in(client), **fields}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_line_is_confirmed_beside_it_and_the_page_says_so(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.summary[0]
    back = _post(client, f"/stories/{story}/reviews", layer="summary", item=line.id, verb="confirm")

    assert back == f"/stories/{story}#{line.id}"
    assert "confirmed by me" in client.get(f"/stories/{story}").text


def test_a_speaker_is_corrected_by_a_form_and_taken_back_in_the_history(
    client: TestClient, store: Store, story: str
) -> None:
    said = next(q for q in find_last_brief(store, story).brief.quotations if q.speaker)
    page = client.get(f"/stories/{story}/review?layer=quotations&item={said.id}").text
    assert f'value="{said.speaker_name}"' in page
    _post(
        client, f"/stories/{story}/reviews",
        layer="quotations", item=said.id, verb="correct", field="speaker", value="Livia Orano", note="on the tape",
    )  # fmt: skip
    now = {q.id: q for q in find_last_brief(store, story).brief.quotations}
    assert now[said.id].speaker_name == "Livia Orano"

    history = client.get(f"/reviews?story={story}").text
    (review,) = re.findall(r'action="/reviews/(r[0-9a-f]+)/undo"', history)
    assert "on the tape" in history
    back = _post(client, f"/reviews/{review}/undo")
    assert back.endswith(f"#{review}")
    assert find_last_brief(store, story).brief.reviews == ()
    assert "Taken back by me" in client.get(f"/reviews?story={story}").text


def test_what_is_rejected_is_gone_from_its_section_and_listed(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.timeline[0]
    permalink = f"/stories/{story}/statements/{line.id}"
    where = _post(client, f"/stories/{story}/reviews", layer="timeline", item=line.id, verb="reject", back=permalink)

    # Back where the decision is listed: the line itself has no page any more.
    assert where == f"/stories/{story}#s-reviews"
    assert 'id="s-reviews"' in client.get(f"/stories/{story}").text
    assert f'id="{line.id}"' not in client.get(f"/stories/{story}/sections/timeline").text
    assert "Left out as wrong" in client.get(f"/stories/{story}/review").text


def test_a_story_is_named_noted_on_and_split(client: TestClient, store: Store, story: str) -> None:
    _post(client, f"/stories/{story}/reviews", verb="rename", value="The dam")
    _post(client, f"/stories/{story}/reviews", verb="note", note="ask the ministry")
    doc = find_last_brief(store, story).brief.documents[0].id
    _post(client, f"/stories/{story}/reviews", verb="split", document=[doc], value="The other dam")

    assert "The dam" in client.get("/").text
    assert "The other dam" in client.get("/").text
    assert "ask the ministry" in client.get(f"/stories/{story}").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verb": "rename", "value": " "}, "needs a title"),
        ({"verb": "merge", "value": "s0000"}, "There is no story"),
        ({"verb": "split", "value": ""}, "at least one"),
        ({"verb": "burn"}, "Choose one of: rename"),
        ({"verb": "split", "document": "<script>"}, "There is no report"),
    ],
)
def test_what_does_not_fit_is_said_on_the_form(
    client: TestClient, story: str, fields: dict[str, str], said: str
) -> None:
    answer = client.post(f"/stories/{story}/reviews", data={"csrf": token_in(client), **fields})

    assert answer.status_code == 400
    assert said in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")


def test_a_wrong_correction_keeps_what_was_typed(client: TestClient, store: Store, story: str) -> None:
    entry = next(e for e in find_last_brief(store, story).brief.timeline if e.start)
    fields = {"layer": "timeline", "item": entry.id, "verb": "correct", "field": "date", "value": "some day"}
    answer = client.post(f"/stories/{story}/reviews", data={"csrf": token_in(client), **fields})

    assert (answer.status_code, "is no day" in answer.text, 'value="some day"' in answer.text) == (400, True, True)


def test_one_is_sent_back_to_pages_of_this_desk_alone(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.summary[0].id
    for back in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:1"):
        where = _post(client, f"/stories/{story}/reviews", layer="summary", item=line, verb="confirm", back=back)
        assert where.startswith(f"/stories/{story}")
    assert _post(client, f"/stories/{story}/reviews", layer="summary", item=line, verb="confirm", back="/") == "/"


def test_names_and_notes_of_reviewers_are_escaped(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.summary[0].id
    hostile = '<img src=x onerror="alert(1)">'
    reviews.review_line(store, story, "summary", line, "confirm", by=hostile, now=NOW, note=hostile)
    for path in (f"/stories/{story}", "/reviews", f"/reviews?story={story}", f"/stories/{story}/review"):
        assert "<img" not in client.get(path).text


def test_decisions_are_saved_as_lines_of_json(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.summary[0]
    _post(client, f"/stories/{story}/reviews", layer="summary", item=line.id, verb="reject")
    answer = client.get(f"/reviews/export.jsonl?story={story}")
    (example,) = map(json.loads, answer.text.splitlines())

    assert answer.headers["content-disposition"].startswith("attachment")
    assert (example["label"], example["words"][0]["exact"]) == ("wrong", line.evidence[0].text)
    assert len(example["words"][0]["suffix"]) > 100


def test_a_form_without_its_token_changes_nothing(client: TestClient, store: Store, story: str) -> None:
    answer = client.post(f"/stories/{story}/reviews", data={"verb": "rename", "value": "Taken over"})

    assert answer.status_code == 403
    assert store.list_reviews() == ()


def test_a_report_that_does_not_say_so_is_taken_off_the_line(client: TestClient, store: Store, story: str) -> None:
    line = next(s for s in find_last_brief(store, story).brief.summary if len({e.doc for e in s.evidence}) > 1)
    wrong = line.evidence[0].doc
    page = client.get(f"/stories/{story}/review?layer=summary&item={line.id}").text
    assert "Reports that do not say so" in page
    assert f'name="document" value="{wrong}"' in page
    _post(
        client, f"/stories/{story}/reviews",
        layer="summary", item=line.id, verb="detach", document=[wrong], note="not in it",
    )  # fmt: skip

    now = next(s for s in find_last_brief(store, story).brief.summary if s.id == line.id)
    assert wrong not in {e.doc for e in now.evidence} != set()
    assert "a report taken off by me" in client.get(f"/stories/{story}").text
    history = client.get(f"/reviews?story={story}").text
    assert "not said by" in history
    assert f"/reports/{wrong}?words=" in history
    (review,) = re.findall(r'action="/reviews/(r[0-9a-f]+)/undo"', history)
    _post(client, f"/reviews/{review}/undo")
    assert line in find_last_brief(store, story).brief.summary


def test_which_reports_are_taken_off_must_be_said(client: TestClient, store: Store, story: str) -> None:
    line = find_last_brief(store, story).brief.summary[0]
    fields = {"layer": "summary", "item": line.id, "verb": "detach"}
    answer = client.post(f"/stories/{story}/reviews", data={"csrf": token_in(client), **fields})

    assert (answer.status_code, "Say which of the line" in answer.text) == (400, True)


def test_a_mistyped_speaker_is_asked_after(client: TestClient, store: Store, story: str) -> None:
    said = next(q for q in find_last_brief(store, story).brief.quotations if q.speaker_name == "Onda Sivel")
    fields = {"layer": "quotations", "item": said.id, "verb": "correct", "field": "speaker", "value": "Livia Orrano"}
    answer = client.post(f"/stories/{story}/reviews", data={"csrf": token_in(client), **fields})
    assert answer.status_code == 400
    assert "Is it Livia Orano?" in answer.text
    assert 'name="as_typed"' in answer.text
    assert find_last_brief(store, story).brief.reviews == ()

    _post(client, f"/stories/{story}/reviews", **fields, as_typed="yes")
    now = {q.id: q.speaker_name for q in find_last_brief(store, story).brief.quotations}
    assert now[said.id] == "Livia Orrano"


def test_days_are_said_in_words_and_long_lines_end_between_words(client: TestClient, store: Store, story: str) -> None:
    entry = next(e for e in find_last_brief(store, story).brief.timeline if e.start and e.start == e.end)
    assert entry.start
    value = f"{entry.start.isoformat()}/{entry.start.replace(day=28).isoformat()}"
    _post(
        client, f"/stories/{story}/reviews",
        layer="timeline", item=entry.id, verb="correct", field="date", value=value,
    )  # fmt: skip
    page = client.get(f"/reviews?story={story}").text

    assert value not in page
    assert f"–28 {entry.start:%B %Y}" in page
