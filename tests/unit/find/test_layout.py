import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.layout import find_layout
from tellings.model.document import Document


def document(text: str, title: str | None = None) -> Document:
    return Document("d1", "page.txt", text, title=title)


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, text[block.span.start : block.span.end]) for block in find_layout(document(text, title))]


def turns(text: str) -> list[tuple[str, str]]:
    return [
        (text[block.speaker.start : block.speaker.end], text[block.span.start : block.span.end])
        for block in find_layout(document(text))
        if block.speaker
    ]


LEAD = "President Ilva Dorn signed the treaty on Monday, her office said after a meeting in Port Sel of two hours."
MORE = "The minister stayed at home, a spokesman said, and would not speak to reporters until Friday."


def test_a_first_line_without_a_full_stop_is_the_title() -> None:
    assert kinds(f"Ferry treaty signed\n\n{LEAD}") == [("title", "Ferry treaty signed"), ("paragraph", LEAD)]


def test_a_first_sentence_is_no_title() -> None:
    assert kinds(f"{LEAD}\n\n{MORE}") == [("paragraph", LEAD), ("paragraph", MORE)]


def test_the_line_that_is_the_given_title_is_the_title() -> None:
    text = f"WORLD\n\nA long line above it that could be one\n\nFerry treaty signed\n\n{LEAD}"

    assert ("title", "Ferry treaty signed") in kinds(text, "Ferry Treaty Signed")


def test_a_short_lead_is_no_title_when_the_title_was_given_beside_the_text() -> None:
    assert kinds(f"The ferry sank.\n\n{LEAD}", "Ferry disaster in Marland")[0] == ("paragraph", "The ferry sank.")


def test_the_title_stands_under_a_menu() -> None:
    text = f"Sound and Talk\nPlay Live Radio\nNext Up:\n0:00 0:00\n\nA treaty ends nine years of quarrels\n\n{LEAD}"

    assert ("title", "A treaty ends nine years of quarrels") in kinds(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "By JANE ROE and TOM POE",
        "Additional reporting by Ana Bel",
        "(Reporting by Ana Bel; Editing by Tom Poe)",
        "— With assistance by Ana Bel",
        "Ana Bel in Port Sel and Tom Poe in Ost contributed to this report.",
        "The Associated Press contributed to this report.",
        "Jane Roe, Associated Press",
        "Reuters",
    ],
)
def test_a_byline(line: str) -> None:
    assert ("byline", line) in kinds(f"Ferry treaty signed\n\n{line}\n\n{LEAD}")


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the captains had gone home, and the harbour of Port Sel stood empty but for gulls.",
        "By signing the treaty, Dorn is opening a way for ferries that nobody had thought of before.",
        "Captains told Reuters",
    ],
)
def test_no_byline(line: str) -> None:
    assert ("byline", line) not in kinds(f"Ferry treaty signed\n\n{LEAD}\n\n{line}\n\n{MORE}")


@pytest.mark.parametrize(
    "line",
    ["September 13, 2031 GMT", "Updated: 2031-07-15 06:50", "Published 7:07 PM EST Nov 19, 2031", "19 November 2031"],
)
def test_a_line_that_is_a_date(line: str) -> None:
    assert ("dateline", line) in kinds(f"Ferry treaty signed\n\n{line}\n\n{LEAD}")


def test_a_sentence_that_holds_a_date_is_no_dateline() -> None:
    assert ("paragraph", "On May 3 they met.") in kinds(f"Ferry treaty signed\n\n{LEAD}\n\nOn May 3 they met.")


@pytest.mark.parametrize(
    "place", ["PORT SEL (AP) —", "OST, Marland —", "OST/PORT SEL, Aug. 3 (Reuters) -", "(Reuters) -"]
)
def test_the_place_before_the_first_sentence_is_a_block_of_its_own(place: str) -> None:
    assert kinds(f"Ferry treaty signed\n\n{place} {LEAD}")[1:] == [("dateline", place), ("paragraph", LEAD)]


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    assert kinds(f"Ferry treaty signed\n\n{LEAD}\n\nA long quarrel\n\n{MORE}")[2] == ("heading", "A long quarrel")


def test_each_line_is_a_block_whatever_ends_it() -> None:
    text = f"Ferry treaty signed\r\n{LEAD}\u2028{MORE}\r{LEAD[:-1]}!"

    assert [words for _, words in kinds(text)] == ["Ferry treaty signed", LEAD, MORE, f"{LEAD[:-1]}!"]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    words = (LEAD + " " + MORE + " ") * 4
    wrapped, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 64:
            wrapped.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "\n".join([*wrapped, line]) + "\n\n" + MORE

    assert [" ".join(words.split()) for _, words in kinds(text)][-2:] == [words.strip(), MORE]


def test_sentences_each_on_a_line_are_not_joined() -> None:
    text = "\n".join([LEAD, MORE] * 6)

    assert len(find_layout(document(text))) == 12


