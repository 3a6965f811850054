import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.numbers import read_figures, read_number
from tellings.text.tokens import tokenize


def read(text: str) -> tuple[float, float, int] | None:
    tokens = next(tokenize(text, 0, len(text)))
    number = read_number(tokens, 0)
    return (number.low, number.high, number.end) if number else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,700", 1700),
        ("2.5 million", 2.5e6),
        ("2½", 2.5),
        ("2 1/2", 2.5),
        ("seventy-two", 72),
        ("one hundred and three", 103),
        ("two hundred and fifty thousand", 250_000),
        ("one thousand two hundred", 1200),
        ("half a million", 5e5),
        ("a quarter million", 2.5e5),
        ("one and a half million", 1.5e6),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("a couple of", 2),
        ("35 lakh", 3.5e6),
        ("three-quarters", 0.75),
    ],
)
def test_a_number_has_its_value_to_its_last_word(text: str, value: float) -> None:
    tokens = next(tokenize(text, 0, len(text)))

    assert read(text) == (value, value, len(tokens))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("dozens", 24, 99), ("tens of thousands", 20_000, 99_999), ("hundreds of thousands", 200_000, 999_999)],
)
def test_a_vague_number_is_an_interval(text: str, low: float, high: float) -> None:
    assert (read(text) or ())[:2] == (low, high)


@pytest.mark.parametrize("text", ["1.2.3", "8,9", "the", "and"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read(text) is None


@given(st.integers(0, 10**12))
def test_figures_read_back_with_and_without_commas(value: int) -> None:
    assert read_figures(f"{value}") == value
    assert read_figures(f"{value:,}") == value


@given(st.lists(st.sampled_from("one two ten twenty hundred thousand million and a half dozen of - third".split())))
def test_any_row_of_number_words_is_read_or_refused(row: list[str]) -> None:
    text = " ".join(row)
    for tokens in tokenize(text, 0, len(text)):
        for at in range(len(tokens)):
            number = read_number(tokens, at)
            assert number is None or (at < number.end <= len(tokens) and number.low <= number.high)
