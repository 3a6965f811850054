"""The library from the command line: adding, asking, watching, being told."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, write_feed, write_lines, write_page


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """``tellings`` in the folder, with its library there."""
    env = {**os.environ, "TELLINGS_LIBRARY": str(folder / "library.db"), "PYTHONUTF8": "1", **more}
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False)


def told(folder: Path, *arguments: str) -> Any:
    """What a command prints with ``--json``, held against its schema."""
    done = run(folder, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    name = value["format"].removeprefix("tellings-").removesuffix("/1")
    jsonschema.validate(value, json.loads(run(folder, "schema", name).stdout))
    return value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with reports of a ferry and of a harvest, and a library of the first two."""
    write_lines(tmp_path / "a.jsonl", MONDAY, BARLEY, outlet="a.example")
    write_lines(tmp_path / "b.jsonl", TOW, SLOW, outlet="b.example", day="2031-05-08")
    done = run(tmp_path, "add", "a.jsonl", "--no-model")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 new reports, 0 known, in ")
    return tmp_path


def story_of(folder: Path, location: str) -> str:
    """The id of the story of a report."""
    stories = told(folder, "stories")["stories"]
    return next(str(s["id"]) for s in stories if any(d["location"] == location for d in s["documents"]))


def test_a_story_is_followed(folder: Path) -> None:
    story = story_of(folder, "https://a.example/0")
    first = told(folder, "new", story)
    added = told(folder, "add", "b.jsonl", "--no-model")
    story = story_of(folder, "https://a.example/0")
    peeked = told(folder, "new", story, "--peek")
    later = told(folder, "new", story)
    last = told(folder, "new", story)
    other = told(folder, "new", story, "--reader", "other")

    assert (added["reports"], added["known"]) == (2, 0)
    assert first["new"]
    assert later == peeked
    assert {text["text"] for text in later["new"]}.isdisjoint(text["text"] for text in first["new"])
    assert last["new"] == []
    assert last["stories"][0]["documents"] == other["stories"][0]["documents"] or other["new"]


def test_a_story_is_shown_listed_and_checked(folder: Path) -> None:
    story = story_of(folder, "https://a.example/0")
    brief = told(folder, "show", story[:6])
    (folder / "draft.txt").write_text("The ferry Aldis ran aground off Orlan with 512 people aboard.", encoding="utf-8")
    checked = run(folder, "check", "draft.txt", "--story", story, "--no-model")

    assert [found["id"] for found in brief["stories"]] == [story]
    assert "212 people" in run(folder, "show", story).stdout
    assert story in run(folder, "stories", "--order", "changed").stdout
    assert checked.returncode == 1
    assert "512" in checked.stdout


