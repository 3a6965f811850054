"""Drafts whose clauses are told by different sentences of the reports, and what of them must not pass."""

from datetime import date

import pytest

from tellings import flow
from tellings.model.check import CheckedSentence
from tellings.model.document import Document, Published
from tellings.ports import RulesOnly

REPORT = """Velmark calls off its regatta

Velmark cancelled its Spring Regatta on Friday after the dam burst. The regatta had been planned for 23 March.

The Harsk Dam, built in 1961, burst in April 2031, killing 84 people. In July 2031, a fault caused a bridge to close.

Ilse Marek, 58, leads the Tarn Water Board. Marek said the board would pay for 84,500 sandbags. Marek praised the crews.

“People here want bread, not speeches,” said Joren Brul, a spokesman for the Tarn Water Board. “It was shameful.”

This is how a river dies

“This is how a river dies,” said Ilse Marek.

Rescuers are looking for nine missing people in Velmark, the district office said. The seat of the board is in Orlan.

The mayor has been denied a seat on the board. The council dismissed her with a warning that she could be called back.

On Monday, Joren Brul said that the bridge had been repaired. Brul visited the market at 10:05 a.m. on 6 May 2031.
"""


def check(text: str) -> CheckedSentence:
    """The verdict on a draft of one sentence against the one report."""
    day = Published(date(2031, 8, 8), date(2031, 8, 8), "metadata")
    report = Document("d0", "courier.txt", REPORT, outlet="Courier", published=day)
    reports = flow.read_documents([report], RulesOnly())
    drafts = flow.read_documents([Document("draft", "draft.txt", text)], RulesOnly())
    (checked,) = flow.check_against(drafts, reports)[0]
    return checked


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The regatta, which had been planned for 23 March, was cancelled.", id="a clause with its own day"
        ),
        pytest.param("The Harsk Dam burst in April, and Ilse Marek praised the crews.", id="two sentences joined"),
        pytest.param("Ilse Marek, 58, praised the crews.", id="the years of a person"),
        pytest.param("The board would pay for more than 84,000 sandbags, Marek said.", id="a rounder figure"),
        pytest.param("More than 80 people were killed when the Harsk Dam burst.", id="a rounder figure of people"),
        pytest.param("A fault caused a bridge to close in 2031.", id="a day that opens the sentence"),
        pytest.param("Brul visited the market at 10:05 a.m.", id="a clock without its day"),
        pytest.param("Ilse Marek, who heads the Tarn Water Board, praised the crews.", id="a role told as a deed"),
        pytest.param("“It was shameful,” the Tarn Water Board said.", id="the words of the body by its spokesman"),
        pytest.param("Nine people are still missing in Velmark.", id="a number as a word"),
        pytest.param("Orlan is the seat of the board.", id="what a seat is, and where"),
    ],
)
def test_clauses_told_apart_are_supported(text: str) -> None:
    checked = check(text)

    assert checked.verdict == "supported", checked.why


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The regatta, which had been planned for 25 March, was cancelled.", id="another day in the clause"
        ),
        pytest.param("The dam, which had been planned for 23 March, was cancelled.", id="the clause of another noun"),
        pytest.param("Ilse Marek, 59, praised the crews.", id="other years"),
        pytest.param("Joren Brul, 58, visited the market.", id="the years of another"),
        pytest.param("More than 48 people were killed when the Harsk Dam burst.", id="digits turned round"),
        pytest.param("The board would pay for more than 85,400 sandbags, Marek said.", id="a figure as round"),
        pytest.param("Joren Brul said that he and Marek praised the crews.", id="cut in the middle of a phrase"),
        pytest.param("Brul visited the market at 10:50 a.m.", id="another clock"),
        pytest.param("Ilse Marek, who heads the Harsk Council, praised the crews.", id="another body in the clause"),
        pytest.param("“It was shameful,” the Harsk Council said.", id="the words of another body"),
        pytest.param("Rescuers are looking for seven missing people in Velmark.", id="another number as a word"),
        pytest.param("Harsk is the seat of the board.", id="another seat"),
        pytest.param("“This is how a river dies,” said Joren Brul.", id="words that stand in a headline as well"),
        pytest.param("People do not want bread.", id="the denial of the other side"),
        pytest.param("The board paid for 84,500 sandbags, Marek said.", id="what is still to be paid"),
        pytest.param("On Monday the bridge was repaired.", id="the day of the saying"),
        pytest.param("Velmark cancelled its Spring Regatta and praised the crews.", id="the subject of the first"),
    ],
)
def test_a_wrong_clause_is_caught(text: str) -> None:
    checked = check(text)

    assert checked.verdict in ("contradicted", "unsupported"), checked.why


def test_denials_of_two_things_are_no_accusation() -> None:
    checked = check("The mayor did not get the seat on the board that she had asked for.")

    assert checked.verdict != "contradicted", checked.why
