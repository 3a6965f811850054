"""The manual page that a wheel carries is one that ``man`` shows without complaint."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from tellings.cli import cli

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tellings.1"
LINES = PAGE.read_text(encoding="utf-8").splitlines()


def commands(group: click.Group, path: str) -> list[str]:
    """Every command below ``group``, as it is typed."""
    found = []
    for name, command in group.commands.items():
        found.append(f"{path} {name}")
        found += commands(command, f"{path} {name}") if isinstance(command, click.Group) else []
    return found


def test_every_command_has_its_part() -> None:
    headed = {line[5:-1].replace("\\-", "-").partition(" [")[0] for line in LINES if line.startswith(".SS ")}
    assert {name for name in commands(cli, "tellings") if not any(h.startswith(name) for h in headed)} == set()


def test_it_is_made_of_known_requests_and_nothing_is_left_open() -> None:
    requests = {line.split()[0] for line in LINES if line[:1] in (".", "'")}
    assert requests <= {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".RI", ".nf", ".fi", ".ad"}
    assert LINES.count(".nf") == LINES.count(".fi")
    assert [line for line in LINES if re.search(r"\\(?![-e&(])", line) or "\b" in line or line != line.rstrip()] == []
    assert "" not in LINES


@pytest.mark.parametrize("checker", [["man", "--warnings", "-E", "UTF-8", "-l"], ["mandoc", "-T", "lint"]])
def test_the_readers_of_manuals_do_not_complain(checker: list[str]) -> None:
    if not shutil.which(checker[0]):
        pytest.skip(f"no {checker[0]} here")
    done = subprocess.run([*checker, str(PAGE)], capture_output=True, encoding="utf-8", check=False, timeout=120)
    if checker[0] == "man" and "minimized" in done.stdout:
        pytest.skip("this man shows no page: the system was stripped of its manuals")
    # mandoc wishes for a date; a page that is made anew with each change has none.
    complaints = done.stderr.splitlines() + (done.stdout.splitlines() if checker[0] == "mandoc" else [])
    assert [line for line in complaints if "missing date" not in line] == []
