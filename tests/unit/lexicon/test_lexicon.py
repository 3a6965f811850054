from importlib import resources

import pytest

import tellings.lexicon
from tellings.lexicon import load_table, load_words

FILES = sorted(part.name for part in resources.files(tellings.lexicon).iterdir())


@pytest.mark.parametrize("name", [file[:-4] for file in FILES if file.endswith(".txt")])
def test_a_list_has_entries_without_comments_and_blanks(name: str) -> None:
    words = load_words(name)

    assert words
    assert all(word == word.strip() and "#" not in word for word in words)


@pytest.mark.parametrize("name", [file[:-5] for file in FILES if file.endswith(".toml")])
def test_a_table_is_read(name: str) -> None:
    assert load_table(name)


def test_a_list_is_read_once() -> None:
    assert load_words("agencies") is load_words("agencies")


def test_a_list_that_is_not_there_is_refused_with_the_choices() -> None:
    with pytest.raises(LookupError, match=r"no ferries\.txt; it has .*agencies\.txt"):
        load_words("ferries")
    with pytest.raises(LookupError, match=r"no ferries\.toml"):
        load_table("ferries")
