"""Where a name ends and an office, a sum of money or a second name begins."""

import pytest

from tellings.find.mentions import find_mentions
from tellings.model.document import Document
from tellings.model.reading import Block, LabelledSpan, Sentence, Signals
from tellings.model.span import Span


def _named(text: str, *seen: tuple[str, str, float]) -> list[tuple[str, str]]:
    """The names of a sentence; ``seen`` are words, kind and score of what a recogniser hears in it."""
    entities = tuple(
        LabelledSpan(Span(text.index(words), text.index(words) + len(words)), label, score)
        for words, label, score in seen
    )
    whole = Span(0, len(text))
    signals = (Signals(entities=entities),) if entities else ()
    found = find_mentions(Document("d1", "here", text), (Block(whole, "paragraph"),), (Sentence(whole, 0),), signals)
    return [(text[m.span.start : m.span.end], m.kind) for m in found]


@pytest.mark.parametrize(
    ("text", "heard", "name"),
    [
        ("They asked Velmark Bank Board Member Ana Marek.", "Velmark Bank Board Member", "Velmark Bank"),
        ("They asked the UN Special Rapporteur on dams.", "UN Special Rapporteur", "UN"),
        ("They asked the Harsk Rivers Council Secretary General.", "Harsk Rivers Council Secretary General", None),
        ("She rose to Head of Velmark Bank in May.", "Head of Velmark Bank", "Velmark Bank"),
        ("It was said by NGO Velmark Watch today.", "NGO Velmark Watch", "Velmark Watch"),
    ],
)
def test_an_office_is_no_part_of_a_bodys_name(text: str, heard: str, name: str | None) -> None:
    assert (name or "Harsk Rivers Council", "organisation") in _named(text, (heard, "organisation", 0.9))


def test_the_person_behind_the_office_is_a_name_of_its_own() -> None:
    assert _named("They asked Velmark Bank Board Member Ana Marek.") == [
        ("Velmark Bank", "organisation"),
        ("Ana Marek", "person"),
    ]


def test_an_office_of_everyday_words_is_no_name() -> None:
    text = "She was named Head of Risk Management in May."
    assert _named(text, ("Head of Risk Management", "organisation", 0.9)) == []


def test_a_word_of_office_inside_a_name_stays() -> None:
    text = "The Velmark Officer Training Council met on dams."
    assert ("Velmark Officer Training Council", "organisation") in _named(
        text, ("Velmark Officer Training Council", "organisation", 0.9)
    )


def test_a_sign_of_money_before_a_sum_is_no_name() -> None:
    assert _named("Each family was paid RM 500 by the bank.") == []
    assert ("RM", "organisation") in _named("Each family was paid by RM in May.", ("RM", "organisation", 0.9))


def test_two_people_joined_by_a_sign_are_two_names() -> None:
    text = "The richest are Orlan & Ana Marek of Tarn."
    people = [name for name, kind in _named(text, ("Orlan & Ana Marek", "person", 0.9)) if kind == "person"]
    assert people == ["Orlan", "Ana Marek"]


def test_family_behind_a_sign_is_left_out() -> None:
    text = "The richest are Ana Marek & Family of Tarn."
    assert ("Ana Marek", "person") in _named(text, ("Ana Marek & Family", "person", 0.9))


def test_a_thing_called_after_a_king_keeps_his_title() -> None:
    assert ("King Marek Hospital", "place") in _named(
        "She was born in King Marek Hospital.", ("Marek Hospital", "facility", 0.9)
    )


def test_the_halves_of_a_given_name_stay_together() -> None:
    assert ("Marek Tarn-o-vel", "person") in _named("They met Mr Marek Tarn-o-vel at noon.")


def test_a_dateline_glued_to_its_sentence_ends_at_the_hyphen() -> None:
    assert _named("Velmark-The dam broke at noon.", ("Velmark", "place", 0.9))[0] == ("Velmark", "place")


def test_a_body_called_by_its_kind_alone_is_no_name() -> None:
    assert _named("The dam is run by the Ministry.", ("Ministry", "organisation", 0.9)) == []


@pytest.mark.parametrize(
    "text", ["She saw the water dam officer (WDO) in May.", "It is a deed of sharing (DOS) at last."]
)
def test_letters_that_stand_for_everyday_words_or_an_office_are_no_body(text: str) -> None:
    short = text[text.index("(") + 1 : text.index(")")]
    assert (short, "organisation") not in _named(text, (short, "organisation", 0.9))


def test_letters_that_stand_for_a_body_are_one() -> None:
    text = "She saw the river water board (RWB) in May."
    assert ("RWB", "organisation") in _named(text, ("RWB", "organisation", 0.9))


def test_a_headline_has_the_names_the_recogniser_sees() -> None:
    text = "Dam Broken After Long Rain Near Velmark As Orlan Looks Away"
    found = _named(text, ("Velmark", "place", 0.9), ("Orlan", "person", 0.9))
    assert found == [("Velmark", "place"), ("Orlan", "person")]
