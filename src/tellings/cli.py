"""The command line: parses, calls ``app``, shows."""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from tellings import app
from tellings.errors import InputError, TellingsError, UsageError
from tellings.model.document import Skipped
from tellings.version import VERSION

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
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
        _complain(*_cut(err.format_message()).splitlines(), f"See: {command} --help")
        return err.exit_code
    lines = err.format_message() if isinstance(err, click.ClickException) else str(err)
    _complain(*_cut(lines).splitlines())
    return err.exit_code


def _cut(message: str, limit: int = 1200) -> str:
    return message if len(message) <= limit else f"{message[: limit * 3 // 4]} … {message[-limit // 5 :]}"


def _complain(first: str, *more: str) -> None:
    page = "\n".join([f"tellings: {first}", *(f"  {line}" for line in more)])
    _talk("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in page))


def _talk(words: str) -> None:
    try:
        click.echo(words.encode("utf-8", "replace").decode(), err=True)
    except (BrokenPipeError, UnicodeEncodeError):
        click.echo(words.encode("ascii", "replace").decode(), err=True)


def _as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError as err:
        raise click.BadParameter(
            f"{_cut(value or '', 40)!r} is not a day. Write it as YEAR-MONTH-DAY, for instance 2031-05-09.", ctx, param
        ) from err


def _as_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _LANGUAGE.fullmatch(value):
        raise click.BadParameter(
            f"{_cut(value, 40)!r} is not a language code. Write one such as en, fr or pt-BR.", ctx, param
        )
    return value


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """The paths and options of a command that reads reports."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(
        _reading("Day of the reports that carry no date.")(command)
    )


def _reading(dated: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of reading; ``dated`` says whose day ``--date`` is."""
    return lambda command: _with_reading(command, dated)


def _with_reading(command: Callable[..., None], dated: str) -> Callable[..., None]:
    options = (
        click.option("--json", "as_json", is_flag=True, help="Print JSON; see: tellings schema."),
        click.option("--date", "on_date", callback=_as_day, metavar="DATE", help=dated),
        click.option(
            "--lang", "language", callback=_as_language, metavar="CODE", help="Language of the reports: en, fr ..."
        ),
        click.option(
            "--max-characters",
            type=click.IntRange(min=1),
            default=app.LONGEST,
            metavar="N",
            help=f"Leave out reports longer than this ({app.LONGEST:,}).",
        ),
        click.option(
            "--model/--no-model",
            default=True,
            help="Read with the shipped encoder and rules, or with rules alone (faster, finds less).",
        ),
        click.option(
            "--threads",
            type=click.IntRange(min=0, max=1024),
            default=0,
            metavar="N",
            help="Threads the encoder computes with (0: all cores).",
        ),
        click.option(
            "--engine",
            metavar="KIND:WHERE",
            help="Read names with a model of your own: spacy:NAME, spacy:FOLDER, tokens:FOLDER or gliner:FOLDER.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Print everything, and say more on the way."),
        click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors."),
        click.option("--debug", is_flag=True, help="Show the traceback of an error."),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, debug: bool, **kwargs: Any) -> None:
        command(*args, **kwargs)

    return run


def _rewriting(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that may rephrase; the command gets a ``rewriter`` or ``None``."""
    options = (
        click.option(
            "--rewrite",
            "url",
            metavar="URL",
            help="Have the summary rephrased by an OpenAI-compatible endpoint; checked.",
        ),
        click.option("--rewrite-model", "asked", metavar="NAME", help="The model to ask there."),
        click.option(
            "--rewrite-key",
            "key",
            default=app.REWRITE_KEY,
            metavar="VARIABLE",
            help=f"Environment variable that holds its key ({app.REWRITE_KEY}).",
        ),
        click.option(
            "--rewrite-timeout",
            "timeout",
            type=click.FloatRange(min=0.1, max=3600),
            default=60.0,
            metavar="SECONDS",
            help="Wait this long for one answer (60).",
        ),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, url: str | None, asked: str | None, key: str, timeout: float, **given: Any) -> None:
        if url is None and asked is not None:
            raise UsageError("nothing is rephrased without --rewrite URL, the base of the endpoint's API.")
        if url is not None and asked is None:
            raise UsageError("--rewrite needs --rewrite-model NAME, the model to ask there.")
        rewriter = None
        if url is not None and asked is not None:
            rewriter = app.load_rewriter(url, asked, key_variable=key, timeout=timeout)
        command(*args, rewriter=rewriter, **given)

    return run


def _out(*suffixes: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option ``--out``, with files of these suffixes."""
    choices = " ".join(suffixes)

    def check(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[Path, ...]:
        for value in values:
            fault = _find_fault(Path(value), suffixes)
            if fault:
                raise click.BadParameter(f"{_cut(value, 200)!r} {fault}", ctx, param)
        return tuple(Path(value) for value in values)

    help_text = f"Write to FILE; its suffix picks the format: {choices}. May be given several times."
    return click.option("--out", multiple=True, callback=check, metavar="FILE", help=help_text)


def _find_fault(path: Path, suffixes: Sequence[str]) -> str:
    """Why nothing can be written there; empty when it seems possible."""
    if path.suffix.lower() not in suffixes:
        return f"has no suffix that names a format. Choose one of: {' '.join(suffixes)}"
    try:
        if not path.parent.is_dir():
            return "lies in a folder that does not exist. Make the folder first."
        return "is a folder. Give the name of a file." if path.is_dir() else ""
    except (OSError, ValueError) as err:
        return f"cannot be written: {getattr(err, 'strerror', None) or err}."


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: tellings brief FOLDER",
    no_args_is_help=True,
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def cli() -> None:
    """Turns many reports of one event into one brief in which every line is traced to the words it rests on."""


@cli.command(no_args_is_help=True, epilog=_PATHS)
@_common
@_out(".html", ".md", ".json", ".txt")
@_rewriting
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
@_common
@_out(".json", ".jsonl", ".txt")
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
@_common
@_out(".json", ".txt")
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
@_reading("Day the draft is written for; without it, that of the latest report.")
@_out(".html", ".md", ".json", ".txt")
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
    contradicted, told differently by the reports, unsupported, or an opinion; with the reason and the words it rests on.
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
