"""The command line: parses, calls ``app``, shows."""

import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from tellings import app
from tellings.commands import configuration
from tellings.commands.adding import add, watch
from tellings.commands.archiving import archive
from tellings.commands.asking import search, show, stories
from tellings.commands.completion import completion, offer_words
from tellings.commands.config import config
from tellings.commands.exporting import export
from tellings.commands.letters import dead_letters
from tellings.commands.library import library as library_commands
from tellings.commands.library_options import clock, library_option, opened
from tellings.commands.mcp import mcp
from tellings.commands.output import complain, need_documents, print_out, screen, sum_up, talk, write
from tellings.commands.reviewing import review
from tellings.commands.serving import serve
from tellings.commands.settings import name_variables
from tellings.commands.sources import sources
from tellings.commands.users import users
from tellings.commands.watchlists import watchlist
from tellings.errors import TellingsError, UsageError
from tellings.model.check import Check
from tellings.options import as_of, common, cut, fetching, is_story, out_to, reading, rewriting, seen, spreading
from tellings.service.aside import leave
from tellings.version import VERSION

_FAULT = 70
_STOPPED = 130
_PIPE_CLOSED = 141

_PATHS = (
    "PATH is a file, a folder, a glob in quotes, an address of the web (https://...), or - for standard input; "
    "text, HTML or JSON Lines."
)


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
        complain("stopped.")
        code = _STOPPED
    except (click.ClickException, TellingsError) as err:
        if "--debug" in given and isinstance(err, TellingsError):
            raise
        code = _explain(err)
    except Exception as err:
        if "--debug" in given:
            raise
        complain(
            f"this should not happen: {type(err).__name__}: {err}"[:500],
            "It is a fault in tellings, not in your input. Run the same command with --debug to see where,",
            "and please report it with what is shown.",
        )
        code = _FAULT
    leave(code if isinstance(code, int) else 0)


def _explain(err: click.ClickException | TellingsError) -> int:
    if isinstance(err, click.exceptions.NoArgsIsHelpError):
        click.echo(err.format_message(), err=True)
        return err.exit_code
    if isinstance(err, click.UsageError):
        command = err.ctx.command_path if err.ctx else "tellings"
        complain(*cut(err.format_message()).splitlines(), f"See: {command} --help")
        return err.exit_code
    lines = err.format_message() if isinstance(err, click.ClickException) else str(err)
    complain(*cut(lines).splitlines())
    return err.exit_code


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: tellings brief FOLDER",
    no_args_is_help=True,
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
@click.option(
    "--config",
    "file",
    envvar=configuration.VARIABLE,
    metavar="FILE",
    help=f"Take settings from this file (${configuration.VARIABLE}); see: tellings config show.",
)
@click.pass_context
def cli(ctx: click.Context, file: str | None) -> None:
    """Turns many reports of one event into one brief in which every line is traced to the words it rests on."""
    ctx.obj = configuration.load(cli, file, os.environ)
    ctx.default_map = ctx.obj.defaults


@cli.command(no_args_is_help=True, epilog=_PATHS)
@spreading
@common
@out_to(*app.SUFFIXES)
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
        write(path, app.export(briefed, app.name_format(path.name)))
    if as_json:
        print_out(app.render(briefed, "json"))
    elif not out:
        print_out(_for_terminal(briefed, verbose))
    need_documents(briefed.documents, briefed.briefing.skipped)
    if not quiet:
        sum_up(len(briefed.documents), briefed.briefing.skipped, out, verbose, len(briefed.briefing.stories), begun)


