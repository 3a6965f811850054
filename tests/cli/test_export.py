"""A story of the library, or a brief of files, written in the formats of other programs."""

import os
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

from tests.newsroom import MONDAY, TOW, write_lines


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "TELLINGS_LIBRARY": str(folder / "library.db"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports of a ferry, and a library of them."""
    path = tmp_path_factory.mktemp("export")
    write_lines(path / "a.jsonl", MONDAY, TOW, outlet="a.example")
    assert run(path, "add", "a.jsonl", "--no-model").returncode == 0
    return path


def test_a_story_is_printed_or_written(folder: Path) -> None:
    story = run(folder, "stories", "--json").stdout.decode().partition('"id": "')[2].partition('"')[0]
    printed = run(folder, "export", story, "--to", "csv", "--quiet")
    written = run(folder, "export", story, "--to", "csv", "--out", "story.csv")

    assert (printed.returncode, printed.stderr) == (0, b"")
    assert printed.stdout.startswith("\ufeffstory,title,section".encode())
    assert written.stderr == b"wrote story.csv\n"
    assert (folder / "story.csv").read_bytes() == printed.stdout


def test_a_brief_is_written_by_the_end_of_the_name(folder: Path) -> None:
    done = run(folder, "brief", "a.jsonl", "--no-model", "--out", "b.ics", "--out", "b.stix.json", "--out", "b.docx")

    assert done.returncode == 0, done.stderr
    assert icalendar.Calendar.from_ical((folder / "b.ics").read_text()).name == "VCALENDAR"
    assert b'"type": "bundle"' in (folder / "b.stix.json").read_bytes()
    assert (folder / "b.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["export", "s00000000", "--to", "csv"], 2, "s00000000"),
        (["export", "s00", "--to", "word"], 2, "docx"),
        (["export", "s00"], 2, "--to"),
        (["export", "s00", "--to", "stix", "--tlp", "white"], 2, "clear"),
    ],
)
def test_a_wrong_call_is_answered(folder: Path, arguments: list[str], code: int, words: str) -> None:
    done = run(folder, *arguments)

    assert (done.returncode, done.stdout) == (code, b"")
    assert words in done.stderr.decode()
