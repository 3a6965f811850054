"""Ctrl-C while several processes read: what was acknowledged stays, and the next run does the rest."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tellings.library.open import open_library
from tests.newsroom import invent_reports, write_lines
from tests.shelf import NOON

REPORTS = 320
"""Five batches: it takes seconds to read them, and a moment to see that the first is kept."""

CHILDREN = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")


def children(pid: int) -> list[str]:
    """The processes that the threads of a process began; empty when it is gone."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += path.read_text().split()
    return found


def begin(folder: Path, library: str) -> subprocess.Popen[str]:
    """``tellings add`` with two processes, in a group of its own as on a terminal."""
    command = [sys.executable, "-m", "tellings", "add", "a.jsonl", "--no-model", "--json", "--jobs", "2"]
    return subprocess.Popen(
        [*command, "--library", library],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


def end(process: subprocess.Popen[str]) -> tuple[int, Any, str]:
    """Its exit code, what it printed, and what it said."""
    out, err = process.communicate(timeout=120)
    return process.returncode, json.loads(out) if out else None, err


def count(path: Path) -> int:
    """How many reports are kept, while another process keeps more."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes that Ctrl-C goes to")
def test_what_was_acknowledged_is_kept_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", *(text for text, _ in invent_reports(REPORTS)))
    process = begin(tmp_path, "stopped.db")
    while not (seen := count(tmp_path / "stopped.db")) and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    stopped_code, stopped, said = end(process)
    kept = count(tmp_path / "stopped.db")

    assert (stopped_code, stopped["stopped"]) == (130, True)
    assert 0 < seen <= stopped["reports"] == kept < REPORTS
    assert ("stopping" in said, "Traceback" in said) == (True, False)

    code, rest, _ = end(begin(tmp_path, "stopped.db"))
    assert (code, rest["reports"], rest["known"]) == (0, REPORTS - kept, kept)
    assert end(begin(tmp_path, "whole.db"))[0] == 0
    assert describe(tmp_path / "stopped.db") == describe(tmp_path / "whole.db")


def describe(path: Path) -> list[tuple[object, ...]]:
    """Every report with the story it is in."""
    with open_library(path, now=NOON) as library:
        return [(report.id, report.location, report.story) for report in library.list_reports()]


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list the children of a process")
def test_stopped_while_the_processes_begin_nothing_breaks(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", *(text for text, _ in invent_reports(REPORTS)))
    process = begin(tmp_path, "library.db")
    while process.poll() is None and len(children(process.pid)) < 2:  # the tracker of resources is the first
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGINT)
    code, stopped, said = end(process)

    assert (code, stopped["stopped"]) == (130, True)
    assert stopped["reports"] == count(tmp_path / "library.db") < REPORTS
    assert "Traceback" not in said


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list the children of a process")
def test_killed_its_processes_do_not_stay_behind(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", *(text for text, _ in invent_reports(REPORTS)))
    process = begin(tmp_path, "library.db")
    while not count(tmp_path / "library.db") and process.poll() is None:
        time.sleep(0.01)
    begun = children(process.pid)
    process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        assert pipe is not None
        pipe.close()

    assert len(begun) > 1
    until = time.monotonic() + 20
    while any(alive(child) for child in begun) and time.monotonic() < until:
        time.sleep(0.05)
    assert [child for child in begun if alive(child)] == []


def alive(child: str) -> bool:
    """Whether the process runs still; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
