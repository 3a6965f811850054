"""What a shell is told when somebody presses the tabulator key."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHELLS = ("bash", "fish", "zsh")


def complete(folder: Path, *words: str, **more: str) -> list[tuple[str, str]]:
    """What is offered for the last of ``words``, each with its kind ("plain", "file"), as bash asks for it."""
    env = {
        **os.environ,
        "_TELLINGS_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["tellings", *words]),
        "COMP_CWORD": str(len(words)),
        "TELLINGS_LIBRARY": str(folder / "library.db"),
        **more,
    }
    # What bash calls is the script ``tellings``; ``python -m`` would be another program to click.
    code = "from tellings.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stderr == ""
    return [(word, kind) for kind, _, word in (line.partition(",") for line in filter(None, done.stdout.splitlines()))]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``tellings`` with a library in the folder."""
    env = {**os.environ, "TELLINGS_LIBRARY": str(folder / "library.db")}
    command = [sys.executable, "-m", "tellings", *arguments]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_the_shell_reads(shell: str, tmp_path: Path) -> None:
    done = run(tmp_path, "completion", shell)
    script = tmp_path / "script"
    script.write_text(done.stdout, encoding="utf-8")

    assert done.returncode == 0
    assert f"_TELLINGS_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n", str(script)], check=True, timeout=60)


def test_another_shell_is_refused_with_the_choices(tmp_path: Path) -> None:
    done = run(tmp_path, "completion", "tcsh")

    assert done.returncode == 2
    assert all(shell in done.stderr for shell in SHELLS)


def test_commands_options_and_formats_are_completed(tmp_path: Path) -> None:
    assert ("watchlist", "plain") in complete(tmp_path, "wat")
    assert ("--no-model", "plain") in complete(tmp_path, "brief", "--no-")
    formats = [word for word, _ in complete(tmp_path, "export", "s1", "--to", "")]
    assert {"ninjs", "ics"} <= set(formats)


def test_files_are_left_to_the_shell(tmp_path: Path) -> None:
    assert complete(tmp_path, "brief", "rep") == [("rep", "file")]
    assert complete(tmp_path, "stories", "--library", "lib") == [("lib", "file")]


def test_ids_of_stories_are_completed_from_the_library(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry Orlan ran aground off Harsk on 9 May 2031.\n", encoding="utf-8")
    assert run(tmp_path, "add", str(tmp_path / "a.txt"), "--no-model", "--quiet").returncode == 0
    [[id_, kind]] = complete(tmp_path, "show", "")

    assert kind == "plain"
    assert complete(tmp_path, "export", id_[:4]) == [(id_, "plain")]
    assert complete(tmp_path, "show", "zzz") == []

    (tmp_path / "tellings.toml").write_text(f'library = "{tmp_path / "library.db"}"\n', encoding="utf-8")
    named = {"TELLINGS_CONFIG": str(tmp_path / "tellings.toml"), "TELLINGS_LIBRARY": ""}
    assert complete(tmp_path, "show", "", **named) == [(id_, "plain")]


def test_without_a_library_nothing_is_offered_and_nothing_is_made(tmp_path: Path) -> None:
    assert complete(tmp_path, "show", "") == []
    assert list(tmp_path.iterdir()) == []
