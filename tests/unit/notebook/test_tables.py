"""Tables: every row points at words that stand there, and pandas gets them as they are."""

import sys

import pytest

import tellings
from tellings.errors import MissingPart
from tellings.notebook.fragment import SHOWN
from tellings.notebook.tables import Table
from tests.attacks import briefing

NAMES = ("findings", "quotations", "timeline")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_points_at_words_of_a_report(briefed: tellings.Briefed, name: str) -> None:
    table: Table = getattr(briefed, name)
    texts = {document.id: document.text for document in briefed.documents}

    assert len(table) > 20
    for row in table:
        assert row["story"] == briefed.briefing.stories[0].id
        assert texts[row["doc"]][row["from"] : row["to"]].strip()
        assert row["outlet"]


def test_nothing_of_the_brief_is_missing(briefed: tellings.Briefed) -> None:
    brief = briefed.briefing.stories[0]

    assert {row["id"] for row in briefed.findings} == {finding.id for finding in brief.findings}
    assert len(briefed.findings) == sum(len(finding.tellings) for finding in brief.findings)
    assert {row["id"] for row in briefed.quotations} == {said.id for said in brief.quotations}
    assert [row["id"] for row in briefed.timeline] != []
    assert {row["id"] for row in briefed.timeline} == {entry.id for entry in brief.timeline}


def test_pandas_gets_days_as_days(briefed: tellings.Briefed) -> None:
    frame = briefed.timeline.to_dataframe()
    march = frame[(frame["start"] >= "2025-03-01") & (frame["end"] < "2025-04-01")]

    assert len(frame) == len(briefed.timeline)
    assert 0 < len(march) < len(frame)
    assert frame["published"].dtype.kind == "M"
    assert briefed.findings.to_dataframe().groupby("verdict")["id"].nunique()["agree"] >= 1
    assert "Lem Orsik" in set(briefed.quotations.to_dataframe()["speaker"])


def test_days_that_pandas_cannot_hold_are_left_open() -> None:
    table = Table("timeline", ("start", "what"), (("0001-01-01", "long ago"), (None, "undated")))

    assert len(table.to_dataframe()) == 2


def test_without_pandas_the_message_names_the_extra(briefed: tellings.Briefed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingPart, match=r"tellings\[notebook\]"):
        briefed.findings.to_dataframe()


def test_a_table_shows_its_first_rows_and_says_how_many_there_are(briefed: tellings.Briefed) -> None:
    shown = briefed.findings._repr_html_()

    assert shown.count("<tr>") == SHOWN + 1
    assert f"{len(briefed.findings)} rows of findings, the first {SHOWN} shown" in shown


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_a_hostile_brief_are_made(name: str) -> None:
    made, document = briefing()
    table: Table = getattr(tellings.Briefed(made, (document,)), name)

    assert len(table.to_dataframe()) == len(table) > 10
