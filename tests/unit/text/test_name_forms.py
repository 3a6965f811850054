"""Which strings can be one name."""

import pytest

from tellings.text.name_forms import close, initials, same_given, same_person, short_of_body, short_of_person, spelt


def test_spellings_and_article_fall_together() -> None:
    assert spelt("the oxmoor fishing organisation") == spelt("oxmoor fishing organization")


def test_initials_with_and_without_small_words() -> None:
    assert initials("union of oxmoor teachers") == {"uoot", "uot"}


def test_one_word_has_no_initials() -> None:
    assert initials("oxmoor") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [
        ("brant", "brant", 1, True),
        ("brant", "brent", 1, True),
        ("brant", "brents", 1, False),
        ("brant", "brents", 2, True),
        ("ab", "abcde", 2, False),
    ],
)
def test_close_counts_changed_letters(one: str, other: str, most: int, expected: bool) -> None:
    assert close(one, other, most=most) is expected


@pytest.mark.parametrize(("one", "other"), [("u", "ulla"), ("bill", "william"), ("vyacheslav", "vyachislav")])
def test_given_names_of_one_person(one: str, other: str) -> None:
    assert same_given(one, other)


def test_short_given_names_that_differ_are_two_people() -> None:
    assert not same_given("ana", "ina")


def test_middle_names_must_not_clash() -> None:
    assert same_person(("ulla", "q", "brant"), ("ulla", "quentin", "brant"))
    assert not same_person(("ulla", "q", "brant"), ("ulla", "r", "brant"))


def test_short_forms_of_a_person() -> None:
    assert short_of_person(("brant",), ("ulla", "brant"))
    assert short_of_person(("lu",), ("lu", "zhenhai"))
    assert not short_of_person(("cor",), ("ulla", "brant"))


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("harbour department", "german harbour department", True),
        ("harbour department", "oxmoor harbour department", False),
        ("brant", "brant group", True),
        ("german", "german group", False),
        ("national", "national bank", False),
    ],
)
def test_short_forms_of_a_body(short: str, full: str, expected: bool) -> None:
    assert short_of_body(short, full) is expected
