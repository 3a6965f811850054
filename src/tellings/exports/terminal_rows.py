"""Pieces of a page for a terminal: headings, and rows that hang under their first column."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


def heading(words: str) -> "RenderableType":
    """A heading after an empty line."""
    from rich.text import Text

    return Text(f"\n{words.upper()}", style="bold")


def rows(lines: Iterable[tuple[str, str]], *, style: str = "") -> "RenderableType":
    """Lines with a narrow first column and a hanging indent."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=2)
    grid.add_column(no_wrap=True)
    grid.add_column(style=style)
    for left, right in lines:
        grid.add_row("", Text(left), Text(right))
    return grid


def note(words: str) -> "RenderableType":
    """A line that stands back."""
    from rich.text import Text

    return Text(words, style="dim")


def dated_rows(lines: Iterable[tuple[str, str]]) -> "RenderableType":
    """Lines with a column wide enough for days at their left."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(width=24)
    grid.add_column()
    for left, right in lines:
        grid.add_row("", Text(left), Text(right))
    return grid
