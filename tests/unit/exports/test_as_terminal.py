"""The terminal: 80 columns, no colour unless asked for, nothing a terminal would obey."""

import re
from dataclasses import replace

import pytest

from tellings.exports.as_html import to_html
from tellings.exports.as_markdown import to_markdown
from tellings.exports.as_terminal import to_terminal, to_text
from tellings.model.brief import Brief, Briefing, Finding
from tests import attacks, harbour


def test_no_line_is_wider_than_asked() -> None:
    for width in (40, 80, 100):
        shown = to_terminal(harbour.briefing(), harbour.DOCUMENTS, width=width)
        assert max(map(len, shown.splitlines())) <= width


def test_colour_only_when_asked_for() -> None:
    plain = to_terminal(harbour.briefing(), harbour.DOCUMENTS)
    coloured = to_terminal(harbour.briefing(), harbour.DOCUMENTS, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).split("\n"))
    assert bare == plain


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = to_terminal(harbour.briefing(), harbour.DOCUMENTS)
    for name, value in (("FORCE_COLOR", "1"), ("COLUMNS", "30"), ("TERM", "xterm-256color"), ("TTY_COMPATIBLE", "1")):
        monkeypatch.setenv(name, value)
    assert to_terminal(harbour.briefing(), harbour.DOCUMENTS) == plain


def test_a_terminal_finds_nothing_to_obey() -> None:
    briefing, doc = attacks.briefing()
    shown = to_text(briefing, [doc])
    assert [c for c in shown if not c.isprintable() and c != "\n"] == []
    assert "[red]rich markup[/red] :smiley:" in " ".join(shown.split())


def test_a_first_look_counts_what_it_leaves_out() -> None:
    one = harbour.briefing().stories[0]
    agree = next(f for f in one.findings if f.verdict == "agree")
    many = tuple(Finding(f"a{n}", f"point {n}", "place", "agree", 2, agree.tellings, f"Reason {n}.") for n in range(10))
    conflict = next(f for f in one.findings if f.verdict == "conflict")
    brief = Brief(
        one.id, one.title, one.as_of, one.documents, one.summary, one.timeline, one.entities, one.quotations,
        (*many, conflict), (),
    )  # fmt: skip
    briefing = Briefing(harbour.briefing().generator, (brief,), ())

    short = to_terminal(briefing, harbour.DOCUMENTS)
    assert conflict.why in short
    assert "point 3" in short
    assert "point 9" not in short
    assert "3 more that agree, are compatible or perhaps of one thing: -v shows all" in short
    assert "Reason 9." in to_text(briefing, harbour.DOCUMENTS)


def test_a_denial_stands_before_what_is_denied_in_bold() -> None:
    one = harbour.briefing().stories[0]
    denied = replace(one.quotations[1], kind="indirect", cue="denied", text="two passengers broke an arm")
    briefing = Briefing(harbour.briefing().generator, (replace(one, quotations=(denied,)),), ())

    assert "· denied: two passengers broke an arm" in to_terminal(briefing, harbour.DOCUMENTS)
    assert "\x1b[1;31mdenied: \x1b[0m" in to_terminal(briefing, harbour.DOCUMENTS, colour=True)
    assert "**denied:** two passengers broke an arm" in to_markdown(briefing, harbour.DOCUMENTS)
    assert '<span class="verb denial">denied:</span>' in to_html(briefing, harbour.DOCUMENTS)


def test_everything_is_given_with_the_places() -> None:
    shown = to_text(harbour.briefing(), harbour.DOCUMENTS)
    places = re.findall(r"(\d):(\d+)-(\d+)", shown)
    assert len(places) > 15
    assert all(int(end) <= len(harbour.DOCUMENTS[int(report) - 1].text) for report, _, end in places)
