"""Pieces of HTML for the output of a cell: escaped throughout, without scripts, links or anything to fetch."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tellings.exports.as_html import environment
from tellings.exports.characters import shorten, show

SHOWN = 30
"""Rows of a table that are shown; the others are counted, ``to_dataframe`` has them all."""

LONGEST_CELL = 300
"""Characters of a cell that are shown."""

HEIGHT = 640
"""Pixels of a whole page in a cell."""

_FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def draw(template: str, **values: Any) -> str:
    """The fragment of that name, in the style that all share; every value is escaped."""
    body = environment().from_string(_read(f"{template}.jinja")).render(**values)
    return f'<div class="tellings"><style>{_read("notebook.css")}</style>{body}</div>'


def draw_table(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The first rows of a table."""
    shown = [[_say(cell) for cell in row] for row in rows[:SHOWN]]
    return draw("table", name=name, columns=columns, rows=shown, total=len(rows), more=max(0, len(rows) - SHOWN))


def draw_frame(page: str) -> str:
    """A whole page inside a cell, in a frame of its own: no script of it runs, and it can reach nothing outside."""
    # Escaped as the value of an attribute; the frame parses it again as a page.
    return f'<iframe sandbox srcdoc="{html.escape(show(page))}" width="100%" height="{HEIGHT}"></iframe>'


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page that shows itself in a frame of its own; ``html`` is what a file of it holds."""

    html: str

    def _repr_html_(self) -> str:
        return draw_frame(self.html)


def _say(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else shorten(str(cell), LONGEST_CELL)
