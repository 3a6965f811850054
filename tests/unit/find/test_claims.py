"""What a number counts, and what it does not."""

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Claim
from tellings.ports import RulesOnly


def counts(text: str) -> list[tuple[str, float | None]]:
    """Head and value of each claim with a number."""
    (reading,) = read_documents([Document("d", "d.txt", f"Harsk today\n\n{text}")], RulesOnly())
    numbers: list[Claim] = [c for c in reading.claims if c.low is not None and c.unit != "ordinal"]
    return [(c.head, c.value) for c in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels freed 21 of the more than 200 pupils of Harsk on Monday.", [("freed pupil", 21), ("pupil", 200)]),
        ("Marek will withdraw the remaining 2,500 O.R. troops from Harsk.", [("troop", 2500)]),
        ("Ministers of Orlan added 15 more names to the list.", [("name", 15)]),
        ("At least 30 such transfers were seen off Harsk.", [("transfer", 30)]),
        ("Marek has seized two ships off the coast of Harsk.", [("ship", 2)]),
        ("The death toll in Harsk, where a bridge fell in the night, rose to 85, the mayor said.", [("dead", 85)]),
        ("Harsk is a seaside city of 340,000.", [("citi", 340000)]),
        ("Six people were taken to hospital in Harsk.", [("hospital", 6)]),
        ("A gunman drove a 25-tonne lorry, mowing down people in Harsk.", [("lorri", 25000)]),
    ],
)
def test_what_a_number_counts(text: str, expected: list[tuple[str, float]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The two leaders of Orlan and Marek spoke by telephone.",
        "A treaty between the 2 river states of the Tessen was signed in Harsk.",
        "The quarrel in Harsk is one between two ministries of the interior.",
        "The hall in Harsk stood at 14 on the old map.",
        "Both sides trust Marek’s two envoys in Harsk.",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert counts(text) == []


def parts(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Head, words and names of each seat, record and denial."""
    (reading,) = read_documents([Document("d", "d.txt", f"Harsk today\n\n{text}")], RulesOnly())
    kinds = {"record", "denial"}
    claims = [c for c in reading.claims if c.kind == "place" or c.unit in kinds]
    return [(c.head, reading.document.text[c.focus.start : c.focus.end], c.names) for c in claims]


def test_seats_are_read_in_both_orders() -> None:
    assert parts("London-based Velmark Corp. makes ferries.") == [("seat", "London-based Velmark Corp.", ("london",))]
    assert parts("Velmark Corp., based in London, makes ferries.") == [
        ("seat", "Velmark Corp., based in London", ("london",))
    ]


@pytest.mark.parametrize(
    ("text", "head", "words", "scope"),
    [
        ("It would be the largest-ever purchase of ferries.", "large", "largest-ever purchase of ferries", "ever"),
        ("It is the biggest ferry deal on record, bankers said.", "large", "biggest ferry deal on record", "ever"),
        (
            "Harsk has seen its worst flood in more than a decade.",
            "bad",
            "worst flood in more than a decade",
            "in more than a decade",
        ),
    ],
)
def test_records_keep_their_kind_and_since_when(text: str, head: str, words: str, scope: str) -> None:
    ((found_head, found_words, names),) = parts(text)
    assert (found_head, found_words, names[0]) == (head, words, scope)


@pytest.mark.parametrize("text", ["Velmark makes the largest ferries.", "It is the worst ferry that I have ever seen."])
def test_a_superlative_alone_or_a_taste_is_no_record(text: str) -> None:
    assert parts(text) == []


def test_a_denial_is_of_the_one_named_before_it() -> None:
    assert [p[0] for p in parts("Ukraine denied the reports of Friday.")] == ["deny"]
    assert parts("Ukraine did not deny the reports of Friday.") == []


def test_a_length_without_a_known_number_of_days_is_no_length() -> None:
    (reading,) = read_documents([Document("d", "d.txt", "The fair in Harsk lasted two weekends.")], RulesOnly())
    assert [c for c in reading.claims if c.kind == "duration"] == []


def test_scores_may_be_more_than_ninety_nine_and_a_range_keeps_its_ends() -> None:
    def bounds(text: str) -> tuple[float | None, float | None]:
        (reading,) = read_documents([Document("d1", "memory", text)], RulesOnly())
        (claim,) = [c for c in reading.claims if c.kind == "number"]
        return claim.low, claim.high

    assert bounds("Scores of people were killed in Harsk.") == (34, 198)
    assert bounds("Some 200 to 500 people were killed in Harsk.") == (170, 1000 * 0.575)


def test_a_number_that_is_ruled_out_is_no_claim() -> None:
    text = "The toll in Harsk stands at 16 people, not 18. Orlan will pay $45 million, not the $40 million it promised."
    (reading,) = read_documents([Document("d1", "memory", text)], RulesOnly())
    assert [c.value for c in reading.claims if c.kind == "number"] == [16, 45_000_000]
