"""What people decide on a story, kept in SQLite and in PostgreSQL alike."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tellings import app, flow
from tellings.daily import reviews
from tellings.daily.judgements import find_ties
from tellings.daily.last_brief import find_last_brief
from tellings.daily.regrouping import undo_last_move
from tellings.daily.stories import list_stories, show_story
from tellings.daily.upkeep import Sorter, make_briefs
from tellings.errors import UsageError
from tellings.exports.dates import say_published
from tellings.library.open import open_library
from tellings.model.brief import Brief
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Review
from tellings.model.reading import Quotation
from tellings.model.review import Reviewed
from tellings.model.story import Move
from tellings.ports import RulesOnly, Store

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
MARA, TOVAN = "Mara Ilk", "Tovan Brul"

_TOLD = (
    ("d1", 5, "The ferry Aldis ran aground off Orlan on Monday with 212 aboard, the port authority of Orlan said."),
    ("d2", 8, "The ferry Aldis was towed to Velmark on Thursday. “It was a long night,” said Ilse Marek, its mayor."
     " Mr Marek of the rescue service thanked the crew of the Aldis."),
    ("d3", 9, "“Nobody was in danger,” Ilse Marek said of the ferry Aldis. It will be repaired at Velmark next week."),
    ("d4", 9, "Farmers in Tarn harvested a third less barley this summer after weeks without rain, a survey said."),
)  # fmt: skip


class Clock:
    """A second later at each call."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A library with a story of three reports, s1, and one of a single report, s4; both briefed."""
    where = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    documents = [
        Document(id_, f"{id_}.txt", text, f"Title of {id_}", f"{id_}.example", published=_published(day))
        for id_, day, text in _TOLD
    ]
    with open_library(where, now=NOON) as library:
        read = flow.read_documents(documents, RulesOnly())
        library.keep([Arrival(r.document, reading=r) for r in read], now=NOON)
        moves = [Move("new", "s1", ("d1", "d2", "d3"), "one ferry"), Move("new", "s4", ("d4",), "nothing is near")]
        library.apply_moves(moves, now=NOON)
        make_briefs(library, ["s1", "s4"], lambda: NOON)
        yield library


def _published(day: int) -> Published:
    return Published(date(2031, 5, day), date(2031, 5, day), "metadata")


def _show(store: Store, story: str = "s1") -> Brief:
    return show_story(store, story).briefing.stories[0]


def _json(store: Store, story: str = "s1") -> str:
    return app.render(show_story(store, story), "json")


def _said(brief: Brief, words: str) -> str:
    return next(q.id for q in brief.quotations if words in q.text)


def _only(brief: Brief) -> Reviewed:
    (reviewed,) = brief.reviews
    return reviewed


def test_a_corrected_speaker_is_shown_and_taking_it_back_gives_the_same_bytes(store: Store, clock: Clock) -> None:
    before = _json(store)
    said = _said(_show(store), "long night")
    made = reviews.review_line(
        store, "s1", "quotations", said, "correct", field="speaker", value="Tovan Brul", by=MARA, now=clock()
    )
    shown = _show(store)
    told = next(q for q in shown.quotations if q.id == said)

    assert (told.speaker_name, made.was, _only(shown).state) == ("Tovan Brul", "Ilse Marek", "stands")
    assert json.loads(_json(store))["stories"][0]["reviews"][0]["by"] == MARA

    back = reviews.undo(store, made.id, by=TOVAN, now=clock())
    assert _json(store) == before
    reviews.undo(store, back.id, by=MARA, now=clock())
    assert next(q for q in _show(store).quotations if q.id == said).speaker_name == "Tovan Brul"


def test_what_is_rejected_is_left_out_and_told(store: Store, clock: Clock) -> None:
    line = _show(store).summary[0]
    reviews.review_line(store, "s1", "summary", line.id, "reject", by=MARA, now=clock(), note="not what happened")
    shown = _show(store)

    assert line.id not in {s.id for s in shown.summary}
    assert (_only(shown).text, _only(shown).note, _only(shown).evidence) == (
        line.text,
        "not what happened",
        line.evidence,
    )