def test_what_was_said_is_found_with_its_place(folder: Path) -> None:
    run(folder, "add", "b.jsonl", "--no-model")
    hits = told(folder, "search", "said:Ilse Marek")
    words = told(folder, "search", "aground", "not:barley", "--kind", "report")
    none = run(folder, "search", "zeppelin")

    assert [hit["speaker"] for hit in hits["hits"]] == ["Ilse Marek"]
    assert hits["hits"][0]["evidence"][0]["text"] in TOW
    assert {hit["report"]["outlet"] for hit in words["hits"]} == {"a.example", "b.example"}
    assert (none.returncode, "0 hits" in none.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "sffff"), 2, "tellings stories"),
        (("new", "sffff"), 2, "tellings stories"),
        (("search", "speaker:Marek"), 2, "person, place, outlet"),
        (("add", "none.txt"), 3, "none.txt"),
        (("watchlist", "add", "w", "ferry", "--notify", "desk"), 2, "is no target"),
        (("watchlist", "remove", "w"), 2, "no watchlist"),
        (("check", "a.jsonl"), 2, "--against PATH... or --story ID"),
        (("check", "a.jsonl", "--story", "sff", "--against", "a.jsonl"), 2, "--against PATH... or --story ID"),
        (("stories", "--library", "elsewhere.db"), 4, "tellings add"),
        (("stories", "--library", "a.jsonl"), 4, "a.jsonl"),
        (("stories", "--library", "mysql://here/x"), 2, "no kind of library"),
        (("new", "s1", "--no-model"), 2, "--since WHEN or --before"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(folder, *arguments)

    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert not (folder / "elsewhere.db").exists()


def test_a_watchlist_writes_a_feed(folder: Path) -> None:
    made = run(folder, "watchlist", "add", "ferry", "Aldis", "--notify", "atom:ferry.xml")
    run(folder, "add", "b.jsonl", "--no-model")
    listed = run(folder, "watchlist", "list", "--json")

    assert made.returncode == 0
    assert "b.example" in (folder / "ferry.xml").read_text("utf-8")
    assert json.loads(listed.stdout)["query"] == "Aldis"
    assert run(folder, "watchlist", "remove", "ferry").returncode == 0
    assert "No watchlist yet" in run(folder, "watchlist", "list").stdout


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and keeps silent."""

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server of this machine with a feed of one page: its address and its folder."""
    root = tmp_path / "site"
    root.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    address = f"http://127.0.0.1:{server.server_port}"
    (root / "feed.xml").write_text(write_feed(("Ferry aground", f"{address}/1.html")), encoding="utf-8")
    (root / "1.html").write_text(write_page(MONDAY, "Ferry aground", "2031-05-05"), encoding="utf-8")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield address, root
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_feed_is_watched_and_the_watch_stops_when_told(tmp_path: Path, site: tuple[str, Path]) -> None:
    address, root = site
    refused = run(tmp_path, "add", f"{address}/feed.xml", "--no-model")
    added = run(tmp_path, "add", f"{address}/feed.xml", "--no-model", "--allow-private")
    feed = write_feed(("Barley", f"{address}/2.html"), ("Ferry aground", f"{address}/1.html"))
    (root / "feed.xml").write_text(feed + "<!-- new -->", encoding="utf-8")
    (root / "2.html").write_text(write_page(BARLEY, "Barley", "2031-05-06"), encoding="utf-8")
    once = run(tmp_path, "watch", "--once", "--json", "--no-model", "--allow-private")
    change = json.loads(once.stdout)
    env = {**os.environ, "TELLINGS_LIBRARY": str(tmp_path / "library.db")}
    command = [sys.executable, "-m", "tellings", "watch", "--no-model", "--allow-private"]
    watching = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watching.stderr is not None
    begun = watching.stderr.readline()
    watching.send_signal(signal.SIGTERM)
    _, said = watching.communicate(timeout=60)

    assert refused.returncode == 3
    assert "private" in refused.stderr or "this machine" in refused.stderr
    assert "1 new report" in added.stdout
    assert (change["format"], change["kind"]) == ("tellings-change/1", "new")
    jsonschema.validate(change, json.loads(run(tmp_path, "schema", "change").stdout))
    assert "watching 1 sources" in begun
    assert (watching.returncode, "stopping" in said) == (0, True)


def test_the_secret_of_a_watchlist_is_printed_and_renewed(folder: Path) -> None:
    run(folder, "watchlist", "add", "ferry", "Aldis", "--notify", "https://desk.example/hook")
    first, again = (run(folder, "watchlist", "secret", "ferry").stdout for _ in range(2))
    other = run(folder, "watchlist", "secret", "ferry", "--renew", "--json").stdout
    missing = run(folder, "watchlist", "secret", "tram")

    assert first == again
    assert first.startswith("whsec_")
    assert json.loads(other)["secret"].startswith("whsec_")
    assert json.loads(other)["secret"] != first.strip()
    assert missing.returncode == 2
    assert "Choose one of: ferry" in missing.stderr


def test_a_report_is_removed_for_good(folder: Path) -> None:
    tried = run(folder, "library", "remove", "https://a.example/0", "--dry-run")
    assert tried.returncode == 0
    assert tried.stderr.startswith("would remove 1 report, with 1 readings, 1 briefs")
    done = run(folder, "library", "remove", "https://a.example/0")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("removed 1 report")
    again = run(folder, "library", "remove", "https://a.example/0")
    assert again.returncode == 2
    assert "nothing was removed" in again.stderr
    write_lines(folder / "again.jsonl", MONDAY, TOW, outlet="a.example")
    added = run(folder, "add", "again.jsonl", "--no-model")
    assert "1 new reports, 0 known" in added.stdout or "1 new report, 0 known" in added.stdout
    assert "was removed on " in added.stderr
