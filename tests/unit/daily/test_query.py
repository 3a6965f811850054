"""The language of a search."""

from datetime import date

import pytest

from tellings.daily.query import read_query, write_query
from tellings.errors import UsageError
from tellings.model.library import Query

TODAY = date(2031, 5, 9)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("dyke Orlan", Query(words=("dyke", "Orlan"))),
        ('"held through" dyke', Query(words=("dyke",), phrases=("held through",))),
        ("“held through”", Query(phrases=("held through",))),
        ("dyke -football", Query(words=("dyke",), without=("football",))),
        ('said:"Ilse Marek" place:Tarn', Query(said=("Ilse Marek",), places=("Tarn",))),
        ("person:Marek outlet:courier.example", Query(persons=("Marek",), outlets=("courier.example",))),
        ("since:2031-05-01 until:yesterday dyke", Query(("dyke",), since=date(2031, 5, 1), until=date(2031, 5, 8))),
        (["dyke held"], Query(phrases=("dyke held",))),
        (["said:Ilse Marek"], Query(said=("Ilse Marek",))),
        (["dyke held said:Marek"], Query(words=("dyke", "held"), said=("Marek",))),
        ("dyke not:gate", Query(words=("dyke",), without=("gate",))),
        (["dyke", "-gate"], Query(words=("dyke",), without=("gate",))),
        ("https://courier.example/a", Query(words=("https://courier.example/a",))),
        ("SAID:Marek", Query(said=("Marek",))),
    ],
)
def test_a_query_means(given: str | list[str], meant: Query) -> None:
    assert read_query(given, today=TODAY) == meant


@pytest.mark.parametrize("given", ["dyke -gate", 'a "b c" said:"Ilse Marek" since:2031-05-01', "place:Tarn"])
def test_a_query_is_written_so_that_it_means_the_same(given: str) -> None:
    query = read_query(given, today=TODAY)
    assert read_query(write_query(query), today=TODAY) == query


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "asks for nothing"),
        ("-football", "asks for nothing"),
        ("speaker:Marek", "person, place, outlet, said, since, until, not"),
        ("-person:Marek dyke", "single words only"),
        ('"not closed', "not closed"),
        ("since:soon dyke", "is no day"),
        ("since:2031-05-01 since:2031-05-02", "more than once"),
        ("-said:Marek dyke", "single words only"),
    ],
)
def test_what_cannot_be_understood_is_said(given: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_query(given, today=TODAY)