def test_a_review_of_another_shape_is_a_note_and_not_lost(store: Store) -> None:
    store.keep_reviews([Review("y0", "s1", MARA, "checked", NOON, "by telephone", data="{}")])

    assert [(r.verb, r.note, r.state) for r in _show(store).reviews] == [("note", "checked: by telephone", "stands")]


def test_what_is_of_reports_that_went_elsewhere_is_not_told_as_lost(store: Store, clock: Clock) -> None:
    said = _said(_show(store), "Nobody was in danger")
    made = reviews.review_line(store, "s1", "quotations", said, "reject", by=MARA, now=clock())
    new = reviews.split_story(store, "s1", ["d3"], by=MARA, now=clock()).now

    assert [r.verb for r in _show(store).reviews] == ["split"]
    assert not [q for q in _show(store, new).quotations if "Nobody was in danger" in q.text]
    reviews.undo(store, made.id, by=TOVAN, now=clock())
    assert [q for q in _show(store, new).quotations if "Nobody was in danger" in q.text]


def test_reviews_are_counted_by_story(store: Store, clock: Clock) -> None:
    reviews.note_story(store, "s1", "ask the port", by=MARA, now=clock())
    reviews.note_story(store, "s1", "asked", by=TOVAN, now=clock())

    assert store.count_reviews(["s1", "s4", "s9"]) == {"s1": 2}


def test_the_last_word_counts_and_the_earlier_is_told(store: Store, clock: Clock) -> None:
    line = _show(store).summary[0].id
    reviews.review_line(store, "s1", "summary", line, "reject", by=MARA, now=clock())
    reviews.review_line(store, "s1", "summary", line, "confirm", by=TOVAN, now=clock())
    shown = _show(store)

    assert line in {s.id for s in shown.summary}
    assert [(r.verb, r.by, r.state) for r in shown.reviews] == [
        ("reject", MARA, "superseded"), ("confirm", TOVAN, "stands"),
    ]  # fmt: skip
    assert TOVAN in shown.reviews[0].why


def test_a_review_survives_a_better_reader(store: Store, clock: Clock) -> None:
    said = _said(_show(store), "long night")
    reviews.review_line(
        store, "s1", "quotations", said, "correct", field="speaker", value="Tovan Brul", by=MARA, now=clock()
    )
    better = [
        replace(reading, made_by="tellings 99", quotations=tuple(_shorten(q) for q in reading.quotations))
        for reading in store.load_readings(["d1", "d2", "d3"])
    ]
    store.keep_readings(better, now=clock())
    make_briefs(store, ["s1"], clock)
    shown = _show(store)

    assert said not in {q.id for q in shown.quotations}
    assert [q.speaker_name for q in shown.quotations if "long night" in q.text] == ["Tovan Brul"]


def _shorten(quotation: Quotation) -> Quotation:
    """The quotation without its first two characters of content: another id, nearly the same place."""
    first, *rest = quotation.content
    return replace(quotation, content=(replace(first, start=first.start + 2), *rest))


def test_a_review_whose_words_are_gone_is_orphaned_and_not_lost(store: Store, clock: Clock) -> None:
    said = _said(_show(store), "long night")
    reviews.review_line(store, "s1", "quotations", said, "confirm", by=MARA, now=clock())
    worse = [replace(r, made_by="tellings 0", quotations=()) for r in store.load_readings(["d1", "d2", "d3"])]
    store.keep_readings(worse, now=clock())
    make_briefs(store, ["s1"], clock)

    assert (_only(_show(store)).state, _only(_show(store)).item) == ("orphaned", None)
    assert [told.judgement.by for told in reviews.list_judgements(store, "s1")] == [MARA]


