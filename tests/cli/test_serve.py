"""``tellings serve`` and ``tellings users``, from the command line."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import jsonschema
import pytest

from tellings.app import to_schema
from tellings.cli import main
from tellings.library.open import open_library
from tests.shelf import NOON

WORDS = "harsk velmark ferry tow"
SECONDS = 60


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty library, and no setting from outside."""
    for name in ("TELLINGS_TOKEN", "TELLINGS_READER", "TELLINGS_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TELLINGS_LIBRARY", str(tmp_path / "library.db"))
    open_library(tmp_path / "library.db", now=NOON).close()
    return tmp_path / "library.db"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, what was printed and what was said."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--host", "0.0.0.0"), "--token"),
        (("--host", "::"), "--accounts"),
        (("--host", "desk.example"), "can be reached by others"),
        (("--public", "https://desk.example"), "--token"),
        (("--public", "desk.example", "--accounts"), "no address of a desk"),
        (("--token", "short"), "others could guess it"),
        (("--token", "new", "--accounts"), "either --token or --accounts"),
        (("--accounts",), "tellings users add NAME --role admin"),
        (("--port", "70000"), "70000"),
    ],
)
def test_what_would_not_be_safe_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = run(capsys, "serve", *arguments)

    assert (code, out) == (2, "")
    assert told in err


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, err = run(capsys, "serve", "--port", port)

    assert code == 2
    assert f"port {port} of 127.0.0.1 cannot be taken" in err
    assert "--port 0" in err


@pytest.mark.parametrize("command", [("serve",), ("users", "add", "marek", "--password-stdin")])
def test_what_is_not_installed_is_named_with_its_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    def load(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("tellings.commands.serving.import_module", load)
    code, _, err = run(capsys, *command)

    assert code == 5
    assert "pip install 'tellings[desk]'" in err


def test_users_are_made_listed_changed_and_removed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def type_in(words: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(words))

    type_in(f"{WORDS}\n")
    assert run(capsys, "users", "add", "Marek", "--role", "admin", "--password-stdin")[0] == 0
    type_in(f"{WORDS}\n")
    assert run(capsys, "users", "add", "brul", "--password-stdin")[0] == 0
    assert run(capsys, "users", "role", "brul", "editor") == (0, "", "brul is editor now\n")
    _, key, _ = run(capsys, "users", "key", "brul", "--for", "wall")
    assert re.fullmatch(r"tk_\S{40,}\n", key)
    _, out, _ = run(capsys, "users", "list", "--json")
    listed = json.loads(out)

    jsonschema.validate(listed, json.loads(to_schema("accounts")))
    found = [(a["name"], a["role"], a["keys"]) for a in listed["accounts"]]
    assert found == [
        ("brul", "editor", 1),
        ("marek", "admin", 0),
    ]
    assert run(capsys, "users", "end", "brul")[2] == "ended 1 visit or key\n"
    assert run(capsys, "users", "remove", "brul")[0] == 0
    assert "brul" not in run(capsys, "users", "list")[1]
    assert run(capsys, "users", "role", "marek", "reader")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "words", "told"),
    [
        (("add", "a b"), WORDS, "A name has"),
        (("add", "marek"), "short", "12"),
        (("add", "marek"), "", "12"),
        (("role", "tarn", "admin"), "", "no account 'tarn'"),
        (("remove", "tarn"), "", "no account 'tarn'"),
        (("key", "tarn"), "", "no account 'tarn'"),
        (("password", "tarn"), WORDS, "no account 'tarn'"),
    ],
)
def test_what_cannot_be_done_is_explained(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
    told: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))
    more = ("--password-stdin",) if arguments[0] in ("add", "password") else ()
    code, _, err = run(capsys, "users", *arguments, *more)

    assert code == 2
    assert told in err


def test_without_a_terminal_the_password_is_not_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _, err = run(capsys, "users", "add", "marek")

    assert code == 2
    assert "--password-stdin" in err


@pytest.mark.skipif(os.name != "posix", reason="ended by a signal")
def test_it_serves_watches_and_ends_in_order(library: Path) -> None:
    command = [sys.executable, "-m", "tellings", "serve", "--port", "0", "--token", "new", "--watch", "--no-model"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        at = re.search(r"at (http://127\.0\.0\.1:\d+)/", process.stderr.readline())
        token = process.stderr.readline().partition(": ")[2].strip()
        assert at is not None
        try:
            asked = urllib.request.Request(f"{at[1]}/api/stories", headers={"Authorization": f"Bearer {token}"})
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
                assert answer.status == 200
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(f"{at[1]}/api/stories", timeout=SECONDS)
        finally:
            process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=SECONDS)

    assert process.returncode == 0, err
    assert "Traceback" not in err
    with open_library(library, now=NOON) as again, again.alone("watch", wait=0.5):
        pass  # nobody watches any more
