"""Told to stop, a command finishes what it has begun, says so in its log, and loses nothing."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tellings.cli import main
from tellings.library.open import open_library
from tests.newsroom import invent_reports
from tests.shelf import NOON

SECONDS = 60
pytestmark = pytest.mark.skipif(os.name != "posix", reason="ended by signals")


def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """``tellings`` in the folder, with its library there, and a log of JSON."""
    env = {**os.environ, "TELLINGS_LIBRARY": str(folder / "library.db"), "TELLINGS_LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen[str], event: str) -> dict[str, Any]:
    """The first such event in the log of the process; every line before it is one too."""
    assert process.stderr is not None
    for line in process.stderr:
        told: dict[str, Any] = json.loads(line)
        if told["event"] == event:
            return told
    raise AssertionError(f"{event} was not told")


def end(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What stands in the log after SIGTERM."""
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=SECONDS)
    return [json.loads(line) for line in err.splitlines()]


def test_serve_ends_its_streams_and_leaves_with_0(tmp_path: Path) -> None:
    open_library(tmp_path / "library.db", now=NOON).close()
    with begin(tmp_path, "serve", "--port", "0", "--grace", "5") as process:
        address = wait_for(process, "message")["message"].partition(" is at ")[2].partition("/ ")[0]
        with urllib.request.urlopen(f"{address}/events", timeout=SECONDS) as stream:
            first = stream.readline()
            told = end(process)
            rest = stream.read()

    assert first
    assert isinstance(rest, bytes)
    assert process.returncode == 0
    assert [line["event"] for line in told if line["event"] in ("stopping", "ended")] == ["stopping", "ended"]
    assert told[-1]["code"] == 0
    assert told[-1]["seconds"] < SECONDS


def test_watch_leaves_with_0(tmp_path: Path) -> None:
    open_library(tmp_path / "library.db", now=NOON).close()
    with begin(tmp_path, "watch", "--no-model", "--metrics-file", "figures.prom") as process:
        wait_for(process, "round")
        told = end(process)

    assert process.returncode == 0
    assert {"event": "stopping", "signal": "SIGTERM"}.items() <= told[0].items()
    assert (told[-1]["event"], told[-1]["code"]) == ("ended", 0)
    figures = (tmp_path / "figures.prom").read_text(encoding="utf-8")
    assert "tellings_rounds_total 1.0" in figures
    assert 'tellings_waiting{kind="stale"} 0.0' in figures


@pytest.mark.parametrize("command", [("add",), ("archive", "run", "--out", "out")], ids=["add", "archive"])
def test_what_was_stopped_goes_on_and_nothing_is_lost(tmp_path: Path, command: tuple[str, ...]) -> None:
    lines = [
        json.dumps({"text": text, "title": title, "date_publish": "2031-05-05"}) for title, text in invent_reports(150)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with begin(tmp_path, *command, "--no-model", "a.jsonl") as process:
        wait_for(process, "read" if command == ("add",) else "partition")
        told = end(process)
    again = begin(tmp_path, *command, "--no-model", "--json", "a.jsonl")
    out, _ = again.communicate(timeout=SECONDS)
    added = json.loads(out)

    assert process.returncode == told[-1]["code"] == 130
    assert again.returncode == 0
    if command == ("add",):
        assert 0 < added["reports"] < 150
        assert added["reports"] + added["known"] == 150


def test_an_error_is_in_the_log_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["watch", "--log-format", "json", "--library", str(tmp_path / "none.db")])
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert ended.value.code == 4
    assert [line["event"] for line in told] == ["started", "error", "ended"]
    assert "There is no library" in told[1]["message"]