def test_the_day_of_a_report_moves_what_it_counts_from(store: Store, clock: Clock) -> None:
    before = _json(store)
    made = reviews.review_line(
        store, "s1", "documents", "d2", "correct", field="date", value="2031-05-15", by=MARA, now=clock()
    )
    shown = _show(store)
    (tow,) = [e for e in shown.timeline if "towed" in e.what]

    assert next(d for d in shown.documents if d.id == "d2").published.latest == date(2031, 5, 15)
    assert (tow.start, shown.as_of) == (date(2031, 5, 15), date(2031, 5, 15))
    published = next(d for d in shown.documents if d.id == "d2").published
    assert say_published(published) == f"15 May 2031, corrected by {MARA}, 9 May 2031 (before: 8 May 2031)"
    assert next(d for d in find_last_brief(store, "s1").brief.documents if d.id == "d2").published == published

    reviews.undo(store, made.id, by=MARA, now=clock())
    assert _json(store) == before


def test_two_actors_are_one_and_one_is_two(store: Store, clock: Clock) -> None:
    brief = _show(store)
    people = {a.name: a for a in brief.entities}
    one = people["Ilse Marek"]
    made = reviews.review_line(
        store, "s1", "entities", one.id, "different", value="Ilse Marek", documents=["d3"], by=MARA, now=clock()
    )
    shown = _show(store)
    speakers = {q.text: q.speaker for q in shown.quotations}

    assert len([a for a in shown.entities if a.name == "Ilse Marek"]) == 2
    assert speakers["It was a long night,"] == one.id != speakers["Nobody was in danger,"]

    reviews.undo(store, made.id, by=MARA, now=clock())
    other = next(a for a in brief.entities if a.id != one.id)
    reviews.review_line(store, "s1", "entities", one.id, "same", value=other.name, by=MARA, now=clock())
    shown = _show(store)
    assert other.id not in {a.id for a in shown.entities}
    assert other.name in next(a for a in shown.entities if a.id == one.id).aliases


def test_a_story_keeps_the_title_a_person_gave(store: Store, clock: Clock) -> None:
    was = _show(store).title
    listed_as = store.list_stories()[0].title
    made = reviews.rename_story(store, "s1", "The night of the Aldis", by=MARA, now=clock())
    story = store.load_stories(["s1"])[0]
    # Grouping goes on with what it loaded, and a brief is made again.
    store.apply_moves([], [story], now=clock())
    make_briefs(store, ["s1"], clock)

    assert _show(store).title == "The night of the Aldis"
    assert {line.title for line in list_stories(store)[1] if line.id == "s1"} == {"The night of the Aldis"}

    reviews.undo(store, made.id, by=MARA, now=clock())
    assert _show(store).title == was
    assert {line.title for line in store.list_stories() if line.id == "s1"} == {
        listed_as
    } or listed_as == store.list_stories()[1].title


def test_stories_split_by_a_person_stay_apart_and_come_back(store: Store, clock: Clock) -> None:
    said = _said(_show(store), "Nobody was in danger")
    reviews.review_line(store, "s1", "quotations", said, "confirm", by=MARA, now=clock())
    before = _json(store)
    made = reviews.split_story(store, "s1", ["d3"], by=MARA, now=clock(), note="another evening")
    new = made.now

    assert store.find_stories(["d2", "d3"]) == {"d2": "s1", "d3": new}
    # What was said of the report goes with it.
    assert (_only(_show(store, new)).verb, [r.verb for r in _show(store).reviews]) == ("confirm", ["split"])

    reviews.undo(store, made.id, by=MARA, now=clock())
    assert store.find_stories(["d3"]) == {"d3": "s1"}
    assert _json(store) == before


