"""What can be set in a file and in the environment, read off the options of the commands: nothing is told twice.

The section of a command is its name (``[serve]``, ``[archive.run]``), the key of an option its long name. What several
commands have in common stands at the top of the file and holds for all of them; a section says more exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import click

SECTIONS = (("serve",), ("watch",), ("add",), ("mcp",), ("archive", "run"))
"""The commands that run long: all their options can be set, but those of one call."""

SHARED = (
    "library",
    "reader",
    "engine",
    "model",
    "threads",
    "jobs",
    "address",
    "max-characters",
    "contact",
    "timeout",
    "robots",
    "rewrite",
    "rewrite-model",
    "rewrite-timeout",
    "log-format",
    "log-level",
)
"""What holds for every command that has an option of this name."""

OF_ONE_CALL = ("again", "date", "debug", "fresh", "help", "json", "once", "open", "out", "quiet", "verbose")
"""Options that say what is wanted this time: set for good they would surprise."""

SECRETS = ("token",)
"""Stand in no configuration file: it is shown, copied and kept with other things."""

IN_FILES = ("token", "library")
"""What can also be read from a file of its own, that a platform hands over: it holds a password, or may hold one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One option of one command as a setting; ``variables`` are looked at in this order."""

    command: tuple[str, ...]
    key: str
    option: click.Option
    shared: bool
    section: tuple[str, ...]
    variables: tuple[str, ...]

    @property
    def secret(self) -> bool:
        """Whether it is never shown."""
        return self.key in SECRETS


def list_settings(root: click.Group) -> tuple[Setting, ...]:
    """Every setting of every command, in the order of the commands."""
    return tuple(_settings(root, ()))


def _settings(group: click.Group, path: tuple[str, ...]) -> Iterator[Setting]:
    for name, command in sorted(group.commands.items()):
        here = (*path, name)
        if isinstance(command, click.Group):
            yield from _settings(command, here)
            continue
        section = here if here in SECTIONS else ()
        for option in command.params:
            if not isinstance(option, click.Option):
                continue
            key = key_of(option)
            shared = key in SHARED
            if (shared or section) and key not in OF_ONE_CALL:
                yield Setting(here, key, option, shared, section, _variables(option, key, shared, section))


def key_of(option: click.Option) -> str:
    """The name of an option in the file: its long one, without dashes."""
    return next((name for name in option.opts if name.startswith("--")), option.opts[0]).lstrip("-")


def variable_of(key: str, section: tuple[str, ...] = ()) -> str:
    """The environment variable of a setting: ``TELLINGS_SERVE_PORT``."""
    return "_".join(("tellings", *section, key)).upper().replace("-", "_")


def _variables(option: click.Option, key: str, shared: bool, section: tuple[str, ...]) -> tuple[str, ...]:
    named = [variable_of(key, section)] if section else []
    named += [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
    named += [variable_of(key)] if shared else []
    return tuple(dict.fromkeys(named))


def places_of(setting: Setting) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Where it can be said, the more exact place first: the section (() is the top) and its variables."""
    exact = variable_of(setting.key, setting.section)
    if not setting.section:
        return (((), setting.variables),)
    if not setting.shared:
        return ((setting.section, setting.variables),)
    others = tuple(name for name in setting.variables if name != exact)
    return ((setting.section, (exact,)), ((), others))


def name_variables(root: click.Group) -> None:
    """Has every setting looked for in the environment, the more exact name first."""
    for setting in list_settings(root):
        setting.option.envvar = setting.variables


def default_of(option: click.Option) -> bool | int | float | str | None:
    """What is built in; ``None`` where it is nothing."""
    if option.is_flag and not isinstance(option.default, bool):
        return False
    return option.default if isinstance(option.default, bool | int | float | str) else None


def kind_of(option: click.Option) -> str:
    """What is written in the file: "text", "whole number", "number", "true or false", one of a choice, a list."""
    kind = option.type
    if option.is_flag or isinstance(kind, click.types.BoolParamType):
        return "true or false"
    if isinstance(kind, click.Choice):
        word = " or ".join(f'"{choice}"' for choice in kind.choices)
    elif isinstance(kind, click.types.IntParamType):
        word = "whole number"
    elif isinstance(kind, click.types.FloatParamType):
        word = "number"
    else:
        word = "text"
    return f"list of {word}" if option.multiple else word
