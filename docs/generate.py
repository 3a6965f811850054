"""Writes the reference pages made from the code: commands from their help, JSON from the schemas, cases from the tests.

    python docs/generate.py

tests/docs fails when a page is not what this would write.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from tellings.app import SCHEMAS, to_schema
from tellings.cli import cli
from tellings.commands.settings import Setting, default_of, kind_of, list_settings, places_of
from tellings.readers.refusals import GROUNDS
from tellings.service.events import EVENTS
from tellings.version import VERSION
from tellings.web.api.docs_page import ShownCall, lay_out
from tellings.web.api.families import describe_api
from tellings.web.metrics import Metrics

_DESCRIPTION = "many reports of one event, one brief: every line traced to the words it rests on"

_COMMANDS = """# Commands

This page is generated from the help of the commands.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 a check found fault, 2 wrong usage, 3 nothing of
the input could be read, 4 the library (missing, locked, damaged, newer than this version), 5 a part is missing (a
package that `--engine` or the encoder needs, or what `tellings doctor` looked for), 70 a fault in `tellings` itself,
130 stopped from the keyboard, 141 the reader of stdout has gone.
"""

_SHAPES = """# JSON

This page is generated from the JSON Schemas, which `tellings schema NAME` prints.

Every field is always present; where the reports do not say, it is `null` or an empty list. Days are ISO 8601
(`2031-05-09`). `start` and `end` of a place count code points of the document's text, and the character at `end` is not
part of it.
"""

_REFUSALS = """# Why an address brings nothing

This page is generated from `tellings.readers.refusals`. See also [Read from the web](../how-to/read-from-the-web.md).

The reason stands under `skipped`, on stderr, and in the library's log of fetches. Words in braces are filled in. Where
a redirect led there, the reason begins with "redirects to" and the address. *Passing*: another try may succeed.

`--allow-private` is for reports on machines of your own. Without it, only addresses of the open internet are asked, so
that no feed and no page can use this program to look into your network.
"""

_CONFIGURATION = """# Configuration

This page is generated from the options of the commands. How to use it:
[Run it as a service](../how-to/run-it-as-a-service.md).

What is set in several places holds in this order: the command line, the environment, the file, what is built in. In
the environment and in the file, what is said for one command comes before what is said for all.

The file is TOML. It is the one that `tellings --config FILE` or `$TELLINGS_CONFIG` names; without that the one in your
folder for configuration: `~/.config/tellings/tellings.toml` (`$XDG_CONFIG_HOME`), on macOS
`~/Library/Application Support/tellings/tellings.toml`, on Windows `%APPDATA%\\tellings\\tellings.toml`. A file in the
folder where a command is begun is not looked for: it may have come with the reports. Paths in the file count from its
own folder. A key that is not there or a value of another kind is an error, with its line. `tellings config show` says
what holds and where it comes from.

A password or token does not stand in the file. It is in the environment, or in a file of its own: `token-file = "..."`
or `library-file = "..."` in the file, or a variable with `_FILE` at its end (`TELLINGS_TOKEN_FILE`,
`TELLINGS_LIBRARY_FILE`). What notices of watchlists are signed with is kept in the library:
`tellings watchlist secret`. The key of a rewriting endpoint is in the variable that `--rewrite-key` names
(`TELLINGS_REWRITE_KEY`).
"""

_OPERATIONS = """# Events and figures

This page is generated from the code. How to use it: [Run it as a service](../how-to/run-it-as-a-service.md).

## Events

With `--log-format json` each is one object on one line of stderr, in ASCII: `time`, `level`, `event`, and its own
fields. An event never holds words of a report, a title or a secret: ids, counts, seconds, hosts, and messages of
tellings itself.
"""

_API = """# HTTP API

This page is generated from the description that the desk gives at `/api/openapi.json`; `/docs` shows it too. How to use
it: [Use the API](../how-to/use-the-api.md).
"""

_EXAMPLES = """# By example

This page is generated from `tests/spec/`: every case below is a test. Names, places and outlets are invented.

- Furniture: `⟦...⟧` is set aside.
- Quantities: `{VALUE UNIT | COUNTED:...}` is what the words count.
- Times: `{DAYS:...}` is what the words mean, counted from the day in `written`.
- Quotations: `{quote:...}` holds words that are given to the person in `{who:...}`. A name after `=` is whose they
  are where another form is printed (`{who=Ana Bel:she}`) or none (`{turn=Ana Bel:...}`). `{mixed:...}` and
  `{indirect:...}` are told in part or wholly in the report's own words, `{scare:...}` are given to nobody.
