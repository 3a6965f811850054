"""``tellings completion``: what makes a shell complete commands, options, files and the ids of stories."""

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from tellings.commands import configuration
from tellings.commands.library_options import opened
from tellings.commands.output import print_out
from tellings.errors import TellingsError

MOST = 50
"""Stories that are offered; the newest."""
_VARIABLE = "_TELLINGS_COMPLETE"
_FILES = frozenset({"paths", "sources", "inputs", "files", "draft", "more", "library"})
"""Arguments and options that may be a file, or something else that no list can hold."""


@click.command(no_args_is_help=True)
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def completion(shell: str, debug: bool) -> None:
    """Prints a script with which the shell completes commands, options, files, and ids of stories of the library.

    \b
    bash: tellings completion bash > ~/.local/share/bash-completion/completions/tellings
    fish: tellings completion fish > ~/.config/fish/completions/tellings.fish
    zsh:  tellings completion zsh > "${fpath[1]}/_tellings"

    Begin a new shell then. With zsh, `compinit` must be called in ~/.zshrc.
    """
    made = get_completion_class(shell)
    assert made is not None
    # The script of bash first looks which version runs here: that is not asked of who only writes it.
    print_out(ShellComplete.source(made(click.Command("tellings"), {}, "tellings", _VARIABLE)) + "\n")


class _Story(click.types.StringParamType):
    """The id of a story: text, completed from the library that the call names."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so, each with its title; none where there is no library."""
        try:
            return [CompletionItem(id_, help=title) for id_, title in _stories(ctx) if id_.startswith(incomplete)]
        except (TellingsError, OSError):
            return []


class _File(click.types.StringParamType):
    """A file, or something else as text."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """What tells the shell to offer files."""
        return [CompletionItem(incomplete, type="file")]


def offer_words(root: click.Group) -> None:
    """Has the arguments of every command complete what they are: a story's id, or a file."""
    for command in _commands(root):
        for param in command.params:
            if type(param.type) is not click.types.StringParamType:
                continue
            if isinstance(param, click.Argument) and param.name == "story":
                param.type = _Story()
            elif param.name in _FILES:
                param.type = _File()


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


def _stories(ctx: click.Context) -> Iterator[tuple[str, str]]:
    root = ctx.find_root()
    library = ctx.params.get("library")
    if library is None and isinstance(root.command, click.Group):
        # A shell that completes calls no command: nobody has read the configuration yet.
        found = configuration.load(root.command, root.params.get("file"), os.environ).found
        library = next((value for (_, key), (value, _) in found.items() if key == "library"), None)
    with opened(library) as store:
        yield from ((line.id, line.title) for line in store.list_stories("newest", limit=MOST))
