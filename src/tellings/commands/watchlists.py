"""``tellings watchlist``: who is told when something comes in."""

from collections.abc import Sequence

import click

from tellings.commands.library_options import clock, opened, talking
from tellings.commands.output import list_left_out, print_out, talk
from tellings.errors import UsageError

_TARGETS = (
    "TARGET is https://... (a webhook: gets tellings-notice/1 as JSON), 'command:mail -s News desk' (gets text on its "
    "standard input), or atom:FILE (a feed of the newest hits). QUERY is as for tellings search."
)


@click.group(no_args_is_help=True)
def watchlist() -> None:
    """Tells people when reports or quotations that meet a query come into the library."""


@watchlist.command("add", no_args_is_help=True, epilog=_TARGETS)
@click.argument("name")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option(
    "--notify", multiple=True, required=True, metavar="TARGET", help="Whom to tell; may be given several times."
)
@click.option("--all", "everything", is_flag=True, help="Tell also what is in the library already.")
@talking
def add_one(
    name: str,
    query: Sequence[str],
    notify: Sequence[str],
    everything: bool,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Makes a watchlist, or gives the one of this name another query and other targets."""
    from tellings.daily import desk

    with opened(library, make=True) as store:
        made = desk.add_watchlist(store, name, query, notify, now=clock(), told=not everything)
        if everything:
            _, faults = desk.tell_watchlists(store, clock, desk.send_notice)
            list_left_out(faults, verbose, len(faults))
    print_out(desk.to_watchlist_json(made) if as_json else desk.to_watchlist_lines([made]))


@watchlist.command("list")
@talking
def list_all(library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Lists the watchlists of the library."""
    from tellings.daily import desk

    with opened(library) as store:
        found = store.list_watchlists()
    if as_json:
        print_out("".join(desk.to_watchlist_json(one) for one in found))
    else:
        print_out(desk.to_watchlist_lines(found))


@watchlist.command("remove", no_args_is_help=True)
@click.argument("name")
@talking
def remove(name: str, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Takes a watchlist away; its feed file stays."""
    from tellings.daily import desk

    with opened(library) as store:
        desk.forget_key(store, name)
        if not store.drop_watchlist(name):
            names = ", ".join(one.name for one in store.list_watchlists()) or "there is none"
            raise UsageError(f"There is no watchlist {name[:60]!r} in {store.where}. Choose one of: {names}.")
    if not quiet:
        talk(f"removed {name}")


@watchlist.command("secret", no_args_is_help=True)
@click.argument("name")
@click.option("--renew", is_flag=True, help="Make a new one; the old one counts no more.")
@talking
def secret(name: str, renew: bool, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Prints what the notices of a watchlist are signed with, for whoever runs the webhook.

    It goes into any library for Standard Webhooks. Keep it as you would keep a password.
    """
    from tellings.daily import desk

    with opened(library) as store:
        found = desk.show_secret(store, name, renew=renew)
    print_out(desk.to_record_json(found) if as_json else f"{found.secret}\n")