"""

REFERENCE = Path(__file__).parent / "reference"
SPEC = Path(__file__).parents[1] / "tests" / "spec"


def pages() -> dict[Path, str]:
    """The generated pages by path."""
    return {
        REFERENCE / "commands.md": commands(),
        REFERENCE / "tellings.1": manual(),
        REFERENCE / "json.md": shapes(),
        REFERENCE / "by-example.md": examples(),
        REFERENCE / "refusals.md": refusals(),
        REFERENCE / "api.md": api(),
        REFERENCE / "configuration.md": configuration(),
        REFERENCE / "events-and-figures.md": operations(),
    }


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    parts = [_COMMANDS]
    root = click.Context(cli, info_name="tellings", terminal_width=88, **cli.context_settings)
    parts.append(f"```text\n{cli.get_help(root).rstrip()}\n```\n")
    parts += _helps(cli, root)
    return "\n".join(parts)


def _helps(group: click.Group, parent: click.Context) -> Iterator[str]:
    """The commands of a group, each followed by its own."""
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent, terminal_width=88)
        yield f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
        if isinstance(command, click.Group):
            yield from _helps(command, context)


def manual() -> str:
    """The manual page, for ``man``: every command with its options, in roff."""
    root = click.Context(cli, info_name="tellings", **cli.context_settings)
    lines = [
        f'.TH TELLINGS 1 "" "tellings {VERSION}" "User Commands"',
        ".ad l",
        *(".SH NAME", rf"tellings \- {_roff(_DESCRIPTION)}"),
        *(".SH SYNOPSIS", ".B tellings", '.RI "[OPTIONS] " COMMAND " [ARGUMENTS]..."'),
        *(".SH DESCRIPTION", *_entry(cli, root)),
        ".SH COMMANDS",
    ]
    for context in _contexts(cli, root):
        usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        lines += [f'.SS "{_roff(usage)}"', *_entry(context.command, context)]
    said, codes = _COMMANDS.strip().split("\n\n")[2].split("Exit codes: ")
    lines += [".SH EXIT STATUS", _roff(" ".join(codes.split())), ".SH NOTES", _roff(said.strip())]
    return "\n".join(lines) + "\n"


def _entry(command: click.Command, context: click.Context) -> Iterator[str]:
    """What the help says of a command, and its options."""
    yield from _paragraphs(command.help)
    for param in command.get_params(context):
        record = param.get_help_record(context) if isinstance(param, click.Option) else None
        if record:
            yield from (".TP", f".B {_roff(record[0])}", _roff(" ".join(record[1].split())))
    yield from _paragraphs(command.epilog)


def _paragraphs(text: str | None) -> Iterator[str]:
    r"""Each begins anew; one that click leaves as it is (\b) keeps its lines."""
    for part in cleandoc(text or "").split("\n\n"):
        lines = [_roff(line.strip("\b")) for line in part.splitlines() if line.strip("\b")]
        if lines:
            yield ".PP"
            yield from [".nf", *lines, ".fi"] if part.startswith("\b") else [" ".join(lines).strip()]


def _roff(text: str) -> str:
    """A line of text that roff prints as it stands."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    return rf"\&{escaped}" if escaped[:1] in (".", "'") else escaped


def _contexts(group: click.Group, parent: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(parent):
        command = group.commands[name]
        context = click.Context(command, info_name=name, parent=parent)
        yield context
        if isinstance(command, click.Group):
            yield from _contexts(command, context)


def shapes() -> str:
    """Every object of the JSON output with its fields."""
    parts = [_SHAPES]
    for name in SCHEMAS:
        schema = json.loads(to_schema(name))
        parts.append(f"## tellings-{name}/1\n")
        parts += [_shape(title, schema["$defs"][title]) for title in _order(schema)]
    return "\n".join(parts)


def examples() -> str:
    """Every case of the spec tests, layer by layer."""
    parts = [_EXAMPLES]
    for folder in sorted(path for path in SPEC.iterdir() if path.is_dir() and any(path.glob("*.txt"))):
        parts.append(f"## {folder.name.capitalize()}\n")
        for page in sorted(folder.glob("*.txt")):
            intro, *cases = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)
            parts.append(f"### {page.stem.replace('_', ' ').capitalize()}\n")
            parts += [intro.strip() + "\n"] if intro.strip() else []
            for case in cases:
                name, _, text = case.partition("\n")
                parts.append(f"**{name.strip()}**\n\n```text\n{text.strip()}\n```\n")
    return "\n".join(parts)


def refusals() -> str:
    """Every ground on which an address is refused."""
    rows = ["| kind | reason | passing | what to do |", "|---|---|---|---|"]
    for ground in sorted(GROUNDS.values(), key=lambda ground: ground.kind):
        passing = "yes" if ground.passing else ""
        rows.append(f"| {ground.kind} | {ground.words} | {passing} | {ground.advice} |")
    return "\n".join([_REFUSALS, *rows, ""])


def configuration() -> str:
    """Every setting: where it stands in the file, its variables, what it takes, what is built in, what it means."""
    places: dict[tuple[str, ...], dict[str, Setting]] = {}
    for setting in list_settings(cli):
        for section, _ in places_of(setting):
            places.setdefault(section, {}).setdefault(setting.key, setting)
    parts = [
        _CONFIGURATION,
        "## For all commands\n\nThey stand at the top of the file, and hold wherever there is such an option.\n",
    ]
    parts.append(_settings((), places.pop(())))
    for section, found in sorted(places.items()):
        own = {key: setting for key, setting in found.items() if not setting.shared}
        shared = ", ".join(f"`{key}`" for key, setting in sorted(found.items()) if setting.shared)
        parts.append(f"## [{'.'.join(section)}]\n\nFor `tellings {' '.join(section)}`. Also, for it alone: {shared}.\n")
        parts.append(_settings(section, own))
    return "\n".join(parts)


