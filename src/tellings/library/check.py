"""Whether a library is whole: the file, the references between tables, and that every place still holds its words."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from tellings.errors import TellingsError
from tellings.library import codec, schema
from tellings.library.place import Place
from tellings.library.reports import load_documents, load_readings
from tellings.library.rows import chunks
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.library import Counts, Integrity

SAMPLE = 200
"""Reports whose bytes, text and readings are unpacked; taken evenly over the library. It takes about a second."""

_FAULTS_SHOWN = 20

# Table, column, the table and column it must be found in.
_REFERENCES = (
    ("pages", "document", "documents", "id"),
    ("readings", "document", "documents", "id"),
    ("fingerprints", "document", "documents", "id"),
    ("members", "document", "documents", "id"),
    ("members", "story", "stories", "id"),
    ("members", "move", "moves", "number"),
    ("moves", "story", "stories", "id"),
    ("stories", "absorbed_by", "stories", "id"),
    ("documents", "original", "originals", "digest"),
    ("seen", "document", "documents", "id"),
    ("document_names", "document", "documents", "id"),
    ("document_names", "name", "names", "number"),
    ("passages", "document", "documents", "id"),
    ("passes", "account", "accounts", "name"),
)


def count(connection: sa.Connection, place: Place) -> Counts:
    """How much the library holds; bytes are those of the file, or of the database on its server."""

    def rows(table: sa.Table, *where: Any) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())

    if place.file is not None:
        pages, each = (
            connection.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size")
        )
        size = pages * each
    else:
        size = connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one()
    return Counts(
        reports=rows(schema.documents),
        originals=rows(schema.originals),
        readings=rows(schema.readings),
        stories=rows(schema.stories, schema.stories.c.reports > 0),
        briefs=rows(schema.briefs),
        sources=rows(schema.sources),
        fetches=rows(schema.fetches),
        watchlists=rows(schema.watchlists),
        reviews=rows(schema.reviews),
        bytes=size,
    )


def check_library(connection: sa.Connection, place: Place, *, sample: int = SAMPLE) -> Integrity:
    """What checking the library found; nothing is changed.

    Raises:
        LibraryError: when it is too damaged to be looked through.
    """
    looked: list[str] = []
    faults: list[str] = []
    for what, found in (
        ("the database itself", _check_file(connection)),
        ("references between tables", _check_references(connection)),
        ("counts of stories", _check_stories(connection)),
        ("what search looks into", _check_index(connection)),
        (f"bytes, text, readings and briefs of a sample of {sample}", _check_sample(connection, sample)),
    ):
        faults += found
        looked.append(what)
    if len(faults) > _FAULTS_SHOWN:
        faults = [*faults[:_FAULTS_SHOWN], f"and {len(faults) - _FAULTS_SHOWN} more"]
    return Integrity(place.shown, schema.VERSION, count(connection, place), tuple(looked), tuple(faults))


def _check_file(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for line in connection.execute(sa.text("PRAGMA integrity_check(20)")).scalars():
        if line != "ok":
            yield f"SQLite: {line}"
    for row in connection.execute(sa.text("PRAGMA foreign_key_check")):
        yield f"{row[0]} row {row[1]} points to {row[2]}, where there is no such row"


def _check_references(connection: sa.Connection) -> Iterator[str]:
    for table, column, other, key in _REFERENCES:
        ours, theirs = schema.tables.tables[table].c[column], schema.tables.tables[other].alias().c[key]
        query = sa.select(sa.func.count()).where(ours.is_not(None), ~sa.exists().where(theirs == ours))
        if found := connection.execute(query.select_from(ours.table)).scalar_one():
            yield f"{found} rows of {table} point to {other} that are not there ({column})"


def _check_stories(connection: sa.Connection) -> Iterator[str]:
    stories, members = schema.stories, schema.members
    inside = sa.select(sa.func.count()).where(members.c.story == stories.c.id).scalar_subquery()
    for row in connection.execute(
        sa.select(stories.c.id, stories.c.reports, inside).where(stories.c.reports != inside)
    ):
        yield f"the story {row[0]} counts {row[1]} reports and has {row[2]}"
    lost = sa.select(members.c.document).join(stories, stories.c.id == members.c.story)
    for doc in connection.execute(lost.where(stories.c.absorbed_by.is_not(None))).scalars():
        yield f"the report {doc} is in a story that was merged into another"


def _check_index(connection: sa.Connection) -> Iterator[str]:
    query = "SELECT count(*) FROM {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE {})"
    for one, other, same in (
        ("passages", "passage_terms", "passage_terms.rowid = passages.number"),
        ("passage_terms", "passages", "passages.number = passage_terms.rowid"),
    ):
        if found := connection.execute(sa.text(query.format(one, other, same))).scalar_one():
            yield f"{found} rows of {one} have none in {other}: tellings library reindex makes it anew"
    passages, documents = schema.passages, schema.documents
    unfound = sa.select(sa.func.count()).select_from(documents)
    mine = sa.and_(passages.c.document == documents.c.id, passages.c.kind == "report")
    if found := connection.execute(unfound.where(~sa.exists().where(mine))).scalar_one():
        yield f"{found} reports are not known to search: tellings library reindex makes it anew"


def _check_sample(connection: sa.Connection, size: int) -> Iterator[str]:
    documents = schema.documents
    last = connection.execute(sa.select(sa.func.max(documents.c.number))).scalar() or 0
    step = max(1, last // max(size, 1))
    query = sa.select(documents.c.id, documents.c.original).where(documents.c.number % step == 0)
    rows = connection.execute(query.order_by(documents.c.number).limit(size)).all()
    for part in chunks(rows, 50):
        for row in part:
            yield from _check_report(connection, row.id, row.original)
    briefs = schema.briefs
    for row in connection.execute(sa.select(briefs).order_by(briefs.c.made_at.desc()).limit(max(1, size // 10))).all():
        yield from _check_brief(connection, row)


def _check_report(connection: sa.Connection, doc: str, original: str | None) -> Iterator[str]:
    try:
        (document,) = load_documents(connection, [doc])
        if document.id != doc:
            yield f"the report {doc} holds another one, {document.id}"
        for reading in load_readings(connection, [doc], None):
            yield from _check_spans(document, reading)
        if original is not None:
            kept = schema.originals
            data = connection.execute(sa.select(kept.c.data).where(kept.c.digest == original)).scalar_one()
            if codec.digest(codec.unpack(data, f"The original of {doc}")) != original:
                yield f"the bytes of {doc} are not those that were kept"
    except (TellingsError, ValueError) as err:
        yield str(err).partition("\n")[0]


def _check_spans(document: Document, reading: Any) -> Iterator[str]:
    spans = [span for q in reading.quotations for span in q.content] + [s.span for s in reading.sentences]
    if any(span.end > len(document.text) for span in spans):
        yield f"a reading of {document.id} points behind the end of its text"


def _check_brief(connection: sa.Connection, row: Any) -> Iterator[str]:
    try:
        brief = codec.decode(row.body, Brief, f"the brief of {row.story} of {row.day}")
    except codec.OtherShapeError:
        return  # made by another version: no fault
    except TellingsError as err:
        yield str(err).partition("\n")[0]
        return
    evidence = [e for statement in brief.summary for e in statement.evidence]
    evidence += [e for utterance in brief.quotations for e in utterance.evidence]
    texts = {doc.id: doc.text for doc in load_documents(connection, {e.doc for e in evidence})}
    for e in evidence:
        if e.doc in texts and texts[e.doc][e.start : e.end] != e.text:
            yield f"the brief of {row.story} of {row.day} cites words that do not stand in {e.doc} at {e.start}"
