"""What stands in deploy/ can be begun: it parses, and every command, option, variable and file it names is there."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tellings.cli import cli
from tellings.commands.configuration import load
from tellings.commands.settings import IN_FILES, list_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = list_settings(cli)
VARIABLES = {name for setting in SETTINGS for name in setting.variables} | {"TELLINGS_CONFIG"}
VARIABLES |= {f"{name}_FILE" for setting in SETTINGS if setting.key in IN_FILES for name in setting.variables}


class Repeated(dict[str, str]):
    """Keeps what is said of a key several times."""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, list) and key in self:
            value = [*self[key], *value]
        super().__setitem__(key, value)


def read_unit(path: Path) -> configparser.ConfigParser:
    """A unit of systemd."""
    unit = configparser.ConfigParser(
        interpolation=None, strict=False, dict_type=Repeated, comment_prefixes=("#", ";"), delimiters=("=",)
    )
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text(encoding="utf-8"))
    return unit


def need_command(arguments: list[str]) -> None:
    """Nothing, where there is such a command with such options."""
    command: click.Command = cli
    rest = arguments
    while isinstance(command, click.Group):
        name, *rest = rest
        command = command.commands[name]
    command.make_context("tellings", rest)


def compose() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_there_is_something_to_begin() -> None:
    assert [path.name for path in UNITS] == ["tellings-serve.service", "tellings-watch.service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_begins_a_command_that_is_there(path: Path) -> None:
    unit = read_unit(path)
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    environment = re.findall(r"^Environment=(\w+)=", path.read_text(encoding="utf-8"), re.M)

    need_command(arguments)
    assert program == "/opt/tellings/bin/tellings"
    assert set(environment) <= VARIABLES
    assert set(unit.sections()) == {"Unit", "Service", "Install"}
    for name in ("NoNewPrivileges", "ProtectSystem", "PrivateTmp", "User", "StateDirectory", "TimeoutStopSec"):
        assert unit["Service"][name]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_takes_a_unit(path: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed; the unit was parsed and its command looked up")
    words = path.read_text(encoding="utf-8").replace("/opt/tellings/bin/tellings", sys.executable)
    (tmp_path / path.name).write_text(words, encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / path.name)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_are_settings() -> None:
    made = load(cli, str(DEPLOY / "tellings.toml"), {})

    assert made.defaults["serve"]["port"] == 8377
    assert made.defaults["watch"]["log_format"] == "json"


@pytest.mark.parametrize("name", ["desk", "watch"])
def test_a_service_begins_a_command_that_is_there(name: str) -> None:
    service = compose()["services"][name]

    need_command(service["command"])
    kind, *checked = service["healthcheck"]["test"]
    assert kind == "CMD"
    assert checked[0] in ("python", "tellings")
    if checked[0] == "tellings":
        need_command(checked[1:])
    assert set(service["environment"]) <= VARIABLES
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_the_compose_file_holds_together() -> None:
    found = compose()
    services, secrets, volumes = found["services"], found["secrets"], found["volumes"]
    known = {
        "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "logging", "ports",
        "read_only", "restart", "secrets", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "user", "volumes",
    }  # fmt: skip

    assert set(found) - {"x-tellings"} == {"name", "services", "secrets", "volumes"}
    for service in services.values():
        assert set(service) <= known
        assert set(service.get("secrets", ())) <= set(secrets)
        assert set(service.get("depends_on", ())) <= set(services)
        assert {one.partition(":")[0] for one in service.get("volumes", ())} <= set(volumes)
        files = {str(value) for value in service["environment"].values() if str(value).startswith("/run/secrets/")}
        assert files == {f"/run/secrets/{one}" for one in service["secrets"]}
        assert all(condition["condition"] == "service_healthy" for condition in service.get("depends_on", {}).values())
        build = service.get("build")
        assert build is None or (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert all(port.startswith("127.0.0.1:") for port in services["desk"]["ports"])
    assert services["desk"]["healthcheck"]["test"][3].startswith("import urllib.request")
    compile(services["desk"]["healthcheck"]["test"][3], "healthcheck", "exec")


def instructions() -> list[tuple[str, str]]:
    """The container file, one instruction after the other."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_is_made_of_what_is_there() -> None:
    copied = [
        name for word, rest in instructions() if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]
    ]
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8"))
    [extras] = [rest.partition("=")[2] for word, rest in instructions() if word == "ARG"]
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]

    assert [name for name in copied if not (DEPLOY.parent / name).exists()] == []
    assert {
        "pyproject.toml",
        "src",
        *project["project"]["license-files"],
        project["project"]["readme"],
        *carried,
    } == set(copied)
    assert set(extras.split(",")) <= set(project["project"]["optional-dependencies"])


def test_the_image_holds_what_runs_and_nobody_who_may_do_all() -> None:
    words = [word for word, _ in instructions()]
    stages = [rest for word, rest in instructions() if word == "FROM"]
    second = instructions()[len(words) - 1 - words[::-1].index("FROM") :]
    known = {
        "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "STOPSIGNAL", "USER",
        "VOLUME", "WORKDIR",
    }  # fmt: skip
    last = dict(second)
    _, _, checked = last["HEALTHCHECK"].partition("CMD ")

    assert set(words) <= known
    assert len(stages) == 2
    assert all("-slim" in stage for stage in stages)
    assert last["USER"] == "tellings"
    assert "pip" not in " ".join(rest for word, rest in second if word == "RUN")
    assert json.loads(last["ENTRYPOINT"]) == ["tellings"]
    assert json.loads(checked) == ["tellings", "--version"]
    assert json.loads(last["CMD"]) == ["--help"]
