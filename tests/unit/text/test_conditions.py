import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.conditions import is_asked, is_nobody


@pytest.mark.parametrize(
    ("words", "verb", "wanted"),
    [
        ("no ships left", "left", True),
        ("none of the ships left", "left", True),
        ("neither orlan nor velmark left", "left", True),
        ("not one ship left", "left", True),
        ("in harsk , nobody left", "left", True),
        ("no doubt they left", "left", False),
        ("no 5 left", "left", False),
        ("the man with no name left", "left", False),
        ("the ship left", "left", False),
        ("left", "left", False),
    ],
)
def test_nobody_is_a_subject_before_the_verb(words: str, verb: str, wanted: bool) -> None:
    row = words.split()

    assert is_nobody(row, 0, row.index(verb), said=False) is wanted


def test_behind_a_verb_that_says_nothing_stands_its_object() -> None:
    row = "there was no ship left".split()

    assert not is_nobody(row, 2, 4, said=False)
    assert is_nobody(row, 2, 4, said=True)


def test_a_subject_further_back_than_subjects_are_long_is_left_alone() -> None:
    row = ["nobody", *["far"] * 20, "left"]

    assert not is_nobody(row, 0, len(row) - 1, said=False)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("if the dam broke", True),
        ("whether the dam broke", True),
        ("the dam broke", False),
        ("if , then it broke", False),
    ],
)
def test_a_clause_behind_if_is_asked(words: str, wanted: bool) -> None:
    row = words.split()

    assert is_asked(row, 0, len(row) - 1) is wanted


@given(st.lists(st.sampled_from(["no", "if", "to", "ship", ",", "one", "5"]), min_size=1, max_size=8), st.data())
def test_any_words_have_an_answer(row: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(row) - 1))
    floor = data.draw(st.integers(0, at))

    assert is_nobody(row, floor, at, said=True) in (True, False)
    assert is_asked(row, floor, at) in (True, False)
