"""``tellings archive``: an archive worked through in processes of its own, killed, and begun again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests.archives import hash_files, make_records, rows_of, write_lines

RECORDS = 520
"""Two partitions: it takes a second or two to read them."""


def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command, in a group of its own as on a terminal."""
    return subprocess.Popen(
        [sys.executable, "-m", "tellings", "archive", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


def call(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Its exit code, what it printed, and what it said."""
    process = begin(folder, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_an_archive_is_made_and_its_state_is_told(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", make_records(6))
    code, out, err = call(tmp_path, "run", "a.jsonl", "no*.jsonl", "--out", "out", "--no-model", "--json")
    told = json.loads(out)
    again = call(tmp_path, "status", "out")
    schema = subprocess.run([sys.executable, "-m", "tellings", "schema", "archive"], capture_output=True, check=True)

    assert (code, err) == (0, "")
    jsonschema.validate(told, json.loads(schema.stdout))
    assert (told["reports"], told["finished"]) == (6, True)
    assert [reason["reason"] for reason in told["reasons"]] == ["matches no file"]
    assert again[0] == 0
    assert "6 reports, " in again[1]
    assert "left out 1: matches no file" in again[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "no.jsonl", "--out", "out"), 3, "nothing to read"),
        (("run", "a.jsonl", "--out", "."), 2, "holds other files"),
        (("run", "a.jsonl", "--out", "s3://bucket/out"), 5, "s3fs"),
        (("run", "a.jsonl", "--out", "a.jsonl/out"), 2, "cannot be written"),
        (("run", "a.jsonl"), 2, "--out"),
        (("status", "out"), 2, "holds no archive"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else None,
)
def test_a_call_that_is_off_is_told(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    write_lines(tmp_path / "a.jsonl", make_records(3))
    found, out, err = call(tmp_path, *arguments)

    assert (found, out) == (code, "")
    assert said in err


def test_without_its_packages_it_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; from tellings.cli import main; main(['archive', 'status', 'out'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 5
    assert "archives need the package pyarrow" in done.stderr
    assert "pip install 'tellings[archive]'" in done.stderr


def test_killed_again_and_again_it_ends_with_the_same_bytes(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", make_records(RECORDS))
    arguments = ("run", "a.jsonl", "--no-model", "--quiet", "--out")
    assert call(tmp_path, *arguments, "whole")[0] == 0
    for moment in ("readings/*.part", "entries/read/*.json", "entries/group/*.json"):
        process = begin(tmp_path, *arguments, "out")
        deadline = time.monotonic() + 60
        while not list((tmp_path / "out").glob(moment)) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, moment
    assert call(tmp_path, *arguments, "out")[0] == 0

    assert hash_files(tmp_path / "out") == hash_files(tmp_path / "whole")
    assert len(rows_of(tmp_path / "out", "readings")) == RECORDS
