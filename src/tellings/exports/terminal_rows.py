"""Pieces of a page for a terminal: headings, and rows that hang under their first column."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


def heading(words: str) -> "RenderableType":
    """A heading after an empty line."""
    from rich.text import Text

    return Text(f"\n{words.upper()}", style="bold")


def rows(lines: "Iterable[tuple[str, str | Text]]", *, style: str = "") -> "RenderableType":
    """Lines with a narrow first column and a hanging indent."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=2)
    grid.add_column(no_wrap=True)
    grid.add_column(style=style)
    for left, right in lines:
        grid.add_row("", Text(left), Text(right) if isinstance(right, str) else right)
    return grid


def named(name: str, rest: str, hidden: int) -> "RenderableType":
    """A name in bold over its rows, and how many rows are not given."""
    from rich.padding import Padding
    from rich.text import Text

    more = (f"  ({hidden} more)" if hidden else "", "dim")
    return Padding(Text.assemble((name, "bold"), rest, more, overflow="fold"), (0, 0, 0, 3))


def note(words: str) -> "RenderableType":
    """A line that stands back."""
    from rich.text import Text

    return Text(words, style="dim")


def dated_rows(lines: Iterable[tuple[str, str]], *, wide: bool) -> "RenderableType":
    """Lines with a column for days at their left; ``wide`` where the names of months are not cut."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(width=24 if wide else 17)
    grid.add_column()
    for left, right in lines:
        grid.add_row("", Text(left), Text(right))
    return grid
