"""The command line: parses, calls ``app``, shows."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from tellings import app
from tellings.errors import InputError, TellingsError, UsageError
from tellings.model.document import Skipped
from tellings.options import as_of, common, cut, out_to, reading, rewriting, seen
from tellings.version import VERSION

_FAULT = 70
_STOPPED = 130
_PIPE_CLOSED = 141

_PATHS = "PATH is a file, a folder, a glob in quotes, or - for standard input; text, HTML or JSON Lines."


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Entry point of the ``tellings`` command; ends the process with an exit code as in ``errors``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(given, prog_name="tellings", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has seen enough. Python would complain when it closes stdout: give it another one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _PIPE_CLOSED
    except (click.Abort, KeyboardInterrupt):
        _complain("stopped.")
        code = _STOPPED
    except (click.ClickException, TellingsError) as err:
        if "--debug" in given and isinstance(err, TellingsError):
            raise
        code = _explain(err)
    except Exception as err:
        if "--debug" in given:
            raise
        _complain(
            f"this should not happen: {type(err).__name__}: {err}"[:500],
            "It is a fault in tellings, not in your input. Run the same command with --debug to see where,",
            "and please report it with what is shown.",
        )
        code = _FAULT
    sys.exit(code if isinstance(code, int) else 0)


def _explain(err: click.ClickException | TellingsError) -> int:
    if isinstance(err, click.exceptions.NoArgsIsHelpError):
        click.echo(err.format_message(), err=True)
        return err.exit_code
    if isinstance(err, click.UsageError):
        command = err.ctx.command_path if err.ctx else "tellings"
        _complain(*cut(err.format_message()).splitlines(), f"See: {command} --help")
        return err.exit_code
    lines = err.format_message() if isinstance(err, click.ClickException) else str(err)
    _complain(*cut(lines).splitlines())
    return err.exit_code


def _complain(first: str, *more: str) -> None:
    page = "\n".join([f"tellings: {first}", *(f"  {line}" for line in more)])
    _talk("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in page))


def _talk(words: str) -> None:
    try:
        click.echo(words.encode("utf-8", "replace").decode(), err=True)
    except (BrokenPipeError, UnicodeEncodeError):
        click.echo(words.encode("ascii", "replace").decode(), err=True)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: tellings brief FOLDER",
    no_args_is_help=True,
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def cli() -> None:
    """Turns many reports of one event into one brief in which every line is traced to the words it rests on."""


@cli.command(no_args_is_help=True, epilog=_PATHS)
@common
@out_to(".html", ".md", ".json", ".txt")
@as_of
@rewriting
def brief(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Prints one brief for each story the reports tell.

    Summary, what is expected next, timeline with status, where the reports differ, who said what, what only one
    says; every line with the reports it rests on.
    """
    begun = time.perf_counter()
    briefed = app.brief(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        _write(path, app.render(briefed, path.suffix.lower()[1:]))
    if as_json:
        _print(app.render(briefed, "json"))
    elif not out:
        _print(_for_terminal(briefed, verbose))
    _need_documents(briefed.documents, briefed.briefing.skipped)
    if not quiet:
        _sum_up(len(briefed.documents), briefed.briefing.skipped, out, verbose, len(briefed.briefing.stories), begun)


@cli.command(no_args_is_help=True, epilog=_PATHS)
@common
@out_to(".json", ".jsonl", ".txt")
def read(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Reads each report alone and prints what it finds: furniture, names, times, quantities, quotations, events."""
    begun = time.perf_counter()
    found = app.read(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        _write(path, app.render_read(found, path.suffix.lower()[1:]))
    if as_json or not out:
        _print(app.render_read(found, "json" if as_json else "txt"))
    _need_documents(found.readings, found.skipped)
    if not quiet:
        _sum_up(len(found.readings), found.skipped, out, verbose, None, begun)


@cli.command(no_args_is_help=True, epilog=_PATHS)
@common
@out_to(".json", ".txt")
def group(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Sorts the reports into stories and prints which report tells which."""
    begun = time.perf_counter()
    found = app.group(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        _write(path, app.render_grouped(found, path.suffix.lower()[1:]))
    if as_json or not out:
        _print(app.render_grouped(found, "json" if as_json else "txt"))
    _need_documents(found.documents, found.skipped)
    if not quiet:
        _sum_up(len(found.documents), found.skipped, out, verbose, len(found.stories), begun)


@cli.command(no_args_is_help=True, epilog=f"DRAFT is a file or - for standard input. {_PATHS}")
@click.argument("draft", metavar="DRAFT")
@click.option("--against", multiple=True, required=True, metavar="PATH", help="The reports; more may follow it.")
@click.argument("more", nargs=-1, metavar="[PATH]...")
@reading("Day the draft is written for; without it, that of the latest report.")
@out_to(".html", ".md", ".json", ".txt")
def check(
    draft: str,
    against: Sequence[str],
    more: Sequence[str],
    as_json: bool,
    out: Sequence[Path],
    verbose: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Tests each sentence of a draft against the reports; ends with 1 where one is contradicted or not in them.

    Numbers, days, names, roles, who said what, quoted words, whether it happened: each sentence is supported,
    contradicted, told differently by the reports, unsupported, or an opinion; with the reason and the words cited.
    """
    begun = time.perf_counter()
    if draft == "-" and "-" in (*against, *more):
        raise UsageError("standard input can be the draft or the reports, not both.")
    checked = app.check(draft, [*against, *more], stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        _write(path, app.render_check(checked, path.suffix.lower()[1:]))
    if as_json:
        _print(app.render_check(checked, "json"))
    elif not out:
        width, colour = _screen()
        _print(app.render_check_terminal(checked, width=width, colour=colour, full=verbose))
    if not quiet:
        _sum_up(len(checked.documents), checked.skipped, out, verbose, None, begun)
    if checked.contradicted or checked.unsupported:
        raise SystemExit(1)


@cli.command(no_args_is_help=True, epilog=_PATHS)
@common
@seen
@out_to(".html", ".md", ".json", ".txt")
def new(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Prints what is new in the stories the reports tell, for a reader who has seen some of them.

    Give all reports, old and new. What only the new ones say, what they change, correct or take back, and which
    events they move on; what is said again is no news. Reports without a date count as seen, and are named.
    """
    begun = time.perf_counter()
    briefed = app.new(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        _write(path, app.render_changes(briefed, path.suffix.lower()[1:]))
    if as_json:
        _print(app.render_changes(briefed, "json"))
    elif not out:
        _print(app.render_changes(briefed, "txt", width=_screen()[0], full=verbose))
    _need_documents(briefed.documents, briefed.briefing.skipped)
    if not quiet:
        _sum_up(len(briefed.documents), briefed.briefing.skipped, out, verbose, len(briefed.briefing.stories), begun)


@cli.command(no_args_is_help=True)
@click.argument("name", type=click.Choice(list(app.SCHEMAS)))
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def schema(name: str, debug: bool) -> None:
    """Prints the JSON Schema of what a command prints with --json."""
    _print(app.to_schema(name))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def doctor(as_json: bool, debug: bool) -> None:
    """Says what is installed and whether it works."""
    checkup = app.doctor()
    _print(app.render_checkup(checkup, "json" if as_json else "txt"))
    if not checkup.works:
        raise SystemExit(5)


def _for_terminal(briefed: app.Briefed, verbose: bool) -> str:
    width, colour = _screen()
    return app.render_terminal(briefed, width=width, colour=colour, full=verbose)


def _screen() -> tuple[int, bool]:
    """The width to print in, and whether in colour."""
    on_terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size().columns, 100) if on_terminal else 80
    return width, on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except (OSError, ValueError) as err:
        why = getattr(err, "strerror", None) or err
        raise UsageError(f"{path} cannot be written: {why}.\nGive --out another file.") from err


def _sum_up(
    read: int, skipped: Sequence[Skipped], out: Sequence[Path], verbose: bool, stories: int | None, begun: float
) -> None:
    told = "" if stories is None else f", {stories} {'story' if stories == 1 else 'stories'}"
    took = f" in {time.perf_counter() - begun:.1f} s" if verbose else ""
    _talk(f"{read} {'report' if read == 1 else 'reports'} read{told}{took}")
    for path in out:
        _talk(f"wrote {path}")
    shown = len(skipped) if verbose else 10
    for item in skipped[:shown]:
        _complain(f"left out {item.location[:300]}: {item.reason[:300]}")
    if len(skipped) > shown:
        _complain(f"left out {len(skipped) - shown} more; -v lists all")


def _need_documents(read: Sequence[object], skipped: Sequence[Skipped]) -> None:
    if not read:
        reasons = [f"{s.location[:200]}: {s.reason[:200]}" for s in skipped[:3]]
        raise InputError("\n".join(["nothing could be read.", *reasons, "Give files or folders with reports."]))
