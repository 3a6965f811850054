"""``tellings add`` and ``tellings watch``: what puts reports into the library."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tellings import app
from tellings.commands.library_options import clock, library_option, opened, shown_progress, stoppable
from tellings.commands.output import print_out, sum_up_added, talk
from tellings.commands.running import logged_and_counted
from tellings.options import fetching, reading

if TYPE_CHECKING:
    from tellings.daily.desk import Desk
    from tellings.model.daily import Added, StoryChange

_SOURCES = (
    "SOURCE is a file, a folder, a glob in quotes, an archive (WARC), or - for standard input; or the address of a "
    "page, a feed, an OPML list or a sitemap. Feeds and sitemaps are followed: tellings watch asks them again."
)


_every = click.option(
    "--every",
    type=click.FloatRange(min=0.1, max=10080),
    default=15.0,
    metavar="MINUTES",
    help="Ask each feed this often (15).",
)


@click.command(no_args_is_help=True, epilog=_SOURCES)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@library_option
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=256),
    default=1,
    metavar="N",
    help="Read with N processes; the result is the same.",
)
@_every
@reading("Day of the reports that carry no date.")
@fetching
@logged_and_counted
def add(
    sources: Sequence[str],
    library: str | None,
    jobs: int,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Puts reports into the library and brings its stories and briefs up to date.

    What is kept already is not read again: a run that was stopped or killed goes on where it was when begun again.
    """
    from tellings.daily import desk as daily

    if any("://" in source for source in sources):
        app.need_web()
    with opened(library, make=True) as store, stoppable(talk) as stopped, shown_progress(quiet) as shown:
        desk = _set_up(store, given, stopped, shown, jobs)
        added = daily.add(sources, desk, stdin=sys.stdin.buffer)
    print_out(daily.to_added_json(added) if as_json else daily.to_added_text(added))
    if not quiet:
        sum_up_added(added, verbose)
    if added.stopped:
        raise SystemExit(130)


@click.command()
@library_option
@click.option("--once", is_flag=True, help="Ask every feed once and end; for cron.")
@_every
@reading("Day of the reports that carry no date.")
@fetching
@logged_and_counted
def watch(library: str | None, once: bool, as_json: bool, verbose: bool, quiet: bool, **given: Any) -> None:
    """Goes on asking the library's feeds politely, until stopped; prints one line for each change of a story.

    One process does it for a library at a time. Stopped with Ctrl-C or SIGTERM it finishes what it has begun; started
    again it goes on.
    """
    from tellings.daily import desk as daily

    def show(added: "Added", changes: "Sequence[StoryChange]") -> None:
        for change in changes:
            print_out(daily.to_change_json(change) if as_json else daily.to_change_line(change))
        if not quiet and (added.reports or added.left_out or verbose):
            talk(daily.to_added_text(added).rstrip())

    app.need_web()
    with opened(library) as store, stoppable(talk) as stopped, shown_progress(quiet) as shown:
        desk = _set_up(store, given, stopped, shown, 1)
        if not quiet:
            talk(f"watching {len(store.list_sources())} sources of {store.where}")
        daily.watch(desk, show, wait=lambda seconds: (stopped.wait(seconds), None)[1], once=once)


def _set_up(store: Any, given: dict[str, Any], stopped: Any, shown: Any, jobs: int) -> "Desk":
    from datetime import timedelta

    from tellings.daily import desk as daily

    fetch = given.pop("fetch")
    every = timedelta(minutes=given.pop("every"))
    return daily.Desk(
        store,
        fetch,
        clock,
        reader=daily.Reader(today=date.today(), **given),
        every=every,
        jobs=jobs,
        watch=shown,
        stop=stopped.is_set,
    )
