"""The table of benchmarks: every bench is in it, and every command it names can be given."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
WORDS = PAGE.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`python -m bench\.(\w+)([^`]*)`", WORDS)))
BENCHES = sorted(
    path.stem for path in (ROOT / "bench").glob("*.py") if 'if __name__ == "__main__"' in path.read_text("utf-8")
)


def test_there_are_benches() -> None:
    assert "quality" in BENCHES
    assert COMMANDS


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_is_in_the_table(name: str) -> None:
    assert name in {bench for bench, _ in COMMANDS}


@pytest.mark.parametrize(("name", "options"), COMMANDS, ids=lambda given: given.strip() or "-")
def test_every_command_can_be_given(name: str, options: str) -> None:
    source = ROOT / "bench" / f"{name}.py"

    assert source.is_file()
    assert [
        option for option in re.findall(r"--[\w-]+", options) if f'"{option}"' not in source.read_text("utf-8")
    ] == []


def test_every_row_is_whole() -> None:
    rows = [line.strip("|").split("|") for line in WORDS.splitlines() if "`python -m" in line]

    assert rows
    assert [row[0] for row in rows if len(row) not in (5, 6, 7) or not all(cell.strip() for cell in row)] == []


def test_what_was_not_measured_has_no_day() -> None:
    rows = [line for line in WORDS.splitlines() if "`python -m" in line and line.rstrip("| ").endswith(" -")]

    assert [row for row in rows if "*not " not in row] == []
