"""A library carried elsewhere: backed up into one file, taken in from one, and written out for other programs."""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tellings.errors import UsageError
from tellings.library import codec, schema
from tellings.library.copies import copy_file
from tellings.library.index import index_brief
from tellings.library.open import open_library
from tellings.library.removal import list_again, take_out
from tellings.library.rows import chunks, insert_missing, insert_numbered, select_in
from tellings.library.store import Library
from tellings.model.brief import Brief
from tellings.model.library import Arrival, Counts

AT_ONCE = 200
"""Reports in one transaction: some 5 MB."""

# Rows whose key says all: what is there already stays as it is.
_BESIDE = ("pages", "readings", "briefs", "seen", "reviews", "sources", "watchlists", "told", "letters", "removed")


def back_up(library: Library, target: Path, *, now: datetime) -> None:
    """Writes the whole library, as it is at one moment, into a new SQLite file; others may go on writing.

    Raises:
        LibraryError: when the file cannot be written.
        UsageError: when there is a file of this name.
    """
    if library.place.file is not None:
        copy_file(library.place.file, target)
        return
    if target.exists():
        raise UsageError(f"{target} is there already.\nGive another name; nothing is written over.")
    beside = target.with_name(f"{target.name}.{os.getpid()}.gathered")
    try:
        with open_library(beside, now=now) as new:
            _carry_over(library, new)
            # Who may use the desk goes into a copy of the whole, and never into another library.
            with library.reading() as source:
                for table in (schema.accounts, schema.passes, schema.secrets):
                    _copy_rows(source, new, table)
        copy_file(beside, target)
    finally:
        for path in beside.parent.glob(f"{beside.name}*"):
            path.unlink()


def take_in(library: Library, source: Path, *, now: datetime) -> Counts:
    """What the library gained from the one in ``source``: everything that it did not have.

    Stories and their log are taken over by a library that has none; else the reports wait to be sorted in.

    Raises:
        LibraryError: when ``source`` is no library, or is damaged.
        UsageError: when there is no such file.
    """
    if not source.is_file():
        raise UsageError(
            f"{source} is no file.\nGive a library or a backup of one; for reports there is: tellings add."
        )
    before = library.count()
    with tempfile.TemporaryDirectory() as made:
        # A copy: to open an older library brings it up to date, and this one is not ours to change.
        copied = Path(made) / "library.db"
        copy_file(source, copied)
        with open_library(copied, now=now) as old:
            take_out(old, list_again(old, library.find_removed(None)), now=now)
            _carry_over(old, library)
    after = library.count()
    gained = {name: getattr(after, name) - getattr(before, name) for name in Counts.__slots__ if name != "bytes"}
    return Counts(**gained)


def _carry_over(old: Library, new: Library) -> None:
    reports = sorted(old.list_reports(), key=lambda report: (report.kept_at, report.id))
    for part in chunks(reports, AT_ONCE):
        for kept_at, group in groupby(part, key=lambda report: report.kept_at):
            new.keep(_load_arrivals(old, [report.id for report in group]), now=kept_at)
    with old.reading() as source:
        for name in _BESIDE:
            _copy_rows(source, new, schema.tables.tables[name])
        _copy_fetches(source, new)
        _copy_stories(source, new)
    index_briefs(new)


def _load_arrivals(old: Library, docs: list[str]) -> list[Arrival]:
    readings = {reading.document.id: reading for reading in old.load_readings(docs)}
    marks = {mark.doc: mark for mark in old.load_fingerprints(docs)}
    return [
        Arrival(doc, old.load_original(doc.id), None, readings.get(doc.id), marks.get(doc.id))
        for doc in old.load_documents(docs)
    ]


def _copy_rows(source: sa.Connection, new: Library, table: sa.Table) -> None:
    rows = (dict(row._mapping) for row in source.execute(sa.select(table).order_by(*table.primary_key)))
    for part in chunks(rows, AT_ONCE):
        with new.writing() as connection:
            insert_missing(connection, table, part)


def _copy_fetches(source: sa.Connection, new: Library) -> None:
    table = schema.fetches
    new.need_months(source.execute(sa.select(table.c.at)).scalars())
    with new.writing() as connection:
        query = sa.select(table.c.url, table.c.at, table.c.outcome)
        there = {tuple(row) for row in connection.execute(query)}
        rows = [dict(row._mapping) for row in source.execute(sa.select(table).order_by(table.c.number))]
        insert_numbered(connection, table, [r for r in rows if (r["url"], r["at"], r["outcome"]) not in there])


def _copy_stories(source: sa.Connection, new: Library) -> None:
    with new.writing() as connection:
        if connection.execute(sa.select(sa.func.count()).select_from(schema.moves)).scalar_one():
            return
        rows = [dict(row._mapping) for row in source.execute(sa.select(schema.stories))]
        insert_missing(connection, schema.stories, [row | {"absorbed_by": None} for row in rows])
        for row in rows:
            if row["absorbed_by"] is not None:
                same = schema.stories.c.id == row["id"]
                connection.execute(sa.update(schema.stories).where(same).values(absorbed_by=row["absorbed_by"]))
        for table in (schema.moves, schema.members):
            insert_missing(connection, table, [dict(row._mapping) for row in source.execute(sa.select(table))])


def index_briefs(library: Library) -> None:
    """Makes the statements of each story's last brief known to search."""
    table = schema.briefs
    last = sa.select(table.c.story, sa.func.max(table.c.day)).group_by(table.c.story).order_by(table.c.story)
    with library.writing() as connection:
        for story, day in connection.execute(last).all():
            query = sa.select(table.c.body).where(table.c.story == story, table.c.day == day)
            try:
                brief = codec.decode(connection.execute(query).scalar_one(), Brief, f"the brief of {story} of {day}")
            except codec.OtherShapeError:
                continue  # it is made again with the next reading of the story
            index_brief(connection, brief)


def export_reports(library: Library) -> Iterator[str]:
    """Every report as a line of JSON in the field names the field uses, newest first, with the story it is in."""
    for part in chunks(library.list_reports(), AT_ONCE):
        documents = {doc.id: doc for doc in library.load_documents(report.id for report in part)}
        for report in part:
            doc = documents[report.id]
            published = doc.published
            day = published.at or published.earliest
            record: dict[str, Any] = {
                "id": doc.id,
                "url": doc.url,
                "location": doc.location,
                "title": doc.title,
                "outlet": doc.outlet,
                "authors": list(doc.bylines),
                "date_publish": day.isoformat() if day else None,
                "language": doc.language,
                "story": report.story,
                "text": doc.text,
            }
            given = {name: value for name, value in record.items() if value not in (None, [])}
            yield json.dumps(given, ensure_ascii=False) + "\n"


def find_superseded(connection: sa.Connection) -> list[tuple[str, str]]:
    """Readings, as (document, made by), of reports that have a later one."""
    table = schema.readings
    query = sa.select(table.c.document).group_by(table.c.document).having(sa.func.count() > 1)
    several = connection.execute(query).scalars().all()
    columns = sa.select(table.c.document, table.c.made_by, table.c.kept_at)
    found: dict[str, list[tuple[datetime, str]]] = {}
    for row in select_in(connection, columns, table.c.document, several):
        found.setdefault(row.document, []).append((row.kept_at, row.made_by))
    return [(doc, by) for doc, made in sorted(found.items()) for _, by in sorted(made)[:-1]]
