"""The example story, read by rules once."""

from pathlib import Path

import pytest

import tellings

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="session")
def briefed() -> tellings.Briefed:
    """The brief of the example story."""
    return tellings.brief(EXAMPLES / "harsk_dam", model=False)
