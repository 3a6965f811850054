"""A briefing as one table in CSV (RFC 4180) that a spreadsheet can open without obeying it."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

from tellings.exports.characters import show
from tellings.exports.formats.rows import COLUMNS, as_values, list_rows
from tellings.model.brief import Briefing
from tellings.model.document import Document

_OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet takes for a formula; the full-width signs are read as the plain ones."""


def to_csv(briefing: Briefing, documents: Sequence[Document]) -> str:
    """One line for each place that a line of a brief rests on; the columns are those of ``rows.Row``.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = StringIO()
    # A byte-order mark: without it Excel reads UTF-8 as the code page of its country.
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([to_cell(value) for value in as_values(row).values()] for row in list_rows(briefing))
    return out.getvalue()


def to_cell(value: Any) -> str:
    """The value as a cell that shows it and does nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    text = show(str(value))
    return f"'{text}" if text.lstrip(" ").startswith(_OBEYED) else text
