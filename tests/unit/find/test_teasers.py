import pytest

from tellings.find.comments import comments_from
from tellings.find.interface import glued_after, glued_before, is_bar, token_before
from tellings.find.notices import line_notice, sentence_notice
from tellings.find.teasers import is_headline, is_teaser, is_teaser_label

SENTENCE = "President Ilva Dorn signed the treaty on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "READ MORE:",
        "Related Stories",
        "Most read in News",
        "Check Also",
        "More great Tide stories",
        "Lire aussi :",
    ],
)
def test_a_label_over_links(line: str) -> None:
    assert is_teaser_label(line)


@pytest.mark.parametrize(
    "line", ["More than one ferry", "Related parties", SENTENCE, "Read more than that", "The latest ferry"]
)
def test_no_label(line: str) -> None:
    assert not is_teaser_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Captains threaten to strike",
        "More: Captains threaten to strike over hours",
        "Related Stories ‘A FERRY TALE’ How a ferry sank",
        "MOST READ IN NEWS SEA CHANGE How a harbour vanished",
        "[Graphic: The brutal price of ferries]",
        "Captains threaten to strike [VIDEO]",
        "Also on tide.com Captains threaten to strike",
        "Captains threaten to strike over hours Read more",
        "The captains of both lines have … Continue reading",
    ],
)
def test_a_teaser(line: str) -> None:
    assert is_teaser(line)


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "[The ferry] sank, he said, and so did we.",
        "More captains than ever are on strike, the union said.",
        "Related parties may not vote, the treaty says: they own the boats.",
        "See: the ferry has sunk, he said.",
        "Read more books, the minister told captains.",
    ],
)
def test_no_teaser(line: str) -> None:
    assert not is_teaser(line)


def test_a_headline_has_no_full_stop() -> None:
    assert is_headline("Captains threaten to strike")
    assert not is_headline(SENTENCE)
    assert not is_headline("and so on")


@pytest.mark.parametrize(
    "line", ["Share", "Share Tweet Email", "0:00 0:00", "Listen 5 min Comment", "COMMENTEMAILMORE", "Advertisement"]
)
def test_a_bar(line: str) -> None:
    assert is_bar(line)


@pytest.mark.parametrize("line", ["Share prices", "1931", "Ilva Dorn", "read more here", "The story so far: it sank."])
def test_no_bar(line: str) -> None:
    assert not is_bar(line)


@pytest.mark.parametrize(
    ("line", "bar"),
    [
        ("Share Tweet Email Print The ferry sank.", "Share Tweet Email Print "),
        ("Advertisement The ferry sank.", "Advertisement "),
        ("Share Tweet this was said.", ""),
        ("More stories on top of the ferry.", ""),
    ],
)
def test_a_bar_before_the_text(line: str, bar: str) -> None:
    assert line[: glued_before(line)] == bar


def test_a_bar_after_the_text() -> None:
    assert SENTENCE + " Share Tweet Email"[: glued_after(SENTENCE + " Share Tweet Email")]
    assert glued_after(f"{SENTENCE} Share Tweet Email") == len(SENTENCE) + 1
    assert glued_after(f"{SENTENCE} Share.") == len(SENTENCE) + 7


def test_an_icon_before_the_text() -> None:
    assert token_before("ArrowRight The ferry sank.") == len("ArrowRight ")
    assert token_before("McRoe The ferry sank.") == 0


@pytest.mark.parametrize(
    "line",
    [
        "Tags: ferries, Marland",
        "Filed under: harbours | treaties",
        "https://tide.example/ferry",
        "ana.bel@tide.example",
        "(The Tide 07/15/2031 page3)",
        "5 min read",
        "12 comments",
        "2031-11-19T08:57:40+01:00",
        "ferry-in-port.jpg",
        "(function(){ window.tide = {a: 1}; })();",
    ],
)
def test_a_notice_line(line: str) -> None:
    assert line_notice(line)


@pytest.mark.parametrize(
    "line", [SENTENCE, "The tags: they were lost.", "See https://tide.example for the treaty, he said."]
)
def test_no_notice_line(line: str) -> None:
    assert not line_notice(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "Copyright 2031 The Tide.",
        "© 2031 The Tide.",
        "All rights reserved.",
        "This material may not be published or redistributed.",
        "Transcript provided by The Tide, Copyright The Tide.",
        "Transcripts are made in haste and may contain errors.",
        "This site is protected by recaptcha Privacy Policy | Terms of Service",
    ],
)
def test_a_notice(sentence: str) -> None:
    assert sentence_notice(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        SENTENCE,
        "Copyright law protects the song.",
        "The court said that the song may not be reproduced.",
        "“All rights reserved,” she joked.",
        "He violated the terms of the treaty.",
        "The transcript was read aloud in court.",
    ],
)
def test_no_notice(sentence: str) -> None:
    assert not sentence_notice(sentence)


def test_comments_need_three_stamps_and_a_report_above() -> None:
    report = [SENTENCE * 3, "Comments", "rat says:", "No.", "3 hours ago", "gull says:", "Yes."]

    assert comments_from(report) == 1
    assert comments_from(report[:5]) == 5
    assert comments_from(report[2:]) == 5
