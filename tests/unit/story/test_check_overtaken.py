"""A draft that has a thing as to come, against reports that came after: taken off, put off, back on, done."""

from datetime import date

import pytest

from tellings import flow
from tellings.model.check import CheckedSentence
from tellings.model.document import Document, Published
from tellings.ports import RulesOnly

PLANNED = "HARSK - Energy minister Ilse Marek will visit the Orlan dam on 14 May, her office said on Friday."
FESTIVAL = "TARN - The Tarn regatta will be held on 23 May, mayor Jon Velmark said on Friday."
TALKS = "HARSK - Ilse Marek will meet Jon Velmark for talks in Tarn on 14 May, officials said on Friday."
DRAFT = "Ilse Marek will visit the Orlan dam on 14 May."


def check(text: str, *reports: tuple[int | None, str]) -> CheckedSentence:
    """The verdict on a draft of one sentence, against reports given as (day of May 2031 or none, text)."""

    def on(day: int | None) -> Published:
        return Published(date(2031, 5, day), date(2031, 5, day), "metadata", why="given") if day else Published()

    told = [
        Document(f"d{n}", f"{n}.txt", words, outlet=f"Courier {n}", published=on(day))
        for n, (day, words) in enumerate(reports)
    ]
    readings = flow.read_documents(told, RulesOnly())
    drafts = flow.read_documents([Document("draft", "draft.txt", text, published=on(13))], RulesOnly())
    (checked,) = flow.check_against(drafts, readings)[0]
    return checked


@pytest.mark.parametrize(
    ("draft", "before", "after"),
    [
        pytest.param(DRAFT, PLANNED, "Ilse Marek has cancelled her visit to the Orlan dam.", id="cancelled"),
        pytest.param(DRAFT, PLANNED, "Ilse Marek’s visit to the Orlan dam was called off.", id="called off"),
        pytest.param(DRAFT, PLANNED, "Ilse Marek will no longer visit the Orlan dam.", id="will no longer"),
        pytest.param(DRAFT, PLANNED, "Ilse Marek scrapped plans to visit the Orlan dam.", id="plans to visit"),
        pytest.param(DRAFT, PLANNED, "Ilse Marek’s visit to the Orlan dam has been postponed.", id="put off, dated"),
        pytest.param(
            DRAFT, PLANNED, "A visit to the dam by Ilse Marek planned for Wednesday will not take place.", id="not held"
        ),
        pytest.param(
            "The minister is expected to visit the Orlan dam on 14 May.",
            PLANNED,
            "Marek calls off Orlan trip",
            id="trip",
        ),
        pytest.param(
            "The Tarn regatta will be held on 23 May.", FESTIVAL, "The Tarn regatta was cancelled.", id="what is held"
        ),
        pytest.param(
            "Ilse Marek will meet Jon Velmark in Tarn on 14 May.",
            TALKS,
            "The talks between Ilse Marek and Jon Velmark, due to begin on Wednesday, have been shelved.",
            id="talks for a meeting",
        ),
    ],
)
def test_what_later_reports_take_off_is_contradicted_with_their_words(draft: str, before: str, after: str) -> None:
    checked = check(draft, (9, before), (12, after))

    assert checked.verdict == "contradicted", checked.why
    assert checked.evidence[0].doc == "d1"


@pytest.mark.parametrize(
    ("draft", "after"),
    [
        pytest.param(DRAFT, "Ilse Marek cancelled a visit to Tarn.", id="another place"),
        pytest.param(DRAFT, "Jon Velmark cancelled his visit to the Orlan dam.", id="another person"),
        pytest.param(DRAFT, "Ilse Marek cancelled a meeting with farmers at the Orlan dam.", id="another thing"),
        pytest.param(DRAFT, "Ilse Marek may cancel her visit to the Orlan dam.", id="only may"),
        pytest.param(DRAFT, "Ilse Marek denied that her visit to the Orlan dam had been cancelled.", id="denied"),
        pytest.param(DRAFT, "Farmers asked Ilse Marek to cancel her visit to the Orlan dam.", id="only asked"),
        pytest.param(DRAFT, "If it rains, the visit of Ilse Marek to the Orlan dam will not take place.", id="if"),
        pytest.param(DRAFT, "Ilse Marek cancelled her visit to the Orlan dam on 20 May.", id="another day"),
        pytest.param(
            "Ilse Marek was expected to visit the Orlan dam.", "Ilse Marek cancelled her visit.", id="was expected"
        ),
        pytest.param(
            "Ilse Marek cancelled her visit to the Orlan dam.",
            "Ilse Marek cancelled her visit to the Orlan dam.",
            id="the draft says it",
        ),
        pytest.param(
            "The Tarn visit has been cancelled and Ilse Marek will stay in Harsk.",
            "The Tarn visit has been cancelled and Ilse Marek will stay in Harsk.",
            id="the draft says it beside another plan",
        ),
    ],
)
def test_what_is_not_the_same_or_not_said_to_be_off_stays(draft: str, after: str) -> None:
    checked = check(draft, (9, PLANNED), (12, after))

    assert checked.verdict == "supported", checked.why


