"""``tellings mcp`` refuses what would be unsafe or cannot be, and says what to do."""

import sys
from pathlib import Path

import pytest

from tellings.cli import main
from tests.unit.mcp.conftest import Shelf


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--http", "--host", "0.0.0.0"], 2, "Give --token SECRET"),
        (["--http", "--host", "192.0.2.7", "--token", ""], 2, "Give --token SECRET"),
        (["--http", "--token", "short"], 2, "others could guess it"),
        (["--http", "--token", ""], 2, "others could guess it"),
        (["--http", "--port", "99999"], 2, "--port"),
        (["--desk", "javascript:alert(1)"], 2, "--desk"),
    ],
)
def test_what_is_unsafe_is_refused(
    shelf: Shelf, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mcp", "--library", str(shelf.file), *arguments])

    assert ended.value.code == code
    assert says in capsys.readouterr().err


def test_a_library_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["mcp", "--library", str(tmp_path / "library.db")])

    assert ended.value.code == 4
    assert "tellings add" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_the_extra_is_named(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "tellings.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)

    with pytest.raises(SystemExit) as ended:
        main(["mcp", "--library", str(shelf.file)])

    assert ended.value.code == 5
    assert "pip install 'tellings[mcp]'" in capsys.readouterr().err
