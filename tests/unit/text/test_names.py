from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.names import document_id, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller-Stahl", "MULLER STAHL"),
        ("Łukasz Øst", "Lukasz Ost"),
        ("U.V.", "UV"),
        ("O\u2019Gara", "O'Gara"),
        ("  Ana\u00a0Bel ", "ana bel"),
    ],
)
def test_names_that_differ_only_in_dress_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    assert fold("Ana Bel") != fold("Anabel")


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_id_depends_on_every_part() -> None:
    moment = datetime(2031, 4, 2, 6, 30, tzinfo=UTC)
    ids = {
        document_id("A port closed."),
        document_id("A port closed.", "https://example.org/a"),
        document_id("A port closed.", None, "https://example.org/a"),
        document_id("A port closed.", None, None, "https://example.org/a"),
        document_id("A port closed.", None, None, None, moment),
    }
    assert len(ids) == 5
    assert all(len(i) == 13 and i[0] == "d" for i in ids)


def test_id_is_the_same_on_every_machine() -> None:
    assert document_id("A port closed.") == document_id("A port closed.", "", "", "")
    assert document_id("A port closed.") == "d1f7d2a1a5cd6"
