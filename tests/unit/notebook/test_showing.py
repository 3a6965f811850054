"""What a notebook shows: the brief, and nothing that acts."""

import html
import re
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import pytest
from IPython.core.interactiveshell import InteractiveShell

import tellings
from tellings import app, flow
from tellings.exports.records import record_check
from tellings.model.check import CheckedSentence
from tellings.model.document import Document
from tellings.model.story import Story
from tellings.notebook.formatters import register
from tellings.notebook.showing import mark_brief, show_brief, show_check, show_reading, show_story
from tellings.ports import RulesOnly
from tests.attacks import ATTACKS, briefing
from tests.unit.notebook.conftest import EXAMPLES

HOSTILE, HOSTILE_DOCUMENT = briefing()
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@pytest.fixture(scope="module")
def shell() -> InteractiveShell:
    """An IPython shell that knows the types."""
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    register(shell)
    return shell


def as_html(shell: InteractiveShell, value: Any) -> str:
    """What a frontend would be sent for the value."""
    return formats(shell, value)["text/html"]


def formats(shell: InteractiveShell, value: Any) -> dict[str, str]:
    """All of it, by the kind of text."""
    assert shell.display_formatter is not None
    data: dict[str, str] = shell.display_formatter.format(value)[0]  # type: ignore[no-untyped-call]
    return data


def hostile_fragments() -> dict[str, str]:
    """Everything that can be shown, made of attacks."""
    briefed = tellings.Briefed(HOSTILE, (HOSTILE_DOCUMENT,))
    text = "\n\n".join(ATTACKS)
    found = tellings.read([], recogniser=RulesOnly())
    (reading,) = _read(HOSTILE_DOCUMENT)
    sentence = CheckedSentence(0, len(ATTACKS[0]), ATTACKS[0], "opinion", ATTACKS[1], ())
    return {
        "brief": briefed._repr_html_(),
        "reading": show_reading(reading),
        "readings": app.ReadReports((reading, reading), found.skipped)._repr_html_(),
        "story": show_story(Story("s1", text, ATTACKS)),
        "grouped": app.Grouped((Story("s1", text, ("d1",)),), (HOSTILE_DOCUMENT,), ())._repr_html_(),
        "check": show_check(record_check(HOSTILE_DOCUMENT, (sentence,), (HOSTILE_DOCUMENT,), ())),
        "findings": briefed.findings._repr_html_(),
        "quotations": briefed.quotations._repr_html_(),
        "timeline": briefed.timeline._repr_html_(),
    }


def _read(document: Document) -> tuple[tellings.Reading, ...]:
    return flow.read_documents([document], RulesOnly())


FRAGMENTS = hostile_fragments()


@pytest.mark.parametrize("name", FRAGMENTS)
def test_nothing_in_a_fragment_acts(name: str) -> None:
    tree = lxml.html.fragment_fromstring(FRAGMENTS[name], create_parent="div")
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    attributes = {attribute for element in tree.iter() for attribute in element.attrib}

    assert tags <= {
        "div", "style", "h3", "h4", "p", "ul", "ol", "li", "span", "b", "br", "code", "table", "thead", "tbody", "tr",
        "th", "td", "details", "summary", "mark",
    }  # fmt: skip
    assert attributes <= {"class", "scope", "title"}
    assert not UNSEEN.search(FRAGMENTS[name])
    assert "49" not in "".join(tree.itertext()), "a template was run"


@pytest.mark.parametrize("name", FRAGMENTS)
def test_the_style_is_ours_alone(name: str) -> None:
    tree = lxml.html.fragment_fromstring(FRAGMENTS[name], create_parent="div")
    styles = {element.text for element in tree.iter("style")}

    assert len(styles) == 1
    assert "url(" not in "".join(filter(None, styles))


def test_a_page_is_framed_so_that_nothing_of_it_runs() -> None:
    page = tellings.Briefed(HOSTILE, (HOSTILE_DOCUMENT,)).page()
    (frame,) = lxml.html.fragments_fromstring(page._repr_html_())

    assert frame.tag == "iframe"
    assert frame.get("sandbox") == ""
    assert set(frame.attrib) == {"sandbox", "srcdoc", "width", "height"}
    assert frame.get("srcdoc").startswith("<!doctype html>") or frame.get("srcdoc").startswith("<!DOCTYPE html>")


def test_a_brief_tells_what_matters(briefed: tellings.Briefed) -> None:
    shown = html.unescape(re.sub(r"<[^>]+>", " ", briefed._repr_html_()))
    brief = briefed.briefing.stories[0]

    assert brief.title in shown
    assert "Conflict" in shown or "Updated" in shown
    assert brief.summary[0].text in shown
    assert len(briefed._repr_html_()) < 60_000
    assert briefed._repr_markdown_() == tellings.render(briefed, "md")


def test_a_reading_marks_who_is_quoted() -> None:
    found = tellings.read(EXAMPLES / "harsk_dam" / "04_threewater_transcript.txt", model=False)
    shown = found._repr_html_()
    tree = lxml.html.fragment_fromstring(shown)
    text = "".join(tree.xpath(".//div[@class='text']")[0].itertext())

    assert text == found.readings[0].document.text
    assert tree.xpath(".//mark[@title='Iska Thorne']")


def test_ipython_shows_the_types_and_they_do_not_know(shell: InteractiveShell, briefed: tellings.Briefed) -> None:
    brief = briefed.briefing.stories[0]
    grouped = tellings.group(EXAMPLES / "unrelated", model=False)
    found = tellings.read(EXAMPLES / "unrelated", model=False)

    assert as_html(shell, brief) == show_brief(brief)
    assert formats(shell, brief)["text/markdown"] == mark_brief(brief)
    assert as_html(shell, grouped.stories[0]) == show_story(grouped.stories[0])
    assert as_html(shell, found.readings[0]) == show_reading(found.readings[0])
    assert "comet" in as_html(shell, grouped)
    assert "tram" in as_html(shell, found)
    assert not hasattr(brief, "_repr_html_")


def test_a_checked_draft_is_shown(shell: InteractiveShell, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Lurovia sent 900 pumping trucks to Tolvash.", encoding="utf-8")
    checked = app.check(draft, [EXAMPLES / "harsk_dam" / "06_ledger_analysis.txt"], model=False)

    assert "Contradicted" in as_html(shell, checked)


def test_of_very_many_the_first_are_shown() -> None:
    stories = tuple(Story(f"s{n}", f"Story {n}", ("d1",)) for n in range(25))
    shown = app.Grouped(stories, (), ())._repr_html_()

    assert shown.count("<h3>") == 20
    assert shown.endswith("<p>and 5 more stories</p>")
