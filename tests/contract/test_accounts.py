"""Accounts in SQLite and PostgreSQL: what ``ports.Accounts`` promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tellings.library.open import open_library
from tellings.model.accounts import Account, Pass
from tellings.ports import Accounts
from tests.shelf import NOON

MAREK = Account("marek", "editor", "$argon2id$...", NOON)
LATER = NOON + timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def accounts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Accounts]:
    """Of an empty library."""
    at = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with open_library(at, now=NOON) as library:
        yield library.accounts


def test_an_account_is_kept_and_the_new_takes_the_place_of_the_old(accounts: Accounts) -> None:
    accounts.keep(MAREK)
    accounts.keep(Account("brul", "reader", "$argon2id$...", NOON))
    accounts.keep(replace(MAREK, role="admin"))

    assert accounts.load("marek") == replace(MAREK, role="admin")
    assert accounts.load("tarn") is None
    assert [account.name for account in accounts.list_all()] == ["brul", "marek"]


def test_a_pass_counts_until_its_end(accounts: Accounts) -> None:
    accounts.keep(MAREK)
    accounts.keep_pass(Pass("a" * 64, "marek", "visit", NOON, LATER))
    accounts.keep_pass(Pass("b" * 64, "marek", "key", NOON, None, "the wall screen"))

    assert accounts.find_holder("a" * 64, now=NOON) == MAREK
    assert accounts.find_holder("a" * 64, now=LATER) is None
    assert accounts.find_holder("b" * 64, now=LATER) == MAREK
    assert accounts.find_holder("c" * 64, now=NOON) is None


def test_what_ran_out_is_thrown_away_with_the_next(accounts: Accounts) -> None:
    accounts.keep(MAREK)
    accounts.keep_pass(Pass("a" * 64, "marek", "visit", NOON, LATER))
    accounts.keep_pass(Pass("b" * 64, "marek", "visit", LATER, LATER + timedelta(days=1)))

    assert [each.digest[0] for each in accounts.list_passes("marek")] == ["b"]


def test_passes_go_with_their_account(accounts: Accounts) -> None:
    accounts.keep(MAREK)
    accounts.keep_pass(Pass("a" * 64, "marek", "key", NOON, None))

    assert accounts.drop("marek")
    assert not accounts.drop("marek")
    assert accounts.find_holder("a" * 64, now=NOON) is None


def test_some_or_all_passes_are_taken_away(accounts: Accounts) -> None:
    accounts.keep(MAREK)
    for sign in "abc":
        accounts.keep_pass(Pass(sign * 64, "marek", "key", NOON, None))

    assert accounts.drop_passes("marek", ["b" * 64, "x" * 64]) == 1
    assert accounts.drop_passes("marek") == 2
    assert accounts.list_passes("marek") == ()


def test_a_secret_is_the_one_first_given(accounts: Accounts) -> None:
    assert accounts.share_secret("forms", b"one") == b"one"
    assert accounts.share_secret("forms", b"two") == b"one"
    assert accounts.share_secret("visits", b"two") == b"two"


def test_a_secret_that_was_taken_away_is_followed_by_the_next(accounts: Accounts) -> None:
    accounts.share_secret("forms", b"one")

    assert accounts.drop_secret("forms")
    assert not accounts.drop_secret("forms")
    assert accounts.share_secret("forms", b"two") == b"two"


@pytest.mark.parametrize("name", ["", "Marek", "a b", "a/b", "<b>", "-a", "a" * 65, "a\n"])
def test_a_name_is_of_plain_signs(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Account(name, "reader", "", NOON)
