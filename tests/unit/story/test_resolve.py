from collections.abc import Callable
from datetime import date

from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.model.story import Anchor
from tellings.story.resolve import resolve_times

Read = Callable[..., tuple[Reading, ...]]


def resolved(reading: Reading, first: date | None, last: date | None) -> dict[str, str]:
    """What each time expression means to a report written between two days."""
    published = Published(first, last, "inferred", why="test") if first else Published()
    times = resolve_times([reading], [Anchor("d0", published)])
    text = reading.document.text
    return {text[t.span.start : t.span.end]: f"{t.period.start}..{t.period.end}" if t.period else "open" for t in times}


def test_every_expression_has_an_answer_in_order(read: Read) -> None:
    (reading,) = read(("2031-03-05", "It rained on Monday, every day, and in 2029."))
    times = resolve_times([reading], [Anchor("d0", reading.document.published)])

    assert [t.span for t in times] == [t.span for t in reading.times]
    assert [t.period is None for t in times] == [False, True, False]


def test_days_that_agree_over_the_interval_are_kept(read: Read) -> None:
    (reading,) = read(("", "The envoy told reporters Wednesday that they would meet next week. It burned in February."))

    assert resolved(reading, date(2031, 3, 5), date(2031, 3, 6)) == {
        "Wednesday": "2031-03-05..2031-03-05",
        "next week": "2031-03-10..2031-03-16",
        "February": "2031-02-01..2031-02-28",
    }


def test_days_that_differ_by_few_are_covered_together(read: Read) -> None:
    (reading,) = read(("", "It burned yesterday."))

    assert resolved(reading, date(2031, 3, 5), date(2031, 3, 6)) == {"yesterday": "2031-03-04..2031-03-05"}


def test_days_that_are_far_apart_stay_open(read: Read) -> None:
    (reading,) = read(("", "It burned on Thursday. It began last month."))

    assert resolved(reading, date(2031, 3, 3), date(2031, 3, 21)) == {
        "Thursday": "open",
        "last month": "2031-02-01..2031-02-28",
    }


def test_a_clock_alone_is_of_the_reports_day_not_of_a_date_sentences_before(read: Read) -> None:
    (reading,) = read(("", "The mill burned on 1 March 2031. The envoy should be here at 5 p.m. today."))

    assert resolved(reading, date(2031, 3, 5), date(2031, 3, 5))["5 p.m. today"] == "2031-03-05..2031-03-05"


def test_a_report_without_an_anchor_is_read_as_of_no_day(read: Read) -> None:
    (reading,) = read(("", "It burned on Thursday, 1 March 2029, and again last week."))
    times = resolve_times([reading], [])

    assert [str(t.period.start) if t.period else "open" for t in times] == ["2029-03-01", "open"]