INTERVIEW = """A talk about ferries

BEL: Ilva Dorn is the president of Marland. Good morning.

ILVA DORN, PRESIDENT: Good morning, Ana.

BEL: Was it hard?

DORN: It was.

We talked for nine years, and then for two hours.

BEL: Thank you.
"""


def test_a_turn_is_what_stands_after_a_label() -> None:
    assert turns(INTERVIEW)[:2] == [
        ("BEL", "Ilva Dorn is the president of Marland. Good morning."),
        ("ILVA DORN, PRESIDENT", "Good morning, Ana."),
    ]


def test_a_turn_goes_on_over_paragraphs() -> None:
    assert turns(INTERVIEW)[3:5] == [("DORN", "It was."), ("DORN", "We talked for nine years, and then for two hours.")]


def test_a_transcript_on_one_line() -> None:
    assert turns(" ".join(INTERVIEW.split("\n\n")[1:])) == [
        *turns(INTERVIEW)[:3],
        ("DORN", "It was. We talked for nine years, and then for two hours."),
        ("BEL", "Thank you."),
    ]


def test_a_label_on_a_line_of_its_own() -> None:
    assert turns(INTERVIEW.replace("BEL: Ilva", "ANA BEL, HOST:\nIlva"))[0] == (
        "ANA BEL, HOST",
        "Ilva Dorn is the president of Marland. Good morning.",
    )


@pytest.mark.parametrize(
    "outro",
    [
        "Ana Bel is a host of the Morning Tide.",
        "Copyright © 2031 The Tide. All rights reserved.",
        "Transcript provided by The Tide.",
    ],
)
def test_what_stands_after_the_last_turn_is_nobodys(outro: str) -> None:
    assert turns(f"{INTERVIEW}\n{outro}\n") == turns(INTERVIEW)


def test_questions_and_answers() -> None:
    text = "A talk\n\nQ: Was it hard?\n\nA: It was.\n\nQ: For how long?\n\nA: Nine years.\n"

    assert turns(text) == [("Q", "Was it hard?"), ("A", "It was."), ("Q", "For how long?"), ("A", "Nine years.")]


def test_names_that_come_back_at_line_starts() -> None:
    text = "A talk\n\nAna Bel: Was it hard?\n\nIlva Dorn: It was.\n\nAna Bel: How long?\n\nIlva Dorn: Nine years.\n"

    assert [label for label, _ in turns(text)] == ["Ana Bel", "Ilva Dorn", "Ana Bel", "Ilva Dorn"]


@pytest.mark.parametrize(
    "text",
    [
        f"UPDATE: {LEAD}\n\nREAD MORE: {MORE}\n\nWATCH: {MORE}",
        f"FERRY OF THE YEAR: {LEAD}\n\nFERRY OF THE YEAR: {MORE}\n\nFERRY OF THE YEAR: {MORE}",
        f"Why it matters: {LEAD}\n\nDriving the news: {MORE}\n\nWhy it matters: {MORE}\n\nDriving the news: {LEAD}",
        f"Dorn: {LEAD}\n\n{MORE}",
    ],
)
def test_colons_that_make_no_transcript(text: str) -> None:
    assert turns(text) == []


def test_music_between_turns_is_nobodys() -> None:
    text = INTERVIEW.replace("BEL: Was", "(SOUNDBITE OF FERRY HORN)\n\nBEL: Was")

    assert ("other", "(SOUNDBITE OF FERRY HORN)") in kinds(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_blocks_of_any_text_stand_in_order_without_overlap(text: str) -> None:
    if not text.strip():
        return
    blocks = find_layout(document(text))
    at = 0
    for block in blocks:
        words = text[block.span.start : block.span.end]
        assert block.span.start >= at
        assert block.span.end <= len(text)
        assert words == words.strip()
        at = block.span.end
    outside = "".join(
        text[a:b]
        for a, b in zip([0, *(x.span.end for x in blocks)], [*(x.span.start for x in blocks), len(text)], strict=True)
    )
    if not any(block.speaker for block in blocks):
        assert not outside.strip()


@pytest.mark.parametrize(
    "text", ["word " * 1_000_000, "A: " * 200_000, "\n" * 500_000 + "x", "BEL: yes. " * 50_000, "<" * 500_000]
)
def test_noise_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    begun = time.process_time()
    find_layout(document(text))

    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "above",
    [
        "We and our 40 partners keep cookies on your device. You can change your choices at any time.",
        "Your Trusted Companion Along the Quiet Coast\n\nListen Live\n\n0:00 / 3:20",
        "Home World Business Climate Sport\n\nShare Tweet Pin Email",
        "ferry-treaty.jpg",
    ],
)
def test_what_stands_above_a_headline_is_no_title(above: str) -> None:
    headline = "Ferry treaty signed in Port Sel after a year of talks"
    found = kinds(f"{above}\n\n{headline}\n\n{LEAD}")
    assert [words for kind, words in found if kind == "title"] == [headline]
