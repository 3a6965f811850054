"""Two wordings beside each other, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.exports.altered import compare_words


def shown(text: str, other: str) -> str:
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return " ".join(marks[part.kind].format(part.words) for part in compare_words(text, other))


@pytest.mark.parametrize(
    ("text", "other", "parts"),
    [
        ("the dyke holds well", "the dyke held well", "the dyke [-holds-] {+held+} well"),
        ("the dyke will hold", "The dyke hold.", "The dyke [-will-] hold."),
        ("we sleep at last", "we sleep", "we sleep [-at last-]"),
        ("we sleep", "we all sleep", "we {+all+} sleep"),
        ("the dyke holds", "the dyke holds,", ""),
        ("the dyke holds", "nobody came to help us", ""),
        ("a b c d e f g h i j k l m X", "a b c d e f g h i j k l m Y", "… j k l m [-X-] {+Y+}"),
    ],
)
def test_what_is_left_out_and_put_in(text: str, other: str, parts: str) -> None:
    assert shown(text, other) == parts


def test_a_long_rest_is_counted() -> None:
    rest = " ".join(f"w{n}" for n in range(20))
    assert shown(f"we sleep at last {rest}", "we sleep at last") == "we sleep at last [-w0 w1 w2 w3 … (20 words)-]"


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_the_parts_without_what_is_left_out_are_the_other_wording(one: list[str], two: list[str]) -> None:
    parts = compare_words(" ".join(one), " ".join(two))
    kept = " ".join(part.words for part in parts if part.kind != "out").split()
    assert kept == (two if parts else [])
