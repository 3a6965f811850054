"""``tellings export``: a story in a format that newsrooms, desks and labs use."""

import sys
from datetime import date
from pathlib import Path

import click

from tellings import app
from tellings.commands.library_options import library_option, opened
from tellings.commands.output import print_out, talk, write
from tellings.options import as_of

_FORMATS = "\n".join(f"  {form.name:<12} {form.about}" for form in app.EXPORTS.values())


@click.command("export", no_args_is_help=True, epilog=f"\b\nFORMAT is one of:\n{_FORMATS}")
@click.argument("story", metavar="STORY")
@click.option("--to", "to", type=click.Choice(list(app.EXPORTS)), required=True, metavar="FORMAT", help="See below.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@click.option(
    "--tlp", type=click.Choice(app.TLP), default="clear", help="How far stix and misp may be passed on (clear)."
)
@library_option
@as_of
@click.option("--quiet", is_flag=True, help="Say nothing beside the result.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def export(
    story: str,
    to: str,
    out: Path | None,
    tlp: str,
    library: str | None,
    as_of: date | None,
    quiet: bool,
    debug: bool,
) -> None:
    """Writes a story of the library in a format for other programs, with what people decided on it.

    STORY is its id, the id of a story that was merged into it, or how its id begins.
    """
    from tellings.daily import desk

    with opened(library) as store:
        briefed = desk.show_story(store, story, as_of=as_of)
        places = desk.place_on_pages(store, briefed) if app.EXPORTS[to].placed else {}
    written = app.export(briefed, to, tlp=tlp, places=places)
    if out is not None:
        write(out, written)
        if not quiet:
            talk(f"wrote {out}")
    elif app.EXPORTS[to].binary:
        if sys.stdout.isatty():
            raise click.UsageError(f"{to} is not for a terminal. Name a file: --out FILE{app.EXPORTS[to].suffix}")
        sys.stdout.buffer.write(written)
    else:
        print_out(written.decode())
