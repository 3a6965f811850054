import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.furniture import Sites, find_furniture
from tellings.find.layout import find_layout
from tellings.find.sentences import split_sentences
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture
from tellings.model.span import Span


def split(text: str, *furniture: tuple[int, int]) -> list[str]:
    doc = Document("d1", "page.txt", text)
    blocks = (Block(Span(0, len(text)), "paragraph"),)
    marked = tuple(Furniture(Span(*span), "test") for span in furniture)
    return [text[s.span.start : s.span.end] for s in split_sentences(doc, blocks, marked)]


@pytest.mark.parametrize(
    "marked",
    [
        "The ferry sank. | Nobody drowned.",
        "Mr. Poe met Sen. Bel and Lt. Col. Roe in St. Ost. | They ate.",
        "Then-Rep. Jan Roe met former Sens. Bel and Poe.",
        "Mila N. Orse and J. K. Roe met. | They ate.",
        "He met Ilva D. Dorn Jr. | The talks failed.",
        "Boats sail to the U.S. | In May, one sank.",
        "But who came? | The U.S. | U.S. envoys came.",
        "The U.N. Security Council met at 5 p.m. Thursday.",
        "It sank at 5 p.m. | Police came.",
        "It sank at 5 a.m. GMT on Sept. 15-16 near No. 3 pier.",
        "It sank in Sept. | The crew swam.",
        "Fares rose 2.5 percent to $1.50. | They fell.",
        "Tide Inc. was sold to Port Co. | The price was low.",
        "OSTLAND, Fla. — Can you feel it?",
        "He waited ... and left.",
        "He waited ... | It was late.",
        "Now, I believe... | So do I.",
        "“We own the pier. | We stay put,” Dorn said.",
        '"We own the pier. | We stay put," Dorn said.',
        "“How can you sink a ferry?” Roe said.",
        "“Who sank it?” the minister asked.",
        "“Who sank it?” | Nobody knew.",
        "He said: “It sank.” | Then he left.",
        "He said it sank.” | Then he left.",
        "(It sank.) | Nobody drowned.",
        "It sank (at 5 a.m.) in Ost. | Nobody drowned.",
        "It sank.[1] | Nobody drowned.",
        "It sank.|Nobody drowned.",
        "See www.tide.Example or tide.Com for more.",
        "The node.Js library is e.g. Fast.",
        "Roe v. Poe was decided. | Roe won.",
        "1. The ferry sank.",
        "港が閉じた。|船は来ない。",
        "जहाज डूब गया। | कोई नहीं मरा।",
        "â\x80\x9cIt sank.â\x80\x9d | â\x80\x9cNobody drowned,â\x80\x9d Roe said.",
        "â€œIt sank.â€\x9d | â€œNobody drowned,â€\x9d Roe said.",
        "A heading without a stop",
    ],
)
def test_sentences(marked: str) -> None:
    parts = [part.strip() for part in marked.split("|")]

    assert split("".join(marked.split("|")).replace("  ", " ")) == parts


def test_sentences_leave_furniture_out() -> None:
    assert split("It sank. Get the app! Nobody drowned.", (9, 21)) == ["It sank.", "Nobody drowned."]


def test_furniture_glued_to_a_sentence_cuts_it() -> None:
    assert split("Share Tweet The ferry sank.", (0, 11)) == ["The ferry sank."]


def test_sentences_do_not_cross_blocks() -> None:
    text = "A heading\nthe rest of it"
    doc = Document("d1", "page.txt", text)
    blocks = (Block(Span(0, 9), "heading"), Block(Span(10, 24), "paragraph"))

    assert [(s.span.start, s.span.end, s.block) for s in split_sentences(doc, blocks, ())] == [(0, 9, 0), (10, 24, 1)]


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(codec="utf-8"), max_size=40),
            st.sampled_from(["BEL: ", "U.S. ", "? ", '"', "Read more\n"]),
            st.sampled_from(
                ["Mr. Roe said. ", "\n\n", "“Yes,” ", "... ", "Share Tweet Email ", "Get our newsletter. "]
            ),
        ),
        min_size=1,
    ).map("".join)
)
def test_sentences_and_furniture_hold_every_word_once(text: str) -> None:
    if not text.strip():
        return
    doc = Document("d1", "page.txt", text)
    blocks = find_layout(doc)
    furniture = find_furniture(doc, blocks, Sites())
    sentences = split_sentences(doc, blocks, furniture)
    spans = sorted([piece.span for piece in furniture] + [sentence.span for sentence in sentences])

    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)
    for sentence in sentences:
        block = blocks[sentence.block]
        assert block.span.start <= sentence.span.start
        assert sentence.span.end <= block.span.end
        words = text[sentence.span.start : sentence.span.end]
        assert words == words.strip()
    held = sum(sum(map(str.isalnum, text[span.start : span.end])) for span in spans)
    assert held >= sum(sum(map(str.isalnum, text[block.span.start : block.span.end])) for block in blocks)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1_000_000,
        "He said. " * 100_000,
        ". " * 500_000,
        '!"' * 300_000,
        "a." * 500_000,
        "2. " * 200_000,
        "“" * 10_000,
    ],
)
def test_noise_is_split_in_time_that_grows_with_its_length(text: str) -> None:
    begun = time.process_time()
    split(text.strip())

    assert time.process_time() - begun < 10
