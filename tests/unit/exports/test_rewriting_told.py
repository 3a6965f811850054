"""What a reader of a brief learns of its rephrasing, in every format."""

import json
from dataclasses import replace

import jsonschema
import pytest

from tellings.exports.as_html import to_html
from tellings.exports.as_json import to_json
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_schema import to_schema
from tellings.exports.as_terminal import to_terminal, to_text
from tellings.model.brief import Briefing
from tellings.model.rewriting import Kept, Rephrasing, Rewriting
from tests import harbour
from tests.unit.exports.test_same_content import plain


def briefing() -> Briefing:
    before = harbour.briefing()
    [brief] = before.stories
    first, second = brief.summary
    summary = (
        replace(first, rephrasing=Rephrasing("rephrased", "On Monday the ferry …", None, "rephrased by tiny")),
        replace(second, rephrasing=Rephrasing("kept", "", "no_answer", "the endpoint answered 503")),
    )
    rewriting = Rewriting("tiny", 1, (Kept("no_answer", 1),), ("the endpoint answered 503",))
    return replace(before, stories=(replace(brief, summary=summary, rewriting=rewriting),))


@pytest.mark.parametrize("export", [to_html, to_markdown, to_text, to_terminal])
def test_every_format_tells_how_much_was_rephrased_and_why_the_rest_was_not(export: object) -> None:
    assert callable(export)
    shown = export(briefing(), harbour.DOCUMENTS)

    told = plain(shown)
    assert "1 of 2 statements rephrased by" in told
    assert "1 kept as printed: 1 without an answer. The endpoint answered 503." in told
    assert "ran aground off Orlen on Monday. (rephrased)" in told
    assert "broke an arm. (rephrased)" not in told


def test_nothing_is_told_where_nobody_was_asked() -> None:
    for export in (to_html, to_markdown, to_text):
        assert "rephrased" not in export(harbour.briefing(), harbour.DOCUMENTS)


def test_json_has_it_line_by_line() -> None:
    told = json.loads(to_json(briefing()))
    jsonschema.validate(told, json.loads(to_schema("brief")))
    [story] = told["stories"]

    assert [line["rephrasing"]["outcome"] for line in story["summary"]] == ["rephrased", "kept"]
    assert story["rewriting"]["kept"] == [{"because": "no_answer", "statements": 1}]
