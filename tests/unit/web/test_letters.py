"""What could not be read, on its page and in the API; and nothing taken in faster than it is worked off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from starlette.testclient import TestClient

from tellings.daily import letters
from tellings.daily.careful import read_carefully
from tellings.daily.local import Piece
from tellings.daily.reading import Batch, Reader
from tellings.library.store import Library
from tellings.model.service import DeadLetter
from tellings.ports import RulesOnly, Store
from tellings.readers.part import Part
from tests.unit.web.conftest import NOW, token_in

HOSTILE = "<script>alert(1)</script>\x1b[2J.txt"
TEXT = "A second ferry ran aground off Tarn on Monday, the harbour master of Orlan said. Nobody was hurt."


@pytest.fixture
def letter(store: Store) -> DeadLetter:
    """A report that was set aside, and can be read by now."""
    piece = Piece(Part(TEXT.encode(), HOSTILE), "")
    made = DeadLetter(letters.id_of(piece), HOSTILE, "", "failed", "breaks the reading (KeyError)", 0, NOW, NOW)
    return store.letters.keep(made, msgspec.msgpack.encode(piece), most=1)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is read in this process, by rules."""

    def read(pieces: Sequence[Piece], reader: Reader) -> Batch:
        return read_carefully(pieces, Reader(model=False), RulesOnly())

    monkeypatch.setattr(letters, "read_apart", read)


def test_the_page_shows_what_could_not_be_read_and_is_inert(client: TestClient, letter: DeadLetter) -> None:
    page = client.get("/sources/dead-letters").text

    assert "set aside" in page
    assert "breaks the reading (KeyError)" in page
    assert "<script>alert" not in page
    assert "\x1b" not in page


@pytest.mark.parametrize(("do", "reports", "said"), [("retry", 1, "in the library now"), ("drop", 0, "was dropped")])
def test_one_is_tried_again_or_dropped(
    client: TestClient, store: Store, letter: DeadLetter, do: str, reports: int, said: str
) -> None:
    before = store.count().reports
    client.get("/sources/dead-letters")
    form = {"csrf": token_in(client), "id": letter.id, "do": do}
    answer = client.post("/sources/dead-letters", data=form)
    again = client.post("/sources/dead-letters", data=form)

    assert said in answer.text
    assert store.count().reports - before == reports
    assert store.letters.list_all() == ()
    assert again.status_code == 400
    assert "no dead letter" in again.text
    assert client.post("/sources/dead-letters", data=form | {"do": "burn"}).status_code == 400


def test_the_api_lists_retries_and_drops(client: TestClient, store: Store, letter: DeadLetter) -> None:
    other = store.letters.keep(replace(letter, id="lother", last_at=NOW - timedelta(days=1)), b"", most=3)
    listed = client.get("/api/dead-letters").json()
    read = client.post("/api/dead-letters/retry", json={"ids": [letter.id]})
    without = client.post("/api/dead-letters/retry", json={"ids": [other.id]})
    left = client.post("/api/dead-letters/drop", json={"ids": ["lother"]})

    assert [one["id"] for one in listed["letters"]] == [letter.id, "lother"]
    assert read.json()["reports"] == 1
    assert (without.status_code, "bytes" in without.json()["detail"]) == (404, True)
    assert left.json()["letters"] == []
    assert client.post("/api/dead-letters/drop", json={"ids": ["lother"]}).status_code == 404


def test_no_more_is_taken_than_is_worked_off(client: TestClient, store: Library) -> None:
    web = client.app.state.web  # type: ignore[attr-defined]
    object.__setattr__(web, "settings", replace(web.settings, backlog=1))
    sent = {"reports": [{"text": TEXT}]}
    before = store.count().reports
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM members")
    refused = client.post("/api/add", json=sent)
    client.get("/sources")
    page = client.post("/sources/reports", data={"csrf": token_in(client)}, files={"reports": ("a.txt", TEXT.encode())})

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    assert "wait to be sorted" in refused.json()["detail"]
    assert (page.status_code, page.headers["retry-after"]) == (503, "60")
    assert store.count().reports == before
    assert 'tellings_refused_total{reason="backlog"}' not in client.get("/metrics").text  # nobody listens in a test
