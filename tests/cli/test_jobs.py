"""Work spread over workers from the command line: the same bytes, and what is said when it cannot be."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tellings.cli import main

DAM = str(Path(__file__).parents[2] / "examples" / "harsk_dam")
needs_ray = pytest.mark.skipif(not find_spec("ray"), reason="ray is not installed: pip install 'tellings[ray]'")


def run(*arguments: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    shown = capfd.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


@pytest.mark.parametrize("command", ["read", "group", "brief"])
def test_more_processes_print_the_same(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    alone = run(command, DAM, "--no-model", "--json", "--quiet", capfd=capfd)
    two = run(command, DAM, "--no-model", "--json", "--quiet", "--jobs", "2", "--engine", "local", capfd=capfd)

    assert alone[0] == 0
    assert two == alone


def test_processes_with_the_encoder_print_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    alone = run("brief", DAM, "--json", "--quiet", capfd=capfd)
    two = run("brief", DAM, "--json", "--quiet", "--jobs", "2", capfd=capfd)

    assert alone[0] == 0
    assert two == alone


@needs_ray
def test_ray_prints_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    alone = run("brief", DAM, "--no-model", "--json", "--quiet", capfd=capfd)
    two = run("brief", DAM, "--no-model", "--json", "--quiet", "--engine", "ray", "--jobs", "2", capfd=capfd)

    assert alone[0] == 0
    assert two == alone


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--address", "127.0.0.1:6379"), "add --engine ray"),
        (("--engine", "ray", "--address", "127.0.0.1; rm -r"), "is no address of a Ray cluster"),
        (("--engine", "ray", "--engine", "spark"), "there is no engine 'spark'"),
        (("--engine", "spacy:a", "--engine", "gliner:b"), "a reading has one engine"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_what_cannot_be_is_said(arguments: tuple[str, ...], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("read", DAM, *arguments, capfd=capfd)

    assert (code, out) == (2, "")
    assert told in err


def test_commands_that_work_alone_say_so(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    library = str(tmp_path / "library.db")
    code, _, err = run("add", DAM, "--library", library, "--no-model", "--engine", "ray", capfd=capfd)

    assert code == 2
    assert "leave --engine ray out" in err


def test_without_ray_it_says_what_to_install(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ray.py").write_text("raise ModuleNotFoundError('No module named ray', name='ray')")
    monkeypatch.syspath_prepend(tmp_path)
    code, out, err = run("read", DAM, "--no-model", "--engine", "ray", "--jobs", "1", capfd=capfd)

    assert (code, out) == (5, "")
    assert "pip install 'tellings[ray]'" in err
