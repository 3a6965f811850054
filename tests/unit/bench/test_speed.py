"""That the figures can be taken. How large they are is nobody's test."""

import json
from pathlib import Path

import pytest

from bench import speed


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "dyke.txt"
    path.write_text("Orlen\n\n" + "The dyke at Orlen held, its warden Ana Rusu said on Monday.\n" * 50)
    return path


def test_every_figure_is_taken(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--runs", "1", "--json", str(report)])

    figures = json.loads(capsys.readouterr().out)
    assert figures.pop("reports") == 1
    assert all(value > 0 for value in figures.values())


def test_an_end_that_is_no_success_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        speed.end_to_end([tmp_path / "missing.txt"], runs=1)
