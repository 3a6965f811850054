"""One file and the environment: what holds, where it comes from, and what is said of a slip."""

import json
import os
from pathlib import Path

import pytest

from tellings.cli import cli, main
from tellings.commands.configuration import Configuration, default_path, load
from tellings.commands.settings import SHARED, kind_of, list_settings
from tellings.errors import UsageError


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of our own to begin commands in, and nothing in the environment."""
    for name in [name for name in os.environ if name.startswith("TELLINGS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str, name: str = "set.toml") -> str:
    """A configuration file: its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def found(folder: Path, text: str, **environ: str) -> Configuration:
    """What comes of a file and an environment."""
    return load(cli, write(folder, text), environ)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[object, str]]:
    """The settings that ``config show`` lists, with where each comes from."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "config", "show", "--json"])
    assert not ended.value.code
    told = json.loads(capsys.readouterr().out)
    return {row["setting"]: (row["value"], row["from"]) for row in told["settings"]}


def test_a_section_comes_before_what_is_shared(tmp_path: Path) -> None:
    made = found(tmp_path, 'reader = "marek"\ntimeout = 5\n[serve]\nreader = "ana"\nport = 9000\n[watch]\nevery = 2')

    assert made.defaults["serve"] == {"reader": "ana", "port": 9000}
    assert made.defaults["mcp"] == {"reader": "marek"}
    assert made.defaults["watch"] == {"patience": 5, "every": 2}
    assert made.defaults["read"] == {"patience": 5}


def test_the_order_is_command_line_environment_file_built_in(
    alone: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(alone, 'reader = "file"\n[serve]\nport = 9000\nhost = "127.0.0.2"')
    before = shown(capsys, "--config", file)
    monkeypatch.setenv("TELLINGS_SERVE_PORT", "9001")
    monkeypatch.setenv("TELLINGS_READER", "environment")
    after = shown(capsys, "--config", file)
    seen: list[object] = []
    serve = cli.commands["serve"]
    with monkeypatch.context() as patch:
        patch.setattr(serve, "callback", lambda **given: seen.append((given["port"], given["host"], given["reader"])))
        for more in ([], ["--port", "9002"]):
            with pytest.raises(SystemExit):
                main(["--config", file, "serve", *more])

    assert before["serve.port"] == (9000, f"{file}, line 3")
    assert before["serve.backlog"] == (10_000, "")
    assert after["serve.port"] == ("9001", "$TELLINGS_SERVE_PORT")
    assert after["reader"] == ("environment", "$TELLINGS_READER")
    assert seen == [(9001, "127.0.0.2", "environment"), (9002, "127.0.0.2", "environment")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[serve]\nhots = 1", "line 2: there is no setting 'hots' in [serve]. Did you mean host?"),
        ("port = 1", "It belongs in [mcp] or [serve]."),
        ("[sevre]\nport = 1", "line 1: there is no setting 'sevre' at the top of the file. Did you mean serve?"),
        ('[serve]\n\nport = "x"', "line 3: port is text, and should be whole number"),
        ("[serve]\nport = true", "port is true or false, and should be whole number"),
        ("[serve]\nport = 70000", "70000 is not in the range"),
        ("[watch]\nevery = 0", "every: 0"),
        ("[watch]\nevery = nan", "should be number"),
        ('library = ""', "the library is empty"),
        ("[serve.port]\nx = 1", "port is a section"),
        ('[archive.run]\nout = "x"', "no setting 'out' in [archive.run]"),
        ('log-format = "xml"', "'xml' is not one of"),
        ('[mcp]\nallow-host = "desk"', "write it in [ ]"),
        ("serve = 1", "'serve' is a section. Write it as [serve]."),
        ("library = 1", "library is a whole number, and should be text"),
        ("[serve]\nport = 1\nport = 2", "is not TOML"),
        ("[serve", "is not TOML"),
        ("when = 2031-05-09", "there is no setting 'when'"),
        ('[serve]\ntoken = "a long secret of ours"', "a token does not stand in a configuration file"),
        ('library = "postgresql://tal:hush@db.tarn.example/news"', "has a password in it"),
        ('[serve]\ntoken-file = "nowhere"', "cannot be read: No such file"),
        ("[serve]\ntoken-file = 3", "the path of a file is wanted"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        found(tmp_path, text)

    assert said in str(told.value)
    assert "hush" not in str(told.value)
    assert "a long secret" not in str(told.value)


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.toml", ".", "bytes.toml"):
        with pytest.raises(UsageError, match="configuration"):
            load(cli, str(tmp_path / name), {})


def test_secrets_come_from_files_of_their_own_and_are_not_shown(
    alone: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(alone, "a long secret of ours\n", "token")
    address = write(alone, "postgresql://tal:hush@db.tarn.example/news\n", "library")
    made = found(alone, '[serve]\ntoken-file = "token"', TELLINGS_LIBRARY_FILE=address)
    monkeypatch.setenv("TELLINGS_LIBRARY_FILE", address)
    monkeypatch.setenv("TELLINGS_MCP_TOKEN", "another long secret")
    told = shown(capsys, "--config", str(alone / "set.toml"))

    assert made.defaults["serve"]["token"] == "a long secret of ours"
    assert made.defaults["add"]["library"] == "postgresql://tal:hush@db.tarn.example/news"
    assert "a long secret" not in repr(made)
    assert "hush" not in repr(made)
    assert told["serve.token"][0] == told["mcp.token"][0] == "***"
    assert told["library"] == ("postgresql://tal:***@db.tarn.example/news", "$TELLINGS_LIBRARY_FILE")
    with pytest.raises(UsageError, match="both set"):
        found(alone, "", TELLINGS_LIBRARY="here.db", TELLINGS_LIBRARY_FILE=address)
    with pytest.raises(UsageError, match="one line"):
        found(alone, "", TELLINGS_TOKEN_FILE=write(alone, "a\nb\n", "two"))


def test_the_environment_comes_before_a_file_with_a_secret(tmp_path: Path) -> None:
    inside = write(tmp_path, "of the file", "inside")
    outside = write(tmp_path, "of the environment", "outside")
    text = f'[serve]\ntoken-file = "{inside}"'

    assert found(tmp_path, text, TELLINGS_TOKEN_FILE=outside).defaults["serve"]["token"] == "of the environment"
    assert found(tmp_path, text).defaults["serve"]["token"] == "of the file"


def test_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    made = found(tmp_path, 'library = "kept/library.db"\n[watch]\nmetrics-file = "kept/figures.prom"')

    assert made.defaults["watch"]["library"] == str(tmp_path / "kept" / "library.db")
    assert made.defaults["watch"]["metrics_file"] == str(tmp_path / "kept" / "figures.prom")


def test_the_users_own_file_is_found_and_one_among_the_reports_is_not(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(alone, 'reader = "a stranger"', "tellings.toml")
    without = shown(capsys)
    own = write(alone, 'reader = "me again"', "config/tellings/tellings.toml")
    with_own = shown(capsys)

    assert without["reader"] == ("me", "")
    assert with_own["reader"] == ("me again", f"{own}, line 1")


def test_each_system_has_its_own_place() -> None:
    home = {"HOME": "/home/tal"}

    assert default_path(home, "linux") == Path("/home/tal/.config/tellings/tellings.toml")
    assert default_path({**home, "XDG_CONFIG_HOME": "set"}, "linux") == default_path(home, "linux")
    assert default_path(home, "darwin") == Path("/home/tal/Library/Application Support/tellings/tellings.toml")
    assert default_path({"APPDATA": "/roaming"}, "win32") == Path("/roaming/tellings/tellings.toml")


def test_a_variable_that_means_nothing_is_told(
    alone: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELLINGS_SERVE_PROT", "1")
    with pytest.raises(SystemExit):
        main(["config", "show"])
    out = capsys.readouterr().out

    assert "$TELLINGS_SERVE_PROT is set, and names no setting: did you mean $TELLINGS_SERVE_PORT?" in out


def test_what_is_shared_takes_the_same_everywhere() -> None:
    kinds: dict[str, set[str]] = {}
    for setting in list_settings(cli):
        if setting.shared:
            kinds.setdefault(setting.key, set()).add(kind_of(setting.option))

    assert {key: found for key, found in kinds.items() if len(found) > 1} == {}
    assert set(kinds) <= set(SHARED)


def test_no_two_settings_have_one_variable() -> None:
    taken: dict[str, set[str]] = {}
    for setting in list_settings(cli):
        for name in setting.variables:
            taken.setdefault(name, set()).add(setting.key)

    assert {name: keys for name, keys in taken.items() if len(keys) > 1} == {}
