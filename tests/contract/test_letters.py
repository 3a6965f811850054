"""Dead letters and the standing of a library, in SQLite and in PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.service import DeadLetter
from tellings.model.story import Move
from tellings.ports import DeadLetters
from tests.shelf import NOON, make_arrivals, make_documents

LATER = NOON + timedelta(days=1)
LETTER = DeadLetter("l1", "reports/a.txt:7", "file:///a.txt", "failed", "breaks the reading", 0, NOON, NOON)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    address = str(tmp_path / "library.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")
    with open_library(address, now=NOON) as library:
        yield library


def test_tries_are_counted_and_the_last_sets_aside(store: Library) -> None:
    letters: DeadLetters = store.letters
    first = letters.keep(LETTER, b"\0bytes", most=2)
    second = letters.keep(replace(LETTER, last_at=LATER, first_at=LATER, reason="other"), b"\0bytes", most=2)

    assert (first.tries, first.state, first.size) == (1, "failed", 6)
    assert second == replace(LETTER, tries=2, state="aside", last_at=LATER, reason="other", size=6)
    assert letters.list_all() == (second,)
    assert letters.load("l1") == (second, b"\0bytes")
    assert letters.load("l2") is None
    assert letters.find_states(["l1", "l2"]) == {"l1": "aside"}


def test_what_is_begun_is_no_letter_and_changes_none(store: Library) -> None:
    letters = store.letters
    letters.keep(LETTER, b"", most=3)
    letters.begin([replace(LETTER, id=id_) for id_ in ("l1", "l2", "l3")])
    begun = letters.find_states(["l1", "l2", "l3"])
    letters.end(["l1", "l2"])
    letters.begin([])

    assert begun == {"l1": "failed", "l2": "begun", "l3": "begun"}
    assert letters.find_states(["l1", "l2", "l3"]) == {"l1": "failed", "l3": "begun"}
    assert [letter.id for letter in letters.list_all()] == ["l1"]
    assert letters.drop_begun(before=NOON) == 0
    assert letters.drop_begun(before=LATER) == 1


def test_what_was_begun_and_then_fails_is_a_letter(store: Library) -> None:
    store.letters.begin([LETTER])
    kept = store.letters.keep(LETTER, b"x", most=3)
    store.letters.end(["l1"])

    assert store.letters.list_all() == (kept,)


def test_the_latest_stand_first_and_are_dropped_once(store: Library) -> None:
    store.letters.keep(LETTER, b"", most=3)
    store.letters.keep(replace(LETTER, id="l2", last_at=LATER, location="\x1b[2Jb"), b"", most=3)

    assert [letter.id for letter in store.letters.list_all()] == ["l2", "l1"]
    assert [letter.id for letter in store.letters.list_all(limit=1)] == ["l2"]
    assert store.letters.drop(["l2", "l2", "none"]) == ("l2",)
    assert [letter.id for letter in store.letters.list_all()] == ["l1"]


def test_what_waits_is_counted_up_to_a_bound(store: Library) -> None:
    arrivals = make_arrivals()
    store.keep([replace(arrivals[0], reading=None, fingerprint=None), *arrivals[1:]], now=NOON)
    docs = [doc.id for doc in make_documents()]
    store.apply_moves([Move("new", "s1", tuple(docs[:2]), "nothing known is near")], now=NOON)
    store.letters.keep(LETTER, b"", most=3)
    store.letters.keep(replace(LETTER, id="l2"), b"", most=1)
    store.letters.begin([replace(LETTER, id="l3")])
    found, bounded = store.find_standing(most=100), store.find_standing(most=2)

    assert (found.unread, found.ungrouped, found.stale) == (1, 3, 1)
    assert (found.failed, found.aside, found.current) == (1, 1, True)
    assert (found.free is None) == (store.place.file is None)
    assert bounded.ungrouped == 2
