"""What a list of stories needs of the reviews: the title that people gave a story, and how many reviews it has."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.rows import select_in


def find_titles(connection: sa.Connection, stories: Iterable[str]) -> dict[str, str]:
    """The title each of these stories was given, by id; those that were given none are left out."""
    found: dict[str, str] = {}
    for story, rows in _find_renames(connection, stories).items():
        gone: set[str] = set()
        for row in reversed(rows):
            if row["id"] in gone:
                continue
            if row["verb"] == "undo":
                gone.add(row["undoes"])
            else:
                found[story] = row["now"]
                break
    return found


def was_given(connection: sa.Connection, story: str, title: str) -> bool:
    """Whether the story ever had this title from a person: grouping must not take it for its own."""
    rows = _find_renames(connection, [story]).get(story, [])
    return any(row["verb"] == "rename" and row["now"] == title for row in rows)


def _find_renames(connection: sa.Connection, stories: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    table = schema.reviews
    query = sa.select(table.c.statement, table.c.at, table.c.data)
    keys = sorted({f"title:{story}" for story in stories})
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(select_in(connection, query, table.c.statement, keys), key=lambda row: row.at):
        try:
            found.setdefault(row.statement.partition(":")[2], []).append(json.loads(row.data))
        except ValueError:
            continue  # of another shape: it renames nothing
    return found


def count_reviews(connection: sa.Connection, stories: Iterable[str]) -> dict[str, int]:
    """How many reviews were kept under each of these ids, by id."""
    table = schema.reviews
    query = sa.select(table.c.story, sa.func.count().label("reviews")).group_by(table.c.story)
    return dict(sorted((row.story, row.reviews) for row in select_in(connection, query, table.c.story, stories)))
