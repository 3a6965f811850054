"""A library on PostgreSQL as version 0002 of the schema left it, for tests and measurements of what makes it new."""

from collections.abc import Sequence

import sqlalchemy as sa

from bench.faults import fill
from tellings.library import schema
from tellings.library.connect import connect
from tellings.library.open import open_library
from tellings.library.place import find_place
from tellings.library.upgrade import bring_up_to_date
from tellings.model.library import Arrival
from tests.postgresql import make_database
from tests.shelf import NOON

LATER = {"letters"}
"""Tables that version 0002 did not have."""


def make_old_library(address: str, server: str, arrivals: Sequence[Arrival], *, times: int = 1) -> None:
    """Makes it in the empty database at ``address``; each report is there ``times`` times, under other ids."""
    place = find_place(address)
    engine = connect(place)
    bring_up_to_date(engine, place, now=NOON, to="0002")
    with make_database(server) as beside, open_library(beside, now=NOON) as new, engine.begin() as old:
        fill(new, arrivals)
        with new.reading() as connection:
            for table in schema.tables.sorted_tables:
                rows = [dict(row._mapping) for row in connection.execute(sa.select(table))]
                if rows and table.name not in LATER:
                    old.execute(sa.insert(table), rows)
            terms = connection.execute(sa.text("SELECT rowid, CAST(terms AS text) AS terms FROM passage_terms"))
            found = [dict(row._mapping) for row in terms]
            old.execute(sa.text("INSERT INTO passage_terms VALUES (:rowid, CAST(:terms AS tsvector))"), found)
        for statement in _MULTIPLY if times > 1 else ():
            old.execute(sa.text(statement), {"times": times - 1})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()


# A month of thirty days, so many reports in each.
_MULTIPLY = (
    "INSERT INTO documents SELECT number + g * 1000000, id || '-' || g, location, title, outlet, url, earliest, latest,"
    " kept_at + mod(g, 12) * interval '30 days', original, body FROM documents, generate_series(1, :times) g",
    "INSERT INTO readings SELECT document || '-' || g, made_by, kept_at, body"
    " FROM readings, generate_series(1, :times) g",
    "INSERT INTO fingerprints SELECT document || '-' || g, earliest, packed, kept_at"
    " FROM fingerprints, generate_series(1, :times) g",
    "INSERT INTO passages SELECT number + g * 1000000, kind, document || '-' || g, story, name, speaker, text, places"
    " FROM passages, generate_series(1, :times) g",
    "INSERT INTO passage_terms SELECT rowid + g * 1000000, terms FROM passage_terms, generate_series(1, :times) g",
    "INSERT INTO document_names SELECT document || '-' || g, name FROM document_names, generate_series(1, :times) g",
)
