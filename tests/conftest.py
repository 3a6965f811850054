"""Fixtures that several rooms share."""

import os
from collections.abc import Iterator

import pytest

from tests.postgresql import NoServerError, make_database, run_server

# Whoever runs the tests may have settings of their own: they are not those of the tests.
os.environ["TELLINGS_CONFIG"] = os.devnull


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server for this run; skips, with the reason, where there can be none."""
    try:
        with run_server() as server:
            yield server
    except NoServerError as err:
        pytest.skip(f"no PostgreSQL: {err}")


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with make_database(postgresql_server) as address:
        yield address


@pytest.fixture(scope="module")
def postgresql_of_module(postgresql_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database that the tests of one file share."""
    with make_database(postgresql_server) as address:
        yield address
