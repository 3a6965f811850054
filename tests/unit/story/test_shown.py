"""What stands in a line of the timeline, and what is off its old day."""

from collections.abc import Callable
from datetime import date

import pytest

from tellings.model.brief import Brief

Make = Callable[..., Brief]


def lines(brief: Brief) -> list[str]:
    return [entry.what for entry in brief.timeline]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Any changes in the toll are unlikely before the harbour reform is finished early next year.",
            "… the harbour reform is finished early next year",
        ),
        ("No ship will sail until the pier is rebuilt in June.", "… the pier is rebuilt in June"),
        ("Marek will resign after the party is founded in June.", "… the party is founded in June"),
        ("No deal is likely when the envoys met in June.", "… the envoys met in June"),
        ("The bridge will be opened when the envoys are received in June.", None),
        ("The trip comes ahead of a June congress of the Orlan party.", "… a June congress of the Orlan party"),
        (
            "Orlan has not been the same since the 2021 launch of the Lake and River Initiative.",
            "… the 2021 launch of the Lake and River Initiative",
        ),
        ("Ilse Marek must kick off the party congress in mid-June.", "… the party congress in mid-June"),
    ],
)
def test_a_line_shows_what_its_date_belongs_to(brief: Make, text: str, line: str | None) -> None:
    made = brief(("2031-05-03", text))
    assert (line or text.rstrip(".")) in lines(made)


def test_of_a_relative_clause_only_what_it_is_of_is_shown(brief: Make) -> None:
    text = (
        "In a statement on Friday the council blamed a sudden mechanical failure for the fall of the pier, which was "
        "built in 1981."
    )
    made = brief(("2031-05-05", text))
    [old] = [entry.what for entry in made.timeline if entry.start == date(1981, 1, 1)]
    assert old.startswith("… the pier, which was built in 1981")


def test_what_dates_itself_beside_what_happened_is_told_whole(brief: Make) -> None:
    made = brief(("2031-05-03", "Two people died when a bus was overturned by the wind on Friday."))
    assert lines(made) == ["Two people died when a bus was overturned by the wind on Friday"]


def test_a_line_begins_with_its_subject(brief: Make) -> None:
    text = "Marek left Orlan on Thursday for talks in Tarn, and will then attend the Lake Summit in Velmark on 20 May."
    made = brief(("2031-05-03", text))
    assert [e.what for e in made.timeline if e.start == date(2031, 5, 20)] == [text.rstrip(".")]


def test_a_line_does_not_end_with_whose_words_it_is(brief: Make) -> None:
    made = brief(
        ("2031-05-03", "The council holds a vote on 9 May, the premier’s envoy, Tovan Brul, told reporters in Harsk.")
    )
    assert lines(made) == ["The council holds a vote on 9 May (the premier’s envoy, Tovan Brul)"]


OLD = "Premier Ilse Marek is to meet President Tovan Brul in Harsk on 8 May."


@pytest.mark.parametrize(
    "text",
    [
        "The meeting was moved to a day not named.",
        "The meeting was postponed indefinitely.",
        "The meeting was shifted to a later date.",
    ],
)
def test_what_is_moved_to_no_day_is_off_its_old_one(brief: Make, text: str) -> None:
    plan = "The meeting of Premier Ilse Marek and President Tovan Brul was to be held in Harsk on 8 May."
    (entry,) = brief(("2031-05-03", f"{plan} {text}")).timeline
    assert (entry.start, entry.status, entry.history[-1].step) == (date(2031, 5, 8), "cancelled", "postponed")


def test_a_later_report_moves_a_plan_to_no_day(brief: Make) -> None:
    made = brief(
        ("2031-05-02", OLD),
        ("2031-05-04", "The meeting of Premier Ilse Marek and President Tovan Brul was moved to a later date."),
    )
    (entry,) = made.timeline
    assert (entry.start, entry.status, entry.history[-1].step) == (date(2031, 5, 8), "cancelled", "postponed")


def test_who_is_moved_elsewhere_is_no_plan(brief: Make) -> None:
    made = brief(("2031-05-03", "The minister who was to speak on 14 May was moved to another post."))
    assert [entry.status for entry in made.timeline] == ["expected"]


def test_a_plan_that_was_to_begin_is_pushed_back(brief: Make) -> None:
    made = brief(("2031-05-03", "The trial that was to begin on 12 May was pushed back to an unnamed day."))
    (entry,) = made.timeline
    assert (entry.start, entry.status, entry.history[-1].step) == (date(2031, 5, 12), "cancelled", "postponed")


def test_what_was_moved_from_one_day_to_another_stands_on_both(brief: Make) -> None:
    made = brief(
        ("2031-05-01", "Premier Ilse Marek will visit Tarn on 8 May."),
        ("2031-05-03", "The visit of Premier Ilse Marek to Tarn was moved from 8 to 9 May."),
    )
    told = [(entry.start, entry.end, entry.status) for entry in made.timeline]
    assert told == [
        (date(2031, 5, 8), date(2031, 5, 8), "cancelled"),
        (date(2031, 5, 9), date(2031, 5, 9), "expected"),
    ]
    assert [step.step for step in made.timeline[0].history] == ["expected", "postponed"]


def test_a_weekday_left_is_none_where_its_week_is_not_known(brief: Make) -> None:
    made = brief(("2031-05-03", "The vote of the Harsk council was moved from Monday to Tuesday."))
    assert [(entry.start, entry.status) for entry in made.timeline] == [(date(2031, 5, 6), "expected")]


def test_a_confirmed_trip_is_no_confirmation_of_a_meeting(brief: Make) -> None:
    made = brief(
        (
            "2031-05-03",
            "Premier Ilse Marek is expected to meet President Tovan Brul at the Lake Summit in Velmark on 15 May.",
        ),
        (
            "2031-05-04",
            "Orlan confirmed on Saturday that Marek will start a trip to Tarn and Velmark on Wednesday, and will then "
            "attend the Lake Summit in Velmark.",
        ),
    )
    meeting = next(e for e in made.timeline if e.start == date(2031, 5, 15))
    trip = next(e for e in made.timeline if e.start == date(2031, 5, 7))
    assert "confirmed" not in {step.step for step in meeting.history}
    assert [step.step for step in trip.history] == ["confirmed"]


def test_a_line_goes_on_to_the_end_of_its_clause(brief: Make) -> None:
    text = "Relations have been cool since September, when Orlan began to hold back water under what it calls its rule."
    made = brief(("2031-03-05", text))
    assert [e.what for e in made.timeline if e.start == date(2030, 9, 1)] == [
        "… since September, when Orlan began to hold back water under what it calls its rule"
    ]
