"""``tellings library``: the library checked, backed up, carried elsewhere and made smaller."""

import sys
from datetime import timedelta
from pathlib import Path

import click

from tellings.commands.library_options import clock, talking
from tellings.commands.output import print_out, talk
from tellings.errors import LibraryError

KEEP_DAYS = 90
"""Days the fetch log and older briefs stay: a quarter, long enough to ask why a page is not there."""

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(no_args_is_help=True)
def library() -> None:
    """Looks after the library: check, back up, carry, prune, remove."""


@library.command()
@talking
def check(library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Says whether the library is whole; ends with 4 where it is not.

    Looks at the database itself, at every reference between its tables, and at the bytes, texts, readings and briefs
    of a sample of its reports. Changes nothing.
    """
    from tellings.daily import upholding

    found = upholding.check(library, now=clock())
    if as_json:
        print_out(upholding.to_library_json(found))
    else:
        counts = found.counts
        print_out(
            f"{found.where}: schema {found.schema}, {counts.reports:,} reports, {counts.stories:,} stories, "
            f"{(counts.bytes or 0) / 2**20:,.1f} MiB\n"
        )
        print_out("".join(f"  looked at {what}\n" for what in found.looked_at) if verbose else "")
        print_out("".join(f"  {fault}\n" for fault in found.faults) or "The library is whole.\n")
    if found.faults:
        raise SystemExit(LibraryError.exit_code)


@library.command(no_args_is_help=True)
@click.argument("file", type=_FILE)
@talking
def backup(file: Path, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Copies the whole library into FILE, which is a library itself; others may go on writing meanwhile.

    A library on a server becomes a file too. Nothing is written over. Use it with --library FILE, or take it in
    elsewhere with: tellings library import FILE.
    """
    from tellings.daily import upholding

    found = upholding.back_up(library, file, now=clock())
    if as_json:
        print_out(upholding.to_library_json(found))
    if found.faults:
        raise LibraryError(f"the copy {file} is not whole: {found.faults[0]}.\nSee: tellings library check.")
    if not quiet:
        talk(f"wrote {file}: {found.counts.reports:,} reports, checked")


@library.command("export", no_args_is_help=True)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@talking
def export_(file: Path, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Writes every report into FILE (- for standard output) as JSON Lines: text, title, outlet, date, story and more.

    For other programs, and for tellings add. A copy of everything else too is made with: tellings library backup.
    """
    from tellings.daily import upholding

    lines = upholding.export(library, now=clock())
    count = 0
    if str(file) == "-":
        for count, line in enumerate(lines, 1):  # noqa: B007
            sys.stdout.buffer.write(line.encode())
    else:
        first = next(lines, "")  # a library that cannot be read must not leave an empty file
        try:
            with file.open("w", encoding="utf-8", newline="\n") as out:
                out.write(first)
                for count, line in enumerate(lines, 2):  # noqa: B007
                    out.write(line)
        except OSError as err:
            raise click.UsageError(f"{file} cannot be written: {err.strerror or err}. Give another file.") from err
        count = max(count, 1 if first else 0)
    if not quiet:
        talk(f"wrote {count:,} {'report' if count == 1 else 'reports'}")


@library.command("import", no_args_is_help=True)
@click.argument("file", type=_FILE)
@talking
def import_(file: Path, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Takes in everything another library or a backup (FILE) holds that this one does not; again changes nothing.

    A library without stories takes those of FILE over; in any other the next tellings add sorts the new reports in.
    """
    from tellings.daily import upholding

    gained = upholding.take_in(library, file, now=clock())
    if as_json:
        print_out(upholding.to_library_json(gained))
    elif not quiet:
        talk(f"took in {gained.reports:,} reports, {gained.readings:,} readings, {gained.stories:,} stories")


@library.command()
@click.option(
    "--keep-days", type=click.IntRange(min=0), default=KEEP_DAYS, metavar="N", help=f"Days that stay ({KEEP_DAYS})."
)
@click.option("--originals", is_flag=True, help="Also the untouched bytes of reports that came in before.")
@click.option("--dry-run", "try_only", is_flag=True, help="Only say what would go.")
@talking
def prune(
    keep_days: int, originals: bool, try_only: bool, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Throws away what newer takes the place of, and makes the file smaller. Reports and stories always stay.

    Goes: readings by older versions; the fetch log, and briefs but the last of each story, from before --keep-days.
    """
    from tellings.daily import upholding

    now = clock()
    gone = upholding.prune(
        library, before=now - timedelta(days=keep_days), originals=originals, try_only=try_only, now=now
    )
    if as_json:
        print_out(upholding.to_library_json(gone))
    elif not quiet:
        talk(
            f"{'would throw' if try_only else 'threw'} away {gone.readings:,} readings, {gone.fetches:,} lines of "
            f"the fetch log, {gone.briefs:,} briefs, {gone.originals:,} originals "
            f"({gone.original_bytes / 2**20:,.1f} MiB unpacked)"
        )


@library.command(no_args_is_help=True)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--dry-run", "try_only", is_flag=True, help="Only say what would go.")
@talking
def remove(
    reports: tuple[str, ...], try_only: bool, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Takes reports out for good, with all that was made of them. REPORT is an id, or a location or address.

    Its stories are told anew from the other reports. It is not added again. This cannot be taken back.
    """
    from tellings.daily import upholding

    gone = upholding.remove(library, reports, try_only=try_only, now=clock())
    if as_json:
        print_out(upholding.to_library_json(gone))
    elif not quiet:
        talk(
            f"{'would remove' if try_only else 'removed'} {len(gone.reports):,} "
            f"{'report' if len(gone.reports) == 1 else 'reports'}, with {gone.readings:,} readings, "
            f"{gone.briefs:,} briefs, {gone.reviews:,} decisions, {gone.fetches:,} lines of the fetch log and "
            f"{gone.originals:,} originals; stories: {len(gone.stories):,} told anew, {len(gone.ended):,} ended"
        )
        if gone.copies:
            talk(f"other reports with the same text stay: {', '.join(gone.copies)}")


@library.command()
@talking
def reindex(library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Makes anew what search looks into, from the reports, readings and briefs."""
    from tellings.daily import upholding

    count = upholding.reindex(library, now=clock())
    if not quiet:
        talk(f"search knows {count:,} reports")


@library.command()
@talking
def undo(library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Takes back the last change of the stories: a new one, a join, a merge or a split; again, the one before."""
    from tellings.daily import upholding

    done = upholding.undo(library, now=clock())
    if as_json:
        print_out(upholding.to_library_json(done))
    elif done is None:
        talk("there is no change of the stories to take back")
    else:
        talk(f"took back: {done.move.kind} of {done.move.story} ({done.move.why})")
