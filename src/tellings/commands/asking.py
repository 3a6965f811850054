"""``tellings stories``, ``show`` and ``search``: what the library knows."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import click

from tellings import app
from tellings.commands.library_options import clock, opened, talking
from tellings.commands.output import list_left_out, print_out, screen, write
from tellings.model.library import HitKind, HitOrder, StoryOrder
from tellings.options import as_of, out_to

_QUERY = (
    'QUERY is words, "a phrase", and fields: person:Marek place:Tarn outlet:courier said:"Ilse Marek" '
    "since:2031-05-01 until:yesterday not:football. A hit meets all of it. An argument of several words is a phrase. "
    "In a query of one argument -football is short for not:football."
)


@click.command()
@talking
@click.option(
    "--order", type=click.Choice(get_args(StoryOrder)), default="newest", help="By last day, reports, or last change."
)
@click.option("--limit", type=click.IntRange(min=1), default=50, metavar="N", help="List so many (50).")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N.")
def stories(
    library: str | None, order: StoryOrder, limit: int, offset: int, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Lists the stories of the library: the newest, the largest, or those that changed last."""
    from tellings.daily import desk

    with opened(library) as store:
        record, lines = desk.list_stories(store, order=order, limit=limit, offset=offset)
    print_out(desk.to_stories_json(record) if as_json else desk.to_story_lines(lines, width=screen()[0]))


@click.command(no_args_is_help=True)
@click.argument("story", metavar="STORY")
@talking
@out_to(*app.SUFFIXES)
@as_of
def show(
    story: str, library: str | None, as_of: date | None, as_json: bool, out: Sequence[Path], verbose: bool, quiet: bool
) -> None:
    """Prints the brief of one story of the library.

    STORY is its id, the id of a story that was merged into it, or how its id begins.
    """
    from tellings.daily import desk

    with opened(library) as store:
        briefed = desk.show_story(store, story, as_of=as_of)
    for path in out:
        write(path, app.export(briefed, app.name_format(path.name)))
    if as_json:
        print_out(app.render(briefed, "json"))
    elif not out:
        width, colour = screen()
        print_out(app.render_terminal(briefed, width=width, colour=colour, full=verbose))
    if not quiet:
        list_left_out(briefed.briefing.skipped, verbose, len(briefed.briefing.skipped))


@click.command(no_args_is_help=True, epilog=_QUERY)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@talking
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(get_args(HitKind)),
    multiple=True,
    help="Find only these; may be given several times.",
)
@click.option(
    "--order",
    type=click.Choice(get_args(HitOrder)),
    default="newest",
    help="The newest first (default), or what holds the words best: often, in few words.",
)
@click.option("--limit", type=click.IntRange(min=1, max=10_000), default=20, metavar="N", help="Find at most N (20).")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N.")
def search(
    query: Sequence[str],
    library: str | None,
    kinds: Sequence[HitKind],
    order: HitOrder,
    limit: int,
    offset: int,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Finds reports, quotations and statements by words, people, places, outlets, days and who said it."""
    from tellings.daily import desk

    with opened(library) as store:
        hits = desk.search(store, query, now=clock(), kinds=kinds, order=order, limit=limit, offset=offset)
    print_out(desk.to_hits_json(hits) if as_json else desk.to_hits_text(hits, width=screen()[0]))
