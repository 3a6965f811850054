"""``tellings config``: which settings hold, and where each comes from."""

import json
import os
from difflib import get_close_matches
from typing import Any

import click

from tellings.commands.configuration import VARIABLE, Configuration, default_path
from tellings.commands.output import print_out
from tellings.commands.settings import IN_FILES, Setting, default_of, list_settings, places_of

_OTHERS = ("TELLINGS_REWRITE_KEY",)
"""Variables that are no setting, and are read all the same."""


@click.group(no_args_is_help=True)
def config() -> None:
    """Shows the configuration: one file and the environment, for what runs for long."""


@config.command()
@click.option("--all", "everything", is_flag=True, help="Also what nobody set.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def show(ctx: click.Context, everything: bool, as_json: bool, debug: bool) -> None:
    """Says which settings hold and where each comes from; secrets are not shown.

    What an option of a command line says comes before all of them.
    """
    found: Configuration = ctx.find_root().obj
    rows = [row for row in _list_rows(found, list_settings(_root(ctx))) if everything or as_json or row["from"]]
    unknown = _find_unknown(_root(ctx))
    if as_json:
        told = {"format": "tellings-config/1", "file": str(found.path) if found.path else None}
        print_out(json.dumps({**told, "settings": rows, "unknown": unknown}, ensure_ascii=False, indent=2) + "\n")
        return
    named = found.path or f"none (looked for {default_path(os.environ)}; --config and ${VARIABLE} name another)"
    print_out(_harmless(f"file: {named}\n"))
    for row in rows:
        print_out(_harmless(f"{row['setting']} = {json.dumps(row['value'])}  ({row['from'] or 'built in'})\n"))
    for name, near in unknown.items():
        print_out(_harmless(f"${name} is set, and names no setting{f': did you mean ${near}?' if near else ''}\n"))


def _root(ctx: click.Context) -> click.Group:
    root = ctx.find_root().command
    assert isinstance(root, click.Group)
    return root


def _list_rows(found: Configuration, settings: tuple[Setting, ...]) -> list[dict[str, Any]]:
    """What is shared first, each once; a section repeats it only where it says otherwise."""
    rows: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
    for setting in settings:
        for section, names in places_of(setting):
            value, origin = _look_up(found, setting, section, names)
            if (section, setting.key) not in rows and (origin or not (section and setting.shared)):
                name = ".".join((*section, setting.key))
                rows[section, setting.key] = {"setting": name, "value": _masked(setting, value), "from": origin}
    return [rows[place] for place in sorted(rows)]


def _look_up(
    found: Configuration, setting: Setting, section: tuple[str, ...], names: tuple[str, ...]
) -> tuple[Any, str]:
    variable = next((name for name in names if os.environ.get(name)), None)
    if variable:
        return os.environ[variable], f"${variable}"
    return found.found.get((section, setting.key), (default_of(setting.option), ""))


def _masked(setting: Setting, value: Any) -> Any:
    """The value as it may be seen."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if setting.secret:
        return "***" if value else None
    if isinstance(value, str) and "://" in value and "@" in value:
        head, _, tail = value.partition("://")
        user, mark, rest = tail.rpartition("@")
        return f"{head}://{user.partition(':')[0]}{':***' if ':' in user else ''}{mark}{rest}"
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def _find_unknown(root: click.Group) -> dict[str, str | None]:
    """Variables that look like settings and are none, with the one that comes nearest."""
    settings = list_settings(root)
    known = {name for setting in settings for name in setting.variables} | {VARIABLE, *_OTHERS}
    known |= {f"{name}_FILE" for setting in settings if setting.key in IN_FILES for name in setting.variables}
    left = sorted(name for name in os.environ if name.startswith("TELLINGS_") and name not in known)
    return {name: next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.8)), None) for name in left}


def _harmless(words: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in words)
