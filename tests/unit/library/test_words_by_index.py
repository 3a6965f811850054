"""PostgreSQL finds words by their index, however small it takes the table for."""

import sqlalchemy as sa

from bench.searching import FIRST, explain, find_queries, make_reports, make_words, measure
from tellings.library import search
from tellings.library.open import open_library
from tellings.model.library import Query

LENGTH = 120


def test_every_search_for_words_goes_by_the_index(postgresql: str) -> None:
    known = make_words()
    library = open_library(postgresql, now=FIRST)
    try:
        library.keep(list(make_reports(40, LENGTH, known)), now=FIRST)
        for kind, query in find_queries(known, LENGTH).items():
            assert explain(library, query) == "index of words", kind
        assert measure(library, Query(words=(known[0],)))["hits"] == 20
    finally:
        library.close()


def test_what_search_asks_of_the_server_ends_with_its_transaction(postgresql: str) -> None:
    library = open_library(postgresql, now=FIRST)
    try:
        with library.engine.connect() as connection:
            search.look_up_words(connection)
            assert connection.execute(sa.text("SHOW enable_seqscan")).scalar_one() == "off"
            connection.rollback()
            assert connection.execute(sa.text("SHOW enable_seqscan")).scalar_one() == "on"
    finally:
        library.close()


def test_a_file_needs_no_such_thing(tmp_path: object) -> None:
    library = open_library(f"{tmp_path}/library.db", now=FIRST)
    try:
        with library.engine.connect() as connection:
            search.look_up_words(connection)
    finally:
        library.close()
