from collections.abc import Callable
from datetime import date

import pytest

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


def steps(entry: TimelineEntry) -> list[tuple[str, str]]:
    return [(step.step, str(step.as_of)) for step in entry.history]


@pytest.mark.parametrize(
    "text",
    [
        "The visit of Orlan's envoy to Tarn was called off on Tuesday.",
        "The march in Tarn was scrapped on Tuesday.",
        "The march in Tarn was abandoned on Tuesday.",
        "The march in Tarn was shelved on Tuesday.",
        "The march in Tarn was axed on Tuesday.",
        "Marek called the talks in Tarn off on Tuesday.",
        "On Tuesday, the concert in Tarn was called off.",
    ],
)
def test_what_was_called_off_did_not_happen(brief: Make, text: str) -> None:
    made = brief(("2031-05-07", text))
    assert [(t.status, steps(t)) for t in made.timeline] == [("cancelled", [("cancelled", "2031-05-06")])]


@pytest.mark.parametrize(
    ("text", "step", "day"),
    [
        ("Velmark has called off the talks planned for 9 May.", "cancelled", "2031-05-07"),
        ("The march planned for 9 May was scrapped on Monday.", "cancelled", "2031-05-05"),
        ("The talks planned for 9 May were put off on Tuesday.", "postponed", "2031-05-06"),
        ("The vote planned for 9 May was pushed back on Tuesday.", "postponed", "2031-05-06"),
        ("The talks were planned for 9 May. Velmark called them off on Tuesday.", "cancelled", "2031-05-06"),
        ("The regatta on 9 May was called off.", "cancelled", "2031-05-07"),
        ("Velmark called off the summit on 9 May.", "cancelled", "2031-05-07"),
        ("The visit was cancelled a day before it was to begin on 9 May.", "cancelled", "2031-05-07"),
    ],
)
def test_what_was_called_off_stands_on_its_planned_day(brief: Make, text: str, step: str, day: str) -> None:
    (entry,) = brief(("2031-05-07", text)).timeline
    assert (str(entry.start), entry.status, steps(entry)) == ("2031-05-09", "cancelled", [(step, day)])


@pytest.mark.parametrize(
    ("verb", "step"), [("called off", "cancelled"), ("cancelled", "cancelled"), ("put off", "postponed")]
)
def test_a_plan_of_an_earlier_report_is_called_off_on_its_day(brief: Make, verb: str, step: str) -> None:
    made = brief(
        ("2031-05-01", "Envoy Ilse Marek of Orlan will visit Tarn on 9 May."),
        ("2031-05-06", f"The visit of Orlan's envoy Ilse Marek to Tarn was {verb} on Monday."),
    )
    (entry,) = made.timeline
    assert (str(entry.start), entry.status) == ("2031-05-09", "cancelled")
    assert steps(entry)[1:] == [(step, "2031-05-05")]


@pytest.mark.parametrize(
    "plan",
    [
        "The talks between Velmark and Orlan are planned for 9 May.",
        "Sorland and Velmark will hold talks on 9 May. Sorland and Velmark will hold talks on 16 May.",
        "Velmark celebrates the harbour of Sorland on 9 May.",
    ],
)
def test_a_plan_that_may_be_another_stays(brief: Make, plan: str) -> None:
    made = brief(("2031-05-01", plan), ("2031-05-06", "Velmark called off the talks with Sorland on Monday."))
    assert {t.status for t in on(made, "2031-05-09")} == {"expected"}
    assert {t.status for t in on(made, "2031-05-05")} == {"cancelled"}


@pytest.mark.parametrize(
    "text",
    [
        "The army called off the search for the missing sailors on Tuesday.",
        "The search for the missing sailors was called off on Tuesday.",
        "Marek called off the engagement to Ilse Tal on Tuesday.",
        "The crew abandoned the burning ship off Harsk on Tuesday.",
    ],
)
def test_what_is_no_plan_is_not_cancelled(brief: Make, text: str) -> None:
    made = brief(("2031-05-07", text))
    assert [(str(t.start), t.status) for t in made.timeline] == [("2031-05-06", "happened")]


def test_what_was_called_off_is_apart_from_what_happened_on_that_day(brief: Make) -> None:
    made = brief(("2031-05-07", "The march in Tarn was called off on Tuesday as the army of Orlan entered the town."))
    assert [(t.status, len(t.history)) for t in made.timeline] == [("cancelled", 1), ("happened", 1)]


def test_a_wait_dates_nothing(brief: Make) -> None:
    assert not brief(("2031-05-07", "The minister postponed a decision on Tuesday until 12 June.")).timeline


def test_what_may_be_called_off_is_still_expected(brief: Make) -> None:
    made = brief(("2031-05-07", "Velmark threatened on Monday to call off the talks planned for 9 May."))
    assert [t.status for t in on(made, "2031-05-09")] == ["expected"]


def test_a_thing_put_off_is_expected_on_its_new_day(brief: Make) -> None:
    made = brief(("2031-05-07", "The talks planned for 9 May were put off on Tuesday to 12 June."))
    assert [(str(t.start), t.status) for t in made.timeline] == [
        ("2031-05-09", "cancelled"),
        ("2031-06-12", "expected"),
    ]


def test_a_clause_with_that_keeps_its_day(brief: Make) -> None:
    made = brief(("2031-05-07", "The flood that killed nine people in Harsk on 10 March will cost Tarn millions."))
    assert [(str(t.start), t.status) for t in made.timeline] == [("2031-03-10", "happened")]


def test_a_participle_at_the_head_gives_the_deed_no_day(brief: Make) -> None:
    made = brief(("2031-05-07", "Accused of fraud in 2019, Marek resigned as mayor of Tarn."))
    assert not made.timeline


@pytest.mark.parametrize(
    "text",
    [
        "The union called on the Orlan ministers to meet in June.",
        "The opposition in Harsk called for an inquiry in June.",
        "Residents of Tarn demanded a vote in June.",
        "Any changes to the Harsk fares are unlikely in June.",
        "The Orlan minister is unlikely to visit Tarn in June.",
        "A vote in Harsk in June is unlikely.",
        "Premier Ilse Marek is not expected to resign in June.",
        "The Harsk council has no plans to sell the port in June.",
    ],
)
def test_what_is_asked_for_or_unlikely_is_not_expected(brief: Make, text: str) -> None:
    assert on(brief(("2031-03-04", text)), "2031-06-10") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The council of Harsk may sell the port in June.", "possible"),
        ("The Orlan minister is likely to visit Tarn in June.", "expected"),
    ],
)
def test_what_may_be_or_is_likely_stays_on_the_timeline(brief: Make, text: str, status: str) -> None:
    assert [entry.status for entry in on(brief(("2031-03-04", text)), "2031-06-10")] == [status]


def test_what_was_asked_for_on_a_day_was_asked_on_it(brief: Make) -> None:
    (entry,) = on(brief(("2031-03-08", "Lina Voss asked for more time on Tuesday.")), "2031-03-04")
    assert entry.status == "happened"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("The Harsk council meeting planned for 14 May was postponed indefinitely.", "postponed"),
        ("The concert in Tarn on 14 May was postponed, no new date was given.", "postponed"),
        ("The Harsk council meeting planned for 14 May was called off.", "cancelled"),
    ],
)
def test_what_was_put_off_to_no_day_was_postponed(brief: Make, text: str, step: str) -> None:
    (entry,) = on(brief(("2031-05-04", text)), "2031-05-14")
    assert (entry.status, entry.history[-1].step) == ("cancelled", step)
