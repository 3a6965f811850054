"""Markdown: words of reports stay words, references lead to the words they cite."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tellings.exports.as_markdown import escape, to_markdown
from tellings.exports.characters import show_line
from tests import attacks, harbour

COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read_back(markdown: str) -> str:
    """The text a renderer shows when the words are the only thing in a list item; fails when they are markup."""
    tokens = COMMONMARK.parse(f"- {markdown} end")
    assert [t.type for t in tokens if t.type != "inline"] == [
        "bullet_list_open", "list_item_open", "paragraph_open",
        "paragraph_close", "list_item_close", "bullet_list_close",
    ]  # fmt: skip
    [inline] = [t for t in tokens if t.type == "inline"]
    pieces = inline.children or []
    # The comment that keeps an address from becoming a link is the only markup there may be.
    assert {p.content for p in pieces if p.type == "html_inline"} <= {"<!-- -->"}
    assert {p.type for p in pieces} <= {"text", "text_special", "html_inline"}
    return "".join(p.content for p in pieces if p.type != "html_inline").removesuffix("end").strip()


@pytest.mark.parametrize("words", attacks.ATTACKS)
def test_words_of_reports_stay_words(words: str) -> None:
    assert read_back(escape(words)) == show_line(words)


@settings(deadline=None)  # on a busy machine one example may take long
@given(st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&;$^=:/\"' \tab1\nhttpw@"), max_size=30))
def test_any_words_stay_words(words: str) -> None:
    assert read_back(escape(words)) == show_line(words)


def test_each_reference_has_one_note_with_the_report_the_place_and_the_words() -> None:
    markdown = to_markdown(harbour.briefing(), harbour.DOCUMENTS)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", markdown))
    notes = re.findall(r"^\[\^(\d+)\]: \\\[(\d)\\\] .*, characters (\d+)–(\d+): “(.*)”$", markdown, re.MULTILINE)

    assert [number for number, *_ in notes] == sorted(used, key=int)
    for _, report, start, end, words in notes:
        document = harbour.DOCUMENTS[int(report) - 1]
        assert document.text[int(start) : int(end)] == words


def test_a_hostile_briefing_makes_no_link_image_or_element() -> None:
    briefing, doc = attacks.briefing()
    page = COMMONMARK.render(to_markdown(briefing, [doc]))
    elements = set(re.findall(r"<(\w+)", page))
    assert elements <= {"h1", "h2", "p", "ul", "ol", "li", "em", "strong"}
