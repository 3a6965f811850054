"""Inputs that are no reports, or reports that no one wrote: each is left out with its reason or briefed, in time."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tellings.cli import main

GOOD = """Ferry Aldis runs aground off Orlen

The ferry Aldis ran aground off Orlen on Monday, 5 May 2031, with 212 people aboard, the port authority said.
"""
# A hang takes minutes; a slow machine takes some seconds more than a quick one.
SECONDS = 30

Told = dict[str, Any]
Tell = Callable[..., Told]


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Tell:
    """Runs ``tellings brief --json`` on these paths and a good report; the good one must come through."""
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, encoding="utf-8")

    def run(*paths: str) -> Told:
        begun = time.process_time()
        with pytest.raises(SystemExit) as ended:
            main(["brief", "good.txt", *paths, "--json", "--out", "b.html", "--out", "b.md", "--out", "b.txt"])
        took = time.process_time() - begun
        out, err = capfdbinary.readouterr()
        assert ended.value.code == 0
        assert b"Traceback" not in err
        assert b"\x1b" not in out + err
        assert took < SECONDS
        told: Told = json.loads(out)
        located = {doc["location"] for story in told["stories"] for doc in story["documents"]}
        assert "good.txt" in located
        assert {"b.html", "b.md", "b.txt"} <= set(os.listdir())
        return told

    return run


def reasons(told: Told) -> dict[str, str]:
    return {item["location"]: item["reason"] for item in told["skipped"]}


def located(told: Told) -> set[str]:
    return {doc["location"] for story in told["stories"] for doc in story["documents"]}


def write(name: str, data: bytes | str) -> str:
    Path(name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return name


def test_an_empty_file(tell: Tell) -> None:
    assert reasons(tell(write("a.txt", b""))) == {"a.txt": "is empty"}


def test_a_binary_file(tell: Tell) -> None:
    assert "binary" in reasons(tell(write("a.txt", bytes(range(256)) * 400)))["a.txt"]


def test_a_single_line_of_fifty_megabytes(tell: Tell) -> None:
    told = tell(write("a.txt", b"The dam failed on Tuesday, officials said. " * 1_200_000))
    assert located(told) == {"good.txt"}
    assert "51,600,000 characters" in reasons(told)["a.txt"]
    assert "--max-characters" in reasons(told)["a.txt"]


def test_the_limit_can_be_moved(tell: Tell) -> None:
    told = tell(write("a.txt", "The dam failed on Tuesday, officials said. " * 30), "--max-characters", "1000")
    assert located(told) == {"good.txt"}
    assert "1,290 characters" in reasons(told)["a.txt"]


def test_a_wrong_charset(tell: Tell) -> None:
    told = tell(write("a.txt", "“The dyke held,” said José Peña, the café’s owner in Orlen.".encode("cp1252")))
    [doc] = [doc for story in told["stories"] for doc in story["documents"] if doc["location"] == "a.txt"]
    assert doc["notes"] == ["decoded as windows-1252"]


def test_lone_surrogates(tell: Tell) -> None:
    record = '{"id": "a", "title": "Dam\\ud800 \\u001b[31mfails", "text": "The dam \\udfff failed, officials said."}\n'
    told = tell(write("a.jsonl", record))
    [doc] = [doc for story in told["stories"] for doc in story["documents"] if doc["location"] == "a"]
    assert any("surrogate" in note for note in doc["notes"])


def test_nul_bytes(tell: Tell) -> None:
    told = tell(write("a.txt", "The dam failed on Tuesday\x00, officials said."))
    [doc] = [doc for story in told["stories"] for doc in story["documents"] if doc["location"] == "a.txt"]
    assert any("NUL" in note for note in doc["notes"])


def test_a_folder_without_reports(tell: Tell) -> None:
    Path("folder").mkdir()
    assert "without reports" in reasons(tell("folder"))["folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tell: Tell) -> None:
    Path(write("a.txt", GOOD)).chmod(0)
    assert "permission denied" in reasons(tell("a.txt"))["a.txt"]


def test_a_file_that_is_not_there(tell: Tell) -> None:
    assert "no such file" in reasons(tell("gone.txt"))["gone.txt"]


def test_the_same_file_twice(tell: Tell) -> None:
    told = tell("good.txt", write("later-copy.txt", GOOD))
    assert sum(len(story["documents"]) for story in told["stories"]) == 1
    assert reasons(told) == {
        "good.txt": "given more than once, read once",
        "later-copy.txt": "same text as good.txt",
    }


def test_a_report_without_any_date(tell: Tell) -> None:
    told = tell(write("a.txt", "The bakery in Tolm sells bread with seeds, its owner said."))
    [doc] = [doc for story in told["stories"] for doc in story["documents"] if doc["location"] == "a.txt"]
    assert (doc["published"]["earliest"], doc["published"]["basis"]) == (None, "unknown")
    assert doc["published"]["why"]


SAYS = "The dam failed on Tuesday and 14 people died, officials said. "
STRANGE = {
    "one word a million times": "dam " * 250_000,
    "one sentence again and again": SAYS * 3_000,
    "quotes nested ten thousand deep": "“‘" * 10_000 + "The dam failed, he said." + "’”" * 10_000,
    "quotes never closed": "“The dam failed, he said. " * 5_000,
    "paragraphs of quotes never closed": "“The dam failed, he said.\n\n" * 3_000,
    "nothing but quotes around one word": '"' * 100_000 + "dam",
    "names without end": "Harsk, Orlan and " * 8_000,
    "dates without end": "on Monday, March 3, 2031 and " * 4_000,
    "ranges without end": "from 3 March to 5 April 2031 " * 3_000,
    "digits": "1234567890" * 50_000,
    "brackets": "([{" * 50_000 + "dam",
    "new lines": "The dam failed." + "\n" * 500_000,
    "turns": "ORLAN: Yes.\n" * 10_000,
    "one surname": "".join(
        f"“No,” said N{chr(97 + i % 26)}{chr(97 + i // 26)} Orlan. Orlan left. " for i in range(500)
    ),
    "he said": "he said " * 1_500,
    "He said.": "He said it. " * 5_000,
    "apostrophes": "o'clock's dam's " * 10_000,
    "pictures": "😀 dam " * 20_000,
    "right to left": "\u202eThe dam failed\u202c, he said. " * 2_000,
    "no width": "T\u200bh\u200be dam fa\u200biled. " * 3_000,
    "marks on one letter": "dam" + "\u0301" * 200_000,
    "carriage returns": "The dam failed, Mira Orlan said.\r" * 2_000,
    "line separators": "The dam failed, Mira Orlan said.\u2028" * 2_000,
    "no space": "x" * 500_000,
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_text_is_briefed_in_time(name: str, tell: Tell) -> None:
    told = tell(write("a.txt", STRANGE[name]))
    assert located(told) | set(reasons(told)) == {"good.txt", "a.txt"}


def test_a_page_a_hundred_thousand_elements_deep(tell: Tell) -> None:
    told = tell(write("a.html", "<html><body>" + "<div>" * 100_000 + SAYS + "</div>" * 100_000))
    assert located(told) | set(reasons(told)) == {"good.txt", "a.html"}
