"""What people marked elsewhere becomes reviews: on the right line, once, with their names, and nothing by guess."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tellings import app, flow
from tellings.daily import annotations, desk, reviews
from tellings.daily.upkeep import make_briefs
from tellings.library.open import open_library
from tellings.model.library import Arrival
from tellings.model.review import TakenIn
from tellings.model.story import Move
from tellings.ports import RulesOnly, Store
from tellings.text.anchoring import Effort, Ground, Quote
from tests.harbour import COURIER, LEDGER
from tests.shelf import NOON

SAID = "Nobody was in danger at any moment"
PLANNED = "She expects the ferry to be towed to Vessa on Thursday."
COURIER_URN = "urn:tellings:report:d1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with _library(tmp_path / "library.db") as made:
        yield made


def _library(place: Path) -> Any:
    store = open_library(place, now=NOON)
    store.keep([Arrival(r.document, reading=r) for r in flow.read_documents([COURIER, LEDGER], RulesOnly())], now=NOON)
    store.apply_moves([Move("new", "s1", ("d1", "d2"), "one ferry")], now=NOON)
    make_briefs(store, ["s1"], lambda: NOON)
    return store


def _mark(exact: str = SAID, source: str = COURIER_URN, **more: Any) -> dict[str, Any]:
    selector = [{"type": "TextQuoteSelector", "exact": exact}] if exact else []
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "id": "https://notes.example/1",
        "creator": {"type": "Person", "name": "Ilse Marek"},
        "created": "2031-05-08T10:00:00Z",
        "target": {"source": source, "selector": selector},
    } | more


def _tag(word: str) -> dict[str, Any]:
    return {"motivation": "assessing", "body": {"type": "TextualBody", "purpose": "tagging", "value": word}}


def _comment(words: str) -> dict[str, Any]:
    return {"motivation": "commenting", "body": {"type": "TextualBody", "value": words}}


def _take(store: Store, *marks: object) -> TakenIn:
    return annotations.take_in(store, [("marks.json", json.dumps(list(marks)).encode())], by="me", now=NOON)


@pytest.mark.parametrize(("word", "verb"), [("confirmed", "confirm"), ("Rejected", "reject"), ("disputed", "reject")])
def test_a_clear_tag_decides_on_the_line_of_the_words_with_name_and_time(store: Store, word: str, verb: str) -> None:
    (made,) = _take(store, _mark(f"“{SAID},”", **_tag(word))).reviews

    assert (made.layer, made.verb, made.by) == ("quotations", verb, "Ilse Marek")
    assert made.at == datetime(2031, 5, 8, 10, tzinfo=UTC)
    assert SAID in made.text


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    marks = [_mark(**_tag("rejected")), _mark(**_comment("Who else?"), id="https://notes.example/2")]
    first, again = _take(store, *marks), _take(store, *marks)

    assert (len(first.reviews), first.known) == (2, 0)
    assert (again.reviews, again.known) == ((), 2)
    assert len(reviews.list_judgements(store)) == 2


@pytest.mark.parametrize("word", ["maybe", "false", "true", "confirmed?", ""])
def test_what_is_no_clear_tag_is_a_note(store: Store, word: str) -> None:
    (made,) = _take(store, _mark(**_tag("wrong date") | {"bodyValue": f"See {word}"})).reviews

    assert made.verb == "note"
    assert "[wrong date]" in made.note


def test_tags_that_contradict_each_other_decide_nothing(store: Store) -> None:
    bodies = [{"purpose": "tagging", "value": word} for word in ("confirmed", "rejected")]
    (made,) = _take(store, _mark(motivation="assessing", body=bodies)).reviews

    assert (made.verb, made.note) == ("note", "[confirmed]\n[rejected]")


def test_a_comment_that_is_the_word_of_a_verdict_is_a_comment(store: Store) -> None:
    (made,) = _take(store, _mark(**_comment("rejected"))).reviews

    assert (made.verb, made.note) == ("note", "rejected")


def test_a_verdict_on_words_that_two_lines_rest_on_becomes_a_note_and_says_so(store: Store) -> None:
    found = _take(store, _mark(COURIER.text[COURIER.text.index("“Nobody") :], **_tag("rejected")))
    (made,) = found.reviews

    assert made.verb == "note"
    assert made.note == "reject"
    assert "more than one line rests on the words" in found.noted[0].reason


def test_words_that_no_line_rests_on_are_a_note_on_the_report(store: Store) -> None:
    found = _take(store, _mark("Listen 3 min", **_tag("confirmed") | {"bodyValue": "So I did."}))
    (made,) = found.reviews

    assert (made.layer, made.item, made.verb) == ("documents", "d1", "note")
    assert made.note == "“Listen 3 min” confirm: So I did."
    assert "no line rests on the words" in found.noted[0].reason


def test_a_mark_on_a_page_as_a_whole_is_a_note_on_the_report(store: Store) -> None:
    (made,) = _take(store, _mark("", LEDGER.url or "", **_comment("Good."))).reviews

    assert (made.layer, made.item, made.note) == ("documents", "d2", "Good.")


def test_an_address_is_met_by_what_the_report_says_of_itself(store: Store) -> None:
    words = LEDGER.text.split("\n\n")[1][:60]
    (made,) = _take(store, _mark(words, f"{LEDGER.url}?utm_source=x#top", **_comment("Hm."))).reviews

    assert "d2" in {anchor.doc for anchor in made.anchors} or made.item == "d2"


def test_what_cannot_be_placed_is_left_out_with_its_reason_and_the_rest_is_taken(store: Store) -> None:
    found = _take(
        store,
        _mark(source="https://elsewhere.example/", **_comment("?")),
        _mark("words that nobody wrote there", **_comment("?")),
        _mark(motivation="highlighting"),
        {"type": "Annotation"},
        _mark(**_comment("Kept.")),
        "no annotation",
    )

    assert [made.note for made in found.reviews] == ["Kept."]
    assert [one.reason for one in found.left_out] == [
        "marks words and says nothing of them",
        "is no annotation: it has no target",
        "holds something that is no annotation",
        "No report of https://elsewhere.example/ is in the library.",
        "The words are not in the report, or in more than one place of it.",
    ]


def test_who_and_when_are_ours_where_they_are_not_said_and_never_later_than_now(store: Store) -> None:
    nobody = _mark(**_comment("a"), creator=None, created="2031-05-08 10:00:00")
    late = _mark(**_comment("b"), created="2999-01-01T00:00:00Z")
    (first, other) = _take(store, nobody, late).reviews

    assert {first.by, other.by} == {"me", "Ilse Marek"}
    assert first.at == other.at == NOON


def test_decisions_go_out_and_come_in_as_they_were(store: Store, tmp_path: Path) -> None:
    lines = {line.layer: line.id for line in reviews.list_lines_of(store, "s1")}
    said = next(line.id for line in reviews.list_lines_of(store, "s1", "quotations") if SAID in line.text)
    by: dict[str, Any] = {"by": "Mara Ilk", "now": NOON}
    made = [
        reviews.review_line(store, "s1", "", said, "correct", field="speaker", value="Tovan Brul", note="heard", **by),
        reviews.review_line(store, "s1", "", said, "confirm", **by),
        reviews.review_line(store, "s1", "", lines["timeline"], "reject", note="“no”\n\x1b[1m", **by),
        reviews.review_line(store, "s1", "documents", "d1", "note", note="Look at d1.", **by),
        reviews.note_story(store, "s1", "Two say so.", **by),
        reviews.rename_story(store, "s1", "The Aldis", **by),
    ]
    written = app.export(desk.show_story(store, "s1"), "annotations")
    assert annotations.take_in(store, [("a.json", written)], by="me", now=NOON).known == 5

    with _library(tmp_path / "other.db") as other:
        found = annotations.take_in(other, [("a.json", written)], by="me", now=NOON)
        assert found.left_out == found.noted == ()
        assert found.lines > 10
        kept = {one.id: one for one in found.reviews}
        for one in made[:-1]:
            again = kept[one.id]
            assert (again.verb, again.layer, again.by, again.at, again.field, again.now) == (
                one.verb, one.layer, one.by, one.at, one.field, one.now
            )  # fmt: skip
            assert again.note == one.note
        shown = desk.show_story(other, "s1").briefing.stories[0]
        assert {one.id for one in shown.reviews} == {one.id for one in made[:-1]}
        assert app.export(desk.show_story(other, "s1"), "annotations").count(b"urn:tellings:review:") == 5


def test_what_is_decided_in_the_library_alone_is_not_taken(store: Store) -> None:
    own = json.dumps({"verb": "merge", "layer": "story", "text": "x"})
    mark = _mark(id="urn:tellings:review:r0123456789ab", body={"format": "application/json", "value": own})
    (left,) = _take(store, mark).left_out

    assert left.reason == "'merge' is not taken from annotations: decide it in the library itself."


def test_a_verdict_on_words_that_were_edited_since_becomes_a_note(store: Store) -> None:
    words = PLANNED.replace("to be towed", "to be dragged")
    found = _take(store, _mark(words, **_tag("confirmed")))

    assert [made.verb for made in found.reviews] == ["note"]
    assert "edited since" in found.noted[0].reason


def test_the_same_decision_by_another_name_of_the_mark_is_known(store: Store) -> None:
    first = _take(store, _mark(**_tag("rejected")))
    again = _take(store, _mark(**_tag("rejected"), id="https://notes.example/99"))

    assert (len(first.reviews), again.known) == (1, 1)


@pytest.mark.parametrize("created", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_an_odd_time_costs_the_time_alone(store: Store, created: str) -> None:
    found = _take(store, _mark(**_tag("rejected"), created=created), _mark(**_comment("Who else?")))

    assert [made.verb for made in found.reviews] == ["reject", "note"]
    assert found.reviews[0].at == NOON


def test_a_name_holds_nothing_that_acts_or_hides(store: Store) -> None:
    marks = [
        _mark(**_comment("One"), creator={"name": "\x1b[31mbob\u202e"}),
        _mark(**_comment("Two"), creator={"name": "\u200b\u200b"}),
    ]
    assert [made.by for made in _take(store, *marks).reviews] == ["[31mbob", "me"]


def test_past_the_effort_of_a_file_edited_words_are_left_out_and_the_others_taken(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = SAID.replace("moment", "time")
    effort = Effort(10**9)
    assert Ground(COURIER.text, effort).find(Quote(edited)) is not None
    monkeypatch.setattr(annotations, "EFFORT", 10**9 - effort.left)
    marks = [_mark(edited) | _comment(f"Marek's note {n}") for n in range(5)] + [_mark() | _comment("as it is")]
    files = [(name, json.dumps(marks).encode()) for name in ("one.json", "two.json")]
    made = annotations.take_in(store, files, by="me", now=NOON)

    # Each file has its own effort, and it costs nothing to see what is known.
    assert [review.note for review in made.reviews if review.verb == "note"] == [
        "Marek's note 0", "as it is", "Marek's note 1"
    ]  # fmt: skip
    assert made.known == 2
    assert {one.reason for one in made.left_out} == {annotations.TOO_MUCH}
    assert [one.location for one in made.left_out] == [
        *(f"one.json#{n}" for n in (2, 3, 4, 5)), *(f"two.json#{n}" for n in (3, 4, 5))
    ]  # fmt: skip
