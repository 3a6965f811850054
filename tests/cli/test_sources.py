"""What a library follows, from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tellings.library.open import open_library
from tellings.model.library import LoggedFetch, Source
from tests.shelf import NOON

FEED, GONE = "https://courier.example/feed", "https://post.example/feed"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``tellings sources`` in the folder, with its library there."""
    env = {**os.environ, "TELLINGS_LIBRARY": str(folder / "library.db"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library that follows two feeds, one of which is gone."""
    with open_library(tmp_path / "library.db", now=NOON) as library:
        library.keep_sources([Source(FEED, "feed", "Courier"), Source(GONE, "feed", polled_at=NOON, paused=True)])
        refused = LoggedFetch(GONE, NOON, "refused", "it is gone for good", status=410, source=GONE)
        library.log_fetches([refused, LoggedFetch(FEED, NOON, "unchanged", status=304, source=FEED)])
    return tmp_path


def test_sources_are_listed_paused_resumed_and_removed(folder: Path) -> None:
    listed = run(folder, "sources", "list").stdout
    resumed = run(folder, "sources", "resume", GONE)
    paused = run(folder, "sources", "pause", "courier", "--json")
    removed = run(folder, "sources", "remove", GONE, "--quiet")
    left = json.loads(run(folder, "sources", "list", "--json").stdout)
    schema = json.loads(run(folder, "schema", "sources").stdout)

    assert FEED in listed
    assert "paused" in listed
    assert resumed.stderr == f"resumed {GONE}\n"
    assert [source["paused"] for source in json.loads(paused.stdout)["sources"]] == [True, False]
    assert (removed.returncode, removed.stdout, removed.stderr) == (0, "", "")
    assert [source["address"] for source in left["sources"]] == [FEED]
    jsonschema.validate(left, schema)


def test_every_refusal_is_told_with_its_reason(folder: Path) -> None:
    shown = run(folder, "sources", "log", "--refused").stdout
    record = json.loads(run(folder, "sources", "log", "--json").stdout)
    jsonschema.validate(record, json.loads(run(folder, "schema", "fetches").stdout))

    assert shown == f"2031-05-09 12:00  refused   410  {GONE}\n  it is gone for good\n"
    assert [fetch["outcome"] for fetch in record["fetches"]] == ["unchanged", "refused"]


def test_feeds_are_written_as_opml(folder: Path) -> None:
    printed = run(folder, "sources", "export")
    written = run(folder, "sources", "export", "--to", "feeds.opml")
    nowhere = run(folder, "sources", "export", "--to", "none/feeds.opml")

    assert printed.stdout == (folder / "feeds.opml").read_text("utf-8")
    assert f'xmlUrl="{FEED}"' in printed.stdout
    assert (written.stdout, written.stderr) == ("", "wrote 2 feeds\n")
    assert (nowhere.returncode, "--to" in nowhere.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("remove", "https://none.example/"), 2, "follows nothing at"),
        (("pause", ".example"), 2, "part of 2 addresses"),
        (("log", "https://none.example/"), 2, "sources list"),
        (("list", "--library", "elsewhere.db"), 4, "tellings add"),
        (("remove",), 2, "Usage"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(folder, "sources", *arguments)

    assert done.returncode == code
    assert said in done.stderr
