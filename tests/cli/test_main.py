"""The command line called from Python, with arguments no shell would pass."""

import io
import sys
from pathlib import Path

import pytest

from tellings.cli import main

HUGE = "x" * 10_000_000


@pytest.mark.parametrize(
    "arguments",
    [
        ["brief", HUGE],
        ["brief", "a.txt", "--date", HUGE],
        ["brief", "a.txt", "--lang", HUGE],
        ["brief", "a.txt", "--out", HUGE],
        ["brief", "a.txt", "--out", HUGE + "/b.md"],
        ["brief", "a.txt", f"--{HUGE}"],
        ["schema", HUGE],
        [HUGE],
        ["brief", "a.txt\0"],
        ["brief", "a.txt", "--out", "\0.md"],
        ["brief", *["a.txt"] * 100_000],
    ],
    ids=lambda arguments: " ".join(arguments)[:24].replace("\0", "0"),
)
def test_ten_megabytes_of_anything_are_answered_in_a_few_lines(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("The dyke held, the mayor of Orlen said.", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capfd.readouterr().err
    assert ended.value.code in (0, 2, 3)
    assert len(said) < 8_000
    assert "Traceback" not in said


class Terminal(io.TextIOWrapper):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_on_a_terminal_unless_refused(
    no_color: str, coloured: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("The dyke held, the mayor of Orlen said.", encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    shown = io.BytesIO()
    terminal = Terminal(shown, encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit):
        main(["brief", str(tmp_path / "a.txt"), "--quiet"])
    assert (b"\x1b[" in shown.getvalue()) is coloured
