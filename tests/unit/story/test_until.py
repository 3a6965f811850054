"""The state of a day: only what was published up to then counts."""

from collections.abc import Callable
from datetime import date

from tellings.flow import brief_story, group_readings, keep_until
from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.model.story import Anchor
from tellings.story import until

Read = Callable[..., tuple[Reading, ...]]
PLANNED = ("2031-03-11", "Premier Ilse Marek will meet President Tovan Brul of Velmark in Harsk on March 18.")
MET = ("2031-03-19", "Premier Ilse Marek met President Tovan Brul of Velmark in Harsk on March 18.")
UNDATED = ("", "Harsk swept its streets for Premier Ilse Marek and President Tovan Brul of Velmark.")


def test_what_a_later_report_tells_is_not_known_yet(read: Read) -> None:
    kept, left = keep_until(read(PLANNED, MET), date(2031, 3, 15))
    (story,) = group_readings(kept)
    (entry,) = brief_story(story, kept).timeline
    assert entry.status == "expected"
    assert [(out.location, out.reason) for out in left] == [
        ("1.txt", "it came out on 2031-03-19 or later, after 2031-03-15")
    ]


def test_on_the_day_itself_a_report_counts(read: Read) -> None:
    kept, left = keep_until(read(PLANNED, MET), date(2031, 3, 19))
    assert len(kept) == 2
    assert left == ()


def test_a_report_of_an_unknown_day_is_left_out_and_listed(read: Read) -> None:
    kept, left = keep_until(read(PLANNED, UNDATED), date(2031, 3, 19))
    assert [r.document.id for r in kept] == ["d0"]
    (out,) = left
    assert out.reason == "its publication date is not known: it may have come out after 2031-03-19"


def test_a_report_that_may_be_later_is_left_out(read: Read) -> None:
    readings = read(UNDATED)
    anchors = [Anchor("d0", Published(date(2031, 3, 14), date(2031, 3, 16), "inferred", why="test"))]
    assert until.keep_until(readings, anchors, date(2031, 3, 15))[0] == ()
    (kept,) = until.keep_until(readings, anchors, date(2031, 3, 16))[0]
    assert kept.document.published.latest == date(2031, 3, 16)
