"""``tellings check`` as a process: how it ends, what it prints, and what it does with drafts that mean harm."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

REPORT = {
    "text": "The ferry Aldis ran aground off Orlen on Monday with 212 people aboard, the port authority of Orlen said."
    " The ferry will be towed to Vessa on Thursday.",
    "source_domain": "courier.example",
    "date_publish": "2025-05-05T10:00:00+00:00",
}
TRUE = "The ferry Aldis ran aground off Orlen on Monday with 212 people aboard.\n"
FALSE = "The ferry Aldis ran aground off Orlen with 312 people aboard.\n"


def run(*arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, timeout=60, check=False)


def check(draft: str, *arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return run("check", draft, "--against", "reports.jsonl", "--no-model", *arguments, folder=folder, stdin=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.jsonl").write_text(json.dumps(REPORT) + "\n", encoding="utf-8")
    (tmp_path / "true.txt").write_text(TRUE, encoding="utf-8")
    (tmp_path / "false.txt").write_text(f"{TRUE}\n{FALSE}", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    return tmp_path


def test_a_draft_that_holds_ends_with_0_and_one_at_fault_with_1(folder: Path) -> None:
    assert check("true.txt", folder=folder).returncode == 0
    at_fault = check("false.txt", folder=folder)
    assert at_fault.returncode == 1
    told = at_fault.stdout.decode()
    assert "Contradicted  line 3" in told
    assert "212" in told.split("Contradicted")[1]


def test_wrong_use_ends_with_2(folder: Path) -> None:
    assert run("check", "true.txt", folder=folder).returncode == 2
    twice = run("check", "-", "--against", "-", folder=folder)
    assert twice.returncode == 2
    assert b"not both" in twice.stderr


@pytest.mark.parametrize(
    ("draft", "against", "said"),
    [
        ("empty.txt", "reports.jsonl", "is empty"),
        ("none.txt", "reports.jsonl", "none.txt"),
        ("reports.jsonl", "none", "none"),
        ("true.txt", "empty.txt", "no report could be read"),
    ],
)
def test_what_cannot_be_read_ends_with_3_and_says_what(folder: Path, draft: str, against: str, said: str) -> None:
    done = run("check", draft, "--against", against, "--no-model", folder=folder)
    assert done.returncode == 3
    assert said in done.stderr.decode()
    assert done.stdout == b""


def test_json_fits_its_schema_and_points_into_the_draft(folder: Path) -> None:
    told = json.loads(check("false.txt", "--json", "--quiet", folder=folder).stdout)
    jsonschema.validate(told, json.loads(run("schema", "check", folder=folder).stdout))
    text = told["draft"]["text"]
    assert [text[s["start"] : s["end"]] for s in told["sentences"]] == [s["text"] for s in told["sentences"]]
    assert [s["verdict"] for s in told["sentences"]] == ["supported", "contradicted"]
    assert (told["supported"], told["contradicted"]) == (1, 1)


def test_standard_input_is_a_draft_like_any_other(folder: Path) -> None:
    piped = json.loads(check("-", "--json", folder=folder, stdin=FALSE.encode()).stdout)
    assert [s["verdict"] for s in piped["sentences"]] == ["contradicted"]


def test_every_format_is_written(folder: Path) -> None:
    out = [part for suffix in ("html", "md", "json", "txt") for part in ("--out", f"checked.{suffix}")]
    assert check("false.txt", *out, folder=folder).returncode == 1
    for suffix in ("html", "md", "txt"):
        assert "312" in (folder / f"checked.{suffix}").read_text(encoding="utf-8")
    assert json.loads((folder / "checked.json").read_text(encoding="utf-8"))["contradicted"] == 1


def test_markup_and_control_characters_of_a_draft_stay_text(folder: Path) -> None:
    hostile = "<script>alert(1)</script> The ferry \x1b[31mAldis\x1b]0;title\x07 ran aground off Orlen.\n"
    (folder / "hostile.txt").write_text(hostile, encoding="utf-8")
    done = check("hostile.txt", folder=folder)
    check("hostile.txt", "--out", "checked.html", "--out", "checked.md", folder=folder)
    assert b"\x1b" not in done.stdout
    assert b"\x07" not in done.stdout
    for name in ("checked.html", "checked.md"):
        assert "<script>" not in (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "draft", ["x" * 60_000, "Die Fähre lief am 5. Mai auf. März.", "14 people, " * 6_000 + "died."]
)
def test_a_draft_of_no_sense_is_answered_and_nothing_of_it_supported(folder: Path, draft: str) -> None:
    (folder / "odd.txt").write_text(draft, encoding="utf-8")
    done = check("odd.txt", "--json", "--quiet", folder=folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert json.loads(done.stdout)["supported"] == 0
