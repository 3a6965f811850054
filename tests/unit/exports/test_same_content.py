"""The same content in every format: each line of a briefing stands in all of them."""

import html
import json
import re
from collections.abc import Iterator

import pytest

from tellings.exports.as_html import to_html
from tellings.exports.as_json import to_json
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_text
from tellings.exports.characters import show_line
from tellings.model.brief import Brief, Briefing
from tellings.ports import Exporter
from tests import harbour

FORMATS = {"html": to_html, "md": to_markdown, "json": to_json, "txt": to_text}


def lines_of(brief: Brief) -> Iterator[str]:
    """Every statement, entry, quotation, variant, telling, reason, role and report of a brief."""
    yield brief.title
    yield from (statement.text for statement in brief.summary)
    yield from (entry.what for entry in brief.timeline)
    for utterance in brief.quotations:
        yield utterance.text
        yield from (variant.text for variant in utterance.variants)
        yield from (name for name in (utterance.speaker_name, utterance.role) if name)
    for finding in brief.findings:
        yield from (telling.text for telling in finding.tellings)
        if finding.verdict != "single":
            yield finding.why
    for actor in brief.entities:
        yield actor.name
        yield from (role.text for role in actor.roles)
    yield from (doc.location for doc in brief.documents)


def plain(shown: str) -> str:
    """What a reader reads: markup, escapes and the breaks of lines taken away."""
    shown = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", "", shown, flags=re.DOTALL)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", html.unescape(shown)).split())


@pytest.mark.parametrize("name", FORMATS)
def test_every_line_stands_in_every_format(name: str) -> None:
    briefing = harbour.briefing()
    export: Exporter = FORMATS[name]
    shown = plain(export(briefing, harbour.DOCUMENTS))

    lines = [show_line(line) for brief in briefing.stories for line in lines_of(brief)]
    assert len(lines) > 25
    assert [line for line in lines if line not in shown] == []
    assert [s.reason for s in briefing.skipped if s.reason not in shown] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_line_that_is_taken_away_is_missed(name: str) -> None:
    # The test above must be able to fail.
    shown = plain(FORMATS[name](Briefing(harbour.briefing().generator, (), ()), ()))

    assert [line for line in lines_of(harbour.briefing().stories[0]) if show_line(line) in shown] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_on_every_run(name: str) -> None:
    export = FORMATS[name]
    first = export(harbour.briefing(), harbour.DOCUMENTS)
    assert export(harbour.briefing(), tuple(reversed(harbour.DOCUMENTS))) == first
    assert first.endswith("\n")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_the_news_comes_before_the_sources(name: str) -> None:
    shown = plain(FORMATS[name](harbour.briefing(), harbour.DOCUMENTS)).casefold()
    # The page names its sections once more in its navigation: what counts is where each is told.
    marks = ["ran aground off orlen on monday.", "the ferry is towed", "the aldis runs aground", "212 is not about 240",
             "both name orlen", "“nobody was in danger at any moment”", "“miracle”", "reports/courier.txt"]  # fmt: skip
    places = [shown.index(mark) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("name", FORMATS)
def test_several_stories_are_all_told(name: str) -> None:
    one = harbour.briefing()
    two = Briefing(one.generator, one.stories * 2, one.skipped)
    shown = FORMATS[name](two, harbour.DOCUMENTS)
    if name == "json":
        assert len(json.loads(shown)["stories"]) == 2
    else:
        assert "2 stories" in shown.casefold()
        assert plain(shown).count("212 is not about 240") == 2


@pytest.mark.parametrize("name", ["html", "md", "txt"])
def test_an_empty_briefing_says_so(name: str) -> None:
    empty = Briefing(harbour.briefing().generator, (), harbour.briefing().skipped)
    shown = plain(FORMATS[name](empty, ()))
    assert "No report could be read, so there is nothing to tell." in shown
    assert "reports/empty.txt" in shown