@cli.command(no_args_is_help=True, epilog=_PATHS)
@spreading
@common
@out_to(".json", ".jsonl", ".txt")
def read(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Reads each report alone and prints what it finds: furniture, names, times, quantities, quotations, events."""
    begun = time.perf_counter()
    found = app.read(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        write(path, app.render_read(found, path.suffix.lower()[1:]))
    if as_json or not out:
        print_out(app.render_read(found, "json" if as_json else "txt"))
    need_documents(found.readings, found.skipped)
    if not quiet:
        sum_up(len(found.readings), found.skipped, out, verbose, None, begun)


@cli.command(no_args_is_help=True, epilog=_PATHS)
@spreading
@common
@click.option("--stream", is_flag=True, help="Take the reports one by one, as they would have come in.")
@out_to(".json", ".txt")
def group(paths: Sequence[str], as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool, **given: Any) -> None:
    """Sorts the reports into stories and prints which report tells which."""
    begun = time.perf_counter()
    found = app.group(paths, stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        write(path, app.render_grouped(found, path.suffix.lower()[1:]))
    if as_json or not out:
        print_out(app.render_grouped(found, "json" if as_json else "txt"))
    need_documents(found.documents, found.skipped)
    if not quiet:
        sum_up(len(found.documents), found.skipped, out, verbose, len(found.stories), begun)


@cli.command(no_args_is_help=True, epilog=f"DRAFT is a file or - for standard input. {_PATHS}")
@click.argument("draft", metavar="DRAFT")
@click.option("--against", multiple=True, metavar="PATH", help="The reports; more may follow it.")
@click.option("--story", metavar="ID", help="The reports of this story of the library.")
@library_option
@click.argument("more", nargs=-1, metavar="[PATH]...")
@reading("Day the draft is written for; without it, that of the latest report.")
@fetching
@out_to(".html", ".md", ".json", ".jsonld", ".txt")
def check(
    draft: str,
    against: Sequence[str],
    story: str | None,
    library: str | None,
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
    if bool(story) == bool(against):
        raise click.UsageError("Say which reports the draft is checked against: give --against PATH... or --story ID.")
    if story:
        if more:
            raise click.UsageError("Give either --story or paths: with both it is not clear what the draft rests on.")
        checked = _check_story(draft, story, library, given)
    else:
        checked = app.check(draft, [*against, *more], stdin=sys.stdin.buffer, today=date.today(), **given)
    for path in out:
        write(path, app.render_check(checked, path.suffix.lower()[1:]))
    if as_json:
        print_out(app.render_check(checked, "json"))
    elif not out:
        width, colour = screen()
        print_out(app.render_check_terminal(checked, width=width, colour=colour, full=verbose))
    if not quiet:
        sum_up(len(checked.documents), checked.skipped, out, verbose, None, begun)
    if checked.contradicted or checked.unsupported:
        raise SystemExit(1)


def _check_story(draft: str, story: str, library: str | None, given: dict[str, Any]) -> Check:
    from tellings.daily import desk

    with opened(library) as store:
        return desk.check_draft(store, draft, story, stdin=sys.stdin.buffer, today=date.today(), **given)


@cli.command(no_args_is_help=True, epilog=f"{_PATHS} STORY is the id of a story of the library, or how it begins.")
@common
@seen
@library_option
@click.option(
    "--reader", default="me", envvar="TELLINGS_READER", metavar="NAME", help="Who looks at a story ($TELLINGS_READER)."
)
@click.option("--peek", is_flag=True, help="Do not remember that the reader has seen the story.")
@out_to(".html", ".md", ".json", ".txt")
def new(
    paths: Sequence[str],
    since: date | None,
    before: Path | None,
    library: str | None,
    reader: str,
    peek: bool,
    as_json: bool,
    out: Sequence[Path],
    verbose: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Prints what is new in the stories the reports tell, for a reader who has seen some of them.

    Give all reports, old and new: what only the new ones say, what they change, correct or take back, and which events
    they move on; what is said again is no news. Reports without a date count as seen, and are named.

    With the id of a story of the library in place of PATH: what is new in it since this reader was told last, or with
    --since what came out after that; there a report without a date counts from when it came into the library.
    """
    begun = time.perf_counter()
    if is_story(paths):
        if before is not None:
            raise click.UsageError("--before is for reports. For a story of the library give --since WHEN, or nothing.")
        _new_in_story(paths[0], since, library, reader, peek, as_json, out, verbose, quiet)
        return
    if (since is None) == (before is None):
        raise click.UsageError("Say which reports were seen: give either --since WHEN or --before BRIEF.json.")
    briefed = app.new(paths, stdin=sys.stdin.buffer, today=date.today(), since=since, before=before, **given)
    _show_changes(briefed, as_json, out, verbose)
    need_documents(briefed.documents, briefed.briefing.skipped)
    if not quiet:
        sum_up(len(briefed.documents), briefed.briefing.skipped, out, verbose, len(briefed.briefing.stories), begun)


def _show_changes(briefed: app.Briefed, as_json: bool, out: Sequence[Path], verbose: bool) -> None:
    for path in out:
        write(path, app.render_changes(briefed, path.suffix.lower()[1:]))
    if as_json:
        print_out(app.render_changes(briefed, "json"))
    elif not out:
        print_out(app.render_changes(briefed, "txt", width=screen()[0], full=verbose))


def _say_counted(late: int) -> str:
    """What counts as new since a day, in words."""
    counted = "New is what came out after that; a report without a date counts from when it came into the library."
    reports = "1 report that came out before it has" if late == 1 else f"{late} reports that came out before it have"
    return f"{counted} {reports} come in since." if late else counted


def _new_in_story(
    story: str,
    since: date | None,
    library: str | None,
    reader: str,
    peek: bool,
    as_json: bool,
    out: Sequence[Path],
    verbose: bool,
    quiet: bool,
) -> None:
    from tellings.daily import desk

    with opened(library) as store:
        news = desk.find_news(store, story, reader=reader, since=since)
        _show_changes(news.briefed, as_json, out, verbose)
        sys.stdout.flush()
        # Only what was shown counts as seen: not where the output broke off.
        if not peek:
            desk.mark_seen(store, news, reader=reader, now=clock())
    if not quiet:
        if since is not None:
            talk(_say_counted(len(news.late)))
        for path in out:
            talk(f"wrote {path}")


@cli.command(no_args_is_help=True)
@click.argument("name", type=click.Choice(list(app.SCHEMAS)))
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def schema(name: str, debug: bool) -> None:
    """Prints the JSON Schema of what a command prints with --json."""
    print_out(app.to_schema(name))


@cli.command()
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def doctor(library: str | None, as_json: bool, debug: bool) -> None:
    """Says what is installed and works, and whether the library is whole where there is one (else ends with 4)."""
    from tellings.daily.upholding import check_part, measure

    checkup = app.doctor(check_part(library, now=clock()), measure(library))
    print_out(app.render_checkup(checkup, "json" if as_json else "txt"))
    if not checkup.works:
        raise SystemExit(4 if all(part.name == "library" for part in checkup.parts if part.fault) else 5)


for each in (
    config,
    add,
    watch,
    sources,
    dead_letters,
    stories,
    show,
    search,
    review,
    watchlist,
    library_commands,
    serve,
    users,
    mcp,
    archive,
    export,
    completion,
):
    cli.add_command(each)
name_variables(cli)
offer_words(cli)


def _for_terminal(briefed: app.Briefed, verbose: bool) -> str:
    width, colour = screen()
    return app.render_terminal(briefed, width=width, colour=colour, full=verbose)
