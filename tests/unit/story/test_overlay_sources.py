"""A report that does not say a line is taken off it, and the line rests on the others alone."""

from dataclasses import replace
from typing import Any

from tellings.exports.as_json import to_json
from tellings.model.brief import Brief, Briefing, Generator
from tellings.model.review import Judgement
from tellings.story.overlay import overlay
from tellings.story.reviewed_lines import list_lines, quote_words
from tests.unit.story.test_overlay import BRIEF, TEXTS, judge, line_of, only, renumber, take_back


def _take_off(words: str, *docs: str, layer: str = "", **given: Any) -> Judgement:
    line = line_of(words, layer)
    places = [e for e in line.evidence if e.doc in docs]
    return judge(line, "detach", put=quote_words(places, TEXTS), was="The Ledger", **given)


def _docs(brief: Brief, item: str) -> set[str]:
    return {e.doc for line in list_lines(brief) if line.id == item for e in line.evidence}


def test_the_line_rests_on_the_others_and_the_decision_cites_the_words() -> None:
    one = _take_off("The ferry Aldis ran aground", "d2", layer="summary")
    told = overlay(BRIEF, [one], texts=TEXTS)

    assert _docs(told, one.item) == {"d1"}
    assert (only(told).state, only(told).was) == ("stands", "The Ledger")
    assert [e.text for e in only(told).evidence] == ["struck a sandbank"]
    assert told.timeline == BRIEF.timeline


def test_it_holds_for_the_same_words_under_another_id_and_leaves_no_trace_when_taken_back() -> None:
    one = _take_off("The ferry Aldis ran aground", "d2", layer="summary")

    assert renumber(overlay(BRIEF, [one])) == overlay(renumber(BRIEF), [one])
    briefings = [Briefing(Generator("0", ()), (b,), ()) for b in (BRIEF, overlay(BRIEF, [one, take_back(one, at=9)]))]
    assert to_json(briefings[0]) == to_json(briefings[1])


def test_a_comparison_left_with_one_telling_is_none() -> None:
    one = _take_off("how many people", "d2")
    (finding,) = (f for f in overlay(BRIEF, [one]).findings if f.id == one.item)

    assert [t.value for t in finding.tellings] == ["212"]
    assert (finding.verdict, finding.origins) == ("agree", 2)  # no origins are listed: each report is one
    assert "The Ledger does not say so (Mara Ilk, 9 May 2031; before: conflict)" in finding.why

    both = _take_off("how many people", "d2", "d3")
    (finding,) = (f for f in overlay(BRIEF, [both]).findings if f.id == both.item)
    assert (finding.verdict, finding.origins) == ("single", 1)


def test_an_event_stands_as_the_other_reports_have_it() -> None:
    one = _take_off("The ferry is towed to Vessa", "d2", layer="timeline")
    (entry,) = (e for e in overlay(BRIEF, [one]).timeline if e.id == one.item)

    assert (entry.status, [step.status for step in entry.history]) == ("expected", ["expected"])


def test_a_line_that_no_other_report_says_any_more_is_left_out_and_told_so() -> None:
    line = line_of("The ferry Aldis ran aground", "summary")
    one = replace(
        _take_off("The ferry Aldis ran aground", "d2", layer="summary"), anchors=quote_words(line.evidence, TEXTS)
    )
    statements = tuple(
        replace(s, evidence=tuple(e for e in s.evidence if e.doc == "d2")) if s.id == line.id else s
        for s in BRIEF.summary
    )
    told = overlay(replace(BRIEF, summary=statements), [one])

    assert line.id not in {s.id for s in told.summary}
    assert (only(told).state, only(told).why) == ("stands", "no other report says it: the line is left out")


def test_a_report_that_left_the_story_is_off_the_line_anyway() -> None:
    one = _take_off("The ferry Aldis ran aground", "d2", layer="summary")
    docs = tuple(d for d in BRIEF.documents if d.id != "d2")
    told = overlay(replace(BRIEF, documents=docs), [one])

    assert (only(told).state, only(told).why) == ("orphaned", "the report is in the story no more")


def test_rejecting_and_correcting_the_line_go_with_it() -> None:
    off = _take_off("The ferry Aldis ran aground", "d2", layer="summary", at=1)
    line = line_of("The ferry Aldis ran aground", "summary")
    told = overlay(BRIEF, [off, judge(line, "correct", at=2, field="text", was=line.text, now="It is aground.")])

    assert [(s.text, {e.doc for e in s.evidence}) for s in told.summary if s.id == line.id] == [
        ("It is aground.", {"d1"})
    ]
    assert [r.state for r in told.reviews] == ["stands", "stands"]
    assert line.id not in {s.id for s in overlay(BRIEF, [off, judge(line, "reject", at=3)]).summary}
