from hypothesis import given
from hypothesis import strategies as st

from tellings.text.tokens import tokenize, word_at


def words(text: str) -> list[str]:
    return [token.text for tokens in tokenize(text, 0, len(text)) for token in tokens]


def test_figures_and_letters_are_apart() -> None:
    assert words("in the 1950s at 10.30pm, 1,700km or 2½") == [
        "in", "the", "1950", "s", "at", "10.30", "pm", ",", "1,700", "km", "or", "2½",
    ]  # fmt: skip


def test_a_sign_decoded_wrongly_is_one_token() -> None:
    assert words("Mondayâ\x80\x99s list") == ["Monday", "â\x80\x99", "s", "list"]


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    for tokens in tokenize(text, 0, len(text)):
        for token in tokens:
            assert text[token.start : token.end] == token.text
            assert token.text.strip()


@given(st.integers(1, 9000))
def test_a_long_stretch_comes_in_pieces_and_whole(length: int) -> None:
    text = "ab " * length

    assert len(words(text)) == length


def test_beyond_the_ends_there_is_no_word() -> None:
    tokens = next(tokenize("One two", 0, 7))

    assert [word_at(tokens, at) for at in (-1, 0, 1, 2)] == ["", "one", "two", ""]
