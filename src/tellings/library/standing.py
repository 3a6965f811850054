"""How a library stands: what came in and waits to be worked through, counted no further than somebody asks."""

import shutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tellings.library import desk, schema
from tellings.library.place import Place
from tellings.model.service import Standing


def find_standing(connection: sa.Connection, place: Place, most: int) -> Standing:
    """What waits, at most ``most`` of each kind, in one state of the library."""
    documents, readings, members, letters = schema.documents, schema.readings, schema.members, schema.letters
    read = sa.exists().where(readings.c.document == documents.c.id)
    grouped = sa.exists().where(members.c.document == documents.c.id)
    states = sa.select(letters.c.state, sa.func.count()).group_by(letters.c.state)
    counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(states)}
    version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return Standing(
        current=version == schema.VERSION,
        unread=_count(connection, sa.select(documents.c.id).where(~read), most),
        ungrouped=_count(connection, sa.select(documents.c.id).where(~grouped), most),
        stale=len(desk.find_stale(connection, most)),
        failed=counts.get("failed", 0),
        aside=counts.get("aside", 0),
        free=_find_room(place.file) if place.file is not None else None,
    )


def _count(connection: sa.Connection, query: sa.Select[Any], most: int) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(query.limit(most).subquery())).scalar_one())


def _find_room(file: Path) -> int | None:
    try:
        return shutil.disk_usage(file.absolute().parent).free
    except OSError:
        return None
