from collections.abc import Callable
from datetime import date

from tellings.model.brief import Brief, TimelineEntry

Make = Callable[..., Brief]


def on(brief: Brief, day: str) -> list[TimelineEntry]:
    return [t for t in brief.timeline if t.start and t.start <= date.fromisoformat(day) <= (t.end or t.start)]


def test_what_two_reports_date_alike_is_one_entry(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "Premier Ilse Marek will meet President Tovan Brul in Harsk on March 8."),
        ("2031-03-05", "On Saturday, Premier Ilse Marek is expected to meet President Tovan Brul in Harsk."),
    )
    (entry,) = on(made, "2031-03-08")
    assert entry.status == "expected"
    assert {e.doc for e in entry.evidence} == {"d0", "d1"}


def test_the_status_moves_with_the_reports(brief: Make) -> None:
    made = brief(
        ("2031-03-04", "Premier Ilse Marek will meet President Tovan Brul in Harsk on March 8."),
        ("2031-03-09", "Premier Ilse Marek met President Tovan Brul in Harsk on March 8."),
    )
    (entry,) = on(made, "2031-03-08")
    assert entry.status == "happened"
    assert [step.status for step in entry.history] == ["expected", "happened"]
    assert [step.as_of for step in entry.history] == [date(2031, 3, 4), date(2031, 3, 9)]


def test_a_cancelled_thing_is_cancelled(brief: Make) -> None:
    made = brief(("2031-03-04", "The regatta on March 8 was cancelled by the mayor of Harsk."))
    assert "cancelled" in {t.status for t in on(made, "2031-03-08")}


def test_what_lies_after_the_report_has_not_happened(brief: Make) -> None:
    made = brief(("2031-03-04", "President Tovan Brul heads to Harsk on March 8."))
    assert {t.status for t in on(made, "2031-03-08")} == {"expected"}


def test_a_date_after_since_does_not_date_the_verb(brief: Make) -> None:
    made = brief(("2031-03-04", "Premier Ilse Marek left Orlan on Tuesday for the first time since June 2029."))
    assert [t.start for t in made.timeline if "left" in t.what] == [date(2031, 3, 4)]


def test_entries_stand_in_order_of_their_days(brief: Make) -> None:
    made = brief(
        (
            "2031-03-04",
            "Engineers inspected the dam on March 1. The dam failed on March 3. The army will rebuild it in June.",
        )
    )
    days = [t.start for t in made.timeline if t.start]
    assert days == sorted(days)
    assert len(days) == 3


PLAN = "Premier Ilse Marek will meet President Tovan Brul in Harsk on March 18."


def test_a_plan_that_a_later_report_moves_is_off_its_old_day(brief: Make) -> None:
    made = brief(
        ("2031-03-11", PLAN),
        ("2031-03-15", "Premier Ilse Marek will now meet President Tovan Brul in Orvene on March 20."),
    )
    (old,) = on(made, "2031-03-18")
    (new,) = on(made, "2031-03-20")
    assert [step.status for step in old.history] == ["expected", "cancelled"]
    assert (old.status, new.status) == ("cancelled", "expected")
    (moved,) = [f for f in made.findings if f.verdict == "updated"]
    assert moved.why == "It was moved: 18 March 2031 in the earlier reports, 20 March 2031 in a later one."


def test_another_meeting_of_others_moves_nothing(brief: Make) -> None:
    made = brief(
        ("2031-03-11", PLAN),
        ("2031-03-15", "Mayor Sel Dovan will now meet Judge Mira Tal in Orvene on March 20."),
    )
    (old,) = on(made, "2031-03-18")
    assert old.status == "expected"
    assert "updated" not in {f.verdict for f in made.findings}


def test_two_dates_of_one_sentence_are_two_entries_with_ids_of_their_own(brief: Make) -> None:
    made = brief(("2031-03-04", "The exams planned for April 7 have been moved to June 3, the school of Harsk said."))
    ids = [entry.id for entry in made.timeline]
    assert len(ids) == len(set(ids))


def test_of_a_sentence_with_two_dates_each_line_has_its_own_clause(brief: Make) -> None:
    text = "A sailor of Harsk drowned on Tuesday beside a pier named for Ilse Marek, the judge who died in 2005."
    made = brief(("2031-03-05", text))
    (entry,) = on(made, "2005-06-01")
    assert "judge who died in 2005" in entry.what
    assert "drowned" not in entry.what


def test_a_plan_called_off_in_its_own_sentence_is_cancelled(brief: Make) -> None:
    made = brief(("2031-03-05", "President Tovan Brul cancelled a trip to Orlan that he was to make on March 8."))
    assert [t.status for t in on(made, "2031-03-08")] == ["cancelled"]


def test_what_was_moved_in_one_sentence_is_off_its_old_day(brief: Make) -> None:
    made = brief(("2031-03-05", "The school exams of Harsk planned for April 7 have been moved to June 3."))
    assert [t.status for t in on(made, "2031-04-07")] == ["cancelled"]
    assert [t.status for t in on(made, "2031-06-03")] == ["expected"]


def test_a_line_on_one_of_two_days_says_that_the_reports_differ(brief: Make) -> None:
    made = brief(
        ("2031-03-06", "A sailor was crushed to death on Tuesday by a giant crane that collapsed in Harsk harbour."),
        ("2031-03-06", "A sailor was crushed to death on Wednesday by a giant crane that collapsed in Harsk harbour."),
    )
    assert [f.verdict for f in made.findings if f.kind == "date"] == ["conflict"]
    assert all("reports differ" in t.what for t in made.timeline)