def test_what_was_taken_off_before_it_was_announced_stays() -> None:
    checked = check(DRAFT, (9, PLANNED), (2, "Ilse Marek has cancelled her visit to the Orlan dam."))

    assert checked.verdict == "supported", checked.why


@pytest.mark.parametrize("days", [(9, 9), (None, None), (9, None)])
def test_reports_of_one_day_or_of_no_known_day_only_differ(days: tuple[int | None, int | None]) -> None:
    checked = check(DRAFT, (days[0], PLANNED), (days[1], "Ilse Marek has cancelled her visit to the Orlan dam."))

    assert checked.verdict == "differs", checked.why
    assert "cancelled" in checked.why


def test_put_off_without_a_day_differs_and_the_new_day_is_supported() -> None:
    off = "Ilse Marek’s visit to the Orlan dam has been postponed until 20 May."

    assert check("Ilse Marek will visit the Orlan dam.", (9, PLANNED), (12, off)).verdict == "differs"


def test_what_is_on_again_differs() -> None:
    off = "Ilse Marek has cancelled her visit to the Orlan dam."
    again = "Ilse Marek’s visit to the Orlan dam will go ahead after all."

    assert check(DRAFT, (9, PLANNED), (11, off), (12, again)).verdict == "differs"


def test_what_a_later_report_tells_as_done_has_moved_on() -> None:
    done = "Energy minister Ilse Marek visited the Orlan dam on 14 May."

    checked = check(DRAFT, (9, PLANNED), (15, done))

    assert checked.verdict == "differs", checked.why
    assert "visited" in checked.why


def test_a_meeting_is_the_same_with_its_sides_the_other_way_round() -> None:
    told = "TARN - President Jon Velmark will meet Orlani Prime Minister Ilse Marek at Lake Harsk on 14 May."

    assert check("Ilse Marek will meet Jon Velmark at Lake Harsk on 14 May.", (9, told)).verdict == "supported"


def test_what_took_a_thing_off_is_named_with_its_particle() -> None:
    told = "HARSK - The search for the three miners of Tarn was called off on Tuesday."

    checked = check("The search for the three miners of Tarn continues.", (9, told))

    assert checked.verdict == "contradicted", checked.why
    assert "“called off”" in checked.why


def test_a_day_that_a_later_report_moved_differs() -> None:
    before = (
        "HARSK - Prime minister Ilse Marek will meet President Jon Velmark for talks in Tarn on 20 May, officials said."
    )
    after = "HARSK - President Jon Velmark will now meet prime minister Ilse Marek in Tarn on 22 May instead of 20 May."

    checked = check("Ilse Marek will meet Jon Velmark for talks in Tarn on 20 May.", (9, before), (12, after))

    assert checked.verdict == "differs", checked.why
    assert "moved" in checked.why


OLD_TOLL = "The failure of a gate at the Orlan dam killed 17 people on 8 May."
NEW_TOLL = "Another body was found on Sunday, which brings the number of people killed to 18, the rescue service said."


@pytest.mark.parametrize(
    ("draft", "days", "verdict"),
    [
        pytest.param("Eighteen", (9, 12), "differs", id="the later count"),
        pytest.param("Sixteen", (9, 12), "contradicted", id="no report's count"),
        pytest.param("Nineteen", (9, 12), "contradicted", id="more than any"),
        pytest.param("Eighteen", (12, 9), "contradicted", id="an earlier count"),
        pytest.param("Eighteen", (9, 9), "contradicted", id="of the same day"),
        pytest.param("Eighteen", (9, None), "contradicted", id="of no known day"),
    ],
)
def test_a_count_that_moved_on_is_not_held_against_the_draft(
    draft: str, days: tuple[int | None, int | None], verdict: str
) -> None:
    found = check(
        f"{draft} people were killed when a gate of the Orlan dam failed on 8 May.",
        (days[0], OLD_TOLL),
        (days[1], NEW_TOLL),
    )

    assert found.verdict == verdict
    if verdict == "differs":
        assert {e.doc for e in found.evidence} == {"d0", "d1"}
