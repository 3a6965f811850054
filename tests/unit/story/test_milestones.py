"""The days that matter in a long story, and the sentences that tell them best."""

from collections.abc import Callable
from datetime import date

import pytest

from tellings.flow import brief_story
from tellings.model.brief import Brief
from tellings.model.reading import Reading
from tellings.model.story import Anchor, Copy, Story, Told
from tellings.story.milestones import LONG, find_milestones
from tellings.story.resolve import resolve_times

Read = Callable[..., tuple[Reading, ...]]
BURST = "The old dam above Harsk burst on March 3 and flooded the lower town."
REPORTS = (
    ("2031-03-03", BURST),
    ("2031-03-04", f"Soldiers searched the lower town of Harsk for people. {BURST}"),
    (
        "2031-03-09",
        "The dam above Harsk burst on March 3 after weeks of rain. The army built a bridge across the Tarn on March 7.",
    ),
    ("2031-03-20", "Engineers had looked at the dam above Harsk on March 1. It burst on March 3."),
)


def tell(readings: tuple[Reading, ...], *copies: Copy) -> Told:
    anchors = tuple(Anchor(r.document.id, r.document.published) for r in readings)
    story = Story("s0", "A story", tuple(r.document.id for r in readings))
    return Told(story, readings, copies, anchors, resolve_times(readings, anchors), ())


def test_the_day_that_most_reports_tell_of_comes_first(read: Read) -> None:
    (milestone,) = find_milestones(tell(read(*REPORTS)), days=1)
    assert (milestone.day, milestone.reports) == (date(2031, 3, 3), 4)


def test_days_stand_in_order_with_the_words_that_name_them(read: Read) -> None:
    found = find_milestones(tell(read(*REPORTS)), days=3, heads=False)
    assert [m.day.day for m in found] == [1, 3, 7]
    assert [m.evidence[0].text for m in found][2] == "The army built a bridge across the Tarn on March 7."
    assert all("burst" in place.text for place in found[1].evidence)


def test_no_sentence_repeats_another(read: Read) -> None:
    (milestone,) = find_milestones(tell(read(*REPORTS)), days=1, lines=5)
    assert len({place.text for place in milestone.evidence}) == len(milestone.evidence)
    assert sum("flooded the lower town" in place.text for place in milestone.evidence) == 1


def test_only_the_days_asked_for_count(read: Read) -> None:
    found = find_milestones(tell(read(*REPORTS)), days=5, first=date(2031, 3, 4), last=date(2031, 3, 8))
    assert [m.day.day for m in found] == [7]


def test_a_copy_has_no_say(read: Read) -> None:
    (milestone,) = find_milestones(tell(read(*REPORTS), Copy("d1", "d0", 1.0)), days=1)
    assert milestone.reports == 3
    assert "d1" not in {place.doc for place in milestone.evidence}


@pytest.mark.parametrize("count", [3, LONG])
def test_only_a_long_story_has_milestones(read: Read, count: int) -> None:
    days = [f"2031-04-{number + 1:02}" for number in range(count)]
    readings = read(
        *((day, f"Report {day} of the river. {BURST} A clerk of ward {day} counted boats.") for day in days)
    )
    told = tell(readings)
    brief: Brief = brief_story(told.story, readings)
    assert bool(find_milestones(told, days=1))
    assert all(m.reports >= 3 for m in brief.milestones)
    if count < LONG:
        assert brief.milestones == ()
