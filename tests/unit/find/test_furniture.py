import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.furniture import Sites, find_furniture, survey_sites
from tellings.find.layout import find_layout
from tellings.model.document import Document

RESIDUE = Path(__file__).parents[4] / "shared/data/residue/article_extraction_benchmark.jsonl.gz"
BODIES = [
    "President Ilva Dorn signed the treaty on Monday, her office said after a meeting in Port Sel.",
    "Captains in Ost threatened to strike on Tuesday unless their hours were cut by a third, they said.",
    "The bridge over the Sel was closed for a week after a lorry hit one of its piers, police said.",
]


def page(body: str, *lines: str, outlet: str = "The Tide") -> Document:
    text = "\n\n".join([f"News of {body[:20]}", body, *lines])
    return Document(f"d{abs(hash(text))}", "page.txt", text, outlet=outlet)


def marked(doc: Document, sites: Sites) -> list[str]:
    return [doc.text[f.span.start : f.span.end] for f in find_furniture(doc, find_layout(doc), sites)]


def test_a_short_line_that_two_pages_of_an_outlet_share_is_furniture() -> None:
    docs = [page(body, "Tide gold members sail on") for body in BODIES[:2]]

    assert marked(docs[0], survey_sites(docs)) == ["Tide gold members sail on"]


def test_a_line_of_another_outlet_counts_for_nothing() -> None:
    docs = [page(BODIES[0], "Gold members sail on"), page(BODIES[1], "Gold members sail on", outlet="The Gull")]

    assert marked(docs[0], survey_sites(docs)) == []


def test_pages_that_carry_the_same_report_share_no_furniture() -> None:
    heading = "What the captains want"
    docs = [page(BODIES[0], BODIES[1], heading), page(BODIES[0], BODIES[1], heading, "Coda")]

    assert marked(docs[0], survey_sites(docs)) == []


def test_background_that_reports_repeat_inside_is_no_furniture() -> None:
    background = "Marland and Ostria have quarrelled over ferries since the war of the two harbours ended in 2019."
    filler = [f"Sentence {name} says something that only this page has, and ends with a stop." for name in "abcdefgh"]
    docs = [
        page(body, *(f"{body[:9]} {line}" for line in filler[:4]), background, *filler[4:7], body[::-1])
        for body in BODIES
    ]

    assert not any(background in marked(doc, survey_sites(docs)) for doc in docs)


def test_a_long_caption_that_comes_back_at_once_is_furniture_once() -> None:
    caption = "Ferries wait in the harbour of Port Sel while captains talk on the quay about their hours"
    doc = page(BODIES[0], caption, caption, BODIES[1])

    assert marked(doc, Sites()) == [caption]


def test_each_piece_says_why() -> None:
    notice = "(c) 2031 The Tide. All rights reserved."
    doc = page(BODIES[0], "Share Tweet Email", "Get our newsletter in your inbox.", notice)

    assert [piece.why for piece in find_furniture(doc, find_layout(doc), Sites())] == [
        "labels of the page's controls",
        "appeal to the reader",
        "copyright",
    ]


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.booleans())
def test_furniture_of_any_text_stands_in_order_without_overlap(text: str, twice: bool) -> None:
    text = text * 2 if twice else text
    if not text.strip():
        return
    doc = Document("d1", "page.txt", text, outlet="x")
    found = find_furniture(doc, find_layout(doc), survey_sites([doc, doc]))

    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    for piece in found:
        words = text[piece.span.start : piece.span.end]
        assert words
        assert words == words.strip()


@pytest.mark.parametrize(
    "text",
    [
        "word " * 500_000,
        "Get our newsletter. " * 20_000,
        "Share " * 200_000,
        "<span>" * 100_000,
        "(" * 300_000,
        "Read more\n" * 20_000,
        "3 hours ago\n" * 20_000,
    ],
)
def test_noise_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    doc = Document("d1", "page.txt", text)
    begun = time.process_time()
    find_furniture(doc, find_layout(doc), survey_sites([doc]))

    assert time.process_time() - begun < 15


@pytest.mark.skipif(not RESIDUE.exists(), reason="the residue data is not beside this checkout")
def test_masking_raises_each_tools_figures() -> None:
    from bench.residue import measure

    for tool, pairs in measure(RESIDUE).items():
        before = [sum(pair[0][i] for pair in pairs) / len(pairs) for i in range(3)]
        after = [sum(pair[1][i] for pair in pairs) / len(pairs) for i in range(3)]
        assert after[2] > before[2], tool
        assert before[1] - after[1] <= 0.01, tool
