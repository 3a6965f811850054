"""Reports sent along with a question: bounded by what they hold, not by what is sent."""

import gzip

import pytest

from tellings.daily.local import Posted
from tellings.daily.posted import MOST_CHARACTERS, read_posted
from tellings.errors import UsageError
from tellings.ports import RulesOnly

SENTENCE = "The gate at Harsk was opened by the council of Orlan in the night. "


def test_what_is_packed_small_and_holds_too_much_is_refused() -> None:
    long = (SENTENCE * 3000).encode()
    files = [Posted(f"r{n}.txt.gz", gzip.compress(f"Report {n}.\n\n".encode() + long)) for n in range(8)]
    assert sum(len(file.data) for file in files) < 20_000
    with pytest.raises(UsageError, match=f"{MOST_CHARACTERS:,} characters"):
        read_posted(files, RulesOnly())


def test_what_is_not_too_much_is_read() -> None:
    found = read_posted([Posted("r.txt", (SENTENCE * 3).encode())], RulesOnly())
    assert len(found.readings) == 1
