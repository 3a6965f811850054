"""What people decided, carried into a brief: found by words, applied once, taken back without a trace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.as_json import to_json
from tellings.model.brief import Brief, Briefing, Generator
from tellings.model.review import Judgement, Reviewed
from tellings.model.span import Evidence
from tellings.story.last_word import leave_out_undone
from tellings.story.overlay import overlay
from tellings.story.reviewed_lines import Line, list_lines, quote_words
from tests import harbour

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
MARA, TOVAN = "Mara Ilk", "Tovan Brul"
BRIEF = harbour.briefing().stories[0]
TEXTS = {doc.id: doc.text for doc in harbour.DOCUMENTS}
LINES = list_lines(BRIEF)


def judge(line: Line, verb: str = "confirm", *, at: int = 0, by: str = MARA, **given: Any) -> Judgement:
    """A decision on a line, ``at`` so many minutes after noon."""
    id_ = f"r{at:03}{by[0]}"
    return Judgement(
        id_, BRIEF.id, line.layer, verb, by, NOON + timedelta(minutes=at),  # type: ignore[arg-type]
        text=line.text, item=line.id, anchors=quote_words(line.evidence, TEXTS), kind=line.kind, days=line.days,
        **given,
    )  # fmt: skip


def take_back(judgement: Judgement, *, at: int) -> Judgement:
    """An undo of it."""
    return replace(
        judgement, id=f"u{at:03}", verb="undo", at=NOON + timedelta(minutes=at), undoes=judgement.id, field="", names=()
    )


def line_of(words: str, layer: str = "") -> Line:
    """The line with these words."""
    return next(line for line in LINES if words in line.text and layer in ("", line.layer))


def only(brief: Brief) -> Reviewed:
    (reviewed,) = brief.reviews
    return reviewed


def renumber(brief: Brief) -> Brief:
    """The brief as another reader would have it: every id of a line is another one, and they stand otherwise round."""

    def new(id_: str | None) -> Any:
        return None if id_ is None else "x" + id_[::-1]

    return replace(
        brief,
        summary=tuple(replace(s, id=new(s.id)) for s in reversed(brief.summary)),
        timeline=tuple(
            replace(e, id=new(e.id), moved_to=new(e.moved_to), moved_from=new(e.moved_from))
            for e in reversed(brief.timeline)
        ),
        quotations=tuple(replace(q, id=new(q.id)) for q in reversed(brief.quotations)),
        findings=tuple(replace(f, id=new(f.id)) for f in reversed(brief.findings)),
        reviews=tuple(
            replace(r, item=r.item if r.layer in ("documents", "entities", "story") else new(r.item))
            for r in brief.reviews
        ),
    )


CORRECTIONS = {
    "summary": [("text", "The ferry is aground.")],
    "timeline": [
        ("text", "The ferry is stuck"), ("date", "2031-05-06"), ("date", "2031-05-06/2031-05-07"), ("status", "denied"),
    ],
    "quotations": [("speaker", "Mira Tolland"), ("speaker", ""), ("speaker", "Tovan Brul")],
    "findings": [("text", "people on the Aldis"), ("verdict", "compatible")],
}  # fmt: skip


@st.composite
def decisions(draw: Any) -> list[Judgement]:
    """Some decisions of two people, one after another, a few of them taken back."""
    made: list[Judgement] = []
    for at in range(draw(st.integers(1, 6))):
        by = draw(st.sampled_from([MARA, TOVAN]))
        earlier = [one for one in made if one.verb != "undo"]
        if earlier and draw(st.booleans()) and draw(st.booleans()):
            made.append(take_back(draw(st.sampled_from(earlier)), at=at))
            continue
        line = draw(st.sampled_from(LINES))
        verb = draw(st.sampled_from(["confirm", "reject", "correct", "note"]))
        if verb == "correct":
            field, now = draw(st.sampled_from(CORRECTIONS[line.layer]))
            made.append(judge(line, verb, at=at, by=by, field=field, was="before", now=now))
        else:
            made.append(judge(line, verb, at=at, by=by))
    return made


@given(decisions())
def test_applied_again_nothing_changes(made: list[Judgement]) -> None:
    once = overlay(BRIEF, made, texts=TEXTS)

    assert overlay(once, made, texts=TEXTS) == once


@given(decisions())
def test_numbers_of_lines_and_the_order_of_decisions_do_not_matter(made: list[Judgement]) -> None:
    assert renumber(overlay(BRIEF, made)) == overlay(renumber(BRIEF), made[::-1])


@given(decisions())
def test_no_line_comes_in_and_none_rests_on_other_words(made: list[Judgement]) -> None:
    before = {(line.layer, line.id): set(line.evidence) for line in LINES}
    for line in list_lines(overlay(BRIEF, made)):
        assert set(line.evidence) == before[line.layer, line.id] != set()


@given(decisions())
def test_what_is_taken_back_leaves_the_same_bytes(made: list[Judgement]) -> None:
    standing = leave_out_undone(made)
    undone = [*made, *(take_back(one, at=100 + n) for n, one in enumerate(standing))]

    assert _json(overlay(BRIEF, undone)) == _json(BRIEF)


@given(decisions())
def test_every_decision_that_stands_is_told(made: list[Judgement]) -> None:
    told = overlay(BRIEF, made)

    assert [r.id for r in told.reviews] == [one.id for one in leave_out_undone(made)]
    assert msgspec.json.decode(msgspec.json.encode(told), type=Brief) == told


def _json(brief: Brief) -> str:
    return to_json(Briefing(Generator("0", ()), (brief,), ()))


def test_an_undo_can_be_undone() -> None:
    one = judge(LINES[0], at=1)
    back = take_back(one, at=2)
    again = take_back(back, at=3)

    assert leave_out_undone([one, back]) == ()
    assert leave_out_undone([again, back, one]) == (one,)
    assert leave_out_undone([one, back, again, take_back(again, at=4)]) == ()


def test_a_corrected_speaker_is_the_actor_of_that_name_wherever_the_words_are_given_to_somebody() -> None:
    line = line_of("Two passengers broke an arm", "quotations")
    told = overlay(BRIEF, [judge(line, "correct", field="speaker", was="the clinic of Vessa", now="ms Tolland")])
    said = next(q for q in told.quotations if q.id == line.id)
    hurt = next(f for f in told.findings if f.id == "f3")

    assert (said.speaker, said.speaker_name, said.role) == ("e1", "Mira Tolland", "the harbour master of Orlen")
    assert hurt.tellings[0].attributed_to == "ms Tolland"


def test_of_two_people_the_last_word_counts_and_agreement_stands_twice() -> None:
    line = line_of("ran aground off Orlen on Monday", "summary")
    told = overlay(BRIEF, [judge(line, "reject", at=1), judge(line, at=2, by=TOVAN), judge(line, at=3)])

    assert line.id in {s.id for s in told.summary}
    assert [(r.verb, r.by, r.state) for r in told.reviews] == [
        ("reject", MARA, "superseded"), ("confirm", TOVAN, "stands"), ("confirm", MARA, "stands"),
    ]  # fmt: skip


def test_another_correction_of_the_same_field_takes_the_place_of_the_first() -> None:
    line = line_of("The Aldis runs aground")
    made = [
        judge(line, "correct", at=1, field="date", was="2031-05-05", now="2031-05-06"),
        judge(line, "correct", at=2, by=TOVAN, field="date", was="2031-05-06", now="2031-05-04"),
        judge(line, "correct", at=3, field="status", was="happened", now="denied"),
    ]
    entry = next(e for e in overlay(BRIEF, made).timeline if e.id == line.id)

    assert (entry.start, entry.status) == (date(2031, 5, 4), "denied")
    assert [r.state for r in overlay(BRIEF, made).reviews] == ["superseded", "stands", "stands"]


def test_a_rejected_entry_is_not_moved_to_any_more() -> None:
    moved = replace(BRIEF.timeline[0], moved_to="t2")
    brief = replace(BRIEF, timeline=(moved, *BRIEF.timeline[1:]))
    told = overlay(brief, [judge(line_of("The ferry is towed"), "reject")])

    assert [(e.id, e.moved_to) for e in told.timeline] == [("t1", None), ("t3", None)]


def test_words_that_are_in_no_line_are_told_as_orphaned() -> None:
    line = line_of("Nobody was in danger", "quotations")
    told = overlay(replace(BRIEF, quotations=BRIEF.quotations[1:]), [judge(line, "reject")])

    assert (only(told).state, only(told).item, only(told).text) == ("orphaned", None, line.text)
    assert only(told).evidence == line.evidence


def test_what_encloses_the_words_is_another_line() -> None:
    line = line_of("Nobody was in danger", "quotations")
    first = line.evidence[0]
    text = TEXTS[first.doc]
    whole = Evidence(first.doc, 0, first.end + 150, text[: first.end + 150])
    turn = replace(BRIEF.quotations[0], id="q9", text=whole.text, kind="turn", evidence=(whole,), variants=())
    told = overlay(replace(BRIEF, quotations=(turn,)), [judge(line, "reject")])

    assert (told.quotations, only(told).state) == ((turn,), "orphaned")


def test_a_line_that_more_reports_tell_by_now_is_the_same_line() -> None:
    line = line_of("Two passengers broke an arm", "summary")
    more = tuple(harbour.at(harbour.COURIER, words) for words in ("The captain had been told", "She expects the ferry"))
    grown = replace(BRIEF, summary=tuple(replace(s, evidence=(*s.evidence, *more)) for s in BRIEF.summary[1:]))

    assert only(overlay(grown, [judge(line)])).state == "stands"


def test_words_are_found_again_in_a_corrected_version_of_their_report() -> None:
    line = line_of("Two passengers broke an arm", "summary")
    old = TEXTS["d2"]
    # The page was put right, so that it is another report: what stood before the words has changed.
    new = old.replace("in danger,” Ms.", "hurt,” Ms.")
    start = new.index(line.text.rstrip("."))
    place = Evidence("d7", start, start + len(line.evidence[0].text), line.evidence[0].text)
    brief = replace(
        BRIEF,
        documents=tuple(replace(d, id="d7") if d.id == "d2" else d for d in BRIEF.documents),
        summary=(replace(BRIEF.summary[1], evidence=(place,), id="ynew"),),
    )

    assert only(overlay(brief, [judge(line)])).state == "orphaned"
    assert only(overlay(brief, [judge(line)], texts={"d7": new})).item == "ynew"
    assert only(overlay(brief, [judge(line)], texts={"d7": new})).evidence == (place,)
    twice = new + " " + new
    assert only(overlay(brief, [judge(line)], texts={"d7": twice})).state == "orphaned"


def test_corrected_words_are_cited_where_they_stand() -> None:
    line = line_of("Nobody was in danger", "quotations")
    put = quote_words([harbour.at(harbour.LEDGER, "Nobody was in danger,” Ms. Tolland told")], TEXTS)
    told = overlay(BRIEF, [judge(line, "correct", field="words", was=line.text, now=put[0].exact, put=put)])
    said = next(q for q in told.quotations if q.id == line.id)

    assert (said.text, said.variants) == (put[0].exact, ())
    assert all(TEXTS[e.doc][e.start : e.end] == e.text for e in said.evidence)


def test_a_verdict_by_hand_says_by_whose_and_what_it_was() -> None:
    made = judge(line_of("how many people"), "correct", field="verdict", was="conflict", now="compatible", note="crew")
    finding = next(f for f in overlay(BRIEF, [made]).findings if f.id == "f1")

    assert (finding.verdict, finding.why) == ("compatible", f"crew ({MARA}, 9 May 2031; before: conflict)")


def test_the_story_is_named_by_the_last_who_named_it() -> None:
    def name(title: str, at: int, by: str) -> Judgement:
        when = NOON + timedelta(minutes=at)
        return Judgement(f"r{at}", BRIEF.id, "story", "rename", by, when, field="name", text=BRIEF.title, now=title)

    made = [name("One night", 1, MARA), name("Another night", 2, TOVAN)]

    assert overlay(BRIEF, made).title == "Another night"
    assert [r.state for r in overlay(BRIEF, made).reviews] == ["superseded", "stands"]
    assert overlay(BRIEF, [*made, take_back(made[1], at=3)]).title == "One night"


def test_two_actors_become_one_everywhere() -> None:
    other = replace(BRIEF.entities[0], id="e9", name="Mira Tolland of Orlen", documents=("d2",), mentions=1)
    said = replace(BRIEF.quotations[1], speaker="e9", speaker_name=other.name)
    brief = replace(BRIEF, entities=(*BRIEF.entities, other), quotations=(BRIEF.quotations[0], said))
    told = overlay(brief, [_of_actors("same", "Mira Tolland", other.name)])
    one = next(a for a in told.entities if a.id == "e1")

    assert "e9" not in {a.id for a in told.entities}
    assert (one.mentions, other.name in one.aliases) == (BRIEF.entities[0].mentions + 1, True)
    assert {q.speaker for q in told.quotations} == {"e1"}


def test_what_one_is_called_in_some_reports_becomes_somebody_else_there() -> None:
    made = _of_actors("different", "Mira Tolland", "Ms. Tolland", documents=("d2",))
    said = replace(BRIEF.quotations[1], speaker="e1", speaker_name="Mira Tolland", as_printed="Ms. Tolland")
    brief = replace(BRIEF, quotations=(BRIEF.quotations[0], said, BRIEF.quotations[2]))
    told = overlay(brief, [made])
    new = next(a for a in told.entities if a.name == "Ms. Tolland")

    assert (new.documents, [q.speaker for q in told.quotations]) == (("d2",), ["e1", new.id, None])
    assert "d2" not in next(a for a in told.entities if a.id == "e1").documents


@pytest.mark.parametrize("verb", ["same", "different"])
def test_actors_that_are_not_there_any_more_are_told_as_orphaned(verb: str) -> None:
    assert only(overlay(BRIEF, [_of_actors(verb, "Nobody Here", "Mira Tolland")])).state == "orphaned"


def _of_actors(verb: str, one: str, other: str, documents: Sequence[str] = ()) -> Judgement:
    return Judgement(
        f"r{verb}", BRIEF.id, "entities", verb, MARA, NOON,  # type: ignore[arg-type]
        text=one, item="e1", now=other, names=(one, other), documents=tuple(documents),
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "correct", "layer": "story"},
        {"verb": "same", "layer": "entities", "names": ("one",)},
        {"verb": "undo"},
        {"verb": "confirm", "layer": "summary"},
        {"by": " "},
        {"at": datetime(2031, 5, 9)},
        {"verb": "confirm", "undoes": "r1"},
    ],
)
def test_a_judgement_that_lacks_something_cannot_be_made(wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {
        "id": "r1",
        "story": "s1",
        "layer": "story",
        "verb": "note",
        "by": MARA,
        "at": NOON,
    } | wrong
    with pytest.raises(ValueError, match=r"."):
        Judgement(**fields | wrong)
