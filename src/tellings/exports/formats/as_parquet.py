"""A briefing as one Parquet table: the columns of the CSV with their types, for researchers."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from tellings.exports.formats.rows import COLUMNS, Row, as_values, list_rows
from tellings.model.brief import Briefing
from tellings.model.document import Document

_DAYS = frozenset({"published_earliest", "published_latest", "start", "end"})
_NUMBERS = frozenset({"word_start", "word_end", "origins"})


def to_parquet(briefing: Briefing, documents: Sequence[Document], *, pyarrow: Any, parquet: Any) -> bytes:
    """One row for each place that a line rests on; ``pyarrow`` and its module ``parquet`` are handed in."""
    rows: list[Row] = list(list_rows(briefing))
    values = [as_values(row) for row in rows]
    columns = {name: pyarrow.array([row[name] for row in values], _type(name, pyarrow)) for name in COLUMNS}
    out = BytesIO()
    parquet.write_table(pyarrow.table(columns), out, compression="zstd", store_schema=False)
    return out.getvalue()


def _type(name: str, pyarrow: Any) -> Any:
    if name in _DAYS:
        return pyarrow.date32()
    if name in _NUMBERS:
        return pyarrow.int64()
    return pyarrow.bool_() if name == "sure" else pyarrow.string()
