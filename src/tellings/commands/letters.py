"""``tellings dead-letters``: what could not be read, tried again or dropped."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from tellings.commands.library_options import clock, opened, stoppable, talking
from tellings.commands.output import print_out, sum_up_added, talk
from tellings.errors import UsageError

_ID = "ID is that of a dead letter, or how it begins."


@click.group("dead-letters", no_args_is_help=True)
def dead_letters() -> None:
    """Shows what breaks the reading of it and was set aside, so that the rest goes on: list, retry, drop."""


@dead_letters.command("list")
@click.option("--limit", type=click.IntRange(min=1), default=50, metavar="N", help="List so many (50).")
@talking
def list_all(limit: int, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Lists what could not be read, the latest first: what it is, why, how often it was tried.

    After three tries something is set aside, and is not read again before it changes, or is retried or dropped.
    """
    from tellings.daily import desk

    with opened(library) as store:
        found = desk.list_letters(store, limit=limit)
    print_out(desk.to_letters_json(found) if as_json else desk.to_letter_lines(found))


@dead_letters.command(epilog=_ID)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="Try all of them.")
@click.option("--model/--no-model", default=True, help="Read with the shipped encoder and rules, or with rules alone.")
@talking
def retry(
    ids: Sequence[str], everything: bool, model: bool, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Reads what failed again, each by a process of its own; what can be read now comes into the library.

    Ends with 1 where something failed again.
    """
    from tellings.daily import desk as daily

    if bool(ids) == everything:
        raise UsageError("say what is tried again: give ID... or --all.\nSee: tellings dead-letters list")
    with opened(library) as store, stoppable(talk) as stopped:
        working = daily.Desk(
            store, _ask_nobody, clock, reader=daily.Reader(today=date.today(), model=model), stop=stopped.is_set
        )
        added = daily.retry(ids, working)
    print_out(daily.to_added_json(added) if as_json else daily.to_added_text(added))
    if not quiet:
        sum_up_added(added, verbose)
    if added.left_out:
        sys.exit(1)


def _ask_nobody(*_: Any, **__: Any) -> Any:
    raise AssertionError("what is tried again is kept: nothing is fetched")


@dead_letters.command(no_args_is_help=True, epilog=_ID)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@talking
def drop(ids: Sequence[str], library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Throws dead letters away; what they hold is read again when it is met again."""
    from tellings.daily import desk

    with opened(library) as store:
        gone = desk.drop_letters(store, ids)
        if as_json:
            print_out(desk.to_letters_json(desk.list_letters(store)))
    if not quiet:
        for id_ in gone:
            talk(f"dropped {id_}")
