"""What people decided, in every format: beside the line, in a section, and harmless whatever they typed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tellings.exports.as_html import to_html
from tellings.exports.as_json import to_json
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_text
from tellings.exports.reviewed import marks_of, say_marks
from tellings.model.brief import Brief, Briefing
from tellings.model.review import Reviewed
from tests import harbour

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
BRIEF = harbour.briefing().stories[0]
FORMATS = (to_html, to_markdown, to_text, to_json)
HOSTILE = '<img src=x onerror="alert(1)"> [x](javascript:1) \x1b[2J\u202e `code`'


def _reviewed(verb: str = "confirm", *, by: str = "Mara Ilk", note: str = "", **given: object) -> Reviewed:
    statement = BRIEF.summary[1]
    made = Reviewed(
        "r1", "summary", statement.id, verb, "", statement.text, "", "",  # type: ignore[arg-type]
        by, NOON, note, "stands", "", statement.evidence,
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def _tell(*reviews: Reviewed) -> tuple[Briefing, Brief]:
    brief = replace(BRIEF, reviews=reviews)
    return replace(harbour.briefing(), stories=(brief,)), brief


@pytest.mark.parametrize("write", FORMATS)
def test_every_format_says_who_decided_what_and_when(write: object) -> None:
    briefing, _ = _tell(_reviewed(note="as the clinic says"))
    told = " ".join(write(briefing, harbour.DOCUMENTS).split())  # type: ignore[operator]

    assert "Mara Ilk" in told
    assert "as the clinic says" in told
    assert "9 May 2031" in told or "2031-05-09T12:00:00Z" in told


def test_beside_a_line_stands_what_holds_alone() -> None:
    _, brief = _tell(
        _reviewed(), _reviewed("reject", state="superseded"), _reviewed(item=None, state="orphaned"),
        _reviewed("correct", by="Tovan Brul", field="text", was="Two broke an arm."),
    )  # fmt: skip

    assert say_marks(marks_of(brief), BRIEF.summary[1].id) == (
        "confirmed by Mara Ilk, 9 May 2031; text corrected by Tovan Brul, 9 May 2031 (before: Two broke an arm.)"
    )
    assert say_marks(marks_of(brief), BRIEF.summary[0].id) == ""


@pytest.mark.parametrize("write", FORMATS)
def test_what_was_rejected_or_is_not_found_is_told(write: object) -> None:
    briefing, _ = _tell(_reviewed("reject", item=None, state="orphaned", why="its words are in no line"))

    assert "its words are in no line" in " ".join(write(briefing, harbour.DOCUMENTS).split())  # type: ignore[operator]


def test_what_reviewers_type_does_nothing_but_show() -> None:
    briefing, _ = _tell(
        _reviewed("correct", by=HOSTILE, note=HOSTILE, text=HOSTILE, was=HOSTILE, now=HOSTILE, why=HOSTILE)
    )
    html, markdown, text, json = (write(briefing, harbour.DOCUMENTS) for write in FORMATS)

    assert "<img" not in html
    assert "<img" not in markdown.replace("\\<", "")
    assert "](javascript" not in markdown.replace("\\]", "")
    for told in (html, markdown, text, json):
        assert "\x1b" not in told
        assert "\u202e" not in told