def test_the_last_change_of_the_stories_taken_back_takes_its_decision_back(store: Store, clock: Clock) -> None:
    reviews.merge_stories(store, "s1", "s4", by=MARA, now=clock())
    done = undo_last_move(store, by=TOVAN, now=clock())

    assert done is not None
    assert store.find_stories(["d1", "d4"]) == {"d1": "s1", "d4": "s4"}
    assert [(told.judgement.verb, told.undone_by) for told in reviews.list_judgements(store, "s1")] == [
        ("undo", ""), ("merge", TOVAN),
    ]  # fmt: skip
    assert find_ties(store) == ((), ())


def test_stories_merged_by_a_person_stay_one_and_come_apart(store: Store, clock: Clock) -> None:
    made = reviews.merge_stories(store, "s1", "s4", by=MARA, now=clock())
    assert set(store.find_stories(["d1", "d4"]).values()) == {"s1"}
    assert [r.verb for r in _show(store).reviews] == ["merge"]

    back = reviews.undo(store, made.id, by=TOVAN, now=clock())
    assert store.find_stories(["d1", "d4"]) == {"d1": "s1", "d4": "s4"}
    assert _show(store).reviews == ()

    reviews.undo(store, back.id, by=TOVAN, now=clock())
    assert set(store.find_stories(["d1", "d4"]).values()) == {"s1"}


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_a_person_took_apart_is_not_drawn_together_again(store: Store, clock: Clock, by_hand: bool) -> None:
    if by_hand:
        reviews.split_story(store, "s1", ["d3"], by=MARA, now=clock())
    else:
        store.apply_moves([Move("split", "s1", ("d3",), "as grouping would", "s3")], now=clock())
    homes = _regroup(store, clock)

    assert (homes["d2"] == homes["d3"]) is not by_hand


def _regroup(store: Store, clock: Clock) -> dict[str, str]:
    """Where the reports are after one came in that is near both stories."""
    text = _TOLD[1][2] + " " + _TOLD[2][2]
    read = flow.read_documents([Document("d9", "d9.txt", text, "Title of d9", published=_published(9))], RulesOnly())
    store.keep([Arrival(read[0].document, reading=read[0])], now=clock())
    Sorter(store, clock).sort_in()
    return dict(store.find_stories(["d1", "d2", "d3", "d9"]))


def test_corrected_words_must_have_been_printed(store: Store, clock: Clock) -> None:
    said = _said(_show(store), "long night")
    given: dict[str, Any] = {"field": "words", "by": MARA}
    with pytest.raises(UsageError, match="must have been printed"):
        reviews.review_line(store, "s1", "quotations", said, "correct", value="It was short", now=clock(), **given)
    reviews.review_line(store, "s1", "quotations", said, "correct", value="“a long  night”", now=clock(), **given)
    told = next(q for q in _show(store).quotations if q.id == said)

    assert (told.text, [e.text for e in told.evidence]) == ("a long night", ["a long night"])


@pytest.mark.parametrize(
    ("layer", "item", "verb", "field", "value", "why"),
    [
        ("quotations", "q999", "confirm", "", "", "no line"),
        ("", "d2", "reject", "", "", "cannot be rejected"),
        ("documents", "d2", "correct", "date", "tomorrow", "is no day"),
        ("documents", "d2", "correct", "date", "2031-05-09/2031-05-10", "no single day"),
        ("documents", "d2", "correct", "speaker", "x", "Choose one of: date"),
        ("nowhere", "d2", "confirm", "", "", "Choose one of: summary"),
        ("documents", "d2", "burn", "", "", "Choose one of: confirm"),
        ("documents", "d2", "note", "", "", "needs words"),
        ("documents", "d2", "same", "", "d1", "not of the documents"),
        ("documents", "d2", "correct", "date", "2031-05-08", "already"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_choices(
    store: Store, clock: Clock, layer: str, item: str, verb: str, field: str, value: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        reviews.review_line(store, "s1", layer, item, verb, field=field, value=value, by=MARA, now=clock())
    assert store.list_reviews() == ()
