"""The configuration file: found, read, checked against the options of the commands, and handed to click.

The command line comes first, then the environment, then the file, then what is built in.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from tellings.commands.settings import IN_FILES, SECRETS, Setting, kind_of, list_settings, places_of
from tellings.errors import UsageError

VARIABLE = "TELLINGS_CONFIG"
FILE = "tellings.toml"

LARGEST = 1 << 20
"""Bytes of a configuration file, or of a file with one secret in it."""


Section = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the file and the files it names say: ``defaults`` as click takes them, by command.

    ``found`` has the value of each setting that was found, by its section (() is the top) and key, and where it was.
    """

    path: Path | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict, repr=False)
    found: Mapping[tuple[Section, str], tuple[Any, str]] = field(default_factory=dict, repr=False)


def default_path(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where the file is looked for when nobody says where it is: in the user's folder for configuration.

    On Linux ``$XDG_CONFIG_HOME/tellings`` or ``~/.config/tellings``, on macOS
    ``~/Library/Application Support/tellings``, on Windows ``%APPDATA%\\tellings``.
    """
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "win32":
        base = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        named = Path(environ.get("XDG_CONFIG_HOME") or "")
        base = named if named.is_absolute() else home / ".config"
    return base / "tellings" / FILE


def load(root: click.Group, given: str | None, environ: Mapping[str, str]) -> Configuration:
    """The configuration: from the file ``given``, or from the user's own where there is one.

    Raises:
        UsageError: when the file cannot be read, has a setting that is not there, or a value of another kind.
    """
    path = Path(given).expanduser() if given else default_path(environ)
    said, text = _read_toml(path) if given or _is_file(path) else ({}, "")
    settings = list_settings(root)
    _check_names(said, text, path, settings)
    defaults: dict[str, Any] = {}
    found: dict[tuple[Section, str], tuple[Any, str]] = {}
    for setting in settings:
        _need_one(setting, environ)
        ways = [(section, _from_own_file(setting.key, names, environ)) for section, names in places_of(setting)]
        ways += [(section, _from_toml(setting, section, said, text, path)) for section, _ in places_of(setting)]
        there = {section: way for section, way in reversed(ways) if way is not None}
        found |= {(section, setting.key): way for section, way in there.items()}
        first = next((way for _, way in ways if way is not None), None)
        if first is not None:
            place = defaults
            for name in setting.command:
                place = place.setdefault(name, {})
            place[setting.option.name or ""] = first[0]
    return Configuration(path if text or given else None, defaults, found)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _read_toml(path: Path) -> tuple[dict[str, Any], str]:
    import tomllib

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ValueError("it is larger than any configuration")
        text = data.decode("utf-8")
        return tomllib.loads(text), text
    except OSError as err:
        raise UsageError(
            f"the configuration {path} cannot be read: {err.strerror or err}.\n"
            f"It was named by --config or ${VARIABLE}, or is the one in your folder for configuration."
        ) from err
    except (ValueError, RecursionError) as err:
        raise UsageError(f"the configuration {path} is not TOML: {str(err)[:300]}.") from err


def _check_names(said: Mapping[str, Any], text: str, path: Path, settings: Sequence[Setting]) -> None:
    """Nothing, where every name in the file is that of a setting.

    Raises:
        UsageError: where one is not; with the line, and the name that comes nearest.
    """
    known: dict[Section, set[str]] = {(): set()}
    for setting in settings:
        for section in ([()] if setting.shared else []) + ([setting.section] if setting.section else []):
            keys = known.setdefault(section, set())
            keys |= {setting.key} - set(SECRETS)
            keys |= {f"{setting.key}-file"} if setting.key in IN_FILES else set()
            for depth in range(len(section)):
                known.setdefault(section[:depth], set())
    _check_section(said, (), known, text, path)


def _check_section(
    said: Mapping[str, Any],
    section: Section,
    known: Mapping[Section, set[str]],
    text: str,
    path: Path,
) -> None:
    below = {other[len(section)] for other in known if len(other) > len(section) and other[: len(section)] == section}
    for name, value in said.items():
        where = f"{path}, line {_find_line(text, section, name)}"
        if name in below:
            if not isinstance(value, dict):
                raise UsageError(f"{where}: {_shown(name)} is a section. Write it as [{'.'.join((*section, name))}].")
            _check_section(value, (*section, name), known, text, path)
        elif name not in known[section]:
            raise UsageError(f"{where}: {_say_unknown(name, section, known[section] | below, known)}")


def _say_unknown(name: str, section: Section, there: set[str], known: Mapping[Section, set[str]]) -> str:
    at = f"in [{'.'.join(section)}]" if section else "at the top of the file"
    if name in SECRETS:
        return (
            f"a {name} does not stand in a configuration file, which is shown and copied.\n"
            f"Put it into a file of its own and name that with {name}-file, or set it in the environment."
        )
    elsewhere = [f"[{'.'.join(other)}]" for other, keys in sorted(known.items()) if other and name in keys]
    near = get_close_matches(name, sorted(there), n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    if elsewhere and not near:
        hint = f"It belongs in {' or '.join(elsewhere)}."
    return f"there is no setting {_shown(name)} {at}. {hint}".rstrip() + f"\nThere are: {', '.join(sorted(there))}."


def _from_toml(
    setting: Setting, section: Section, said: Mapping[str, Any], text: str, path: Path
) -> tuple[Any, str] | None:
    at: Any = said
    for name in section:
        at = at.get(name, {})
    file = f"{setting.key}-file"
    origin = f"{path}, line {_find_line(text, section, setting.key if setting.key in at else file)}"
    if setting.key in IN_FILES and file in at:
        if setting.key in at:
            raise UsageError(f"{origin}: {setting.key} and {file} are both set: give one of them.")
        return _read_secret(_beside(path, _need_text(at[file], origin)), origin), origin
    return (_check_value(setting, at[setting.key], origin, path), origin) if setting.key in at else None


def _check_value(setting: Setting, value: Any, origin: str, path: Path) -> Any:
    """The value as click takes it.

    Raises:
        UsageError: when it is of another kind than the option, or out of its bounds.
    """
    option, kind = setting.option, kind_of(setting.option)
    if option.multiple and not isinstance(value, list):
        raise UsageError(f"{origin}: {setting.key} is a {kind}: write it in [ ].")
    for one in value if option.multiple else [value]:
        if not _is_of(kind.removeprefix("list of "), one):
            raise UsageError(f"{origin}: {setting.key} is {_say_kind(one)}, and should be {kind}.")
    if setting.key == "library" and not value:
        raise UsageError(f"{origin}: the library is empty. Leave the line out where the usual one is meant.")
    if setting.key == "library" and "://" in value:
        _refuse_password(value, origin)
    elif setting.key == "library" or isinstance(option.type, click.Path):
        value = str(_beside(path, value))
    try:
        with click.Context(click.Command("config")) as context:
            option.type_cast_value(context, value)
    except click.BadParameter as err:
        raise UsageError(f"{origin}: {setting.key}: {err.message}") from err
    return value


def _is_of(kind: str, value: Any) -> bool:
    if kind == "true or false":
        return isinstance(value, bool)
    if kind == "whole number":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return isinstance(value, str)


def _say_kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "text", list: "a list"}
    return kinds.get(type(value), "a section" if isinstance(value, dict) else "a time")


def _need_text(value: Any, origin: str) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{origin}: the path of a file is wanted, in quotes.")
    return value


def _refuse_password(address: str, origin: str) -> None:
    try:
        password = urlsplit(address).password
    except ValueError:
        password = None
    if password:
        raise UsageError(
            f"{origin}: the address of the library has a password in it, which does not belong in this file.\n"
            "Put the whole address into a file of its own and name that with library-file, or set $TELLINGS_LIBRARY."
        )


def _need_one(setting: Setting, environ: Mapping[str, str]) -> None:
    for name in setting.variables if setting.key in IN_FILES else ():
        if environ.get(name) and environ.get(f"{name}_FILE"):
            raise UsageError(f"${name} and ${name}_FILE are both set: give one of them.")


def _from_own_file(key: str, names: Sequence[str], environ: Mapping[str, str]) -> tuple[str, str] | None:
    """What stands in the file that a variable with ``_FILE`` at its end names, as containers and systemd hand it over.

    Raises:
        UsageError: when the file cannot be read.
    """
    for name in names if key in IN_FILES else ():
        if environ.get(f"{name}_FILE"):
            return _read_secret(Path(environ[f"{name}_FILE"]), f"${name}_FILE"), f"${name}_FILE"
    return None


def _read_secret(path: Path, origin: str) -> str:
    """The one line of a file, which is never shown."""
    try:
        with path.open("rb") as file:
            words = file.read(LARGEST).decode("utf-8").strip()
    except (OSError, ValueError) as err:
        why = getattr(err, "strerror", None) or "it is not text"
        raise UsageError(f"{origin}: the file {path} cannot be read: {why}.") from err
    if not words or "\n" in words:
        raise UsageError(f"{origin}: the file {path} should hold one line, and nothing else.")
    return words


def _beside(path: Path, named: str) -> Path:
    """A path of the file counts from the folder of the file: wherever the program was begun."""
    return path.absolute().parent / Path(named).expanduser()


def _find_line(text: str, section: Section, key: str) -> int:
    """The line where a key stands in its section; 1 where it is written in a way that is not looked for."""
    at: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if header:
            at = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if at == (*section, key):
                return number
        elif at == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
    return 1


def _shown(name: str) -> str:
    return repr(name[:60])
