"""``tellings new`` as a process: what was seen, what is new, and how it is printed."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

OLD = {
    "text": "The ferry Aldis ran aground off Orlen on Monday with 212 people aboard, the port authority of Orlen said."
    " The ferry will be towed to Vessa on Thursday.",
    "url": "https://courier.example/aldis",
    "source_domain": "courier.example",
    "date_publish": "2025-05-05T10:00:00+00:00",
}
NEW = {
    "text": "The ferry Aldis was towed to Vessa on Thursday. The captain of the Aldis had been told to slow down twice"
    " before it ran aground off Orlen, the port authority of Orlen said.",
    "url": "https://ledger.example/aldis-towed",
    "source_domain": "ledger.example",
    "date_publish": "2025-05-08T18:30:00+00:00",
}


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = "".join(json.dumps(record) + "\n" for record in (OLD, NEW))
    (tmp_path / "all.jsonl").write_text(records, encoding="utf-8")
    (tmp_path / "old.jsonl").write_text(json.dumps(OLD) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("since", ["2025-05-05", "2025-05-08T18:00:00+00:00", "2025-05-08T18:29"])
def test_json_tells_what_only_later_reports_say_and_fits_its_schema(folder: Path, since: str) -> None:
    done = run("new", "all.jsonl", "--since", since, "--json", "--no-model", "--quiet", folder=folder)
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads(run("schema", "changes", folder=folder).stdout))
    unseen = {d["id"] for story in told["stories"] for d in story["documents"] if not d["seen"]}
    assert any("slow down twice" in news["text"] for news in told["new"])
    assert {e["doc"] for news in told["new"] for e in news["evidence"]} == unseen
    assert told["since"].startswith(since[:16])


def test_a_brief_saved_earlier_says_what_was_seen(folder: Path) -> None:
    run("brief", "old.jsonl", "--no-model", "--out", "before.json", folder=folder)
    later = run("new", "all.jsonl", "--before", "before.json", "--no-model", folder=folder).stdout.decode()
    same = run("new", "old.jsonl", "--before", "before.json", "--no-model", folder=folder).stdout.decode()
    assert "slow down twice" in " ".join(later.split())
    assert "212" not in later
    assert "Nothing new." in same


def test_every_format_is_written(folder: Path) -> None:
    names = ["n.html", "n.md", "n.json", "n.txt"]
    outs = [part for name in names for part in ("--out", name)]
    done = run("new", "all.jsonl", "--since", "2025-05-05", "--no-model", *outs, folder=folder)
    assert done.returncode == 0
    assert all("slow down twice" in " ".join((folder / name).read_text("utf-8").split()) for name in names)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give either --since WHEN or --before BRIEF.json"),
        (("--since", "soon"), "is no day or time"),
        (("--since", "2025-05-05", "--before", "all.jsonl"), "give either --since"),
        (("--before", "all.jsonl"), "is no brief"),
    ],
)
def test_what_was_seen_must_be_said_and_readable(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("new", "all.jsonl", "--no-model", *arguments, folder=folder)
    assert done.returncode in (2, 3)
    assert said in " ".join(done.stderr.decode().split())


def test_a_report_without_a_date_is_named_and_no_news(folder: Path) -> None:
    undated = "The captain of the ferry Aldis had been told to slow down twice, the port authority of Orlen said."
    (folder / "undated.txt").write_text(undated, encoding="utf-8")
    done = run("new", "old.jsonl", "undated.txt", "--since", "2025-05-05", "--no-model", "--json", folder=folder)
    told = json.loads(done.stdout)
    assert len(told["undated"]) == 1
    assert told["new"] == []
