"""What a library can do without, thrown away: old readings, briefs, lines of the fetch log, bytes; search made anew."""

from datetime import datetime

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.carry import AT_ONCE, find_superseded, index_briefs
from tellings.library.faults import told_plainly
from tellings.library.index import forget, index_reading, index_report
from tellings.library.reports import load_documents, load_readings
from tellings.library.rows import chunks
from tellings.library.store import Library
from tellings.model.library import Pruned


def prune(library: Library, *, before: datetime, originals: bool = False, try_only: bool = False) -> Pruned:
    """What was thrown away; nothing with ``try_only``. Reports, stories and their log always stay.

    Goes: readings that have a later one; lines of the fetch log, and briefs that are not the last of their story, from
    before ``before``; with ``originals`` the untouched bytes of reports that came in before it.
    """
    with library.writing() as connection:
        old = find_superseded(connection)
        fetches = schema.fetches.c.at < before
        briefs = _old_briefs(before)
        documents = schema.documents
        young = sa.select(documents.c.original).where(documents.c.original.is_not(None), documents.c.kept_at >= before)
        bytes_gone = schema.originals.c.digest.not_in(young)
        kept = schema.originals
        sizes = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(kept.c.size), 0)).where(bytes_gone)
        count, size = connection.execute(sizes).one() if originals else (0, 0)
        found = Pruned(
            len(old),
            _count(connection, schema.fetches, fetches),
            _count(connection, schema.briefs, briefs),
            count,
            int(size),
        )
        if try_only:
            return found
        for doc, made_by in old:
            table = schema.readings
            connection.execute(sa.delete(table).where(table.c.document == doc, table.c.made_by == made_by))
        connection.execute(sa.delete(schema.fetches).where(fetches))
        connection.execute(sa.delete(schema.briefs).where(briefs))
        if originals:
            gone = sa.select(kept.c.digest).where(bytes_gone)
            connection.execute(sa.update(documents).where(documents.c.original.in_(gone)).values(original=None))
            connection.execute(sa.delete(kept).where(kept.c.digest.not_in(young)))
    _give_back_room(library)
    return found


def _old_briefs(before: datetime) -> sa.ColumnElement[bool]:
    table = schema.briefs
    later = table.alias()
    has_later = sa.exists().where(later.c.story == table.c.story, later.c.day > table.c.day)
    return sa.and_(table.c.made_at < before, has_later)


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one())


def _give_back_room(library: Library) -> None:
    """Makes the file smaller by what was thrown away; a server does it by itself."""
    if library.place.file is None:
        return
    with told_plainly(library.where):
        raw = library.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM")
        finally:
            raw.close()


def reindex(library: Library) -> int:
    """Makes anew what search looks into, from the reports, their last readings and the last briefs; says how many."""
    with library.reading() as connection:
        docs = list(connection.execute(sa.select(schema.documents.c.id).order_by(schema.documents.c.number)).scalars())
    with library.writing() as connection:
        lost = "DELETE FROM passage_terms WHERE rowid NOT IN (SELECT number FROM passages)"
        connection.execute(sa.text(lost))
    for part in chunks(docs, AT_ONCE):
        with library.writing() as connection:
            forget(connection, part, "report")
            index_report(connection, load_documents(connection, part))
            index_reading(connection, load_readings(connection, part, None))
    index_briefs(library)
    return len(docs)
