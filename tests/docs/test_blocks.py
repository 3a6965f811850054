"""Every fenced block of README and docs holds: consoles and Python are run, JSON and TOML parse."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.M | re.S)

SHOWN = {"text", "yaml"}
"""Languages of blocks that are only shown: drawings, and files for other programs."""

ELSEWHERE = ("git clone ",)
"""Commands that need what a test must not: the network."""


class Block(NamedTuple):
    """A fenced block and where it stands."""

    page: Path
    line: int
    language: str
    body: str


def _blocks() -> list[Block]:
    found = []
    for page in PAGES:
        words = page.read_text(encoding="utf-8")
        for match in _FENCE.finditer(words):
            line = words.count("\n", 0, match.start()) + 1
            found.append(Block(page, line, match[1], match[2]))
    return found


BLOCKS = _blocks()


def _named(block: Block) -> str:
    return f"{block.page.relative_to(ROOT)}:{block.line}"


def _of(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as the reader of the pages has it: the examples, what is run in CI, and room to write."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "deploy" / "ci", tmp_path / "deploy" / "ci")
    (tmp_path / "out").mkdir()
    return tmp_path


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_fence_is_closed(page: Path) -> None:
    words = page.read_text(encoding="utf-8")

    assert len(re.findall(r"^ *```", words, re.M)) == 2 * len([block for block in BLOCKS if block.page == page])


@pytest.mark.parametrize("block", BLOCKS, ids=_named)
def test_every_block_is_of_a_language_that_is_checked(block: Block) -> None:
    assert block.language in {"console", "python", "json", "jsonl", "toml"} | SHOWN


def _sessions(body: str) -> list[tuple[str, str]]:
    """Each command of a console block (``\\`` continues the line) with the output printed below it."""
    sessions: list[tuple[str, str]] = []
    for line in body.splitlines():
        if sessions and sessions[-1][0].endswith("\\"):
            sessions[-1] = (sessions[-1][0][:-1] + line.strip(), "")
        elif line.startswith("$ "):
            sessions.append((line[2:], ""))
        else:
            assert sessions, f"output before the first command: {line!r}"
            sessions[-1] = (sessions[-1][0], sessions[-1][1] + line + "\n")
    return sessions


def _line(wanted: str) -> str:
    """A pattern for one line of output."""
    return re.escape(wanted[:-3]) + r"[^\n]*\n" if wanted.endswith(" ...") else re.escape(wanted) + r"[ ]*\n"


def _matches(wanted: str, got: str) -> bool:
    """The output is as printed; a line ``...`` stands for any lines, ``...`` at its end for the rest of it."""
    pattern = "".join(".*?" if line == "..." else _line(line) for line in wanted.splitlines())
    return re.fullmatch(pattern, got, re.S) is not None


def _pages_with(language: str) -> list[Path]:
    return sorted({block.page for block in _of(language)})


@pytest.mark.parametrize("page", _pages_with("console"), ids=lambda page: page.name)
def test_consoles_run(page: Path, folder: Path) -> None:
    """The blocks of a page are one session, from top to bottom, in one folder."""
    commands = [session for block in _of("console") if block.page == page for session in _sessions(block.body)]
    for command, wanted in commands:
        if command.startswith(ELSEWHERE):
            continue
        if command.startswith("make"):
            # These set up an environment and run this very test: their targets must be there.
            subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)
            continue
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=_environment(),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert not wanted or _matches(wanted, done.stdout), f"{command}\n{done.stdout}"


@pytest.mark.parametrize("page", _pages_with("python"), ids=lambda page: page.name)
def test_python_runs(page: Path, folder: Path) -> None:
    """The blocks of a page are one program, from top to bottom."""
    program = "\n".join(block.body for block in _of("python") if block.page == page)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=folder, env=_environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", [*_of("json"), *_of("jsonl"), *_of("toml")], ids=_named)
def test_data_parses(block: Block) -> None:
    if block.language == "json":
        assert json.loads(block.body)
    elif block.language == "jsonl":
        assert [json.loads(line) for line in block.body.splitlines()]
    else:
        assert tomllib.loads(block.body)
