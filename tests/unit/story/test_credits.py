from collections.abc import Callable

import pytest

from tellings.model.reading import Reading
from tellings.story.credits import agency_of, find_credit, find_helpers

BODY = "The old dam above Harsk failed on Tuesday, flooding the lower town. Crews searched the streets.\n\n"


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (BODY + "This article first appeared on the Pelorin Ledger, the first of its kind.", "Pelorin Ledger"),
        (BODY + "Transcript provided by Radio Velmark, Copyright Radio Velmark.", "Radio Velmark"),
        ("HARSK (Pelorin) — " + BODY, "Pelorin"),
        ("(Reuters) - " + BODY, "Reuters"),
        ("Dam fails above Harsk\n\nBy Ilse Marek, Associated Press\n\n" + BODY, "Associated Press"),
        (
            "Dam fails above Harsk\n\nThe Associated Press | Sunday, March 2, 2031, 8:27 a.m.\n\n" + BODY,
            "The Associated Press",
        ),
        ("Dam fails above Harsk\n\nILSE MAREK      Associated Press\n\n" + BODY, "Associated Press"),
        (BODY + "Copyright 2031 The Associated Press. All rights reserved.", "Associated Press"),
        (BODY + "The mayor told Reuters that crews would search through the night.", None),
        ("Tovan Brul / Reuters\n\n" + BODY, None),
        ("Photo: Tovan Brul, AP\n\n" + BODY, None),
        ("The dam above Harsk. (Tovan Brul/AP)\n\n" + BODY, None),
        (BODY + "The Associated Press contributed to this report.", None),
        (BODY, None),
    ],
)
def test_the_outlet_a_page_credits(read: Callable[..., tuple[Reading, ...]], text: str, credit: str | None) -> None:
    assert find_credit(read(("", text))[0]) == credit


@pytest.mark.parametrize(
    ("tail", "helpers"),
    [
        ("The Associated Press contributed to this report.", ("Associated Press",)),
        ("With files from Reuters and The Canadian Press", ("Canadian Press", "Reuters")),
        ("Associated Press writer Ilse Marek in Orlan contributed to this report.", ("Associated Press",)),
        ("Ilse Marek in Orlan contributed to this report.", ()),
    ],
)
def test_agencies_a_report_says_it_used(
    read: Callable[..., tuple[Reading, ...]], tail: str, helpers: tuple[str, ...]
) -> None:
    assert find_helpers(read(("", BODY + tail))[0]) == helpers


def test_an_agency_has_one_name_however_it_is_credited() -> None:
    assert {agency_of(n) for n in ("AP", "The Associated Press", "www.apnews.com")} == {"Associated Press"}
    assert agency_of("uk.reuters.com/world") == "Reuters"
    assert agency_of("Harsk Courier") is None
