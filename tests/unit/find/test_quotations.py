"""Quotations by their parts: content, cue, source and head. What is found at all is spelled out in tests/spec."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.find.quotations import find_quotations
from tellings.find.sentences import split_sentences
from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Block, EntityKind, Furniture, Mention, Quotation
from tellings.model.span import Span
from tellings.ports import RulesOnly

NAMES: tuple[tuple[str, EntityKind], ...] = (
    ("Ana Bel", "person"),
    ("Rolf Maas", "person"),
    ("Tarn", "place"),
    ("Sorland", "place"),
    ("Institute of Tides", "organisation"),
)


def find(text: str, *, kind: str = "paragraph", furniture: tuple[Furniture, ...] = ()) -> tuple[Quotation, ...]:
    """The quotations of a text whose lines are paragraphs and whose names are those above."""
    doc = Document("d1", "test", text)
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(at, at + len(line)), "paragraph"))
        at += len(line) + 1
    mentions = []
    for name, name_kind in NAMES:
        start = text.find(name)
        while start >= 0:
            mentions.append(Mention(Span(start, start + len(name)), name_kind))
            start = text.find(name, start + 1)
    sentences = split_sentences(doc, tuple(blocks), furniture)
    ordered = tuple(sorted(mentions, key=lambda m: m.span))
    return find_quotations(doc, tuple(blocks), furniture, sentences, ordered, ())


def parts(text: str, quotation: Quotation) -> tuple[list[str], list[str], list[str], str | None]:
    def cut(spans: tuple[Span, ...]) -> list[str]:
        return [text[s.start : s.end] for s in spans]

    head = quotation.speaker
    return (
        cut(quotation.content),
        cut(quotation.cue),
        cut(quotation.source),
        text[head.start : head.end] if head else None,
    )


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "head"),
    [
        (
            "“We are late,” said Ana Bel, a pilot at the Institute of Tides and a former diver.",
            ["We are late,"],
            ["said"],
            ["Ana Bel, a pilot at the Institute of Tides and a former diver"],
            "Ana Bel",
        ),
        (
            "Sorland Harbour Minister Rolf Maas said in Tarn: “We are late.”",
            ["We are late."],
            ["said"],
            ["Sorland Harbour Minister Rolf Maas"],
            "Rolf Maas",
        ),
        (
            "The minister, Rolf Maas, said that the port was shut.",
            ["the port was shut"],
            ["said"],
            ["The minister, Rolf Maas"],
            "Rolf Maas",
        ),
        (
            "A spokesman for Rolf Maas said the port was shut.",
            ["the port was shut"],
            ["said"],
            ["A spokesman for Rolf Maas"],
            "A spokesman for Rolf Maas",
        ),
        (
            "“We are late,” Ana Bel said on Monday, “and tired.”",
            ["We are late,", "and tired."],
            ["said"],
            ["Ana Bel"],
            "Ana Bel",
        ),
        (
            "The port was shut, according to officials in Tarn.",
            ["The port was shut"],
            ["according to"],
            ["officials in Tarn"],
            "officials in Tarn",
        ),
        (
            "Said Ana Bel: “We are late.”",
            ["We are late."],
            ["Said"],
            ["Ana Bel"],
            "Ana Bel",
        ),
        (
            "On Monday, two officials who asked not to be named told reporters the port was shut.",
            ["the port was shut"],
            ["told"],
            ["two officials who asked not to be named"],
            "two officials",
        ),
    ],
)
def test_parts(text: str, content: list[str], cue: list[str], source: list[str], head: str) -> None:
    (quotation,) = find(text)

    assert parts(text, quotation) == (content, cue, source, head)


def test_a_second_verb_keeps_the_subject() -> None:
    text = "Ana Bel said the port was shut and added that “nobody came”."
    first, second = find(text)

    assert parts(text, first) == (["the port was shut"], ["said"], ["Ana Bel"], "Ana Bel")
    assert parts(text, second)[0] == ["nobody came"]
    assert parts(text, second)[3] == "Ana Bel"


def test_another_subject_ends_the_content() -> None:
    text = "Ana Bel said the port was shut, and Rolf Maas said it was “wide open”."
    first, second = find(text)

    assert parts(text, first)[0] == ["the port was shut"]
    assert parts(text, second) == (["it was “wide open”"], ["said"], ["Rolf Maas"], "Rolf Maas")


@pytest.mark.parametrize(
    "text",
    [
        "The report by Ana Bel was late.",
        "Ana Bel was told that the port was shut.",
        "Ana Bel is said to own the port.",
        "The claims of the Institute of Tides were old.",
        "Ana Bel did not say that the port was shut.",
        "Ana Bel declined to say whether the port was shut.",
        "The port was shut.",
    ],
)
def test_what_is_no_attribution(text: str) -> None:
    assert find(text) == ()


def test_words_nobody_is_named_for_stay_nobody_s() -> None:
    (quotation,) = find("It was a long night. “Nobody came to the harbour that night.” The lamps went out.")

    assert quotation.kind == "direct"
    assert quotation.speaker is None
    assert quotation.why


def test_furniture_is_not_quoted() -> None:
    text = "“We are late,” Ana Bel said. “Sign up for our letter,” Rolf Maas said."
    start = text.index("“Sign")
    found = find(text, furniture=(Furniture(Span(start, len(text)), "a newsletter plug"),))

    assert [parts(text, q)[0] for q in found] == [["We are late,"]]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Bel said “" * 3_000,
        "said " * 50_000,
        "Ana Bel, " * 10_000 + "said the port was shut.",
        "“" * 10_000 + "x" + "”" * 10_000 + " Ana Bel said.",
        "x" * 1_000_000,
        "(" * 20_000 + "Ana Bel) said",
    ],
    ids=["open quotes", "one verb", "names", "nested", "one word", "parentheses"],
)
def test_time_grows_with_the_text(text: str) -> None:
    begun = time.process_time()
    find(text)

    assert time.process_time() - begun < 8


_PIECES = st.sampled_from(
    "“|”|\"|'|,|.|:|?|\n| |(|)|—|Ana Bel|Rolf Maas|Tarn|said|told|that|and|"
    "he|according to|a pilot|the|adding|called|who|"
    "on Monday|reporters|of|as|“free”".split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=40).map(" ".join))
def test_every_span_lies_in_the_text_and_scare_quotes_are_nobody_s(text: str) -> None:
    if not text.strip():
        return
    for quotation in find(text):
        assert all(s.end <= len(text) for s in (*quotation.content, *quotation.cue, *quotation.source))
        assert list(quotation.content) == sorted(quotation.content)
        if quotation.speaker:
            assert any(s.start <= quotation.speaker.start and quotation.speaker.end <= s.end for s in quotation.source)


def test_quoted_paragraphs_go_on_though_somebody_speaks_after_them() -> None:
    text = (
        "A bridge fell\n\nAna Marek was there all day and saw it.\n\n"
        "Mayor Silvio Harsk said it was late. ‘So many hopes are gone,’ he added.\n\n"
        "‘The young people were resting when it came down. They all ran away.\n\n"
        "‘This is a place for families and for old friends.’ Mr Harsk said work had been carried out.\n"
    )
    doc = Document("d1", "d1", text)
    (reading,) = read_documents([doc], RulesOnly())
    said = next(q for q in reading.quotations if q.kind == "direct")
    assert [text[s.start : s.end].split()[0] for s in said.content] == ["So", "The", "This"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("While Ana Bel said the gate was safe, Sorland has shut its own.", "the gate was safe"),
        ("In what Ana Bel called “a night full of omens”, the bells fell silent.", "a night full of omens"),
        (
            "Ana Bel said the gate of Tarn would stay shut, while Sorland will open its own.",
            "the gate of Tarn would stay shut",
        ),
        ("Nobody there shares her name, and, Ana Bel said, few share her temper.", "few share her temper"),
    ],
)
def test_words_end_where_the_report_goes_on(text: str, words: str) -> None:
    (found,) = find(text)
    assert [text[s.start : s.end] for s in found.content] == [words]


def test_a_name_that_is_a_month_speaks_behind_quoted_words() -> None:
    text = "Ana Bel left.\n“We will all row next year from here,” said March. “It costs little.”"
    assert [text[q.source[0].start : q.source[0].end] for q in find(text) if q.source] == ["March"]


def test_a_source_in_passing_is_not_the_start_of_the_words() -> None:
    text = "The Institute of Tides adds that according to Ana Bel, the gate of Tarn will be shut on Friday."
    assert "Ana Bel" in [text[q.source[0].start : q.source[0].end] for q in find(text)]


def test_a_turn_that_sounds_like_a_farewell_is_read_in_no_time() -> None:
    turns = ["BEL: What did you see at the bridge?", f"MAAS: And that was {'unaccountably ' * 12}that. Thank you."]
    begun = time.process_time()
    read_documents([Document("d1", "test", "\n\n".join(turns * 3))], RulesOnly())

    assert time.process_time() - begun < 5
