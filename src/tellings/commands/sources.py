"""``tellings sources``: what the library follows, and the log of what was fetched and refused."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from tellings.commands.library_options import clock, opened, talking
from tellings.commands.output import print_out, talk, write

_ADDRESS = "ADDRESS is that of a source, or a part of it that no other source has."

_addresses = click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")


@click.group(no_args_is_help=True)
def sources() -> None:
    """Shows and changes what the library follows: feeds, sitemaps and lists of them; tellings add takes new ones."""


@sources.command("list")
@talking
def list_all(library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Lists what is followed: what it is, when it was asked and is due, its failures, the reports it gave.

    Reports are counted as far as the fetch log goes back; see tellings library prune.
    """
    from tellings.daily import desk

    with opened(library) as store:
        found = desk.list_sources(store)
    print_out(desk.to_sources_json(found) if as_json else desk.to_source_lines(found))


@sources.command(no_args_is_help=True, epilog=_ADDRESS)
@_addresses
@talking
def remove(addresses: Sequence[str], library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Follows a source no longer; its reports stay.

    A feed that a followed list of feeds names comes back with the list: pause it instead.
    """
    from tellings.daily import desk

    _change(library, as_json, quiet, "removed", lambda store: desk.remove_sources(store, addresses))


@sources.command(no_args_is_help=True, epilog=_ADDRESS)
@_addresses
@talking
def pause(addresses: Sequence[str], library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Asks a source no more until it is resumed."""
    from tellings.daily import desk

    _change(library, as_json, quiet, "paused", lambda store: desk.pause_sources(store, addresses))


@sources.command(no_args_is_help=True, epilog=_ADDRESS)
@_addresses
@talking
def resume(addresses: Sequence[str], library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Asks a source again, from the next round of tellings watch on; also one that failed or was gone."""
    from tellings.daily import desk

    _change(library, as_json, quiet, "resumed", lambda store: desk.resume_sources(store, addresses, now=clock()))


def _change(
    library: str | None, as_json: bool, quiet: bool, what: str, change: Callable[[Any], tuple[str, ...]]
) -> None:
    from tellings.daily import desk

    with opened(library) as store:
        changed = change(store)
        if as_json:
            print_out(desk.to_sources_json(desk.list_sources(store)))
    if not quiet:
        for address in changed:
            talk(f"{what} {address}")


@sources.command()
@click.option(
    "--to", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it here, not to stdout."
)
@talking
def export(to: Path | None, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Writes the feeds as OPML, which every feed reader takes, and tellings add too; with --json all sources."""
    from tellings.daily import desk

    with opened(library) as store:
        text, feeds, others = desk.export_opml(store)
        text = desk.to_sources_json(desk.list_sources(store)) if as_json else text
    if to is None:
        print_out(text)
    else:
        write(to, text, option="--to")
    if not quiet:
        left = f"; {others:,} other sources are no feeds" if others and not as_json else ""
        talk(f"wrote {feeds + others if as_json else feeds:,} {'sources' if as_json else 'feeds'}{left}")


@sources.command(epilog="ADDRESS is that of a source or of a page.")
@click.argument("address", required=False, metavar="[ADDRESS]")
@click.option("--refused", is_flag=True, help="Only what was refused or failed.")
@click.option("--limit", type=click.IntRange(min=1), default=50, metavar="N", help="List so many (50).")
@talking
def log(
    address: str | None, refused: bool, limit: int, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Lists what was fetched and what was refused, the latest first, each refusal with its reason."""
    from tellings.daily import desk

    with opened(library) as store:
        found = desk.list_fetches(store, address, refused=refused, limit=limit)
    print_out(desk.to_fetches_json(found) if as_json else desk.to_fetch_lines(found))
