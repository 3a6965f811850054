"""The ledger of an event: who announced, confirmed, doubted or put it off, and on what day."""

from collections.abc import Callable
from datetime import date

from tellings.model.brief import Brief, TimelineEntry
from tellings.story.ledger import state_at

Make = Callable[..., Brief]
PLAN = "Velmark’s ambassador to Orlan told reporters on Monday that the two presidents would meet in Harsk on March 18."


def on(brief: Brief, day: str) -> TimelineEntry:
    (entry,) = [t for t in brief.timeline if t.start and t.start <= date.fromisoformat(day) <= (t.end or t.start)]
    return entry


def steps(entry: TimelineEntry) -> list[tuple[str, str, str | None]]:
    return [(f"{step.as_of}", step.step, step.by) for step in entry.history]


def test_an_office_announces_on_the_day_the_words_give(brief: Make) -> None:
    made = brief(("2031-03-11", PLAN))
    assert steps(on(made, "2031-03-18")) == [("2031-03-10", "announced", "Velmark’s ambassador to Orlan")]


def test_a_pronoun_confirms_the_plan_told_before_it(brief: Make) -> None:
    made = brief(("2031-03-11", f"{PLAN} President Tovan Brul confirmed it himself at a dinner in Tarn."))
    assert steps(on(made, "2031-03-18"))[1:] == [("2031-03-11", "confirmed", "Tovan Brul")]


def test_who_has_nothing_to_say_of_the_trip_does_not_confirm_it(brief: Make) -> None:
    words = "Asked about the meeting on Tuesday, a spokesman for the Orlan Ministry said: “I have nothing to offer.”"
    made = brief(("2031-03-12", f"{PLAN} {words}"))
    (_, withheld) = on(made, "2031-03-18").history
    assert (withheld.step, withheld.status, withheld.by) == (
        "not_confirmed", "expected", "a spokesman for the Orlan Ministry",
    )  # fmt: skip


def test_declining_to_comment_on_another_thing_is_no_step(brief: Make) -> None:
    made = brief(("2031-03-11", f"{PLAN} The Orlan Ministry declined to comment on the fire at the mill."))
    assert [step.step for step in on(made, "2031-03-18").history] == ["announced"]


def test_the_same_news_again_is_no_step(brief: Make) -> None:
    made = brief(
        ("2031-03-11", PLAN),
        ("2031-03-12", "President Tovan Brul and Premier Ilse Marek are expected to meet in Harsk on March 18."),
        ("2031-03-13", "The two presidents will meet in Harsk on March 18."),
    )
    entries = [t for t in made.timeline if t.start == date(2031, 3, 18)]
    assert all(len(entry.history) == 1 for entry in entries)


def test_a_confirmation_without_a_day_joins_the_plan_of_another_report(brief: Make) -> None:
    made = brief(
        ("2031-03-11", "President Tovan Brul heads to Harsk on March 18 for the Tarn Alliance summit."),
        ("2031-03-14", "Velmark confirmed on Thursday that Tovan Brul will attend the Tarn Alliance summit in Harsk."),
    )
    assert steps(on(made, "2031-03-18"))[1:] == [("2031-03-13", "confirmed", "Velmark")]


def test_what_is_expected_never_happened_by_itself(brief: Make) -> None:
    made = brief(
        ("2031-03-11", "Tovan Brul and Ilse Marek are expected to meet in Harsk on March 18."),
        ("2031-03-25", "Tovan Brul and Ilse Marek were expected to meet in Harsk on March 18."),
    )
    assert on(made, "2031-03-18").status == "expected"


def test_the_state_of_a_day_is_its_last_step(brief: Make) -> None:
    made = brief(
        ("2031-03-11", PLAN),
        ("2031-03-19", "The two presidents met in Harsk on March 18."),
    )
    entry = on(made, "2031-03-18")
    before, then, after = (state_at(entry, date(2031, 3, day)) for day in (9, 12, 20))
    assert before is None
    assert then is not None
    assert after is not None
    assert (then.step, after.step) == ("announced", "happened")


def test_a_moved_plan_is_tied_to_its_new_days(brief: Make) -> None:
    made = brief(
        ("2031-03-11", "Premier Ilse Marek will meet President Tovan Brul in Harsk on March 18."),
        ("2031-03-15", "Premier Ilse Marek will now meet President Tovan Brul in Orvene on March 20."),
    )
    old, new = on(made, "2031-03-18"), on(made, "2031-03-20")
    assert (old.moved_to, new.moved_from) == (new.id, old.id)
    assert [step.step for step in old.history] == ["expected", "postponed"]


def test_what_is_confirmed_in_a_clause_is_not_the_plan_before(brief: Make) -> None:
    text = "The library of Harsk will reopen on Saturday. Orlan confirmed this afternoon that the mayor had left Tarn."
    made = brief(("2031-03-13", text))
    assert [step.step for step in on(made, "2031-03-15").history] == ["expected"]
