"""Dates that several reports tie to one thing."""

from collections.abc import Callable

from tellings.flow import tell_story
from tellings.model.brief import Finding
from tellings.model.reading import Reading
from tellings.model.story import Story
from tellings.story.align import weigh_stems
from tellings.story.shared_days import compare_shared_days, lay_days, overlapping

Read = Callable[..., tuple[Reading, ...]]


def days_of(readings: tuple[Reading, ...]) -> tuple[Finding, ...]:
    told = tell_story(Story("s", "s", tuple(r.document.id for r in readings)), readings)
    return compare_shared_days(told, weigh_stems(told))


def test_one_day_told_in_other_words_agrees(read: Read) -> None:
    found = days_of(
        read(
            ("2031-03-04", "The ferry Ostra of Harsk transferred 600 tonnes of oil to a tanker on February 19."),
            ("2031-03-05", "A ferry, the Ostra, is held. Pictures of a Feb. 19 rendezvous with a tanker show it."),
        )
    )
    assert [f.verdict for f in found] == ["agree"]
    assert {t.value for t in found[0].tellings} == {"2031-02-19"}
    assert found[0].origins == 2
    assert "2 reports" in found[0].why


def test_a_month_and_a_day_in_it_are_compatible(read: Read) -> None:
    (found,) = days_of(
        read(
            ("2031-03-04", "The first offer of Velmark for the yard, made on 6 January, was refused."),
            ("2031-03-05", "Velmark has raised its first offer for the yard, made in January, by a third."),
        )
    )
    assert found.verdict == "compatible"
    assert {t.value for t in found.tellings} == {"2031-01-06", "2031-01-01/2031-01-31"}


def test_a_day_on_which_different_things_happened_is_not_one_thing(read: Read) -> None:
    found = days_of(
        read(
            ("2031-03-04", "Snow closed the passes of Tarn on 19 February."),
            ("2031-03-05", "A court in Orlan freed the editor of a weekly on 19 February."),
        )
    )
    assert found == ()


def test_dates_of_one_report_or_of_other_days_are_no_pair(read: Read) -> None:
    readings = read(
        ("2031-03-04", "The court of Orlan met on 3 February. The court of Orlan met again on 3 February."),
        ("2031-03-05", "The court of Orlan met on 5 February."),
    )
    told = tell_story(Story("s", "s", tuple(r.document.id for r in readings)), readings)
    assert overlapping(lay_days(told)) == []
