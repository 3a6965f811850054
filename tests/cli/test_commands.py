"""The command as a process: what it prints where, and what it ends with."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

COURIER = """Ferry Aldis runs aground off Orlen

The ferry Aldis ran aground off Orlen on Monday, 5 May 2031, with 212 people aboard, the port authority said.

“Nobody was in danger at any moment,” said Mira Tolland, the harbour master of Orlen.
"""
LEDGER = """Aldis stuck on a sandbank near Orlen

About 240 people were aboard the ferry Aldis when it ran aground near Orlen on Monday, 5 May 2031.

“Nobody was in danger,” Mira Tolland told the Ledger.
"""


def run(
    *arguments: str | bytes | Path, folder: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tellings", *arguments],
        cwd=folder, input=stdin, capture_output=True, timeout=60, check=False,
        env={**os.environ, "PYTHONWARNINGS": "error", **(env or {})},
    )  # fmt: skip


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "courier.txt").write_text(COURIER, encoding="utf-8")
    (folder / "ledger.txt").write_text(LEDGER, encoding="utf-8")
    return tmp_path


def test_a_brief_is_printed_and_the_talk_goes_to_stderr(reports: Path) -> None:
    done = run("brief", "reports", folder=reports)
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "REPORTS" in shown
    assert "reports/courier.txt" in shown
    assert "\x1b" not in shown
    assert done.stderr.decode().startswith("2 reports read, ")


def test_json_goes_to_stdout_and_fits_its_schema(reports: Path) -> None:
    done = run("brief", "reports", "--json", "--quiet", folder=reports)
    told = json.loads(done.stdout)
    schema = json.loads(run("schema", "brief", folder=reports).stdout)
    jsonschema.validate(told, schema)
    assert done.stderr == b""
    texts = {
        doc["id"]: (reports / doc["location"]).read_text("utf-8") for s in told["stories"] for doc in s["documents"]
    }
    assert len(texts) == 2
    cited = [s["evidence"] for story in told["stories"] for s in story["summary"]]
    assert all(texts[e["doc"]][e["start"] : e["end"]] == e["text"] for evidence in cited for e in evidence)


def test_reading_and_grouping_fit_their_schemas(reports: Path) -> None:
    lines = run("read", "reports", "--json", folder=reports).stdout.splitlines()
    schema = json.loads(run("schema", "reading", folder=reports).stdout)
    assert len(lines) == 2
    for line in lines:
        jsonschema.validate(json.loads(line), schema)
    stories = json.loads(run("group", "reports", "--json", folder=reports).stdout)
    jsonschema.validate(stories, json.loads(run("schema", "stories", folder=reports).stdout))
    assert sum(len(story["documents"]) for story in stories["stories"]) == 2


@pytest.mark.parametrize("command", ["read", "group"])
def test_people_get_a_list(command: str, reports: Path) -> None:
    done = run(command, "reports", folder=reports)
    assert done.returncode == 0
    assert b"reports/ledger.txt" in done.stdout


def test_the_suffix_picks_the_format_and_several_may_be_written(reports: Path) -> None:
    names = ["b.html", "b.md", "b.json", "b.TXT"]
    done = run("brief", "reports", *(f"--out={name}" for name in names), folder=reports)
    assert (done.returncode, done.stdout) == (0, b"")
    heads = [(reports / name).read_text("utf-8").lstrip()[:9] for name in names]
    assert heads[0] == "<!doctype"
    assert heads[1].startswith("# ")
    assert heads[2].startswith("{")
    assert b"wrote b.html" in done.stderr
    assert (reports / "b.json").read_bytes() == run("brief", "reports", "--json", folder=reports).stdout


def test_the_order_of_the_arguments_changes_no_byte(reports: Path) -> None:
    paths = ["reports/courier.txt", "reports/ledger.txt"]
    for to in ("a.html", "a.md", "a.json"):
        run("brief", *paths, "--out", to, folder=reports)
        first = (reports / to).read_bytes()
        run("brief", *reversed(paths), "--out", to, folder=reports, env={"PYTHONHASHSEED": "7"})
        assert (reports / to).read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["brief", "reports", "--out", "brief.doc"], [".html .md .txt .json", ".docx", "brief.doc"]),
        (["brief", "reports", "--out", "nowhere/brief.md"], ["nowhere/brief.md", "folder"]),
        (["brief", "reports", "--date", "soon"], ["soon", "2031-05-09"]),
        (["brief", "reports", "--lang", "the language of Orlen"], ["pt-BR"]),
        (["brief", "reports", "--jsn"], ["--json"]),
        (["schema", "briefs"], ["brief", "reading", "stories"]),
        (["briefs"], ["briefs"]),
        (["group", "reports", "--out", "x.html"], [".json .txt"]),
    ],
)
def test_a_wrong_call_is_answered_with_the_choices(arguments: list[str], words: list[str], reports: Path) -> None:
    done = run(*arguments, folder=reports)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert [word for word in words if word not in said] == []
    assert "Traceback" not in said
    assert "--help" in said


@pytest.mark.parametrize("arguments", [[], ["brief"], ["read"], ["group"]])
def test_without_arguments_there_is_help(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert b"Usage: tellings" in done.stderr
    assert run(*arguments, "--help", folder=tmp_path).returncode == 0


def test_one_bad_input_never_stops_the_others(reports: Path) -> None:
    (reports / "reports" / "empty.txt").touch()
    (reports / "reports" / "noise.txt").write_bytes(bytes(range(256)) * 40)
    done = run("brief", "reports", "missing.txt", "--json", folder=reports)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert {s["location"] for s in told["skipped"]} == {"missing.txt", "reports/empty.txt", "reports/noise.txt"}
    assert all(s["reason"] for s in told["skipped"])
    assert sum(len(s["documents"]) for s in told["stories"]) == 2
    assert done.stderr.count(b"left out") == 3


def test_nothing_read_at_all_is_said_and_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("brief", "empty.txt", "--json", "--out", "b.html", folder=tmp_path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["skipped"] == [{"location": "empty.txt", "reason": "is empty"}]
    assert "empty.txt" in (tmp_path / "b.html").read_text("utf-8")
    assert b"nothing could be read" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_report_comes_from_standard_input(tmp_path: Path) -> None:
    done = run("brief", "-", "--json", folder=tmp_path, stdin=COURIER.encode())
    [story] = json.loads(done.stdout)["stories"]
    assert [doc["location"] for doc in story["documents"]] == ["-"]


def test_date_and_language_hold_for_reports_without_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The dyke held through the night, the mayor of Orlen said.", encoding="utf-8")
    done = run("read", "a.txt", "--json", "--date", "2031-05-09", "--lang", "en", folder=tmp_path)
    doc = json.loads(done.stdout)["document"]
    assert (doc["published"]["earliest"], doc["published"]["basis"]) == ("2031-05-09", "metadata")
    assert doc["language"] == "en"


def test_names_that_are_no_utf8_and_names_that_act_do_no_harm(tmp_path: Path) -> None:
    for name in (b"odd-\xff.txt", b"red-\x1b[31m.txt"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(COURIER.encode() + name[:4])
    for to in ([], ["--json"], ["-v"]):
        done = run("brief", ".", "nothing-\x1b[31m-there.txt", *to, folder=tmp_path)
        assert done.returncode == 0
        assert b"\x1b" not in done.stdout + done.stderr
        done.stdout.decode("utf-8")


def test_a_reader_who_has_seen_enough_is_not_told_off(reports: Path) -> None:
    for number in range(40):
        (reports / "reports" / f"{number}.txt").write_text(COURIER * 20 + f"Tide {number} came.", encoding="utf-8")
    command = f"'{sys.executable}' -m tellings read reports --json --quiet | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=reports, capture_output=True, timeout=60, check=False)
    assert (len(done.stdout), done.stderr) == (10, b"")


def test_being_stopped_is_clean(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tellings", "brief", "-"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # Whoever started the tests in the background may have had the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.strip() == b"tellings: stopped."


def test_a_fault_is_owned_and_debug_shows_where(reports: Path) -> None:
    broken = "import sys, tellings.cli as c, tellings.app as a\na.brief = lambda *_, **__: 1 / 0\nc.main(sys.argv[1:])"
    for debug, shown in (([], False), (["--debug"], True)):
        done = subprocess.run(
            [sys.executable, "-c", broken, "brief", "reports", *debug],
            cwd=reports, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert (b"Traceback" in done.stderr) is shown
        if not shown:
            assert done.returncode == 70
            assert b"--debug" in done.stderr


def test_the_doctor_finds_everything_working(tmp_path: Path) -> None:
    done = run("doctor", "--json", folder=tmp_path)
    checkup = json.loads(done.stdout)
    assert (done.returncode, checkup["works"]) == (0, True)
    assert {part["name"] for part in checkup["parts"]} > {"msgspec", "brief by rules", "brief with encoder"}
    assert b"Everything works." in run("doctor", folder=tmp_path).stdout


def test_the_version_is_told(tmp_path: Path) -> None:
    from tellings import __version__

    assert run("--version", folder=tmp_path).stdout.decode().split() == ["tellings", __version__]


def test_the_state_of_a_day_leaves_later_reports_out_and_says_so(tmp_path: Path) -> None:
    reports = (
        (
            "early",
            "2021-05-05",
            "The ferry Aldis ran aground off Orlen on Wednesday, the port authority of Orlen said.",
        ),
        ("late", "2021-05-06", "The ferry Aldis was towed to Vessa on Thursday, the port authority of Orlen said."),
    )
    lines = [json.dumps({"id": name, "date_publish": day, "text": text}) for name, day, text in reports]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told = json.loads(
        run("brief", "reports.jsonl", "--no-model", "--as-of", "2021-05-05", "--json", folder=tmp_path).stdout
    )
    assert [len(story["documents"]) for story in told["stories"]] == [1]
    assert told["skipped"] == [{"location": "late", "reason": "it came out on 2021-05-06 or later, after 2021-05-05"}]
