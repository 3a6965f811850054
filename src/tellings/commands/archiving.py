"""``tellings archive``: archives of many reports worked through by the partition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from tellings.commands.library_options import shown_progress, stoppable
from tellings.commands.output import print_out, talk
from tellings.commands.running import logged_and_counted
from tellings.errors import MissingPart
from tellings.options import reading, spreading

_INPUTS = (
    "IN is a file, a folder, a glob in quotes, or an address that fsspec knows (s3://bucket/2031/*.warc.gz): web "
    "archives, JSON Lines, Parquet, and whatever else `tellings read` takes."
)


@click.group(no_args_is_help=True)
def archive() -> None:
    """Works through archives: reports in; readings, stories and briefs out as Parquet, with a manifest."""


@archive.command(no_args_is_help=True, epilog=_INPUTS)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("--out", required=True, metavar="FOLDER", help="Where all is written: an empty folder, or an address.")
@click.option("--briefs/--no-briefs", default=True, help="Brief every story, or stop when the reports are grouped.")
@click.option("--again", is_flag=True, help="Try files once more that could not be read in an earlier run.")
@click.option("--fresh", is_flag=True, help="Throw away what an earlier run wrote to FOLDER, and begin again.")
@spreading
@reading("Day of the reports that carry no date.")
@logged_and_counted
def run(
    inputs: Sequence[str],
    out: str,
    mapper: Any,
    briefs: bool,
    again: bool,
    fresh: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    threads: int,
    **given: Any,
) -> None:
    """Reads all reports of IN, groups them into stories and briefs each, and writes all of it to FOLDER.

    What stands in FOLDER is not done again: a run that was stopped or killed goes on where it was when begun again with
    the same inputs and options, and ends with the same bytes.
    """
    bulk = _load()
    settings = bulk.Settings(today=date.today(), **given)
    with stoppable(talk) as stopped, shown_progress(quiet) as shown:
        status = bulk.run_archive(
            inputs,
            out,
            settings=settings,
            mapper=mapper,
            threads=threads,
            briefs=briefs,
            again=again,
            fresh=fresh,
            watch=shown,
            stop=stopped.is_set,
        )
    print_out(bulk.to_archive_json(status) if as_json else bulk.to_archive_text(status, full=verbose))
    if status.stopped:
        raise SystemExit(130)


@archive.command("status", no_args_is_help=True)
@click.argument("folder", metavar="FOLDER")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; see: tellings schema.")
@click.option("-v", "--verbose", is_flag=True, help="List every reason for which something was left out.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def show_status(folder: str, as_json: bool, verbose: bool, debug: bool) -> None:
    """Says what stands in FOLDER, how far each stage has come, and what was left out for which reason."""
    bulk = _load()
    status = bulk.read_status(folder)
    print_out(bulk.to_archive_json(status) if as_json else bulk.to_archive_text(status, full=verbose))


def _load() -> Any:
    """What works through archives.

    Raises:
        MissingPart: when the packages it needs are not installed.
    """
    try:
        from tellings.bulk import desk
    except ModuleNotFoundError as err:
        raise MissingPart(
            f"archives need the package {err.name}.\nInstall it with: pip install 'tellings[archive]'"
        ) from err
    return desk