def _settings(section: tuple[str, ...], found: Mapping[str, Setting]) -> str:
    rows = ["| key | variable | takes | built in | meaning |", "|---|---|---|---|---|"]
    for key, setting in sorted(found.items()):
        names = next(names for place, names in places_of(setting) if place == section)
        shown = f"{key}-file" if setting.secret else key
        variables = " ".join(f"`{name}`" for name in names)
        takes = "path of a file with it" if setting.secret else kind_of(setting.option)
        default = default_of(setting.option)
        built_in = "" if default in (None, "") else f"`{json.dumps(default)}`"
        meaning = (setting.option.help or "").replace("|", "\\|")
        rows.append(f"| `{shown}` | {variables} | {takes} | {built_in} | {meaning} |")
    return "\n".join([*rows, ""])


def operations() -> str:
    """Every event of the log with its fields, and every figure with its labels."""
    rows = ["| event | what it tells |", "|---|---|"]
    rows += [f"| `{name}` | {words} |" for name, words in EVENTS.items()]
    figures = [
        "## Figures\n",
        "The desk shows them at `/metrics`; `--metrics-port` and `--metrics-file` show those of any other process.",
        "Figures of the process itself (`process_...`: memory, processor, open files) stand beside them.\n",
        "| figure | kind | labels | what it counts |",
        "|---|---|---|---|",
    ]
    for made in sorted(Metrics().list_all(), key=lambda one: one.name):
        suffix = "_total" if made.kind == "counter" else ""
        labels = " ".join(f"`{label}`" for label in made.labels)
        figures.append(f"| `{made.name}{suffix}` | {made.kind} | {labels} | {made.words} |")
    return "\n".join([_OPERATIONS, *rows, "", *figures, ""])


def api() -> str:
    """Every call of the HTTP API, the errors it gives, and the shapes that commands do not print."""
    document = describe_api()
    shown = lay_out(document)
    parts = [_API, f"{document['info']['description']}"]
    for tag, words, calls in shown.families:
        parts.append(f"## {tag.capitalize()}\n\n{words}\n")
        parts += [_call(call) for call in calls]
    parts.append("## Errors\n\nEach is a [Problem](#problem), as `application/problem+json`.\n")
    rows = [f"| {status} | {kind.title} | {kind.advice} |" for status, kind in shown.problems]
    parts.append("\n".join(["| status | what is wrong | what to do |", "|---|---|---|", *rows, ""]))
    parts.append("## Shapes\n\nThose that commands print too stand in [JSON](json.md).\n")
    schemas = document["components"]["schemas"]
    parts += [_shape(shape.name, schemas[shape.name]) for shape in shown.shapes if shape.name not in _printed()]
    return "\n".join(parts)


def _call(call: ShownCall) -> str:
    lines = [f"### {call.method} {call.path}\n", f"{call.summary} {call.description}".strip(), ""]
    facts = [f"Role: {call.role}"]
    for word, contents in (("Takes", call.takes), ("Gives", call.gives)):
        if contents:
            facts.append(f"{word}: {', '.join(_content(*each) for each in contents)}")
    lines += [f"{'. '.join(facts)}.", ""]
    if call.parameters:
        lines += ["| parameter | in | type | meaning |", "|---|---|---|---|"]
        lines += [f"| `{name}` | {where} | {kind} | {words} |" for name, where, kind, words in call.parameters]
        lines.append("")
    return "\n".join(lines)


def _content(media: str, shape: str) -> str:
    page = "json.md" if shape in _printed() else ""
    return f"[{shape}]({page}#{shape.lower()})" if shape else f"`{media}`"


@cache
def _printed() -> frozenset[str]:
    """The shapes that stand in the page on JSON."""
    return frozenset(title for name in SCHEMAS for title in json.loads(to_schema(name))["$defs"])


def _order(schema: Mapping[str, Any]) -> list[str]:
    """The objects from the outermost inwards."""
    titles = [_target(schema["$ref"])]
    for title in titles:
        titles += [inner for inner in dict.fromkeys(_refs(schema["$defs"][title])) if inner not in titles]
    return titles


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield _target(node["$ref"])
        for child in node.values():
            yield from _refs(child)
    elif isinstance(node, list):
        for child in node:
            yield from _refs(child)


def _target(ref: str) -> str:
    return ref.rpartition("/")[2]


def _shape(title: str, schema: Mapping[str, Any]) -> str:
    rows = [f"| `{name}` | {_type(field)} |" for name, field in schema.get("properties", {}).items()]
    return "\n".join(
        [
            f"### {title}\n",
            f"{schema.get('description', '').replace('``', '`')}\n",
            "| field | type |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return _target(schema["$ref"])
    if "anyOf" in schema:
        return " \\| ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " \\| ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if schema.get("items") else "list"
    return str(schema.get("format") or schema.get("type", "any"))


if __name__ == "__main__":
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")
        print(f"wrote {path}")
