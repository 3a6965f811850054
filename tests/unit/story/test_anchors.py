"""When each report was written. 5 March 2031 is a Wednesday; every place and person is invented."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from tellings.model.document import Published
from tellings.model.reading import Reading
from tellings.story.anchors import infer_anchors

Read = Callable[..., tuple[Reading, ...]]


def days(readings: Sequence[Reading]) -> list[tuple[str, str, str]]:
    """Basis, first and last day of each report."""
    published = [anchor.published for anchor in infer_anchors(readings)]
    return [(p.basis, str(p.earliest or ""), str(p.latest or "")) for p in published]


def test_a_date_given_beside_the_text_is_kept(read: Read) -> None:
    assert days(read(("2031-03-05", "Ferry talks\n\nThe envoy left on Tuesday."))) == [
        ("metadata", "2031-03-05", "2031-03-05")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "March 5, 2031 GMT",
        "Published: 5 March 2031, 10:30",
        "Wednesday, March 5, 2031",
        "By Ada Voss March 5, 2031",
        "Updated 2031-03-05T08:00",
    ],
)
def test_a_date_line_states_the_day(read: Read, line: str) -> None:
    text = f"Ferry talks open in Tarn\n\n{line}\n\nThe envoy of Orland opened the ferry talks in the harbour hall."

    (anchor,) = infer_anchors(read(("", text)))

    assert (anchor.published.basis, str(anchor.published.earliest)) == ("stated", "2031-03-05")
    assert anchor.published.evidence[0].text in line


def test_an_edition_line_at_the_end_states_the_day(read: Read) -> None:
    body = "The envoy of Orland opened the ferry talks in the harbour hall. " * 3
    assert days(read(("", f"Ferry talks open\n\n{body}\n\n(Tarn Daily 07/15/2030 page1)"))) == [
        ("stated", "2030-07-15", "2030-07-15")
    ]


@pytest.mark.parametrize(
    "line",
    ["Copyright 5 March 2031 Tarn Post", "The guild was founded on March 5, 2001, and thrives.", "(c) March 5, 2031"],
)
def test_a_date_of_something_else_is_not_the_reports(read: Read, line: str) -> None:
    text = f"Ferry talks open in Tarn\n\n{line}\n\nThe envoy of Orland opened the ferry talks in the harbour hall."

    assert days(read(("", text))) == [("unknown", "", "")]


def test_a_placeholder_beside_the_text_is_distrusted_and_says_why(read: Read) -> None:
    (anchor,) = infer_anchors(read(("1970-01-01", "Ferry talks\n\nThe envoy spoke.")))

    assert anchor.published.basis == "unknown"
    assert "1970-01-01" in anchor.published.why


def test_a_date_before_what_the_report_tells_as_past_is_distrusted(read: Read) -> None:
    (anchor,) = infer_anchors(read(("2029-01-01", "Ferry talks\n\nThe mill burned on 4 March 2031 and was lost.")))

    assert anchor.published.basis == "unknown"
    assert "2031-03-04" in anchor.published.why


def test_the_address_tells_the_day_where_nothing_else_does(read: Read) -> None:
    (reading,) = read(("", "Ferry talks\n\nThe envoy spoke of tea."))
    document = replace(reading.document, url="https://post.example/world/2031/03/05/ferry.html")

    (found,) = days([replace(reading, document=document)])

    assert found == ("metadata", "2031-03-05", "2031-03-05")


SUMMIT = (
    "2031-03-11",
    "Bel to meet Dorn at the harbour summit in Ost\n\n"
    "President Ana Bel will meet Rolf Dorn at the harbour summit in Ost on March 13.\n\n"
    "Orland confirmed on Monday that Bel will start her trip to Tarn on Wednesday.",
)


def test_next_week_is_told_by_the_date_another_report_gives(read: Read) -> None:
    early = (
        "Bel and Dorn plan to meet\n\n"
        "President Ana Bel and Rolf Dorn are due to meet next week at the harbour summit in Ost.\n\n"
        "Orland's envoy said on Wednesday that both would sit down at the harbour summit on March 13.\n\n"
        "The drills off Tarn ended on Tuesday."
    )

    found = days(read(SUMMIT, ("", early)))[1]

    assert found == ("inferred", "2031-03-05", "2031-03-06")


def test_a_weekday_ahead_is_told_by_the_date_another_report_gives(read: Read) -> None:
    late = (
        "Bel visits Tarn before the summit\n\n"
        "President Ana Bel left Orland on Wednesday for her trip to Tarn.\n\n"
        "On Thursday, Bel and Dorn are expected to meet at the harbour summit in Ost."
    )

    basis, first, last = days(read(SUMMIT, ("", late)))[1]

    assert basis == "inferred"
    assert date.fromisoformat(first) <= date(2031, 3, 12) <= date.fromisoformat(last)
    assert (date.fromisoformat(last) - date.fromisoformat(first)).days <= 2


def test_a_dateline_without_its_year_takes_the_year_of_the_story(read: Read) -> None:
    wire = "Talks go on\n\nTARN, March 5 (Post Agency) - The envoy of Orland opened the harbour talks on Wednesday."

    assert days(read(SUMMIT, ("", wire)))[1] == ("inferred", "2031-03-05", "2031-03-06")


def test_what_is_inferred_shows_its_reasons(read: Read) -> None:
    text = (
        "President Ana Bel left Orland on Wednesday for her trip to Tarn. On Thursday, Bel is expected to meet Dorn at"
        " the harbour summit in Ost."
    )
    _, anchor = infer_anchors(read(SUMMIT, ("", f"Bel visits Tarn\n\n{text}")))

    assert {e.text for e in anchor.published.evidence} & {"Wednesday", "Thursday"}
    assert "2031-03-13" in anchor.published.why


@pytest.mark.parametrize(
    "text",
    [
        "Old mills of Tarn\n\nThe mills were built in 1890 and closed in 1950. Copyright 2016.",
        "A recipe for tea\n\nBoil water and wait.",
        "On the weather\n\nIt rained on Monday and will rain on Friday.",
    ],
)
def test_where_nothing_tells_the_day_it_stays_unknown(read: Read, text: str) -> None:
    assert days(read(("", text))) == [("unknown", "", "")]


def test_the_order_of_reports_changes_nothing(read: Read) -> None:
    other = (
        "",
        "Bel and Dorn\n\nBel and Dorn are due to meet next week at the harbour summit in Ost on March 13.",
    )
    readings = read(SUMMIT, other)

    there = {a.doc: a.published for a in infer_anchors(readings)}
    back = {a.doc: a.published for a in infer_anchors(readings[::-1])}

    assert there == back


def test_a_date_line_is_found_at_any_length(read: Read) -> None:
    text = "Ferry talks\n\nMarch 5, 2031\n\n" + "The envoy spoke of tea and harbours. " * 3000

    assert days(read(("", text))) == [("stated", "2031-03-05", "2031-03-05")]


def test_published_of_the_document_is_untouched(read: Read) -> None:
    readings = read(("", "Ferry talks\n\nMarch 5, 2031\n\nThe envoy spoke."))
    infer_anchors(readings)

    assert readings[0].document.published == Published()
