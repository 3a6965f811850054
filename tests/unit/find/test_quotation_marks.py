"""Quotation marks paired, whatever the style or the damage."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.quotation_marks import Quoted, find_quoted
from tellings.model.reading import Block, Furniture
from tellings.model.span import Span


def paragraphs(text: str) -> tuple[Block, ...]:
    """Every line that holds something as a paragraph."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(at, at + len(line)), "paragraph"))
        at += len(line) + 1
    return tuple(blocks)


def words(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quoted(text, paragraphs(text), ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“One,” she said. “Two.”", ["One,", "Two."]),
        ('"One," she said. "Two."', ["One,", "Two."]),
        ("«One», she said.", ["One"]),
        ("‘One,’ she said of the dockers’ union.", ["One,"]),
        ("‘The dockers’ union is out,’ she said.", ["The dockers’ union is out,"]),
        ("'One two,' she said. It's the pilots' boat.", ["One two,"]),
        ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,"]),
        ("“Outer “inner” outer.”", ["Outer “inner” outer."]),
        (
            "“More ships from Sorland ” now that it is open,” she said.",
            ["More ships from Sorland ” now that it is open,"],
        ),
        ("“It is late,“ she said. “We go.”", ["It is late,", "We go."]),
        ("We are late,” she said.", ["We are late,"]),
        ("Bel said: We are late.”", ["We are late."]),
        ('A 12" pipe and a 6" pipe.', []),
        ("The '90s and rock 'n' roll were the pilots' time.", []),
        ("â\x80\x9cOneâ\x80\x9d she said.", ["One"]),
        ("``One'' she said.", ["One"]),
        ("", []),
    ],
)
def test_pairs(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_paragraph_without_closing_mark_goes_on_in_the_next_that_opens() -> None:
    text = "Bel said: “One.\n“Two,” she said."
    first, second = find_quoted(text, paragraphs(text), ())

    assert first.open_ended
    assert second.resumed
    assert words(text) == ["One.", "Two,"]


def test_words_left_open_run_to_a_closing_mark_that_opens_nothing() -> None:
    text = "Bel said: “One.\nTwo.\nThree.”\nFour."

    assert words(text) == ["One.", "Two.", "Three."]


def test_a_mark_that_nothing_closes_ends_before_the_cue() -> None:
    assert words("“We are late, she said.\nNobody came.") == ["We are late,"]


def test_marks_in_furniture_are_no_marks() -> None:
    text = "“One,” she said. “Sign up” Then “two.”"
    start = text.index("“Sign")
    furniture = (Furniture(Span(start, start + len("“Sign up”")), "a sign-up box"),)

    assert [text[q.start : q.end] for q in find_quoted(text, paragraphs(text), furniture)] == ["One,", "two."]


@pytest.mark.parametrize(
    "text",
    [
        "“" * 10_000 + "x" + "”" * 10_000,
        "“a " * 10_000,
        "'a " * 100_000,
        '"' * 50_000,
        "’a ‘" * 30_000,
        ("x “" + "\n") * 5_000,
    ],
    ids=["nested", "never closed", "single openers", "only marks", "closers first", "open paragraphs"],
)
def test_time_grows_with_the_text(text: str) -> None:
    begun = time.process_time()
    find_quoted(text, paragraphs(text), ())

    assert time.process_time() - begun < 3


@given(st.text(alphabet="ab. ,:s\n\"'“”‘’«»„—", max_size=60))
def test_stretches_lie_apart_inside_their_blocks(text: str) -> None:
    blocks = paragraphs(text)
    found: tuple[Quoted, ...] = find_quoted(text, blocks, ())
    at = 0
    for q in found:
        block = blocks[q.block].span

        assert at <= q.outer <= q.start < q.end <= q.ender
        assert block.start <= q.outer
        assert q.ender <= block.end
        at = q.ender
