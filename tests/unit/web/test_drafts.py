"""A draft checked on the desk: marks, reasons, and what cannot be checked."""

from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tellings.daily import reviews
from tellings.daily.last_brief import find_last_brief
from tellings.ports import RulesOnly, Store
from tests.unit.web.conftest import NOW, token_in

DRAFT = "The river rose by 13 feet in less than an hour, Onda Sivel said.\n\nAll of Orlan & the <ferry> sank.\n"


@pytest.fixture(autouse=True)
def rules(app: FastAPI) -> None:
    """Drafts are read by rules: the encoder takes seconds to load."""
    app.state.web.language._loaded = RulesOnly()


def _send(client: TestClient, *, file: tuple[str, bytes] | None = None, **fields: str) -> tuple[int, str]:
    data = {"csrf": token_in(client), **fields}
    answer = client.post(
        "/drafts", data=data, files={"file": file or ("", b"")}, headers={"origin": str(client.base_url)}
    )
    return answer.status_code, answer.text


def test_each_sentence_is_marked_and_has_its_reason(client: TestClient, story: str) -> None:
    status, page = _send(client, story=story, text=DRAFT)

    assert status == 200
    assert 'class="supported" id="d1" href="#s1"' in page
    assert 'class="unsupported" id="d2"' in page
    assert "<ferry>" not in page
    assert "/reports/d" in page
    assert "All of Orlan &amp; the &lt;ferry&gt; sank." in page
    textarea = page.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
    assert unescape(textarea) == DRAFT, "the text comes back as it was sent"


def test_a_file_is_checked_like_a_text(client: TestClient, story: str) -> None:
    status, page = _send(client, story=story, text=" ", file=("draft.txt", DRAFT.encode()))

    assert (status, 'id="d2"' in page) == (200, True)


@pytest.mark.parametrize(
    ("fields", "file", "said"),
    [
        ({"text": ""}, None, "no draft yet"),
        ({"text": "x" * 30_001}, None, "at most 30,000"),
        ({"text": ""}, ("draft.txt", b" \n "), "cannot be read"),
        ({"text": ""}, ("draft.txt", b"x. " * 11_000), "cannot be read"),
        ({"text": ""}, ("draft.txt", b"x" * (2 << 20) + b"x"), "larger than 2 MiB"),
        ({"text": ""}, ("draft.pdf", b"%PDF-1.4 nothing"), "cannot be read"),
        ({"text": "Words.", "story": "s-none"}, None, "There is no story"),
        ({"text": "Words.", "story": ""}, None, "There is no story"),
        ({"text": "Words.", "day": "soon"}, None, "is no day"),
    ],
)
def test_what_cannot_be_checked_says_why(
    client: TestClient, story: str, fields: dict[str, str], file: tuple[str, bytes] | None, said: str
) -> None:
    status, page = _send(client, file=file, **{"story": story, **fields})

    assert status == 400
    assert said in unescape(page)
    assert page.count("x" * 100_000) == 0


def test_the_story_asked_for_is_chosen(client: TestClient, story: str) -> None:
    assert f'<option value="{story}" selected>' in client.get("/drafts", params={"story": story}).text
    assert client.get("/drafts", params={"story": "<script>"}).status_code == 200


def test_an_empty_library_says_what_to_do(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(store), "list_stories", lambda *_, **__: ())

    assert "no story yet" in client.get("/drafts").text


def test_hostile_drafts_stay_words(client: TestClient, story: str) -> None:
    _, page = _send(client, story=story, text="</textarea><script>alert(1)</script> \x1b[31m \u202e{{ 7*7 }} " * 3)

    assert "<script>alert" not in page
    assert page.count("</textarea>") == 1


def test_a_story_leads_to_the_check_of_a_draft_against_it(client: TestClient, story: str) -> None:
    assert f'href="/drafts?story={story}"' in client.get(f"/stories/{story}").text


def test_a_draft_is_tested_with_the_speakers_people_gave(client: TestClient, store: Store, story: str) -> None:
    said = next(q for q in find_last_brief(store, story).brief.quotations if "picked up a telephone" in q.text)
    drafts = {
        who: f"“Nobody upstream picked up a telephone,” {who} said." for who in (said.speaker_name, "Livia Orano")
    }
    assert 'class="contradicted" id="d1"' in _send(client, story=story, text=drafts["Livia Orano"])[1]
    reviews.review_line(
        store, story, "quotations", said.id, "correct", field="speaker", value="Livia Orano", by="me", now=NOW
    )

    assert 'class="supported" id="d1"' in _send(client, story=story, text=drafts["Livia Orano"])[1]
    assert 'class="contradicted" id="d1"' in _send(client, story=story, text=drafts[said.speaker_name])[1]


def test_reports_are_named_by_outlet_or_title_as_the_brief_found_them(
    client: TestClient, store: Store, story: str
) -> None:
    page = _send(client, story=story, text=DRAFT)[1]
    cited = {e.doc for s in find_last_brief(store, story).brief.summary for e in s.evidence}
    named = {d.outlet for d in find_last_brief(store, story).brief.documents if d.id in cited and d.outlet}

    assert any(f">{name}<" in page for name in named)
    assert "harsk_dam/" not in page
