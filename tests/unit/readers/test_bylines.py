"""Author fields to names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.readers.bylines import clean_bylines


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("By Jane Roe and John Doe", ("Jane Roe", "John Doe")),
        ("JANE ROE, JOHN DOE & Mira Tal", ("JANE ROE", "JOHN DOE", "Mira Tal")),
        ("Jane Roe; John Doe | Mira Tal", ("Jane Roe", "John Doe", "Mira Tal")),
        ("Jane Roe, Political Editor", ("Jane Roe",)),
        ("Jane Roe in Port Olmen", ("Jane Roe",)),
        ("Jane Roe for the Evening Lantern", ("Jane Roe",)),
        ("Written by: Jane Roe (Lantern)", ("Jane Roe",)),
        ("Von Mira Tal", ("Mira Tal",)),
        ("Von Arx", ("Von Arx",)),
        ("View all posts by Jane Roe", ("Jane Roe",)),
        ("Ann O'Dell Jr.", ("Ann O'Dell Jr.",)),
        ("https://social.example/jane.roe", ()),
        ("jane.roe@lantern.example", ()),
        ("jane_roe7", ()),
        ("admin", ()),
        ("The Evening Lantern", ()),
        ("lantern.example", ()),
        ("  ", ()),
    ],
)
def test_one_field(value: str, names: tuple[str, ...]) -> None:
    assert clean_bylines([value], own=["The Evening Lantern", "lantern.example"]) == names


def test_each_name_once_in_the_order_given() -> None:
    assert clean_bylines(["Mira Tal", "Jane Roe", "MIRA TAL"]) == ("Mira Tal", "Jane Roe")


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_field_gives_clean_names(values: list[str]) -> None:
    assert all(name == name.strip() and name for name in clean_bylines(values))
