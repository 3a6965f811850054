"""``tellings users``: who may use a desk that is served with --accounts."""

import sys
from typing import TYPE_CHECKING, Any

import click

from tellings.commands.library_options import clock, opened, talking
from tellings.commands.output import print_out, talk
from tellings.commands.serving import need_desk
from tellings.errors import UsageError

if TYPE_CHECKING:
    from tellings.model.accounts import Role

_ROLES = ("reader", "editor", "admin")

_role = click.option(
    "--role",
    type=click.Choice(_ROLES),
    default="reader",
    help="reader: looks and checks drafts; editor: also reviews and adds; admin: everything (reader).",
)
_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, not the terminal.")
_name = click.argument("name")


@click.group(no_args_is_help=True)
def users() -> None:
    """Says who may use a desk that is served with --accounts: add, list, role, password, key, end, remove."""


@users.command(no_args_is_help=True)
@_name
@_role
@_stdin
@talking
def add(name: str, role: "Role", password_stdin: bool, library: str | None, quiet: bool, **given: Any) -> None:
    """Makes an account; its password is asked for."""
    need_desk()
    from tellings.daily import accounts

    with opened(library, make=True) as store:
        account = accounts.add_account(store, name, role, _ask(password_stdin), now=clock())
    if not quiet:
        talk(f"{account.name} may use the desk, as {account.role}")


@users.command("list")
@talking
def list_(library: str | None, as_json: bool, **given: Any) -> None:
    """Lists the accounts with their roles, visits and keys."""
    from tellings.daily import accounts

    with opened(library) as store:
        found = accounts.list_accounts(store, now=clock())
    print_out(accounts.to_accounts_json(found) if as_json else accounts.to_account_lines(found))


@users.command(no_args_is_help=True)
@_name
@click.argument("role", type=click.Choice(_ROLES))
@talking
def role(name: str, role: "Role", library: str | None, quiet: bool, **given: Any) -> None:
    """Gives an account another role, from its next request on."""
    from tellings.daily import accounts

    with opened(library) as store:
        account = accounts.change_role(store, name, role)
    if not quiet:
        talk(f"{account.name} is {account.role} now")


@users.command(no_args_is_help=True)
@_name
@_stdin
@talking
def password(name: str, password_stdin: bool, library: str | None, quiet: bool, **given: Any) -> None:
    """Gives an account another password; its visits end, its keys stay."""
    need_desk()
    from tellings.daily import accounts

    with opened(library) as store:
        account = accounts.change_password(store, name, _ask(password_stdin))
    if not quiet:
        talk(f"{account.name} has another password; visits have ended")


@users.command(no_args_is_help=True)
@_name
@click.option("--for", "note", default="", metavar="WORDS", help="What it is for.")
@talking
def key(name: str, note: str, library: str | None, quiet: bool, **given: Any) -> None:
    """Makes a key for a program that acts as this account, and prints it: it is shown this once."""
    from tellings.daily import accounts

    with opened(library) as store:
        made = accounts.make_key(store, name, note, now=clock())
    print_out(f"{made}\n")


@users.command(no_args_is_help=True)
@_name
@talking
def end(name: str, library: str | None, quiet: bool, **given: Any) -> None:
    """Ends all visits of an account and takes its keys away."""
    from tellings.daily import accounts

    with opened(library) as store:
        count = accounts.end_passes(store, name)
    if not quiet:
        talk(f"ended {count} {'visit or key' if count == 1 else 'visits and keys'}")


@users.command(no_args_is_help=True)
@_name
@talking
def remove(name: str, library: str | None, quiet: bool, **given: Any) -> None:
    """Removes an account with its visits and keys; its reviews stay."""
    from tellings.daily import accounts

    with opened(library) as store:
        accounts.remove_account(store, name)
    if not quiet:
        talk("removed")


def _ask(from_stdin: bool) -> str:
    """The password, typed twice, or the first line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for a password at. Give it with --password-stdin.")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
