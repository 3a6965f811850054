"""Markup in a line that came from elsewhere: gone, with what it hides, in a time that grows with the text."""

import pytest

from tellings.readers.fragment import read_line


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("One <b>dam</b> held.", "One dam held."),
        ("One <script>alert(1)</script>dam <!-- hidden -->held.", "One dam held."),
        ("One <b>dam</b> held.<script>alert(1)", "One dam held."),
        ("One <b>dam</b> held.<!-- hidden", "One dam held."),
        ("One <b>dam</b> --> held.", "One dam --> held."),
    ],
)
def test_what_is_hidden_is_gone(line: str, read: str) -> None:
    assert read_line(line) == read


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<style>"])
def test_what_never_ends_is_dropped_from_where_it_begins(piece: str) -> None:
    assert read_line("One <b>dam</b> held. " + piece * 100_000) == "One dam held."
