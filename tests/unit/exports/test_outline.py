"""The order of telling: what counts as one origin, what is next, what shows at first, what a report is called."""

from dataclasses import replace
from datetime import date, timedelta

from tellings.exports.outline import Outline, outline
from tellings.exports.wording import say_about, say_telling
from tellings.model.brief import BriefDocument, Finding, Telling, TimelineEntry
from tellings.model.reading import EventStatus
from tests import harbour

BRIEF = harbour.briefing().stories[0]
AS_OF = date(2031, 5, 7)


def told_by(*documents: BriefDocument) -> Outline:
    return outline(replace(BRIEF, documents=documents), harbour.DOCUMENTS)


def report(number: int, **fields: object) -> BriefDocument:
    plain = replace(BRIEF.documents[0], outlet=None, credit=None, title=None, bylines=(), copy_of=None)
    return replace(plain, id=f"r{number}", location=f"{number}.txt", **fields)  # type: ignore[arg-type]


def test_reports_of_one_outlet_or_one_agency_are_one_origin() -> None:
    assert told_by(report(1), report(2)).origins == 2
    assert told_by(report(1, outlet="Orlen Courier"), report(2, outlet="ORLEN courier")).origins == 1
    assert told_by(report(1, outlet="Courier", credit="Pell"), report(2, outlet="Ledger", credit="pell")).origins == 1
    assert told_by(report(1, copy_of="r2"), report(2), report(3, copy_of="unknown")).origins == 2


def test_origins_join_across_a_chain() -> None:
    chain = (report(1, outlet="A"), report(2, outlet="B"), report(3, outlet="A", credit="B"), report(4, copy_of="r2"))
    assert told_by(*chain).origins == 1


def test_a_finding_of_one_outlet_alone_has_one_origin() -> None:
    ledger = tuple(replace(doc, outlet="Ledger") for doc in BRIEF.documents)
    assert {f.origins for f in outline(replace(BRIEF, documents=ledger), harbour.DOCUMENTS).compared} == {1}


def test_a_report_is_called_by_its_outlet_its_agency_its_title_or_its_number() -> None:
    sources = told_by(
        report(1, outlet="Orlen Courier"),
        report(2, credit="Pell"),
        report(3, bylines=("By Ada Morn, Vessa News Agency",)),
        report(4, bylines=("By Ada Morn",), title="The ferry that would not float and the men who waited"),
        report(5),
    ).sources
    assert [s.label for s in sources] == [
        "Orlen Courier", "Pell", "Vessa News Agency", "“The ferry that would not…”", "Report 5",
    ]  # fmt: skip
    assert sources[3].heading == "The ferry that would not float and the men who waited"
    assert sources[1].heading == "Pell: 2.txt"


def entry(
    number: int, start: int, end: int | None = None, status: EventStatus = "expected", two: bool = False
) -> TimelineEntry:
    """An entry so many days from the day of the last report; one told by two reports when ``two``."""
    first, last = AS_OF + timedelta(days=start), AS_OF + timedelta(days=end if end is not None else start)
    evidence = (*BRIEF.timeline[2].evidence, *(BRIEF.findings[0].tellings[1].evidence if two else ()))
    return TimelineEntry(f"t{number:03}", first, last, "day", f"Point {number}", status, (), (), None, evidence)


def timed(*entries: TimelineEntry) -> Outline:
    return outline(replace(BRIEF, timeline=entries), harbour.DOCUMENTS)


def test_only_what_is_still_to_come_is_next_and_the_first_day_first() -> None:
    coming = timed(
        entry(1, 9), entry(2, 0), entry(3, -1, 4), entry(4, -3), entry(5, 2, status="cancelled"),
        entry(6, 2, status="denied"), entry(7, 2, status="happened"), entry(8, 1, status="possible"),
    ).upcoming  # fmt: skip
    assert [e.what for e in coming] == ["Point 2", "Point 8", "Point 1"]


def test_what_two_reports_date_shows_and_the_others_are_folded_between() -> None:
    small = [entry(n, -n, status="happened") for n in range(10, 40)]
    large = [entry(n, -n, status="happened", two=True) for n in range(5, 41, 3)]
    told = timed(*small[1::2], *large, entry(50, 3))
    shown = {e.what for major, stretch in told.fold(told.timeline) if major for e in stretch}
    assert {e.what for e in large} | {"Point 50"} <= shown
    assert len(shown) < len(told.timeline)
    assert [e for _, stretch in told.fold(told.timeline) for e in stretch] == list(told.timeline)
    # The last that happened shows though one report alone has it.
    assert "Point 11" in shown


def test_a_short_timeline_is_not_folded() -> None:
    told = timed(*(entry(n, -n, status="happened") for n in range(12)))
    assert [major for major, _ in told.fold(told.timeline)] == [True]


def finding(about: str, text: str, kind: str = "other", by: str | None = None) -> Finding:
    told = Telling("v", None, text, ("d1",), by, BRIEF.findings[0].tellings[0].evidence)
    return Finding("f", about, kind, "agree", 2, (told,), "Because.")  # type: ignore[arg-type]


def test_a_finding_always_has_a_heading() -> None:
    long = "The ferry Aldis ran aground on the long sandbank off Orlen early on Monday with many people aboard"
    assert say_about(finding("people aboard", "212 people aboard")) == "people aboard"
    assert say_about(finding("off Orlen", "off Orlen")) == "off Orlen"
    assert (
        say_about(finding(long, long))
        == "The ferry Aldis ran aground on the long sandbank off Orlen early on Monday with…"
    )
    assert say_about(finding(" ", "off Orlen", "number")) == "off Orlen"
    assert say_about(finding(long, "else"), 30) == "The ferry Aldis ran aground…"


def test_whose_word_it_is_follows_without_a_second_stop() -> None:
    def put(words: str) -> str:
        return say_telling(finding("", words, by="Ada Morn").tellings[0])

    assert put("It leaks.") == "It leaks, according to Ada Morn"
    assert put("Does it leak?") == "Does it leak? (according to Ada Morn)"
    assert put("Ada Morn says it leaks.") == "Ada Morn says it leaks."


def test_facts_with_a_value_come_before_sentences_and_offices_last() -> None:
    kinds = (("the office of Ada Morn", "other"), ("a sentence", "other"), ("how many", "number"))
    told = outline(replace(BRIEF, findings=tuple(finding(a, "x", k) for a, k in kinds)), harbour.DOCUMENTS)
    assert [f.about for f in told.compared] == ["how many", "a sentence", "the office of Ada Morn"]
